"""Durable jobs on the real file: once for each key and step, whatever is raised, cancelled, killed or forgotten."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from samantha.clock import FixedClock
from samantha.config import load_config
from samantha.errors import BrainError
from samantha.jobs import (
    BROKEN,
    INTERRUPTED,
    MOST_BEGUN,
    MOST_TRIES,
    Gone,
    Kinds,
    Run,
    enqueue,
    pause,
    run_due,
)  # fmt: skip
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha, Tx
from samantha.store import episodes, migrations
from samantha.store import jobs as rows
from samantha.store.sqlite import open_store
from samantha.types import Draft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.anyio


class Power(BaseException):
    """The power goes."""


@asynccontextmanager
async def home(folder: Path) -> AsyncGenerator[Samantha]:
    clock = FixedClock(AT)
    async with open_store(folder, bytes(32), clock=clock) as store:
        yield Samantha(store, EchoChat(), EchoEmbed(), clock, load_config(folder))


def write(tx: Tx, text: str) -> int:
    """A step's effect: something that can be counted."""
    return episodes.append(tx, Draft(AT, "noticed", "samantha", text)).id


async def three_steps(run: Run) -> None:
    """A job of three steps, the second of which only thinks."""
    await run.step("a", write, f"{run.job.key} a")

    async def think() -> list[int]:
        return [len(run.job.key)]

    thought = await run.work("b", think)
    await run.step("c", write, f"{run.job.key} c {thought[0]}")


async def written(s: Samantha) -> list[str]:
    return [episode.text for episode in await s.store.read(episodes.recent, 100)]


async def test_a_job_is_done_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    async with home(tmp_path) as s:
        assert await s.store.run(enqueue, "k", "one", AT, {"n": 1})
        assert not await s.store.run(enqueue, "k", "one", AT, {"n": 2})
        assert await run_due(s, {"k": three_steps}) == 1
        assert not await s.store.run(enqueue, "k", "one", AT)
        assert await run_due(s, {"k": three_steps}) == 0
        assert await written(s) == ["one a", "one c 3"]
        job = await s.store.read(rows.by_key, "k", "one")
        assert job is not None and (job.state, job.payload) == ("done", None)
        assert await s.store.read(rows.counts) == {("k", "done"): 1}


async def test_what_is_not_due_or_of_no_known_kind_or_too_late_waits(tmp_path: Path) -> None:
    async with home(tmp_path) as s:
        await s.store.run(enqueue, "k", "later", AT + timedelta(hours=1))
        await s.store.run(enqueue, "other", "x", AT)
        await s.store.run(enqueue, "k", "old", AT - timedelta(days=1))
        assert await run_due(s, {"k": three_steps}, until=AT) == 0
        assert await run_due(s, {"k": three_steps}, until=AT + timedelta(hours=2)) == 1
        assert await written(s) == ["old a", "old c 3"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(BrainError("It is away.", code="brain.unreachable"), "brain.unreachable"), (ValueError("Rachel"), BROKEN)],
)
async def test_an_error_puts_a_job_off_longer_each_time_and_then_gives_it_up(
    tmp_path: Path, error: Exception, code: str
) -> None:
    async def fails(run: Run) -> None:
        await run.step("a", write, "a")
        raise error

    async with home(tmp_path) as s:
        clock = s.clock
        assert isinstance(clock, FixedClock)
        await s.store.run(enqueue, "k", "one", AT)
        for tries in range(MOST_TRIES):
            assert await run_due(s, {"k": fails}) == 0
            job = await s.store.read(rows.by_key, "k", "one")
            assert job is not None and job.error == code
            assert (job.tries, job.state) == ((tries + 1, "waiting") if tries + 1 < MOST_TRIES else (tries, "failed"))
            if job.state == "waiting":
                assert job.due - clock.now() == pause(tries)
                assert await run_due(s, {"k": fails}) == 0
                clock.set(job.due)
        assert await written(s) == ["a"]
        assert [pause(n) for n in (0, 1, 99)] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(days=1)]


async def test_one_that_fails_does_not_hold_up_the_next(tmp_path: Path) -> None:
    async def fails(run: Run) -> None:
        raise BrainError("It is away.", code="brain.unreachable")

    async with home(tmp_path) as s:
        await s.store.run(enqueue, "bad", "one", AT - timedelta(hours=1))
        await s.store.run(enqueue, "k", "two", AT)
        assert await run_due(s, {"bad": fails, "k": three_steps}) == 1


