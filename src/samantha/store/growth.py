"""The diary of how she changed, as it is kept: entries with their reasons, and the order in which they came into force.

Guarantees: no entry without an episode that it stands on; what is in force is read from the entries and kept nowhere
else, so that whatever is undone or forgotten leaves exactly what was before.
Does not: know what a kind or a value means; `conversation.growth` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns

By: TypeAlias = Literal["wish", "pattern"]
State: TypeAlias = Literal["proposed", "accepted", "refused", "undone"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of her manner: proposed, in force, refused, or taken back."""

    id: int
    kind: str
    value: str
    reason: str
    """In plain words; may quote the person."""
    by: By
    state: State
    made: datetime
    decided: datetime | None
    """When it was accepted, refused or undone."""
    sources: tuple[int, ...]
    """The episodes it stands on."""


_COLUMNS = "id, kind, value, reason, by, state, made_us, made_offset_s, decided_us, decided_offset_s"


def add(tx: Tx, kind: str, value: str, reason: str, by: By, sources: Iterable[int], now: datetime) -> int:
    """Write an entry, proposed and not in force; its id. Raises ValueError without a source."""
    standing = sorted(set(sources))
    if not standing:
        raise ValueError("an entry needs an episode that it stands on")
    us, offset_s, _ = to_columns(now)
    tx.execute(
        "INSERT INTO growth (episode, kind, value, reason, by, state, made_us, made_offset_s)"
        " VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?)",
        (standing[-1], kind, value, reason, by, us, offset_s),
    )
    new = tx.last_id
    tx.executemany("INSERT INTO growth_sources VALUES (?, ?)", [(new, episode) for episode in standing])
    return new


def decide(tx: Tx, id: int, state: State, now: datetime) -> None:
    """Accept it, as the latest to come into force, refuse it, or take it back."""
    us, offset_s, _ = to_columns(now)
    place = "(SELECT coalesce(max(place), 0) + 1 FROM growth)" if state == "accepted" else "NULL"
    tx.execute(
        f"UPDATE growth SET state = ?, place = {place}, decided_us = ?, decided_offset_s = ? WHERE id = ?",
        (state, us, offset_s, id),
    )


def by_id(tx: Tx, id: int) -> Entry | None:
    """One entry, or None."""
    return next(iter(_entries(tx, "id = ?", (id,), "id")), None)


def everything(tx: Tx) -> list[Entry]:
    """Every entry, newest first."""
    return _entries(tx, "1", (), "id DESC")


def in_force(tx: Tx) -> list[tuple[str, str]]:
    """Kind and value of what was accepted, in the order of coming into force."""
    rows = tx.execute("SELECT kind, value FROM growth WHERE place IS NOT NULL ORDER BY place, id")
    return [(str(kind), str(value)) for kind, value in rows]


def latest(tx: Tx) -> Entry | None:
    """What came into force last, or None."""
    return next(iter(_entries(tx, "place IS NOT NULL", (), "place DESC, id DESC LIMIT 1")), None)


def of_state(tx: Tx, state: State) -> list[Entry]:
    """The entries of one state, newest first."""
    return _entries(tx, "state = ?", (state,), "id DESC")


def last_proposed(tx: Tx) -> datetime | None:
    """When a pattern was last written down, whatever became of it."""
    rows = tx.execute("SELECT made_us, made_offset_s FROM growth WHERE by = 'pattern' ORDER BY id DESC LIMIT 1")
    return next((from_columns(us, offset_s, None) for us, offset_s in rows), None)


def _entries(tx: Tx, where: str, params: Sequence[Any], order: str) -> list[Entry]:
    rows = list(tx.execute(f"SELECT {_COLUMNS} FROM growth WHERE {where} ORDER BY {order}", params))
    return [_entry(tx, row) for row in rows]


def _entry(tx: Tx, row: Sequence[Any]) -> Entry:
    id, kind, value, reason, by, state, made_us, made_offset_s, decided_us, decided_offset_s = row
    sources = tx.execute("SELECT episode FROM growth_sources WHERE entry = ? ORDER BY episode", (id,))
    return Entry(
        id,
        kind,
        value,
        reason,
        cast(By, by),
        cast(State, state),
        from_columns(made_us, made_offset_s, None),
        from_columns(decided_us, decided_offset_s, None) if decided_us is not None else None,
        tuple(int(source[0]) for source in sources),
    )
