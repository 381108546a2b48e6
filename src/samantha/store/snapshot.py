"""A consistent copy of the journal as it stands, while it may be written to: encrypted page for page, never plain.

Guarantees: the copy is the journal of one moment, whatever is said meanwhile, and opens with the same key.
Does not: hold up whoever writes; the copy takes no lock but a reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from samantha.errors import HomeDamaged, WrongKey
from samantha.store.connection import close, connect, make_durable, readable, sqlite_errors
from samantha.store.files import make_empty
from samantha.store.integrity import problems
from samantha.store.migrations import STEPS, newer, version
from samantha.store.opening import open_reader
from samantha.store.rows import Fingerprint, fingerprint
from samantha.store.transaction import transact

PAGES = 512
"""Pages copied at a time: two mebibytes."""
Show = Callable[[int, int], None]
"""Told of how many pages (or rows) are done, of how many; 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a copy of the journal holds."""

    schema: int
    rows: Fingerprint
    through: int
    """The newest episode's id; 0 where there is none."""


def take(home: Path, key: bytes, target: Path, show: Show = lambda done, of: None, *, vfs: str | None = None) -> None:
    """Copy the journal of `home` to `target`, which is made. `vfs`, for tests, is the copy's disk.

    Raises as `opening.open_reader`, DiskFull, StoreError; then `target` may be left, unfinished.
    """
    source = open_reader(home, key)
    try:
        make_empty(target)
        copy = connect(target, key, write=True, create=True, vfs=vfs)
        try:
            with sqlite_errors():
                _copy(source, copy, show)
                # One file, without a log of its own: it can be read where nothing may be written beside it.
                copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            make_durable(copy)
        finally:
            close(copy)
    finally:
        close(source)


def look(path: Path, key: bytes, show: Callable[[int], None] = lambda rows: None) -> Snapshot:
    """Read a copy that nobody writes to, whole: every page checked, every row hashed.

    Raises WrongKey, SchemaTooNew, HomeDamaged when a page does not open or SQLite finds a problem.
    """
    with _still(path, key) as db:
        schema = version(db)
        if schema > len(STEPS):
            raise newer()
        if transact(db, problems, write=False):
            raise HomeDamaged("The copy of the journal is damaged.", "Nothing was changed; use another copy.")
        rows = transact(db, lambda tx: fingerprint(tx, show), write=False)
        through = transact(db, lambda tx: next(iter(tx.execute("SELECT max(id) FROM episodes")))[0], write=False)
    return Snapshot(schema, rows, int(through or 0))


@contextmanager
def _still(path: Path, key: bytes) -> Generator[apsw.Connection]:
    db = connect(path, key, write=False, still=True)
    try:
        if not readable(db):
            raise WrongKey("This key does not open the copy of the journal.", "Nothing was changed.")
        yield db
    finally:
        close(db)


def _copy(source: apsw.Connection, copy: apsw.Connection, show: Show) -> None:
    # A transaction that has read something holds the moment: what is said from here on is not in the copy.
    source.execute("BEGIN").fetchall()
    source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    pages = copy.backup("main", source, "main")
    try:
        while not pages.done:
            pages.step(PAGES)
            show(pages.page_count - pages.remaining, pages.page_count)
        pages.finish()
    except BaseException:
        # Not `with`: where the disk is full, the way out may fail too, and would hide why.
        with suppress(apsw.Error):
            pages.close(True)
        raise
    source.execute("COMMIT").fetchall()
