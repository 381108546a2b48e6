"""When the next backup is due, and which of the old ones may go.

Guarantees: pure; of those that are kept none is older than one that goes, and the newest never goes.
Does not: touch a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

Every: TypeAlias = Literal["day", "week", "month"]
LENGTHS: dict[Every, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
SLACK = timedelta(hours=2)
"""So much too early is due: somebody who talks every evening talks a little earlier on some."""


def is_due(last: datetime | None, now: datetime, every: Every) -> bool:
    """The last backup was so long ago, or never, or in a future that a wrong clock made up. Both times aware."""
    if last is None:
        return True
    return now - last >= LENGTHS[every] - SLACK or last - now > LENGTHS[every]


def surplus(made: Mapping[str, datetime], keep: int) -> list[str]:
    """Which of `made` (name -> when) go, the oldest first, so that `keep`, at least one, are left."""
    oldest_first = sorted(made, key=lambda name: (made[name], name))
    return oldest_first[: max(0, len(oldest_first) - max(1, keep))]
