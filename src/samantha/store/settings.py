"""A few small durable values of the home, by name.

Guarantees: a value is kept in the encrypted journal, as text.
Does not: hold what the person said, or anything that stands on an episode; see `erasure`.
"""

from __future__ import annotations

from samantha.ports import Tx


def get(tx: Tx, name: str) -> str | None:
    """The value kept under `name`, or None."""
    return next((str(row[0]) for row in tx.execute("SELECT value FROM settings WHERE name = ?", (name,))), None)


def put(tx: Tx, name: str, value: str) -> None:
    """Keep `value` under `name`, instead of what was there."""
    tx.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
    )


def drop(tx: Tx, name: str) -> None:
    """Keep nothing under `name`."""
    tx.execute("DELETE FROM settings WHERE name = ?", (name,))
