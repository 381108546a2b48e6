"""The recall form: a talk a line, as JSON with its turns.

Guarantees: pure; a turn that lacks its text or a line that is no talk is named by its line, and the rest is read.
Does not: read the questions that such a file may carry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from samantha.study.turns import Choice, Form, Given, Item, Note, Piece, Turn, Unread
from samantha.study.written import read_time


def fits(given: Given) -> bool:
    """One file whose first line begins as a talk does."""
    pieces = _pieces(given)
    if not pieces:
        return False
    head = pieces[0].head.lstrip().partition("\n")[0]
    return head.startswith("{") and '"turns"' in head and '"mapping"' not in head


def read(given: Given, choice: Choice) -> Iterator[Item]:
    """Every turn of every talk, in the file's order."""
    untimed = 0
    for piece in _pieces(given):
        for number, line in enumerate(piece.lines(), 1):
            if not line.strip():
                continue
            talk = _talk(line)
            if talk is None:
                yield Unread(piece.name, number, "no talk in JSON")
                continue
            name = str(talk.get("conversation") or f"{given.name} {number}")
            for turn in cast("list[object]", talk["turns"]):
                item = _turn(name, turn, piece, number)
                untimed += isinstance(item, Turn) and item.at is None
                yield item
    if untimed:
        yield Note(f"{untimed:,} turns have no time that can be read; each was given that of the turn before it.")


def _talk(line: str) -> Mapping[str, Any] | None:
    try:
        talk: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(talk, dict) or not isinstance(cast("dict[str, object]", talk).get("turns"), list):
        return None
    return cast("dict[str, Any]", talk)


def _turn(talk: str, raw: object, piece: Piece, line: int) -> Item:
    if not isinstance(raw, dict):
        return Unread(piece.name, line, "a turn that is no object")
    turn = cast("dict[str, object]", raw)
    text, speaker = turn.get("text"), turn.get("speaker")
    if not isinstance(text, str) or not isinstance(speaker, str):
        return Unread(piece.name, line, "a turn without a text or a speaker")
    session, id = turn.get("session"), turn.get("id")
    return Turn(
        talk,
        speaker,
        text,
        read_time(turn.get("at")),
        session=None if session is None else str(session),
        id=None if id is None else str(id),
        line=line,
    )


def _pieces(given: Given) -> list[Piece]:
    return [piece for piece in given.pieces if piece.name.lower().endswith((".jsonl", ".ndjson", ".json"))]


FORM = Form("jsonl", "talks in JSON Lines, the recall form", fits, read)
