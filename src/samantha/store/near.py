"""The episodes nearest in meaning: all signs looked through in memory, the best of them compared in full.

Guarantees: what was deleted is never found, by this process or another one: a mark in the journal says that something
went, and then what was read is dropped. Nothing of it is written anywhere.
Does not: embed, nor keep whole vectors in memory: 48 bytes an episode.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.ports import Tx

Vector: TypeAlias = NDArray[np.float32]
"""float32[d], unit length."""
CANDIDATES = 512
"""How many of the nearest by sign are compared in full, at least."""
WORD = 8
"""Bytes that are compared at once."""
READ = 20_000
"""Rows taken over at a time."""


class Near:
    """The signs of one model's vectors, kept in memory between questions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._embedder: int | None = None
        self._losses = -1
        self._last = 0
        self._signs = np.zeros((0, 0), dtype=np.uint64)
        self._episodes = np.zeros(0, dtype=np.int64)
        self._many = 0

    def drop(self) -> None:
        """Keep nothing. The next question reads it again."""
        with self._lock:
            self._clear(None, -1)

    @property
    def held(self) -> int:
        """For how many vectors signs are in memory."""
        return self._many

    def nearest(self, tx: Tx, embedder: int, vector: Vector, k: int) -> list[int]:
        """Up to `k` episodes whose signs differ least from those of `vector`, nearest first."""
        with self._lock:
            self._refresh(tx, embedder, -(-len(vector) // 8))
            signs, ids = self._signs[:, : self._many], self._episodes[: self._many]
        if not len(ids):
            return []
        differing = np.zeros(len(ids), dtype=np.uint16)
        for column, wanted in zip(signs, _words(signs_of(vector)), strict=True):
            differing += np.bitwise_count(column ^ wanted)
        k = min(k, len(ids))
        found = np.argpartition(differing, k - 1)[:k]
        order = np.lexsort((-ids[found], differing[found]))
        return [int(id) for id in ids[found][order]]

    def _refresh(self, tx: Tx, embedder: int, width: int) -> None:
        losses = next((int(row[0]) for row in tx.execute("SELECT many FROM vector_losses")), 0)
        if embedder != self._embedder or losses != self._losses:
            self._clear(embedder, losses)
        rows = tx.execute(
            "SELECT id, episode, bits FROM episode_bits WHERE id > ? AND embedder = ? ORDER BY id",
            (self._last, embedder),
        )
        taken: list[tuple[int, int, bytes]] = []
        for row in rows:
            taken.append((row[0], row[1], row[2]))
            if len(taken) == READ:
                self._take(taken, width)
                taken = []
        self._take(taken, width)

    def _take(self, rows: Sequence[tuple[int, int, bytes]], width: int) -> None:
        rows = [row for row in rows if len(row[2]) == width]
        if not rows:
            return
        new = np.stack([_words(bits) for _, _, bits in rows], axis=1)
        if self._many + len(rows) > len(self._episodes):
            room = max(1024, len(rows), len(self._episodes) // 4)
            empty = np.zeros((len(new), self._many + room), dtype=np.uint64)
            empty[: len(self._signs), : self._many] = self._signs[:, : self._many]
            self._signs = empty
            self._episodes = np.concatenate([self._episodes[: self._many], np.zeros(room, dtype=np.int64)])
        end = self._many + len(rows)
        self._signs[:, self._many : end] = new
        self._episodes[self._many : end] = [episode for _, episode, _ in rows]
        self._many, self._last = end, rows[-1][0]

    def _clear(self, embedder: int | None, losses: int) -> None:
        self._embedder, self._losses, self._last, self._many = embedder, losses, 0, 0
        self._signs = np.zeros((0, 0), dtype=np.uint64)
        self._episodes = np.zeros(0, dtype=np.int64)


def cosines(tx: Tx, embedder: int, ids: Sequence[int], vector: Vector) -> dict[int, float]:
    """The cosine, -1 to 1, of `vector` and of each of these episodes that has a vector of the same length."""
    rows = [
        (int(id), data)
        for id, data in tx.execute(
            "SELECT episode, vector FROM episode_vectors WHERE embedder = ? AND episode IN"
            " (SELECT value FROM json_each(?))",
            (embedder, json.dumps(list(ids))),
        )
        if len(data) == len(vector)
    ]
    if not rows:
        return {}
    matrix = np.frombuffer(b"".join(data for _, data in rows), dtype=np.int8).reshape(len(rows), -1).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(matrix, axis=1), 1e-9)
    near = np.clip(matrix @ vector / lengths, -1.0, 1.0)
    return {id: float(value) for (id, _), value in zip(rows, near, strict=True)}


def small(vector: Vector) -> bytes:
    """`vector` with a byte a number; its direction stays to within about a degree, its length is not kept."""
    top = float(np.abs(vector).max()) or 1.0
    return np.round(np.asarray(vector) * (127.0 / top)).astype(np.int8).tobytes()


def signs_of(vector: Vector) -> bytes:
    """One bit for each number of `vector`: whether it is above zero."""
    return np.packbits(np.asarray(vector) > 0).tobytes()


def _words(bits: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(bits + bytes(-len(bits) % WORD), dtype=np.uint64)
