"""The one thing that she may say unasked, with the greeting of a talk: chosen by the reserves, said once, and paid for.

Guarantees: one transaction chooses, journals the words and spends, so that a kill leaves it unsaid rather than said
twice; the question after a bad hour stands before all else and costs nothing; what is waved off is left alone.
Does not: send, ring or remind; where no talk begins, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from samantha.care.reserves import (
    DEFAULT,
    QUIET,
    RESERVES,
    Budget,
    Hours,
    Kind,
    Mood,
    Period,
    Reserve,
    Reserves,
    Spent,
    choose,
    read_hours,
)
from samantha.care.tongue import DEFAULT as ENGLISH
from samantha.care.unasked import heavy, saying, waves_off
from samantha.conversation import danger, growth_diary
from samantha.conversation.around import language_set
from samantha.conversation.growth import left_alone as left_alone_by
from samantha.conversation.occasions import Told, occasions
from samantha.memory.keep import keep
from samantha.ports import Tx
from samantha.store import episodes, settings
from samantha.store import unasked as rows
from samantha.types import SAMANTHA, Draft, Episode

QUIET_HOURS = "reserves.quiet"
"""The setting: `22:00-08:00`, or OFF."""
OFF = "off"
AFTER_DANGER = timedelta(days=7)
GRIEF = timedelta(days=14)
MOURNING = timedelta(days=30)
"""After a death was told, and after words of grief, and after words of danger, she begins nothing for so long."""
UPSET = timedelta(hours=12)
_LATELY = 300
"""Turns of the person that are looked through for grief."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """What she said unasked."""

    text: str
    kind: Kind
    sources: tuple[int, ...] = ()
    """The episodes that it stands on; none for the question after a bad hour, which is a flag without words."""


def begin(tx: Tx, now: datetime, thread: str = "talk") -> Unasked | None:
    """What she says unasked as a talk begins at `now`, journalled and spent; None: nothing."""
    back = danger.come_back(tx, now)
    if back is not None:
        rows.spend(tx, now, None, 0)
        return Unasked(back, "return")
    quiet = quiet_of(tx)
    if quiet is not None and quiet.hold(now.time()):
        return None
    language = language_set(tx) or ENGLISH
    alone = growth_diary.manner(tx)
    found = [told for told in occasions(tx, now, language) if not left_alone_by(alone, told.text)]
    if not found:
        return None
    chosen = choose(reserves_of(tx), spent(tx), quiet, now, [told.occasion for told in found], mood(tx, now))
    if chosen is None:
        return None
    occasion, answer = chosen
    told = next(told for told in found if told.occasion == occasion)
    return _say(tx, now, thread, told, answer.reserve, answer.cost)


def _say(tx: Tx, now: datetime, thread: str, told: Told, reserve: Reserve | None, cost: int) -> Unasked:
    occasion = told.occasion
    spending = rows.spend(tx, now, reserve, cost)
    rows.keep(tx, spending, occasion.kind, occasion.key, occasion.subject, told.sources)
    key = rows.episode_key(occasion.key)
    keep(tx, Draft(now, "said", SAMANTHA, told.text, thread=thread, origin=rows.FREE, key=key))
    if told.done is not None:
        told.done(tx)
    return Unasked(told.text, occasion.kind, told.sources)


def mood(tx: Tx, now: datetime) -> Mood:
    """How the person is, as far as their words of late tell."""
    sealed = rows.last_sealed(tx)
    if settings.get(tx, danger.BACK) is not None or (sealed is not None and abs(now - sealed) < AFTER_DANGER):
        return "danger"
    if any(abs(now - learned) < MOURNING for _, learned in rows.deaths(tx)):
        return "grief"
    words = [(at, heavy(text)) for _, at, text in rows.own_words(tx, now - GRIEF)[-_LATELY:]]
    if any(found == "grief" for _, found in words):
        return "grief"
    return "upset" if any(found == "upset" and now - at < UPSET for at, found in words) else "open"


def hear_answer(tx: Tx, heard: Episode) -> None:
    """Where `heard` waves off what she has just said unasked, it is left alone from now on."""
    if is_waved_off(tx, heard):
        rows.wave_off(tx, heard.at)


def is_waved_off(tx: Tx, heard: Episode) -> bool:
    """Whether `heard` waves off what she said unasked right before it."""
    before = episodes.recent(tx, 1, heard.thread, heard.id)
    return bool(before) and before[0].origin == rows.FREE and waves_off(heard.text)


def left_alone(tx: Tx, heard: Episode) -> str | None:
    """Her answer to that, in a few words; None where it is none."""
    return saying("left_alone", language_set(tx) or ENGLISH) if is_waved_off(tx, heard) else None


def reserves_of(tx: Tx) -> Reserves:
    """The budgets, as the person set them or as they are by default."""
    set_ = {one.name: Budget(one.words, cast(Period, one.period)) for one in rows.budgets(tx)}
    return {name: set_.get(name, DEFAULT[name]) for name in RESERVES}


def quiet_of(tx: Tx) -> Hours | None:
    """The quiet hours; None where the person wants none."""
    kept = settings.get(tx, QUIET_HOURS)
    if kept is None:
        return QUIET
    return None if kept == OFF else read_hours(kept) or QUIET


def spent(tx: Tx) -> Sequence[Spent]:
    """Everything that was said unasked."""
    return [
        Spent(
            *(row.at, row.reserve if row.reserve in RESERVES else None, row.cost),
            *(row.key or "", row.subject or "", row.waved is not None),
        )
        for row in rows.rows(tx)
    ]
