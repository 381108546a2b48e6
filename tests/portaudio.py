"""A PortAudio that a test moves by hand, in place of the `sounddevice` package.

Guarantees: the names that `voice.soundcard` uses mean what they mean there; a block goes in and out when
`turn` says so.
Does not: sound.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from samantha.ports import Sound


class PortAudioError(Exception):
    """As sounddevice's."""


class FakePortAudio(ModuleType):
    """One microphone and one loudspeaker, or fewer."""

    def __init__(
        self, rate: float = 48_000, *, has: tuple[str, ...] = ("input", "output"), latency: float = 0.0
    ) -> None:
        super().__init__("sounddevice")
        self.PortAudioError = PortAudioError
        self.rate, self.has, self.latency = rate, has, latency
        self.input: Stream | None = None
        self.output: Stream | None = None
        self.played: list[Sound] = []

    def InputStream(self, **given: Any) -> Stream:
        self.input = Stream(self, **given)
        return self.input

    def OutputStream(self, **given: Any) -> Stream:
        self.output = Stream(self, **given)
        return self.output

    def query_devices(self, device: str | int | None = None, kind: str = "input") -> dict[str, Any]:
        if kind not in self.has:
            raise PortAudioError("Error querying device -1")
        return {"name": f"a fake {kind}", "default_samplerate": self.rate}

    def check_input_settings(self, *, samplerate: float, **_given: Any) -> None:
        if samplerate != self.rate:
            raise PortAudioError("Invalid sample rate")

    def turn(self, sound: Sound) -> None:
        """The microphone hears this much, at its own rate, and the loudspeaker plays as much."""
        assert self.input is not None and self.output is not None
        size = self.input.blocksize
        for start in range(0, len(sound) - size + 1, size):
            if self.input.running:
                self.input.callback(sound[start : start + size, None].copy(), size, None, None)
            out = np.zeros((self.output.blocksize, 1), dtype=np.float32)
            self.output.callback(out, len(out), None, None)
            self.played.append(out[:, 0])


class Stream:
    """One direction."""

    def __init__(
        self, audio: FakePortAudio, *, samplerate: float, blocksize: int, callback: Any, **_given: Any
    ) -> None:
        self.samplerate, self.blocksize, self.latency = samplerate, blocksize, audio.latency
        self.callback: Callable[[NDArray[np.float32], int, Any, Any], None] = callback
        self.running = self.closed = False

    def start(self) -> None:
        self.running = True

    def close(self) -> None:
        self.running, self.closed = False, True


def plug_in(patch: pytest.MonkeyPatch, audio: FakePortAudio) -> FakePortAudio:
    """Make it the package that is imported."""
    patch.setitem(sys.modules, "sounddevice", audio)
    return audio
