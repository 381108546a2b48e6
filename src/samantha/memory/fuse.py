"""One score out of several: words, meaning, the turns around, the one who is named.

Guarantees: pure; a score depends on the query's own candidates only; nothing is returned when nothing stands out.
Does not: use recency as a rank of its own; that ruins recall.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar


class HasScore(Protocol):
    """Anything with a fused score."""

    @property
    def score(self) -> float:
        """Higher fits better."""
        ...


Scored = TypeVar("Scored", bound=HasScore)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts."""

    words: float = 1.0
    meaning: float = 1.0
    words_around: float = 0.5
    meaning_around: float = 0.3
    name: float = 0.15
    asks: float = -0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one episode for one query."""

    id: int
    bm25: float = 0.0
    """BM25 of its own words, 0 when it was not among the best."""
    cosine: float = 0.0
    """Of its vector and the query's; 0 when it was not among the nearest."""
    named: bool = False
    """It holds, or was said by, somebody whom the query names."""
    asks: bool = False
    """It is itself a question."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate with its score."""

    id: int
    score: float
    lexical: float
    dense: float


WEIGHTS = Weights()
REACH = 2
"""Turns before and after that count as around."""
LEAST = 0.2
"""Below this score nothing stands out."""
DROP = 0.45
"""A candidate below this part of the best score is cut."""


def fuse(candidates: Mapping[int, Candidate], order: Mapping[int, int], weights: Weights = WEIGHTS) -> list[Fused]:
    """All candidates, best first. `order` gives each id its place in its thread, so that neighbours can be found."""
    best_words = max((c.bm25 for c in candidates.values()), default=0.0) or 1.0
    at = {order[id]: c for id, c in candidates.items()}
    out: list[Fused] = []
    for id, c in candidates.items():
        around = [
            (at[order[id] + step], 1.0 / abs(step))
            for step in range(-REACH, REACH + 1)
            if step and order[id] + step in at
        ]
        lexical = c.bm25 / best_words
        score = (
            weights.words * lexical
            + weights.meaning * max(0.0, c.cosine)
            + weights.words_around * sum(n.bm25 / best_words * near for n, near in around) / 2
            + weights.meaning_around * sum(max(0.0, n.cosine) * near for n, near in around) / 2
            + weights.name * c.named
            + weights.asks * c.asks
        )
        out.append(Fused(id, score / (weights.words + weights.meaning), lexical, c.cosine))
    return sorted(out, key=lambda f: (-f.score, -f.id))


def cut(ranked: list[Scored], k: int) -> list[Scored]:
    """At most `k` of `ranked`, best first: those above LEAST and not far below the best."""
    if not ranked or ranked[0].score < LEAST:
        return []
    return [item for item in ranked[:k] if item.score >= max(LEAST, DROP * ranked[0].score)]
