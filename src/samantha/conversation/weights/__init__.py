"""The learned weights of the conversation, as they ship: how feelings are read out of a vector and a few words.

Guarantees: reads only what ships inside the package; the same file gives the same numbers. How they were learned, on
what, and under which licence stands beside them in feelings.md.
Does not: learn (`evals/learn_feelings.py`) or weigh (`conversation.feelings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

FILE = "feelings.npz"
LABELS = 28


@dataclass(frozen=True, slots=True)
class Net:
    """One hidden layer and a straight way over the vector, and a weight for each sign of the words; d is 384, m the
    number of signs (their hashes modulo m), h the hidden width."""

    inward: Floats
    """float32[d, h]"""
    bend: Floats
    """float32[h]"""
    outward: Floats
    """float32[h, 28]"""
    straight: Floats
    """float32[d, 28]"""
    signs: NDArray[np.int8]
    """int8[m, 28], to be multiplied by `scale`."""
    scale: Floats
    """float32[28]"""
    base: Floats
    """float32[28]"""
    least: Floats
    """float32[28]: from which probability on a label counts."""


@cache
def feelings_net() -> Net:
    """The shipped weights."""
    with resources.files(__name__).joinpath(FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        parts = {name: kept[name] for name in kept.files}
    return Net(**{name: part if name == "signs" else part.astype(np.float32) for name, part in parts.items()})
