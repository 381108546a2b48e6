"""`samantha talk --voice`: she listens and speaks through this machine's sound card, and what is said stands on screen.

Guarantees: what is shown of hers is what was heard; Enter stops her or ends your turn; Ctrl-D says good night; idle
work runs only while nobody speaks; a sound card that is not there or goes away is told in words.
Does not: take her voice out of what the microphone hears; an earbud does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing, suppress
from typing import TYPE_CHECKING, TypeAlias

import anyio

from samantha.cli.captions import Captions
from samantha.cli.piped import rest_softly
from samantha.cli.session import good_night
from samantha.errors import SamanthaError
from samantha.types import Failed, Notice
from samantha.voice.events import SpeechStarted
from samantha.voice.mind import TalkMind
from samantha.voice.phrases import Phrase, phrases_of

if TYPE_CHECKING:
    from samantha.app import Companion
    from samantha.cli.screen import Screen
    from samantha.ports import TTS
    from samantha.voice.call import Call, Happened, Senses
    from samantha.voice.soundcard import SoundCard

    Lines: TypeAlias = AsyncIterable[str]

HOW = (
    "Speak. Enter stops me, or says that it is my turn; Ctrl-D says good night. "
    "An earbud keeps my voice out of the microphone; a terminal cannot."
)
TYPED = "(Here you speak. `samantha talk` is where you type.)"
BY_ITSELF = 0
"""The number of what she says outside the talk: the greeting, good night."""
_PACE_S = 0.02
_QUIET_S = 3.0
"""Seconds in which nobody spoke before idle work begins."""


class VoiceTalk:
    """One spoken talk on a terminal."""

    def __init__(self, samantha: Companion, senses: Senses, card: SoundCard, screen: Screen) -> None:
        self._samantha, self._senses, self._card = samantha, senses, card
        self._screen = screen
        self._captions = Captions(screen)
        self._spoke = anyio.Event()
        """Somebody spoke since the last look."""

    async def run(self, lines: Lines, *, greet: bool = True) -> None:
        """Greet, then listen and answer until `lines` end. Raises VoiceError when the microphone goes away."""
        from samantha.voice.call import open_call

        self._screen.note(HOW)
        self._screen.space()
        if greet:
            await self._say(await self._samantha.greeting())
            await self._samantha.greeted()
        mind = TalkMind(self._samantha.parts, self._samantha.talk)
        player = self._card.loudspeaker
        async with (
            open_call(mind, self._senses, player, watch=self._watch) as call,
            anyio.create_task_group() as tasks,
        ):
            for task in (self._listen, self._report, self._rest):
                tasks.start_soon(task, call)
            async for line in lines:
                if line.strip():
                    self._screen.note(TYPED)
                call.tap()
            tasks.cancel_scope.cancel()
        self._captions.end()
        await self._say(good_night(self._samantha.parts.clock.now().hour))

    def _watch(self, happened: Happened) -> None:
        if isinstance(happened, SpeechStarted):
            self._spoke.set()
        if isinstance(happened, Notice):
            self._screen.note(happened.text)
        elif isinstance(happened, Failed):
            self._screen.note(f"{happened.text} [{happened.code}]")
        else:
            self._captions.show(happened)

    async def _listen(self, call: Call) -> None:
        async with aclosing(self._card.sound()) as blocks:
            async for block in blocks:
                await call.hear(block)

    async def _report(self, call: Call) -> None:
        """Tell the talk how far the loudspeaker is."""
        while True:
            for reply, seconds in self._card.loudspeaker.heard():
                call.played(reply, seconds)
            await anyio.sleep(_PACE_S)

    async def _rest(self, call: Call) -> None:
        """Idle work while nobody speaks; a voice ends it at once."""
        while True:
            self._spoke = anyio.Event()
            with anyio.move_on_after(_QUIET_S):
                await self._spoke.wait()
                continue
            if call.state.her.reply is not None or call.state.person.voice or call.state.person.parts:
                continue
            async with anyio.create_task_group() as idle:
                idle.start_soon(self._work)
                await self._spoke.wait()
                idle.cancel_scope.cancel()

    async def _work(self) -> None:
        await rest_softly(self._samantha)
        with suppress(SamanthaError):
            await self._samantha.ponder()

    async def _say(self, text: str) -> None:
        """Show it and speak it, to its end."""
        self._screen.say(text)
        await speak(self._senses.tts, self._card, text)


async def speak(tts: TTS, card: SoundCard, text: str) -> None:
    """Words outside the talk; a voice that fails leaves them on the screen."""
    with suppress(SamanthaError):
        for phrase in phrases_of(text, first=True):
            await _hand_over(tts, card, phrase)
    while not card.loudspeaker.silent:
        card.loudspeaker.heard()
        await anyio.sleep(_PACE_S)


async def _hand_over(tts: TTS, card: SoundCard, phrase: Phrase) -> None:
    if phrase.spoken:
        async with aclosing(tts.speak(phrase.spoken)) as chunks:
            async for chunk in chunks:
                card.loudspeaker.play(BY_ITSELF, chunk)


async def typed_lines(fd: int, wait: Callable[[int], Awaitable[None]] = anyio.wait_readable) -> AsyncGenerator[str]:
    """The lines of a keyboard, until Ctrl-D."""
    rest = b""
    while True:
        await wait(fd)
        piece = os.read(fd, 4096)
        if not piece:
            return
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")


async def talk_aloud() -> int:
    """Open everything and talk. Raises VoiceError, WeightsError, and what opening a home raises."""
    from samantha.app import open_samantha
    from samantha.cli.first import meet
    from samantha.cli.progress import ProgressLine
    from samantha.cli.prompt import Prompt
    from samantha.cli.screen import Screen, read_abilities
    from samantha.cli.talk import ask_passphrase, what_is_missing
    from samantha.config import load_config
    from samantha.senses import open_senses
    from samantha.voice.soundcard import open_soundcard

    screen, config = Screen(sys.stdout, read_abilities()), load_config()
    with open_soundcard() as card:  # first of all: without one there is no reason to load anything
        if (missing := what_is_missing(config)) is not None:
            screen.say(missing)
        async with AsyncExitStack() as stack:
            with ProgressLine() as show:
                opening = open_samantha(passphrase=ask_passphrase, on_progress=show)
                samantha = await stack.enter_async_context(opening)
                senses = await open_senses(config, net=samantha.net, on_progress=show)
            new = samantha.new
            if new and not await meet(samantha, config.home, screen, Prompt(screen)):
                return 0
            await VoiceTalk(samantha, senses, card, screen).run(typed_lines(sys.stdin.fileno()), greet=not new)
    return 0
