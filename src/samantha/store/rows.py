"""Every row of every table: counted and hashed, so that two journals can be compared without showing either.

Guarantees: two journals with equal fingerprints hold the same rows in every table, also in those behind the indexes.
Does not: hold a row longer than it takes to hash it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from typing import Any, TypeAlias

from samantha.ports import Tx

Fingerprint: TypeAlias = dict[str, tuple[int, str]]
"""Table -> how many rows, and the SHA-256 of all of them, in hex."""
EVERY = 2_000
"""Rows between two calls of `show`."""


def names(tx: Tx) -> list[str]:
    """Every table that holds rows of its own, SQLite's too; a virtual table's rows are in the tables behind it."""
    rows = tx.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return [str(row[0]) for row in rows]


def fingerprint(tx: Tx, show: Callable[[int], None] = lambda rows: None) -> Fingerprint:
    """Count and hash everything; reads the whole journal. `show` is told now and then how many rows were read."""
    found: Fingerprint = {}
    seen = 0
    for name in names(tx):
        count, hash = 0, hashlib.sha256()
        for row in tx.execute(f'SELECT * FROM "{name}"'):
            hash.update(b"".join(map(_packed, row)) + b".")
            count += 1
            seen += 1
            if seen % EVERY == 0:
                show(seen)
        found[name] = (count, hash.hexdigest())
    return found


def _packed(value: Any) -> bytes:
    """A value as bytes that no other value, nor two of them, can give."""
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i%d;" % value
    if isinstance(value, float):
        return b"f" + struct.pack(">d", value)
    kind, data = (b"s", value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else (b"b", bytes(value))
    return kind + b"%d:" % len(data) + data
