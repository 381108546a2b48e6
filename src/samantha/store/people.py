"""Who is in this life: people, what they are called, where they came up, and who was found to be one.

Guarantees: a merge moves nothing: it says that two are one, so that taking it back leaves exactly what was.
Does not: decide who is meant; `people.who` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from samantha.ports import Tx
from samantha.store.times import from_columns, to_columns
from samantha.types import PERSON, How, Span

What: TypeAlias = Literal["name", "alias", "relation", "address"]
"""A person's own name; what only this person calls them (`Mum`); what they are; where mail reaches them."""


@dataclass(frozen=True, slots=True)
class Called:
    """One thing that somebody is called."""

    person: int
    what: What
    text: str
    """As it was first said."""
    key: str
    """As it is compared."""
    how: How
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in which somebody came up."""

    person: int
    span: Span
    name: str | None
    """A key of Called, of a name, an alias or an address."""
    relation: str | None
    how: How
    met: date | None
    """The day on which they spoke with each other, where these words say so."""
    address: str | None = None
    """The mail address that they wrote these words from."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people who are one."""

    id: int
    kept: int
    gone: int
    at: datetime
    by: str
    """`person`, or the rule's name."""
    undone_at: datetime | None


def add(tx: Tx) -> int:
    """A new person; gives the id."""
    tx.execute("INSERT INTO people DEFAULT VALUES")
    return tx.last_id


def call(tx: Tx, called: Called) -> None:
    """Keep what somebody is called; what the person of this home wrote or retired stays as it is."""
    tx.execute(
        "INSERT INTO person_names (person, what, text, key, how, retired) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (person, what, key) DO UPDATE SET stale = 0,"
        " text = iif(excluded.how = 'corrected', excluded.text, text),"
        " retired = iif(excluded.how = 'corrected', excluded.retired, retired),"
        " how = iif(how = 'corrected', how, excluded.how)",
        (called.person, called.what, called.text, called.key, called.how, int(called.retired)),
    )


def mentioned(tx: Tx, mention: Mention) -> None:
    """Keep that somebody came up; the same words again are the same mention."""
    span = mention.span
    tx.execute(
        "INSERT INTO mentions (episode, start, end, person, name, relation, how, address, met)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (episode, start, end) DO UPDATE SET person = excluded.person, name = excluded.name,"
        " relation = excluded.relation, how = excluded.how, address = excluded.address,"
        " met = coalesce(excluded.met, met), stale = 0",
        (
            *(span.episode, span.start, span.end, mention.person, mention.name, mention.relation, mention.how),
            mention.address,
            mention.met.isoformat() if mention.met else None,
        ),
    )


def overlapping(tx: Tx, span: Span) -> list[Mention]:
    """The mentions that share a character with `span`."""
    rows = tx.execute(
        f"SELECT {_MENTION} FROM mentions WHERE episode = ? AND start < ? AND end > ? AND stale = 0 ORDER BY start",
        (span.episode, span.end, span.start),
    )
    return [_mention(row) for row in rows]


LATELY = 1_000
"""Episodes of a thread that count as one talk's recent past."""
_MENTION = "person, episode, start, end, name, relation, how, met, address"


def _mention(row: Sequence[Any]) -> Mention:
    person, episode, start, end, name, relation, how, met, address = row
    day = date.fromisoformat(met) if met else None
    return Mention(int(person), Span(int(episode), int(start), int(end)), name, relation, how, day, address)


def with_key(tx: Tx, key: str, whats: Sequence[What]) -> list[int]:
    """The ids of those who are called `key`, not counting what was retired, in the order in which they were made."""
    marks = ", ".join("?" * len(whats))
    rows = tx.execute(
        f"SELECT DISTINCT person FROM person_names WHERE key = ? AND retired = 0 AND what IN ({marks}) ORDER BY person",
        (key, *whats),
    )
    return [int(row[0]) for row in rows]


def with_first_name(tx: Tx, key: str) -> list[int]:
    """The ids of those whose name begins with the word `key`: `tom` finds Tom Baker."""
    rows = tx.execute(
        "SELECT DISTINCT person FROM person_names WHERE key > ? AND key < ? AND what = 'name' AND retired = 0"
        " ORDER BY person",
        (f"{key} ", f"{key}!"),
    )
    return [int(row[0]) for row in rows]


