"""Forgetting that is killed, or runs out of power or disk: it has not begun, or opening the home finishes it.

Guarantees: at every single write of the whole of it; two processes never forget at once.
Does not: time anything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.kills_forget import CLOCK, GOES, KEY, SECRET, STAYS, tell
from tests.faulty_disk import FaultyDisk, is_full

from samantha.errors import DiskFull, HomeBusy
from samantha.store import episodes, forgetting, purge, receipts, sought
from samantha.store.purge import Request
from samantha.store.sqlite import open_store
from samantha.store.upkeep import Upkeep

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing a forked process needs fork and SIGKILL")


@needs_fork
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("more", "points"), [((), 40), (("--power",), 5)])
def test_a_kill_or_a_power_cut_at_every_write_leaves_all_or_nothing(more: tuple[str, ...], points: int) -> None:
    command = [sys.executable, "-W", "error", "-m", "bench.kills_forget", *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout, done.stderr
    outcome = json.loads(done.stdout)
    assert (outcome["half"], outcome["leaked"], outcome["without_receipt"]) == (0, 0, 0), outcome
    assert outcome["kills"] > points and outcome["untouched"] > 0 and outcome["finished"] > 1


async def test_a_full_disk_while_forgetting_is_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    refused = 0
    for at in range(1, 1000, 2):
        home = tmp_path / str(at)
        async with open_store(home, KEY, clock=CLOCK) as store:
            await store.run(tell)
        disk = FaultyDisk(is_full, at)
        try:
            async with open_store(home, KEY, clock=CLOCK, vfs=disk.name) as store:
                await store.alone(purge.erase, Request("topic", (1, 2)))
        except DiskFull:
            refused += 1
        # With room again, opening finishes what was begun.
        async with open_store(home, KEY, clock=CLOCK) as store:
            texts = {one.text for one in await store.read(episodes.recent, 999)}
            assert texts >= set(STAYS)
            assert len(texts & set(GOES)) in (0, 2), at
            assert await store.read(forgetting.open_ones) == []
            if not texts & set(GOES):
                assert await store.read(receipts.kept)
                assert await store.alone(_is_clean), at
        if disk.count < at:
            assert refused > 10
            return
    raise AssertionError("it never got through")


async def test_two_processes_do_not_forget_at_once(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await store.run(tell)
        with pytest.raises(HomeBusy):
            async with open_store(tmp_path, KEY, clock=CLOCK):
                pass
        await store.alone(purge.erase, Request("topic", (1, 2)))


async def test_readers_of_the_open_home_see_it_before_or_not_at_all(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await store.run(tell)
        assert await store.read(episodes.count) == len(GOES) + len(STAYS)
        receipt = await store.alone(purge.erase, Request("topic", (1, 2)))
        assert receipt["statement"]["proof"]["clean"] is True
        assert await store.read(episodes.count) == len(STAYS)


def _is_clean(keep: Upkeep) -> bool:
    return keep.scan(sought.of_words(SECRET)).clean
