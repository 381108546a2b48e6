"""What the journal costs: an append alone and under load, reopening after a kill, searching, and nothing lost.

Guarantees: an append is measured through `store.run`, as a turn pays for it, to the synced commit.
Does not: compare machines; the disk's own sync is most of the figure, so it is measured beside it.

    python bench/journal.py [--appends 500] [--episodes 20000] [--kills 200]

Prints one table, and one JSON line last.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anyio
import numpy as np

from samantha.clock import SystemClock
from samantha.ports import Tx
from samantha.store import episodes, search
from samantha.store.sqlite import SqliteStore, open_store
from samantha.types import Draft

ROOT = Path(__file__).resolve().parents[1]
DIM = 384
"""Length of the default embedder's vectors."""
WORDS = "the a of and to in we her his walk kettle harbour sister evening garden letter train winter music bread"
CLOCK = SystemClock()
QUOTED = ("append_p50_ms", "append_p99_ms", "append_busy_p50_ms", "reopen_p50_ms", "kills", "lost", "doubled")
"""Figures that pages quote: a run with kills has all of them."""


def line(dice: np.random.Generator) -> str:
    """Some 300 bytes, as a turn has."""
    return " ".join(dice.choice(WORDS.split(), 55)) + f" {dice.integers(1 << 40)}"


def vector(dice: np.random.Generator) -> search.Vector:
    """float32[DIM] of unit length."""
    drawn = dice.normal(size=DIM)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def fill(tx: Tx, many: int, dice: np.random.Generator) -> None:
    """Append `many` episodes with their vectors."""
    for _ in range(many):
        kept = episodes.append(tx, Draft(CLOCK.now(), "heard", "person", line(dice)))
        search.put_vector(tx, kept.id, "bench", vector(dice))


def scan(tx: Tx, before: int) -> int:
    """What a rebuild reads: every episode, a thousand at a time."""
    read = 0
    while page := episodes.recent(tx, 1000, before=before):
        read, before = read + len(page), page[0].id
    return read


async def appends(store: SqliteStore, many: int, dice: np.random.Generator) -> list[float]:
    """Milliseconds of each of `many` appends, with the pause between turns in which other tasks run."""
    times: list[float] = []
    for _ in range(many):
        draft = Draft(CLOCK.now(), "heard", "person", line(dice))
        begin = time.perf_counter()
        await store.run(episodes.append, draft)
        times.append((time.perf_counter() - begin) * 1000)
        await anyio.sleep(0.002)
    return times


async def busy_appends(store: SqliteStore, many: int, dice: np.random.Generator) -> tuple[list[float], int, int]:
    """The same while recall and a rebuild scan run on the readers; also how often each ran."""
    ran = {"recall": 0, "scan": 0}
    times: list[float] = []

    async def recall() -> None:
        while True:
            await store.read(search.words, line(dice), 50)
            await store.read(search.nearest, "bench", vector(dice), 50)
            ran["recall"] += 1

    async def rebuild() -> None:
        while True:
            await store.read(scan, 1 << 62)
            ran["scan"] += 1

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(recall)
        tasks.start_soon(rebuild)
        times += await appends(store, many, dice)
        tasks.cancel_scope.cancel()
    return times, ran["recall"], ran["scan"]


async def timed(store: SqliteStore, many: int, dice: np.random.Generator) -> dict[str, list[float]]:
    """Milliseconds of searching by words and by vector, alone."""
    times: dict[str, list[float]] = {"words": [], "nearest": []}
    for _ in range(many):
        query, near = " ".join(line(dice).split()[:8]), vector(dice)
        begin = time.perf_counter()
        await store.read(search.words, query, 50)
        middle = time.perf_counter()
        await store.read(search.nearest, "bench", near, 50)
        times["words"].append((middle - begin) * 1000)
        times["nearest"].append((time.perf_counter() - middle) * 1000)
    return times


def syncs(folder: Path, many: int) -> list[float]:
    """Milliseconds of writing 4 KiB and syncing, without a journal: what this disk asks at least."""
    times: list[float] = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(many):
            begin = time.perf_counter()
            file.write(os.urandom(4096))
            os.fsync(file.fileno())
            times.append((time.perf_counter() - begin) * 1000)
    return times


async def measure(folder: Path, many: int, size: int) -> dict[str, Any]:
    """All figures of one journal of `size` episodes."""
    dice, key, home = np.random.default_rng(1), os.urandom(32), folder / "home"
    found: dict[str, Any] = {**spread("disk_sync", syncs(folder, 200))}
    async with open_store(home, key, clock=CLOCK) as store:
        found |= spread("append_empty", await appends(store, many, dice))
        begin = time.perf_counter()
        for _ in range(0, size, 1000):
            await store.run(fill, 1000, dice)
        found["fill_per_s"] = round(size / (time.perf_counter() - begin))
        found["episodes"] = size
        found |= spread("append", await appends(store, many, dice))
        busy, recalls, scans = await busy_appends(store, many, dice)
        found |= {**spread("append_busy", busy), "recalls_meanwhile": recalls, "scans_meanwhile": scans}
        for name, times in (await timed(store, 30, dice)).items():
            found |= spread(name, times)
    begin = time.perf_counter()
    async with open_store(home, key, clock=CLOCK):
        found["open_ms"] = round((time.perf_counter() - begin) * 1000, 1)
    found["megabytes"] = round((home / "journal.db").stat().st_size / 1e6, 1)
    return found


def spread(name: str, times: Iterable[float]) -> dict[str, float]:
    """p50 and p99 under two names."""
    p50, p99 = np.percentile(list(times), [50, 99])
    return {f"{name}_p50_ms": round(float(p50), 2), f"{name}_p99_ms": round(float(p99), 2)}


def kill(times: int) -> dict[str, Any]:
    """Kill a writer at `times` random moments (see `bench/kills.py`); empty where processes cannot be forked."""
    if not times or not hasattr(os, "fork"):
        return {}
    command = [sys.executable, "-m", "bench.kills", "random", "--kills", str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Measure and print; exit status 1 when a kill lost, doubled, damaged or leaked anything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--appends", type=int, default=500)
    parser.add_argument("--episodes", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=40)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = anyio.run(measure, Path(folder), args.appends, args.episodes)
    found |= kill(args.kills)
    for name, value in found.items():
        print(f"{name:24} {value}")
    missing = [name for name in QUOTED if name not in found]
    if missing and args.kills:
        print(f"not measured here: {', '.join(missing)}", file=sys.stderr)
    print(json.dumps(found))
    return int(any(found.get(name) for name in ("lost", "doubled", "damaged", "leaked")))


if __name__ == "__main__":
    sys.exit(main())
