"""Kill a writing Samantha, again and again, and look at what is left.

Guarantees: every process that is killed is a real one (fork, then SIGKILL), and is looked at before the next begins.
Does not: cut power; the kernel keeps what a killed process wrote. `every_write(..., power=True)` models that.

Run as `python -m bench.kills random|writes|power|rotation`: prints one JSON line. Needs fork, so not on Windows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import anyio
import apsw
import numpy as np
from tests.faulty_disk import FaultyDisk, cuts_power, kills

from samantha.clock import FixedClock
from samantha.store import episodes, opening, rotation, search
from samantha.store.connection import FILE, close, connect
from samantha.store.home import open_home
from samantha.store.keys import create_home, unlock
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import Draft, Episode

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
WORDS = ("walnuts", "grandmother", "Pilisborosjeno", "harbour", "violoncello", "divorce", "lighthouse", "insulin")
"""Words that no file of ours holds for another reason."""
TURNS = 2
"""How many things are said in a loop over every write."""


@dataclass(slots=True)
class Outcome:
    """What a loop of kills left."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    """Acknowledged, but not there after reopening."""
    doubled: int = 0
    """There twice, though said once with one idempotency key."""
    damaged: int = 0
    """Times that the file did not open, or failed SQLite's or the word index's own check."""
    leaked: int = 0
    """Words that a byte scan of the home found, over all scans."""
    reopen_ms: list[float] = field(default_factory=list[float])

    def line(self) -> dict[str, object]:
        """For one JSON line: reopening as p50 and maximum."""
        table = asdict(self)
        times = sorted(table.pop("reopen_ms")) or [0.0]
        return {**table, "reopen_p50_ms": round(times[len(times) // 2], 1), "reopen_max_ms": round(times[-1], 1)}


def text_of(n: int) -> str:
    """What is said in turn `n`; different for each."""
    return f"turn {n}: {WORDS[n % len(WORDS)]} and the {WORDS[n * 5 % 7]} " * (1 + n % 9)


def say(tx: episodes.Tx, n: int) -> Episode:
    """One turn as the app writes it: words and vector in one transaction, under one key."""
    spoken = episodes.append(tx, Draft(CLOCK.now(), "heard", "person", text_of(n), key=f"turn-{n}"))
    search.put_vector(tx, spoken.id, "bench", np.full(384, 384**-0.5, np.float32))
    return spoken


def random_kills(home: Path, key: bytes, times: int, seed: int = 0) -> Outcome:
    """Kill `times` writers at random moments, each going on where the last acknowledged turn was."""
    dice, outcome, next_turn = random.Random(seed), Outcome(), 0
    while outcome.kills < times:
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(told)
            _write_for_ever(home, key, next_turn, tell)
        os.close(tell)
        time.sleep(dice.uniform(0.0, 0.2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        acknowledged = _lines(told)
        outcome.kills += 1
        next_turn = max([next_turn, *(n + 1 for n in acknowledged)])
        outcome.acknowledged = next_turn
        look(home, key, set(range(next_turn)), outcome)
    return outcome


def every_write(folder: Path, *, power: bool) -> Outcome:
    """Kill a process that makes a home and says TURNS things, at its n-th write, sync, truncation or removal.

    For every n, until it gets through; each time the same things are then said again, under the same keys.
    """
    outcome = Outcome()
    for at in range(1, 10_000):
        home, key = folder / str(at), bytes(32)
        acknowledged, killed = _in_child(partial(_scenario, home, key, at, power))
        outcome.acknowledged += len(acknowledged)
        look(home, key, set(acknowledged), outcome, again=TURNS)
        if not killed:
            return outcome
        outcome.kills += 1
    raise AssertionError("it never got through")


def every_rotation(folder: Path) -> Outcome:
    """Kill a change of the key at its n-th write, sync, rename or removal of any file, for every n."""
    os.environ["SAMANTHA_KEY_DIR"] = str(folder / "keys")
    home, outcome = folder / "home", Outcome()
    key, _ = create_home(home, ByFile(), CLOCK)
    anyio.run(_say_all, home, key, 3)
    outcome.acknowledged = 3
    for at in range(1, 10_000):
        _, killed = _in_child(partial(_rotate, home, at))
        key = anyio.run(open_home, home, CLOCK).key
        assert unlock(home) == key
        look(home, key, {0, 1, 2}, outcome)
        outcome.damaged += bool(list(home.glob(FILE + ".new*")))
        if not killed:
            return outcome
        outcome.kills += 1
    raise AssertionError("it never got through")


def look(home: Path, key: bytes, acknowledged: set[int], outcome: Outcome, again: int = 0) -> None:
    """Scan the home as it lies, reopen it, and count what is lost, doubled, damaged or leaked.

    With `again`, the first so many turns are said once more before counting, as one does who got no answer.
    """
    outcome.leaked += len(found_in(home, WORDS))
    try:
        found, rows, seconds = anyio.run(_read_back, home, key, again)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        outcome.damaged += 1
        return
    outcome.reopen_ms.append(seconds * 1000)
    turns = _turns(rows)
    # Counted in what lay there, before anything was said again.
    outcome.lost += len(acknowledged - set(_turns(found))) + len(set(range(again)) - set(turns))
    outcome.doubled += len(turns) - len(set(turns))
    outcome.damaged += sum(text != text_of(n) for n, text in zip(turns, rows, strict=True))


def found_in(folder: Path, words: tuple[str, ...]) -> set[str]:
    """Which of `words` stand in any file below `folder`, in UTF-8 or UTF-16, upper or lower case."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            found |= {w for w in words if w.lower().encode() in data or w.lower().encode("utf-16-le") in data}
    return found


