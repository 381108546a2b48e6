"""Facts as they are kept: what is believed, on which words it stands, what it gave way to, and the person's edits.

Guarantees: no fact without a source, whose span lies inside its episode's text; taking a source away takes the fact.
Does not: decide which fact holds (`memory.reconcile`), nor read texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from samantha.ports import Tx
from samantha.store import episodes
from samantha.store.factrow import Correction, Kept, New
from samantha.store.times import from_columns, to_columns
from samantha.types import Episode, Fact, How, Span

SEALED = "sealed"
"""The label of an episode that enters no fact."""

_COLUMNS = (
    "id, key, about, slot, value, text, how, who, trust, over, secret, from_us, from_offset_s, from_precision, to_us,"
    " to_offset_s, to_precision, learned_us, learned_offset_s, retired_us, retired_offset_s, why, superseded_by, rule,"
    " doubt, against"
)


def add(tx: Tx, new: New, id: int | None = None) -> int:
    """Keep a fact; gives its id. Raises ValueError for no source, or a span that is not inside its episode's text."""
    if not new.sources:
        raise ValueError("a fact needs a source")
    for span in new.sources:
        _check(tx, span)
    since, until = _columns(new.valid_from), _columns(new.valid_to)
    learned = _columns(new.learned_at)
    tx.execute(
        "INSERT INTO facts (id, key, about, slot, value, text, how, who, trust, rule, over, secret, from_us,"
        " from_offset_s, from_precision, to_us, to_offset_s, to_precision, learned_us, learned_offset_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(id, new.key, new.about, new.slot, new.value, new.text, new.how, new.who, new.trust, new.rule),
            *(int(new.over), int(new.secret), *since, new.from_precision, *until, new.to_precision, *learned),
        ),
    )
    fact = tx.last_id
    for span in new.sources:
        tx.execute("INSERT OR IGNORE INTO fact_sources VALUES (?, ?, ?, ?)", (fact, span.episode, span.start, span.end))
    return fact


def add_source(tx: Tx, fact: int, span: Span) -> None:
    """The fact stands on these words too. Raises ValueError as `add`."""
    _check(tx, span)
    tx.execute("INSERT OR IGNORE INTO fact_sources VALUES (?, ?, ?, ?)", (fact, span.episode, span.start, span.end))


def begin(tx: Tx, fact: int, since: datetime, precision: str | None) -> None:
    """It holds since then; only where nobody said so before."""
    tx.execute(
        "UPDATE facts SET from_us = ?, from_offset_s = ?, from_precision = ? WHERE id = ? AND from_us IS NULL",
        (*_columns(since), precision, fact),
    )


def supersede(
    tx: Tx, fact: int, by: int, why: str, until: datetime | None = None, precision: str | None = None
) -> None:
    """`by` took its place; `until` is when it ended in the world, None where two tellings merely contradict."""
    tx.execute("UPDATE facts SET superseded_by = ?, why = ?, doubt = NULL WHERE id = ?", (by, why, fact))
    if until is not None:
        tx.execute(
            "UPDATE facts SET to_us = ?, to_offset_s = ?, to_precision = ? WHERE id = ?",
            (*_columns(until), precision, fact),
        )


def retire(tx: Tx, fact: int, at: datetime, why: str, by: int | None = None) -> None:
    """It is not believed any more: it was wrong (`corrected`) or is unwanted (`retired`)."""
    tx.execute(
        "UPDATE facts SET retired_us = ?, retired_offset_s = ?, why = ?, superseded_by = ?, doubt = NULL WHERE id = ?",
        (*_columns(at), why, by, fact),
    )


def reopen(tx: Tx, by: int, instead: int | None = None) -> None:
    """What gave way to `by` holds again, or gave way to `instead`: `by` was wrong."""
    if instead is not None:
        tx.execute("UPDATE facts SET superseded_by = ? WHERE superseded_by = ? AND id <> ?", (instead, by, instead))
        return
    tx.execute(
        "UPDATE facts SET superseded_by = NULL, why = NULL, to_us = NULL, to_offset_s = NULL, to_precision = NULL"
        " WHERE superseded_by = ? AND retired_us IS NULL AND why IN ('changed', 'ended', 'contradicted')",
        (by,),
    )


