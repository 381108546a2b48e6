"""Words of danger in a talk: sealed as they are journalled, answered by the protocol alone, come back to once.

Guarantees: one transaction journals and seals, before any rule learns from it; no brain, no recall and no later prompt
reads what is sealed; between turns only a flag is kept, without a word of what was said; works with the brain off.
Does not: write anything outward. What she says is `care.protocol`'s.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from samantha.care import protocol
from samantha.care.crisis import notice_danger
from samantha.care.plain import words
from samantha.care.protocol import Answer, Course
from samantha.care.tongue import DEFAULT
from samantha.conversation.around import around, language_set
from samantha.memory import forget
from samantha.memory.keep import keep
from samantha.ports import Samantha, Tx
from samantha.store import episodes, facts, sealed, settings
from samantha.types import Draft, Episode

COURSE = "care.course"
"""Where the talk of danger stands; see `protocol.to_flag`."""
FIRST = "care.first"
"""The id of the first sealed episode of it, so that all of it can be erased."""
BACK = "care.back"
"""The day from which she comes back to it, once: a date and nothing else."""
COME_BACK_AFTER = timedelta(days=2)
FORGET_COURSE_AFTER = timedelta(hours=12)
"""A course that nobody went on with for so long is over; the gentle return takes its place."""


def hear(tx: Tx, draft: Draft) -> Episode:
    """Journal `draft`; sealed, and learned from by nothing, where it speaks of danger or goes on with such a talk."""
    if _answer(tx, draft.text, draft.at) is None:
        _let_rest(tx)
        return keep(tx, draft)
    episode = episodes.append(tx, draft)
    facts.label(tx, episode.id, facts.SEALED)
    return episode


async def answer(s: Samantha, heard: Episode) -> Answer | None:
    """What the protocol answers to `heard`, or None where the talk is not about danger. Erases when asked to."""
    found = await s.store.read(_answer, heard.text, heard.at)
    if found is not None and found.erase:
        await _erase(s, heard)
    return found


def record(tx: Tx, draft: Draft, heard: Episode, given: Answer) -> Episode:
    """Journal her answer, sealed too, together with where the talk stands now and the day to come back."""
    said = episodes.append(tx, draft)
    facts.label(tx, said.id, facts.SEALED)
    if given.course is None:
        settings.drop(tx, COURSE)
        settings.drop(tx, FIRST)
    else:
        settings.put(tx, COURSE, f"{protocol.to_flag(given.course)}|{said.at.isoformat()}")
        if settings.get(tx, FIRST) is None:
            settings.put(tx, FIRST, str(heard.id))
    if given.erase:
        settings.drop(tx, BACK)
    elif given.course is not None:
        settings.put(tx, BACK, (said.at + COME_BACK_AFTER).date().isoformat())
    return said


def come_back(tx: Tx, now: datetime) -> str | None:
    """Her gentle question, once, when its day has come; else None."""
    day = settings.get(tx, BACK)
    if day is None or now.date().isoformat() < day or _course(tx, now) is not None:
        return None
    settings.drop(tx, BACK)
    return words(language_set(tx) or DEFAULT, "danger", "next", "back")


def _answer(tx: Tx, text: str, at: datetime) -> Answer | None:
    now = around(tx, at)
    course = _course(tx, at)
    if course is not None:
        return protocol.go_on(course, text, now)
    danger = notice_danger(text)
    return protocol.begin(danger, now) if danger is not None else None


def _let_rest(tx: Tx) -> None:
    """Something else is said: a talk of danger that was open is over, and this is learned from as any other."""
    settings.drop(tx, COURSE)
    settings.drop(tx, FIRST)


def _course(tx: Tx, at: datetime) -> Course | None:
    flag, _, since = (settings.get(tx, COURSE) or "").rpartition("|")
    if not flag or at - datetime.fromisoformat(since) > FORGET_COURSE_AFTER:
        return None
    return protocol.from_flag(flag)


async def _erase(s: Samantha, heard: Episode) -> None:
    """Forget for good what was said in this course, hers too."""
    first = await s.store.read(settings.get, FIRST)
    ids = await s.store.read(sealed.since, int(first), heard.id) if first is not None else []
    if ids:
        await forget.forget(s, await forget.plan_ids(s, ids), hold=False)
