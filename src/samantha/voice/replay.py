"""A recording in place of the microphone: the same events at any speed.

Guarantees: no time passes but that of the sound, so the same file gives the same list on any machine that gives the
same readings; nothing is journalled, nothing is answered.
Does not: open a home.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

import numpy as np

from samantha.ports import HEARD_RATE, AudioChunk, Sound
from samantha.types import PERSON, Episode, TurnEvent
from samantha.voice.call import Happened, Senses, open_call
from samantha.voice.delivery import Delivery
from samantha.voice.ear import WINDOW

_AFTER_S = 10.0
"""Seconds of silence after the recording, so that its last turn ends."""


class Quiet:
    """A mind that answers nothing. Implements `call.Mind`."""

    async def prepare(self, words: str) -> None:
        """Nothing to read ahead for."""

    async def hear(self, words: str) -> Episode:
        """Kept nowhere."""
        return Episode(0, None, "heard", PERSON, words)  # type: ignore[arg-type]  # nobody asks when it was

    async def reply(self, heard: Episode, delivery: Delivery) -> AsyncGenerator[TurnEvent, None]:
        """Says nothing."""
        return
        yield


class Mute:
    """A loudspeaker that is off. Implements `call.Player`."""

    def play(self, reply: int, chunk: AudioChunk) -> None:
        """Nothing."""

    def duck(self, reply: int) -> None:
        """Nothing."""

    def resume(self, reply: int) -> None:
        """Nothing."""

    def stop(self, reply: int) -> None:
        """Nothing."""


async def replay(sound: Sound, senses: Senses, *, watch: Callable[[float, Happened], None]) -> None:
    """Hear `sound` to its end; `watch` gets the seconds of sound heard and what happened then."""
    silence = np.zeros(round(_AFTER_S * HEARD_RATE), dtype=np.float32)
    whole = np.concatenate([sound, silence])
    at = [0.0]
    async with open_call(Quiet(), senses, Mute(), watch=lambda happened: watch(at[0], happened)) as call:
        for start in range(0, len(whole), WINDOW):
            at[0] = (start + WINDOW) / HEARD_RATE
            await call.hear(whole[start : start + WINDOW])
            await call.settled()
