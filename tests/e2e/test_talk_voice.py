"""`samantha talk --voice`: greeted, heard, answered, shown, and good night, with a sound card that is moved by hand."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path

import anyio
import numpy as np
import pytest
from tests.e2e.test_turn import journal, opened
from tests.portaudio import FakePortAudio, plug_in

from samantha.app import Companion
from samantha.cli import main
from samantha.cli.screen import Abilities, Screen
from samantha.cli.talk_voice import TYPED, VoiceTalk, typed_lines
from samantha.errors import VoiceError
from samantha.models.echo_voice import EchoSTT, EchoTTS, sound_of
from samantha.ports import HEARD_RATE, Sound
from samantha.voice import soundcard
from samantha.voice.call import Senses
from samantha.voice.soundcard import SoundCard, open_soundcard

pytestmark = pytest.mark.anyio
REPLY = "Lunch by the river, with Amy. What did she say?"


async def sure(sound: Sound) -> float:
    return 0.99


def loud(window: Sound) -> float:
    return 1.0 if float(np.abs(window).max()) > 0.01 else 0.0


class Evening:
    """A talk, with whoever speaks and types in it."""

    def __init__(self, companion: Companion, audio: FakePortAudio, card: SoundCard) -> None:
        self.companion, self.audio = companion, audio
        self.out = io.StringIO()
        self.card = card
        self.over, self.told = False, ""
        self.keys, self._typed = anyio.create_memory_object_stream[str](10)

    async def run(self) -> None:
        senses = Senses(lambda: loud, EchoSTT(), sure, EchoTTS())
        talk = VoiceTalk(self.companion, senses, self.card, Screen(self.out, Abilities(colour=False, moves=False)))
        async with self._typed:
            try:
                await talk.run(self._typed)
            except* VoiceError as group:
                self.told = str(group.exceptions)
        self.over = True

    async def begun(self) -> None:
        await self.until(lambda: self.card.loudspeaker.silent and self.companion.talk.begun)

    async def ends(self) -> None:
        """Ctrl-D."""
        await self.keys.aclose()
        await self.until(lambda: self.over)
        assert self.out.getvalue().rstrip().endswith(("Good night.", "Take care."))

    async def until(self, there: Callable[[], bool], sound: Sound | None = None) -> None:
        """Move the sound card, with quiet in the microphone, until it is so."""
        for _ in range(3_000):
            if there():
                return
            self.audio.turn(np.zeros(320, np.float32))
            await anyio.sleep(0.001)
        pytest.fail(f"never came about; on screen: {self.out.getvalue()}")

    async def say(self, text: str) -> None:
        sound = sound_of(text)
        for start in range(0, len(sound), 320):
            self.audio.turn(np.pad(sound[start : start + 320], (0, max(0, 320 - len(sound[start : start + 320])))))
            await anyio.sleep(0.001)

    def shows(self, text: str) -> Callable[[], bool]:
        return lambda: text in " ".join(self.out.getvalue().split())


@asynccontextmanager
async def evening(tmp_path: Path, patch: pytest.MonkeyPatch) -> AsyncGenerator[Evening]:
    audio = plug_in(patch, FakePortAudio(HEARD_RATE))
    async with opened(tmp_path, [REPLY] * 4) as companion, anyio.create_task_group() as tasks:
        with open_soundcard() as card:
            one = Evening(companion, audio, card)
            tasks.start_soon(one.run)
            await one.begun()
            yield one
            await one.keys.aclose()


async def test_an_evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with evening(tmp_path, monkeypatch) as one:
        assert one.shows("An earbud")() and any(block.any() for block in one.audio.played)  # she was heard to greet
        await one.say("I had lunch with Amy by the river.")
        await one.until(one.shows("› I had lunch with Amy by the river."))
        await one.until(one.shows("What did she say?"))
        await one.keys.send("hello")
        await one.until(one.shows(TYPED))
        await one.ends()
        said = [(each.who, each.text, each.cut, each.origin) for each in await journal(one.companion)]
        assert said[0] == ("person", "I had lunch with Amy by the river.", False, "spoken")
        assert said[1][0] == "samantha" and said[1][3] == "spoken" and not said[1][2]
        assert len(said) == 2


async def test_enter_stops_her_where_she_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with evening(tmp_path, monkeypatch) as one:
        await one.say("I had lunch with Amy by the river.")
        await one.until(one.shows("› I had"))
        await one.until(lambda: not one.card.loudspeaker.silent)
        for _ in range(40):
            one.audio.turn(np.zeros(320, np.float32))
            await anyio.sleep(0.002)
        await one.keys.send("")
        await one.until(one.shows(" –"))
        await one.ends()
        said = [each for each in await journal(one.companion) if each.who == "samantha"]
        assert said[0].cut and len(said[0].text) < len(REPLY)
        assert said[0].text in " ".join(one.out.getvalue().split())


async def test_a_microphone_pulled_out_mid_word_ends_the_talk_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundcard, "DEAF_S", 0.3)
    async with evening(tmp_path, monkeypatch) as one:
        await one.say("I had lunch with")
        assert one.audio.input is not None
        one.audio.input.running = False
        await one.until(lambda: one.over)
        assert "gives no sound any more" in one.told


async def test_lines_are_read_until_the_end() -> None:
    import os

    read, write = os.pipe()
    os.write(write, b"\nhel")
    os.write(write, b"lo\n")
    os.close(write)
    found: list[str] = []

    async def lines() -> AsyncGenerator[str]:
        async for line in typed_lines(read):
            yield line

    found = [line async for line in lines()]
    os.close(read)
    assert found == ["", "hello"]


def test_this_machine_without_a_sound_card_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with suppress(OSError):
        devices = import_module("sounddevice").query_devices()
        if len(devices):
            pytest.skip("this machine has a sound card")
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    assert main(["talk", "--voice"]) == 1
    told = capsys.readouterr().err
    assert "voice.no_" in told and "samantha talk" in told
    assert not (tmp_path / "home").exists()
