"""A voice and an ear without a model: letters as steps of sound, and the steps read back as letters.

Guarantees: what is spoken is heard word for word, also cut anywhere between two letters; silence is silence.
Does not: sound like anything. Tests, and benches of the pipeline alone, need voices that cost nothing.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator

import numpy as np

from samantha.ports import HEARD_RATE, AudioChunk, Sound, Transcript

LETTER = 960
"""Samples of one byte of text: 60 ms, about as fast as people speak."""
_LOUDEST = 300.0


class EchoTTS:
    """Each byte of the text as a constant of its own. Implements the `TTS` port."""

    name = "echo"
    where = "this machine"
    rate = HEARD_RATE

    async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """The phrase, a word a chunk."""
        for n, word in enumerate(phrase.split()):
            if any(c.isalnum() for c in phrase):
                yield AudioChunk(sound_of(f" {word}" if n else word), HEARD_RATE)


class EchoSTT:
    """Reads what `EchoTTS` wrote. Implements the `STT` port."""

    name = "echo"
    where = "this machine"

    async def transcribe(self, sound: Sound, *, language: str | None = None) -> Transcript:
        """The letters in it."""
        text = text_of(sound)
        return Transcript(text, language or "en", 1.0 if text else 0.0)


def sound_of(text: str) -> Sound:
    """float32[960 a byte]."""
    codes = np.frombuffer(text.encode(), dtype=np.uint8).astype(np.float32)
    return np.repeat((codes + 1.0) / _LOUDEST, LETTER).astype(np.float32)


def text_of(sound: Sound) -> str:
    """The letters of a sound that `sound_of` made, silence anywhere between them; a letter cut in half may be lost."""
    codes = np.rint(sound * _LOUDEST).astype(np.int32) - 1
    edges = np.flatnonzero(np.diff(codes)) + 1
    out = bytearray()
    for run in np.split(codes, edges):
        if len(run) and run[0] >= 0:
            out += bytes([int(run[0])]) * round(len(run) / LETTER)
    return out.decode("utf-8", "ignore").strip()
