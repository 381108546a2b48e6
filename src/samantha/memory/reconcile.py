"""What a new telling does to what is believed: one more source, a change, the end of something, or a contradiction.

Guarantees: pure; nothing is dropped from history; of a slot that holds one thing at most one fact stays current; a
weaker word never takes the place of a stronger one, and the person's edit gives way only to the person.
Does not: write (`learn`) nor find what is known of a person (`store.facts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from samantha.memory.facts import MATTERS, OVER, Proposed, is_one, mentions, same_value, trust_of
from samantha.store.factrow import Kept
from samantha.types import PERSON

Act: TypeAlias = Literal["drop", "source", "add"]


@dataclass(frozen=True, slots=True)
class Closing:
    """A fact that gives way."""

    fact: int
    why: str
    until: datetime | None
    """When it ended in the world; None where it is merely contradicted."""
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a proposed fact."""

    act: Act
    source_of: int | None = None
    """For `source`: the fact that it repeats."""
    closes: tuple[Closing, ...] = ()
    gives_way_to: int | None = None
    """For `add`: it is kept, but this one stays current."""
    why: str | None = None
    ask: bool = False
    against: int | None = None
    ended_at: datetime | None = None
    """For `add` of something past: when it ended, at the latest."""


DROP = Verdict("drop")


def settle(known: Sequence[Kept], new: Proposed, at: datetime) -> Verdict:
    """Weigh `new`, said at `at`, against the facts of its slot about its subject, in order of learning."""
    if new.known and not known:
        return DROP  # "Carla moved in" is about a flatmate where there was one
    if is_one(new.slot):
        return _one(known, new, at)
    live = [kept for kept in known if kept.live]
    if new.change == "ended":
        return _ended(live, new, at)
    repeated = next((kept for kept in live if _same(kept, new)), None) or _refused(known, new)
    if repeated is not None:
        return Verdict("source", repeated.fact.id) if _counts(repeated, new) else DROP
    return Verdict("add", ended_at=_past(new, at))


def _one(known: Sequence[Kept], new: Proposed, at: datetime) -> Verdict:
    live = [kept for kept in known if kept.live]
    current = live[-1] if live else None
    if new.change == "past":
        return _told_of_the_past(known, current, new, at)
    if new.change == "ended":
        return _ended(live, new, at)
    if current is None:
        wrong = _refused(known, new)
        return Verdict("source", wrong.fact.id) if wrong is not None else Verdict("add")
    if _same(current, new):
        return Verdict("source", current.fact.id) if _counts(current, new) else DROP
    if not may_replace(current, new):
        ask = current.fact.how == "corrected" and new.who == PERSON and new.how == "said"
        return Verdict("add", gives_way_to=current.fact.id, why="contradicted", ask=ask, against=current.fact.id)
    if new.change == "changed" or current.over or new.slot not in MATTERS:
        closing = _closing(current, new, at, "changed")
        return Verdict("add", closes=(closing,))
    # Nobody said that anything changed: the later word stands for now, and she asks.
    closing = Closing(current.fact.id, "contradicted", None)
    return Verdict("add", closes=(closing,), ask=True, against=current.fact.id)


def _told_of_the_past(known: Sequence[Kept], current: Kept | None, new: Proposed, at: datetime) -> Verdict:
    before = next((kept for kept in known if _same(kept, new) and not kept.over), None)
    if before is not None:
        return Verdict("source", before.fact.id) if _counts(before, new) and before is not current else DROP
    way = current.fact.id if current is not None else None
    return Verdict("add", gives_way_to=way, why="past" if way else None, ended_at=_past(new, at))


def _ended(live: Sequence[Kept], new: Proposed, at: datetime) -> Verdict:
    """Something is over: what it names, or whatever there is."""
    again = next(
        (kept for kept in live if kept.over and (not new.value or same_value(kept.fact.value, new.value))), None
    )
    if is_one(new.slot) and live and live[-1].over:
        last = live[-1]
        if not new.value or again is last or last.fact.value == OVER:
            return Verdict("source", last.fact.id) if _counts(last, new) else DROP
        return DROP if new.known or not may_replace(last, new) else _overtakes(last, new, at)
    if again is not None:
        return Verdict("source", again.fact.id) if _counts(again, new) else DROP
    holding = [kept for kept in live if not kept.over]
    meant = [kept for kept in holding if not new.value or mentions(kept.fact.value, new.value)]
    if not new.value and not is_one(new.slot):
        meant = []
    if not meant:
        if new.known:
            return DROP
        if is_one(new.slot) and holding:  # the end of another one: it is history, and what holds stays
            return Verdict("add", gives_way_to=holding[-1].fact.id, why="past", ended_at=at)
        return Verdict("add")
    if not all(may_replace(kept, new) for kept in meant):
        return DROP
    return Verdict("add", closes=tuple(_closing(kept, new, at, "ended") for kept in meant))


def _overtakes(last: Kept, new: Proposed, at: datetime) -> Verdict:
    return Verdict("add", closes=(_closing(last, new, at, "changed"),))


def _refused(known: Sequence[Kept], new: Proposed) -> Kept | None:
    """The same, which the person said is wrong, told again without a word of change."""
    if new.change != "state" or new.how == "corrected":
        return None
    return next((kept for kept in known if kept.fact.retired_at is not None and _same(kept, new)), None)


def may_replace(old: Kept, new: Proposed) -> bool:
    """The new word is strong enough to take the old one's place."""
    if old.fact.how == "corrected":
        own = new.who == PERSON and new.how == "said" and new.change in {"changed", "ended"}
        return own or new.how == "corrected"
    return trust_of(new.how, new.who) >= old.trust


def _same(kept: Kept, new: Proposed) -> bool:
    return kept.over == (new.change == "ended") and same_value(kept.fact.value, new.value)


def _counts(kept: Kept, new: Proposed) -> bool:
    """A weaker word is no source of a stronger one."""
    return trust_of(new.how, new.who) >= min(kept.trust, trust_of("said", PERSON))


def _closing(kept: Kept, new: Proposed, at: datetime, why: str) -> Closing:
    if new.since is not None and not new.slot.startswith("when:"):
        return Closing(kept.fact.id, why, min(new.since.start, at), new.since.precision)
    return Closing(kept.fact.id, why, at, None)


def _past(new: Proposed, at: datetime) -> datetime | None:
    if new.change != "past":
        return None
    return new.until.start if new.until is not None else at
