"""The microphone, the loudspeaker and what is between them, with a PortAudio that is moved by hand."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from tests.portaudio import FakePortAudio, plug_in

from samantha.errors import VoiceError
from samantha.ports import HEARD_RATE, AudioChunk, Sound
from samantha.voice import soundcard
from samantha.voice.loudspeaker import SOFT, Loudspeaker
from samantha.voice.resample import Resampler
from samantha.voice.soundcard import open_soundcard

pytestmark = pytest.mark.anyio
RATE = 16_000


def tone(hertz: float, rate: float, seconds: float = 1.0) -> Sound:
    return np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate).astype(np.float32)


def chunk(samples: int, value: float = 0.5) -> AudioChunk:
    return AudioChunk(np.full(samples, value, dtype=np.float32), RATE)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=12), st.sampled_from([48_000.0, 44_100.0, 22_050.0, 8_000.0]))
def test_pieces_give_the_same_samples_as_the_whole(sizes: list[int], rate: float) -> None:
    sound = np.random.default_rng(3).standard_normal(sum(sizes)).astype(np.float32)
    whole, pieces = Resampler(rate, RATE), Resampler(rate, RATE)
    cuts = np.cumsum(sizes)[:-1].tolist()
    out = np.concatenate([pieces.feed(piece) for piece in np.split(sound, cuts)])
    np.testing.assert_allclose(out, whole.feed(sound), atol=1e-5)


@pytest.mark.parametrize("rate", [48_000, 44_100, 8_000])
def test_what_can_be_heard_stays_and_what_would_fold_back_goes(rate: int) -> None:
    out = Resampler(rate, RATE).feed(tone(1_000, rate))
    assert abs(len(out) - RATE) < RATE // 20
    np.testing.assert_allclose(out[500:-500], tone(1_000, RATE)[500 : len(out) - 500], atol=0.02)
    if rate > 2 * RATE:
        assert np.abs(Resampler(rate, RATE).feed(tone(13_000, rate))[500:-500]).max() < 0.01


def test_what_is_played_is_what_was_handed_over_and_is_counted_with_the_delay() -> None:
    out = Loudspeaker(RATE, delay=0.1)
    out.play(1, chunk(1_000))
    out.play(1, chunk(600))
    pulled = np.concatenate([out.pull(320) for _ in range(5)])
    assert np.count_nonzero(pulled) == 1_600 and not out.silent
    assert out.heard() == []
    for _ in range(5):
        out.pull(320)
    assert out.heard() == [(1, 0.1)] and out.silent is True


def test_ducked_is_soft_without_a_jump_and_resumed_is_loud() -> None:
    out = Loudspeaker(RATE)
    out.play(1, chunk(RATE))
    out.pull(320)
    out.duck(1)
    ducked = out.pull(320)
    assert ducked[0] == pytest.approx(0.5) and out.pull(320).max() == pytest.approx(0.5 * SOFT)
    assert np.abs(np.diff(ducked)).max() < 0.01
    out.resume(1)
    out.pull(320)
    assert out.pull(320).min() == pytest.approx(0.5)


def test_ducked_before_its_first_sound_is_held_back() -> None:
    out = Loudspeaker(RATE)
    out.duck(1)
    out.play(1, chunk(320))
    assert not out.pull(320).any() and out.heard() == []
    out.resume(1)
    assert out.pull(320).any()


def test_stopped_is_silent_within_five_milliseconds_and_never_comes_back() -> None:
    out = Loudspeaker(RATE)
    out.play(1, chunk(RATE))
    out.pull(320)
    out.stop(1)
    rest = np.concatenate([out.pull(320), out.pull(320)])
    assert not rest[80:].any() and np.abs(np.diff(rest)).max() < 0.02
    out.play(2, chunk(320, 0.25))
    assert out.pull(320).max() == 0.25


@given(st.lists(st.tuples(st.sampled_from("pdrsu"), st.integers(1, 3)), max_size=40))
def test_nothing_is_heard_of_a_reply_that_was_not_handed_over(steps: list[tuple[str, int]]) -> None:
    out, given_over, heard = Loudspeaker(RATE), dict[int, float](), dict[int, float]()
    for step, reply in steps:
        match step:
            case "p":
                out.play(reply, chunk(500))
                given_over[reply] = given_over.get(reply, 0) + 500 / RATE
            case "d":
                out.duck(reply)
            case "r":
                out.resume(reply)
            case "s":
                out.stop(reply)
            case _:
                assert len(out.pull(320)) == 320
        for one, seconds in out.heard():
            assert seconds <= given_over[one] + 1e-9
            heard[one] = seconds
    assert set(heard) <= set(given_over)


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
async def test_the_microphone_is_heard_at_the_rate_that_is_listened_to(
    rate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    audio = plug_in(monkeypatch, FakePortAudio(rate))
    with open_soundcard() as card:
        audio.turn(tone(1_000, rate, 0.5))
        heard = np.zeros(0, dtype=np.float32)
        async for block in card.sound():
            heard = np.concatenate([heard, block])
            if len(heard) > 0.45 * HEARD_RATE:
                break
        assert card.microphone == "a fake input"
    np.testing.assert_allclose(heard[800:6_000], tone(1_000, HEARD_RATE)[800:6_000], atol=0.02)
    assert audio.input is not None and audio.input.closed and audio.output is not None and audio.output.closed


@pytest.mark.parametrize(("has", "missing"), [(("input",), "loudspeaker"), (("output",), "microphone")])
async def test_what_is_not_there_is_told(has: tuple[str, ...], missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    audio = plug_in(monkeypatch, FakePortAudio(has=has))
    with pytest.raises(VoiceError, match="samantha talk") as told, open_soundcard():
        pass
    assert told.value.code == f"voice.no_{missing}" and missing in str(told.value)
    assert audio.output is None or audio.output.closed


async def test_a_microphone_that_is_pulled_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundcard, "DEAF_S", 0.05)
    plug_in(monkeypatch, FakePortAudio())
    with open_soundcard() as card, pytest.raises(VoiceError) as told:
        async for _ in card.sound():
            pass
    assert told.value.code == "voice.no_microphone"


async def test_a_machine_without_portaudio_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str, *given: object, **more: object) -> object:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return imported(name, *given, **more)  # type: ignore[arg-type]

    import builtins

    imported = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", nowhere)
    with pytest.raises(VoiceError, match="libportaudio2") as told, open_soundcard():
        pass
    assert told.value.code == "voice.no_soundcard"
