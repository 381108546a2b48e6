"""One spoken talk: sound in, turns taken by `turns`, replies spoken phrase by phrase, and what was heard recorded.

Guarantees: one place takes events, one at a time, and does what `turns` says in that order; a cancelled reply is
silent at once; nothing provisional is journalled; of a reply nothing but what was played is.
Does not: hold a microphone or a loudspeaker (`web`, `soundcard`), nor know what a good answer is (`Mind`).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import anyio
from anyio.abc import TaskGroup

from samantha.errors import SamanthaError
from samantha.ports import STT, TTS, AudioChunk, Sound
from samantha.types import Delta, Episode, Failed, Notice, TurnEvent
from samantha.voice.delivery import Delivery
from samantha.voice.ear import Ear, Listen, LookAt, Work
from samantha.voice.events import (
    Action,
    Cancel,
    Close,
    Duck,
    Event,
    Looked,
    Note,
    Played,
    Prepare,
    Record,
    Reply,
    ReplyEnded,
    Resume,
    Tapped,
    Tick,
    Wake,
    Words,
)
from samantha.voice.turns import TIMING, State, Timing, step

Look: TypeAlias = Callable[[Sound], Awaitable[float]]
"""The sound of a turn -> 0 to 1, how much it sounds over (Smart Turn, or a fake)."""


class Mind(Protocol):
    """Who answers."""

    async def prepare(self, words: str) -> None:
        """Read ahead for words that may still change. Keeps nothing."""
        ...

    async def hear(self, words: str) -> Episode:
        """Journal the person's words."""
        ...

    def reply(self, heard: Episode, delivery: Delivery) -> AsyncGenerator[TurnEvent, None]:
        """Answer them, and journal of the answer what `delivery` says was heard."""
        ...


class Player(Protocol):
    """Where sound comes out. None of these waits; `Call.played` is told how far the sound is."""

    def play(self, reply: int, chunk: AudioChunk) -> None:
        """Play this after what of the reply came before."""
        ...

    def duck(self, reply: int) -> None:
        """Soft, or held back while nothing of it was played."""
        ...

    def resume(self, reply: int) -> None:
        """As before."""
        ...

    def stop(self, reply: int) -> None:
        """Silent at once; what waits is thrown away."""
        ...


Happened: TypeAlias = Event | Action | TurnEvent
"""What can be watched: captions, `samantha listen`, tests."""


def _nobody(happened: Happened) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class Senses:
    """What a spoken talk listens and speaks with."""

    listen: Callable[[], Listen]
    """A new listener, one for each stream of sound."""
    stt: STT
    look: Look
    tts: TTS
    language: str | None = None
    """What is spoken to her; None: any."""


