"""Step 3: durable jobs, and the pages that reflection writes.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {}
"""Table -> what of it goes when an episode goes."""


def step(tx: Tx) -> None:
    """Durable jobs, and the pages that reflection writes."""
    for statement in ():
        tx.execute(statement)
