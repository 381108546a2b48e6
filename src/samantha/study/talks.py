"""The recall form: a talk a line, as JSON with its turns.

Guarantees: pure; a turn that lacks its text or a line that is no talk is named by its line, and the rest is read.
Does not: read the questions that such a file may carry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, cast

from samantha.study.turns import Choice, Form, Given, Item, Note, Piece, Turn, Unread
from samantha.study.written import read_time

Object: TypeAlias = Mapping[str, Any]


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
            times = _times(talk["turns"], choice.days_first)
            for turn, at in zip(talk["turns"], times, strict=True):
                item = _turn(name, turn, at, piece, number)
                untimed += isinstance(item, Turn) and read_time(turn.get("at"), choice.days_first) is None
                yield item
    if untimed:
        yield Note(f"Turns without a time that can be read: {untimed:,}. Each was given that of the turn before it.")


def _times(turns: Sequence[object], days_first: bool | None) -> list[datetime | None]:
    """A time a turn: its own, else that of the one before it, else the first that the talk has."""
    own = [read_time(cast("Object", turn).get("at"), days_first) if isinstance(turn, dict) else None for turn in turns]
    last = next((at for at in own if at is not None), None)
    times: list[datetime | None] = []
    for at in own:
        last = at or last
        times.append(last)
    return times


def _talk(line: str) -> Object | None:
    try:
        talk: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(talk, dict) or not isinstance(cast("dict[str, object]", talk).get("turns"), list):
        return None
    return cast("dict[str, Any]", talk)


def _turn(talk: str, raw: object, at: datetime | None, piece: Piece, line: int) -> Item:
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
        at,
        session=None if session is None else str(session),
        id=None if id is None else str(id),
        line=line,
    )


def _pieces(given: Given) -> list[Piece]:
    return [piece for piece in given.pieces if piece.name.lower().endswith((".jsonl", ".ndjson", ".json"))]


FORM = Form("jsonl", "talks in JSON Lines, the recall form", fits, read)
