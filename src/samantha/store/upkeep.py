"""The journal's file in one hand, outside any transaction: scrub it of what was deleted, and scan the whole home.

Guarantees: after `scrub` the log is folded away and no reader keeps a page from before; at depth THOROUGH every page of
the file was written anew. Each can be cut off anywhere and run again.
Does not: delete anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import apsw

from samantha.errors import StoreError
from samantha.ports import Clock
from samantha.store import scan, signing, sought
from samantha.store.connection import sqlite_errors
from samantha.store.sought import SEARCHED, Sought
from samantha.store.transaction import Transaction, transact

P = ParamSpec("P")
R = TypeVar("R")

THOROUGH = 2
"""How deep scrubbing goes at most."""


def _nothing() -> None:
    """Where there are no readers."""


@dataclass(slots=True)
class Upkeep:
    """The writer's connection, and what belongs to it. Used on the writer's thread only."""

    db: apsw.Connection
    home: Path
    key: bytes = field(repr=False)
    clock: Clock
    forget_pages: Callable[[], None] = _nothing
    """Makes the readers drop the pages they keep."""

    def run(self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`fn(tx, *args)` in one write transaction. Raises as `transact`."""
        return transact(self.db, lambda tx: fn(tx, *args, **kwargs), write=True)

    def scrub(self, depth: int = 0) -> None:
        """Leave nothing of deleted rows in the file or its log. Raises DiskFull, StoreError.

        At depth 0 what `secure_delete` and FTS5's own did at the deleting is trusted, and the scan says whether
        rightly; mostly that is all. At 1 the search indexes are made anew: one that ever lacked FTS5's option keeps
        deleted terms. At 2 the whole file is written anew, which needs as much room again.
        """
        with sqlite_errors():
            if depth >= 1:
                for table in SEARCHED:
                    self.db.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')").fetchall()
            if depth >= THOROUGH:
                self.db.execute("VACUUM").fetchall()
            self.forget_pages()
            self.db.execute("PRAGMA shrink_memory").fetchall()
            row = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if row is not None and row[0]:
            raise StoreError(
                "Another program is reading this journal, so its log could not be cleared.",
                "Close it; the rest is done when the home is next opened.",
                code="store.busy",
            )

    def scan(self, what: Sought, more: Iterable[Path] = (), show: scan.Show = lambda done, of: None) -> scan.Scanned:
        """Look for `what` in every byte of the home and in `more`, and in rows and terms as SQLite finds them."""
        found = scan.scan(self.home, self.key, what.needles, more, show)
        found.rows = self.run(sought.left_in_rows, what)
        return found

    def sign(self, statement: dict[str, object]) -> dict[str, object]:
        """`statement`, signed with the home's own key; see `signing`."""
        return signing.sign(signing.seed_of(self.key), statement)

    @property
    def public(self) -> str:
        """The public half of that key, in hex."""
        return signing.public_of(signing.seed_of(self.key))
