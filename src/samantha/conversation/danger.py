"""Words of danger in a talk: sealed as they are journalled, answered by the protocol alone, come back to once.

Guarantees: one transaction journals and seals, before any rule learns from it; no brain, no recall and no later prompt
reads what is sealed; between turns only a flag is kept, without a word of what was said; works with the brain off.
Does not: write anything outward. What she says is `care.protocol`'s.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import anyio

from samantha.care import alarm, protocol
from samantha.care.crisis import Danger, find_in_tables, notice_danger
from samantha.care.plain import words
from samantha.care.protocol import Answer, Course
from samantha.care.tongue import DEFAULT, language_of
from samantha.conversation.around import around, language_set
from samantha.memory import forget
from samantha.memory.keep import keep, take_in
from samantha.ports import Samantha, Tx
from samantha.store import episodes, facts, sealed, settings
from samantha.types import PERSON, Draft, Episode

COURSE = "care.course"
"""Where the talk of danger stands; see `protocol.to_flag`."""
FIRST = "care.first"
"""The id of the first sealed episode of it, so that all of it can be erased."""
BACK = "care.back"
"""The day from which she comes back to it, once: a date and nothing else."""
PATIENCE_S = 2.0
"""So long the words wait for the embedder; it takes some milliseconds, at its first text the time to open a file."""
COME_BACK_AFTER = timedelta(days=2)
FORGET_COURSE_AFTER = timedelta(hours=12)
"""A course that nobody went on with for so long is over; the gentle return takes its place."""


async def sense(s: Samantha, text: str) -> alarm.Vectors | None:
    """What the embedder makes of `text`, before it is journalled; None where it is another one, fails, or is slow.

    Decision 13 says why this comes first, and why nothing that goes wrong here may keep the words from the journal.
    """
    if s.embed.name != alarm.EMBEDDER:
        return None
    with anyio.move_on_after(PATIENCE_S):
        try:
            return await s.embed.embed(alarm.looks_at(text))
        except Exception:  # noqa: BLE001  whatever it is, the words are journalled and weighed without a vector
            return None
    return None


def hear(tx: Tx, draft: Draft, vectors: alarm.Vectors | None = None, *, played: bool = False) -> Episode:
    """Journal `draft`; sealed, and learned from by nothing, where it speaks of danger or goes on with such a talk.

    `vectors` are what `sense` gave for it. Of what is `played`, said to somebody whom she plays, tables alone decide.
    """
    danger = find_in_tables(draft.text) if played else notice_danger(draft.text, vectors)
    if _answer(tx, draft.at, draft.text, danger) is None:
        _let_rest(tx)
        return keep(tx, draft)
    episode = episodes.append(tx, draft)
    facts.label(tx, episode.id, facts.SEALED)
    return episode


async def answer(s: Samantha, heard: Episode) -> Answer | None:
    """What the protocol answers to `heard`, or None where the talk is not about danger. Erases when asked to."""
    if not await s.store.read(_is_sealed, heard.id):
        return None  # it was weighed as it was journalled
    danger = notice_danger(heard.text, await sense(s, heard.text))
    found = await s.store.read(_answer, heard.at, heard.text, danger)
    if found is None:  # the embedder is away by now: what was taken for danger is asked about all the same
        danger = Danger(alarm.weigh_danger(heard.text).kind, False, language_of(heard.text))
        found = protocol.begin(danger, await s.store.read(around, heard.at))
    if found.erase:
        await _erase(s, heard)
    return found


def record(tx: Tx, draft: Draft, heard: Episode, given: Answer) -> Episode:
    """Journal her answer, sealed too, together with where the talk stands now and the day to come back."""
    said = episodes.append(tx, draft)
    facts.label(tx, said.id, facts.SEALED)
    if given.harmless:
        _give_back(tx, heard)
    if given.course is None:
        settings.drop(tx, COURSE)
        settings.drop(tx, FIRST)
    else:
        settings.put(tx, COURSE, f"{protocol.to_flag(given.course)}|{said.at.isoformat()}")
        if settings.get(tx, FIRST) is None:
            settings.put(tx, FIRST, str(heard.id))
    if given.erase or given.harmless:
        settings.drop(tx, BACK)
    elif given.course is not None:
        settings.put(tx, BACK, (said.at + COME_BACK_AFTER).date().isoformat())
    return said


def _give_back(tx: Tx, heard: Episode) -> None:
    """It was no danger: what the person said in this talk is theirs again, and rules learn from it as from any other.

    Her questions stay sealed, so that no later prompt begins from them.
    """
    first = settings.get(tx, FIRST)
    ids = sealed.since(tx, int(first), heard.id) if first is not None else []
    for episode in episodes.by_id(tx, [*ids, heard.id]):
        if episode.who == PERSON:
            facts.unlabel(tx, episode.id, facts.SEALED)
            take_in(tx, episode)


def come_back(tx: Tx, now: datetime) -> str | None:
    """Her gentle question, once, when its day has come; else None."""
    day = settings.get(tx, BACK)
    if day is None or now.date().isoformat() < day or _course(tx, now) is not None:
        return None
    settings.drop(tx, BACK)
    return words(language_set(tx) or DEFAULT, "danger", "next", "back")


def _is_sealed(tx: Tx, episode: int) -> bool:
    return facts.SEALED in facts.labels(tx, episode)


def _answer(tx: Tx, at: datetime, text: str, danger: Danger | None) -> Answer | None:
    now = around(tx, at)
    course = _course(tx, at)
    if course is not None:
        return protocol.go_on(course, text, danger, now)
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
