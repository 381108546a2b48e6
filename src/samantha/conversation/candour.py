"""The notice that she is a program, in a talk: given when it is due, and kept when it was last given.

Guarantees: it counts as given only when it was handed over; talk is never longer than three hours without it.
Does not: choose the words or the hours; `care.candour` does.
"""

from __future__ import annotations

from datetime import datetime

from samantha.care.candour import notice, notice_due
from samantha.care.tongue import language_of
from samantha.conversation.around import LANGUAGE
from samantha.ports import Samantha, Tx
from samantha.store import settings
from samantha.types import Notice

NOTICED = "candour.noticed"
"""When the notice was last given, ISO; missing: never."""


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


def _kept(tx: Tx) -> tuple[datetime | None, str | None]:
    last = settings.get(tx, NOTICED)
    return (datetime.fromisoformat(last) if last else None), settings.get(tx, LANGUAGE)
