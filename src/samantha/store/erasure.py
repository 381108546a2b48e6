"""What of each table stands on an episode, as data, so that forgetting can reach all of it.

Guarantees: every table of the schema says so, in the step that makes it; a test fails on one that does not.
Does not: forget; that walks `migrations.TABLES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

How: TypeAlias = Literal["is the episode", "goes with it", "stands on it", "search words", "not about an episode"]
"""`goes with it`: a row of one episode. `stands on it`: derived from one or more, and found by `where`."""

GOING = "SELECT id FROM going"
"""The ids of the episodes that are being forgotten, while a forgetting runs: `going` is a temporary table."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How a table's rows stand on an episode."""

    how: How
    column: str | None = None
    """The column that names the episode; None where there is none."""
    why: str = ""
    """For a table that is not about an episode: why it can hold nothing of one."""
    where: str | None = None
    """A condition in SQL for the rows that go, where a column is not enough, such as a fact that stands on episodes
    through a table of sources: `id IN (SELECT fact FROM fact_sources WHERE episode IN (SELECT id FROM going))`."""

    @property
    def condition(self) -> str | None:
        """The rows that go when the episodes in `going` go, as a condition in SQL; None when none do."""
        if self.where is not None:
            return self.where
        return f"{self.column} IN ({GOING})" if self.column is not None else None
