"""A rehearsal in the talk: what is journalled as play, how the other speaks, and asking once how it went.

Guarantees: words in role are journalled in a thread of their own, and her answer with them, in one transaction with
where the rehearsal then stands; every played line is marked; without a brain our own lines are played.
Does not: answer danger, which stands before it (`danger`), nor decide what comes next (`rehearsal`).
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from samantha.care.alarm import Vectors
from samantha.care.crisis import in_danger
from samantha.care.gates import Scene
from samantha.conversation import danger
from samantha.conversation import rehearsal as steps
from samantha.conversation import rehearsal_answers as answers
from samantha.conversation.around import around
from samantha.conversation.candidates import whole_answers
from samantha.conversation.days import name_day
from samantha.conversation.rehearsal import Next, Room
from samantha.conversation.rehearsal_moves import Move, read_moves
from samantha.conversation.rehearsal_other import mark, own_line, stance, unmarked
from samantha.conversation.rehearsal_play import Scenery, line_faults, messages, worth
from samantha.conversation.rehearsal_told import Told, told_about
from samantha.conversation.rehearsal_wish import Wish, named, other_in, resumes, wish
from samantha.errors import BrainError
from samantha.memory.keep import keep
from samantha.memory.words import telling
from samantha.ports import Samantha, Tx
from samantha.store import episodes, facts, rehearsals
from samantha.store.rehearsals import Rehearsal
from samantha.types import PERSON, PLAY, Delta, Draft, Episode, Gated, Recalled, Recollection, Said, TurnEvent

EMPTY_AFTER = timedelta(minutes=30)
"""A room in which nothing was said for so long is left; it can be gone back to."""
LATEST = timedelta(days=30)
"""So long after the day she does not ask any more how it went."""
TURNS_READ = 6
"""The last turns in role that a brain reads."""
MOST_TOKENS = 48
SOURCES = 3


@dataclass(frozen=True, slots=True)
class Turned:
    """What a rehearsal answers to one turn, before it is spoken."""

    id: int | None
    """Of the rehearsal; None: it begins now."""
    next: Next
    told: Told
    heard: Episode


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How it went is still to be asked."""

    rehearsal: int
    person: int | None
    text: str
    episodes: tuple[int, ...]
    """Where the person said when it would be, and with whom."""


def hear(tx: Tx, draft: Draft, vectors: Vectors | None = None) -> Episode:
    """Journal `draft`; in role, in the thread of its rehearsal, where it teaches nothing. `vectors`: `danger.sense`."""
    found = _here(tx, draft.at)
    if found is None:
        return danger.hear(tx, draft, vectors)
    kept, room = found
    if in_danger(draft.text):
        rehearsals.leave(tx)
        return danger.hear(tx, draft, vectors)
    played = _in_role(room, draft.text)
    if played:
        draft = replace(draft, thread=f"{PLAY}{kept.id}")
    # "Enough" and "again" answer what she has just asked, and what is played is said to somebody else: tables decide.
    heard = danger.hear(tx, draft, vectors, played=played or answers.means_a_step(draft.text))
    if facts.SEALED not in facts.labels(tx, heard.id):
        rehearsals.belongs(tx, kept.id, heard.id, gave=False)
    return heard


async def answer(s: Samantha, heard: Episode) -> Turned | None:
    """What the rehearsal under way, or one that begins now, answers to `heard`; None where there is none."""
    found, was_here = await s.store.read(lambda tx: (_turn(tx, heard), rehearsals.here(tx) is not None))
    if found is None and was_here:
        await s.store.run(rehearsals.leave)
    return found


async def stop(s: Samantha, heard: Episode) -> None:
    """Danger was heard: whatever was played is over at once, and can be gone back to another day."""
    if await s.store.read(_here, heard.at) is not None:
        await s.store.run(rehearsals.leave)


def _turn(tx: Tx, heard: Episode) -> Turned | None:
    found = _here(tx, heard.at)
    wished = wish(heard.text) if found is None or not _in_role(found[1], heard.text) else None
    if wished is not None:
        return _begin(tx, heard, wished)
    if found is None:
        return _resume(tx, heard) if resumes(heard.text) else None
    kept, room = found
    if resumes(heard.text):
        return _back(tx, heard, kept, room)
    other = other_in(heard.text) if room.step == "who" else room.other
    told = _told(tx, heard, other, f"{room.about} {heard.text}" if room.step == "about" else room.about)
    said = [one.text for one in _in_play(tx, kept.id, heard.id) if one.who == PERSON]
    after = steps.go_on(room, heard.text, heard.at, said[-room.turns :] if room.turns else (), told.known)
    return Turned(kept.id, after, told, heard) if after is not None else None


def _begin(tx: Tx, heard: Episode, wished: Wish) -> Turned:
    told = _told(tx, heard, wished.other, wished.about)
    return Turned(None, steps.begin(wished, told.known), told, heard)


def _resume(tx: Tx, heard: Episode) -> Turned | None:
    for kept in reversed(rehearsals.everything(tx)):
        room = steps.from_state(kept.step, kept.state)
        if room is not None and room.step != "done":
            return _back(tx, heard, kept, room)
    return None


def _back(tx: Tx, heard: Episode, kept: Rehearsal, room: Room) -> Turned:
    return Turned(kept.id, steps.come_back(room), _told(tx, heard, room.other, room.about), heard)


def _told(tx: Tx, heard: Episode, other: str, about: str) -> Told:
    return told_about(tx, other, about, minor=around(tx, heard.at).minor)


