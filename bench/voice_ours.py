"""Our own talk on the stage: the same call, ear, mind and gates as in the product, in a fresh home for each scene.

Guarantees: `voice.call` is driven as the page and the terminal drive it; the microphone's sound comes in real time, and
the loudspeaker reports how far it is ten times a second.
Does not: measure; it brings the tracks, what was journalled, and notes of when what happened.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from voice_stage import REPORT_S, Sound, Stage

from samantha.app import open_samantha
from samantha.clock import SystemClock
from samantha.config import BrainConfig, Config, VoiceConfig, default_weights
from samantha.conversation.persona import head
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.chat import Endpoint, OpenAIChat
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.echo_voice import EchoSTT, EchoTTS
from samantha.models.embed import MiniLM
from samantha.net import Net
from samantha.ports import AudioChunk, Chat, ChatDelta, Embed, Sampling
from samantha.senses import open_senses
from samantha.store import episodes
from samantha.types import PERSON, SAMANTHA, Delta, Message
from samantha.voice.call import Call, Happened, Senses, open_call
from samantha.voice.events import Looked, Prepare, Reply, SpeechEnded, Words
from samantha.voice.mind import TalkMind


class Noted:
    """A Chat that notes when a stream was asked for and when its first token came."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.stage: Stage | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling,
    ) -> AsyncGenerator[ChatDelta, None]:
        """As the Chat inside."""
        self._note("asked")
        first = True
        async with aclosing(self._chat.stream(messages, tools, schema, sampling=sampling)) as deltas:
            async for delta in deltas:
                if first:
                    self._note("token")
                    first = False
                yield delta

    def _note(self, what: str) -> None:
        if self.stage is not None:
            self.stage.note(what)


class StagePlayer:
    """The stage's loudspeaker as `call.Player`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._reported = 0.0
        self._begun: set[int] = set()

    def play(self, reply: int, chunk: AudioChunk) -> None:
        """Play this after what of the reply came before."""
        if reply not in self._begun:
            self._begun.add(reply)
            self._stage.note("play")
        self._stage.speaker.play(reply, chunk.sound)

    def duck(self, reply: int) -> None:
        """Soft."""
        self._stage.speaker.duck(reply)

    def resume(self, reply: int) -> None:
        """As before."""
        self._stage.speaker.resume(reply)

    def stop(self, reply: int) -> None:
        """Silent at once."""
        self._stage.speaker.stop(reply)

    def report(self, call: Call) -> None:
        """Tell the call how far the sound is, ten times a second."""
        if self._stage.now() < self._reported + REPORT_S:
            return
        self._reported = self._stage.now()
        for reply, seconds in list(self._stage.speaker.played.items()):
            call.played(reply, seconds)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the journal holds after a scene."""

    heard: tuple[str, ...]
    said: tuple[tuple[str, bool], ...]
    """(text, cut) of each reply, oldest first."""


@dataclass
class Ours:
    """Opened once, for all scenes."""

    senses: Senses
    chat: Noted
    embed: Embed

    @property
    def rate(self) -> int:
        """Of the mouth."""
        return self.senses.tts.rate

    async def run(self, stage: Stage) -> Kept:
        """One scene in a fresh home."""
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            os.environ["SAMANTHA_KEY_DIR"] = str(Path(folder) / "keys")
            config = Config(Path(folder) / "home", default_weights(), BrainConfig(url="echo"))
            async with open_samantha(config=config, chat=cast(Chat, self.chat), embed=self.embed) as s:
                await s.greeting()
                await s.greeted()
                await s.rest()
                stage.started = _now(stage)
                await self._talk(stage, TalkMind(s.parts, s.talk))
                past = await s.parts.store.read(episodes.recent, 20)
        return Kept(
            tuple(episode.text for episode in past if episode.who == PERSON),
            tuple((episode.text, episode.cut) for episode in past if episode.who == SAMANTHA),
        )

    async def warm(self) -> None:
        """Have the brain hold what opens every prompt, ours and the peers'."""
        await self.chat.warm(head())

    async def _talk(self, stage: Stage, mind: TalkMind) -> None:
        player, self.chat.stage = StagePlayer(stage), stage
        told: set[str] = set()

        def watch(happened: Happened) -> None:
            _note(stage, happened, told)

        async with open_call(mind, self.senses, player, watch=watch) as call:
            await stage.run(call.hear, lambda: player.report(call))
        self.chat.stage = None


def _now(stage: Stage) -> float:
    """The moment that is 0 on the stage from here on."""
    return stage.started + stage.now()


def _note(stage: Stage, happened: Happened, told: set[str]) -> None:
    match happened:
        case SpeechEnded():
            stage.note("pause")
        case Words(text=text):
            stage.note(f"words {text}")
        case Looked(over=over):
            stage.note(f"looked {over:.2f}")
        case Prepare():
            stage.note("prepare")
        case Reply(words=words):
            stage.note(f"reply {words}")
            told.discard("delta")
        case Delta(text=text):
            if "delta" not in told:
                stage.note(f"delta {text}")
            told.add("delta")
        case _:
            pass


@asynccontextmanager
async def open_ours(engine: str, ear: str) -> AsyncGenerator[tuple[Ours, Endpoint], None]:
    """The real models, opened and tried once; and where the brain listens, for the peers."""
    async with AsyncExitStack() as stack:
        folder = default_weights()
        files = await weights.ensure(("brain", "minilm", "minilm-tokenizer"), folder)
        clock = SystemClock()
        net = await stack.enter_async_context(Net(clock))
        brain = open_brain(files["brain"], net, clock=clock, head=head(), heads=folder / "heads")
        chat = await stack.enter_async_context(brain)
        voice = VoiceConfig(ear=ear, language="en", mouth=engine)
        senses = await open_senses(Config(Path(), folder, voice=voice))
        await _try(senses, chat)
        assert isinstance(chat, OpenAIChat) and chat.local is not None
        ours = Ours(senses, Noted(chat), MiniLM(files["minilm"], files["minilm-tokenizer"]))
        yield ours, await chat.local.ready()


async def _try(senses: Senses, chat: Chat) -> None:
    """Everything is opened at first use; not while somebody waits."""
    said = [chunk async for chunk in senses.tts.speak("Good evening to you.")]
    sound = said[0].sound[:32_000].astype(np.float32)
    await senses.stt.transcribe(sound, language="en")
    await senses.look(sound)
    await chat.warm(head())


def open_fakes() -> Ours:
    """Models that cost nothing: what is left is the pipeline's own time."""

    def loud(window: Sound) -> float:
        return 1.0 if float(np.abs(window).max()) > 0.01 else 0.0

    async def sure(sound: Sound) -> float:
        del sound
        return 0.9

    return Ours(Senses(lambda: loud, EchoSTT(), sure, EchoTTS()), Noted(EchoChat()), EchoEmbed())
