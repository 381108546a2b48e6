"""Text to speech by a Piper voice in this process: fast enough for small machines.

Guarantees: the voice's network is run by ONNX Runtime on our own phonemes, so that neither Piper's code nor espeak-ng,
both under the GPL, is needed; one phrase, one chunk.
Does not: sound quite as it was trained to, for its sounds came from espeak-ng. Source: the voice's own .json says
which sounds it knows and how it is scaled.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread
import numpy as np
from onnxruntime import InferenceSession

from samantha.errors import VoiceError
from samantha.models.onnx import open_session, unusable
from samantha.models.phonemes import Phonemes, as_ipa
from samantha.ports import AudioChunk, Sound

_START, _END, _BETWEEN = "^", "$", "_"


@dataclass(frozen=True, slots=True)
class _Voice:
    session: InferenceSession
    ids: dict[str, list[int]]
    rate: int
    scales: tuple[float, float, float]
    """How much the sound varies, how long it is, how much its rhythm varies."""


class Piper:
    """A Piper voice by ONNX Runtime. Implements the `TTS` port."""

    where = "this machine"

    def __init__(
        self, model: Path, config: Path, spelling: Path, *, speed: float = 1.0, varied: bool = True, threads: int = 2
    ) -> None:
        """`config` is the voice's .json; `speed` 0.5 to 2. The model is opened at the first phrase.

        Not `varied`: the same phrase sounds the same each time, and flatter.
        """
        self._model, self._config = model, config
        self._phonemes = Phonemes(spelling)
        self._speed, self._varied = speed, 1.0 if varied else 0.0
        self._threads = threads
        self._voice: _Voice | None = None
        self._lock = threading.Lock()
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def name(self) -> str:
        """piper and the voice."""
        return f"piper {self._model.stem}"

    @property
    def rate(self) -> int:
        """Samples a second. Raises WeightsError."""
        return self._open().rate

    async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """The phrase in one chunk. Raises WeightsError, VoiceError `voice.speaker`."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        sound = await anyio.to_thread.run_sync(self.say, phrase, limiter=self._limiter)
        if len(sound):
            yield AudioChunk(sound, self.rate)

    def say(self, phrase: str) -> Sound:
        """The same, at once: float32[n]; empty for a phrase without a word."""
        voice = self._open()
        if not any(c.isalnum() for c in phrase):
            return np.zeros(0, dtype=np.float32)
        ids = [*voice.ids[_START]]
        for sound in as_ipa(self._phonemes.of(phrase)):
            if sound in voice.ids:
                ids += [*voice.ids[_BETWEEN], *voice.ids[sound]]
        ids += [*voice.ids[_BETWEEN], *voice.ids[_END]]
        noise, length, rhythm = voice.scales
        feed = {
            "input": np.array([ids], dtype=np.int64),
            "input_lengths": np.array([len(ids)], dtype=np.int64),
            "scales": np.array([noise * self._varied, length / self._speed, rhythm * self._varied], dtype=np.float32),
        }
        try:
            return voice.session.run(None, feed)[0].reshape(-1).astype(np.float32)
        except Exception as error:
            raise VoiceError(
                "The voice failed on a phrase.", "What she says stands on the screen.", code="voice.speaker"
            ) from error

    def _open(self) -> _Voice:
        with self._lock:
            if self._voice is None:
                self._voice = _open(self._model, self._config, self._threads)
            return self._voice


def _open(model: Path, config: Path, threads: int) -> _Voice:
    try:
        table = json.loads(config.read_text(encoding="utf-8"))
        ids = {str(sound): [int(n) for n in numbers] for sound, numbers in table["phoneme_id_map"].items()}
        scales = table["inference"]
        return _Voice(
            open_session(model, threads),
            {name: ids[name] for name in (_START, _END, _BETWEEN)} | ids,
            int(table["audio"]["sample_rate"]),
            (float(scales["noise_scale"]), float(scales["length_scale"]), float(scales["noise_w"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise unusable(config) from error
