"""The notice that she is a program, and a minor's break, in a talk: given when due, and kept when last given.

Guarantees: each counts as given only once it was handed over, so that a kill in between has it given again; talk is
never longer than three hours without the notice, nor a minor's much longer than one without a word to take a break,
also where every reply is stopped or fails.
Does not: choose the words or the hours; `care.candour` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from samantha.care.candour import PAUSE, break_due, notice, notice_at_start, notice_due, notice_late
from samantha.care.plain import words
from samantha.care.tongue import DEFAULT, language_of
from samantha.conversation.around import age_of, language_set
from samantha.ports import Samantha, Tx
from samantha.store import settings
from samantha.types import Notice

NOTICED = "candour.noticed"
"""When the notice was last given, ISO; missing: never."""
SINCE, LAST = "talk.since", "talk.last"
"""Since when this talk goes on without a pause, and when its last turn was, ISO."""
BROKE = "talk.broke"
"""When a break was last asked for, ISO."""


@dataclass(frozen=True, slots=True)
class Due:
    """One notice to hand over now."""

    notice: Notice
    name: str
    """The setting that says when it was last given."""


async def due_at_start(s: Samantha) -> Due | None:
    """The notice for the beginning of a talk, as a sentence among others, or None."""
    last, language = await s.store.read(_kept)
    if not notice_at_start(last, s.clock.now()):
        return None
    return Due(Notice(notice(language or DEFAULT, spoken=True)), NOTICED)


async def due_before(s: Samantha, said: str, *, begins: bool) -> list[Due]:
    """What must be handed over before the reply to `said`: what a stopped turn left out, or the notice of a talk that
    begins without a greeting. Counts the turn for the pauses."""
    return await s.store.run(_before, s.clock.now(), said, begins)


async def due_after(s: Samantha, said: str) -> list[Due]:
    """What is handed over after the reply to `said`."""
    return await s.store.read(_after, s.clock.now(), said)


async def given(s: Samantha, due: Due) -> None:
    """It was handed over."""
    await s.store.run(settings.put, due.name, s.clock.now().isoformat())


def _before(tx: Tx, now: datetime, said: str, begins: bool) -> list[Due]:
    since, last = _at(tx, SINCE), _at(tx, LAST)
    settings.put(tx, LAST, now.isoformat())
    if since is None or last is None or not timedelta() <= now - last < PAUSE:
        settings.put(tx, SINCE, now.isoformat())
    noticed, language = _kept(tx)
    late = notice_at_start(noticed, now) if begins else notice_late(noticed, now)
    return [*([_notice(language, said)] if late else []), *_break(tx, now, late=True)]


def _after(tx: Tx, now: datetime, said: str) -> list[Due]:
    noticed, language = _kept(tx)
    return [*([_notice(language, said)] if notice_due(noticed, now) else []), *_break(tx, now, late=False)]


def _break(tx: Tx, now: datetime, *, late: bool) -> list[Due]:
    since, broke = _at(tx, SINCE), _at(tx, BROKE)
    if since is not None and broke is not None and since < broke:
        since = broke
    if not break_due(since, now, age_of(tx, now), late=late):
        return []
    return [Due(Notice(words(language_set(tx) or DEFAULT, "candour", "break")), BROKE)]


def _notice(language: str | None, said: str) -> Due:
    return Due(Notice(notice(language or language_of(said), spoken=False)), NOTICED)


def _kept(tx: Tx) -> tuple[datetime | None, str | None]:
    return _at(tx, NOTICED), language_set(tx)


def _at(tx: Tx, name: str) -> datetime | None:
    kept = settings.get(tx, name)
    return datetime.fromisoformat(kept) if kept else None
