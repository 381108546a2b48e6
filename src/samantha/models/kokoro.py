"""Text to speech by Kokoro-82M in this process, with a soft voice.

Guarantees: one phrase, one run, one chunk; the event loop never waits for arithmetic; no GPL code is loaded.
Does not: keep up with speech on every machine (`bench/voice.py` measures it), nor say where in the sound a word is.
Source: Kokoro-82M (Apache-2.0); its voices hold a style for each number of sounds.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from samantha.errors import VoiceError
from samantha.models.onnx import open_session, unusable
from samantha.models.phonemes import Phonemes
from samantha.ports import AudioChunk, Sound

RATE = 24_000
MOST_SOUNDS = 508
"""Sounds in one run: the model's 512 places less its ends. A phrase is far below."""


class Kokoro:
    """Kokoro, int8, by ONNX Runtime. Implements the `TTS` port."""

    where = "this machine"
    rate = RATE

    def __init__(
        self, model: Path, vocabulary: Path, voice: Path, spelling: Path, *, speed: float = 1.0, threads: int = 2
    ) -> None:
        """`voice` is a .bin of float32[n, 1, 256]; `speed` 0.5 to 2. Nothing is opened yet."""
        self._model, self._vocabulary, self._voice = model, vocabulary, voice
        self._phonemes = Phonemes(spelling, "en-gb" if voice.stem.startswith("b") else "en-us")
        self._speed = speed
        self._threads = threads
        self._loaded: tuple[InferenceSession, dict[str, int], NDArray[np.float32]] | None = None
        self._lock = threading.Lock()
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def name(self) -> str:
        """kokoro and the voice."""
        return f"kokoro {self._voice.stem}"

    async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """The phrase in one chunk. Raises WeightsError, VoiceError `voice.speaker`."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        sound = await anyio.to_thread.run_sync(self.say, phrase, limiter=self._limiter)
        if len(sound):
            yield AudioChunk(sound, RATE)

    def say(self, phrase: str) -> Sound:
        """The same, at once: float32[n], 24,000 samples a second; empty for a phrase without a word."""
        session, vocabulary, voice = self._open()
        ids = [vocabulary[c] for c in self._phonemes.of(phrase) if c in vocabulary][:MOST_SOUNDS]
        if not any(c.isalnum() for c in phrase) or not ids:
            return np.zeros(0, dtype=np.float32)
        feed: dict[str, NDArray[Any]] = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": voice[min(len(ids), len(voice) - 1)],
            "speed": np.array([self._speed], dtype=np.float32),
        }
        try:
            return session.run(None, feed)[0].reshape(-1).astype(np.float32)
        except Exception as error:
            raise VoiceError(
                "The voice failed on a phrase.", "What she says stands on the screen.", code="voice.speaker"
            ) from error

    def _open(self) -> tuple[InferenceSession, dict[str, int], NDArray[np.float32]]:
        with self._lock:
            if self._loaded is None:
                self._loaded = (
                    open_session(self._model, self._threads),
                    _words(self._vocabulary),
                    _styles(self._voice),
                )
            return self._loaded


def _words(path: Path) -> dict[str, int]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {str(sound): int(number) for sound, number in table.get("vocab", table).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise unusable(path) from error


def _styles(path: Path) -> NDArray[np.float32]:
    try:
        return np.fromfile(path, dtype=np.float32).reshape(-1, 1, 256)
    except (OSError, ValueError) as error:
        raise unusable(path) from error
