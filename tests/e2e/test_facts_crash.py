"""Facts after a kill: the words and what was learned from them are both there, or neither; an edit is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest

from samantha.clock import FixedClock
from samantha.memory.relearn import relearn
from samantha.store import episodes, facts
from samantha.store.sqlite import open_store

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOCK = FixedClock(AT)
KEY = bytes(32)
LIVING = """
import sys, anyio
from datetime import timedelta
from pathlib import Path
from samantha.memory.edits import correct
from samantha.memory.keep import keep
from samantha.store import facts
from samantha.store.sqlite import open_store
from samantha.types import Draft
from tests.e2e.test_facts_crash import AT, CLOCK, KEY
TOWNS = ("Brno", "Ghent", "Lisbon", "Vienna")
async def live():
    async with open_store(Path(sys.argv[1]), KEY, clock=CLOCK) as store:
        for n in range(1000):
            at = AT + timedelta(hours=n)
            if n % 5 == 4:
                (now, *_) = [kept for kept in await store.read(facts.of_slot, "home") if kept.live]
                await store.run(correct, now.fact.id, f"Town{n}", at)
            else:
                text = f"My sister Klara called. I moved to {TOWNS[n % 4]}. My boss is Tom{n}."
                await store.run(keep, Draft(at, "heard", "person", text, key=str(n)))
            print(n, flush=True)
anyio.run(live)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill needs SIGKILL")
def test_after_a_kill_the_facts_are_those_that_the_words_give(tmp_path: Path) -> None:
    rng = random.Random(7)
    for round in range(4):
        home = tmp_path / str(round)
        home.mkdir()
        acknowledged = _killed(home, rng.randint(1, 24))
        anyio.run(_look, home, acknowledged)


def _killed(home: Path, after: int) -> int:
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", LIVING, str(home)],
        cwd=root,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    done = 0
    for _ in child.stdout:
        done += 1
        if done == after:
            os.kill(child.pid, signal.SIGKILL)
            break
    done += len(child.stdout.readlines())
    child.wait()
    child.stdout.close()
    return done


async def _look(home: Path, acknowledged: int) -> None:
    async with open_store(home, KEY, clock=CLOCK) as store:
        assert await store.read(episodes.count) >= acknowledged > 0
        before = await store.read(facts.everything, past=True)
        edits = len(await store.read(facts.corrections))
        assert edits == len([kept for kept in before if kept.fact.how == "corrected"])
        await store.run(relearn)
        assert await store.read(facts.everything, past=True) == before
        assert len([kept for kept in before if kept.live and kept.fact.slot == "home"]) <= 1
