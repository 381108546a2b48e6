"""Which facts are days for a calendar, and which day they name.

Guarantees: pure; a birthday is given only where its words name one day of the year.
Does not: guess a day from a month, nor a year from an age.
"""

from __future__ import annotations

import re
from datetime import timedelta

from samantha.memory.dates import times_in
from samantha.store.belief import Belief

BIRTHDAY = "birthday"
PLANS = ("plan", "expecting", "when")
"""Slots, or what stands before the colon of one, whose time is something that happens then."""
FINE = ("minute", "hour", "day")
"""How finely a time must be told to be an entry of a calendar."""
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def is_dated(belief: Belief) -> bool:
    """It is something that happens on a day, or at an hour, that was named."""
    return belief.slot.partition(":")[0] in PLANS and belief.start is not None and belief.start_precision in FINE


def birthday(belief: Belief) -> tuple[int | None, int, int] | None:
    """Year (where it was said), month and day of a birthday; None for any other fact, and where no day is named."""
    if belief.slot != BIRTHDAY:
        return None
    days = [timed.when for timed in times_in(belief.value, belief.learned) if timed.when.precision == "day"]
    days = [when for when in days if when.end - when.start < timedelta(days=2)]
    if len(days) != 1:
        return None
    year = _YEAR.search(belief.value)
    return int(year[0]) if year else None, days[0].start.month, days[0].start.day
