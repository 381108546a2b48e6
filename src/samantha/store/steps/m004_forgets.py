"""Step 4: what was forgotten: what is held for undoing, and the receipts.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {}
"""Table -> what of it goes when an episode goes."""


def step(tx: Tx) -> None:
    """What was forgotten: what is held for undoing, and the receipts."""
    for statement in ():
        tx.execute(statement)
