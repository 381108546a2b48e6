"""Find episodes by their words and by their meaning.

Guarantees: a query is plain words, never search syntax; vectors of two embedders are never compared.
Does not: fuse or judge; `memory` does.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.ports import Tx
from samantha.store.episodes import COLUMNS, episode
from samantha.types import Episode

Vector: TypeAlias = NDArray[np.float32]
"""float32[d], unit length."""
MOST_WORDS = 64
"""A pasted page is searched by its first this many different words."""
EXACT_BELOW = 1_000
"""Up to this many vectors are compared in full; above, their signs choose which to compare."""
CANDIDATES = 512
"""How many of the nearest by sign are compared in full, at least."""


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
    """Keep `vector`, float32[d] of unit length, for an episode; an earlier one of the same model is replaced."""
    embedder = _embedder(tx, model_name)
    if embedder is None:
        tx.execute("INSERT INTO embedders (name) VALUES (?)", (model_name,))
        embedder = tx.last_id
    row = (embedder, episode_id)
    for table, column, value in (("vectors", "vector", _blob(vector)), ("bits", "bits", _signs(vector))):
        tx.execute(
            f"INSERT INTO episode_{table} (embedder, episode, {column}) VALUES (?, ?, ?)"
            f" ON CONFLICT (embedder, episode) DO UPDATE SET {column} = excluded.{column}",
            (*row, value),
        )


def nearest(tx: Tx, model_name: str, vector: Vector, k: int) -> list[tuple[int, float]]:
    """The `k` episodes nearest to `vector`: (id, cosine similarity -1 to 1), nearest first.

    Exact up to EXACT_BELOW vectors; above, exact among those whose signs differ least.
    """
    embedder = _embedder(tx, model_name)
    if embedder is None:
        return []
    blob = _blob(vector)
    many = next(int(row[0]) for row in tx.execute("SELECT count(*) FROM episode_bits WHERE embedder = ?", (embedder,)))
    if many <= EXACT_BELOW:
        rows = tx.execute(
            "SELECT episode, 1 - vec_distance_cosine(vector, ?) AS s FROM episode_vectors WHERE embedder = ?"
            " ORDER BY s DESC, episode DESC LIMIT ?",
            (blob, embedder, k),
        )
    else:
        rows = tx.execute(
            "WITH near AS MATERIALIZED (SELECT episode FROM episode_bits WHERE embedder = ?"
            " ORDER BY vec_distance_hamming(vec_bit(bits), vec_bit(?)) LIMIT ?)"
            " SELECT v.episode, 1 - vec_distance_cosine(v.vector, ?) AS s FROM near CROSS JOIN episode_vectors AS v"
            " ON v.embedder = ? AND v.episode = near.episode ORDER BY s DESC, v.episode DESC LIMIT ?",
            (embedder, _signs(vector), max(CANDIDATES, 8 * k), blob, embedder, k),
        )
    return [(int(id), min(1.0, float(score))) for id, score in rows]


def unembedded(tx: Tx, model_name: str, limit: int) -> list[Episode]:
    """Up to `limit` episodes that have no vector of this model yet, oldest first."""
    columns = ", ".join(f"e.{name.strip()}" for name in COLUMNS.split(","))
    rows = tx.execute(
        f"SELECT {columns} FROM episodes AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM episode_vectors AS v WHERE v.embedder = ? AND v.episode = e.id) ORDER BY e.id LIMIT ?",
        (_embedder(tx, model_name), limit),
    )
    return [episode(row) for row in rows]


def drop_vectors(tx: Tx, model_name: str) -> None:
    """Delete every vector of this model."""
    tx.execute("DELETE FROM embedders WHERE name = ?", (model_name,))


def _embedder(tx: Tx, name: str) -> int | None:
    rows = tx.execute("SELECT id FROM embedders WHERE name = ?", (name,))
    return next((int(row[0]) for row in rows), None)


def _blob(vector: Vector) -> bytes:
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def _signs(vector: Vector) -> bytes:
    return np.packbits(np.asarray(vector) > 0).tobytes()
