"""The notice that she is a program, in a talk: given when it is due, and kept when it was last given.

Guarantees: it counts as given only when it was handed over; talk is never longer than three hours without it.
Does not: choose the words or the hours; `care.candour` does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from samantha.care.candour import PAUSE, break_due, notice, notice_due
from samantha.care.plain import words
from samantha.care.tongue import DEFAULT, language_of
from samantha.conversation.around import AGE, LANGUAGE
from samantha.ports import Samantha, Tx
from samantha.store import settings
from samantha.types import Notice

NOTICED = "candour.noticed"
"""When the notice was last given, ISO; missing: never."""
SINCE, LAST = "talk.since", "talk.last"
"""Since when this talk goes on without a pause, and when its last turn was, ISO."""


async def say_what_she_is(s: Samantha, said: str = "", *, spoken: bool = False) -> Notice | None:
    """The notice, if it is due now, in the language of what was just `said`; else None.

    `spoken`: as a sentence among others; else typed apart, in capitals.
    """
    last, language = await s.store.read(_kept)
    if not notice_due(last, s.clock.now()):
        return None
    return Notice(notice(language or language_of(said), spoken=spoken))


async def notice_given(s: Samantha) -> None:
    """It was handed over."""
    await s.store.run(settings.put, NOTICED, s.clock.now().isoformat())


async def ask_for_a_break(s: Samantha) -> Notice | None:
    """A minor who has talked for an hour without a pause is asked to do something else; else None."""
    return await s.store.run(_break, s.clock.now())


def _break(tx: Tx, now: datetime) -> Notice | None:
    since, last = (
        datetime.fromisoformat(kept) if kept else None for kept in (settings.get(tx, SINCE), settings.get(tx, LAST))
    )
    settings.put(tx, LAST, now.isoformat())
    if since is None or last is None or not timedelta() <= now - last < PAUSE:
        settings.put(tx, SINCE, now.isoformat())
        return None
    if not break_due(since, now, settings.get(tx, AGE)):
        return None
    settings.put(tx, SINCE, now.isoformat())
    return Notice(words(settings.get(tx, LANGUAGE) or DEFAULT, "candour", "break"))


def _kept(tx: Tx) -> tuple[datetime | None, str | None]:
    last = settings.get(tx, NOTICED)
    return (datetime.fromisoformat(last) if last else None), settings.get(tx, LANGUAGE)
