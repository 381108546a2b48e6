"""Open the journal's file safely: tell a wrong key from a damaged file, an old schema from a new one.

Guarantees: a journal appears under its name only when it is whole; opening never changes a file it cannot read.
Does not: take the writer lock; `sqlite.open_store` does.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import apsw

from samantha.errors import HomeDamaged, HomeError, ReadOnly, StoreError, WrongKey
from samantha.store import keyfile
from samantha.store.connection import FILE, begin_wal, close, connect, keep_pages, make_durable, readable
from samantha.store.files import make_empty, not_a_folder, os_error, sync_file, sync_folder
from samantha.store.migrations import check_version, migrate

NEW = FILE + ".new"
"""A journal that is being made; it gets its name when it is whole."""


def open_writer(home: Path, key: bytes, *, vfs: str | None = None) -> apsw.Connection:
    """A connection that writes; the caller holds the writer lock. Makes the journal, or brings it up to date."""
    path = home / FILE
    if not journal_is_there(home):
        _make(home, key, vfs)
    _check_size(path)
    db = connect(path, key, write=True, vfs=vfs)
    try:
        _check_key(home, db, key)
        make_durable(db)
        keep_pages(db)
        begin_wal(db)
        migrate(db)
    except BaseException:
        close(db)
        raise
    return db


def open_reader(home: Path, key: bytes, *, vfs: str | None = None) -> apsw.Connection:
    """A connection that cannot write. Raises HomeError `home.missing` where there is no journal yet."""
    path = home / FILE
    if not journal_is_there(home):
        raise HomeError(f"There is no journal in {home} yet.", "Begin with `samantha talk`.", code="home.missing")
    _check_size(path)
    db = connect(path, key, write=False, still=_is_still(home), vfs=vfs)
    try:
        try:
            _check_key(home, db, key)
        except ReadOnly as error:
            # A reader may not take back the half of a change that a power cut left.
            raise StoreError(
                "The journal was not closed well, and only opening it for writing mends that.",
                "Run `samantha talk` once; nothing is lost.",
                code="store.unclosed",
            ) from error
        keep_pages(db)
        check_version(db)
    except BaseException:
        close(db)
        raise
    return db


def journal_is_there(home: Path) -> bool:
    """True when `home` has a journal. Raises HomeError when it is no folder or cannot be looked into."""
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    if not there.is_dir():
        raise not_a_folder(home)
    return _there(home / FILE)


def opens(home: Path, key: bytes) -> bool:
    """True when `key` reads the journal in `home`. Says nothing about whose fault it is when it does not."""
    path = home / FILE
    if not _there(path) or path.stat().st_size == 0:
        return False
    # With the right to write, or the half of a change that a power cut left would keep it from being read.
    still = _is_still(home)
    db = connect(path, key, write=not still, still=still)
    try:
        return readable(db)
    finally:
        close(db)


def remove_new(home: Path) -> None:
    """Remove what is left of a journal that was being made when the power went."""
    for name in (NEW, NEW + "-journal", NEW + "-wal", NEW + "-shm"):
        with suppress(FileNotFoundError):
            (home / name).unlink()


def put_in_place(home: Path) -> None:
    """Give the new journal its name, durably. Raises DiskFull, ReadOnly, HomeError."""
    try:
        sync_file(home / NEW)
        (home / NEW).replace(home / FILE)
        sync_folder(home)
    except OSError as error:
        raise os_error(error, home) from error


def _make(home: Path, key: bytes, vfs: str | None) -> None:
    if (home / (FILE + "-wal")).exists():
        # A log without its file would be read into the new one and damage it.
        raise HomeDamaged(
            "The journal's file is gone, but its log is still there.",
            f"Put {FILE} back from a backup; nothing was changed.",
        )
    remove_new(home)
    make_empty(home / NEW)
    db = connect(home / NEW, key, write=True, create=True, vfs=vfs)
    try:
        make_durable(db)
        migrate(db)
        # Last, with nothing in the log yet: closing could not fold a log into the file of a full disk.
        begin_wal(db)
    finally:
        close(db)
    put_in_place(home)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except NotADirectoryError as error:
        raise not_a_folder(path.parent) from error
    except OSError as error:
        raise os_error(error, path) from error


def _is_still(home: Path) -> bool:
    # On a disk that is read-only the log's index cannot be made, and without a log none is needed.
    log = home / (FILE + "-wal")
    return not os.access(home, os.W_OK) and (not log.exists() or log.stat().st_size == 0)


def _check_size(path: Path) -> None:
    # SQLite takes an empty file for a new database; ours is never empty, so what was in it is gone.
    if path.stat().st_size == 0:
        raise HomeDamaged("The journal's file is empty.", "Put it back from a backup; nothing was changed.")


def _check_key(home: Path, db: apsw.Connection, key: bytes) -> None:
    if readable(db):
        return
    if keyfile.says_key_is_right(home, key):
        raise HomeDamaged(
            "The key is right, but the journal's file is damaged.",
            "Put it back from a backup, and check the disk; nothing was changed.",
        )
    raise WrongKey("This key does not open the journal.", "Use the home's own key; nothing was changed.")
