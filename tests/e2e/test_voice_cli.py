"""`samantha voice`: shown, chosen, refused, tried; and which mouth a machine keeps up with."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from samantha.cli import main
from samantha.cli.belongings import model_files
from samantha.clock import FixedClock
from samantha.config import Config, VoiceConfig, load_config
from samantha.models.mouth_speed import FILE, KEEPS_UP, MouthSpeed, keep, kept, measure
from samantha.ports import Sound
from samantha.senses import open_mouth
from samantha.voice.wav import read_wav

DAY = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAMANTHA_WEIGHTS", str(tmp_path))
    return tmp_path / "home"


def test_shown_without_making_a_home(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice"]) == 0
    shown = capsys.readouterr().out
    assert "listens   tiny, on this machine" in shown and "measured at the first talk" in shown
    assert not home.exists()


def test_chosen_is_kept_and_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "kokoro", "--voice", "af_heart", "--pace", "90", "--ear", "base", "--language", "de"]) == 0
    assert "kokoro (af_heart)" in capsys.readouterr().out
    assert load_config().voice == VoiceConfig("base", "de", "kokoro", "af_heart", 90)
    assert main(["voice", "auto", "--ear", "auto", "--language", "any"]) == 0
    assert load_config().voice == VoiceConfig(voice="af_heart", pace=90)


def test_a_server_is_named_where_words_go_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "tcp://mouth.example.org:10200", "--ear", "tcp://127.0.0.1:10300"]) == 0
    shown = capsys.readouterr().out
    assert "at mouth.example.org: sound and words go there" in shown
    assert "tcp://127.0.0.1:10300, on this machine" in shown
    main(["doctor"])
    assert "sent to mouth.example.org" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "asked",
    [
        ["trumpet"],
        ["--voice", "af_nobody"],
        ["--pace", "500"],
        ["--ear", "elephant"],
        ["--ear", "tiny", "--language", "de"],
        ["--language", "german"],
        ["tcp://nowhere"],
    ],
)
def test_what_cannot_be_used_is_refused_and_not_kept(
    home: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voice", *asked]) == 1
    assert "config.invalid" in capsys.readouterr().err and not home.exists()


def test_a_sample_can_be_heard_and_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = home.parent / "out.wav"
    assert main(["voice", "echo", "--try", "Good evening to you.", str(out)]) == 0
    assert len(read_wav(out)) > 16_000 and "Nothing is changed" in capsys.readouterr().out
    assert not home.exists()
    assert main(["voice", "echo", "--try", "…", str(out)]) == 1
    assert main(["voice", "echo", "--try", "Hello.", str(home / "no" / "out.wav")]) == 1
    assert "voice.file" in capsys.readouterr().err


def slow(clock: FixedClock, seconds: float) -> Sound:
    clock.advance(seconds)
    return np.zeros(16_000, dtype=np.float32)


@pytest.mark.parametrize(("seconds", "mouth"), [(KEEPS_UP, "kokoro"), (KEEPS_UP + 0.05, "piper")])
def test_the_mouth_is_what_this_machine_keeps_up_with(seconds: float, mouth: str, tmp_path: Path) -> None:
    clock = FixedClock(DAY)
    speed = measure(lambda phrase: slow(clock, seconds), 16_000, clock)
    assert speed.mouth == mouth and speed.seconds_a_second == pytest.approx(seconds) and speed.day == "2026-03-03"
    keep(tmp_path, speed)
    assert kept(tmp_path) == speed


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": "x", "day": "y", "seconds_a_second": "z"}'])
def test_a_damaged_measurement_counts_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert kept(tmp_path) is None


def test_another_machine_measures_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, MouthSpeed("elsewhere", "2026-03-03", 0.1))
    assert kept(tmp_path) is None
    keep(tmp_path / "nowhere", MouthSpeed(platform.node(), "2026-03-03", 0.1))  # cannot be kept, and is no error


@pytest.mark.anyio
@pytest.mark.real
@pytest.mark.parametrize(("seconds", "mouth"), [(0.3, "kokoro"), (2.0, "piper")])
async def test_an_empty_setting_takes_what_was_measured(
    seconds: float, mouth: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = Config(tmp_path, load_config().weights)

    def measured(folder: Path) -> MouthSpeed:
        return MouthSpeed(platform.node(), "2026-03-03", seconds)

    monkeypatch.setattr("samantha.senses.kept", measured)
    assert (await open_mouth(config)).name.startswith(mouth)


def test_what_was_measured_is_taken_away_with_the_model_files(tmp_path: Path) -> None:
    keep(tmp_path, MouthSpeed(platform.node(), "2026-03-03", 0.1))
    assert [path.name for path in model_files(Config(tmp_path / "home", tmp_path)).paths] == [FILE]
