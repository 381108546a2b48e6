"""The diary of how she changed, and the look back at a year, as they are shown.

Guarantees: every entry has its reason and its day; words are quoted as they were said.
Does not: read the journal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samantha.cli.lines import shown
from samantha.cli.listing import when
from samantha.cli.screen import Screen
from samantha.conversation.growth_year import Line, Year
from samantha.store.growth import Entry

MOST = 8
"""Lines of one part that a look back shows."""
_MOST_WORDS = 160
_STATES = {"proposed": "proposed", "accepted": "holds", "refused": "not you", "undone": "taken back"}
_IN_WORDS = {
    "length=as is": "replies as long as at the beginning",
    "length=shorter": "shorter replies",
    "length=longer": "longer replies",
    "questions=as is": "questions as at the beginning",
    "questions=fewer": "fewer questions",
    "memory=as is": "she brings up what she remembers where it fits",
    "memory=seldom": "she seldom brings up what she remembers",
    "memory=never": "she brings up what she remembers only when you ask",
    "saying_back=as is": "she may say your words back to you",
    "saying_back=never": "she does not say your words back to you",
    "call=no name": "she calls you by no name",
    "humour=as is": "she may be playful",
    "humour=none": "no jokes, unless you ask for one",
    "advice=when asked": "advice only when you ask",
    "advice=may suggest": "she may suggest something unasked",
    "goodnight=as is": "goodbyes as at the beginning",
    "goodnight=brief": "a short goodbye",
    "directness=as is": "as gentle as at the beginning",
    "directness=direct": "more direct",
    "formality=as is": "as plain as at the beginning",
    "formality=formal": "more formal",
    "language=as spoken": "her own words in the language you speak",
    "call": "she calls you {value}",
    "language": "her own words in {value}",
    "leave_alone": "she leaves this alone unless you begin: {value}",
    "ask_about": "she asks about this now and then: {value}",
    "as_any_other": "a subject like any other: {value}",
}


def in_words(kind: str, value: str) -> str:
    """A setting in plain words."""
    found = _IN_WORDS.get(f"{kind}={value}") or _IN_WORDS.get(kind) or f"{kind}: {{value}}"
    return found.replace("{value}", shown(value))


def entry_lines(entry: Entry, screen: Screen, now: datetime) -> list[str]:
    """One entry: number, what, where it stands, when; below it why."""
    day = when(entry.decided or entry.made, now)
    head = f"  {screen.coral(f'{entry.id:>3}')}  {in_words(entry.kind, entry.value)}"
    return [f"{head} {screen.faint(f'({_STATES[entry.state]}, {day})')}", f"       {screen.faint(shown(entry.reason))}"]


def entry_fields(entry: Entry) -> dict[str, Any]:
    """One entry for a program; times are ISO 8601 with the offset."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "value": entry.value,
        "in_words": in_words(entry.kind, entry.value),
        "state": entry.state,
        "by": entry.by,
        "reason": entry.reason,
        "made": entry.made.isoformat(),
        "decided": entry.decided.isoformat() if entry.decided is not None else None,
        "sources": list(entry.sources),
    }


def year_page(found: Year | None, screen: Screen, year: int) -> str:
    """The look back, on one calm page."""
    if found is None or not (found.hers or found.theirs):
        return f"  Nothing of {year} is kept here yet.\n"
    parts = [f"  {screen.coral(str(found.year))}", ""]
    for title, lines in found.theirs:
        parts += [f"  {screen.faint(title)}", *(_line(line, screen) for line in lines[:MOST])]
        if len(lines) > MOST:
            parts.append(screen.faint(f"    and {len(lines) - MOST} more; --json gives all"))
        parts.append("")
    parts.append(f"  {screen.faint('how she changed with you')}")
    if not found.hers:
        parts.append("    She is as she was.")
    for entry in found.hers[-MOST:]:
        day = _day(entry.decided or entry.made)
        back = ", taken back" if entry.state == "undone" else ""
        parts.append(f"    {in_words(entry.kind, entry.value)} {screen.faint(f'({day}{back})')}")
        parts.append(f"      {screen.faint(shown(entry.reason))}")
    return "\n".join(parts) + "\n"


def year_fields(found: Year) -> dict[str, Any]:
    """The look back for a program, with every source."""
    return {
        "year": found.year,
        "she": [entry_fields(entry) for entry in found.hers],
        "you": {title: [_line_fields(line) for line in lines] for title, lines in found.theirs},
    }


def _line(line: Line, screen: Screen) -> str:
    quoted = shown(line.words[0]) if line.words else ""
    quoted = quoted if len(quoted) <= _MOST_WORDS else quoted[: _MOST_WORDS - 1] + "…"
    where = f"{line.aside} {_day(line.at)}"
    return f"    {shown(line.text)} {screen.faint(f'({where})')}\n      {screen.faint(f'“{quoted}”')}"


def _line_fields(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "how": line.aside,
        "at": line.at.isoformat(),
        "sources": [
            {"episode": span.episode, "start": span.start, "end": span.end, "words": words}
            for span, words in zip(line.sources, line.words, strict=True)
        ],
    }


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B}"
