"""Find episodes by their words and by their meaning.

Guarantees: a query is plain words, never search syntax; vectors of two embedders are never compared.
Does not: fuse or judge; `memory` does.
"""

from __future__ import annotations

import re

from samantha.ports import Tx
from samantha.store.episodes import COLUMNS, episode
from samantha.store.near import CANDIDATES, Near, Vector, cosines, signs_of, small
from samantha.types import SAMANTHA, Episode

MOST_WORDS = 64
"""A pasted page is searched by its first this many different words."""


def words(tx: Tx, query: str, k: int, before: int | None = None) -> list[tuple[int, float]]:
    """The `k` episodes that fit any word of `query` best: (id, BM25), higher fits better, always above 0.

    With `before`, only ids below it. A query without a word finds nothing.
    """
    seen = list(dict.fromkeys(re.findall(r"\w+", query.casefold())))[:MOST_WORDS]
    if not seen:
        return []
    match = " OR ".join(f'"{word}"' for word in seen)
    rows = tx.execute(
        "SELECT rowid, -rank FROM episode_words WHERE episode_words MATCH ? AND rowid < ?"
        " ORDER BY rank, rowid DESC LIMIT ?",
        (match, before if before is not None else 1 << 62, k),
    )
    return [(int(id), float(score)) for id, score in rows]


def put_vector(tx: Tx, episode_id: int, model_name: str, vector: Vector) -> None:
    """Keep `vector`, float32[d] of unit length, for an episode; an earlier one of the same model is replaced.

    A byte a number is kept, and the signs apart: see `near`.
    """
    embedder = known_embedder(tx, model_name)
    for table, column, value in (("vectors", "vector", small(vector)), ("bits", "bits", signs_of(vector))):
        tx.execute(
            f"INSERT INTO episode_{table} (embedder, episode, {column}) VALUES (?, ?, ?)"
            f" ON CONFLICT (embedder, episode) DO UPDATE SET {column} = excluded.{column}",
            (embedder, episode_id, value),
        )


def nearest(tx: Tx, model_name: str, vector: Vector, k: int, near: Near | None = None) -> list[tuple[int, float]]:
    """The `k` episodes nearest to `vector`: (id, cosine similarity -1 to 1), nearest first.

    Exact among the CANDIDATES or more whose signs differ least. `near` saves reading the signs again.
    """
    embedder = embedder_of(tx, model_name)
    if embedder is None:
        return []
    ids = (near or Near()).nearest(tx, embedder, vector, max(CANDIDATES, 4 * k))
    found = cosines(tx, embedder, ids, vector)
    return sorted(found.items(), key=lambda item: (-item[1], -item[0]))[:k]


def unembedded(tx: Tx, model_name: str, limit: int) -> list[Episode]:
    """Up to `limit` episodes that have no vector of this model yet, oldest first. Samantha's own need none."""
    columns = ", ".join(f"e.{name.strip()}" for name in COLUMNS.split(","))
    embedder = embedder_of(tx, model_name)
    rows = tx.execute(
        f"SELECT {columns} FROM episodes AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM episode_vectors AS v WHERE v.embedder = ? AND v.episode = e.id)"
        " AND e.who != ? AND e.id > ? ORDER BY e.id LIMIT ?",
        (embedder, SAMANTHA, _up_to(tx, embedder), limit),
    )
    return [episode(row) for row in rows]


def complete_up_to(tx: Tx, model_name: str, id: int) -> None:
    """Note that no episode up to `id` lacks a vector of this model, so that none of them is looked at again."""
    tx.execute(
        "INSERT INTO vectors_up_to (embedder, episode) VALUES (?, ?)"
        " ON CONFLICT (embedder) DO UPDATE SET episode = max(episode, excluded.episode)",
        (known_embedder(tx, model_name), id),
    )


def behind(tx: Tx, model_name: str) -> int:
    """How many ids a look for what has no vector yet goes through."""
    rows = tx.execute("SELECT max(id) FROM episodes")
    return next(int(row[0] or 0) for row in rows) - _up_to(tx, embedder_of(tx, model_name))


def _up_to(tx: Tx, embedder: int | None) -> int:
    rows = tx.execute("SELECT episode FROM vectors_up_to WHERE embedder = ?", (embedder,))
    return next((int(row[0]) for row in rows), 0)


def count_unembedded(tx: Tx, model_name: str) -> int:
    """How many episodes have no vector of this model yet."""
    rows = tx.execute(
        "SELECT (SELECT count(*) FROM episodes WHERE who != ?)"
        " - (SELECT count(*) FROM episode_vectors AS v JOIN episodes AS e ON e.id = v.episode"
        " WHERE v.embedder = ? AND e.who != ?)",
        (SAMANTHA, embedder_of(tx, model_name), SAMANTHA),
    )
    return next(int(row[0]) for row in rows)


def index_words_again(tx: Tx) -> int:
    """Make the index of words anew from the episodes; how many they are."""
    tx.execute("INSERT INTO episode_words (episode_words) VALUES ('rebuild')")
    return next(int(row[0]) for row in tx.execute("SELECT count(*) FROM episodes"))


def drop_others(tx: Tx, model_name: str) -> None:
    """Delete the vectors of every other model."""
    tx.execute("DELETE FROM embedders WHERE name != ?", (model_name,))


def drop_vectors(tx: Tx, model_name: str) -> None:
    """Delete every vector of this model."""
    tx.execute("DELETE FROM embedders WHERE name = ?", (model_name,))


def known_embedder(tx: Tx, name: str) -> int:
    """The number of this model, given now where it had none."""
    number = embedder_of(tx, name)
    if number is None:
        tx.execute("INSERT INTO embedders (name) VALUES (?)", (name,))
        number = tx.last_id
    return number


def embedder_of(tx: Tx, name: str) -> int | None:
    """The number of this model; None where nothing was embedded by it yet."""
    rows = tx.execute("SELECT id FROM embedders WHERE name = ?", (name,))
    return next((int(row[0]) for row in rows), None)
