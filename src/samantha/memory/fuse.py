"""One score out of several: words, meaning, the turns around, the sitting, the one who is named.

Guarantees: pure; a score depends on the query's own candidates only; nothing is kept when nothing stands out.
Does not: rank by age. Recency as a ranker of its own ruins recall (see docs/memory.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. Found by a random search for R@10 on three long talks, then rounded."""

    words: float = 1.0
    """BM25 of the turn, 1 for the best of the query."""
    meaning: float = 0.8
    """Cosine of the turn and the query."""
    words_around: float = 1.2
    """BM25 of the turns around, nearer ones more."""
    meaning_around: float = 0.25
    sitting: float = 1.2
    """Mean BM25 of the best turns of the same sitting."""
    name: float = 0.5
    """It speaks of somebody who is named in the query, or is theirs."""
    asks: float = -0.25
    """It is a question, and so tells little."""
    length: float = 0.25
    """Of longer turns, up to 300 characters: they hold more."""

    @property
    def total(self) -> float:
        """What a perfect turn in a perfect sitting reaches, about."""
        return self.words + self.meaning + self.sitting


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one episode for one query."""

    id: int
    at: datetime
    bm25: float = 0.0
    """0 when it was not among the best by words."""
    cosine: float | None = None
    """None when it was not among the nearest, or has no vector yet."""
    named: bool = False
    asks: bool = False
    length: int = 0
    """Characters."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate with its score."""

    id: int
    score: float
    lexical: float
    """BM25 over the query's best, 0 to 1."""
    dense: float
    """Cosine, 0 where it is not known."""


class HasScore(Protocol):
    """Anything with a fused score and its two main parts."""

    @property
    def score(self) -> float:
        """Higher fits better."""
        ...

    @property
    def lexical(self) -> float:
        """0 to 1."""
        ...

    @property
    def dense(self) -> float:
        """-1 to 1."""
        ...


Scored = TypeVar("Scored", bound=HasScore)

WEIGHTS = Weights()
REACH = 2
"""Turns before and after that count as around."""
SITTING_S = 7200.0
"""A pause of so many seconds ends a sitting."""
BEST_OF_SITTING = 5
NEAR = 0.35
"""From this cosine a line stands out by its meaning alone."""
FAIRLY_NEAR = 0.2
"""From this cosine its words may carry it."""
STRONG = 0.6
"""Part of the query's best BM25 that carries."""
DROP = 0.5
"""A line below this part of the best score is cut."""


def fuse(candidates: Sequence[Candidate], weights: Weights = WEIGHTS) -> list[Fused]:
    """All candidates, best first; equal scores by the later id. Ids that follow one another are neighbours."""
    top = max((c.bm25 for c in candidates), default=0.0) or 1.0
    words = {c.id: max(0.0, c.bm25) / top for c in candidates}
    meaning = {c.id: max(0.0, c.cosine or 0.0) for c in candidates}
    sittings = _sittings(candidates, words)
    out: list[Fused] = []
    for c in candidates:
        score = (
            weights.words * words[c.id]
            + weights.meaning * meaning[c.id]
            + weights.words_around * _around(words, c.id)
            + weights.meaning_around * _around(meaning, c.id)
            + weights.sitting * sittings[c.id]
            + weights.name * c.named
            + weights.asks * c.asks
            + weights.length * min(c.length, 300) / 300
        )
        out.append(Fused(c.id, max(0.0, score / weights.total), words[c.id], c.cosine or 0.0))
    return sorted(out, key=lambda f: (-f.score, -f.id))


def _around(values: Mapping[int, float], id: int) -> float:
    steps = [step for step in range(-REACH, REACH + 1) if step]
    return sum(values.get(id + step, 0.0) / abs(step) for step in steps) / 2


def _sittings(candidates: Sequence[Candidate], words: Mapping[int, float]) -> dict[int, float]:
    """For each id, the mean of the best words scores of the sitting it belongs to."""
    out: dict[int, float] = {}
    group: list[Candidate] = []
    for c in [*sorted(candidates, key=lambda c: c.id), None]:
        if c is not None and (not group or abs((c.at - group[-1].at).total_seconds()) <= SITTING_S):
            group.append(c)
            continue
        best = sorted((words[g.id] for g in group), reverse=True)[:BEST_OF_SITTING]
        out |= {g.id: sum(best) / BEST_OF_SITTING for g in group}
        group = [c] if c is not None else []
    return out


def stands_out(item: HasScore) -> bool:
    """It is near in meaning, or its words carry it; being the best of a poor lot is not enough."""
    return item.dense >= NEAR or (item.lexical >= STRONG and (item.dense >= FAIRLY_NEAR or item.dense == 0.0))


def cut(ranked: Sequence[Scored], k: int) -> list[Scored]:
    """At most `k` of `ranked`, best first: those that stand out and are not far below the best of them."""
    out = [item for item in ranked if stands_out(item)][:k]
    return [item for item in out if item.score >= DROP * out[0].score]
