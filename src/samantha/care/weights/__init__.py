"""The learned weights of care, as they ship: how danger is weighed from words, and from a vector of them.

Guarantees: reads only what ships inside the package; the same file gives the same numbers. How they were learned and
on what stands beside them in danger.md.
Does not: learn (`evals/learn_danger.py`) or weigh (`care.alarm`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

FILE = "danger.npz"


@dataclass(frozen=True, slots=True)
class DangerNet:
    """Nets of one hidden layer, each over the traits of words and a vector of them; k kinds, the first harmless."""

    signs: NDArray[np.int8]
    """int8[nets, m, h]: what each place that a trait may fall on adds to the hidden layer, in steps of `scale`."""
    scale: Floats
    """float32[nets, h]"""
    inward: Floats
    """float32[nets, d, h]"""
    bend: Floats
    """float32[nets, h]"""
    outward: Floats
    """float32[nets, h, k]"""
    lift: Floats
    """float32[nets, k]"""
    least: Floats
    """float32[2]: from which log-odds on it is danger, with a vector, in English and in other languages."""
    alone: Floats
    """float32[2]: the same where there is no vector."""


@cache
def danger_net() -> DangerNet:
    """The shipped weights."""
    with resources.files(__name__).joinpath(FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        parts = {name: kept[name] for name in kept.files}
    return DangerNet(**{name: part if name == "signs" else part.astype(np.float32) for name, part in parts.items()})
