"""The sound as it comes in: when a voice begins and pauses, which part of the talk it belongs to, and what to look at.

Guarantees: time is samples received, so that a recording gives the same events at any speed; half a second before a
voice was noticed is kept; no sample of a voice belongs to two parts or to none.
Does not: recognise, wait or reach for a microphone. What listens to a window is handed in (Silero, or a fake).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from samantha.ports import HEARD_RATE, Sound
from samantha.voice.events import SpeechEnded, SpeechStarted

WINDOW = 512
"""Samples that are listened to at once: 32 ms."""
Listen: TypeAlias = Callable[[Sound], float]
"""float32[512] -> 0 to 1, how much it sounds like a voice."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """How the ear is set, in seconds unless said otherwise."""

    begins: float = 0.5
    """From this likeness of a voice on, one may have begun."""
    ends: float = 0.35
    """Below this, it may have paused."""
    onset_windows: int = 3
    """So many windows in a row, and it has begun."""
    onset_over_her: int = 2
    """And so many while she is heard: being soft for a moment costs little, talking on over somebody much."""
    pause: float = 0.1
    """So long without, and it has paused: from here on recognition runs ahead."""
    before: float = 0.5
    """Kept from before a voice was noticed: its first sound is soft."""
    looks: tuple[float, ...] = (0.2, 0.45, 0.8, 1.2)
    """How long a pause is when it is looked at, again and again as it grows."""
    over_her: float = 0.5
    """While a voice goes on over hers, it is read so often."""
    long: float = 20.0
    """A part of this length ends at its next pause."""
    longest: float = 28.0
    """And at this one anyway: the recogniser reads thirty."""


HEARING = Hearing()


@dataclass(frozen=True, slots=True)
class Recognise:
    """Read this part up to that second."""

    part: int
    through: float


@dataclass(frozen=True, slots=True)
class LookAt:
    """Look at the pause that began then, as it is now."""

    silent_since: float
    through: float


Work: TypeAlias = Recognise | LookAt


class Ear:
    """One stream of sound, 16,000 samples a second."""

    def __init__(self, listen: Listen, hearing: Hearing = HEARING) -> None:
        self._listen = listen
        self._hearing = hearing
        self._kept = np.zeros(0, dtype=np.float32)
        self._kept_from = 0
        """The number of the first sample that is kept."""
        self._rest = np.zeros(0, dtype=np.float32)
        self._above = 0
        self._below = 0
        self.part = 1
        self._part_from = 0.0
        self._begun: float | None = None
        """Where the voice of this part began; None while there is none in it."""
        self._voice = False
        self._silent_since = 0.0
        self._looked = 0
        self._read_at = 0.0
        self.over_her = False
        """She is heard: a voice is read while it goes on, not only when it pauses."""

    @property
    def at(self) -> float:
        """Seconds of sound received and listened to."""
        return (self._kept_from + len(self._kept)) / HEARD_RATE

    @property
    def speaking(self) -> bool:
        """A voice is heard now."""
        return self._voice

    def feed(self, sound: Sound) -> tuple[list[SpeechStarted | SpeechEnded], list[Work]]:
        """Take in more sound, any number of samples; what happened, and what is worth a look now."""
        self._rest = np.concatenate([self._rest, sound.astype(np.float32)])
        events: list[SpeechStarted | SpeechEnded] = []
        work: list[Work] = []
        while len(self._rest) >= WINDOW:
            window, self._rest = self._rest[:WINDOW], self._rest[WINDOW:]
            more, looks = self._window(window)
            events += more
            work += looks
        return events, work

    def sound(self, through: float) -> Sound:
        """The sound of the part that is open, from shortly before its voice began up to `through`."""
        begun = self._begun if self._begun is not None else self.at
        start = max(begun - self._hearing.before, self._part_from)
        return self._kept[max(0, self._sample(start)) : max(0, self._sample(through))]

    def close(self, part: int, through: float) -> list[Work]:
        """The parts up to `part` are dealt with; a voice after `through` is the next one, read now if it is over."""
        if part < self.part:
            return []
        goes_on = self._voice and self.at > through
        missed = not self._voice and self._begun is not None and self._silent_since > through
        self.part, self._part_from = part + 1, through
        self._begun = max(self._begun or through, through) if goes_on or missed else None
        self._drop()
        return [Recognise(self.part, self.at)] if missed else []

    def _window(self, window: Sound) -> tuple[list[SpeechStarted | SpeechEnded], list[Work]]:
        likeness = self._listen(window)
        self._kept = np.concatenate([self._kept, window])
        self._above = self._above + 1 if likeness >= self._hearing.begins else 0
        self._below = self._below + 1 if likeness < self._hearing.ends else 0
        onset = self._hearing.onset_over_her if self.over_her else self._hearing.onset_windows
        if not self._voice and self._above >= onset:
            return [self._start()], []
        pause = self._below * WINDOW / HEARD_RATE
        if self._voice and pause >= self._hearing.pause:
            return self._end(pause)
        if self._voice:
            return [], self._while_voiced()
        self._drop()
        return [], self._looks()

    def _start(self) -> SpeechStarted:
        self._voice = True
        self._read_at = self.at
        if self._begun is None:
            self._begun = self.at - self._above * WINDOW / HEARD_RATE
        return SpeechStarted(self.at)

    def _end(self, pause: float) -> tuple[list[SpeechStarted | SpeechEnded], list[Work]]:
        self._voice, self._looked = False, 0
        self._silent_since = self.at - pause
        work: list[Work] = [Recognise(self.part, self.at)]
        if self._length() >= self._hearing.long:
            self._next()
        return [SpeechEnded(self.at, self._silent_since)], work

    def _while_voiced(self) -> list[Work]:
        if self._length() >= self._hearing.longest:
            work: list[Work] = [Recognise(self.part, self.at)]
            self._next()
            return work
        if self.over_her and self.at - self._read_at >= self._hearing.over_her:
            self._read_at = self.at
            return [Recognise(self.part, self.at)]
        return []

    def _looks(self) -> list[Work]:
        """A look is due each time that the pause has grown enough, while words may wait."""
        looks = self._hearing.looks
        if self._begun is None or self._looked >= len(looks) or self.at - self._silent_since < looks[self._looked]:
            return []
        self._looked += 1
        return [LookAt(self._silent_since, self.at)]

    def _length(self) -> float:
        return self.at - self._begun if self._begun is not None else 0.0

    def _next(self) -> None:
        """Begin another part here."""
        self.part, self._part_from = self.part + 1, self.at
        self._begun = self.at if self._voice else None

    def _sample(self, at: float) -> int:
        return round(at * HEARD_RATE) - self._kept_from

    def _drop(self) -> None:
        """Let go what no part can want any more."""
        if self._begun is not None:
            return
        spare = len(self._kept) - round(self._hearing.before * HEARD_RATE)
        if spare > HEARD_RATE:  # in pieces of a second, for moving it costs something
            self._kept = self._kept[spare:]
            self._kept_from += spare
