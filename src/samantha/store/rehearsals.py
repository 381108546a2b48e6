"""Rehearsals as they are kept: where each stands, which episodes belong to it, and whether it was asked about.

Guarantees: at most one has the person in the room; `asked` is never taken back.
Does not: know what a step means (`conversation.rehearsal`), nor read a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns
from samantha.types import PLAY

_COLUMNS = "id, at_us, offset_s, zone, last_us, person, step, state, here, plan, real_us, real_offset_s, ask_us, asked"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsal, as kept."""

    id: int
    at: datetime
    """When it began."""
    last: datetime
    """When something was last said in it."""
    person: int | None
    """Who is played, where they are known."""
    step: str
    state: str
    """The rest of it, as JSON of `conversation.rehearsal`."""
    here: bool
    """The person is in the room."""
    plan: str | None
    """When and where the real talk will be, in the person's words."""
    real: datetime | None
    """The beginning of that day, where a day was told."""
    ask: datetime | None
    """From when she may ask how it went; None: never."""
    asked: bool


def begin(tx: Tx, at: datetime, person: int | None, step: str, state: str) -> int:
    """A new one, with the person in the room; gives its id."""
    leave(tx)
    at_us, offset_s, zone = to_columns(at)
    tx.execute(
        "INSERT INTO rehearsals (at_us, offset_s, zone, last_us, person, step, state, here)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        (at_us, offset_s, zone, at_us, person, step, state),
    )
    return tx.last_id


def move(tx: Tx, id: int, at: datetime, step: str, state: str, *, here: bool, person: int | None = None) -> None:
    """It stands at `step` now. `person`: who is played, where that became known."""
    if here:
        leave(tx)
    tx.execute(
        "UPDATE rehearsals SET last_us = ?, step = ?, state = ?, here = ?, person = ifnull(?, person) WHERE id = ?",
        (to_columns(at)[0], step, state, int(here), person, id),
    )


def plan(tx: Tx, id: int, words: str, real: datetime | None, ask: datetime | None) -> None:
    """Keep when and where the real talk will be, and from when to ask how it went."""
    real_us, offset_s = to_columns(real)[:2] if real is not None else (None, None)
    tx.execute(
        "UPDATE rehearsals SET plan = ?, real_us = ?, real_offset_s = ?, ask_us = ? WHERE id = ?",
        (words, real_us, offset_s, to_columns(ask)[0] if ask is not None else None, id),
    )


def belongs(tx: Tx, id: int, episode: int, *, gave: bool) -> None:
    """`episode` belongs to it; `gave`: words of it are kept in the row, which goes with them."""
    tx.execute(
        "INSERT INTO rehearsal_episodes VALUES (?, ?, ?) ON CONFLICT (episode) DO UPDATE SET gave = max(gave, ?)",
        (episode, id, int(gave), int(gave)),
    )


def leave(tx: Tx) -> None:
    """The person is in no room now; what was rehearsed stays as it stands."""
    tx.execute("UPDATE rehearsals SET here = 0 WHERE here = 1")


def here(tx: Tx) -> Rehearsal | None:
    """The one that the person is in."""
    return next(iter(_found(tx, "here = 1")), None)


def by_id(tx: Tx, id: int) -> Rehearsal | None:
    """One of them."""
    return next(iter(_found(tx, "id = ?", (id,))), None)


def everything(tx: Tx) -> list[Rehearsal]:
    """All of them, the oldest first."""
    return _found(tx, "1")


def waiting(tx: Tx, now: datetime, steps: Sequence[str]) -> list[Rehearsal]:
    """Those at one of `steps` that she has not asked about and may ask about now, the oldest first."""
    marks = ", ".join("?" * len(steps))
    return _found(tx, f"asked = 0 AND ask_us <= ? AND step IN ({marks})", (to_columns(now)[0], *steps))


def asked(tx: Tx, id: int) -> bool:
    """She asks how it went; False where she did before."""
    tx.execute("UPDATE rehearsals SET asked = 1 WHERE id = ? AND asked = 0", (id,))
    return tx.changes == 1


def episodes_of(tx: Tx, ids: Iterable[int]) -> list[int]:
    """Every episode that belongs to these, also what was said in play."""
    found: list[int] = []
    for id in ids:
        rows = tx.execute(
            "SELECT episode FROM rehearsal_episodes WHERE rehearsal = ? UNION SELECT id FROM episodes WHERE thread = ?",
            (id, f"{PLAY}{id}"),
        )
        found += [int(row[0]) for row in rows]
    return sorted(found)


def begun_by(tx: Tx, ids: Sequence[int]) -> list[int]:
    """The rehearsals that hold words of these episodes."""
    rows = tx.execute(
        "SELECT DISTINCT rehearsal FROM rehearsal_episodes WHERE gave = 1"
        " AND episode IN (SELECT value FROM json_each(?)) ORDER BY rehearsal",
        (json.dumps(list(ids)),),
    )
    return [int(row[0]) for row in rows]


def every_episode(tx: Tx) -> frozenset[int]:
    """Whatever belongs to any of them, in role and out of it."""
    return frozenset(int(row[0]) for row in tx.execute("SELECT episode FROM rehearsal_episodes"))


def gave(tx: Tx, id: int) -> list[int]:
    """The episodes whose words are kept in the row."""
    rows = tx.execute("SELECT episode FROM rehearsal_episodes WHERE rehearsal = ? AND gave = 1 ORDER BY episode", (id,))
    return [int(row[0]) for row in rows]


def _found(tx: Tx, where: str, params: Sequence[Any] = ()) -> list[Rehearsal]:
    rows = tx.execute(f"SELECT {_COLUMNS} FROM rehearsals WHERE {where} ORDER BY id", params)
    return [_row(row) for row in rows]


def _row(row: Sequence[Any]) -> Rehearsal:
    id, at_us, offset_s, zone, last_us, person, step, state, here, plan, real_us, real_s, ask_us, asked = row
    real = from_columns(real_us, real_s, zone) if real_us is not None else None
    ask = from_columns(ask_us, offset_s, zone) if ask_us is not None else None
    began, last = from_columns(at_us, offset_s, zone), from_columns(last_us, offset_s, zone)
    return Rehearsal(id, began, last, person, step, state, bool(here), plan, real, ask, bool(asked))
