"""The one talk that pages come to: open while somebody is there and half a minute longer, for one page at a time.

Guarantees: the page that came last has the microphone and the sound, and the one before it is told; a page that comes
back within half a minute finds the talk as it was; a turn that fails is said in words and the next one can be taken;
quiet moments are used as on the terminal.
Does not: know of sockets (`site`), nor whom to let in (`guard`, `passes`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

import anyio
from anyio.abc import TaskGroup

from samantha.app import Companion
from samantha.errors import SamanthaError
from samantha.ports import HEARD_RATE
from samantha.types import Delta, Failed, Heard, Notice
from samantha.voice.call import Call, Happened, Senses, open_call
from samantha.web.captions import Line
from samantha.web.frames import Hello, Late, Playhead, Tap, Typed, Up, event_down, read_sound
from samantha.web.live import Live, Send
from samantha.web.turns import Turns

KEPT_OPEN = 30.0
"""Seconds that a talk waits for a page that was lost."""
QUIET = 3.0
"""Seconds in which nothing happens before quiet work begins."""
MOST_KEYS = 200
"""Typed turns whose marks are remembered, so that one sent twice is one."""


@dataclass(slots=True, eq=False)
class Page:
    """One open page."""

    send: Send
    end: Callable[[], None]
    """Close its socket once what was sent has gone out."""
    late: float = 0.0
    """Seconds of sound still to come that were said while it was lost."""


@dataclass(slots=True)
class _Presence:
    """Whether a page is there, and waiting for either."""

    page: Page | None = None
    came: anyio.Event = field(default_factory=anyio.Event)
    went: anyio.Event = field(default_factory=anyio.Event)

    def take(self, page: Page | None) -> None:
        self.page = page
        if page is not None:
            self.came.set()
            self.went = anyio.Event()
        else:
            self.went.set()
            self.came = anyio.Event()


class Room:
    """Keep `run` running; `arrive`, `take` and `leave` are a page's."""

    def __init__(self, samantha: Companion, senses: Senses) -> None:
        self._samantha, self._senses = samantha, senses
        self._live = Live()
        self._turns = Turns(samantha)
        self._there = _Presence()
        self._call: Call | None = None
        self._hello = Hello("", 0, 0.0, 0.0)
        self._tasks: TaskGroup | None = None
        self._typing: anyio.CancelScope | None = None
        self._keys: list[str] = []
        self._stirred = anyio.Event()
        self._resting = anyio.CancelScope()

    async def run(self) -> None:
        """Greet, talk and rest, until it is cancelled."""
        async with anyio.create_task_group() as self._tasks:
            self._tasks.start_soon(self._greet)
            self._tasks.start_soon(self._rest)
            await self._talk()

    def arrive(self, page: Page, hello: Hello) -> None:
        """A page is there; the one before it is told so and closed."""
        before = self._there.page
        if before is not None:
            before.send(event_down("elsewhere"))
            before.end()
        self._there.take(page)
        self._hello = hello
        if self._call is not None:
            self._attach()
        self._stir()

    def leave(self, page: Page) -> None:
        """A page is gone."""
        if self._there.page is page:
            self._there.take(None)
            self._live.detach()

    async def take(self, page: Page, message: Up | bytes) -> None:
        """Something that a page sent. What a page says that is here no more is let go."""
        call = self._call
        if self._there.page is not page or call is None or self._tasks is None:
            return
        match message:
            case bytes():
                await self._hear(page, call, message)
            case Playhead(reply, seconds):
                self._played(call, reply, seconds)
            case Tap():
                self._stop(call)
            case Typed():
                self._tasks.start_soon(self._typed, call, message)
            case Late(seconds):
                page.late = seconds
            case Hello():
                pass

    async def _hear(self, page: Page, call: Call, frame: bytes) -> None:
        sound = read_sound(frame)
        await call.hear(sound)
        if page.late > 0:  # faster than time passes: the recogniser gets its time all the same
            page.late -= len(sound) / HEARD_RATE
            await call.settled()

    def _played(self, call: Call, reply: int, seconds: float) -> None:
        self._live.played(reply, seconds)
        call.played(reply, seconds)

    def _stop(self, call: Call) -> None:
        if self._typing is not None:
            self._typing.cancel()
        else:
            call.tap()

    async def _talk(self) -> None:
        """One call after the other, each for as long as somebody is there."""
        while True:
            await self._there.came.wait()
            try:
                async with open_call(self._turns, self._senses, self._live, watch=self._watch) as self._call:
                    self._live.begin(secrets.token_hex(8))
                    self._attach()
                    await self._until_left()
            except* SamanthaError as errors:
                self._trouble(_first(errors))
            finally:
                self._call = None

    def _attach(self) -> None:
        page, call, hello = self._there.page, self._call, self._hello
        if page is None or call is None:
            return
        if self._live.holds(hello):
            self._played(call, hello.reply, hello.played)
        self._live.attach(page.send, hello)

    async def _until_left(self) -> None:
        """Until nobody has been there for half a minute."""
        while True:
            await self._there.went.wait()
            with anyio.move_on_after(KEPT_OPEN) as waiting:
                await self._there.came.wait()
            if waiting.cancelled_caught:
                return

    def _watch(self, happened: Happened) -> None:
        self._live.watch(happened)
        self._stir()

    async def _greet(self) -> None:
        await self._there.came.wait()
        try:
            words = await self._samantha.greeting()
            self._live.show(self._live.captions.add("samantha", words))
            await self._samantha.greeted()
        except SamanthaError as error:
            self._trouble(error)

    async def _typed(self, call: Call, typed: Typed) -> None:
        if typed.key and typed.key in self._keys:
            return
        self._keys = [*self._keys, typed.key][-MOST_KEYS:]
        if call.state.her.reply is not None:
            call.tap()
        self._stir()
        live = self._live
        live.show(live.captions.add("you", typed.text, key=typed.key))
        with anyio.CancelScope() as scope:
            try:
                await self._answer(typed, scope)
            except SamanthaError as error:
                self._trouble(error)
            finally:
                self._typing = None
                live.turn("listening")
                self._stir()

    async def _answer(self, typed: Typed, scope: anyio.CancelScope) -> None:
        live, text = self._live, ""
        line: Line | None = None
        async with aclosing(self._turns.typed(typed.text, typed.key)) as events:
            async for event in events:
                self._typing = scope
                if isinstance(event, Heard):
                    live.turn("thinking")
                elif isinstance(event, Notice | Failed):
                    live.watch(event)
                elif isinstance(event, Delta):
                    text += event.text
                    line = live.captions.change(line.id, text) if line else live.captions.add("samantha", text)
                    live.show(line)

    def _trouble(self, error: SamanthaError) -> None:
        self._live.show(self._live.captions.add("trouble", str(error)))

    def _stir(self) -> None:
        """Something happens: quiet work stops."""
        self._stirred.set()
        self._resting.cancel()

    async def _rest(self) -> None:
        while True:
            self._stirred = anyio.Event()
            with anyio.CancelScope() as self._resting:
                await self._samantha.parts.clock.sleep(QUIET)
                if not self._busy():
                    await self._quiet_work()
                    await self._stirred.wait()

    async def _quiet_work(self) -> None:
        # What fails here fails again in the next turn, which says so.
        with suppress(SamanthaError):
            await self._samantha.rest()
        with suppress(SamanthaError):
            await self._samantha.ponder()

    def _busy(self) -> bool:
        state = self._call.state if self._call is not None else None
        talking = state is not None and (state.person.voice or state.her.reply is not None)
        return talking or self._turns.taken


def _first(errors: BaseExceptionGroup[SamanthaError]) -> SamanthaError:
    """One error to speak of."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, SamanthaError)
    return error
