"""A fact on its way into the journal, and as it is kept there, with what became of it.

Guarantees: pure; values.
Does not: read or write; `store.facts` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samantha.types import Fact, How, Span


@dataclass(frozen=True, slots=True)
class New:
    """A fact to keep."""

    key: str
    about: int | None
    slot: str
    value: str
    text: str
    how: How
    who: str
    trust: int
    rule: str
    over: bool
    secret: bool
    valid_from: datetime | None
    from_precision: str | None
    valid_to: datetime | None
    to_precision: str | None
    learned_at: datetime
    sources: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact with what became of it."""

    fact: Fact
    key: str
    """Where it was read; the same over every rebuild."""
    trust: int
    over: bool
    """It tells that something ended: a break-up, a job that was left."""
    secret: bool
    from_precision: str | None
    to_precision: str | None
    why: str | None
    superseded_by: int | None
    rule: str
    doubt: str | None
    """`ask`: it contradicts another and nobody said that it changed; `asked`; `depends`: what it rests on changed."""
    against: int | None

    @property
    def live(self) -> bool:
        """Believed, and nothing took its place."""
        return self.fact.retired_at is None and self.superseded_by is None


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit of the person."""

    id: int
    episode: int
    key: str
    about: int | None
    slot: str
    value: str | None
    undone: bool
