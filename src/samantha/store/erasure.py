"""What of each table stands on an episode, as data, so that forgetting can reach all of it.

Guarantees: every table of the schema is named here; a test fails on one that is not.
Does not: forget; that walks this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

How: TypeAlias = Literal["is the episode", "goes with it", "search words", "not about an episode"]


@dataclass(frozen=True, slots=True)
class Stands:
    """How a table's rows stand on an episode."""

    how: How
    column: str | None = None
    """The column that names the episode; None where there is none."""
    why: str = ""
    """For a table that is not about an episode: why it can hold nothing of one."""


TABLES: dict[str, Stands] = {
    "episodes": Stands("is the episode", "id"),
    "episode_words": Stands("search words", "rowid"),
    "episode_vectors": Stands("goes with it", "episode"),
    "episode_bits": Stands("goes with it", "episode"),
    "embedders": Stands("not about an episode", why="names of models only"),
    "settings": Stands(
        "not about an episode", why="values of the home; a setting that quotes the person has its own verb"
    ),
}
"""Table -> what of it goes when an episode goes."""
