"""A life on file: its lines read into events, with a word on whatever had to be filled in or left out.

Guarantees: pure; any file gives some events; a line that cannot be used is named in `notes` and skipped, never guessed.
Does not: sort. Events happen in the file's order, at the times it gives; a time that goes back is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["say", "mail", "ask", "night", "forget"]
Row: TypeAlias = Mapping[str, Any]
KINDS: tuple[Kind, ...] = ("say", "mail", "ask", "night", "forget")
FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""The time of a first line that has none."""
STEP = timedelta(minutes=1)
"""A line without a time happens so long after the one before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a life."""

    id: str
    at: datetime
    kind: Kind
    text: str = ""
    """What is said, asked, written in the mail (its subject first), or asked to be forgotten."""
    sender: str = ""
    """A mail's."""
    expect: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    abstain: bool = False
    words: tuple[str, ...] = ()
    """What must be found nowhere after a forget."""
    label: str = ""
    """A name of the writer's choosing under which asks are also counted apart (`set` in the file)."""


@dataclass(slots=True)
class Life:
    """The events of a file, and what was wrong with it."""

    events: list[Event] = field(default_factory=list[Event])
    notes: list[str] = field(default_factory=list[str])


def read_life(text: str) -> Life:
    """The events of `text`, JSON Lines, in its order."""
    life = Life()
    ids: set[str] = set()
    last: datetime | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        row = _row(line)
        if row is None:
            life.notes.append(f"line {number}: no JSON object; skipped")
            continue
        event = _event(row, number, last, life.notes)
        if event is None:
            continue
        if event.id in ids:
            life.notes.append(f"line {number}: a second event {event.id}; the first one's name stands for both")
        if last is not None and event.at < last:
            life.notes.append(f"line {number}: {event.id} is earlier than the line before it")
        ids.add(event.id)
        last = event.at
        life.events.append(event)
    told = {event.id for event in life.events if event.kind in {"say", "mail"}}
    for event in life.events:
        life.notes += [f"{event.id}: its source {id} is not in the file" for id in event.source if id not in told]
    return life


def days(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Ranges of events between nights; a night belongs to neither."""
    out: list[tuple[int, int]] = []
    start = 0
    for n in range(len(events) + 1):
        if n == len(events) or events[n].kind == "night":
            if n > start:
                out.append((start, n))
            start = n + 1
    return out


def _row(line: str) -> Row | None:
    try:
        row: object = json.loads(line)
    except ValueError:
        return None
    return cast(Row, row) if isinstance(row, dict) else None


def _event(row: Row, number: int, last: datetime | None, notes: list[str]) -> Event | None:
    where = f"line {number}"
    kind: Kind | None = next((kind for kind in KINDS if kind in row), None)
    if kind is None:
        notes.append(f"{where}: none of {', '.join(KINDS)} ({', '.join(sorted(row))}); skipped")
        return None
    id = str(row.get("id") or f"line{number}")
    at = _time(row.get("at"), where, last, notes)
    if kind == "night":
        return Event(id, at, kind)
    text, sender = _mail(row[kind]) if kind == "mail" else (_text(row[kind]), "")
    if not text.strip():
        notes.append(f"{where}: {id} has no words; skipped")
        return None
    abstain = bool(row.get("abstain"))
    expect = _patterns(row.get("expect"), where, notes)
    if kind == "ask" and not abstain and not expect:
        notes.append(f"{where}: {id} names no answer; skipped")
        return None
    return Event(
        id,
        at,
        kind,
        text,
        sender,
        expect,
        _patterns(row.get("reject"), where, notes),
        _list(row.get("source")),
        abstain,
        _list(row.get("words")),
        _text(row.get("set")),
    )


def _time(value: object, where: str, last: datetime | None, notes: list[str]) -> datetime:
    try:
        at = datetime.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        notes.append(f"{where}: no time that can be read; a minute after the line before")
        return last + STEP if last else FIRST
    if at.tzinfo is None:
        zone = last.tzinfo if last else UTC
        notes.append(f"{where}: a time without a zone, taken for {zone}")
        return at.replace(tzinfo=zone)
    return at


def _mail(value: object) -> tuple[str, str]:
    """Its words, the subject first, and who sent it, without the address where there is a name."""
    if not isinstance(value, dict):
        return _text(value), "somebody"
    mail = cast(Row, value)
    sender = _text(mail.get("from"))
    name = sender.split("<")[0].strip(" \"'") or sender.strip("<> ") or "somebody"
    return "\n".join(part for part in (_text(mail.get("subject")), _text(mail.get("text"))) if part), name


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _list(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(_text(part) for part in cast(list[object], value)) if isinstance(value, list) else (_text(value),)


def _patterns(value: object, where: str, notes: list[str]) -> tuple[str, ...]:
    """Regular expressions; one that is none is meant letter for letter."""
    out: list[str] = []
    for pattern in _list(value):
        try:
            re.compile(pattern)
        except re.error:
            notes.append(f"{where}: {pattern!r} is no regular expression; taken letter for letter")
            pattern = re.escape(pattern)
        out.append(pattern)
    return tuple(out)
