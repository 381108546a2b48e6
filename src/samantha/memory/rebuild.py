"""Make again what is derived from the journal: the index of words, the facts, the vectors.

Guarantees: no word of the journal changes; stopped or killed at any moment, what is there still works, and the same
call, or a quiet moment, makes the rest.
Does not: touch what the person corrected, nor ask a model but the embedder.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from samantha.memory.recall import index_pending, let_go
from samantha.memory.relearn import relearn
from samantha.ports import Samantha
from samantha.store import search

Show: TypeAlias = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much; a total of 0 is not known."""
AT_ONCE = 256
"""Episodes embedded between two words of progress."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that is made again."""

    name: str
    make: Callable[[Samantha, bool, Show], Awaitable[int]]
    """Makes it and gives how many were made; with True also what seems to be in order."""


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""


async def rebuild(s: Samantha, *, everything: bool = False, show: Show = silent) -> dict[str, int]:
    """Go through every stage; name -> how many were made.

    `everything`: the vectors that are there are made again too. Without it only those that are missing.
    """
    return {stage.name: await stage.make(s, everything, show) for stage in STAGES}


async def _words(s: Samantha, everything: bool, show: Show) -> int:
    show("words", 0, 0)
    return await s.store.run(search.index_words_again)


async def _vectors(s: Samantha, everything: bool, show: Show) -> int:
    if everything:
        await s.store.run(search.drop_vectors, s.embed.name)
        let_go(s.store)
    await s.store.run(search.drop_others, s.embed.name)
    total, done = await s.store.read(search.count_unembedded, s.embed.name), 0
    show("vectors", 0, total)
    while made := await index_pending(s, AT_ONCE):
        done += made
        show("vectors", done, max(done, total))
    return done


async def _facts(s: Samantha, everything: bool, show: Show) -> int:
    show("facts", 0, 0)
    return await s.store.run(relearn)


STAGES: tuple[Stage, ...] = (Stage("words", _words), Stage("facts", _facts), Stage("vectors", _vectors))
"""In the order in which they are made; what stands on another comes after it."""
