"""Facts read anew from the episodes: all of them, or those of one slot after an edit was taken back or words forgotten.

Guarantees: one transaction; the person's edits are made again where they stand in time; a fact that is read again
keeps its number; what a model concluded is weighed again and not asked for again.
Does not: need a model, nor change an episode.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from samantha.errors import FactError
from samantha.memory import edits
from samantha.memory.dates import When
from samantha.memory.facts import SELF, Proposed
from samantha.memory.learn import learn, weigh
from samantha.memory.meet import meet
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts, people
from samantha.store.factrow import Correction, Kept
from samantha.types import Episode

BATCH = 500
"""Episodes read at a time."""

Slot = tuple[int | None, str]
"""Whom a fact is about, and its slot."""


def relearn(tx: Tx, on_progress: Callable[[int], None] = lambda done: None) -> int:
    """Read every fact anew, and who came up; how many facts. `on_progress` hears how many episodes were read so far."""
    ids = facts.ids(tx)
    models = _by_episode(kept for kept in facts.everything(tx, past=True) if kept.fact.how in ("inferred", "imagined"))
    todo = _edits(tx)
    facts.clear(tx, ("said", "corrected", "inferred", "imagined"))
    people.begin_anew(tx)
    after, done = 0, 0
    while batch := facts.told(tx, after, BATCH):
        for episode in batch:
            meet(tx, episode)
            _again(tx, episode, ids, todo, models, None)
        after, done = batch[-1].id, done + len(batch)
        on_progress(done)
    people.end_anew(tx)
    return len(facts.everything(tx, past=True))


def relearn_slots(tx: Tx, slots: Collection[Slot]) -> None:
    """Read the facts of these slots anew, from the episodes that they stand on and the edits about them."""
    wide = {(id, slot) for about, slot in slots for id in (who.same_as(tx, about) if about is not None else (None,))}
    held = [kept for about, slot in wide for kept in facts.of_slot(tx, slot, () if about is None else (about,))]
    todo = {episode: edit for episode, edit in _edits(tx).items() if (edit.about, edit.slot) in wide}
    ids = {kept.key: kept.fact.id for kept in held}
    models = _by_episode(kept for kept in held if kept.fact.how in ("inferred", "imagined"))
    told = sorted({span.episode for kept in held for span in kept.fact.sources} | set(todo))
    facts.drop(tx, ids.values())
    for episode in episodes.by_id(tx, told):
        _again(tx, episode, ids, todo, models, lambda about, slot: (about, slot) in wide)


def undo(tx: Tx, now: datetime) -> Kept | None:
    """Take back the last edit; what it had corrected, where that is read again. Raises FactError for no edit."""
    del now  # An edit that is taken back leaves no time of its own: what it did is as if it had not been.
    held = facts.corrections(tx)
    if not held:
        raise FactError("Nothing was corrected yet.", code="fact.no_edit")
    facts.undo(tx, held[-1].id)
    relearn_slots(tx, [(held[-1].about, held[-1].slot)])
    return facts.by_key(tx, held[-1].key)


def _again(
    tx: Tx,
    episode: Episode,
    ids: dict[str, int],
    todo: dict[int, Correction],
    models: dict[int, list[Kept]],
    wanted: Callable[[int | None, str], bool] | None,
) -> None:
    edit = todo.get(episode.id)
    if edit is not None:
        if edit.value is not None or facts.by_key(tx, edit.key) is not None:
            edits.apply(tx, edit, episode, ids.get(edits.key_of_edit(edit)))
        return
    learn(tx, episode, ids=ids, wanted=wanted)
    for kept in models.get(episode.id, ()):
        weigh(tx, episode, _proposed(kept), kept.fact.about, ids=ids, text=kept.fact.text)


def _edits(tx: Tx) -> dict[int, Correction]:
    return {edit.episode: edit for edit in facts.corrections(tx)}


def _by_episode(held: Iterable[Kept]) -> dict[int, list[Kept]]:
    out: dict[int, list[Kept]] = {}
    for kept in held:
        out.setdefault(kept.fact.sources[0].episode, []).append(kept)
    return out


def _proposed(kept: Kept) -> Proposed:
    fact, span = kept.fact, kept.fact.sources[0]
    since = When(fact.valid_from, fact.valid_from, "day") if fact.valid_from is not None else None
    change = "ended" if kept.over else "state"
    return Proposed(SELF, fact.slot, fact.value, span.start, span.end, change, kept.rule, fact.who, fact.how, since)
