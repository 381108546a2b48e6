"""Which feelings a few words show, of the 28 that GoEmotions tells apart: a small model over one MiniLM vector.

Guarantees: pure but for the shipped weights; the same vector and words give the same probabilities; a vector of
another shape gives none at all.
Does not: hear a voice, diagnose, or know what somebody feels: it says what readers would see in such words.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.conversation.weights import Net, feelings_net

Feelings: TypeAlias = Mapping[str, float]
"""GoEmotions label -> probability, 0 to 1. Several may hold at once. Empty: nothing was read."""

NO_FEELINGS: Feelings = MappingProxyType({})
"""Nothing was read: the reading is off, or the embedder is another."""

READS = "all-minilm-l6-v2-int8"
"""The name of the embedder whose vectors the model was taught on; a caller with another one uses NO_FEELINGS."""
DIM = 384
SIGNS = 1 << 14
"""Into so many places the signs of the words are hashed."""
NEUTRAL = "neutral"

POSITIVE = frozenset(
    "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief".split()
)
NEGATIVE = frozenset(
    "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness".split()
)
"""The groups of the GoEmotions paper (Demszky et al., 2020); what is in neither may be good or bad."""
LABELS: tuple[str, ...] = tuple(
    """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval
    disgust embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief
    remorse sadness surprise neutral""".split()
)
"""In the order of the data set."""

_MOST = 1600
"""So many characters are looked at for signs: the beginning and the end."""
_PIECE = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+|[!?.]+|[^\w\s]")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_PARTS = (3, 4, 5)
"""Lengths of the pieces of a word that are signs of their own."""


def weigh(vector: NDArray[Any], words: str) -> Feelings:
    """The probability of each label for `words`, whose MiniLM vector is `vector`, float32[384] of unit length.

    NO_FEELINGS for a vector of another shape, or with a number in it that is none.
    """
    if vector.shape != (DIM,) or not np.isfinite(vector).all():
        return NO_FEELINGS
    chances = 1.0 / (1.0 + np.exp(-_scores(feelings_net(), vector.astype(np.float32), signs_of(words))))
    return {label: float(chance) for label, chance in zip(LABELS, chances, strict=True)}


def felt(feelings: Feelings) -> tuple[str, ...]:
    """The labels that are likely enough to act on, strongest first; never `neutral`."""
    if not feelings:
        return ()
    least: dict[str, float] = dict(zip(LABELS, feelings_net().least.tolist(), strict=True))
    found = [label for label, chance in feelings.items() if label != NEUTRAL and chance >= least[label]]
    return tuple(sorted(found, key=lambda label: (-feelings[label], label)))


def signs_of(words: str) -> NDArray[np.int64]:
    """Where the signs of `words` fall, int64[n], each place once: words, pairs of words, pieces of words, loudness."""
    if len(words) > _MOST:
        words = f"{words[: _MOST // 2]} {words[-_MOST // 2 :]}"
    text = _STRETCHED.sub(r"\1\1", words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold())
    pieces: list[str] = _PIECE.findall(text)
    signs = {f"w {piece}" for piece in pieces}
    signs |= {f"b {one} {two}" for one, two in zip(["^", *pieces], [*pieces, "$"], strict=True)}
    for word in {piece for piece in pieces if piece[0].isalpha() and len(piece) >= min(_PARTS)}:
        whole = f"<{word}>"
        signs |= {f"c {whole[n : n + length]}" for length in _PARTS for n in range(len(whole) - length + 1)}
    signs |= {"x stretched"} if _STRETCHED.search(words) else set()
    signs |= {"x capitals"} if _CAPITALS.search(words) else set()
    return np.unique(np.array([zlib.crc32(sign.encode()) % SIGNS for sign in signs], dtype=np.int64))


def _scores(net: Net, vector: NDArray[np.float32], signs: NDArray[np.int64]) -> NDArray[np.float32]:
    """The log-odds of each label, float32[28]; the signs together weigh as much however many there are."""
    hidden = np.maximum(vector @ net.inward + net.bend, 0.0)
    spoken = net.signs[signs].sum(axis=0, dtype=np.float32) * net.scale / np.sqrt(max(len(signs), 1))
    return hidden @ net.outward + vector @ net.straight + spoken + net.base
