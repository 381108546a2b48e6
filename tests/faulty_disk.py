"""A disk that breaks at the n-th write: a VFS below the encryption.

Guarantees: what SQLite3MC hands down is counted operation by operation, and from the n-th on the fault holds.
Does not: share memory between connections, so one connection uses it alone (`open_store(..., vfs=NAME)`).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import apsw

Op: TypeAlias = Literal["write", "truncate", "sync", "delete"]
Fault: TypeAlias = Callable[["FaultyDisk", Op], None]

ALL: frozenset[Op] = frozenset({"write", "truncate", "sync", "delete"})
_KEPT: list[FaultyDisk] = []


class FaultyDisk(apsw.VFS):
    """Passes everything on to the system's disk, but calls `fault` for each operation from the `at`-th on.

    `counts` says which operations are counted and broken.
    """

    def __init__(self, fault: Fault, at: int = 1 << 60, counts: frozenset[Op] = ALL) -> None:
        # A name of its own, and kept for ever: the encrypting VFS above holds a bare pointer to this one.
        self.name = f"faulty-{len(_KEPT)}"
        super().__init__(self.name, "")
        _KEPT.append(self)
        self.fault = fault
        self.at = at
        self.counts = counts
        self.count = 0
        self.log: list[tuple[Op, str]] = []
        """What was done to which file (its name without the folder)."""
        self.synced: dict[str, bytes] = {}
        """What each file held when it was last synced: what a power cut would leave of it."""

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return FaultyFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.before("delete", filename)
        self.synced.pop(filename, None)
        super().xDelete(filename, syncdir)

    def before(self, op: Op, path: str) -> None:
        """Count one operation; break it when its time has come."""
        self.log.append((op, Path(path).name))
        if op not in self.counts:
            return
        self.count += 1
        if self.count >= self.at:
            self.fault(self, op)


class FaultyFile(apsw.VFSFile):
    """A file on a FaultyDisk."""

    def __init__(self, disk: FaultyDisk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else (name or "")
        self._disk.synced.setdefault(self._path, Path(self._path).read_bytes() if self._path else b"")

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.before("write", self._path)
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._disk.before("truncate", self._path)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._disk.before("sync", self._path)
        super().xSync(flags)
        if self._path:
            self._disk.synced[self._path] = Path(self._path).read_bytes()


def is_full(disk: FaultyDisk, op: Op) -> None:
    """No room: writing fails, the rest works."""
    if op == "write":
        raise apsw.FullError("no room on this disk")


def is_read_only(disk: FaultyDisk, op: Op) -> None:
    """The disk was remounted for reading only; nothing new can be written, and there is nothing left to sync."""
    if op != "sync":
        raise apsw.ReadOnlyError("this disk is read-only")


def fails(disk: FaultyDisk, op: Op) -> None:
    """The disk gives an I/O error."""
    raise apsw.IOError("this disk is broken")


def kills(disk: FaultyDisk, op: Op) -> None:
    """The process is killed before the operation; what the system already took stays."""
    os.kill(os.getpid(), signal.SIGKILL)


def cuts_power(disk: FaultyDisk, op: Op) -> None:
    """As a power cut: what was not synced is gone."""
    for path, data in disk.synced.items():
        if path and Path(path).exists():
            Path(path).write_bytes(data)
    os.kill(os.getpid(), signal.SIGKILL)