def doubt(tx: Tx, fact: int, kind: str | None, against: int | None = None) -> None:
    """Mark a fact as doubtful, or as not doubtful any more."""
    tx.execute("UPDATE facts SET doubt = ?, against = ? WHERE id = ?", (kind, against, fact))


def depend(tx: Tx, fact: int, on: int) -> None:
    """`fact` may not hold any more when `on` changes."""
    tx.execute("INSERT OR IGNORE INTO fact_depends VALUES (?, ?)", (fact, on))


def shake(tx: Tx, ground: int) -> int:
    """What rests on `ground` becomes doubtful; how many facts did."""
    tx.execute(
        "UPDATE facts SET doubt = 'depends', against = ? WHERE superseded_by IS NULL AND retired_us IS NULL"
        " AND how <> 'corrected' AND id IN (SELECT fact FROM fact_depends WHERE on_fact = ?)",
        (ground, ground),
    )
    return tx.changes


def by_id(tx: Tx, ids: Sequence[int]) -> list[Kept]:
    """The facts with these ids, in the order asked; one that is not there is left out."""
    found = {kept.fact.id: kept for id in ids for kept in _facts(tx, "id = ?", (id,))}
    return [found[id] for id in ids if id in found]


def by_key(tx: Tx, key: str) -> Kept | None:
    """The fact that was read there."""
    return next(iter(_facts(tx, "key = ?", (key,))), None)


def of_slot(tx: Tx, slot: str, about: Sequence[int] = ()) -> list[Kept]:
    """Every fact of a slot about one person (all ids of theirs), oldest first; none: the person of this home."""
    if not about:
        return _facts(tx, "slot = ? AND about IS NULL", (slot,))
    return _facts(tx, f"slot = ? AND about IN ({_marks(about)})", (slot, *about))


def of_slots(tx: Tx, prefix: str, about: Sequence[int] = ()) -> list[Kept]:
    """As `of_slot`, for every slot that begins with `prefix`."""
    who = f"about IN ({_marks(about)})" if about else "about IS NULL"
    return _facts(tx, f"substr(slot, 1, ?) = ? AND {who}", (len(prefix), prefix, *about))


def everything(tx: Tx, *, past: bool = False) -> list[Kept]:
    """What is believed now, in order of learning; with `past` also what gave way or was retired."""
    return _facts(tx, "1" if past else "superseded_by IS NULL AND retired_us IS NULL", ())


def at_episodes(tx: Tx, ids: Sequence[int]) -> list[Kept]:
    """The facts that stand on any of these episodes."""
    if not ids:
        return []
    return _facts(tx, f"id IN (SELECT fact FROM fact_sources WHERE episode IN ({_marks(ids)}))", tuple(ids))


def doubtful(tx: Tx, kind: str) -> list[Kept]:
    """The believed facts that are marked so, the latest first."""
    return _facts(tx, "doubt = ? AND retired_us IS NULL", (kind,))[::-1]


def replaced_by(tx: Tx, fact: int) -> list[Kept]:
    """The facts that `fact` took the place of."""
    return _facts(tx, "superseded_by = ?", (fact,))


def standing(tx: Tx) -> set[tuple[int | None, str]]:
    """Whom and which slots the facts in `going` are about: what to read again after a forgetting."""
    rows = tx.execute(
        "SELECT DISTINCT about, slot FROM facts WHERE id IN"
        " (SELECT fact FROM fact_sources WHERE episode IN (SELECT id FROM going))"
    )
    return {(row[0], str(row[1])) for row in rows}


def clear(tx: Tx, how: Sequence[str]) -> None:
    """Take away every fact of these kinds, for a rebuild; corrections stay."""
    tx.execute(f"DELETE FROM facts WHERE how IN ({_marks(how)})", tuple(how))


def drop(tx: Tx, ids: Iterable[int]) -> None:
    """Take away these facts."""
    tx.executemany("DELETE FROM facts WHERE id = ?", [(id,) for id in ids])


