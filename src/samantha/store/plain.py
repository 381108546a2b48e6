"""What the journal holds, in plain words: for an export that is read without Samantha.

Guarantees: every column of a row is there, by name; times are ISO 8601 instead of numbers; nothing is rounded off.
Does not: say which tables are worth taking along; `goodbye.contents` does.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from samantha.ports import Tx
from samantha.store.belief import Belief
from samantha.store.times import from_columns
from samantha.types import PLAY, Span

US, OFFSET, ZONE = "_us", "_offset_s", "_zone"


def dump(tx: Tx, table: str) -> Iterator[dict[str, Any]]:
    """Every row of `table`, column by name. `at_us`, `offset_s` and `zone` become `at` and `zone`; bytes base64."""
    names = [str(row[1]) for row in tx.execute(f'PRAGMA table_info("{table}")')]
    for row in tx.execute(f'SELECT * FROM "{table}"'):
        yield _row(dict(zip(names, row, strict=True)))


def by_day(tx: Tx) -> list[int]:
    """The ids of all episodes, in the order of the speakers' own clocks, so that those of one day stand together."""
    rows = tx.execute("SELECT id FROM episodes ORDER BY at_us + 1000000 * offset_s, id")
    return [int(row[0]) for row in rows]


def first_at_us(tx: Tx) -> int:
    """When the first episode was written, in microseconds since 1970; 0 where there is none."""
    rows = tx.execute("SELECT at_us FROM episodes ORDER BY id LIMIT 1")
    return next((int(row[0]) for row in rows), 0)


def newest(tx: Tx) -> int:
    """The id of the newest episode; 0 where there is none."""
    return next((int(row[0] or 0) for row in tx.execute("SELECT max(id) FROM episodes")), 0)


def beliefs(tx: Tx) -> list[Belief]:
    """Every fact, also those that ended or were corrected, oldest first."""
    sources: dict[int, list[Span]] = {}
    for fact, *span in tx.execute("SELECT fact, episode, start, end FROM fact_sources ORDER BY fact, episode, start"):
        sources.setdefault(int(fact), []).append(Span(*map(int, span)))
    rows = tx.execute(
        "SELECT id, key, about, slot, value, text, who, how, from_us, from_offset_s, from_precision, to_us,"
        " to_offset_s, learned_us, learned_offset_s, retired_us, retired_offset_s, why FROM facts ORDER BY id"
    )
    return [_belief(row, tuple(sources.get(int(row[0]), ()))) for row in rows]


def noted(tx: Tx) -> dict[str, list[str]]:
    """Day (ISO 8601) -> the sentences of the page that was written of it, in their order."""
    found: dict[str, list[str]] = {}
    rows = tx.execute(
        "SELECT day, text FROM page_sentences JOIN pages ON pages.id = page WHERE NOT retired ORDER BY day, place"
    )
    for day, text in rows:
        found.setdefault(str(day), []).append(str(text))
    return found


def _belief(row: tuple[Any, ...], sources: tuple[Span, ...]) -> Belief:
    _, key, about, slot, value, text, who, how, f_us, f_s, precision, t_us, t_s, l_us, l_s, r_us, r_s, why = row
    learned = from_columns(l_us, l_s, None)
    return Belief(
        *(key, about, slot, value, text, who, how),
        *(_time(f_us, f_s), precision, _time(t_us, t_s), learned, _time(r_us, r_s), why, sources),
    )


def _time(us: int | None, offset_s: int | None) -> datetime | None:
    return None if us is None else from_columns(us, offset_s or 0, None)


def _row(columns: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in columns.items():
        if name.endswith(US):
            lead = name.removesuffix(US)
            offset = columns.get(lead + OFFSET, columns.get("offset_s") if lead == "at" else None)
            zone = columns.get("zone") if lead == "at" else columns.get(lead + ZONE)
            found[lead] = None if value is None else from_columns(value, offset or 0, zone).isoformat()
        elif not _is_offset(name, columns):
            found[name] = {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
    return found


def _is_offset(name: str, columns: dict[str, Any]) -> bool:
    """A column that is part of a time which is written out already."""
    return (name.endswith(OFFSET) and name.removesuffix(OFFSET) + US in columns) or (
        name == "offset_s" and "at_us" in columns
    )


def own(tx: Tx) -> list[int]:
    """The ids of what the person said, in the order of time; what was told in confidence to be kept apart is left out,
    and what was said in play.

    Also what they wrote elsewhere and had brought in.
    """
    rows = tx.execute(
        "SELECT id FROM episodes WHERE kind = 'heard' AND who = 'person'"
        " AND id NOT IN (SELECT episode FROM episode_labels WHERE label = 'sealed')"
        " AND thread NOT GLOB ? ORDER BY at_us, id",
        (f"{PLAY}*",),
    )
    return [int(row[0]) for row in rows]


def own_days(tx: Tx) -> int:
    """On how many days, by the clock of the place, the person said something."""
    rows = tx.execute(
        "SELECT count(DISTINCT (at_us + 1000000 * offset_s) / 86400000000) FROM episodes"
        " WHERE kind = 'heard' AND who = 'person'"
    )
    return next(int(row[0]) for row in rows)
