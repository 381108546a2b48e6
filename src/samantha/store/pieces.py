"""How near each word of a question is to some word of an episode, by the signs of the words' vectors.

Guarantees: a word that stands in no other form in an episode can still be near to one that does ("kids", "children").
Does not: choose the words; `memory.pieces` does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from samantha.ports import Tx, Vectors
from samantha.store.near import WORD


def put(tx: Tx, embedder: int, episode: int, pieces: Vectors) -> None:
    """Keep the signs of `pieces`, float32[n, d], d a multiple of 64, for an episode; earlier ones are replaced."""
    tx.execute(
        "INSERT INTO episode_pieces (embedder, episode, bits) VALUES (?, ?, ?)"
        " ON CONFLICT (embedder, episode) DO UPDATE SET bits = excluded.bits",
        (embedder, episode, np.packbits(pieces > 0, axis=1).tobytes()),
    )


def nearness(tx: Tx, embedder: int, ids: Sequence[int], asked: Vectors) -> dict[int, tuple[float, float]]:
    """For each of these episodes that has pieces: how near the nearest of them is to each of `asked`, -1 to 1.

    Two numbers: the mean, and the mean of that half of `asked` that fits worst.
    """
    if not len(asked):
        return {}
    width = asked.shape[1] // 8
    rows = [
        (int(id), bits)
        for id, bits in tx.execute(
            "SELECT episode, bits FROM episode_pieces WHERE embedder = ? AND episode IN"
            " (SELECT value FROM json_each(?))",
            (embedder, json.dumps(list(ids))),
        )
        if bits and len(bits) % width == 0
    ]
    if not rows or width % WORD:
        return {}
    every = np.frombuffer(b"".join(bits for _, bits in rows), dtype=np.uint64).reshape(-1, width // WORD)
    starts = np.cumsum([0, *(len(bits) // width for _, bits in rows)])[:-1]
    signs = np.packbits(asked > 0, axis=1).view(np.uint64)
    best = [np.minimum.reduceat(np.bitwise_count(every ^ piece).sum(axis=1, dtype=np.int64), starts) for piece in signs]
    near = 1.0 - 2.0 * np.stack(best, axis=1) / asked.shape[1]
    least = np.sort(near, axis=1)[:, : max(1, len(asked) // 2)].mean(axis=1)
    both = zip(near.mean(axis=1).tolist(), least.tolist(), strict=True)
    return {id: pair for (id, _), pair in zip(rows, both, strict=True)}
