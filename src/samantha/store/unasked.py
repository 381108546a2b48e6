"""What may be said unasked, what was, and what was waved off; and the days and people that may give an occasion.

Guarantees: a word and what it spends are written in one transaction, the caller's; the same key is never kept twice.
Does not: decide (`care.reserves`), nor hold a word of what was said: that is an episode.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from samantha.ports import Tx
from samantha.store.facts import SEALED
from samantha.store.times import from_columns, to_columns

NOTHING = "none"
"""The reserve of a word that costs nothing."""
FREE = "free"
"""How `Draft.origin` marks an episode that she said unasked."""
_KEY = "unasked:"


@dataclass(frozen=True, slots=True)
class Set:
    """A budget that the person set."""

    name: str
    words: int
    period: str


@dataclass(frozen=True, slots=True)
class Row:
    """An unasked word: what it spent, and what it was about where that is not forgotten."""

    id: int
    at: datetime
    reserve: str
    cost: int
    kind: str | None
    key: str | None
    subject: str | None
    waved: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who came up in the person's own words."""

    person: int
    days: int
    """On how many days."""
    last: datetime
    episode: int
    """The last of these episodes."""
    met: date | None
    """The last day on which the two were in touch."""


def budgets(tx: Tx) -> list[Set]:
    """The budgets that were set; one that is missing stands at its default."""
    rows = tx.execute("SELECT name, budget, period FROM reserves ORDER BY name")
    return [Set(str(name), int(words), str(period)) for name, words, period in rows]


def set_budget(tx: Tx, name: str, words: int, period: str) -> None:
    """From now on so many words in a `period`."""
    tx.execute(
        "INSERT INTO reserves VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET budget = excluded.budget, period = excluded.period",
        (name, words, period),
    )


def clear_budgets(tx: Tx) -> None:
    """The defaults hold again."""
    tx.execute("DELETE FROM reserves")


def spend(tx: Tx, at: datetime, reserve: str | None, cost: int) -> int:
    """Keep that so much was spent; gives the id of the spending."""
    at_us, offset_s, _ = to_columns(at)
    tx.execute(
        "INSERT INTO spendings (at_us, offset_s, reserve, cost) VALUES (?, ?, ?, ?)",
        (at_us, offset_s, reserve or NOTHING, cost),
    )
    return tx.last_id


def keep(tx: Tx, spending: int, kind: str, key: str, subject: str, stands_on: Iterable[int]) -> None:
    """What the spending was for, and the episodes that it stands on. Raises StoreError for a key that was used."""
    tx.execute("INSERT INTO unasked (spending, kind, key, subject) VALUES (?, ?, ?, ?)", (spending, kind, key, subject))
    tx.executemany("INSERT OR IGNORE INTO unasked_stands VALUES (?, ?)", [(spending, id) for id in stands_on])


def episode_key(key: str) -> str:
    """The key of the episode in which it was said, so that it is found again, and is one however often it is told."""
    return f"{_KEY}{key}"


def rows(tx: Tx) -> list[Row]:
    """Everything that was ever said unasked, oldest first."""
    found = tx.execute(
        "SELECT s.id, s.at_us, s.offset_s, s.reserve, s.cost, u.kind, u.key, u.subject, u.waved_us"
        " FROM spendings AS s LEFT JOIN unasked AS u ON u.spending = s.id ORDER BY s.id"
    )
    return [
        Row(
            *(int(id), from_columns(at_us, offset, None), str(reserve), int(cost), kind, key, subject),
            from_columns(waved, offset, None) if waved is not None else None,
        )
        for id, at_us, offset, reserve, cost, kind, key, subject, waved in found
    ]


def wave_off(tx: Tx, at: datetime) -> bool:
    """The last word that was said unasked is waved off; False where it was forgotten meanwhile."""
    tx.execute(
        "UPDATE unasked SET waved_us = ? WHERE spending = (SELECT max(id) FROM spendings) AND waved_us IS NULL",
        (to_columns(at)[0],),
    )
    return tx.changes > 0


def take_back(tx: Tx, spending: int) -> bool:
    """What was waved off may come up again; False where there is nothing like that."""
    tx.execute("UPDATE unasked SET waved_us = NULL WHERE spending = ? AND waved_us IS NOT NULL", (spending,))
    return tx.changes > 0


def said_in(tx: Tx, spending: int) -> int | None:
    """The id of the episode in which it was said, where it is kept."""
    found = tx.execute(
        "SELECT e.id FROM unasked AS u JOIN episodes AS e ON e.key = ? || u.key WHERE u.spending = ?", (_KEY, spending)
    )
    return next((int(row[0]) for row in found), None)


