"""Step 6: imports, exports and backups that we know of.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {}
"""Table -> what of it goes when an episode goes."""


def step(tx: Tx) -> None:
    """Imports, exports and backups that we know of."""
    for statement in ():
        tx.execute(statement)
