"""Whether a turn sounds over: Smart Turn v3.2 on the last eight seconds.

Guarantees: the same sound gives the same number.
Does not: wait; `voice.endpoint` says how long a pause must last for which number. Reads prosody, not words.
"""

from __future__ import annotations

import threading
from pathlib import Path

import anyio
import anyio.to_thread
import numpy as np
from onnxruntime import InferenceSession

from samantha.models.mel import log_mel
from samantha.models.onnx import open_session
from samantha.ports import HEARD_RATE, Sound

SEEN = 8 * HEARD_RATE
"""Samples that it reads: what is shorter is filled with silence in front."""


class SmartTurn:
    """The model, opened at the first look."""

    def __init__(self, model: Path) -> None:
        self._path = model
        self._session: InferenceSession | None = None
        self._lock = threading.Lock()

    async def look(self, sound: Sound) -> float:
        """0 to 1: how much the turn that `sound` (16,000 samples a second) ends sounds over. Raises WeightsError."""
        return await anyio.to_thread.run_sync(self.over, sound)

    def over(self, sound: Sound) -> float:
        """The same, at once: about 25 ms of one core."""
        with self._lock:
            if self._session is None:
                self._session = open_session(self._path)
        last = sound[-SEEN:]
        padded = np.pad(last, (SEEN - len(last), 0))
        (out, *_) = self._session.run(None, {"input_features": log_mel(padded, unit=True)[None]})
        return float(out.reshape(-1)[0])
