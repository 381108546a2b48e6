"""A microphone and a loudspeaker in real time, without hardware: what the person says, and what is heard of the agent.

Guarantees: both tracks begin at the same moment of one clock; a block of the microphone is handed over when its last
sample has been spoken, never before; a sample of the loudspeaker is where it was played, with the gain it had.
Does not: know who the agent is: `voice_ours` and `peers/pipecat_agent.py` stand on the same stage. Needs numpy only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeAlias

import anyio
import numpy as np
from numpy.typing import NDArray

Sound: TypeAlias = NDArray[np.float32]
HEARD_RATE = 16_000
BLOCK = 320
"""Samples that the microphone hands over at once: 20 ms."""
AUDIBLE = 0.004
"""Root mean square of a hundredth of a second from which on it is audible (-48 dB)."""
SOFT = 0.25
"""The gain of a loudspeaker that was ducked."""
REPORT_S = 0.1
"""How often the loudspeaker says how far it is."""


def audible(sound: Sound, rate: int) -> NDArray[np.bool_]:
    """A bool for each hundredth of a second."""
    frame = rate // 100
    whole = sound[: len(sound) // frame * frame].reshape(-1, frame)
    return np.sqrt(np.mean(np.square(whole), axis=1)) >= AUDIBLE


@dataclass
class Loudspeaker:
    """Plays in real time; `stage` moves it on. Times are seconds since the stage was opened."""

    rate: int
    clock: Callable[[], float]
    track: Sound = field(default_factory=lambda: np.zeros(0, np.float32))
    """Everything up to now, as it was audible."""
    played: dict[int, float] = field(default_factory=dict[int, float])
    """Reply -> seconds of it that were played."""
    spans: list[list[float]] = field(default_factory=list[list[float]])
    """[reply, from, to] of each stretch that sounded without a break."""
    gains: list[list[float]] = field(default_factory=list[list[float]])
    """[when, gain] of each change."""
    stops: list[float] = field(default_factory=list[float])
    """When it was told to be silent while something was left to say."""
    _waiting: deque[tuple[int, Sound]] = field(default_factory=deque[tuple[int, Sound]])
    _gain: float = 1.0
    _held: bool = False
    _filled: int = 0

    def play(self, reply: int, sound: Sound) -> None:
        """After what waits already."""
        self.advance()
        if len(sound):
            self._waiting.append((reply, sound))

    def duck(self, reply: int) -> None:
        """Soft, or held back while nothing of the reply was played."""
        self.advance()
        self._held = self.played.get(reply, 0.0) == 0.0
        self._set(SOFT)

    def resume(self, reply: int) -> None:
        """As before."""
        del reply
        self.advance()
        self._held = False
        self._set(1.0)

    def stop(self, reply: int) -> None:
        """Silent at once."""
        self.advance()
        if self._waiting or self.played.get(reply):
            self.stops.append(self.clock())
        self._waiting.clear()
        self._held = False
        self._set(1.0)

    @property
    def waits(self) -> float:
        """Seconds that are still to be played."""
        return sum(len(sound) for _, sound in self._waiting) / self.rate

    def advance(self) -> None:
        """Play up to now."""
        until = int(self.clock() * self.rate)
        while self._filled < until:
            room = until - self._filled
            if self._waiting and not self._held:
                self._fill_from_waiting(room)
            else:
                self._fill(np.zeros(room, np.float32))

    def sounded(self) -> Sound:
        """The track so far."""
        return self.track[: self._filled]

    def take(self, track: Sound, spans: list[list[float]], gains: list[list[float]], stops: list[float]) -> None:
        """What was played on another process's stage."""
        self.track, self._filled = track, len(track)
        self.spans, self.gains, self.stops = spans, gains, stops

    def _fill_from_waiting(self, room: int) -> None:
        reply, sound = self._waiting.popleft()
        now, rest = sound[:room], sound[room:]
        start = self._filled / self.rate
        self._fill(now * np.float32(self._gain))
        end = self._filled / self.rate
        if self.spans and self.spans[-1][0] == reply and start - self.spans[-1][2] < 1.5 / self.rate:
            self.spans[-1][2] = end
        else:
            self.spans.append([reply, start, end])
        self.played[reply] = self.played.get(reply, 0.0) + len(now) / self.rate
        if len(rest):
            self._waiting.appendleft((reply, rest))

    def _fill(self, sound: Sound) -> None:
        end = self._filled + len(sound)
        if end > len(self.track):
            self.track = np.concatenate([self.track, np.zeros(max(end, 30 * self.rate), np.float32)])
        self.track[self._filled : end] = sound
        self._filled = end

    def _set(self, gain: float) -> None:
        if gain != self._gain:
            self._gain = gain
            self.gains.append([self.clock(), gain])


