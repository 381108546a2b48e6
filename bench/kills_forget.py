"""Kill a Samantha that forgets, at every write, sync and truncation, and look at what is left.

    python -m bench.kills_forget [--power]

Guarantees: after each kill the home is opened as any writer opens it; then either everything is there, or what was to
go is in no byte of the home and a receipt says so. Prints one JSON line. Needs fork, so not on Windows.
Does not: run in a process with threads; start it as a module.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import anyio
from tests.faulty_disk import FaultyDisk, cuts_power, kills

from samantha.clock import FixedClock
from samantha.ports import Tx
from samantha.store import episodes, purge, receipts, sought
from samantha.store.purge import Request
from samantha.store.sqlite import open_store
from samantha.store.upkeep import Upkeep
from samantha.types import Draft

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
KEY = bytes(range(32))
GOES = ("The clinic called about the biopsy.", "Doctor Ortega was at the clinic.")
STAYS = tuple(f"On day {n} we ate plums by the lake and talked until it was dark." for n in range(30))
SECRET = ("clinic", "biopsy", "ortega")


@dataclass(slots=True)
class Outcome:
    """What the kills left."""

    kills: int = 0
    untouched: int = 0
    """Times that nothing had begun."""
    finished: int = 0
    """Times that opening found it done, or finished it."""
    half: int = 0
    """Times that something in between was left. Must be 0."""
    leaked: int = 0
    """Times that a word of it stood in the home after it counted as gone. Must be 0."""
    without_receipt: int = 0


def tell(tx: Tx) -> None:
    """What there is to remember, and to forget: episodes 1 and 2."""
    for n, text in enumerate((*GOES, *STAYS)):
        episodes.append(tx, Draft(CLOCK.now(), "heard", "person", text, key=f"turn-{n}"))


def every_write(folder: Path, *, power: bool) -> Outcome:
    """Kill at the n-th operation of the disk while forgetting, for every n, until it gets through."""
    outcome = Outcome()
    for at in range(1, 10_000):
        home = folder / str(at)
        anyio.run(_prepare, home)
        pid = os.fork()
        if pid == 0:
            _die_forgetting(home, at, power)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise AssertionError("the child failed instead of being killed")
        anyio.run(_look, home, outcome)
        if not os.WIFSIGNALED(status):
            return outcome
        outcome.kills += 1
    raise AssertionError("it never got through")


async def _prepare(home: Path) -> None:
    async with open_store(home, KEY, clock=CLOCK) as store:
        await store.run(tell)


def _die_forgetting(home: Path, at: int, power: bool) -> None:
    disk = FaultyDisk(cuts_power, at, frozenset({"sync"})) if power else FaultyDisk(kills, at)

    async def forget() -> None:
        async with open_store(home, KEY, clock=CLOCK, vfs=disk.name) as store:
            await store.alone(purge.erase, Request("topic", (1, 2)))

    try:
        anyio.run(forget)
    except BaseException as error:  # noqa: BLE001 - the parent hears of it by the exit status
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


async def _look(home: Path, outcome: Outcome) -> None:
    async with open_store(home, KEY, clock=CLOCK) as store:
        texts = {one.text for one in await store.read(episodes.recent, 999)}
        gone = [text for text in GOES if text not in texts]
        outcome.half += len(gone) == 1 or not texts.issuperset(STAYS)
        outcome.untouched += not gone
        if gone:
            outcome.finished += 1
            outcome.leaked += not await store.alone(_is_clean)
            outcome.without_receipt += not await store.read(receipts.kept)


def _is_clean(keep: Upkeep) -> bool:
    return keep.scan(sought.of_words(SECRET)).clean


def main() -> None:
    """Read the arguments; print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--power", action="store_true", help="cut the power at every sync instead")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(every_write(Path(folder), power=args.power))))


if __name__ == "__main__":
    main()
