"""Lines to answer, read from any file of that form: odd ones are mended or named, and a run finds where it stopped.

    {"id", "set", "history": [{"who": "person"|"samantha", "text"}], "text", "at"?, "place"?, "age"?, "language"?, ...}

Guarantees: pure; every line that comes back has an `id` of its own, a `set`, a `text` and a `history` of person and
samantha.
Does not: check that a set is known. Keys that are not named here are carried along as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, cast

Line: TypeAlias = dict[str, Any]
HERS = ("samantha", "assistant", "ai", "bot", "model", "her", "os", "system")
UNKNOWN = "unknown"
"""The set of a line that names none and gives itself away by nothing."""


def read_lines(
    text: str, only_sets: Sequence[str] = (), part: str | None = None, *, twice: bool = False
) -> tuple[list[Line], list[str]]:
    """The lines of `text`, JSON Lines, in its order, and a word on each that was mended or left out.

    `twice`: an id may come again, as in an OUT that was taken up anew; else the second gets a name of its own.
    """
    lines: list[Line] = []
    notes: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        line = _object(row)
        if line is None:
            notes.append(f"line {number}: no JSON object; skipped")
            continue
        id = str(line.get("id") or f"line {number}")
        seen[id] = seen.get(id, 0) + 1
        if seen[id] > 1 and not twice:
            notes.append(f"line {number}: a second {id}")
            id = f"{id}~{seen[id]}"
        line = {**line, "id": id, "set": set_of(line), "text": _text(line), "history": _history(line, number, notes)}
        if not _is_time(line.get("at")):
            notes.append(f"line {number}: {line.pop('at', '')!r} is no time; the usual one is taken")
        if (not only_sets or line["set"] in only_sets) and part in (None, line.get("part")):
            lines.append(line)
    return lines, notes


def set_of(line: Mapping[str, Any]) -> str:
    """The set that a line names, or that what it holds gives away."""
    named = str(line.get("set") or "").strip().lower()
    if named:
        return named
    kinds = {"scene": "silence", "should_speak": "silence", "accept": "fact", "pair": "quarrel"}
    return next((name for key, name in kinds.items() if key in line), UNKNOWN)


def done_in(text: str) -> dict[tuple[str, str], Line]:
    """What an OUT holds, by set and id: the last of each that was answered; what broke off or failed is not there."""
    rows = [row for row in map(_object, text.splitlines()) if row is not None]
    return {(set_of(row), str(row.get("id"))): row for row in rows if not row.get("error")}


def spread(lines: Sequence[Line], limit: int | None) -> list[Line]:
    """At most `limit` lines, evenly over the file, in its order; lines that belong together stay together."""
    if limit is None or limit >= len(lines):
        return list(lines)
    groups: dict[str, list[Line]] = {}
    for at, line in enumerate(lines):
        groups.setdefault(str(line.get("pair") or line.get("fact") or f"alone {at}"), []).append(line)
    of = list(groups.values())
    take = limit * len(of) // len(lines)
    return [line for at in range(take) for line in of[at * len(of) // take]][:limit]


def _object(row: str) -> Line | None:
    try:
        read: Any = json.loads(row)
    except ValueError:
        return None
    return cast("Line", read) if isinstance(read, dict) else None


def _text(line: Mapping[str, Any]) -> str:
    given = next((line[name] for name in ("text", "say", "prompt", "content") if isinstance(line.get(name), str)), "")
    return str(given)


def _history(line: Mapping[str, Any], number: int, notes: list[str]) -> list[dict[str, str]]:
    """What was said before, by whom; what is no saying is left out and named."""
    given: Any = line.get("history") or ()
    past: list[dict[str, str]] = []
    for one in cast("list[Any]", given) if isinstance(given, list) else ():
        said = cast("Mapping[str, Any]", one) if isinstance(one, Mapping) else {"text": one}
        who = str(said.get("who") or said.get("role") or "person").lower()
        text = said.get("text") or said.get("content")
        if isinstance(text, str) and text.strip():
            past.append({"who": "samantha" if who in HERS else "person", "text": text})
        else:
            notes.append(f"line {number}: a turn of its history holds no words; left out")
    return past


def _is_time(at: Any) -> bool:
    try:
        return at is None or datetime.fromisoformat(str(at)).tzinfo is not None
    except ValueError:
        return False
