"""Is the journal whole? SQLite's own check of every page, index and word list.

Guarantees: reads only.
Does not: mend anything.
"""

from __future__ import annotations

from samantha.ports import Tx

MOST = 20
"""Problems that are named; one is enough to act on."""


def problems(tx: Tx) -> int:
    """How many problems SQLite finds in the whole file, up to MOST; 0 when it is whole. Reads everything.

    SQLite's own words are not passed on: they may quote a row.
    """
    rows = [row[0] for row in tx.execute(f"PRAGMA integrity_check({MOST})")]
    return 0 if rows == ["ok"] else len(rows)