def called(tx: Tx, people: Sequence[int]) -> list[Called]:
    """What these are called, the oldest first, also what was retired."""
    rows = tx.execute(
        "SELECT person, what, text, key, how, retired FROM person_names"
        f" WHERE person IN ({_marks(people)}) ORDER BY id",
        people,
    )
    return [Called(int(p), what, text, key, how, bool(retired)) for p, what, text, key, how, retired in rows]


def mentions(tx: Tx, people: Sequence[int]) -> list[Mention]:
    """Where these came up, in the order in which it was said."""
    rows = tx.execute(
        f"SELECT {_MENTION} FROM mentions WHERE person IN ({_marks(people)}) ORDER BY episode, start", people
    )
    return [_mention(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Seen:
    """Where and when somebody came up."""

    first: Mention | None
    times: int
    spoken_of: datetime | None
    """When the person of this home last spoke of them."""
    spoken_with: date | None
    """The last day on which the two were in touch."""


def seen(tx: Tx, people: Sequence[int]) -> Seen:
    """When these came up, over all of their ids."""
    marks = _marks(people)
    first = tx.execute(
        f"SELECT {_MENTION} FROM mentions WHERE person IN ({marks}) ORDER BY episode, start LIMIT 1", people
    )
    mention = next((_mention(row) for row in first), None)
    count = tx.execute(f"SELECT count(*), max(met) FROM mentions WHERE person IN ({marks})", people)
    times, met = next((int(n), day) for n, day in count)
    own = tx.execute(
        "SELECT at_us, offset_s, zone FROM episodes WHERE id ="
        " (SELECT max(m.episode) FROM mentions AS m JOIN episodes AS e ON e.id = m.episode"
        f" WHERE e.who = ? AND m.person IN ({marks}))",
        (PERSON, *people),
    )
    spoken_of = next((from_columns(*row) for row in own), None)
    return Seen(mention, times, spoken_of, date.fromisoformat(met) if met else None)


def last_episode(tx: Tx, people: Sequence[int], thread: str | None = None) -> int:
    """The episode in which any of these last came up (in `thread`, among its last LATELY); 0 for never."""
    # One query each: for several at once SQLite would read every mention there is of them.
    sql = "SELECT max(episode) FROM mentions WHERE person = ?"
    if thread is not None:
        sql = (
            f"SELECT m.episode FROM (SELECT id FROM episodes WHERE thread = ? ORDER BY id DESC LIMIT {LATELY}) AS e"
            " CROSS JOIN mentions AS m ON m.person = ? AND m.episode = e.id ORDER BY e.id DESC LIMIT 1"
        )
    inside = () if thread is None else (thread,)
    found = [int(row[0]) for person in people for row in tx.execute(sql, (*inside, person)) if row[0] is not None]
    return max(found, default=0)


def last_relation(tx: Tx, people: Sequence[int], among: Sequence[str]) -> str | None:
    """What these were last called, of the relations `among`."""
    sql = (
        "SELECT episode, start, relation FROM mentions WHERE person = ? AND relation IS NOT NULL"
        f" AND relation IN ({_marks(among)}) ORDER BY episode DESC, start DESC LIMIT 1"
    )
    found = [tuple(row) for person in people for row in tx.execute(sql, (person, *among))]
    return max(found)[2] if found else None


def uses(tx: Tx, people: Sequence[int]) -> dict[str, int]:
    """How often these came up under each name, by key."""
    rows = tx.execute(
        f"SELECT name, count(*) FROM mentions WHERE name IS NOT NULL AND person IN ({_marks(people)}) GROUP BY name",
        people,
    )
    return {str(name): int(n) for name, n in rows}


def everybody(tx: Tx) -> list[int]:
    """The id of everybody who was not merged into another, in the order in which they were made."""
    return [int(row[0]) for row in tx.execute(f"SELECT id FROM people WHERE id NOT IN ({_GONE}) ORDER BY id")]


_GONE = "SELECT gone FROM person_merges WHERE undone_us IS NULL"


def exists(tx: Tx, id: int) -> bool:
    """Whether there is such a person."""
    return any(True for _ in tx.execute("SELECT 1 FROM people WHERE id = ?", (id,)))


def root(tx: Tx, id: int) -> int:
    """The one that `id` is, after every merge that holds: itself, where it was not merged."""
    rows = tx.execute(
        "WITH RECURSIVE up (id) AS (SELECT ? UNION SELECT kept FROM person_merges JOIN up ON gone = up.id"
        f" WHERE undone_us IS NULL) SELECT id FROM up WHERE id NOT IN ({_GONE})",
        (id,),
    )
    return next((int(row[0]) for row in rows), id)


def family(tx: Tx, id: int) -> list[int]:
    """Every id that is the same person as `id`, the kept one first."""
    rows = tx.execute(
        "WITH RECURSIVE down (id) AS (SELECT ? UNION SELECT gone FROM person_merges JOIN down ON kept = down.id"
        " WHERE undone_us IS NULL) SELECT id FROM down",
        (root(tx, id),),
    )
    return [int(row[0]) for row in rows]


def merge(tx: Tx, kept: int, gone: int, at: datetime, by: str) -> int:
    """Say that `gone` is `kept`; neither may be merged into another already. Gives the merge's id."""
    at_us, offset_s, _ = to_columns(at)
    tx.execute(
        "INSERT INTO person_merges (kept, gone, at_us, offset_s, by) VALUES (?, ?, ?, ?, ?)",
        (kept, gone, at_us, offset_s, by),
    )
    return tx.last_id


def undo(tx: Tx, merge_id: int, at: datetime) -> None:
    """Take a merge back; it stays on record, so that no rule makes it again."""
    tx.execute(
        "UPDATE person_merges SET undone_us = ? WHERE id = ? AND undone_us IS NULL", (to_columns(at)[0], merge_id)
    )


def merges(tx: Tx, people: Sequence[int]) -> list[Merge]:
    """Every merge with one of these on either side, also those taken back, the oldest first."""
    marks = _marks(people)
    rows = tx.execute(
        "SELECT id, kept, gone, at_us, offset_s, by, undone_us FROM person_merges"
        f" WHERE kept IN ({marks}) OR gone IN ({marks}) ORDER BY id",
        (*people, *people),
    )
    return [
        Merge(
            *(int(id), int(kept), int(gone), from_columns(at, offset, None), by),
            from_columns(undone, offset, None) if undone is not None else None,
        )
        for id, kept, gone, at, offset, by, undone in rows
    ]


def consent(tx: Tx, id: int) -> str | None:
    """What somebody agreed to, where it was asked."""
    return next((row[0] for row in tx.execute("SELECT consent FROM people WHERE id = ?", (id,))), None)


def retire_written(tx: Tx, people: Sequence[int]) -> None:
    """An earlier name that the person of this home gave counts as any other from now on."""
    marks = _marks(people)
    tx.execute(
        f"UPDATE person_names SET how = 'said' WHERE person IN ({marks}) AND what = 'name' AND how = 'corrected'"
        " AND retired = 0 AND EXISTS (SELECT 1 FROM mentions AS m WHERE m.person = person_names.person"
        " AND m.name = person_names.key)",
        people,
    )
    tx.execute(
        f"DELETE FROM person_names WHERE person IN ({marks}) AND what = 'name' AND how = 'corrected' AND retired = 0",
        people,
    )


def retire(tx: Tx, people: Sequence[int], what: What) -> None:
    """Stop calling these whatever of this kind they were called: the person of this home said so, and it stays."""
    tx.execute(
        f"UPDATE person_names SET retired = 1, how = 'corrected' WHERE what = ? AND person IN ({_marks(people)})",
        (what, *people),
    )


def begin_anew(tx: Tx) -> None:
    """Mark what was read from words, before all of it is read again; what is read again is unmarked."""
    tx.execute("UPDATE mentions SET stale = 1")
    tx.execute("UPDATE person_names SET stale = 1 WHERE how <> 'corrected'")
    tx.execute("UPDATE person_merges SET stale = 1 WHERE by <> 'person' AND undone_us IS NULL")


def end_anew(tx: Tx) -> None:
    """Drop what was not read again; the person's own edits stay, and so do the ids."""
    tx.execute("DELETE FROM mentions WHERE stale = 1")
    tx.execute("DELETE FROM person_names WHERE stale = 1")
    tx.execute("DELETE FROM person_merges WHERE stale = 1")
    tx.execute(
        "DELETE FROM people WHERE id NOT IN (SELECT person FROM mentions)"
        " AND id NOT IN (SELECT person FROM person_names WHERE how = 'corrected')"
        " AND id NOT IN (SELECT kept FROM person_merges UNION SELECT gone FROM person_merges)"
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
