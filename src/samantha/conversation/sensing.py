"""The words of a turn through the embedder: the moment with its feelings, and which of our examples are near.

Guarantees: one vector a turn; the examples are embedded once for each embedder. With another embedder than the one that
distances and feelings were measured on, nothing is near and no feeling is read; nor is one where the person said so.
Does not: decide anything; `moment`, `moves` and `own_words` do, and are pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from samantha.conversation.around import FEELINGS, UNREAD
from samantha.conversation.examples import Near, examples, nearest
from samantha.conversation.feelings import NO_FEELINGS, READS, weigh
from samantha.conversation.moment import Moment, read_moment
from samantha.ports import Embed, Samantha, Vectors
from samantha.store import settings

_tables: WeakKeyDictionary[Embed, Vectors] = WeakKeyDictionary()
"""The examples' vectors, an embedder each: they are ours and hold no word of any person."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """A turn, sensed."""

    moment: Moment
    vector: Vectors | None
    """float32[1, d]; None where nothing can be compared with it."""


async def sense(s: Samantha, words: str, before: Sequence[str]) -> Sensed:
    """The moment of `words`; `before` holds the person's last turns, oldest first."""
    if s.embed.name != READS:
        return Sensed(read_moment(words, NO_FEELINGS, before), None)
    vector = await s.embed.embed([words])
    unread = await s.store.read(settings.get, FEELINGS) == UNREAD
    return Sensed(read_moment(words, NO_FEELINGS if unread else weigh(vector[0], words), before), vector)


async def near(s: Samantha, sensed: Sensed, moves: Collection[str], words: str) -> list[Near]:
    """The examples of `moves` nearest to `words`, nearest first; none where nothing can be compared."""
    if sensed.vector is None:
        return []
    return nearest(sensed.vector[0], await get_ready(s), moves, words)


async def get_ready(s: Samantha) -> Vectors:
    """The examples' vectors, float32[n, d]; embedded at the first call, which takes about a second.

    No row with another embedder: nothing is compared there.
    """
    table = _tables.get(s.embed)
    if table is None and s.embed.name != READS:
        return np.zeros((0, s.embed.dim), dtype=np.float32)
    if table is None:
        table = await s.embed.embed([example.said for example in examples()])
        _tables[s.embed] = table
    return table
