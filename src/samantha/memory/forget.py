"""What a forgetting would take, shown first; then doing it: hold or purge, with a receipt, and nothing left in memory.

Guarantees: planning changes nothing; what goes is exactly what was shown; afterwards no cache of ours and no slot of
the brain holds a word of it.
Does not: delete by itself (`store.purge`), ask the person (`cli.forget`), nor read a topic's words (`topic`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from samantha.errors import StoreError
from samantha.memory.learn import learn
from samantha.memory.meet import meet
from samantha.memory.recall import let_go, rank
from samantha.memory.relearn import relearn_slots
from samantha.memory.topic import Wish, came_with_it, holds, names_in, read_wish, repeats, runs_of
from samantha.memory.words import sentences, words
from samantha.people import who
from samantha.ports import Samantha, Tx
from samantha.store import (
    belongings,
    episodes,
    facts,
    forgetting,
    people,
    purge,
    receipts,
    rehearsals,
    selection,
    sought,
)
from samantha.store.belongings import Copy
from samantha.store.forgetting import Forget
from samantha.store.purge import What
from samantha.store.receipts import Receipt
from samantha.store.scan import Scanned, Show
from samantha.store.upkeep import Upkeep
from samantha.types import Episode

NEAR = 5
"""So many lines near in meaning are shown beside the others, to be chosen or not."""
NEAR_ENOUGH = 0.45
"""Cosine similarity from which a line is shown as near."""


@dataclass(frozen=True, slots=True)
class Part:
    """One episode that would go, and why it is on the list."""

    episode: Episode
    why: str
    taken: bool = True
    """False: only offered; it goes when the person says so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go."""

    what: What
    parts: tuple[Part, ...]
    rows: dict[str, int]
    """Table -> how many rows, with all that stands on the taken episodes."""

    @property
    def ids(self) -> tuple[int, ...]:
        """The episodes that are taken, by id."""
        return tuple(sorted(part.episode.id for part in self.parts if part.taken))


@dataclass(frozen=True, slots=True)
class Held:
    """Out of memory, and still to be taken back until then."""

    id: int
    until: datetime


async def plan_ids(s: Samantha, ids: Sequence[int]) -> Plan:
    """These episodes, and what she answered to them."""
    found = await s.store.read(episodes.by_id, ids)
    return await _plan(s, "episodes", [Part(one, "chosen") for one in found])


async def plan_stretch(s: Samantha, start: datetime, end: datetime) -> Plan:
    """Everything from `start` on and before `end`."""
    found = await s.store.read(selection.between, start, end)
    return await _plan(s, "stretch", [Part(one, "in that time") for one in found])


async def plan_person(s: Samantha, name: str) -> Plan:
    """Everything that speaks of somebody, by whatever name, and everything they said or wrote."""
    return await _plan(s, "person", await s.store.read(_of_person, name))


async def plan_phrase(s: Samantha, phrase: str) -> Plan:
    """What a phrase means: "everything about the clinic", "last Tuesday", "what I said about Tom yesterday"."""
    wish = read_wish(phrase, s.clock.now())
    if wish.when is not None and not wish.keys:
        return await plan_stretch(s, wish.when.start, wish.when.end)
    parts = await s.store.read(_about, wish) if wish.keys else []
    plan = await _plan(s, "topic", parts)
    return await _with_near(s, plan, wish)


async def choose(s: Samantha, plan: Plan, ids: Iterable[int]) -> Plan:
    """The same plan with exactly these of its episodes taken."""
    wanted = set(ids)
    parts = tuple(replace(part, taken=part.episode.id in wanted) for part in plan.parts)
    return await _counted(s, replace(plan, parts=parts))


async def forget(
    s: Samantha, plan: Plan, *, hold: bool, more: Sequence[Path] = (), show: Show = lambda done, of: None
) -> Receipt | Held:
    """Do it: at once and for good, with a receipt; or held for ten minutes. Raises DiskFull, StoreError.

    `more`: files outside the home that the scan looks through too.
    """
    request = purge.Request(plan.what, plan.ids, tuple(more), relearn)
    if hold:
        id = await s.store.alone(purge.hold, request)
        await drop_caches(s)
        return Held(id, s.clock.now() + purge.HELD_FOR)
    # Before the scan: what a cache or the brain holds is no file, and should be gone whatever the scan says.
    await drop_caches(s)
    receipt = await s.store.alone(purge.erase, request, show)
    await drop_caches(s)
    return receipt


async def undo(s: Samantha, id: int | None = None) -> dict[str, int]:
    """Take back what is held (the latest, where none is named); table -> rows. Raises StoreError `store.not_held`."""
    held = [one for one in await s.store.read(forgetting.open_ones) if one.state == "held" and id in (None, one.id)]
    if not held or (held[-1].until is not None and held[-1].until <= s.clock.now()):
        raise StoreError(
            "There is nothing left that could come back.", "Ten minutes after, it is gone.", code="store.not_held"
        )
    rows = await s.store.alone(purge.undo, held[-1].id, relearn)
    await drop_caches(s)
    return rows


async def settle(s: Samantha, *, show: Show = lambda done, of: None, also_held: bool = False) -> list[Receipt]:
    """Purge what has been held long enough (`also_held`: all of it); a receipt each. Nothing to do costs a look."""
    waiting = await s.store.read(forgetting.open_ones)
    if not any(also_held or _is_due(one, s.clock.now()) for one in waiting):
        return []
    done = await s.store.alone(purge.settle, (), show, also_held=also_held)
    await drop_caches(s)
    return done


async def look_for(s: Samantha, words: Sequence[str], *, show: Show = lambda done, of: None) -> Scanned:
    """The byte scan for words that the person types: is any of them anywhere in the home?"""
    return await s.store.alone(_scan_for, words, show)


def _scan_for(keep: Upkeep, words: Sequence[str], show: Show) -> Scanned:
    return keep.scan(sought.of_words(words), (), show)


async def copies(s: Samantha, ids: Sequence[int]) -> list[Copy]:
    """Exports and backups that may hold one of these episodes: they are the person's to delete."""
    return await s.store.read(belongings.holding, min(ids)) if ids else []


