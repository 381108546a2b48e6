"""The ports STT and TTS: the fakes and the embedded models pass the same tests."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.voices import heard_rate, said_in, words_wrong
from tests.weights_here import weight
from tests.wyoming_server import wyoming_server

from samantha.errors import SamanthaError, VoiceError, WeightsError
from samantha.models.aloud import aloud
from samantha.models.echo_voice import EchoSTT, EchoTTS
from samantha.models.kokoro import Kokoro
from samantha.models.piper import Piper
from samantha.models.whisper import Whisper, without_circles
from samantha.models.wyoming import Place, WyomingSTT, WyomingTTS
from samantha.ports import STT, TTS, AudioChunk

pytestmark = pytest.mark.anyio
SENTENCE = "You missed the play on Friday, after all that work."


def kokoro() -> Kokoro:
    return Kokoro(*map(weight, ("kokoro", "kokoro-vocabulary", "kokoro-af-nicole", "spelling")))


def piper() -> Piper:
    return Piper(*map(weight, ("piper-joe", "piper-joe-config", "spelling")), varied=False)


def tiny() -> Whisper:
    return Whisper(weight("whisper-tiny").parent)


def base() -> Whisper:
    return Whisper(weight("whisper-base").parent)


SERVERS = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def servers() -> Generator[None]:
    yield
    SERVERS.close()
    place.cache_clear()


@cache
def place() -> Place:
    """A Wyoming server, started when the first test wants it."""
    return Place("127.0.0.1", SERVERS.enter_context(wyoming_server()))


VOICES = [
    pytest.param(EchoTTS, EchoSTT, id="echo"),
    pytest.param(lambda: WyomingTTS(place()), lambda: WyomingSTT(place()), id="wyoming"),
    pytest.param(kokoro, tiny, marks=pytest.mark.real, id="kokoro-tiny"),
    pytest.param(piper, base, marks=pytest.mark.real, id="piper-base"),
]


@pytest.mark.parametrize(("mouth", "ear"), VOICES)
async def test_what_is_spoken_is_heard(mouth: Callable[[], TTS], ear: Callable[[], STT]) -> None:
    tts, stt = mouth(), ear()
    chunks = [chunk async for chunk in tts.speak(SENTENCE)]
    assert chunks and all(chunk.rate == tts.rate and chunk.sound.dtype == np.float32 for chunk in chunks)
    assert all(float(np.abs(chunk.sound).max()) <= 1.0 for chunk in chunks)
    heard = await stt.transcribe(heard_rate(chunks))
    assert words_wrong(SENTENCE, heard.text) <= 1, heard.text
    assert 0.5 <= heard.sure <= 1.0 and heard.language == "en"


@pytest.mark.parametrize(("mouth", "ear"), VOICES)
async def test_nothing_gives_nothing(mouth: Callable[[], TTS], ear: Callable[[], STT]) -> None:
    tts, stt = mouth(), ear()
    for phrase in ("", " ", "…", "?!"):
        assert [chunk async for chunk in tts.speak(phrase)] == []
    for sound in (np.zeros(0, dtype=np.float32), np.zeros(16_000, dtype=np.float32)):
        assert (await stt.transcribe(sound)).text == ""


@pytest.mark.parametrize(("mouth", "ear"), VOICES)
async def test_names_and_places_are_known(mouth: Callable[[], TTS], ear: Callable[[], STT]) -> None:
    tts, stt = mouth(), ear()
    assert tts.name and stt.name and tts.where == stt.where == "this machine"


@pytest.mark.real
async def test_numbers_and_dates_are_read_as_people_say_them() -> None:
    stt = base()
    for mouth in (kokoro(), piper()):
        said = await said_in(mouth, "It is 7:45 on 3 March, and it costs $5.50.")
        heard = aloud((await stt.transcribe(said, language="en")).text).lower()
        heard = heard.replace("four five", "forty-five")  # it writes 7.45 as well as 7:45
        for words in ("seven", "forty-five", "march", "five", "fifty"):
            assert words in heard, (mouth.name, heard)
        assert "third" in heard or "three" in heard, (mouth.name, heard)


@pytest.mark.real
async def test_noise_is_not_taken_for_words() -> None:
    noise = (np.random.default_rng(1).standard_normal(32_000) * 0.01).astype(np.float32)
    for model in (tiny(), base()):
        assert (await model.transcribe(noise, language="en")).text == ""


@pytest.mark.real
async def test_a_language_that_a_model_does_not_know_is_refused() -> None:
    sound = await said_in(piper(), "Hello there.")
    with pytest.raises(VoiceError) as refused:
        await base().transcribe(sound, language="xx")
    assert refused.value.code == "voice.language"


async def test_missing_files_say_what_to_do(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    sound = np.full(16_000, 0.1, dtype=np.float32)
    with pytest.raises(WeightsError, match="samantha weights fetch"):
        await Whisper(nowhere).transcribe(sound)
    for mouth in (Kokoro(nowhere, nowhere, nowhere, nowhere), Piper(nowhere, nowhere, nowhere)):
        with pytest.raises(WeightsError, match="samantha weights fetch"):
            assert [chunk async for chunk in mouth.speak("Hello.")]


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json"])
async def test_a_broken_recogniser_is_no_crash(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(SamanthaError):
        await Whisper(tmp_path).transcribe(np.full(16_000, 0.1, dtype=np.float32))


async def test_echo_survives_silence_and_cuts() -> None:
    chunks = [chunk async for chunk in EchoTTS().speak("one two three")]
    quiet = AudioChunk(np.zeros(5_000, dtype=np.float32), 16_000)
    assert (await EchoSTT().transcribe(heard_rate([quiet, chunks[0], quiet, chunks[1]]))).text == "one two"


def test_a_reading_that_goes_in_circles_is_cut_where_it_began_to() -> None:
    assert without_circles("I went to the sea. " * 9) == "I went to the sea."
    assert without_circles("so and so and so and so and so and so and so and so and so and so and so on") == "so and"
    plain = "I went to the sea and it was cold, so we had tea and went home early."
    assert without_circles(plain) == plain