def correct(tx: Tx, episode: int, kept: Kept, value: str | None) -> int:
    """Keep what an edit did; gives its id."""
    tx.execute(
        "INSERT INTO corrections (episode, key, about, slot, value) VALUES (?, ?, ?, ?, ?)",
        (episode, kept.key, kept.fact.about, kept.fact.slot, value),
    )
    return tx.last_id


def corrections(tx: Tx, *, undone: bool = False) -> list[Correction]:
    """The person's edits, oldest first; those taken back only with `undone`."""
    rows = tx.execute("SELECT id, episode, key, about, slot, value, undone FROM corrections ORDER BY episode, id")
    found = [Correction(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows]
    return [one for one in found if undone or not one.undone]


def undo(tx: Tx, correction: int) -> None:
    """An edit is taken back; it stays in the list as such."""
    tx.execute("UPDATE corrections SET undone = 1 WHERE id = ?", (correction,))


def ids(tx: Tx) -> dict[str, int]:
    """Where each fact was read, and its id, so that a rebuild gives the same ids."""
    return {str(key): int(id) for key, id in tx.execute("SELECT key, id FROM facts")}


def told(tx: Tx, after: int, n: int) -> list[Episode]:
    """Up to `n` episodes that may teach, with an id above `after`, in order."""
    rows = tx.execute(
        f"SELECT {episodes.COLUMNS} FROM episodes WHERE id > ? AND kind IN ('heard', 'read', 'wrote')"
        " ORDER BY id LIMIT ?",
        (after, n),
    )
    return [episodes.episode(row) for row in rows]


def label(tx: Tx, episode: int, name: str) -> None:
    """Put a label on an episode, such as SEALED; facts that stand on a sealed one go."""
    tx.execute("INSERT OR IGNORE INTO episode_labels VALUES (?, ?)", (episode, name))
    if name == SEALED:
        tx.execute("DELETE FROM fact_sources WHERE episode = ?", (episode,))


def unlabel(tx: Tx, episode: int, name: str) -> None:
    """Take a label off an episode. What rules learn from it is not made here."""
    tx.execute("DELETE FROM episode_labels WHERE episode = ? AND label = ?", (episode, name))


def labels(tx: Tx, episode: int) -> frozenset[str]:
    """The labels of an episode."""
    return frozenset(
        str(row[0]) for row in tx.execute("SELECT label FROM episode_labels WHERE episode = ?", (episode,))
    )


def _check(tx: Tx, span: Span) -> None:
    found: list[Episode] = episodes.by_id(tx, [span.episode])
    if not found or not 0 <= span.start < span.end <= len(found[0].text):
        raise ValueError("a source must be words of its episode")


def _facts(tx: Tx, where: str, params: Sequence[Any]) -> list[Kept]:
    rows = list(tx.execute(f"SELECT {_COLUMNS} FROM facts WHERE {where} ORDER BY id", tuple(params)))
    return [_kept(tx, row) for row in rows]


def _kept(tx: Tx, row: Sequence[Any]) -> Kept:
    id, key, about, slot, value, text, how, who, trust, over, secret = row[:11]
    since, since_precision, until, until_precision = _at(row[11:13]), row[13], _at(row[14:16]), row[16]
    learned, retired = _at(row[17:19]), _at(row[19:21])
    why, superseded_by, rule, doubtful_as, against = row[21:26]
    assert learned is not None  # NOT NULL in the schema
    sources = tuple(
        Span(*spans)
        for spans in tx.execute(
            "SELECT episode, start, end FROM fact_sources WHERE fact = ? ORDER BY episode, start", (id,)
        )
    )
    fact = Fact(id, about, slot, value, text, cast(How, how), who, since, until, learned, retired, sources)
    doubts = (why, superseded_by, rule, doubtful_as, against)
    return Kept(fact, key, trust, bool(over), bool(secret), since_precision, until_precision, *doubts)


def _columns(at: datetime | None) -> tuple[int | None, int | None]:
    return to_columns(at)[:2] if at is not None else (None, None)


def _at(pair: Sequence[Any]) -> datetime | None:
    return from_columns(pair[0], pair[1], None) if pair[0] is not None else None


def _marks(items: Sequence[object]) -> str:
    return ", ".join("?" * len(items))
