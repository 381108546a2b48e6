"""How likely words speak of danger, weighed by what was learned from many lines: beside the tables, and with no brain.

Guarantees: pure; never raises; the same words and vectors give the same answer; a vector of another kind than the one
that was learned with, or of no numbers, counts as none.
Does not: understand. It has seen some thousand lines in eight languages; docs/crisis.md says what it misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from samantha.care.tongue import DEFAULT, fold, language_of, pieces
from samantha.care.traits import traits_of
from samantha.care.weights import DangerNet, danger_net

KINDS = ("none", "now", "self", "harm", "hurt", "others", "friend")
"""What the weights tell apart; the last six are `crisis.Kind`."""
Named: TypeAlias = Literal["now", "self", "harm", "hurt", "others", "friend"]
EMBEDDER = "all-minilm-l6-v2-int8"
"""Vectors of no other model are weighed."""
FEWEST_WORDS = 3
"""A sentence of fewer words is not weighed by itself: "Again." is nothing, and tables know those that are something."""
FEWEST_ALONE = 5
"""Without a vector words of fewer are left to the tables, the whole too: "Where do I live?" is not enough to weigh."""
MOST_LOOKS = 8
"""So many sentences of a long talk are weighed by themselves, beside the whole: its last ones."""

Vectors: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the weights make of some words."""

    kind: Named
    """The likeliest danger, if it is one."""
    over: float
    """How far the log-odds that it is danger at all, of the sentence where they are highest, are above the limit."""

    look: str = ""
    """That sentence, or the whole, folded."""

    @property
    def alarms(self) -> bool:
        """It is to be taken for danger."""
        return self.over > 0


NOTHING = Weighed("self", 0.0)
"""Too little was said to weigh."""


def looks_at(words: str) -> tuple[str, ...]:
    """The texts that are weighed, and embedded, for `words`: the whole, then each sentence if there are several."""
    parts = pieces(words)
    told = [part for part in parts if len(part.split()) >= FEWEST_WORDS]
    return (words, *told[-MOST_LOOKS:]) if len(parts) > 1 else (words,)


def weigh_danger(words: str, vectors: Vectors | None = None) -> Weighed:
    """Weigh `words`. `vectors` are float32[n, d], one for each of `looks_at(words)`, of the embedder `EMBEDDER`."""
    looks = looks_at(words)
    net = danger_net()
    seen = vectors if vectors is not None and _fits(vectors, len(looks), net) else None
    tongue = int(language_of(words) != DEFAULT)
    scores = [
        (weigh(look, None if seen is None else seen[n], net), look)
        for n, look in enumerate(looks)
        if seen is not None or len(look.split()) >= FEWEST_ALONE
    ]
    if not scores:
        return NOTHING
    best, look = max(scores, key=lambda scored: odds(scored[0]))
    least = (net.alone if seen is None else net.least)[tongue]
    return Weighed(cast(Named, KINDS[1 + int(np.argmax(best[1:]))]), odds(best) - float(least), fold(look))


def weigh(look: str, vector: NDArray[np.float32] | None, net: DangerNet) -> NDArray[np.float64]:
    """A score for each of KINDS, float64[k], of one text."""
    raised = _of_words(look) + net.bend
    if vector is not None:
        raised = raised + np.einsum("d,ndh->nh", vector, net.inward)
    scores = np.einsum("nh,nhk->nk", np.maximum(raised, 0), net.outward) + net.lift
    return np.asarray(scores.mean(axis=0), dtype=np.float64)


def odds(scores: Sequence[float] | NDArray[np.float64]) -> float:
    """Log-odds of any danger against none."""
    danger = np.asarray(scores[1:], dtype=np.float64)
    most = float(danger.max())
    return most + float(np.log(np.exp(danger - most).sum())) - float(scores[0])


def _of_words(look: str) -> NDArray[np.float32]:
    """What the traits of `look` add to each net's hidden layer, float32[nets, h]."""
    net, places = danger_net(), traits_of(look)
    total = net.signs[:, places].sum(axis=1, dtype=np.int64) * net.scale
    return np.asarray(total / np.sqrt(len(places)), dtype=np.float32)


def _fits(vectors: Vectors, count: int, net: DangerNet) -> bool:
    return vectors.shape == (count, net.inward.shape[1]) and bool(np.isfinite(vectors).all())
