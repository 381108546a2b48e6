"""Copies that were put outside the home: exports and backups, where they lie and what they hold.

Guarantees: the same copy noted twice is one row; a copy made while another process wrote the journal is noted in a
file beside it, and taken over at the next opening, so that forgetting can name every copy.
Does not: look whether a copy is still there, nor read one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from samantha.errors import StoreError
from samantha.ports import Store, Tx
from samantha.store.files import write_whole
from samantha.store.times import from_columns, to_columns

Kind: TypeAlias = Literal["export", "backup"]
PENDING = "belongings.note"
"""In the home: copies that could not be noted in the journal yet. Paths, times and hashes; no word of the person's."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One export or backup that we know of."""

    kind: Kind
    path: str
    """Absolute, on this machine, when it was made."""
    at: datetime
    sha256: str
    """Of the export's `manifest.json`, or of the whole backup file."""
    through: int
    """The id of the newest episode in it; 0 where it holds none."""
    gone: bool = False
    """Removed by us, or said to be gone by the person."""
    id: int = 0


def note(tx: Tx, copy: Copy) -> None:
    """Keep that `copy` exists. The same kind, path and hash again changes nothing but that it is not gone."""
    at_us, offset_s, _ = to_columns(copy.at)
    tx.execute(
        "INSERT INTO belongings (kind, path, at_us, offset_s, sha256, through, gone) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (kind, path, sha256) DO UPDATE SET gone = excluded.gone",
        (copy.kind, copy.path, at_us, offset_s, copy.sha256, copy.through, int(copy.gone)),
    )


def known(tx: Tx, kind: Kind | None = None) -> list[Copy]:
    """Every copy that is not known to be gone, oldest first."""
    rows = tx.execute(
        "SELECT kind, path, at_us, offset_s, sha256, through, gone, id FROM belongings"
        " WHERE NOT gone AND (?1 IS NULL OR kind = ?1) ORDER BY at_us, id",
        (kind,),
    )
    return [_copy(row) for row in rows]


def holding(tx: Tx, episode: int) -> list[Copy]:
    """The copies that may hold `episode`: made when it was in the journal already, and not known to be gone."""
    return [copy for copy in known(tx) if copy.through >= episode]


def mark_gone(tx: Tx, path: str, sha256: str | None = None) -> int:
    """Note that what lay at `path` is gone (of that hash, where one is given); how many copies that were."""
    tx.execute("UPDATE belongings SET gone = 1 WHERE path = ?1 AND (?2 IS NULL OR sha256 = ?2)", (path, sha256))
    return tx.changes


def note_beside(home: Path, copy: Copy) -> None:
    """Keep that `copy` exists while another process has the journal. Raises DiskFull, ReadOnly, HomeError."""
    copies = [*pending(home), copy]
    lines = [json.dumps({**asdict(replace(one, id=0)), "at": one.at.isoformat()}) for one in copies]
    write_whole(home / PENDING, "\n".join([*lines, ""]).encode())


def pending(home: Path) -> list[Copy]:
    """What `note_beside` kept and nobody took over yet. A line that is damaged is left out."""
    try:
        lines = (home / PENDING).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    found: list[Copy] = []
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            table = cast(dict[str, Any], json.loads(line))
            at = datetime.fromisoformat(table["at"])
            found.append(Copy(table["kind"], table["path"], at, table["sha256"], int(table["through"])))
    return found


async def take_over(store: Store, home: Path) -> int:
    """Move what is pending into the journal; how many copies that were. On a full disk it waits for another time."""
    waiting = pending(home)
    if waiting:
        try:
            await store.run(_note_all, waiting)
            (home / PENDING).unlink(missing_ok=True)
        except (StoreError, OSError):
            return 0
    return len(waiting)


def _note_all(tx: Tx, copies: list[Copy]) -> None:
    for copy in copies:
        note(tx, copy)


def _copy(row: tuple[Any, ...]) -> Copy:
    kind, path, at_us, offset_s, sha256, through, gone, id = row
    return Copy(cast(Kind, kind), path, from_columns(at_us, offset_s, None), sha256, through, bool(gone), id)
