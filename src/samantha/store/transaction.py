"""A transaction on one connection, as the query functions see it.

Guarantees: what `fn` wrote is either committed whole, durably, or not there at all.
Does not: choose threads; `sqlite.SqliteStore` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import apsw

from samantha.store.connection import sqlite_errors

R = TypeVar("R")


class Rows:
    """The rows of one statement. Left half read, they close the statement.

    apsw keeps the statement of a dropped cursor running when another was begun meanwhile; the connection would then go
    on reading from the snapshot of that moment, beyond the end of the transaction.
    """

    __slots__ = ("_cursor",)

    def __init__(self, cursor: apsw.Cursor) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._cursor
        finally:
            self._cursor.close()

    def __del__(self) -> None:
        with suppress(apsw.Error):
            self._cursor.close()


class Transaction:
    """Implements the `Tx` port over an apsw connection."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    @property
    def connection(self) -> apsw.Connection:
        """What the transaction runs on; for what SQL cannot do, inside `store` only."""
        return self._db

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
        """Run one statement; rows come as tuples, read as they are asked for."""
        return Rows(self._db.execute(sql, params))

    def executemany(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        self._db.executemany(sql, params)

    @property
    def changes(self) -> int:
        """How many rows the last statement changed."""
        return self._db.changes()

    @property
    def last_id(self) -> int:
        """The rowid the last insert gave."""
        return self._db.last_insert_rowid()


def transact(db: apsw.Connection, fn: Callable[[Transaction], R], *, write: bool) -> R:
    """Run `fn` in one transaction: commit when it returns, roll back when it raises.

    Raises what `fn` raises, and SQLite's errors as ours.
    """
    with sqlite_errors():
        # A writer takes the lock at once, so that it never fails half-way for having read first.
        db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            result = fn(Transaction(db))
            db.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself; then there is nothing left to roll back.
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return result
