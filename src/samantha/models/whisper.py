"""Speech to text by Whisper in this process: one beam, no time stamps, a window as short as the sound.

Guarantees: an empty text for silence; a reading that turns in circles is cut where it began to; never more words than
a person can say in that time; the event loop never waits for arithmetic.
Does not: stream. The ear asks again as the sound grows. Source: Radford et al. 2022; CTranslate2.
"""

from __future__ import annotations

import math
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import numpy as np
from tokenizers import Tokenizer

from samantha.errors import VoiceError
from samantha.models.mel import HOP, log_mel
from samantha.models.onnx import unusable
from samantha.ports import HEARD_RATE, Sound, Transcript

if TYPE_CHECKING:
    from ctranslate2 import models

TAIL_S = 0.6
"""Seconds of silence after the sound; without, the last word is now and then swallowed."""
LEAST_S = 10.0
"""Seconds that are read at least. Shorter windows made it repeat itself, longer ones cost time: dev/LOG.md."""
MOST_S = 30.0
"""Seconds it can read; the ear closes a part before."""
TOKENS_A_SECOND = 8
"""Nobody speaks faster: about six words a second."""
QUIET = 1e-4
"""Root mean square below which nothing is read."""
MOST_RATIO = 2.4
"""A text that compresses better than this goes in circles (Radford et al. 2022, section 4.5)."""
NO_SPEECH, UNSURE = 0.6, 0.35
"""More likely no speech than this, with less mean probability than that: nobody spoke (the same section)."""


class Whisper:
    """Whisper tiny.en or base, int8, by CTranslate2. Implements the `STT` port."""

    where = "this machine"

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """`folder` holds model.bin, config.json, vocabulary.txt and tokenizer.json; none is opened yet."""
        self._folder = folder
        self._threads = threads
        self._loaded: tuple[models.Whisper, Tokenizer] | None = None
        self._lock = threading.Lock()
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def name(self) -> str:
        """The folder's name: whisper-tiny.en, whisper-base."""
        return self._folder.name

    async def transcribe(self, sound: Sound, *, language: str | None = None) -> Transcript:
        """What is said in `sound`. Raises WeightsError, VoiceError `voice.recogniser`."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(self.read, sound, language, limiter=self._limiter)

    def read(self, sound: Sound, language: str | None = None) -> Transcript:
        """The same, at once."""
        if not len(sound) or math.sqrt(float(np.mean(np.square(sound)))) < QUIET:
            return Transcript("", language or "en", 0.0)
        whisper, tokenizer = self._load()
        seconds = min(MOST_S, max(LEAST_S, len(sound) / HEARD_RATE + TAIL_S))
        try:
            return self._decode(whisper, tokenizer, sound, seconds, language)
        except RuntimeError as error:
            raise VoiceError(
                "The recogniser failed on this sound.", "Say it again, or type it.", code="voice.recogniser"
            ) from error

    def _decode(
        self, whisper: models.Whisper, tokenizer: Tokenizer, sound: Sound, seconds: float, language: str | None
    ) -> Transcript:
        from ctranslate2 import StorageView  # a heavy library, wanted only where somebody speaks

        features = StorageView.from_array(_features(sound, seconds))
        language = language or (
            whisper.detect_language(features)[0][0][0].strip("<|>") if whisper.is_multilingual else "en"
        )
        (result,) = whisper.generate(
            features,
            [_prompt(tokenizer, language if whisper.is_multilingual else None)],
            beam_size=1,
            max_length=min(440, 12 + int(seconds * TOKENS_A_SECOND)),
            return_scores=True,
            return_no_speech_prob=True,
        )
        sure = math.exp(result.scores[0])
        if result.no_speech_prob > NO_SPEECH and sure < UNSURE:
            return Transcript("", language, 0.0)
        text = tokenizer.decode(result.sequences_ids[0], skip_special_tokens=True).strip()
        return Transcript(without_circles(text), language, sure)

    def _load(self) -> tuple[models.Whisper, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _open(self._folder, self._threads)
            return self._loaded


def _open(folder: Path, threads: int) -> tuple[models.Whisper, Tokenizer]:
    try:
        import ctranslate2
    except ImportError as error:
        raise VoiceError(
            "What listens is not installed.",
            "Install Samantha with its voice: samantha-os[voice].",
            code="voice.missing",
        ) from error
    try:
        whisper = ctranslate2.models.Whisper(str(folder), "cpu", compute_type="int8", intra_threads=threads)
        return whisper, Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # the libraries raise their own kinds for a missing and for a broken file
        raise unusable(folder / "model.bin") from error


def _features(sound: Sound, seconds: float) -> Any:
    """float32[1, 80, 100 a second] of the sound, with silence after it."""
    samples = int(seconds * 100) * HOP
    padded = np.pad(sound[:samples], (0, max(0, samples - len(sound))))
    return np.ascontiguousarray(log_mel(padded)[None])


def _prompt(tokenizer: Tokenizer, language: str | None) -> list[int]:
    """What every reading begins with; the English-only model knows no language and no task."""
    words = ["<|startoftranscript|>", *([f"<|{language}|>", "<|transcribe|>"] if language else []), "<|notimestamps|>"]
    ids = [id for id in map(tokenizer.token_to_id, words) if id is not None]
    if len(ids) < len(words):
        raise VoiceError(
            "This recogniser does not know that language.",
            "Leave the language out, or use another.",
            code="voice.language",
        )
    return ids


def without_circles(text: str) -> str:
    """`text` up to where it begins to repeat itself, if it does."""
    words = text.split()
    if len(words) < 8 or len(text.encode()) / len(zlib.compress(text.encode())) <= MOST_RATIO:
        return text
    for size in range(1, len(words) // 3 + 1):
        for start in range(len(words) - 3 * size + 1):
            once = words[start : start + size]
            if words[start + size : start + 2 * size] == once == words[start + 2 * size : start + 3 * size]:
                return " ".join(words[: start + size])
    return text
