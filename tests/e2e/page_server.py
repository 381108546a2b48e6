"""A page of hers with a scripted ear, mouth and brain, as a process of its own: prints its address, ends on SIGTERM.

Guarantees: the ear knows words by the pitch of a hum, so that a browser's sound processing does not matter; the mouth
says a word a second, so that there is time to break in.
Does not: need weights.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

import anyio
import numpy as np

from samantha.app import open_samantha
from samantha.cli.hush import on_signal
from samantha.config import BrainConfig, Config, default_home
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import HEARD_RATE, AudioChunk, Sound, Transcript
from samantha.voice.call import Senses
from samantha.web.serve import Served, listen, serve

PITCHES = {
    180: "I had lunch with Amy by the river today.",
    300: "Wait, I want to tell you something else.",
    460: "Stop.",
}
"""Hz of a hum -> what was said."""
REPLY = "Lunch by the river, with Amy. What did she say?"


def loud(window: Sound) -> float:
    """An ear for anything that is not silence."""
    return 1.0 if np.sqrt(np.mean(np.square(window))) > 0.01 else 0.0


async def over(sound: Sound) -> float:
    """Every pause sounds like an end."""
    return 1.0


class Hums:
    """Knows words by their pitch. Implements the `STT` port."""

    name = "hums"
    where = "this machine"

    async def transcribe(self, sound: Sound, *, language: str | None = None) -> Transcript:
        """The words of each pitch that is in the sound, in order."""
        await anyio.lowlevel.checkpoint()
        heard: list[str] = []
        for start in range(0, len(sound) - HEARD_RATE // 4, HEARD_RATE // 4):
            piece = sound[start : start + HEARD_RATE // 4]
            if np.sqrt(np.mean(np.square(piece))) < 0.02:
                continue
            words = PITCHES[min(PITCHES, key=lambda pitch: abs(pitch - pitch_of(piece)))]
            if words not in heard:
                heard.append(words)
        return Transcript(" ".join(heard), "en", 1.0)


def pitch_of(sound: Sound) -> float:
    """Hz: the step that the sound repeats itself in."""
    near = np.correlate(sound, sound, "full")[len(sound) - 1 :]
    first = HEARD_RATE // 600
    return HEARD_RATE / (first + int(np.argmax(near[first : HEARD_RATE // 120])))


class Words:
    """A word a second. Implements the `TTS` port."""

    name = "words"
    where = "this machine"
    rate = 24_000

    async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """A tone of a second for each word."""
        tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(self.rate) / self.rate)
        for _ in phrase.split():
            yield AudioChunk(tone.astype(np.float32), self.rate)


def show(page: Served, loop: list[Served]) -> None:
    """Print the address."""
    loop.append(page)
    print(page.address(), flush=True)


async def main(port: int) -> None:
    """Serve until SIGTERM."""
    home, there = default_home(), list[Served]()
    config = Config(home, Path(home).parent / "weights", BrainConfig(url="echo"))
    senses = Senses(lambda: loud, stt=Hums(), look=over, tts=Words(), language="en")
    async with open_samantha(config=config, chat=EchoChat([REPLY] * 9), embed=EchoEmbed()) as samantha:
        with on_signal((signal.SIGTERM,), lambda: there[0].stop()):
            await serve(samantha, senses, listen(port=port), partial(show, loop=there))


if __name__ == "__main__":
    anyio.run(main, int(sys.argv[1]) if len(sys.argv) > 1 else 0)