def plain_copy(home: Path, key: bytes, folder: Path) -> Path:
    """Decrypt a copy of a closed journal into `folder`: what the scan must find the words in."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / FILE
    copy.write_bytes((home / FILE).read_bytes())
    db = connect(copy, key, write=True)
    db.execute("PRAGMA journal_mode = DELETE").fetchall()
    db.execute("PRAGMA rekey = ''").fetchall()
    close(db)
    assert apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY).execute("SELECT 1 FROM episodes").fetchone()
    return folder


def _turns(rows: list[str]) -> list[int]:
    return [int(found.group(1)) for text in rows if (found := re.match(r"turn (\d+):", text))]


async def _read_back(home: Path, key: bytes, again: int) -> tuple[list[str], list[str], float]:
    """Every text as it lay there, and after saying things again; and the seconds that opening took.

    Raises when the file or its word index does not pass its own check.
    """
    begin = time.perf_counter()
    async with open_store(home, key, clock=CLOCK) as store:
        seconds = time.perf_counter() - begin
        before = await store.read(episodes.recent, 1 << 40)
        for n in range(again):
            await store.run(say, n)
        assert await store.read(lambda tx: list(tx.execute("PRAGMA integrity_check"))) == [("ok",)]
        await store.run(
            lambda tx: tx.execute("INSERT INTO episode_words (episode_words, rank) VALUES ('integrity-check', 1)")
        )
        after = await store.read(episodes.recent, 1 << 40)
        assert after[: len(before)] == before
        return [e.text for e in before], [e.text for e in after], seconds


async def _say_all(home: Path, key: bytes, turns: int) -> None:
    async with open_store(home, key, clock=CLOCK) as store:
        for n in range(turns):
            await store.run(say, n)


def _write_for_ever(home: Path, key: bytes, begin: int, tell: int) -> None:
    async def write() -> None:
        async with open_store(home, key, clock=CLOCK) as store:
            for n in range(begin, begin + 100_000):
                await store.run(say, n)
                os.write(tell, f"{n}\n".encode())

    _as_child(lambda: anyio.run(write))


def _scenario(home: Path, key: bytes, at: int, power: bool, tell: int) -> None:
    # Between two syncs a power cut leaves the same, whichever write it comes before: one cut for each sync is all.
    disk = FaultyDisk(cuts_power, at, frozenset({"sync"})) if power else FaultyDisk(kills, at)

    async def write() -> None:
        async with open_store(home, key, clock=CLOCK, vfs=disk.name) as store:
            for n in range(TURNS):
                await store.run(say, n)
                os.write(tell, f"{n}\n".encode())

    anyio.run(write)


def _rotate(home: Path, at: int, tell: int) -> None:
    disk = FaultyDisk(kills, at)

    def watch(event: str, args: tuple[object, ...]) -> None:
        # Python's own changes to files, beside those of SQLite that the disk counts.
        changes = event in ("os.rename", "os.remove") or (event == "open" and isinstance(args[2], int) and args[2] & 3)
        if changes:
            disk.before("write", str(args[0]))

    sys.addaudithook(watch)
    rotation.rotate(home, CLOCK, vfs=disk.name)


def _in_child(work: Callable[[int], None]) -> tuple[list[int], bool]:
    """Run `work` in a forked process: the numbers it told, and whether it was killed."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        _as_child(lambda: work(tell))
    os.close(tell)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("the child failed instead of being killed")
    return _lines(told), os.WIFSIGNALED(status)


def _as_child(work: Callable[[], None]) -> None:
    status = 1
    try:
        work()
        status = 0
    except BaseException as error:  # noqa: BLE001 - a forked child must never return into its parent's code
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _lines(pipe: int) -> list[int]:
    data = b""
    while select.select([pipe], [], [], 5)[0]:
        piece = os.read(pipe, 65536)
        if not piece:
            break
        data += piece
    os.close(pipe)
    # A line without its end was cut by the kill; a number is believed only when it is whole.
    return [int(line) for line in data.split(b"\n")[:-1]]


def main(argv: list[str]) -> int:
    """One loop, in a folder of its own; exit status 1 when anything was lost, doubled, damaged or leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("loop", choices=["random", "writes", "power", "rotation"])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--careless", action="store_true", help="do not sync at every commit, to see a loss found")
    args = parser.parse_args(argv)
    if args.careless:
        opening.make_durable = _make_careless
    with tempfile.TemporaryDirectory() as folder:
        outcome = _loop(args.loop, Path(folder), args.kills, args.seed)
    print(json.dumps(outcome.line()))
    return int(bool(outcome.lost or outcome.doubled or outcome.damaged or outcome.leaked))


def _make_careless(db: apsw.Connection) -> None:
    db.execute("PRAGMA synchronous = NORMAL").fetchall()


def _loop(name: str, folder: Path, times: int, seed: int) -> Outcome:
    if name == "random":
        return random_kills(folder / "home", os.urandom(32), times, seed)
    if name == "rotation":
        return every_rotation(folder)
    return every_write(folder, power=name == "power")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