async def test_cancelled_it_goes_on_at_the_step_where_it_was(tmp_path: Path) -> None:
    reached = anyio.Event()

    async def waits(run: Run) -> None:
        await run.step("a", write, "a")

        async def think() -> int:
            reached.set()
            await anyio.sleep_forever()
            return 1

        await run.work("b", think)

    async with home(tmp_path) as s:
        await s.store.run(enqueue, "k", "one", AT)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_due, s, {"k": waits})
            await reached.wait()
            tasks.cancel_scope.cancel()
        job = await s.store.read(rows.by_key, "k", "one")
        assert job is not None and (job.state, job.tries, job.begun, job.error) == ("waiting", 0, 0, None)
        assert await run_due(s, {"k": three_steps}) == 1
        assert await written(s) == ["a", "one c 3"]


async def test_one_that_ends_the_process_each_time_is_put_off(tmp_path: Path) -> None:
    async def ends(run: Run) -> None:
        raise Power

    async with home(tmp_path) as s:
        await s.store.run(enqueue, "k", "one", AT)
        for _ in range(MOST_BEGUN):
            with pytest.raises(Power):
                await run_due(s, {"k": ends})
        assert await run_due(s, {"k": ends}) == 0
        job = await s.store.read(rows.by_key, "k", "one")
        assert job is not None and (job.tries, job.error, job.begun) == (1, INTERRUPTED, 0)


async def test_a_job_whose_episode_is_forgotten_goes_and_stops(tmp_path: Path) -> None:
    def forget(tx: Tx, id: int) -> None:
        tx.execute("CREATE TEMP TABLE going (id INTEGER PRIMARY KEY)")
        tx.execute("INSERT INTO going VALUES (?)", (id,))
        for table in ("jobs", "job_steps", "job_stands", "episodes"):
            tx.execute(f"DELETE FROM {table} WHERE {migrations.TABLES[table].condition}")

    async with home(tmp_path) as s:
        id = await s.store.run(write, "a secret")

        async def holds_it(run: Run) -> None:
            async def think() -> str:
                return "a secret"

            await run.work("a", think, stands_on=[id])
            await run.s.store.run(forget, id)
            with pytest.raises(Gone):
                await run.step("b", write, "a secret")
            await run.step("c", write, "a secret")

        await s.store.run(enqueue, "k", "one", AT)
        assert await run_due(s, {"k": holds_it}) == 0
        assert await written(s) == []
        assert await s.store.read(rows.counts) == {}


KINDS: Kinds = {"k": three_steps}


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_power_cuts_at_any_moments_leave_each_step_done_once(cuts: list[int], jobs: int) -> None:
    """Each number is how many more transactions go through before the power goes, before or after a commit."""

    async def live(folder: Path, cut: int | None) -> list[str]:
        async with home(folder) as s:
            for n in range(jobs):
                await s.store.run(enqueue, "k", f"job-{n}", AT)
            left = [cut]

            async def run_and_cut(run: Run) -> None:
                for name in "abc":
                    if left[0] is not None:
                        left[0] -= 1
                        if left[0] < 0:
                            raise Power
                    await run.step(name, write, f"{run.job.key} {name}")

            try:
                await run_due(s, {"k": run_and_cut})
            except Power:
                assert cut is not None
            return await written(s)

    with tempfile.TemporaryDirectory() as folder:
        for cut in cuts:
            anyio.run(live, Path(folder), cut)
        anyio.run(_let_time_pass, Path(folder))
        done = anyio.run(live, Path(folder), None)
    assert sorted(done) == sorted(f"job-{n} {name}" for n in range(jobs) for name in "abc")


async def _let_time_pass(folder: Path) -> None:
    """What was put off for having been begun too often becomes due."""
    async with home(folder) as s:
        await s.store.run(lambda tx: tx.execute("UPDATE jobs SET due_us = 0, begun = 0"))


SCRIPT = """
import os, signal, sys, anyio
from pathlib import Path
from samantha.jobs import Run, run_due
from tests.contract.test_jobs import home, write
folder, at = Path(sys.argv[1]), int(sys.argv[2])

async def work(run: Run) -> None:
    for n in range(6):
        def effect(tx, n=n):
            made = write(tx, f"step {n}")
            if at == 2 * n:
                os.kill(os.getpid(), signal.SIGKILL)
            return made
        await run.step(f"s{n}", effect)
        if at == 2 * n + 1:
            os.kill(os.getpid(), signal.SIGKILL)

async def main():
    async with home(folder) as s:
        await run_due(s, {"k": work})

anyio.run(main)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs SIGKILL")
async def test_killed_within_and_after_every_step_each_is_done_once(tmp_path: Path) -> None:
    async with home(tmp_path) as s:
        await s.store.run(enqueue, "k", "one", AT)
    for at in range(13):
        done = await anyio.run_process([sys.executable, "-c", SCRIPT, str(tmp_path), str(at)], check=False)
        assert done.returncode == (-9 if at < 12 else 0), done.stderr.decode()
    async with home(tmp_path) as s:
        assert await written(s) == [f"step {n}" for n in range(6)]
        assert await s.store.read(rows.counts) == {("k", "done"): 1}
