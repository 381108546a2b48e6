"""Which episodes are sealed: kept word for word like any other, and brought up nowhere.

Guarantees: reads only; what is given is ordered by id.
Does not: seal (`facts.label`) or decide what is; `conversation.danger` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.facts import SEALED


def all_of(tx: Tx) -> frozenset[int]:
    """The ids of every sealed episode."""
    return frozenset(int(row[0]) for row in tx.execute("SELECT episode FROM episode_labels WHERE label = ?", (SEALED,)))


def since(tx: Tx, first: int, before: int) -> list[int]:
    """The ids of the sealed episodes from `first` on and below `before`."""
    rows = tx.execute(
        "SELECT episode FROM episode_labels WHERE label = ? AND episode >= ? AND episode < ? ORDER BY episode",
        (SEALED, first, before),
    )
    return [int(row[0]) for row in rows]
