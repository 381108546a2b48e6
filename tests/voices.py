"""Sound for tests: one rate from another, what a voice says, and how many words were misheard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samantha.ports import HEARD_RATE, TTS, AudioChunk, Sound
from samantha.voice.echoes import spoken


def heard_rate(chunks: Sequence[AudioChunk]) -> Sound:
    """The chunks one after the other, at the rate that is listened to."""
    if not chunks:
        return np.zeros(0, dtype=np.float32)
    sound, rate = np.concatenate([chunk.sound for chunk in chunks]), chunks[0].rate
    if rate == HEARD_RATE:
        return sound
    at = np.arange(int(len(sound) * HEARD_RATE / rate)) * rate / HEARD_RATE
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


async def said_in(tts: TTS, phrase: str) -> Sound:
    """`phrase` as the microphone would hear it."""
    return heard_rate([chunk async for chunk in tts.speak(phrase)])


def words_wrong(said: str, heard: str) -> int:
    """Words to change, add or take away (Levenshtein)."""
    one, two = spoken(said), spoken(heard)
    row = list(range(len(two) + 1))
    for n, word in enumerate(one, 1):
        before, row[0] = row[0], n
        for k, other in enumerate(two, 1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (word != other))
    return row[-1]
