"""A process that is killed, at random and at every single write, and a power cut at every write.

Guarantees: real processes, killed with SIGKILL; what was acknowledged is there, nothing is there twice, the file is
whole, and no word that was said stands on the disk in clear.
Does not: run all of the kills; `python bench/journal.py --kills 200` does.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from bench import kills
from tests.faulty_disk import FaultyDisk, is_full

from samantha.clock import FixedClock
from samantha.store import episodes
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile, ByPassphrase
from samantha.types import Draft

ROOT = Path(__file__).parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing a forked process needs fork and SIGKILL")


def loop(name: str, *more: str) -> dict[str, Any]:
    """Run one loop of kills in a process of its own, which has no threads to fork."""
    command = [sys.executable, "-W", "error", "-m", "bench.kills", name, *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def assert_nothing_happened(outcome: dict[str, Any]) -> None:
    assert (outcome["lost"], outcome["doubled"], outcome["damaged"], outcome["leaked"]) == (0, 0, 0, 0), outcome


@needs_fork
@pytest.mark.timeout(300)
def test_forty_kills_at_random_lose_and_double_nothing() -> None:
    outcome = loop("random", "--kills", "40", "--seed", str(secrets.randbelow(1 << 30)))
    assert_nothing_happened(outcome)
    assert outcome["kills"] == 40
    assert outcome["acknowledged"] > 40


@needs_fork
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("how", "points"), [("writes", 60), ("power", 8)])
def test_a_kill_or_a_power_cut_at_every_single_write_loses_nothing(how: str, points: int) -> None:
    outcome = loop(how)
    assert_nothing_happened(outcome)
    assert outcome["kills"] > points


@needs_fork
@pytest.mark.timeout(300)
def test_the_power_cut_finds_a_journal_that_does_not_sync() -> None:
    assert loop("power", "--careless")["lost"] > 0


@needs_fork
@pytest.mark.timeout(300)
def test_a_kill_at_every_write_while_the_key_is_changed_leaves_a_home_that_opens() -> None:
    outcome = loop("rotation")
    assert_nothing_happened(outcome)
    assert outcome["kills"] > 30


def test_the_look_after_a_kill_can_see_a_loss_a_double_and_damage(tmp_path: Path) -> None:
    home, key = tmp_path / "home", bytes(32)

    async def say_one_thing_twice() -> None:
        async with open_store(home, key, clock=kills.CLOCK) as store:
            await store.run(kills.say, 1)
            await store.run(episodes.append, Draft(kills.CLOCK.now(), "heard", "person", kills.text_of(1)))

    async def change_a_word() -> None:
        async with open_store(home, key, clock=kills.CLOCK) as store:
            await store.run(lambda tx: tx.execute("UPDATE episodes SET text = 'turn 1: other' WHERE id = 1"))

    anyio.run(say_one_thing_twice)
    outcome = kills.Outcome()
    kills.look(home, key, {0, 1, 2}, outcome)
    assert (outcome.lost, outcome.doubled, outcome.damaged) == (2, 1, 0)
    anyio.run(change_a_word)
    kills.look(home, key, set(), outcome)
    assert outcome.damaged == 1
    (home / "journal.db").write_bytes(b"not a journal" * 4096)
    kills.look(home, key, set(), outcome)
    assert outcome.damaged == 2


@pytest.mark.anyio
async def test_no_word_or_key_stands_on_the_disk_in_clear_and_the_scan_would_see_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, recovery = create_home(home, ByFile(), kills.CLOCK)
    async with open_store(home, key, clock=kills.CLOCK) as store:
        for n in range(30):
            await store.run(kills.say, n)
        while_open = kills.found_in(home, kills.WORDS)
        assert (home / "journal.db-wal").stat().st_size > 0
    closed = kills.found_in(home, kills.WORDS)
    assert (while_open, closed) == (set(), set())
    assert kills.found_in(home, (key.hex(), recovery, recovery.replace("-", ""))) == set()
    assert not any(key in path.read_bytes() for path in home.iterdir() if path.is_file())
    assert kills.found_in(kills.plain_copy(home, key, tmp_path / "plain"), kills.WORDS) == set(kills.WORDS)


def test_neither_the_passphrase_nor_the_key_is_written_down(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = create_home(home, ByPassphrase("a blue kettle on the sill"), kills.CLOCK)
    assert kills.found_in(tmp_path, ("a blue kettle on the sill", key.hex())) == set()
    (tmp_path / "note").write_text(key.hex())
    assert kills.found_in(tmp_path, (key.hex(),)) == {key.hex()}


@pytest.mark.anyio
async def test_a_turn_is_synced_before_it_is_acknowledged(tmp_path: Path) -> None:
    disk = FaultyDisk(is_full)
    async with open_store(tmp_path, bytes(32), clock=FixedClock(kills.CLOCK.now()), vfs=disk.name) as store:
        for n in range(20):
            await store.run(kills.say, n)
            assert disk.log[-1] == ("sync", "journal.db-wal")
            await store.read(episodes.count)
