"""One stream of sound from one rate to another, piece by piece as it comes.

Guarantees: pieces of any size give the same samples as one piece; nothing above half the lower rate folds back.
Does not: hold more than a few milliseconds of sound.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samantha.ports import Sound

_LOBES = 8
"""Zero crossings on each side of the window: a sinc under a Hann window, about 60 dB down where it stops."""


class Resampler:
    """`feed` takes sound at `rate` and gives it at `to`, both in samples a second."""

    def __init__(self, rate: float, to: float) -> None:
        self._step = rate / to
        self._same = rate == to
        self._cut = min(1.0, to / rate)
        """Of half the rate of the source: what passes."""
        self._reach = math.ceil(_LOBES / self._cut)
        """Samples of the source on each side that a sample needs."""
        self._kept = np.zeros(self._reach, dtype=np.float32)
        self._next = float(self._reach)
        """Where in `_kept` the next sample is."""

    def feed(self, sound: Sound) -> Sound:
        """What can be said of the next samples now; about eight samples of the lower rate come later."""
        if self._same:
            return sound.astype(np.float32)
        self._kept = np.concatenate([self._kept, sound.astype(np.float32)])
        last = len(self._kept) - self._reach - 1
        count = max(0, math.floor((last - self._next) / self._step) + 1)
        at = self._next + self._step * np.arange(count, dtype=np.float64)
        out = self._at(at)
        self._next += self._step * count
        spare = max(0, math.floor(self._next) - self._reach)
        self._kept, self._next = self._kept[spare:], self._next - spare
        return out

    def _at(self, at: NDArray[np.floating[Any]]) -> Sound:
        whole = np.floor(at).astype(np.int64)
        near = np.arange(-self._reach + 1, self._reach + 1)
        away = near[None, :] - (at - whole)[:, None]
        window = 0.5 + 0.5 * np.cos(np.pi * np.clip(away / self._reach, -1.0, 1.0))
        weights = self._cut * np.sinc(self._cut * away) * window
        return np.einsum("ij,ij->i", self._kept[whole[:, None] + near], weights).astype(np.float32)
