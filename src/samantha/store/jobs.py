"""Work that waits to be done: jobs, and what of each is done already.

Guarantees: one job for a kind and a key, however often it is asked for; a job that is over holds no words.
Does not: run anything; `samantha.jobs` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns

State: TypeAlias = Literal["waiting", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work."""

    id: int
    kind: str
    key: str
    due: datetime
    state: State
    tries: int
    """How often it ended in an error."""
    begun: int
    """How often it was begun since it last got a step further."""
    error: str | None
    """The code of the last error."""
    payload: Any
    """What was given to `add`, as JSON keeps it; None once it is over."""


_COLUMNS = "id, kind, key, due_us, due_offset_s, state, tries, begun, error, payload"


def add(tx: Tx, kind: str, key: str, due: datetime, payload: Any = None) -> int | None:
    """Keep a job; its id, or None where one of this kind and key was there, whatever became of it."""
    due_us, offset_s, _ = to_columns(due)
    tx.execute(
        "INSERT OR IGNORE INTO jobs (kind, key, due_us, due_offset_s, payload) VALUES (?, ?, ?, ?, ?)",
        (kind, key, due_us, offset_s, None if payload is None else json.dumps(payload)),
    )
    return tx.last_id if tx.changes else None


def stand_on(tx: Tx, job: int, episodes: Iterable[int]) -> None:
    """Say that what the job holds was made from these episodes: it goes when one of them is forgotten."""
    tx.executemany("INSERT OR IGNORE INTO job_stands (job, episode) VALUES (?, ?)", [(job, id) for id in episodes])


def next_due(tx: Tx, kinds: Sequence[str], now: datetime) -> Job | None:
    """The waiting job of these kinds that has been due longest at `now`."""
    now_us, *_ = to_columns(now)
    rows = tx.execute(
        f"SELECT {_COLUMNS} FROM jobs WHERE state = 'waiting' AND due_us <= ? AND kind IN ({_marks(kinds)})"
        " ORDER BY due_us, id LIMIT 1",
        (now_us, *kinds),
    )
    return next((_job(row) for row in rows), None)


def by_id(tx: Tx, id: int) -> Job | None:
    """The job, or None where it was forgotten."""
    return next((_job(row) for row in tx.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id = ?", (id,))), None)


def by_key(tx: Tx, kind: str, key: str) -> Job | None:
    """The job of this kind and key."""
    rows = tx.execute(f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? AND key = ?", (kind, key))
    return next((_job(row) for row in rows), None)


def begin(tx: Tx, id: int) -> None:
    """Count that the job is begun: one that ends the process each time is known by that."""
    tx.execute("UPDATE jobs SET begun = begun + 1 WHERE id = ?", (id,))


def give_back(tx: Tx, id: int) -> None:
    """The job was stopped by the person's speaking, which says nothing against it."""
    tx.execute("UPDATE jobs SET begun = max(0, begun - 1) WHERE id = ?", (id,))


def result(tx: Tx, id: int, name: str) -> tuple[Any] | None:
    """What the step `name` gave, in a tuple; None where it is not done."""
    rows = tx.execute("SELECT result FROM job_steps WHERE job = ? AND name = ?", (id, name))
    return next(((json.loads(row[0]),) for row in rows), None)


def record(tx: Tx, id: int, name: str, value: Any) -> Any:
    """Keep that the step is done; gives its value as JSON keeps it. Raises when it was done before."""
    text = json.dumps(value)
    tx.execute("INSERT INTO job_steps (job, name, result) VALUES (?, ?, ?)", (id, name, text))
    tx.execute("UPDATE jobs SET begun = 0 WHERE id = ?", (id,))
    return json.loads(text)


def end(tx: Tx, id: int, state: State, error: str | None = None) -> None:
    """The job is over; what it held goes, so that nothing but its name stays."""
    tx.execute("UPDATE jobs SET state = ?, error = ?, payload = NULL WHERE id = ?", (state, error, id))
    tx.execute("DELETE FROM job_steps WHERE job = ?", (id,))
    tx.execute("DELETE FROM job_stands WHERE job = ?", (id,))


def put_off(tx: Tx, id: int, due: datetime, error: str) -> None:
    """The job ended in an error and is to be begun again at `due`; its finished steps stay."""
    due_us, offset_s, _ = to_columns(due)
    tx.execute(
        "UPDATE jobs SET tries = tries + 1, begun = 0, error = ?, due_us = ?, due_offset_s = ? WHERE id = ?",
        (error, due_us, offset_s, id),
    )


def drop(tx: Tx, kind: str, key: str) -> None:
    """Forget that there was such a job, so that it can be asked for anew."""
    tx.execute("DELETE FROM jobs WHERE kind = ? AND key = ?", (kind, key))


def counts(tx: Tx) -> dict[tuple[str, State], int]:
    """How many jobs there are, by kind and state."""
    return {
        (kind, state): int(n)
        for kind, state, n in tx.execute("SELECT kind, state, count(*) FROM jobs GROUP BY kind, state")
    }


def _job(row: Sequence[Any]) -> Job:
    id, kind, key, due_us, offset_s, state, tries, begun, error, payload = row
    due = from_columns(due_us, offset_s, None)
    return Job(id, kind, key, due, state, tries, begun, error, None if payload is None else json.loads(payload))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