def because_of(tx: Tx, episode: int) -> list[int]:
    """The ids of the episodes in which she said something unasked that stands on `episode`."""
    found = tx.execute(
        "SELECT e.id FROM unasked_stands AS w JOIN unasked AS u ON u.spending = w.spending"
        " JOIN episodes AS e ON e.key = ? || u.key WHERE w.episode = ?",
        (_KEY, episode),
    )
    return [int(row[0]) for row in found]


def stands_on(tx: Tx, spending: int) -> list[int]:
    """The episodes that it stands on."""
    found = tx.execute("SELECT episode FROM unasked_stands WHERE spending = ? ORDER BY episode", (spending,))
    return [int(row[0]) for row in found]


def birthdays(tx: Tx) -> list[int]:
    """The ids of the facts that name somebody's birthday and are believed."""
    return _ids(tx, "slot = 'birthday'", ())


def happened(tx: Tx, since: datetime, until: datetime) -> list[int]:
    """The ids of the facts about something with a time of its own in this stretch, believed, the latest first."""
    return _ids(
        tx,
        "(substr(slot, 1, 5) = 'when:' OR slot = 'plan') AND from_us >= ? AND from_us < ?"
        " AND from_precision IN ('minute', 'hour', 'day')",
        (to_columns(since)[0], to_columns(until)[0]),
        "from_us DESC, id",
    )


def deaths(tx: Tx) -> list[tuple[int | None, datetime]]:
    """Who is told to have died, and when that was learned."""
    found = tx.execute(
        "SELECT about, learned_us, learned_offset_s FROM facts"
        " WHERE slot = 'alive' AND retired_us IS NULL AND superseded_by IS NULL"
    )
    return [(about, from_columns(at, offset, None)) for about, at, offset in found]


def known(tx: Tx) -> list[Known]:
    """Everybody whom the person spoke of, by the ids that the mentions have; merges are not minded."""
    found = tx.execute(
        "SELECT m.person, count(DISTINCT (e.at_us + 1000000 * e.offset_s) / 86400000000), max(e.at_us), max(e.id),"
        " max(m.met) FROM mentions AS m JOIN episodes AS e ON e.id = m.episode"
        " WHERE e.who = 'person' AND e.kind = 'heard' GROUP BY m.person ORDER BY m.person"
    )
    return [
        Known(int(person), int(days), from_columns(last, 0, None), int(id), date.fromisoformat(met) if met else None)
        for person, days, last, id, met in found
    ]


def days_of_talk(tx: Tx, since: datetime) -> int:
    """On how many days since then the person talked with her; what was brought in does not count."""
    found = tx.execute(
        "SELECT count(DISTINCT (at_us + 1000000 * offset_s) / 86400000000) FROM episodes"
        " WHERE at_us >= ? AND kind = 'heard' AND who = 'person' AND origin NOT LIKE 'import:%'",
        (to_columns(since)[0],),
    )
    return next(int(row[0]) for row in found)


def own_words(tx: Tx, since: datetime) -> list[tuple[int, datetime, str]]:
    """Id, time and text of what the person said since then, not what is sealed, oldest first; at most 2,000."""
    found = tx.execute(
        "SELECT id, at_us, offset_s, text FROM episodes WHERE at_us >= ? AND kind = 'heard' AND who = 'person'"
        " AND id NOT IN (SELECT episode FROM episode_labels WHERE label = ?) ORDER BY id DESC LIMIT 2000",
        (to_columns(since)[0], SEALED),
    )
    return [(int(id), from_columns(at, offset, None), str(text)) for id, at, offset, text in found][::-1]


def last_sealed(tx: Tx) -> datetime | None:
    """When something was last said that is sealed."""
    found = tx.execute(
        "SELECT at_us, offset_s FROM episodes WHERE id IN"
        " (SELECT episode FROM episode_labels WHERE label = ?) ORDER BY at_us DESC LIMIT 1",
        (SEALED,),
    )
    return next((from_columns(at, offset, None) for at, offset in found), None)


def _ids(tx: Tx, where: str, params: tuple[object, ...], order: str = "id") -> list[int]:
    found = tx.execute(
        f"SELECT id FROM facts WHERE {where} AND retired_us IS NULL AND superseded_by IS NULL ORDER BY {order}", params
    )
    return [int(row[0]) for row in found]
