"""What two tracks say about a spoken talk: latency, cut-offs, gaps, barge-in. Pure arithmetic on what was audible.

Guarantees: the same rules for every agent; a turn that was cut off has no latency and counts as a failure.
Does not: recognise words (`voice_words`), nor know how an agent works inside.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from voice_stage import HEARD_RATE, Sound, audible

from samantha.voice.echoes import spoken

NEW = 0.3
"""Seconds of silence after which what becomes audible is a new beginning, not a breath."""
STAYS = 0.5
"""So long inaudible, and the agent has fallen silent."""
GRACE = 1.0
"""Seconds after the person's words over a reply within which it must have been stopped."""
AFTER_NOISE = 2.0
"""So long after a noise a stop is counted as its doing."""


@dataclass(frozen=True, slots=True)
class Tracks:
    """Both sides of one run, beginning at the same moment."""

    person: Sound
    """At HEARD_RATE."""
    agent: Sound
    rate: int
    spans: Sequence[Sequence[float]] = ()
    """[reply, from, to] of what the loudspeaker was given, whether audible or not."""
    gains: Sequence[Sequence[float]] = ()
    stops: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. Times in seconds; None where there was nothing to measure."""

    latencies: list[float | None] = field(default_factory=list[float | None])
    """A turn each; None where it was cut off or never answered."""
    cut_off: int = 0
    chances: int = 0
    """Pauses inside turns, or turns where no pauses are marked."""
    unanswered: int = 0
    gap: float = 0.0
    """The longest time within one reply in which the loudspeaker had nothing to play."""
    duck: float | None = None
    silent: float | None = None
    barge_in: bool | None = None
    """None where there was none, or the reply had ended by itself before."""
    false_barge_in: bool | None = None
    goes_on: float | None = None
    """After a noise fell silent: until the reply is as loud as before."""


def measure(
    tracks: Tracks,
    turns: Sequence[tuple[float, float]],
    pauses: Sequence[tuple[float, float]] = (),
    *,
    interjected: tuple[float, float] | None = None,
    noise: bool = False,
    echo: bool = False,
) -> Measured:
    """`interjected`: (from, to) of what was said or coughed over the reply; `noise`: it was no turn. `echo`: the
    agent heard itself, and nobody broke in."""
    begins = beginnings(tracks.agent, tracks.rate)
    cut, latencies, unanswered = 0, list[float | None](), 0
    for n, (start, end) in enumerate(turns):
        until = turns[n + 1][0] if n + 1 < len(turns) else (interjected or (float("inf"),))[0]
        early = [at for at in begins if start + 0.02 < at < end]
        later = [at for at in begins if end <= at < until]
        cut += bool(early)
        unanswered += not early and not later
        latencies.append(None if early or not later else later[0] - end)
    chances = len(pauses) or len(turns)
    out = Measured(latencies, cut, chances, unanswered, gap=longest_gap(tracks.spans, tracks.stops))
    if interjected is None:
        return replace(out, false_barge_in=bool(tracks.stops)) if echo and tracks.spans else out
    return _over_the_reply(out, tracks, interjected, noise=noise)


def _over_the_reply(out: Measured, tracks: Tracks, interjected: tuple[float, float], *, noise: bool) -> Measured:
    start, end = interjected
    if not sounds_at(tracks.spans, start):
        return out
    if noise:
        stopped = any(start <= at <= end + AFTER_NOISE for at in tracks.stops)
        return replace(out, false_barge_in=stopped, goes_on=None if stopped else _goes_on(tracks, start, end))
    stops = [at for at in tracks.stops if start <= at <= end + GRACE]
    silent = falls_silent(tracks, start)
    if not stops and _ended_alone(tracks, start):
        return out
    ducks = [at for at, gain in tracks.gains if gain < 1.0 and at >= start]
    duck = min([at - start for at in (*ducks[:1], *stops[:1])], default=None)
    return replace(out, duck=duck, silent=None if silent is None else silent - start, barge_in=bool(stops))


def beginnings(sound: Sound, rate: int) -> list[float]:
    """Seconds: where something becomes audible after NEW seconds of silence, or for the first time."""
    at = np.flatnonzero(audible(sound, rate)) / 100
    if not len(at):
        return []
    fresh = np.concatenate([[True], np.diff(at) > NEW])
    return [float(second) for second in at[fresh]]


def longest_gap(spans: Sequence[Sequence[float]], stops: Sequence[float] = ()) -> float:
    """Seconds that one reply had nothing to play between two of its stretches; none across a stop."""
    longest = 0.0
    for one, two in pairwise(spans):
        stopped = any(one[1] <= at <= two[1] for at in stops)
        if one[0] == two[0] and not stopped:
            longest = max(longest, two[1] - one[2])
    return longest


def sounds_at(spans: Sequence[Sequence[float]], at: float) -> bool:
    """Something is being played then."""
    return any(start <= at < end for _, start, end in spans)


def falls_silent(tracks: Tracks, start: float) -> float | None:
    """From when on, at or after `start`, nothing was audible for STAYS seconds; None where that never came."""
    frames = audible(tracks.agent, tracks.rate)
    first, need = int(start * 100), int(STAYS * 100)
    for n in range(first, len(frames) - need + 1):
        if not frames[n : n + need].any():
            return n / 100
    return None


def onset_of(sound: Sound) -> tuple[float, float]:
    """Seconds: where it becomes audible, and where it is no more."""
    return onset(sound), offset(sound)


def onset(sound: Sound) -> float:
    """Seconds: the first audible hundredth; 0 where none is."""
    at = np.flatnonzero(audible(sound, HEARD_RATE))
    return float(at[0]) / 100 if len(at) else 0.0


def offset(sound: Sound) -> float:
    """Seconds: the end of the last audible hundredth."""
    at = np.flatnonzero(audible(sound, HEARD_RATE))
    return float(at[-1] + 1) / 100 if len(at) else 0.0


def _goes_on(tracks: Tracks, start: float, end: float) -> float:
    """Until the gain is whole again; 0 where it never was anything else, or was again before the noise ended."""
    changes = [(at, gain) for at, gain in tracks.gains if start <= at <= end + AFTER_NOISE]
    if not changes or changes[-1][1] < 1.0:
        return AFTER_NOISE if changes else 0.0
    return max(0.0, changes[-1][0] - end)


def _ended_alone(tracks: Tracks, start: float) -> bool:
    """The reply came to its own end shortly after the person began: nothing to break into."""
    last = max((span[2] for span in tracks.spans if span[1] <= start), default=0.0)
    return last - start < GRACE


def p(values: Sequence[float], share: float) -> float | None:
    """The value that so many of `values` do not exceed; None of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else None


def median(values: Sequence[float]) -> float | None:
    """None of none."""
    return statistics.median(values) if values else None


def ratio(one: float | None, two: float | None) -> float | None:
    """None where there is nothing to divide."""
    return one / two if one is not None and two else None


def words_wrong(one: str, two: str) -> int:
    """Words to change, add or take away to get from one to the other (Levenshtein)."""
    first, second = spoken(one), spoken(two)
    row = list(range(len(second) + 1))
    for n, word in enumerate(first, 1):
        before, row[0] = row[0], n
        for k, other in enumerate(second, 1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (word != other))
    return row[-1]
