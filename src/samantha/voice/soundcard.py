"""This machine's microphone and loudspeaker, through PortAudio.

Guarantees: 20 ms at a time, at 16,000 samples a second whatever the card does; where there is no card, no microphone
or one was pulled out, a VoiceError says so and what to do.
Does not: take her own voice out of what the microphone hears (a browser does): an earbud does it better.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, contextmanager
from typing import Any

import anyio
import numpy as np
from numpy.typing import NDArray

from samantha.errors import VoiceError
from samantha.ports import HEARD_RATE, Sound
from samantha.voice.loudspeaker import Loudspeaker
from samantha.voice.resample import Resampler

BLOCK_S = 0.02
DEAF_S = 2.0
"""A microphone that gave nothing for so long was pulled out."""
_FORGOTTEN = 500
"""Blocks that wait at most, ten seconds: what is older is let go when nobody takes it."""


class SoundCard:
    """An open microphone and loudspeaker. Made by `open_soundcard`."""

    def __init__(self, loudspeaker: Loudspeaker, microphone: str, rate: float) -> None:
        self.loudspeaker = loudspeaker
        self.microphone = microphone
        """Its name."""
        self._loop = asyncio.get_running_loop()
        self._resampler = Resampler(rate, HEARD_RATE)
        self._blocks: deque[Sound] = deque(maxlen=_FORGOTTEN)
        self._more = asyncio.Event()

    async def sound(self) -> AsyncGenerator[Sound, None]:
        """What the microphone hears. Raises VoiceError `voice.no_microphone` once it is gone."""
        while True:
            with anyio.move_on_after(DEAF_S) as patience:
                await self._more.wait()
            if patience.cancelled_caught:
                raise VoiceError(
                    "The microphone gives no sound any more.",
                    "See that it is plugged in and start again; typing still works: samantha talk.",
                    code="voice.no_microphone",
                )
            self._more.clear()
            while self._blocks:
                yield self._resampler.feed(self._blocks.popleft())

    def hear(self, block: NDArray[np.float32], _frames: int, _time: Any, _status: Any) -> None:
        """PortAudio's: the next block, in its own thread."""
        self._blocks.append(block[:, 0].copy())
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._more.set)


@contextmanager
def open_soundcard(microphone: str | int | None = None, loudspeaker: str | int | None = None) -> Generator[SoundCard]:
    """The named devices, or the usual ones. Raises VoiceError `voice.missing`, `voice.no_microphone`,
    `voice.no_loudspeaker`."""
    audio = _portaudio()
    with ExitStack() as stack:
        with _told("loudspeaker"):
            rate = audio.query_devices(loudspeaker, "output")["default_samplerate"]
            speaker = Loudspeaker(rate)
            out = audio.OutputStream(
                samplerate=rate,
                blocksize=round(rate * BLOCK_S),
                channels=1,
                dtype="float32",
                device=loudspeaker,
                callback=speaker.fill,
            )
            stack.callback(out.close)
        with _told("microphone"):
            found = audio.query_devices(microphone, "input")
            rate = _rate(audio, microphone, found["default_samplerate"])
            card = SoundCard(speaker, found["name"], rate)
            heard = audio.InputStream(
                samplerate=rate,
                blocksize=round(rate * BLOCK_S),
                channels=1,
                dtype="float32",
                device=microphone,
                callback=card.hear,
            )
            stack.callback(heard.close)
        with _told("loudspeaker"):
            out.start()
        with _told("microphone"):
            heard.start()
        speaker.delay = out.latency
        yield card


def _rate(audio: Any, device: str | int | None, usual: float) -> float:
    """16,000 where the card can, else what it usually does."""
    try:
        audio.check_input_settings(samplerate=HEARD_RATE, channels=1, dtype="float32", device=device)
    except (audio.PortAudioError, ValueError):
        return usual
    return HEARD_RATE


def _portaudio() -> Any:
    try:
        import sounddevice
    except ImportError as error:
        raise VoiceError(
            "What reaches the microphone is not installed.",
            "Install Samantha with its voice: samantha-os[voice].",
            code="voice.missing",
        ) from error
    except OSError as error:  # the package is there and PortAudio itself is not
        raise VoiceError(
            "PortAudio, which reaches the sound card, is not on this machine.",
            "Install it (on Debian and Ubuntu: libportaudio2), or talk in the browser; typing works: samantha talk.",
            code="voice.no_soundcard",
        ) from error
    return sounddevice


@contextmanager
def _told(what: str) -> Generator[None]:
    """A device that is not there or cannot be opened is told in words."""
    try:
        yield
    except VoiceError:
        raise
    except Exception as error:  # PortAudio's own kind, and ValueError for a name that nothing has
        raise VoiceError(
            f"There is no {what} that can be used here.",
            "Plug one in, or let a terminal use it in the system's settings; typing works without: samantha talk.",
            code=f"voice.no_{what}",
        ) from error
