"""One connection to the journal's file: the key, the settings that durability rests on, sqlite-vec.

Guarantees: the key is set before anything reads the file, and every error of SQLite comes out as one of ours.
Does not: begin or end transactions, nor know a table.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw
import sqlite_vec

from samantha.errors import DiskFull, HomeDamaged, HomeError, ReadOnly, StoreError

FILE = "journal.db"
"""Name of the journal inside the home."""
KEY_BYTES = 32
"""Length of the data key."""
OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones can corrupt a WAL file (sqlite.org/wal.html, the WAL-reset bug)."""
BUSY_MS = 5_000
CACHE_KIB = 16_384
"""Pages that each connection keeps decrypted: most of a page's cost is opening its cipher."""
NO_ROOM = frozenset({apsw.SQLITE_IOERR_SHMSIZE})
"""I/O errors that a full disk gives: the log's index in shared memory could not be made."""


def connect(
    path: Path, key: bytes, *, write: bool, create: bool = False, still: bool = False, vfs: str | None = None
) -> apsw.Connection:
    """Open the file at `path` with the raw 32-byte `key`; the file is made only with `create`.

    Does not read the file: a wrong key shows at the first statement. `still` says that nobody can change the file
    (a read-only disk without a log). `vfs` names a registered VFS below the encryption, for tests that break disks;
    it is used alone, so the file is locked exclusively. Raises HomeDamaged, StoreError and its kinds.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the data key has 32 bytes")
    if _sqlite_version() < OLDEST_SQLITE:
        raise StoreError(
            f"This SQLite is {apsw.sqlite_lib_version()}, which can damage a journal.",
            "Install apsw-sqlite3mc 3.54 or later.",
            code="store.sqlite",
        )
    flags = apsw.SQLITE_OPEN_URI | (apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY)
    if create:
        flags |= apsw.SQLITE_OPEN_CREATE
    with sqlite_errors():
        name = f"{path.resolve().as_uri()}?immutable=1" if still else str(path)
        db = apsw.Connection(name, flags=flags, vfs=f"multipleciphers-{vfs}" if vfs else None)
        try:
            _settle(db, key, write=write, alone=vfs is not None)
        except BaseException:
            close(db)
            raise
    return db


def close(db: apsw.Connection) -> None:
    """Close, folding the log into the file where that is possible; where not, the log is read at the next opening."""
    with suppress(apsw.Error):
        db.close()


def _settle(db: apsw.Connection, key: bytes, *, write: bool, alone: bool) -> None:
    # The key comes first: with SQLite3MC an extension loaded earlier reads the file before it can be read.
    db.execute(f"PRAGMA key = 'raw:{key.hex()}'").fetchall()
    if alone:
        db.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    db.set_busy_timeout(BUSY_MS)
    db.execute("PRAGMA temp_store = MEMORY").fetchall()
    db.execute("PRAGMA mmap_size = 0").fetchall()
    db.execute("PRAGMA trusted_schema = OFF").fetchall()
    db.execute("PRAGMA foreign_keys = ON").fetchall()
    if not write:
        db.execute("PRAGMA query_only = ON").fetchall()
    db.enable_load_extension(True)
    db.load_extension(sqlite_vec.loadable_path())
    db.enable_load_extension(False)


def keep_pages(db: apsw.Connection) -> None:
    """Let the connection keep CACHE_KIB of pages. This reads the file, so the key must be known to be right."""
    with sqlite_errors():
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}").fetchall()


def make_durable(db: apsw.Connection) -> None:
    """Sync at every commit. These read the file, so the key must be known to be right."""
    with sqlite_errors():
        db.execute("PRAGMA synchronous = FULL").fetchall()
        if sys.platform == "darwin":
            # There a plain sync leaves the bytes in the drive's own memory.
            db.execute("PRAGMA fullfsync = ON").fetchall()
            db.execute("PRAGMA checkpoint_fullfsync = ON").fetchall()
        db.execute("PRAGMA secure_delete = ON").fetchall()


def begin_wal(db: apsw.Connection) -> None:
    """Turn on the write-ahead log."""
    with sqlite_errors():
        mode = db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("PRAGMA journal_size_limit = 16777216").fetchall()
    if mode != [("wal",)]:
        raise StoreError("The journal's disk cannot keep a write-ahead log.", "Keep the home on a local disk.")


def readable(db: apsw.Connection) -> bool:
    """True when the file's first page opens with this connection's key; an empty file is readable."""
    try:
        with sqlite_errors():
            db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except HomeDamaged:
        return False
    return True


@contextmanager
def sqlite_errors() -> Generator[None]:
    """Turn SQLite's errors into ours. No message of SQLite is passed on: it could quote what was said."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError) as error:
        raise HomeDamaged(
            "The journal cannot be read: the file is damaged.",
            "Nothing was changed. Put the file back from a backup, and check the disk.",
        ) from error
    except apsw.FullError as error:
        raise _disk_full() from error
    except (apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise ReadOnly(
            "The journal cannot be written: its disk or its file is read-only.",
            "Make it writable; what was kept before is safe.",
        ) from error
    except apsw.CantOpenError as error:
        raise HomeError(
            "The journal's file cannot be opened.", "Check that the home exists and is yours.", code="home.cannot_open"
        ) from error
    except apsw.BusyError as error:
        raise StoreError(
            "The journal is being used by another program.", "Close it and try again.", code="store.busy"
        ) from error
    except apsw.InterruptError as error:
        raise StoreError("Reading was stopped.", code="store.interrupted") from error
    except apsw.IOError as error:
        if getattr(error, "extendedresult", 0) in NO_ROOM:
            raise _disk_full() from error
        raise StoreError(
            "The disk failed while the journal was used; the last change was not kept.",
            "Check the disk, then try again.",
            code="store.disk",
        ) from error


def _disk_full() -> DiskFull:
    return DiskFull(
        "The disk is full: this was not kept, and everything kept before is safe.",
        "Make room on the disk, then say it again.",
    )


def _sqlite_version() -> tuple[int, ...]:
    return tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
