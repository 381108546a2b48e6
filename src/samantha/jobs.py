"""Work that can wait: asked for in the transaction that makes it due, done in quiet moments, once, also after a crash.

Guarantees: a step that was recorded is never done again; a step that writes commits together with its record; a caller
who is cancelled leaves the job as it was, to be taken up at that step.
Does not: run by itself or beside a turn: `conversation.turn.rest` calls it, and is cancelled when the person speaks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import anyio

from samantha.errors import SamanthaError
from samantha.ports import Samantha, Tx
from samantha.store import jobs as rows
from samantha.store.jobs import Job

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 8
"""After so many errors a job is given up."""
FIRST_PAUSE = timedelta(minutes=1)
"""Before the second try; each further pause is four times as long, up to LONGEST_PAUSE."""
LONGEST_PAUSE = timedelta(days=1)
MOST_BEGUN = 10
"""Begun so often without one step done, a job is put off like one that failed: it may be what ends the process."""
INTERRUPTED = "job.interrupted"
BROKEN = "job.broken"
"""Codes of `Job.error` beside those of `SamanthaError`."""


class Gone(Exception):
    """The job was forgotten while it ran: what it stood on is gone, and there is nothing left to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """One job while it runs."""

    s: Samantha
    job: Job

    async def step(self, name: str, fn: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do `fn(tx, *args)` once and for ever: it commits together with the record that it is done.

        The result must be what JSON can hold; done before, it comes from the record. Raises what `fn` raises, and Gone.
        """

        def once(tx: Tx) -> R:
            done = self._done(tx, name)
            if done is not None:
                return done[0]
            return rows.record(tx, self.job.id, name, fn(tx, *args, **kwargs))

        return await self.s.store.run(once)

    async def work(self, name: str, fn: Callable[[], Awaitable[R]], stands_on: Iterable[int] = ()) -> R:
        """Await `fn()`, which writes nothing, and record its result, made from the episodes `stands_on`.

        Killed before the record, it is awaited again. The result must be what JSON can hold. Raises as `step`.
        """
        done = await self.s.store.read(lambda tx: self._done(tx, name))
        if done is not None:
            return done[0]
        value = await fn()
        made_from = list(stands_on)

        def keep(tx: Tx) -> R:
            self._done(tx, name)
            rows.stand_on(tx, self.job.id, made_from)
            return rows.record(tx, self.job.id, name, value)

        return await self.s.store.run(keep)

    def _done(self, tx: Tx, name: str) -> tuple[Any] | None:
        if rows.by_id(tx, self.job.id) is None:
            raise Gone
        return rows.result(tx, self.job.id, name)


Work: TypeAlias = Callable[[Run], Awaitable[None]]
Kinds: TypeAlias = Mapping[str, Work]
"""Kind -> the function that does it. It may be begun again at any time, and goes on after its recorded steps."""


def enqueue(tx: Tx, kind: str, key: str, due: datetime, payload: Any = None, *, stands_on: Iterable[int] = ()) -> bool:
    """Ask for a job in this transaction; False where one of this kind and key was asked for before.

    `key` holds no words of anybody. `payload` is what JSON can hold; where it holds words, `stands_on` says of which
    episodes, so that forgetting them takes the job.
    """
    id = rows.add(tx, kind, key, due, payload)
    if id is not None:
        rows.stand_on(tx, id, stands_on)
    return id is not None


async def run_due(s: Samantha, kinds: Kinds, until: datetime | None = None) -> int:
    """Do what is due of these kinds, one job after the other; how many were finished.

    No job is begun from `until` on. An error puts its job off and the next one is begun. Cancel it at any time.
    """
    finished = 0
    while until is None or s.clock.now() < until:
        names, now = list(kinds), s.clock.now()
        if await s.store.read(rows.next_due, names, now) is None:
            break
        job = await s.store.run(_take, names, now)
        if job is None:
            break
        finished += await _run(Run(s, job), kinds[job.kind])
    return finished


def _take(tx: Tx, kinds: list[str], now: datetime) -> Job | None:
    """The next job, counted as begun; those that were begun too often without a step are put off first."""
    while (job := rows.next_due(tx, kinds, now)) is not None and job.begun >= MOST_BEGUN:
        _put_off(tx, job, now, INTERRUPTED)
    if job is not None:
        rows.begin(tx, job.id)
    return job


async def _run(run: Run, work: Work) -> bool:
    try:
        await work(run)
    except Gone:
        return False
    except anyio.get_cancelled_exc_class():
        with anyio.CancelScope(shield=True):
            await run.s.store.run(rows.give_back, run.job.id)
        raise
    except SamanthaError as error:
        await run.s.store.run(_put_off, run.job, run.s.clock.now(), error.code)
        return False
    except Exception:  # noqa: BLE001  a fault in one job must not end the talk; its text may quote the person
        await run.s.store.run(_put_off, run.job, run.s.clock.now(), BROKEN)
        return False
    await run.s.store.run(rows.end, run.job.id, "done")
    return True


def _put_off(tx: Tx, job: Job, now: datetime, code: str) -> None:
    if job.tries + 1 >= MOST_TRIES:
        rows.end(tx, job.id, "failed", code)
    else:
        rows.put_off(tx, job.id, now + pause(job.tries), code)


def pause(tries: int) -> timedelta:
    """How long to wait after a job failed that had failed `tries` times before."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 4 ** min(tries, 8))
