"""WAV files of every common kind, and what is none."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from samantha.errors import VoiceError
from samantha.ports import HEARD_RATE
from samantha.voice.wav import read_wav, resampled


def tone(hertz: float, rate: int, seconds: float = 1.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def written(path: Path, rate: int, width: int, channels: int) -> Path:
    sound = np.repeat(tone(440, rate), channels)
    if width == 1:
        raw = (sound * 127 + 128).astype(np.uint8).tobytes()
    elif width == 3:
        raw = b"".join(int(x * 8388607).to_bytes(3, "little", signed=True) for x in sound)
    else:
        raw = (sound * (2 ** (8 * width - 1) - 1)).astype({2: np.int16, 4: np.int32}[width]).tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(raw)
    return path


@pytest.mark.parametrize(
    ("rate", "width", "channels"), [(8000, 2, 1), (16000, 1, 1), (44100, 3, 2), (48000, 4, 1), (22050, 2, 2)]
)
def test_any_rate_width_and_channels_become_one(tmp_path: Path, rate: int, width: int, channels: int) -> None:
    sound = read_wav(written(tmp_path / "a.wav", rate, width, channels))
    assert sound.dtype == np.float32 and abs(len(sound) - HEARD_RATE) <= 1
    middle = sound[2_000:-2_000]
    assert np.abs(middle - tone(440, HEARD_RATE)[2_000 : 2_000 + len(middle)]).max() < 0.03


def test_what_is_too_high_does_not_fold_back() -> None:
    assert np.abs(resampled(tone(11_000, 48_000), 48_000)[1_600:-1_600]).max() < 0.02


def test_seconds_join_without_a_click() -> None:
    there = resampled(tone(300, 44_100, 3.4), 44_100)
    assert abs(len(there) - round(3.4 * HEARD_RATE)) <= 2
    assert np.abs(np.diff(there[1_000:-1_000])).max() < 1.3 * 0.5 * 2 * np.pi * 300 / HEARD_RATE


@pytest.mark.parametrize("raw", [b"", b"RIFF", b"not sound at all" * 9])
def test_what_is_no_wav_is_said_so(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(raw)
    with pytest.raises(VoiceError) as told:
        read_wav(tmp_path / "a.wav")
    assert told.value.code == "voice.file"
