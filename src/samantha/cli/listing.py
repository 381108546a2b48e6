"""Episodes as a person reads them: who, when, the exact words.

Guarantees: words are shown as they were said, whole or with a plain mark where they were shortened.
Does not: rank or judge; `look_up` finds by words alone, newest first among equals.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from samantha.cli.lines import shown
from samantha.cli.screen import Screen
from samantha.ports import Tx
from samantha.store import episodes, search
from samantha.types import PERSON, Episode

_ENOUGH = 1_200
"""Characters of one episode that are shown on a page."""


def look_up(tx: Tx, words: str, n: int) -> list[Episode]:
    """Up to `n` episodes that hold any of `words`, those that fit best first."""
    return episodes.by_id(tx, [id for id, _ in search.words(tx, words, n)])


def page(found: Sequence[Episode], screen: Screen, now: datetime) -> str:
    """`found`, in the order given, as text for the screen; empty for none."""
    return "\n".join(_entry(episode, screen, now) for episode in found)


def as_json(episode: Episode) -> str:
    """One episode as one line of JSON, its fields by name; `at` is ISO 8601 with the offset."""
    fields = {
        "id": episode.id,
        "at": episode.at.isoformat(),
        "kind": episode.kind,
        "who": episode.who,
        "text": episode.text,
        "thread": episode.thread,
        "cut": episode.cut,
        "origin": episode.origin,
        "reply_to": episode.reply_to,
    }
    return json.dumps(fields, ensure_ascii=False)


def when(at: datetime, now: datetime) -> str:
    """`at` as a person would say it at `now`, by the clock of the place where it was said."""
    days = (now.date() - at.date()).days
    hour = f"{at:%H:%M}"
    if days == 0:
        return f"today, {hour}"
    if days == 1:
        return f"yesterday, {hour}"
    day = f"{at:%a} {at.day} {at:%b}"
    near = timedelta(0) <= now - at < timedelta(days=300)
    return f"{day}, {hour}" if near else f"{day} {at.year}, {hour}"


def _entry(episode: Episode, screen: Screen, now: datetime) -> str:
    who = "you" if episode.who == PERSON else episode.who
    how = f"{', in play' if episode.played else ''}{' (stopped there)' if episode.cut else ''}"
    head = screen.faint(f"  {when(episode.at, now)} · {shown(who)}{how}")
    text = episode.text
    more = len(text) - _ENOUGH
    if more > _ENOUGH // 10:
        text = text[:_ENOUGH] + "…"
    else:
        more = 0
    wrap = screen.wrap()
    body = wrap.feed(shown(text, breaks=True)) + wrap.flush()
    rest = screen.faint(f"\n  ({more:,} characters more; --json gives all)") if more else ""
    return f"{head}\n{body}{rest}\n"
