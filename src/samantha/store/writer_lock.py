"""One writing process a home, by a lock of the operating system.

Guarantees: the lock goes when its process dies, however it dies; who is refused learns who holds it.
Does not: stop readers.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from samantha.errors import HomeBusy
from samantha.ports import Clock
from samantha.store.files import make_home, os_error

LOCK = "journal.lock"
"""The file that is locked; empty."""
HOLDER = "journal.pid"
"""Says which process holds the lock, and since when. Only a note: the lock decides."""


@contextmanager
def writer_lock(home: Path, clock: Clock) -> Generator[None]:
    """Hold the home's writer lock; the folder is made if missing. Raises HomeBusy at once if it is held."""
    make_home(home)
    # Not bound to a thread: the journal is opened on one worker thread and closed on another.
    lock = filelock.FileLock(home / LOCK, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise HomeBusy(
            f"Another Samantha has this home open ({_holder(home)}).",
            "Talk there, or close it first. Reading with `samantha memory` works meanwhile.",
        ) from error
    except OSError as error:
        raise os_error(error, home) from error
    try:
        note = f"{os.getpid()} {clock.now().isoformat(timespec='seconds')}\n"
        # A note that cannot be written (a full disk) must not keep the person out of the journal.
        with suppress(OSError):
            (home / HOLDER).write_text(note, encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (home / HOLDER).unlink()
        lock.release()


def _holder(home: Path) -> str:
    try:
        pid, since = (home / HOLDER).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return "a process that left no note"
    return f"process {pid}, since {since}"
