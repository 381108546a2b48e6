"""What happened: append, and read back in order.

Guarantees: text is kept word for word; an episode and its search words are written together or not at all.
Does not: change an episode; only forgetting will.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns
from samantha.types import Draft, Episode, Kind

COLUMNS = "id, at_us, offset_s, zone, kind, who, text, thread, cut, origin, reply_to"


def append(tx: Tx, draft: Draft) -> Episode:
    """Write one episode and its search words. A second draft with the same key gives back the first one's episode.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD. Raises ValueError for a time without a zone.
    """
    if draft.key is not None:
        for row in tx.execute(f"SELECT {COLUMNS} FROM episodes WHERE key = ?", (draft.key,)):
            return episode(row)
    text = "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in draft.text)
    at_us, offset_s, zone = to_columns(draft.at)
    values = (at_us, offset_s, zone, draft.kind, draft.who, text, draft.thread, int(draft.cut), draft.origin)
    tx.execute(
        "INSERT INTO episodes (at_us, offset_s, zone, kind, who, text, thread, cut, origin, reply_to, key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, draft.reply_to, draft.key),
    )
    new = tx.last_id
    tx.execute("INSERT INTO episode_words (rowid, text) VALUES (?, ?)", (new, text))
    return episode((new, *values, draft.reply_to))


def by_id(tx: Tx, ids: Sequence[int]) -> list[Episode]:
    """The episodes with these ids, in the order asked; an id that is not there is left out."""
    found: dict[int, Episode] = {}
    for wanted in ids:
        for row in tx.execute(f"SELECT {COLUMNS} FROM episodes WHERE id = ?", (wanted,)):
            found[wanted] = episode(row)
    return [found[wanted] for wanted in ids if wanted in found]


def many(tx: Tx, ids: Sequence[int]) -> list[Episode]:
    """The episodes with these ids, in the order of their ids; an id that is not there is left out."""
    rows = tx.execute(
        f"SELECT {COLUMNS} FROM episodes WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(ids)),),
    )
    return _episodes(rows)


def last_id(tx: Tx) -> int:
    """The highest id, which is about how many episodes there are; 0 for none. Costs nothing, however many they are."""
    return next(int(row[0] or 0) for row in tx.execute("SELECT max(id) FROM episodes"))


def recent(tx: Tx, n: int, thread: str | None = None, before: int | None = None) -> list[Episode]:
    """The last `n` episodes (of `thread`, with an id below `before`), oldest first."""
    where = ["id < ?"] if before is not None else []
    params: list[Any] = [before] if before is not None else []
    if thread is not None:
        where.append("thread = ?")
        params.append(thread)
    clause = f"WHERE {' AND '.join(where)}" if where else ""
    rows = tx.execute(f"SELECT {COLUMNS} FROM episodes {clause} ORDER BY id DESC LIMIT ?", (*params, n))
    return _episodes(rows)[::-1]


def unanswered(tx: Tx, thread: str) -> Episode | None:
    """The last thing heard in `thread`, when nothing said replies to it; else None."""
    rows = tx.execute(
        f"SELECT {COLUMNS} FROM episodes AS heard WHERE id ="
        " (SELECT max(id) FROM episodes WHERE thread = ? AND kind = 'heard')"
        " AND NOT EXISTS (SELECT 1 FROM episodes WHERE reply_to = heard.id AND kind = 'said')",
        (thread,),
    )
    return next((episode(row) for row in rows), None)


def around(tx: Tx, id: int, n: int) -> list[Episode]:
    """Up to `n` episodes before and `n` after `id` in its own thread, with itself, oldest first."""
    centre = by_id(tx, [id])
    if not centre:
        return []
    after = tx.execute(
        f"SELECT {COLUMNS} FROM episodes WHERE thread = ? AND id > ? ORDER BY id LIMIT ?", (centre[0].thread, id, n)
    )
    return [*recent(tx, n, centre[0].thread, before=id), *centre, *_episodes(after)]


def count(tx: Tx) -> int:
    """How many episodes there are."""
    return next(int(row[0]) for row in tx.execute("SELECT count(*) FROM episodes"))


def episode(row: Sequence[Any]) -> Episode:
    """An Episode from a row of COLUMNS."""
    id, at_us, offset_s, zone, kind, who, text, thread, cut, origin, reply_to = row
    at = from_columns(at_us, offset_s, zone)
    return Episode(id, at, cast(Kind, kind), who, text, thread, bool(cut), origin, reply_to)


def _episodes(rows: Iterable[Sequence[Any]]) -> list[Episode]:
    return [episode(row) for row in rows]