async def all_receipts(s: Samantha) -> tuple[list[Receipt], frozenset[str]]:
    """Every receipt, oldest first, and the public keys that this home ever signed with."""
    return await s.store.read(receipts.kept), await s.store.read(receipts.keys)


async def drop_caches(s: Samantha) -> None:
    """Leave nothing of any episode in memory: our caches, and the brain's slots and prompt cache."""
    let_go(s.store)
    await s.chat.clear()


def relearn(tx: Tx, ids: Sequence[int]) -> None:
    """Read these episodes anew: what stood on them and on one that went is derived again, from them alone.

    Then the slots that they speak of, in the order of telling, so that the person's edits stand where they stood.
    """
    for episode in episodes.by_id(tx, ids):
        meet(tx, episode)
        learn(tx, episode)
    slots = {(kept.fact.about, kept.fact.slot) for kept in facts.at_episodes(tx, ids)}
    relearn_slots(tx, slots | {(edit.about, edit.slot) for edit in facts.corrections(tx) if edit.episode in ids})


def _is_due(one: Forget, now: datetime) -> bool:
    return one.state == "purging" or (one.until is not None and one.until <= now)


def _of_person(tx: Tx, name: str) -> list[Part]:
    person = who.find(tx, name)
    if person is None:
        return [Part(one, f"speaks of {name}") for one in selection.with_words(tx, [name]) if _names(name, one.text)]
    called = [*person.names, *([person.relation] if person.relation and not person.names else [])]
    ids = people.family(tx, person.id)
    mentioned = {one.span.episode for one in people.mentions(tx, ids)}
    parts = [Part(one, "speaks of them") for one in episodes.by_id(tx, sorted(mentioned))]
    parts += [
        Part(one, "has the name")
        for one in selection.with_words(tx, called)
        if any(_names(n, one.text) for n in called)
    ]
    played = [one.id for one in rehearsals.everything(tx) if one.person in ids]
    practised = episodes.by_id(tx, rehearsals.episodes_of(tx, played))
    parts += [Part(one, "was said in a rehearsal with them") for one in practised]
    return [*parts, *(Part(one, "is from them") for one in selection.spoken_by(tx, person.names))]


