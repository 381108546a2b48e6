"""What was brought in from elsewhere: a row an import, and which episodes came with it.

Guarantees: an import that was broken off is taken up again under its number.
Does not: keep the file, nor any word of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns

_COLUMNS = "id, form, name, within, sha256, at_us, offset_s, zone, whole, unread"


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was brought in."""

    id: int
    form: str
    name: str
    """The file's own name, without its folder."""
    within: str
    """What the keys of its turns name the talk, where the file holds one; else empty."""
    sha256: str
    at: datetime
    """When it began."""
    whole: bool
    """It came to its end; else it was broken off and can be taken up again."""
    unread: int
    """Places of the file that could not be read."""
    kept: int
    """Episodes that came with it and are still here."""


def begin(tx: Tx, form: str, name: str, within: str, sha256: str, at: datetime) -> int:
    """The number of an import that begins; that of an earlier one of the same file and form if there is one."""
    for row in tx.execute("SELECT id FROM imports WHERE form = ? AND sha256 = ?", (form, sha256)):
        return int(row[0])
    tx.execute(
        "INSERT INTO imports (form, name, within, sha256, at_us, offset_s, zone, whole, unread)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
        (form, name, within, sha256, *to_columns(at)),
    )
    return tx.last_id


def known(tx: Tx, keys: Iterable[str]) -> dict[str, int]:
    """Those of `keys` that stand in the journal, each with its episode's id."""
    found: dict[str, int] = {}
    for key in keys:
        for row in tx.execute("SELECT id FROM episodes WHERE key = ?", (key,)):
            found[key] = int(row[0])
    return found


def came_with(tx: Tx, import_id: int, episodes: Sequence[int]) -> None:
    """Note that these episodes came with this import."""
    tx.executemany(
        "INSERT OR IGNORE INTO import_episodes (episode, import) VALUES (?, ?)", [(id, import_id) for id in episodes]
    )


def finish(tx: Tx, import_id: int, unread: int) -> bool:
    """The import came to its end; `unread` places could not be read. False when nothing of it is here: then the row
    goes too."""
    tx.execute("UPDATE imports SET whole = 1, unread = ? WHERE id = ?", (unread, import_id))
    tx.execute(
        "DELETE FROM imports WHERE id = ? AND NOT EXISTS (SELECT 1 FROM import_episodes WHERE import = ?)",
        (import_id, import_id),
    )
    return tx.changes == 0


def listed(tx: Tx) -> list[Import]:
    """Every import, oldest first."""
    rows = tx.execute(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM import_episodes WHERE import = imports.id) FROM imports ORDER BY id"
    )
    return [_import(row) for row in rows]


def episodes_of(tx: Tx, import_id: int) -> list[int]:
    """The ids of the episodes that came with this import and are still here."""
    rows = tx.execute("SELECT episode FROM import_episodes WHERE import = ? ORDER BY episode", (import_id,))
    return [int(row[0]) for row in rows]


def _import(row: Sequence[Any]) -> Import:
    id, form, name, within, sha256, at_us, offset_s, zone, whole, unread, kept = row
    return Import(id, form, name, within, sha256, from_columns(at_us, offset_s, zone), bool(whole), unread, kept)
