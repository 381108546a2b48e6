"""What is still to be heard of each reply, and how far it was: a queue that a sound card pulls from.

Guarantees: a reply that is stopped is silent within five milliseconds; ducking and stopping never click; what counts
as heard is what left the loudspeaker, its delay taken off; may be called from the card's own thread.
Does not: know a sound card; `soundcard` does.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samantha.ports import AudioChunk, Sound
from samantha.voice.resample import Resampler

SOFT = 0.25
"""How loud a ducked reply is: 12 dB less."""
FADE_S = 0.005


@dataclass(slots=True)
class _Reply:
    waiting: deque[Sound] = field(default_factory=deque[Sound])
    given: int = 0
    """Samples handed to the card."""
    soft: bool = False


class Loudspeaker:
    """Implements `call.Player`, and `pull` for whoever has the card."""

    def __init__(self, rate: float, delay: float = 0.0) -> None:
        """`rate` of the card in samples a second; `delay` in seconds from `pull` to the air."""
        self._rate = rate
        self.delay = delay
        self._lock = threading.Lock()
        self._replies: dict[int, _Reply] = {}
        self._gain = 1.0
        self._tail = np.zeros(0, dtype=np.float32)
        """The end of what was stopped, fading out."""
        self._pulled = 0
        self._marks: deque[tuple[int, int, int]] = deque()
        """(samples pulled in all, reply, samples of it) after each block, the newest last."""

    def play(self, reply: int, chunk: AudioChunk) -> None:
        """Play this after what of the reply came before."""
        sound = _whole(chunk.sound, chunk.rate, self._rate)
        with self._lock:
            self._replies.setdefault(reply, _Reply()).waiting.append(sound)

    def duck(self, reply: int) -> None:
        """Soft, or held back while nothing of it was played."""
        with self._lock:
            self._replies.setdefault(reply, _Reply()).soft = True

    def resume(self, reply: int) -> None:
        """As before."""
        with self._lock:
            self._replies.setdefault(reply, _Reply()).soft = False

    def stop(self, reply: int) -> None:
        """Silent at once; what waits is thrown away."""
        with self._lock:
            gone = self._replies.pop(reply, None)
            if gone is not None and gone.given and gone.waiting:
                end = gone.waiting[0][: round(FADE_S * self._rate)]
                self._tail = end * np.linspace(self._gain, 0.0, len(end), dtype=np.float32)

    def pull(self, count: int) -> Sound:
        """The next `count` samples for the card, silence where there is nothing to say."""
        out = np.zeros(count, dtype=np.float32)
        with self._lock:
            head = min(count, len(self._tail))
            out[:head], self._tail = self._tail[:head], self._tail[head:]
            current = next(((n, one) for n, one in self._replies.items() if one.waiting), None)
            if current is not None:
                self._take(out, *current)
            self._pulled += count
        return out

    def fill(self, block: NDArray[np.float32], frames: int, _time: Any, _status: Any) -> None:
        """PortAudio's: the next block, in its own thread."""
        block[:, 0] = self.pull(frames)

    def heard(self) -> list[tuple[int, float]]:
        """(reply, seconds of it that left the loudspeaker), for what changed since the last time."""
        with self._lock:
            until = self._pulled - round(self.delay * self._rate)
            now: dict[int, int] = {}
            while self._marks and self._marks[0][0] <= until:
                _, reply, given = self._marks.popleft()
                now[reply] = given
        return [(reply, given / self._rate) for reply, given in now.items()]

    @property
    def silent(self) -> bool:
        """Nothing waits to be played, and nothing is still on its way to the air."""
        with self._lock:
            return not any(one.waiting for one in self._replies.values()) and not self._marks

    def _take(self, out: Sound, number: int, one: _Reply) -> None:
        if one.soft and not one.given:
            return  # held back
        filled = 0
        while filled < len(out) and one.waiting:
            piece = one.waiting[0]
            take = min(len(piece), len(out) - filled)
            out[filled : filled + take] += piece[:take]
            filled += take
            if take == len(piece):
                one.waiting.popleft()
            else:
                one.waiting[0] = piece[take:]
        gain = SOFT if one.soft else 1.0
        out *= np.linspace(self._gain, gain, len(out), dtype=np.float32)
        self._gain = gain
        one.given += filled
        self._marks.append((self._pulled + filled, number, one.given))


def _whole(sound: Sound, rate: float, to: float) -> Sound:
    """A piece at the card's rate, as long as it was."""
    if rate == to:
        return sound
    resampler = Resampler(rate, to)
    out = np.concatenate([resampler.feed(sound), resampler.feed(np.zeros(int(rate / 20), dtype=np.float32))])
    return out[: round(len(sound) * to / rate)]
