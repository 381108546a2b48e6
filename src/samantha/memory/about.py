"""The facts that some words are about, and what each stands on, for the person who asks why.

Guarantees: reads only; what fits most of the words comes first.
Does not: judge; a word in common is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samantha.memory.believed import words_of
from samantha.memory.topics import likeness
from samantha.memory.words import FUNCTION, stems, telling
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts
from samantha.store.factrow import Kept
from samantha.types import Episode, Span

NEAR = 0.8
"""Likeness from which a word of a slot answers for a word of the person: "address" for "home"."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Words that a fact stands on."""

    span: Span
    episode: Episode
    words: str
    """The sentence or two around them, as they were said."""


def about(tx: Tx, words: str, *, past: bool = False) -> list[Kept]:
    """The facts that `words` are about, what fits best first; with `past` also what gave way or was retired."""
    asked = set(telling(words)) or set(stems(words)) - FUNCTION
    people = {
        id for word in {words, *words.split()} for one in who.candidates(tx, word) for id in who.same_as(tx, one.id)
    }
    weighed = [(_fits(kept, asked, people), kept) for kept in facts.everything(tx, past=past)]
    return [kept for fit, kept in sorted(weighed, key=lambda pair: (-pair[0], -pair[1].fact.id)) if fit > 0]


def grounds(tx: Tx, kept: Kept) -> list[Ground]:
    """What the fact stands on, in order of telling."""
    said = {episode.id: episode for episode in episodes.by_id(tx, [span.episode for span in kept.fact.sources])}
    return [
        Ground(span, said[span.episode], words_of(said[span.episode], span.start, span.end))
        for span in kept.fact.sources
    ]


def line_of(tx: Tx, kept: Kept) -> list[Kept]:
    """Everything that was ever believed in the slot of this fact about the same one, oldest first."""
    ids = who.same_as(tx, kept.fact.about) if kept.fact.about is not None else ()
    return facts.of_slot(tx, kept.fact.slot, ids)


def _fits(kept: Kept, asked: set[str], people: set[int]) -> float:
    fact = kept.fact
    told = set(telling(f"{fact.text} {fact.value} {fact.slot.replace(':', ' ')}"))
    fit = float(len(asked & told))
    fit += sum(0.5 for word in asked - told if any(likeness(word, other) >= NEAR for other in told))
    return fit + (1.0 if fact.about in people else 0.0)


def first(held: Sequence[Kept]) -> Kept | None:
    """What holds now, of a line of facts; None where nothing does."""
    return next((kept for kept in reversed(held) if kept.live), None)
