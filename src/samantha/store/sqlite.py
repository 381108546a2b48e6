"""The journal of one home: one writer thread, a few readers, one encrypted file.

Guarantees: when `run` returns, what it wrote survives a power cut; one process writes to a home at a time; a
forgetting that was cut off is finished when the home is next opened for writing.
Does not: find or make keys; `keys` does.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import anyio
import anyio.to_thread
import apsw

from samantha.errors import ReadOnly, StoreError
from samantha.ports import Clock, Tx
from samantha.store.connection import close
from samantha.store.opening import open_reader, open_writer
from samantha.store.purge import settle_quietly
from samantha.store.transaction import transact
from samantha.store.upkeep import Upkeep
from samantha.store.writer_lock import writer_lock

P = ParamSpec("P")
R = TypeVar("R")

STEPS = 10_000
"""After how many steps of SQLite's machine (about a millisecond) a read looks whether it is still wanted."""
READERS = 2
"""Reader connections of one open home: recall, and a scan beside it."""


class SqliteStore:
    """Implements the `Store` port. Made by `open_store`."""

    def __init__(
        self, writer: apsw.Connection | None, readers: list[apsw.Connection], keep: Upkeep | None = None
    ) -> None:
        self._writer = writer
        self._upkeep = keep
        if keep is not None and readers:
            keep.forget_pages = self._forget_pages
        self._reader_count = len(readers)
        self._readers: queue.SimpleQueue[apsw.Connection] = queue.SimpleQueue()
        for reader in readers or ([writer] if writer else []):
            self._readers.put(reader)
        self._writing = ThreadPoolExecutor(1, "journal-writer")
        # Without readers (a disk under test is locked by one connection) reads take their turn with the writes.
        self._reading = ThreadPoolExecutor(len(readers), "journal-reader") if readers else self._writing
        self._closed = False

    async def run(self, fn: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(tx, *args)` in one write transaction, after those that were asked before it; see the port.

        A caller that is cancelled meanwhile waits for the commit all the same: what was begun is done.
        """
        writer = self._writer
        if writer is None:
            raise ReadOnly("This journal was opened for reading.", "Open it for writing.")

        return await self._write(lambda: transact(writer, lambda tx: fn(tx, *args, **kwargs), write=True))

    async def alone(self, fn: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(upkeep, *args)` on the writer thread, outside a transaction; see the port and `Upkeep`."""
        keep = self._upkeep
        if keep is None:
            raise ReadOnly("This journal was opened for reading.", "Open it for writing.")
        return await self._write(lambda: fn(keep, *args, **kwargs))

    async def _write(self, job: Callable[[], R]) -> R:
        loop = asyncio.get_running_loop()
        written = loop.run_in_executor(self._submit_to(self._writing), job)
        with anyio.CancelScope(shield=True):
            await asyncio.wait([written])
        return written.result()

    async def read(self, fn: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(tx, *args)` on a reader connection; see the port. A cancelled caller stops the query."""
        reading = _Reading(self._readers, lambda tx: fn(tx, *args, **kwargs))
        loop = asyncio.get_running_loop()
        answer = loop.run_in_executor(self._submit_to(self._reading), reading)
        # Nobody waits for the answer of a query that was stopped; asyncio would complain of its error on stderr.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            reading.stop()
            raise

    def close(self) -> None:
        """Finish what was asked for, then close every connection. Blocks; call it on a thread."""
        self._closed = True
        self._writing.shutdown(wait=True)
        self._reading.shutdown(wait=True)
        while not self._readers.empty():
            close(self._readers.get())
        # The writer goes last: the last connection to close folds the log into the file.
        if self._writer is not None:
            close(self._writer)

    def _forget_pages(self) -> None:
        """Make every reader drop what it keeps of the file, once its read is done."""
        readers = [self._readers.get() for _ in range(self._reader_count)]
        for reader in readers:
            reader.execute("PRAGMA shrink_memory").fetchall()
            self._readers.put(reader)

    def _submit_to(self, executor: ThreadPoolExecutor) -> ThreadPoolExecutor:
        if self._closed:
            raise StoreError("The journal is closed.", "Open the home again.", code="store.closed")
        return executor


class _Reading(Generic[R]):
    """One read that can be stopped from another thread."""

    def __init__(self, pool: queue.SimpleQueue[apsw.Connection], fn: Callable[[Tx], R]) -> None:
        self._pool = pool
        self._fn = fn
        self._stopped = False

    def __call__(self) -> R:
        db = self._pool.get()
        try:
            # Asked by SQLite while it works. `interrupt` would miss a statement that is just about to begin.
            db.set_progress_handler(lambda: self._stopped, STEPS)
            return transact(db, self._fn, write=False)
        finally:
            db.set_progress_handler(None)
            self._pool.put(db)

    def stop(self) -> None:
        self._stopped = True


@asynccontextmanager
async def open_store(
    home: Path, key: bytes, *, read_only: bool = False, clock: Clock, vfs: str | None = None
) -> AsyncGenerator[SqliteStore]:
    """Open the journal in `home` with its 32-byte `key`; a new home gets an empty journal of the newest schema.

    `read_only` takes no lock and may be used beside a writing process. `vfs` is for tests that break disks (see
    `connection.connect`). Raises HomeBusy, WrongKey, HomeDamaged, SchemaTooNew, HomeError, StoreError and its kinds.
    """
    async with AsyncExitStack() as stack:
        store = await anyio.to_thread.run_sync(_open, home, key, read_only, clock, vfs)
        stack.push_async_callback(_close, store)
        yield store[0]


def _open(home: Path, key: bytes, read_only: bool, clock: Clock, vfs: str | None) -> tuple[SqliteStore, ExitStack]:
    with ExitStack() as stack:
        writer: apsw.Connection | None = None
        keep: Upkeep | None = None
        if not read_only:
            stack.enter_context(writer_lock(home, clock))
            writer = open_writer(home, key, vfs=vfs)
            stack.callback(close, writer)
            keep = Upkeep(writer, home, key, clock)
            settle_quietly(keep)
        readers: list[apsw.Connection] = []
        for _ in range(READERS):
            if vfs is not None and writer is not None:
                break
            readers.append(open_reader(home, key, vfs=vfs))
            stack.callback(close, readers[-1])
        return SqliteStore(writer, readers, keep), stack.pop_all()


async def _close(opened: tuple[SqliteStore, ExitStack]) -> None:
    store, stack = opened

    def close_all() -> None:
        with stack:  # a connection that is closed twice stays closed
            store.close()

    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(close_all)