@dataclass
class Scene:
    """What the person does, in samples at HEARD_RATE; times in seconds of the stage."""

    sound: Sound
    ends: float
    """When their last turn ends."""
    interjects: Sound | None = None
    """What they do over the reply: words, a cough."""
    after: float = 1.0
    """Seconds of the reply that were audible when they do."""
    echo: float = 0.0
    """How much of the loudspeaker comes back into the microphone, as a factor."""
    silence: float = 18.0
    """So long after their turn without a reply it is given up."""
    reply: float = 9.0
    """So much of a reply is listened to."""


@dataclass
class Stage:
    """One scene as it runs."""

    scene: Scene
    rate: int
    started: float = field(default_factory=perf_counter)
    interjected: float | None = None
    """When the interjection began."""
    person: list[Sound] = field(default_factory=list[Sound])
    notes: list[list[Any]] = field(default_factory=list[list[Any]])
    """[when, what]: for where the time goes; nothing is scored by them."""

    def __post_init__(self) -> None:
        self.speaker = Loudspeaker(self.rate, self.now)
        self._first: float | None = None

    def now(self) -> float:
        """Seconds since the stage was opened."""
        return perf_counter() - self.started

    def note(self, what: str) -> None:
        """Remember that this happened now."""
        self.notes.append([round(self.now(), 4), what])

    async def run(self, feed: Callable[[Sound], Awaitable[None]], tick: Callable[[], None]) -> None:
        """Let the person speak to `feed`, block by block, and the loudspeaker play; `tick` comes with each block."""
        n = 0
        while not self._over():
            n += 1
            await anyio.sleep(max(0.0, n * BLOCK / HEARD_RATE - self.now()))
            self.speaker.advance()
            await feed(self._block(n - 1))
            tick()
        self.speaker.advance()

    def tracks(self) -> tuple[Sound, Sound]:
        """(the person at HEARD_RATE, the agent at `rate`)."""
        person = np.concatenate(self.person) if self.person else np.zeros(0, np.float32)
        return person, self.speaker.sounded()

    def report(self) -> dict[str, Any]:
        """What the ruler wants beside the tracks."""
        speaker = self.speaker
        return {
            "interjected": self.interjected,
            "spans": speaker.spans,
            "gains": speaker.gains,
            "stops": speaker.stops,
            "notes": self.notes,
        }

    def _block(self, n: int) -> Sound:
        start = n * BLOCK
        out = _cut(self.scene.sound, start)
        over = self.scene.interjects
        if over is not None:
            first = self._reply_began()
            if self.interjected is None and first is not None and self.now() >= first + self.scene.after:
                self.interjected = start / HEARD_RATE
            if self.interjected is not None:
                out = out + _cut(over, start - round(self.interjected * HEARD_RATE))
        self.person.append(out)
        if self.scene.echo:
            out = out + self.scene.echo * self._echo(start)
        return out.astype(np.float32)

    def _echo(self, start: int) -> Sound:
        """What the loudspeaker played in this block's time."""
        at = ((start + np.arange(BLOCK)) * self.rate / HEARD_RATE).astype(np.int64)
        track = self.speaker.sounded()
        return np.where(at < len(track), track[np.minimum(at, max(0, len(track) - 1))], 0.0) if len(track) else at * 0.0

    def _reply_began(self) -> float | None:
        if self._first is None and self.speaker.spans:
            begun = np.flatnonzero(audible(self.speaker.sounded(), self.rate))
            self._first = begun[0] / 100 if len(begun) else None
        return self._first

    def _over(self) -> bool:
        now, scene = self.now(), self.scene
        if now < scene.ends + 0.5:
            return False
        began = max((span[1] for span in self.speaker.spans), default=None)
        if self.interjected is not None and scene.interjects is not None:
            return now > self.interjected + len(scene.interjects) / HEARD_RATE + 2.5
        if began is None or self.speaker.spans[-1][2] < scene.ends:
            return now > scene.ends + scene.silence
        if scene.interjects is None and now > self.speaker.spans[0][1] + scene.reply and began > scene.ends:
            return True
        return not self.speaker.waits and now > self.speaker.spans[-1][2] + 3.0


def _cut(sound: Sound, start: int) -> Sound:
    """BLOCK samples of `sound` from `start`; silence where it has none."""
    out = np.zeros(BLOCK, np.float32)
    low, high = max(0, start), min(len(sound), start + BLOCK)
    if high > low:
        out[low - start : high - start] = sound[low:high]
    return out
