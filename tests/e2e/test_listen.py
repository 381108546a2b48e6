"""`samantha listen`: a recording gives the same list of events each time."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import anyio.to_thread
import numpy as np
import pytest
from tests.voices import said_in
from tests.weights_here import weight

from samantha.cli import main
from samantha.models.piper import Piper

pytestmark = pytest.mark.anyio


async def recording(path: Path, *sentences: str) -> Path:
    mouth = Piper(*map(weight, ("piper-joe", "piper-joe-config", "spelling")), varied=False)
    quiet = np.zeros(24_000, dtype=np.float32)
    pieces = [piece for sentence in sentences for piece in (quiet, await said_in(mouth, sentence))]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.concatenate(pieces) * 32_000).astype(np.int16).tobytes())
    return path


@pytest.mark.real
async def test_a_recording_gives_turns_and_the_same_ones_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = await recording(tmp_path / "two.wav", "How was the concert on Friday?", "I went to bed early.")
    for name in ("smart-turn", "silero", "whisper-tiny"):
        weight(name)
    lists: list[str] = []
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
            assert await anyio.to_thread.run_sync(main, ["listen", str(file), "--json"]) == 0
        lists.append(capsys.readouterr().out)
    assert lists[0] == lists[1]
    events = [json.loads(line) for line in lists[0].splitlines()]
    turns = " ".join(event["words"] for event in events if event["what"] == "Reply").lower()
    assert "concert" in turns and "early" in turns
    assert not (tmp_path / "home").exists()


async def test_an_empty_recording_and_no_recording_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with wave.open(str(tmp_path / "empty.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
    for name in ("empty.wav", "missing.wav"):
        assert main(["listen", str(tmp_path / name)]) == 1
        assert "voice.file" in capsys.readouterr().err
