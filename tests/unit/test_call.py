"""A whole spoken talk on the sample clock, with a scripted mind and voices that cost nothing."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import numpy as np
import pytest

from samantha.errors import VoiceError
from samantha.models.echo_voice import EchoSTT, EchoTTS, sound_of
from samantha.ports import HEARD_RATE, AudioChunk, Sound
from samantha.types import Delta, Episode, Failed, Notice, TurnEvent
from samantha.voice.call import Call, Happened, Senses, open_call
from samantha.voice.delivery import Delivery
from samantha.voice.ear import WINDOW
from samantha.voice.events import Prepare

pytestmark = pytest.mark.anyio
STEP = WINDOW / HEARD_RATE


@dataclass
class ScriptMind:
    """Says what it was told to say; keeps what was journalled."""

    says: list[list[TurnEvent]]
    kept: list[tuple[str, str, bool]] = field(default_factory=list[tuple[str, str, bool]])
    """(who, text, cut)."""
    ahead: list[str] = field(default_factory=list[str])
    pause: float = 0.0

    async def prepare(self, words: str) -> None:
        self.ahead.append(words)
        await anyio.sleep(self.pause)

    async def hear(self, words: str) -> Episode:
        await anyio.lowlevel.checkpoint()
        self.kept.append(("person", words, False))
        return Episode(len(self.kept), None, "heard", "person", words)  # type: ignore[arg-type]

    async def reply(self, heard: Episode, delivery: Delivery) -> AsyncGenerator[TurnEvent, None]:
        given: list[str] = []
        try:
            for event in self.says.pop(0) if self.says else []:
                await anyio.lowlevel.checkpoint()
                if isinstance(event, Delta):
                    given.append(event.text)
                yield event
            await delivery.finished()
        finally:
            if text := delivery.heard("".join(given)):
                self.kept.append(("samantha", text, delivery.cut))


@dataclass
class SamplePlayer:
    """A loudspeaker that plays as fast as the microphone hears."""

    call: Call | None = None
    waiting: dict[int, float] = field(default_factory=dict[int, float])
    played: dict[int, float] = field(default_factory=dict[int, float])
    soft: set[int] = field(default_factory=set[int])
    did: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def play(self, reply: int, chunk: AudioChunk) -> None:
        self.waiting[reply] = self.waiting.get(reply, 0.0) + len(chunk.sound) / chunk.rate

    def duck(self, reply: int) -> None:
        self.soft.add(reply)
        self.did.append(("duck", reply))

    def resume(self, reply: int) -> None:
        self.soft.discard(reply)
        self.did.append(("resume", reply))

    def stop(self, reply: int) -> None:
        self.waiting.pop(reply, None)
        self.did.append(("stop", reply))

    def go_on(self, seconds: float) -> None:
        assert self.call is not None
        for reply in list(self.waiting):
            before = self.played.get(reply, 0.0)
            if reply in self.soft and before == 0:
                continue  # held back
            now = min(before + seconds, self.waiting[reply])
            if now > before:
                self.played[reply] = now
                self.call.played(reply, now)


async def sure(sound: Sound) -> float:
    return 0.9


def loud(window: Sound) -> float:
    return 1.0 if float(np.abs(window).max()) > 0.01 else 0.0


@dataclass
class Talk:
    call: Call
    player: SamplePlayer
    seen: list[Happened]

    async def hear(self, sound: Sound) -> None:
        for n in range(0, len(sound), WINDOW):
            await self.call.hear(sound[n : n + WINDOW])
            await self.call.settled()
            await anyio.wait_all_tasks_blocked()
            self.player.go_on(STEP)
            await anyio.wait_all_tasks_blocked()

    async def say(self, text: str) -> None:
        await self.hear(sound_of(text))

    async def quiet(self, seconds: float) -> None:
        await self.hear(np.zeros(round(seconds * HEARD_RATE), np.float32))


@asynccontextmanager
async def talk(mind: ScriptMind, tts: EchoTTS | None = None) -> AsyncGenerator[Talk, None]:
    player, seen = SamplePlayer(), list[Happened]()
    senses = Senses(lambda: loud, EchoSTT(), sure, tts or EchoTTS())
    async with open_call(mind, senses, player, watch=seen.append) as call:
        player.call = call
        yield Talk(call, player, seen)


async def test_a_turn_is_heard_answered_and_kept() -> None:
    mind = ScriptMind([[Delta("The sea is wide"), Delta(", and cold. Did you swim?")]])
    async with talk(mind) as t:
        await t.quiet(0.5)
        await t.say("How was the sea?")
        await t.quiet(6.0)
    assert mind.kept == [
        ("person", "How was the sea?", False),
        ("samantha", "The sea is wide, and cold. Did you swim?", False),
    ]
    assert mind.ahead == ["How was the sea?"] and Prepare("How was the sea?") in t.seen


async def test_a_reply_that_is_broken_into_is_kept_as_it_was_heard() -> None:
    mind = ScriptMind([[Delta("The sea is wide"), Delta(" and it is cold in March.")], [Delta("The lake.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(1.6)
        await t.say("no I meant the lake")
        await t.quiet(3.0)
    who, text, cut = mind.kept[1]
    assert who == "samantha" and cut and "The sea is wide and it is cold in March.".startswith(text) and len(text) > 8
    assert mind.kept[2:] == [("person", "no I meant the lake", False), ("samantha", "The lake.", False)]
    assert ("duck", 1) in t.player.did and ("stop", 1) in t.player.did


async def test_a_murmur_lets_her_finish() -> None:
    mind = ScriptMind([[Delta("The sea is wide"), Delta(" and it is cold in March, colder than the lake.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(1.6)
        await t.say("mm-hm")
        await t.quiet(6.0)
    assert mind.kept[1:] == [("samantha", "The sea is wide and it is cold in March, colder than the lake.", False)]
    assert t.player.did == [("duck", 1), ("resume", 1)]


async def test_a_tap_stops_her_and_nothing_more_is_played() -> None:
    mind = ScriptMind([[Delta("The sea is wide"), Delta(" and it is cold in March.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(1.8)
        t.call.tap()
        heard = dict(t.player.played)
        await t.quiet(3.0)
        assert t.player.played == heard
    assert mind.kept[1][2] and mind.kept[1][1].startswith("The sea")


async def test_a_reply_that_nobody_heard_is_not_kept_and_the_words_are() -> None:
    mind = ScriptMind([[Delta("The sea is wide.")], [Delta("Both.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(0.45)
        await t.say("And the lake, too.")
        await t.quiet(3.0)
    said = [text for who, text, _ in mind.kept if who == "person"]
    assert " ".join(said) == "How was the sea? And the lake, too."


async def test_a_voice_that_fails_leaves_her_words_on_the_screen() -> None:
    class Hoarse(EchoTTS):
        async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
            raise VoiceError("The voice failed on a phrase.", code="voice.speaker")
            yield AudioChunk(np.zeros(0, np.float32), HEARD_RATE)

    mind = ScriptMind([[Delta("The sea is wide.")]])
    async with talk(mind, Hoarse()) as t:
        await t.say("How was the sea?")
        await t.quiet(2.0)
    assert any(isinstance(event, Failed) and event.code == "voice.speaker" for event in t.seen)
    assert mind.kept[1] == ("samantha", "The sea is wide.", False)


async def test_a_mind_that_says_nothing_leaves_the_talk_open() -> None:
    mind = ScriptMind([[Failed("brain.died", "The brain died.", 1)], [Delta("Here again.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(2.0)
        assert t.call.state.her.reply is None
        await t.say("Are you there?")
        await t.quiet(3.0)
    assert mind.kept[-1] == ("samantha", "Here again.", False)


async def test_a_notice_is_spoken_and_not_kept_as_her_reply() -> None:
    mind = ScriptMind([[Notice("I am a computer program."), Delta("The sea is wide.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(6.0)
    assert mind.kept[1] == ("samantha", "The sea is wide.", False)
    assert t.player.played[1] > 2.0


async def test_leaving_in_the_middle_keeps_what_was_heard() -> None:
    mind = ScriptMind([[Delta("The sea is wide"), Delta(" and it is cold in March.")]])
    async with talk(mind) as t:
        await t.say("How was the sea?")
        await t.quiet(1.8)
    assert mind.kept[1][0] == "samantha" and mind.kept[1][2]
