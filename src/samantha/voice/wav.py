"""A WAV file as the microphone would have heard it, and sound written as one.

Guarantees: any rate, channels and whole-number width become 16,000 samples a second, one channel; what is no such
file gives a clear error.
Does not: read compressed formats, nor play.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from samantha.errors import VoiceError
from samantha.ports import HEARD_RATE, Sound

MOST_S = 3 * 3600.0
"""Seconds of sound read at most; three hours are 690 MB in memory."""


def read_wav(path: Path) -> Sound:
    """float32[n], 16,000 samples a second. Raises VoiceError `voice.file`."""
    try:
        with wave.open(str(path)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            if file.getnframes() > MOST_S * rate:
                raise VoiceError("That recording is longer than three hours.", "Cut it first.", code="voice.file")
            raw = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(
            f"{path.name} cannot be read as a WAV file.", "Save it as WAV, 16 bit, and try again.", code="voice.file"
        ) from error
    return resampled(_samples(raw, width).reshape(-1, channels).mean(axis=1), rate)


def write_wav(path: Path, sound: Sound, rate: int) -> None:
    """`sound` as a file, 16 bit, one channel. Raises VoiceError `voice.file`."""
    try:
        with path.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((np.clip(sound, -1.0, 1.0) * 32767).round().astype("<i2").tobytes())
    except OSError as error:
        raise VoiceError(f"{path.name} cannot be written.", "Choose another place.", code="voice.file") from error


def _samples(raw: bytes, width: int) -> Sound:
    if width == 1:
        return (np.frombuffer(raw, dtype=np.uint8).astype(np.float32) - 128.0) / 128.0
    if width == 3:
        triples = np.frombuffer(raw[: len(raw) // 3 * 3], dtype=np.uint8).reshape(-1, 3)
        wide = np.zeros((len(triples), 4), dtype=np.uint8)
        wide[:, 1:] = triples
        return wide.reshape(-1).view(np.int32).astype(np.float32) / 2147483648.0
    kind, most = (np.int16, 32768.0) if width == 2 else (np.int32, 2147483648.0)
    return np.frombuffer(raw[: len(raw) // width * width], dtype=kind).astype(np.float32) / most


def resampled(sound: Sound, rate: int, to: int = HEARD_RATE) -> Sound:
    """`sound` at another rate: a piece at a time through its spectrum, so that nothing folds back."""
    if rate == to or not len(sound):
        return sound.astype(np.float32)
    out: list[Sound] = []
    for start in range(0, len(sound), rate):  # a second at a time, with a tenth on either side against edges
        edge = rate // 10
        piece = np.pad(sound[max(0, start - edge) : start + rate + edge], (max(0, edge - start), 0))
        piece = np.pad(piece, (0, rate + 2 * edge - len(piece)))
        spectrum = np.fft.rfft(piece)
        size = round(len(piece) * to / rate)
        whole = np.fft.irfft(spectrum[: size // 2 + 1], size) * (size / len(piece))
        cut = round(edge * to / rate)
        out.append(whole[cut : cut + round(min(rate, len(sound) - start) * to / rate)].astype(np.float32))
    return np.concatenate(out)
