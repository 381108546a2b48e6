"""Which episodes a forgetting may mean: by time, by who spoke, by the words, by what they answer.

Guarantees: reads only; what is given is ordered by id.
Does not: decide; `memory.forget` does, and the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from samantha.ports import Tx
from samantha.store import search, unasked
from samantha.store.episodes import COLUMNS, episode
from samantha.store.times import to_columns
from samantha.types import SAMANTHA, Episode

ALL = 1 << 31


def between(tx: Tx, start: datetime, end: datetime) -> list[Episode]:
    """What happened from `start` on and before `end`."""
    rows = tx.execute(
        f"SELECT {COLUMNS} FROM episodes WHERE at_us >= ? AND at_us < ? ORDER BY id",
        (to_columns(start)[0], to_columns(end)[0]),
    )
    return [episode(row) for row in rows]


def with_words(tx: Tx, words: Iterable[str]) -> list[Episode]:
    """Every episode that has one of `words`, or another form of it."""
    found = {id for word in words for id, _ in search.words(tx, word, ALL)}
    return _by_ids(tx, found)


def spoken_by(tx: Tx, names: Iterable[str]) -> list[Episode]:
    """What somebody else of one of these names said or wrote, in whatever case the name is kept."""
    low = [name.casefold() for name in names]
    marks = ", ".join("?" * len(low))
    rows = tx.execute(f"SELECT {COLUMNS} FROM episodes WHERE lower(who) IN ({marks}) ORDER BY id", low)
    return [episode(row) for row in rows]


def answers_to(tx: Tx, ids: Iterable[int]) -> list[Episode]:
    """What replies to one of these, or was said unasked because of it."""
    found: set[int] = set()
    for id in ids:
        found.update(int(row[0]) for row in tx.execute("SELECT id FROM episodes WHERE reply_to = ?", (id,)))
        found.update(unasked.because_of(tx, id))
    return _by_ids(tx, found)


def her_own(tx: Tx, after: int) -> Iterable[Episode]:
    """What Samantha said after episode `after`, one after the other."""
    rows = tx.execute(f"SELECT {COLUMNS} FROM episodes WHERE who = ? AND id > ? ORDER BY id", (SAMANTHA, after))
    return (episode(row) for row in rows)


def _by_ids(tx: Tx, ids: set[int]) -> list[Episode]:
    found: list[Episode] = []
    for id in sorted(ids):
        found += [episode(row) for row in tx.execute(f"SELECT {COLUMNS} FROM episodes WHERE id = ?", (id,))]
    return found
