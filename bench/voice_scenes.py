"""Spoken scenes: what a person says and does in one, from a manifest of recordings or from sentences of our own.

Guarantees: a line that is no scene says which line and why; a path is taken from where its file lies.
Does not: hold recordings. Our own sentences are spoken by a voice at first use and kept in a cache.
"""

from __future__ import annotations

import hashlib
import json
import re
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
from voice_ruler import offset, onset
from voice_stage import HEARD_RATE, Sound

from samantha.voice.wav import read_wav

Span: TypeAlias = tuple[float, float]
Say: TypeAlias = Callable[[str], Sound]
"""A sentence -> the sound of it, at HEARD_RATE."""
_PAUSE = re.compile(r"\[(\d+(?:\.\d+)?)\]")
OWN = Path(__file__).with_name("scenarios") / "own.jsonl"


class NoScene(ValueError):
    """A line of a manifest that cannot be read as a scene."""


@dataclass(frozen=True, slots=True)
class Over:
    """What is said, or only heard, over the reply."""

    sound: Sound
    after: float
    noise: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One scene."""

    name: str
    sound: Sound
    words: str
    turns: tuple[Span, ...]
    pauses: tuple[Span, ...] = ()
    over: Over | None = None
    echo_db: float | None = None
    """The loudspeaker comes back into the microphone, so much softer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a manifest, its sounds not read yet."""

    name: str
    row: dict[str, Any] = field(default_factory=dict[str, Any])
    folder: Path = Path()


def read_manifest(path: Path) -> list[Line]:
    """Every line. Raises NoScene."""
    lines: list[Line] = []
    for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            row: Any = json.loads(text)
        except ValueError as error:
            raise NoScene(f"{path.name}, line {n}: no JSON") from error
        lines.append(_checked(row, f"{path.name}, line {n}", path.parent))
    names = [line.name for line in lines]
    for name in names:
        if names.count(name) > 1:
            raise NoScene(f"{path.name}: two lines are called {name}; give them an id")
    return lines


def _checked(given: Any, where: str, folder: Path) -> Line:
    row = cast(dict[str, Any], given if isinstance(given, dict) else {})
    if not ("wav" in row or "say" in row):
        raise NoScene(f"{where}: neither wav nor say")
    for key in ("turns", "pauses"):
        spans = row.get(key, [])
        if not isinstance(spans, list) or not all(_is_span(span) for span in cast(list[Any], spans)):
            raise NoScene(f"{where}: {key} is no list of [start, end]")
    if "wav" in row and not row.get("turns"):
        raise NoScene(f"{where}: a recording without turns")
    if "barge_in" in row and "noise" in row:
        raise NoScene(f"{where}: a barge-in and a noise at once")
    for key in ("barge_in", "noise"):
        if key in row and not (isinstance(row[key], dict) and {"wav", "say", "sound"} & set(row[key])):
            raise NoScene(f"{where}: {key} without a wav")
    return Line(str(row.get("id") or _name(row)), row, folder)


def _is_span(span: Any) -> bool:
    return (
        isinstance(span, list)
        and len(span) == 2  # type: ignore[arg-type]
        and all(isinstance(x, int | float) for x in span)  # type: ignore[union-attr]
        and 0 <= span[0] < span[1]
    )


def _name(row: dict[str, Any]) -> str:
    """A name that stays the same from one run to the next."""
    digest = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
    return f"{Path(row.get('wav', 'said')).stem}-{digest[:6]}"


def load(line: Line, say: Say) -> Spoken:
    """The scene with its sounds. Raises VoiceError where a recording cannot be read."""
    row = line.row
    sound, turns, pauses = _said(row, line.folder, say)
    over = None
    for key in ("barge_in", "noise"):
        if key in row:
            over = Over(_sound(row[key], line.folder, say), float(row[key].get("after", 1.0)), key == "noise")
    return Spoken(
        line.name, sound, str(row.get("words", _bare(row.get("say", "")))), turns, pauses, over, row.get("echo_db")
    )


def _said(row: dict[str, Any], folder: Path, say: Say) -> tuple[Sound, tuple[Span, ...], tuple[Span, ...]]:
    if "wav" in row:
        spans = [tuple((float(a), float(b)) for a, b in row.get(key, ())) for key in ("turns", "pauses")]
        return read_wav(folder / row["wav"]), spans[0], spans[1]
    lead = np.zeros(HEARD_RATE // 2, np.float32)
    pieces, pauses, at = [lead], list[Span](), 0.5
    for n, part in enumerate(_PAUSE.split(str(row["say"]))):
        piece = np.zeros(round(float(part) * HEARD_RATE), np.float32) if n % 2 else trimmed(say(part.strip()))
        if n % 2:
            pauses.append((at, at + float(part)))
        pieces.append(piece)
        at += len(piece) / HEARD_RATE
    return np.concatenate(pieces), ((0.5, at),), tuple(pauses)


def _sound(row: dict[str, Any], folder: Path, say: Say) -> Sound:
    if "wav" in row:
        return read_wav(folder / row["wav"])
    if "say" in row:
        return trimmed(say(str(row["say"])))
    return cough()


def _bare(text: str) -> str:
    return " ".join(_PAUSE.sub(" ", text).split())


def trimmed(sound: Sound) -> Sound:
    """Without the silence at its two ends."""
    return sound[round(onset(sound) * HEARD_RATE) : round(offset(sound) * HEARD_RATE)]


def cough() -> Sound:
    """Two bursts of breath, as a cough; the same each time."""
    noise = np.random.default_rng(7).standard_normal(HEARD_RATE // 2)
    smooth = np.convolve(noise, np.ones(6) / 6, "same")
    at = np.arange(len(smooth)) / HEARD_RATE
    burst = np.exp(-at / 0.05) + 0.7 * np.where(at > 0.22, np.exp(-(at - 0.22) / 0.06), 0.0)
    return (0.5 * smooth * burst).astype(np.float32)


def kept(folder: Path, voice: str, say: Say) -> Say:
    """`say`, each sentence spoken once and kept as a WAV file in `folder`."""

    def spoken(text: str) -> Sound:
        path = folder / f"{hashlib.sha256(f'{voice}|{text}'.encode()).hexdigest()[:24]}.wav"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_wav(path, say(text), HEARD_RATE)
        return read_wav(path)

    return spoken


def write_wav(path: Path, sound: Sound, rate: int) -> None:
    """16 bit, one channel."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes())
