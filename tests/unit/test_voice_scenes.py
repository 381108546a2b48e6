"""What a manifest may hold, the stage's loudspeaker, and that a second run goes on where the first stopped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from voice import SYSTEMS, read_rows, turned
from voice_scenes import OWN, NoScene, cough, kept, load, read_manifest, write_wav
from voice_stage import HEARD_RATE, Loudspeaker, Sound


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def tone(seconds: float) -> Sound:
    return (0.3 * np.sin(np.arange(round(seconds * HEARD_RATE)) / 8)).astype(np.float32)


def say(text: str) -> Sound:
    return np.concatenate([np.zeros(800, np.float32), tone(0.1 * len(text.split())), np.zeros(800, np.float32)])


def test_a_recording_is_taken_from_where_the_manifest_lies(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(2.0), HEARD_RATE)
    write_wav(tmp_path / "b.wav", tone(0.5), HEARD_RATE)
    rows = {"wav": "a.wav", "words": "hello", "turns": [[0, 2.0]], "barge_in": {"wav": "b.wav", "after": 1.5}}
    (line,) = read_manifest(write(tmp_path / "m.jsonl", rows))
    scene = load(line, say)
    assert len(scene.sound) == 2 * HEARD_RATE and scene.turns == ((0.0, 2.0),) and scene.words == "hello"
    assert scene.over is not None and scene.over.after == 1.5 and not scene.over.noise
    assert line.name == read_manifest(tmp_path / "m.jsonl")[0].name


@pytest.mark.parametrize(
    "row",
    [
        [1],
        {"words": "no sound"},
        {"wav": "a.wav"},
        {"wav": "a.wav", "turns": [[2, 1]]},
        {"wav": "a.wav", "turns": [[0, 1]], "noise": {"after": 1}},
        {"wav": "a.wav", "turns": [[0, 1]], "noise": {"wav": "b.wav"}, "barge_in": {"wav": "b.wav"}},
    ],
)
def test_a_line_that_is_no_scene_says_where(tmp_path: Path, row: object) -> None:
    with pytest.raises(NoScene, match=r"m\.jsonl, line 1"):
        read_manifest(write(tmp_path / "m.jsonl", row))


def test_two_scenes_of_one_name_are_refused(tmp_path: Path) -> None:
    one = {"id": "same", "say": "Hello."}
    with pytest.raises(NoScene, match="same"):
        read_manifest(write(tmp_path / "m.jsonl", one, one))


def test_a_sentence_with_a_pause_knows_where_the_pause_is(tmp_path: Path) -> None:
    (line,) = read_manifest(write(tmp_path / "m.jsonl", {"id": "p", "say": "One two three [0.8] four five."}))
    scene = load(line, say)
    assert scene.words == "One two three four five."
    ((start, end),) = scene.turns
    ((pause, until),) = scene.pauses
    assert start < pause < until < end and until - pause == pytest.approx(0.8)  # type: ignore[reportUnknownMemberType]
    quiet = scene.sound[round(pause * HEARD_RATE) + 10 : round(until * HEARD_RATE) - 10]
    assert not quiet.any() and len(scene.sound) == pytest.approx(end * HEARD_RATE, abs=2)  # type: ignore[reportUnknownMemberType]


def test_our_own_scenes_can_be_read() -> None:
    lines = read_manifest(OWN)
    assert len(lines) >= 12
    scenes = [load(line, say) for line in lines]
    assert any(scene.pauses for scene in scenes) and any(scene.echo_db for scene in scenes)
    assert {scene.over.noise for scene in scenes if scene.over} == {True, False}


def test_a_sentence_is_spoken_once_and_kept(tmp_path: Path) -> None:
    spoken: list[str] = []

    def voice(text: str) -> Sound:
        spoken.append(text)
        return say(text)

    again = kept(tmp_path / "cache", "a", voice)
    assert len(again("Hello there.")) == len(again("Hello there.")) and spoken == ["Hello there."]
    kept(tmp_path / "cache", "b", voice)("Hello there.")
    assert len(spoken) == 2


def test_a_cough_is_the_same_each_time() -> None:
    assert np.array_equal(cough(), cough()) and 0.2 < float(np.abs(cough()).max()) <= 1.0


def test_a_second_run_leaves_out_what_the_first_did(tmp_path: Path) -> None:
    out = tmp_path / "runs.jsonl"
    good = {"scene": "a", "system": "ours", "engine": "piper", "ear": "base"}
    out.write_text(f"{json.dumps(good)}\n{json.dumps(good | {'engine': 'kokoro'})}\n" + '{"scene": "b", "sys', "utf-8")
    assert read_rows(out, "piper", "base") == [good]
    assert read_rows(tmp_path / "none.jsonl", "piper", "base") == []


def test_everybody_goes_first_in_turn() -> None:
    assert {turned(SYSTEMS, n)[0] for n in range(3)} == set(SYSTEMS)
    assert all(sorted(turned(SYSTEMS, n)) == sorted(SYSTEMS) for n in range(5))


class Hand:
    """A clock that is moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_the_loudspeaker_plays_in_time_with_its_gain_and_says_how_far_it_is() -> None:
    clock = Hand()
    speaker = Loudspeaker(1000, clock)
    clock.at = 1.0
    speaker.play(1, np.ones(1000, np.float32))
    clock.at = 1.5
    speaker.duck(1)
    clock.at = 1.75
    speaker.resume(1)
    clock.at = 3.0
    speaker.advance()
    sounded = speaker.sounded()
    assert not sounded[:1000].any() and (sounded[1000:1500] == 1).all() and (sounded[1750:2000] == 1).all()
    assert (sounded[1500:1750] == 0.25).all() and not sounded[2000:].any()
    assert speaker.played == {1: 1.0} and speaker.spans == [[1, 1.0, 2.0]] and speaker.gains == [[1.5, 0.25], [1.75, 1]]


def test_what_was_not_begun_is_held_back_and_what_is_stopped_is_gone() -> None:
    clock = Hand()
    speaker = Loudspeaker(1000, clock)
    speaker.play(1, np.ones(500, np.float32))
    speaker.duck(1)
    clock.at = 1.0
    speaker.advance()
    assert not speaker.sounded().any() and speaker.waits == 0.5
    speaker.resume(1)
    clock.at = 1.2
    speaker.stop(1)
    clock.at = 2.0
    speaker.advance()
    assert speaker.played == {1: pytest.approx(0.2)} and speaker.stops == [1.2] and speaker.waits == 0  # type: ignore[reportUnknownMemberType]