def _names(name: str, text: str) -> bool:
    low = f" {' '.join(word.low for sentence in sentences(text) for word in words(sentence))} "
    return f" {' '.join(word.low for sentence in sentences(name) for word in words(sentence))} " in low


def _about(tx: Tx, wish: Wish) -> list[Part]:
    surface = [word.low for sentence in sentences(wish.about) for word in words(sentence) if word.stem in wish.keys]
    found = [one for one in selection.with_words(tx, surface) if holds(wish.keys, one.text) and _in_time(one, wish)]
    parts = [Part(one, "says it") for one in found]
    return [*parts, *_came_with(tx, found, wish)] if wish.when is None else parts


def _in_time(one: Episode, wish: Wish) -> bool:
    return wish.when is None or wish.when.start <= one.at < wish.when.end


def _came_with(tx: Tx, found: Sequence[Episode], wish: Wish) -> list[Part]:
    """Names that came up with the topic and hardly anywhere else: the doctor of the clinic."""
    taken = frozenset(one.id for one in found)
    parts: list[Part] = []
    for name in sorted({name for one in found for name in names_in(one.text)}):
        told = [one for one in selection.with_words(tx, [name]) if _names(name, one.text)]
        if came_with_it(name, [(one.id, one.text) for one in told], taken):
            parts += [Part(one, "has a name that came up with it") for one in told if one.id not in taken]
    return parts


async def _plan(s: Samantha, what: What, parts: Sequence[Part]) -> Plan:
    return await _counted(s, Plan(what, await s.store.read(_with_echoes, parts), {}))


def _with_echoes(tx: Tx, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, each once, with what Samantha answered to them, and where she or anybody repeated them later."""
    found = {part.episode.id: part for part in reversed(parts)}
    for id in rehearsals.begun_by(tx, list(found)):
        for one in episodes.by_id(tx, rehearsals.episodes_of(tx, [id])):
            found.setdefault(one.id, Part(one, "was said in a rehearsal of it"))
    for one in selection.answers_to(tx, list(found)):
        found.setdefault(one.id, Part(one, "answers it"))
    runs = runs_of(part.episode.text for part in found.values())
    for one in selection.her_own(tx, min(found, default=0)) if found else ():
        if one.id not in found and repeats(one.text, runs):
            found[one.id] = Part(one, "repeats it")
    return tuple(found[id] for id in sorted(found))


async def _with_near(s: Samantha, plan: Plan, wish: Wish) -> Plan:
    """The plan with a few lines offered that are near in meaning and have none of the words."""
    if not wish.keys:
        return plan
    there = {part.episode.id for part in plan.parts}
    lines = [line for line in await rank(s, wish.about, there) if line.dense >= NEAR_ENOUGH]
    near = [Part(line.episode, "is near in meaning", taken=False) for line in lines if _in_time(line.episode, wish)]
    return replace(plan, parts=(*plan.parts, *near[:NEAR]))


class _Tried(Exception):
    """Carries the figures out of a transaction that must not commit."""

    def __init__(self, rows: dict[str, int]) -> None:
        super().__init__()
        self.rows = rows


async def _counted(s: Samantha, plan: Plan) -> Plan:
    """The plan with the rows that would go: it is done, counted and taken back, in one transaction."""
    try:
        await s.store.run(_try, plan.ids)
    except _Tried as tried:
        return replace(plan, rows=tried.rows)
    raise AssertionError("unreachable")


def _try(tx: Tx, ids: Sequence[int]) -> NoReturn:
    raise _Tried(forgetting.take(tx, ids).counts)
