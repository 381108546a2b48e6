"""Whether somebody speaks, 32 ms at a time: Silero VAD v6.

Guarantees: each `Voice` keeps its own memory of the sound, so that two talks never mix; about a millisecond a window.
Does not: decide when speech begins or ends; `voice.ear` does, from these numbers.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from samantha.models.onnx import open_session
from samantha.ports import HEARD_RATE, Sound

WINDOW = 512
"""Samples in one look: 32 ms."""
WINDOW_S = WINDOW / HEARD_RATE
_CONTEXT = 64
"""Samples of the window before that the model sees again."""


class Voice:
    """One listener over one stream of sound."""

    def __init__(self, model: Path) -> None:
        """`model` is the ONNX file. Raises WeightsError `weights.unusable`."""
        self._session = open_session(model)
        self.forget()

    def forget(self) -> None:
        """Begin anew, as for another stream."""
        self._h = np.zeros((1, 1, 128), dtype=np.float32)
        self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._before = np.zeros(_CONTEXT, dtype=np.float32)

    def listen(self, window: Sound) -> float:
        """0 to 1: how much the next 512 samples sound like a voice. Raises ValueError for another length."""
        if window.shape != (WINDOW,):
            raise ValueError(f"a window has {WINDOW} samples, not {window.shape}")
        seen = np.concatenate([self._before, window]).astype(np.float32)[None, :]
        out, self._h, self._c = self._session.run(None, {"input": seen, "h": self._h, "c": self._c})
        self._before = window[-_CONTEXT:]
        return float(out.reshape(-1)[0])
