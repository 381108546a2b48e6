"""The small models of the ear, and letters as sounds: shapes, what they were made for, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from tests.voices import said_in
from tests.weights_here import weight

from samantha.errors import WeightsError
from samantha.models.mel import log_mel
from samantha.models.phonemes import Phonemes, as_ipa
from samantha.models.piper import Piper
from samantha.models.silero import WINDOW, Voice
from samantha.models.smart_turn import SmartTurn
from samantha.models.spelling import Spelling
from samantha.ports import Sound


@given(st.integers(0, 4_000))
def test_a_frame_each_ten_milliseconds(samples: int) -> None:
    picture = log_mel(np.ones(samples, dtype=np.float32))
    assert picture.shape == (80, samples // 160) and picture.dtype == np.float32 and np.isfinite(picture).all()


def test_a_tone_stands_in_its_band_and_loudness_does_not_move_it() -> None:
    at = np.arange(16_000) / 16_000
    low, high = (np.sin(2 * np.pi * hertz * at).astype(np.float32) for hertz in (200, 3_000))
    bands = [int(log_mel(tone).mean(axis=1).argmax()) for tone in (low, high, high * 0.1)]
    assert bands[0] < bands[1] == bands[2]


@pytest.fixture
async def sentence() -> Sound:
    mouth = Piper(*map(weight, ("piper-joe", "piper-joe-config", "spelling")), varied=False)
    return await said_in(mouth, "I think that we should go home now.")


@pytest.mark.real
@pytest.mark.anyio
async def test_a_voice_is_heard_and_silence_is_not(sentence: Sound) -> None:
    ear = Voice(weight("silero"))
    heard = [ear.listen(sentence[n : n + WINDOW]) for n in range(0, len(sentence) - WINDOW, WINDOW)]
    assert np.mean(np.array(heard) > 0.5) > 0.6
    ear.forget()
    assert max(ear.listen(np.zeros(WINDOW, dtype=np.float32)) for _ in range(20)) < 0.3
    with pytest.raises(ValueError, match="512"):
        ear.listen(np.zeros(100, dtype=np.float32))


@pytest.mark.real
@pytest.mark.anyio
async def test_a_whole_turn_sounds_more_over_than_half_of_it(sentence: Sound) -> None:
    model = SmartTurn(weight("smart-turn"))
    quiet = np.zeros(3_200, dtype=np.float32)
    whole = await model.look(np.concatenate([sentence, quiet]))
    half = await model.look(np.concatenate([sentence[: len(sentence) // 2], quiet]))
    assert 0 <= half < 0.5 < whole <= 1
    assert await model.look(np.concatenate([sentence, quiet])) == whole


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="samantha weights fetch"):
        Voice(tmp_path / "none.onnx")
    with pytest.raises(WeightsError, match="samantha weights fetch"):
        Spelling(tmp_path / "none.npz").say("anna")


@pytest.mark.real
def test_every_word_gets_sounds() -> None:
    phonemes = Phonemes(weight("spelling"))
    assert phonemes.of("Ortega's Siobhan") != phonemes.of("'s")
    assert "❓" not in phonemes.of("Kwizzlebert met Dr. Ortega's cousin in Wroclaw.")
    assert as_ipa("A I O") == "eɪ aɪ oʊ"


@pytest.mark.real
@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüß'", min_size=1, max_size=24))
def test_any_letters_are_said_in_sounds_that_the_voice_knows(word: str) -> None:
    known = set("AIOWYbdfhijklmnpstuvwzðŋɑæɔəɛɜɡɪɹʃʊʌʒʤʧˈˌθ")
    assert set(Spelling(weight("spelling")).say(word)) <= known
