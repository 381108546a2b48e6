"""A fact as an export and a last letter need it: with why it ended, and how finely its time was told.

Guarantees: pure; a value.
Does not: weigh or change facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samantha.types import Span


@dataclass(frozen=True, slots=True)
class Belief:
    """A fact as the export needs it."""

    key: str
    about: int | None
    slot: str
    value: str
    text: str
    who: str
    how: str
    start: datetime | None
    """Since when it holds; None when nobody said."""
    start_precision: str | None
    end: datetime | None
    learned: datetime
    retired: datetime | None
    why: str | None
    """Why it ended: changed, ended, corrected, retired."""
    sources: tuple[Span, ...]
