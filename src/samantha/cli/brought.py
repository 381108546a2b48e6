"""What an import holds or did, in lines for a person and in fields for a program.

Guarantees: every place that could not be read is counted; names of speakers are shown, words of theirs never.
Does not: print.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samantha.store.imports import Import
from samantha.study.importing import Brought, Outlook
from samantha.types import PERSON

_SPEAKERS = 12
_PLACES = 10


def outlook_lines(outlook: Outlook, *, would: bool) -> list[str]:
    """What is in a file; `would`: nothing was kept yet."""
    talks = f" in {len(outlook.talks):,} talks" if len(outlook.talks) > 1 else ""
    lines = [
        f"{outlook.name} was read as {outlook.form.title}.",
        f"{'Would come in' if would else 'In it'}: {_turns(outlook.turns)}{talks}{_span(outlook)}.",
        f"By whom: {_speakers(outlook)}.",
    ]
    if outlook.left_out:
        parts = ", ".join(f"{count:,} {what}" for what, count in outlook.left_out.most_common())
        lines.append(f"Nobody's words, left out: {parts}.")
    if outlook.unread_count:
        lines.append(f"Could not be read: {outlook.unread_count:,}.")
        lines += [f"  {place.piece}, line {place.line:,}: {place.why}" for place in outlook.unread[:_PLACES]]
        if outlook.unread_count > _PLACES:
            lines.append("  … (--json names more)")
    lines += outlook.notes
    if would and outlook.form.asks_me and not outlook.speakers[PERSON]:
        lines.append('None of these is known to be you: say it with --me NAME, or --me "" when none is.')
    return lines


def brought_lines(brought: Brought) -> list[str]:
    """What came of an import."""
    here = f"; {brought.before:,} were here already" if brought.before else ""
    number = f" This is import {brought.id}." if brought.id is not None and brought.new else ""
    return [*outlook_lines(brought.outlook, would=False), f"New in memory: {_turns(brought.new)}{here}.{number}"]


def import_line(one: Import) -> str:
    """One import in the list."""
    state = "" if one.whole else ", broken off (the same command goes on)"
    unread = f", {one.unread:,} places not read" if one.unread else ""
    return f"{one.id:>4}  {_day(one.at)}  {one.form:<9} {one.name}: {_turns(one.kept)}{unread}{state}"


def outlook_fields(outlook: Outlook) -> dict[str, Any]:
    """An Outlook by names; times are ISO 8601."""
    return {
        "name": outlook.name,
        "kind": outlook.form.name,
        "turns": outlook.turns,
        "talks": len(outlook.talks),
        "speakers": dict(outlook.speakers.most_common()),
        "first": outlook.first.isoformat() if outlook.first else None,
        "last": outlook.last.isoformat() if outlook.last else None,
        "left_out": dict(outlook.left_out),
        "unread": outlook.unread_count,
        "unread_places": [{"file": place.piece, "line": place.line, "why": place.why} for place in outlook.unread],
        "notes": outlook.notes,
    }


def brought_fields(brought: Brought) -> dict[str, Any]:
    """A Brought by names, with its Outlook's."""
    own = {"import": brought.id, "new": brought.new, "before": brought.before, "indexed": brought.indexed}
    return own | outlook_fields(brought.outlook)


def import_fields(one: Import) -> dict[str, Any]:
    """An Import by names."""
    return {
        "import": one.id,
        "at": one.at.isoformat(),
        "kind": one.form,
        "name": one.name,
        "sha256": one.sha256,
        "turns": one.kept,
        "unread": one.unread,
        "whole": one.whole,
    }


def _speakers(outlook: Outlook) -> str:
    found = outlook.speakers.most_common()
    parts = [f"{'you' if who == PERSON else who} ({count:,})" for who, count in found[:_SPEAKERS]]
    more = [f"{len(found) - _SPEAKERS:,} more"] if len(found) > _SPEAKERS else []
    return ", ".join([*parts, *more])


def _span(outlook: Outlook) -> str:
    if outlook.first is None or outlook.last is None:
        return ", without a time"
    first, last = _day(outlook.first), _day(outlook.last)
    return f", of {first}" if first == last else f", from {first} to {last}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _turns(count: int) -> str:
    return f"{count:,} turn" if count == 1 else f"{count:,} turns"