async def speak(s: Samantha, turned: Turned) -> AsyncGenerator[TurnEvent, None]:
    """Deliver it: the played line first, marked, then her own words out of role."""
    after = turned.next
    lines = turned.told.lines if after.plays or after.opens else ()
    yield Recalled(tuple(Recollection(line, 1.0) for line in lines[:SOURCES]))
    before = ""
    if after.plays:
        line, held = await _line(s, turned)
        for gated in held:
            yield gated
        yield Delta(mark(after.room.other, line))
        yield Said(mark(after.room.other, line), _stands_on(line, lines))
        before = " "
    for sentence in after.says:
        yield Delta(f"{before}{sentence}")
        yield Said(sentence, tuple(line.id for line in lines[:SOURCES]) if after.opens and not before else ())
        before = " "


def record(tx: Tx, draft: Draft, turned: Turned) -> Episode:
    """Journal what was delivered, where the rehearsal then stands, and when the real talk will be."""
    after, heard = turned.next, turned.heard
    said = keep(tx, replace(draft, thread=heard.thread))
    step, state = after.room.step, steps.to_state(after.room)
    id = turned.id
    if id is None:
        id = rehearsals.begin(tx, said.at, turned.told.person, step, state)
    rehearsals.move(tx, id, said.at, step, state, here=after.here, person=turned.told.person)
    rehearsals.belongs(tx, id, heard.id, gave=after.gave)
    rehearsals.belongs(tx, id, said.id, gave=False)
    if after.plan is not None:
        rehearsals.plan(tx, id, after.plan.words, after.plan.real, after.plan.ask)
    return said


def due(tx: Tx, now: datetime) -> FollowUp | None:
    """The talk that she may ask about at `now`, once; see `asked`."""
    for kept in rehearsals.waiting(tx, now, ("done",)):
        room = steps.from_state(kept.step, kept.state)
        if room is not None and kept.ask is not None and now - kept.ask <= LATEST:
            return FollowUp(kept.id, kept.person, _asks(room, kept.real, now), tuple(rehearsals.gave(tx, kept.id)[-3:]))
    return None


def asked(tx: Tx, follow_up: FollowUp) -> bool:
    """She asks it now, and never again; False where she did before."""
    return rehearsals.asked(tx, follow_up.rehearsal)


def _asks(room: Room, real: datetime | None, now: datetime) -> str:
    other = named(room.other)
    if real is None:
        return f"Not long ago we practised a talk with {other}. Did it take place?"
    day = name_day(real, now)
    when = day if day in ("today", "yesterday") else f"on {day}"
    return f"The talk with {other} was to be {when}. How did it go?"


async def _line(s: Samantha, turned: Turned) -> tuple[str, list[Gated]]:
    """What the other answers: the best candidate that passes, else a line of ours; and what was held back."""
    room, heard = turned.next.room, turned.heard
    assert turned.id is not None
    before = await s.store.read(_in_play, turned.id, heard.id)
    pairs = _pairs(before)
    moves = read_moves(heard.text)
    stands = stance(room.temper, room.hardness)
    told = tuple(line.text for line in turned.told.lines)
    scenery = Scenery(room.other, room.about, (*told, room.how) if room.how else told)
    minor = turned.told.known.minor
    try:
        prompt = messages(scenery, stands, pairs[-TURNS_READ:], heard.text)
        found = [_bare(text) for text in await whole_answers(s.chat, prompt, MOST_TOKENS)]
    except BrainError:
        found = []  # The room works without a brain.
    known = (*told, room.about, room.how, *(text for pair in pairs for text in pair))
    held, fit = list[Gated](), list[str]()
    for text in found:
        broken = line_faults(text, heard.text, known, Scene(heard=heard.text, told=known, minor=minor), stands)
        if broken:
            held.append(Gated(text, broken[0]))
        else:
            fit.append(text)
    best = max(fit, key=lambda text: worth(text, heard.text), default=None)
    return best or _ours(room, moves, len(pairs), [line for _, line in pairs]), held


def _ours(room: Room, moves: Sequence[Move], turn: int, before: Sequence[str]) -> str:
    return own_line(stance(room.temper, room.hardness), moves, turn, before)


_SPEAKER = re.compile(r"^\W*(?:\[[^\]]*\]|[A-Z][\w.' -]{0,30}:)\s*")


def _bare(text: str) -> str:
    """A candidate without the name and the quotes that a brain puts around it."""
    return _SPEAKER.sub("", text.strip()).strip(" \"“”'").strip()


def _in_play(tx: Tx, id: int, before: int) -> list[Episode]:
    """What was said in role so far, hers too, oldest first."""
    return episodes.recent(tx, 4 * TURNS_READ, f"{PLAY}{id}", before)


def _pairs(played: Sequence[Episode]) -> list[tuple[str, str]]:
    """The turns in role: the person's words and the played line that answered them."""
    heard = {one.id: one.text for one in played if one.who == PERSON}
    lines = [(heard.get(one.reply_to or 0), unmarked(one.text)) for one in played if one.who != PERSON]
    return [(theirs, line) for theirs, line in lines if theirs is not None and line is not None]


def _stands_on(line: str, lines: Sequence[Episode]) -> tuple[int, ...]:
    """The lines that share two telling words with what is played."""
    mine = set(telling(line))
    return tuple(one.id for one in lines if len(mine & set(telling(one.text))) >= 2)[:SOURCES]


def _here(tx: Tx, at: datetime) -> tuple[Rehearsal, Room] | None:
    """The rehearsal whose room the person is in, unless it has been quiet there for long."""
    kept = rehearsals.here(tx)
    room = steps.from_state(kept.step, kept.state) if kept is not None else None
    if kept is None or room is None or room.step == "done" or at - kept.last > EMPTY_AFTER:
        return None
    return kept, room


def _in_role(room: Room, words: str) -> bool:
    """Said in role; a wish to go on is not, nor between two rounds one to practise with another."""
    return steps.in_role(room, words) and not resumes(words) and (room.step != "next" or wish(words) is None)