class Call:
    """A talk by ear and mouth. Enter it with `open_call`."""

    def __init__(
        self,
        mind: Mind,
        senses: Senses,
        player: Player,
        tasks: TaskGroup,
        *,
        watch: Callable[[Happened], None],
        timing: Timing,
    ) -> None:
        self._mind, self._senses, self._player, self._tasks = mind, senses, player, tasks
        self._ear = Ear(senses.listen())
        self._watch, self._timing = watch, timing
        self.state = State()
        self._wake: float | None = None
        self._deliveries: dict[int, Delivery] = {}
        self._scopes: dict[int, anyio.CancelScope] = {}
        self._ahead: anyio.CancelScope | None = None
        self._to_read: dict[int, tuple[float, Sound]] = {}
        """Part -> (through, its sound) of the newest request; an older one is not worth reading any more."""
        self._reading = False
        self._busy = 0
        self._idle = anyio.Event()
        self._idle.set()

    @property
    def at(self) -> float:
        """Seconds of sound heard."""
        return self._ear.at

    async def hear(self, sound: Sound) -> None:
        """More sound from the microphone, 16,000 samples a second, any number of them."""
        events, work = self._ear.feed(sound)
        for event in events:
            self._take(event)
        for one in work:
            self._start(one)
        if self._wake is not None and self._ear.at >= self._wake:
            self._wake = None
            self._take(Tick(self._ear.at))
        await anyio.lowlevel.checkpoint()

    def played(self, reply: int, seconds: float) -> None:
        """The loudspeaker has played so many seconds of the reply."""
        delivery = self._deliveries.get(reply)
        if delivery is None:
            return
        if delivery.whole and seconds >= delivery.playhead.seconds - 0.02:
            self._take(ReplyEnded(self._ear.at, reply, delivery.playhead.text.rstrip()))
        elif heard := delivery.playhead.heard(seconds):
            self._take(Played(self._ear.at, reply, heard))

    def tap(self) -> None:
        """The person tapped."""
        self._take(Tapped(self._ear.at))

    async def settled(self) -> None:
        """Wait until nothing that was asked of the recogniser is open: for recordings, which have no time to lose."""
        await self._idle.wait()

    def _take(self, event: Event) -> None:
        self._watch(event)
        self.state, actions = step(self.state, event, self._timing)
        for action in actions:
            self._do(action)
        self._ear.over_her = self.state.her.reply is not None

    def _do(self, action: Action) -> None:
        if isinstance(action, Wake):
            self._wake = action.at
            return
        self._watch(action)
        match action:
            case Prepare(words):
                self._drop_ahead()
                self._tasks.start_soon(self._prepare, words)
            case Reply(reply, words):
                self._drop_ahead()
                self._deliveries[reply] = Delivery()
                self._tasks.start_soon(self._answer, reply, words)
            case Note(words):
                self._tasks.start_soon(self._keep, words)
            case Close(part, through):
                for work in self._ear.close(part, through):
                    self._start(work)
            case _:
                self._steer(action)

    def _steer(self, action: Duck | Resume | Cancel | Record) -> None:
        """What is done about a reply that is under way."""
        match action:
            case Duck(reply):
                self._player.duck(reply)
            case Resume(reply):
                self._player.resume(reply)
            case Cancel(reply):
                self._player.stop(reply)
                self._deliveries[reply].end("", cut=True)
                if reply in self._scopes:
                    self._scopes[reply].cancel()
            case Record(reply, heard, cut):
                self._deliveries[reply].end(heard, cut=cut)

    def _drop_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.cancel()

    async def _prepare(self, words: str) -> None:
        with anyio.CancelScope() as self._ahead:
            await self._mind.prepare(words)

    async def _keep(self, words: str) -> None:
        with anyio.CancelScope(shield=True):
            await self._mind.hear(words)

    async def _answer(self, reply: int, words: str) -> None:
        delivery = self._deliveries[reply]
        with anyio.CancelScope(shield=True) as scope:  # what was said is journalled, whatever becomes of the talk
            heard = await self._mind.hear(words)
            scope.shield = False
            self._scopes[reply] = scope
            if not delivery.ended:
                await self._speak(reply, heard, delivery)
        del self._scopes[reply], self._deliveries[reply]
        if not delivery.ended:  # nothing of it could be said
            self._take(ReplyEnded(self._ear.at, reply, "", failed=True))

    async def _speak(self, reply: int, heard: Episode, delivery: Delivery) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._say_all, reply, delivery)
            async with aclosing(self._mind.reply(heard, delivery)) as events:
                async for event in events:
                    self._watch(event)
                    if isinstance(event, Delta):
                        delivery.hand_over(event.text)
                    elif isinstance(event, Notice):
                        delivery.hand_over(event.text, recorded=False)
                    elif isinstance(event, Failed):
                        delivery.failed = True
            delivery.no_more()

    async def _say_all(self, reply: int, delivery: Delivery) -> None:
        """One phrase after the other; a phrase that the voice fails on stands on the screen."""
        async for phrase in delivery.phrases():
            chunks: list[AudioChunk] = []
            try:
                if phrase.spoken:
                    async with aclosing(self._senses.tts.speak(phrase.spoken)) as sound:
                        chunks = [chunk async for chunk in sound]
            except SamanthaError as error:
                self._watch(Failed(error.code, str(error), 0))
            delivery.say(phrase, sum(len(chunk.sound) / chunk.rate for chunk in chunks))
            for chunk in chunks:
                self._player.play(reply, chunk)
        delivery.whole = True
        if delivery.playhead.seconds == 0 and not delivery.ended:
            self.played(reply, 0.0)

    def _start(self, work: Work) -> None:
        if isinstance(work, LookAt):
            self._begin()
            self._tasks.start_soon(self._look_at, work, self._ear.sound(work.through))
            return
        self._to_read[work.part] = (work.through, self._ear.sound(work.through))
        if not self._reading:
            self._reading = True
            self._begin()
            self._tasks.start_soon(self._read)

    async def _look_at(self, work: LookAt, sound: Sound) -> None:
        try:
            over = await self._senses.look(sound)
            self._take(Looked(max(self._ear.at, work.through), work.silent_since, over))
        finally:
            self._over()

    async def _read(self) -> None:
        try:
            while self._to_read:
                part = min(self._to_read)
                through, sound = self._to_read.pop(part)
                try:
                    text = (await self._senses.stt.transcribe(sound, language=self._senses.language)).text
                except SamanthaError as error:
                    self._watch(Failed(error.code, str(error), 0))
                    text = ""
                self._take(Words(max(self._ear.at, through), part, text, through))
        finally:
            self._reading = False
            self._over()

    def _begin(self) -> None:
        if not self._busy:
            self._idle = anyio.Event()
        self._busy += 1

    def _over(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._idle.set()


@asynccontextmanager
async def open_call(
    mind: Mind,
    senses: Senses,
    player: Player,
    *,
    watch: Callable[[Happened], None] = _nobody,
    timing: Timing = TIMING,
) -> AsyncGenerator[Call, None]:
    """A talk that runs until this is left; what she was saying then is recorded as cut where it was heard."""
    async with anyio.create_task_group() as tasks:
        call = Call(mind, senses, player, tasks, watch=watch, timing=timing)
        try:
            yield call
        finally:
            if call.state.her.reply is not None:
                call.tap()
            tasks.cancel_scope.cancel()
