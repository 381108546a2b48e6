"""How fast her last talk went: kept as a few figures, so that `doctor` can say it without trying.

Guarantees: figures only, never a word; one small write at the end of a talk.
Does not: measure; the turn does, and says it in `Finished`.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from samantha.ports import Store
from samantha.store import settings

NAME = "speeds.typed"


@dataclass(frozen=True, slots=True)
class Speeds:
    """A talk in figures; times are medians over its turns, in seconds."""

    turns: int
    first_word_s: float
    """From Enter to the first word shown."""
    recall_s: float
    total_s: float

    def in_words(self) -> str:
        """For one line."""
        turns = "one turn" if self.turns == 1 else f"{self.turns} turns"
        return f"first word after {self.first_word_s:.1f} s, whole reply after {self.total_s:.1f} s ({turns})"


def summed_up(turns: list[Mapping[str, float]]) -> Speeds | None:
    """The figures of the turns that reached a first word, None when there was none."""
    spoke = [turn for turn in turns if "first_word" in turn]
    if not spoke:
        return None
    first, recall, total = (
        statistics.median(turn.get(name, 0.0) for turn in spoke) for name in ("first_word", "recall", "total")
    )
    return Speeds(len(spoke), round(first, 3), round(recall, 3), round(total, 3))


async def keep(store: Store, turns: list[Mapping[str, float]]) -> None:
    """Keep the figures of a talk, when it had any, in place of the last one's."""
    speeds = summed_up(turns)
    if speeds is not None:
        await store.run(settings.put, NAME, json.dumps(asdict(speeds)))


async def last(store: Store) -> Speeds | None:
    """What was kept, None where nothing was."""
    kept = await store.read(settings.get, NAME)
    try:
        table: dict[str, Any] = json.loads(kept) if kept else {}
        return Speeds(**table) if table else None
    except (ValueError, TypeError):
        return None
