"""What the page of a week is counted from: the person's own words of some days, their evenings, and what they took off.

Guarantees: what is sealed, brought in from elsewhere, or said by another is left out; days are those of the speaker's
own clock.
Does not: read words; `care.given` does.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samantha.ports import Tx
from samantha.store.episodes import COLUMNS, episode
from samantha.store.facts import SEALED
from samantha.store.times import to_columns
from samantha.types import Episode

_OWN = "kind = 'heard' AND who = 'person' AND origin NOT LIKE 'import:%'"
_LOCAL_DAY = "(at_us + 1000000 * offset_s) / 86400000000"
_LOCAL_HOUR = "((at_us + 1000000 * offset_s) / 3600000000) % 24"
EVENING = 18
"""The hour from which it is evening, by the speaker's clock."""
_EPOCH = date(1970, 1, 1)


def told(tx: Tx, start: datetime, end: datetime) -> list[Episode]:
    """What the person said to her from `start` on and before `end`, in order."""
    rows = tx.execute(
        f"SELECT {COLUMNS} FROM episodes WHERE at_us >= ? AND at_us < ? AND {_OWN}"
        " AND id NOT IN (SELECT episode FROM episode_labels WHERE label = ?) ORDER BY id",
        (to_columns(start)[0], to_columns(end)[0], SEALED),
    )
    return [episode(row) for row in rows]


def days_here(tx: Tx, start: datetime, end: datetime) -> set[date]:
    """The days on which the person talked with her."""
    return _days(tx, start, end, "1")


def evenings_here(tx: Tx, start: datetime, end: datetime) -> set[date]:
    """The days on which the person talked with her in the evening."""
    return _days(tx, start, end, f"{_LOCAL_HOUR} >= {EVENING}")


def first_day(tx: Tx) -> date | None:
    """The first day on which the person talked with her."""
    rows = tx.execute(f"SELECT {_LOCAL_DAY} FROM episodes WHERE {_OWN} ORDER BY at_us LIMIT 1")
    return next((_day(row[0]) for row in rows), None)


def taken_off(tx: Tx) -> set[tuple[int, int]]:
    """What does not count, because the person said so: episode, and the character at which it begins."""
    return {(int(id), int(start)) for id, start in tx.execute("SELECT episode, start FROM given_off")}


def take_off(tx: Tx, episode: int, start: int) -> None:
    """It does not count."""
    tx.execute("INSERT OR IGNORE INTO given_off VALUES (?, ?)", (episode, start))


def put_back(tx: Tx, episode: int, start: int) -> None:
    """It counts again."""
    tx.execute("DELETE FROM given_off WHERE episode = ? AND start = ?", (episode, start))


def _days(tx: Tx, start: datetime, end: datetime, where: str) -> set[date]:
    rows = tx.execute(
        f"SELECT DISTINCT {_LOCAL_DAY} FROM episodes WHERE at_us >= ? AND at_us < ? AND {_OWN} AND {where}",
        (to_columns(start)[0], to_columns(end)[0]),
    )
    return {_day(row[0]) for row in rows}


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=int(number))
