"""How near the words of a line are to the words of a question, as each stands among its neighbours.

Guarantees: pure; a word is compared by the vectors of its pieces, coloured by the sentence around it, so that "the
reading glasses" is near "my specs" and a glass of water is not.
Does not: decide; `weigh` does. Without a model that gives such vectors there is no `Sense`, and tables alone decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.memory.words import Word
from samantha.types import Tokens

Vectors: TypeAlias = NDArray[np.float32]
"""Rows, or one row, of unit length."""
REACH = 60
"""Characters within which the next word of a window is looked for."""


@dataclass(frozen=True, slots=True)
class Net:
    """How the measures are weighed: straight, and through a few hidden units that see them together."""

    inner: NDArray[np.float64]
    """[measures, hidden]"""
    shift: NDArray[np.float64]
    outer: NDArray[np.float64]
    straight: NDArray[np.float64]
    constant: float

    def score(self, row: Sequence[float]) -> float:
        """Log-odds that the sentences measured by `row` answer, against nothing answering."""
        values = np.asarray(row)
        hidden = np.tanh(values @ self.inner + self.shift)
        return float(hidden @ self.outer + values @ self.straight) + self.constant


@dataclass(frozen=True, slots=True)
class Sense:
    """What a model makes of a question and of each line."""

    question: Tokens
    lines: Mapping[int, Tokens]
    """By episode id."""
    rarity: Mapping[str, float]
    """How rare a word (in lower case) is in the journal: 0 everywhere, 1 never. One that is missing is common."""
    net: Net


def spans_of(items: Sequence[Word], text: str, start: int = 0) -> list[tuple[int, int]]:
    """Where the words stand in `text` from `start` on; one opened out of another ("n't") stands where that one does."""
    out: list[tuple[int, int]] = []
    at, last = start, (start, start)
    for word in items:
        found = text.find(word.text, at, at + REACH + len(word.text))
        if found >= 0:
            last = (found, found + len(word.text))
            at = last[1]
        out.append(last)
    return out


def word_vectors(items: Sequence[Word], text: str, tokens: Tokens, start: int = 0) -> Vectors:
    """float32[len(items), d]: each word's pieces together, unit length; zeros for a word that the model did not see."""
    out = np.zeros((len(items), tokens.vectors.shape[1]), dtype=np.float32)
    starts = np.array([span[0] for span in tokens.spans], dtype=np.int64)
    ends = np.array([span[1] for span in tokens.spans], dtype=np.int64)
    for row, (first, end) in zip(out, spans_of(items, text, start), strict=True):
        mine = (starts < end) & (ends > first) & (ends > starts)
        if mine.any():
            row[:] = unit(tokens.vectors[mine].mean(axis=0))
    return out


def whole(tokens: Tokens) -> Vectors:
    """float32[d]: the text as one vector of unit length."""
    return unit(tokens.vectors.mean(axis=0))


def unit(row: Vectors) -> Vectors:
    """`row` brought to length 1; zeros stay zeros."""
    length = float(np.linalg.norm(row))
    return row / length if length else row
