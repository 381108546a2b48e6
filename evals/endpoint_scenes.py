"""Recordings with pauses inside a turn, for `endpoint.py`: as they are, or with a pause put in.

Guarantees: the same files give the same scenes; where a pause was put in is known to the sample; which part a file
belongs to depends on its name alone, and all readings of one phrase are in one part.
Does not: keep or write any of it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samantha.ports import HEARD_RATE, Sound
from samantha.voice.wav import read_wav

PAUSES = (0.3, 0.45, 0.6, 0.8, 1.0, 1.2)
"""Seconds put in, in turn."""
FRAME = HEARD_RATE // 100
LEAD_S = 0.4
QUIET_DB = 25.0
"""So far below its loudest frame a recording counts as silent."""
SENTENCES = (
    "I went to the shop this morning and bought some bread.",
    "My sister is coming on Friday, but she has not told our mother yet.",
    "I wanted to tell you about the letter that came yesterday.",
    "When I was young, we lived in a house beside the river.",
    "He said that he would call me back and then he never did.",
    "It was not the money, it was the way he looked at me.",
    "Could you remind me to water the plants tomorrow evening?",
    "I think I will go for a walk before it gets dark.",
    "We used to play chess together every Sunday after lunch.",
    "The doctor says it is nothing, only I cannot stop thinking about it.",
    "What was the name of the book that I told you about last week?",
    "I would like to write to Anna, because it is her birthday soon.",
    "Yesterday I found the old photographs in the attic.",
    "She has been quiet all week and I do not know why.",
    "The train was late again, so I missed the beginning of the play.",
    "I am a little tired today, but it was a good day.",
    "If it rains tomorrow we will stay at home and bake.",
    "Do you think it would be wrong to ask him about it?",
    "I keep the key under the stone next to the door.",
    "They moved to Lisbon in the spring and they seem happy there.",
)
"""What is spoken for `--spoken`; ours."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn of a person."""

    name: str
    kind: str
    """`as it is`, `put in` (anywhere), `could end` (where the words could have ended), `spoken` (by our own voices)."""
    sound: Sound
    end: float
    """Seconds: where the turn is truly over."""
    pauses: tuple[tuple[float, float], ...] = ()
    """Seconds: the pauses inside the turn."""


def part_of(name: str) -> str:
    """`tune` or `held`."""
    stem = re.sub(r"_(?:long|short)_.*|-\d+$", "", Path(name).stem)
    return "held" if zlib.crc32(stem.encode()) % 2 else "tune"


def scenes_in(path: Path, part: str | None) -> Iterator[Scene]:
    """Of a folder with manifest.tsv, or of a JSON Lines file with `wav`, `turns` and `pauses`."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            if part is None or part_of(one["wav"]) == part:
                yield from _marked(path.parent / one["wav"], one["turns"], one.get("pauses", ()))
        return
    names = [row.split("\t")[0] for row in (path / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for number, name in enumerate(names):
        if part is None or part_of(name) == part:
            yield from _of_file(path / name, number)


def _marked(wav: Path, turns: Sequence[Sequence[float]], pauses: Sequence[Sequence[float]]) -> Iterator[Scene]:
    sound = read_wav(wav)
    for n, (start, end) in enumerate(turns):
        begin = max(0.0, start - LEAD_S)
        piece = sound[round(begin * HEARD_RATE) : round(end * HEARD_RATE)]
        inside = tuple((a - begin, b - begin) for a, b in pauses if start <= a and b <= end)
        yield Scene(f"{wav.name}#{n}", "as it is", piece, end - begin, inside)


def _of_file(wav: Path, number: int) -> Iterator[Scene]:
    sound = read_wav(wav)
    grid = wav.with_suffix(".TextGrid")
    yield whole(wav.name, "as it is", sound)
    if not grid.is_file():
        if len(sound) > 3 * HEARD_RATE:
            yield with_pause(wav.name, "put in", sound, quietest(sound), PAUSES[number % len(PAUSES)])
        return
    short = grid.with_name(grid.name.replace("_long_", "_short_"))
    if short != grid and short.is_file():
        ends, could = word_ends(grid), len(word_ends(short))
        for kind, at, then in (("could end", ends[could - 1], 0), ("put in", ends[could // 2], 3)):
            yield with_pause(wav.name, kind, sound, at, PAUSES[(number + then) % len(PAUSES)])


def word_ends(grid: Path) -> list[float]:
    """Seconds: where each word of a TextGrid ends; its words are its first tier."""
    words = grid.read_text(encoding="utf-8").partition("item [2]")[0]
    found = re.findall(r"xmax = ([\d.]+)\s+text = \"(\S[^\"]*)\"", words)
    return [float(end) for end, _ in found]


def whole(name: str, kind: str, sound: Sound) -> Scene:
    """A recording as it is; its own pauses are found by the ear."""
    lead = _silence(LEAD_S)
    return Scene(name, kind, np.concatenate([lead, sound]), LEAD_S + end_of_speech(sound))


def with_pause(name: str, kind: str, sound: Sound, at: float, seconds: float) -> Scene:
    """A recording with a pause put in; where it is quiet there already, it is as long all the same."""
    cut = round(at * HEARD_RATE)
    first = sound[: round(end_of_speech(sound[:cut]) * HEARD_RATE)]
    then = sound[len(sound) - round(end_of_speech(sound[cut:][::-1]) * HEARD_RATE) :]
    out = np.concatenate([_silence(LEAD_S), _faded(first), _silence(seconds), _faded(then[::-1])[::-1]])
    begin = LEAD_S + len(first) / HEARD_RATE
    return Scene(f"{name} +{seconds}", kind, out, begin + seconds + end_of_speech(then), ((begin, begin + seconds),))


def end_of_speech(sound: Sound) -> float:
    """Seconds: where its last frame is that is not silent."""
    loud = np.flatnonzero(_loudness(sound) > _loudness(sound).max() - QUIET_DB)
    return (int(loud[-1]) + 1) * FRAME / HEARD_RATE if len(loud) else 0.0


def quietest(sound: Sound) -> float:
    """Seconds: the quietest place in its middle."""
    loudness = np.convolve(_loudness(sound), np.ones(5) / 5, "same")
    first, last = int(0.3 * len(loudness)), int(0.7 * len(loudness))
    return (first + int(np.argmin(loudness[first:last]))) * FRAME / HEARD_RATE


def _loudness(sound: Sound) -> Sound:
    """Decibels of each hundredth of a second."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    return 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-9)


def _silence(seconds: float) -> Sound:
    """Of a quiet room."""
    return (np.random.default_rng(7).standard_normal(round(seconds * HEARD_RATE)) * 1e-4).astype(np.float32)


def _faded(sound: Sound) -> Sound:
    """Its last five milliseconds softer and softer, so that the cut is no click."""
    size = min(80, len(sound))
    out = sound.copy()
    out[len(out) - size :] *= np.linspace(1.0, 0.0, size, dtype=np.float32)
    return out
