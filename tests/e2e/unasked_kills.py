"""Kill the process that begins a talk at every single write, and look what the next one says.

    python -m tests.e2e.unasked_kills FOLDER

Guarantees: real processes, killed with SIGKILL before the n-th write; this one has no threads to fork.
Does not: judge; `test_unasked` does.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import anyio
from tests.faulty_disk import FaultyDisk

from samantha.clock import FixedClock
from samantha.conversation.unasked import begin
from samantha.memory.keep import keep
from samantha.store import unasked as rows
from samantha.store.sqlite import open_store
from samantha.types import Draft

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
NOW = datetime(2026, 3, 8, 18, tzinfo=UTC)
KEY = bytes(32)


def killed(disk: FaultyDisk, op: str) -> None:
    """The end."""
    os.kill(os.getpid(), signal.SIGKILL)


async def tell(home: Path, at: int, out: int) -> None:
    """What gives the occasion."""
    async with open_store(home, KEY, clock=FixedClock(AT)) as store:
        await store.run(keep, Draft(AT, "heard", "person", "My sister Rachel's birthday is on 9 March."))


async def talk(home: Path, at: int, out: int) -> None:
    """A talk begins; what is said is shown."""
    disk = FaultyDisk(killed)
    async with open_store(home, KEY, clock=FixedClock(NOW), vfs=disk.name) as store:
        disk.count, disk.at = 0, at
        word = await store.run(begin, NOW)
        disk.at = 1 << 60
        os.write(out, b"said" if word is not None else b"silent")


async def look(home: Path, at: int, out: int) -> None:
    """What was spent."""
    async with open_store(home, KEY, clock=FixedClock(NOW)) as store:
        os.write(out, str(sum(row.cost for row in await store.read(rows.rows))).encode())


def in_child(fn: Callable[..., object], home: Path, at: int = 1 << 60) -> str:
    """Run `fn` in a process of its own; what it wrote before it ended or was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        anyio.run(fn, home, at, write)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def main() -> None:
    """Every write of the greeting's transaction, one after the other."""
    folder = Path(sys.argv[1])
    seed = folder / "seed"
    seed.mkdir()
    in_child(tell, seed)
    twice, once, unsaid, spent = 0, 0, 0, set[int]()
    for at in range(1, 200):
        home = folder / str(at)
        shutil.copytree(seed, home)
        first, second = in_child(talk, home, at), in_child(talk, home)
        twice += first == second == "said"
        once += first == "said"
        unsaid += first == ""
        spent.add(int(in_child(look, home)))
        if first:
            break
    print(json.dumps({"twice": twice, "said_at_once": once, "unsaid_at_first": unsaid, "spent": sorted(spent)}))


if __name__ == "__main__":
    main()
