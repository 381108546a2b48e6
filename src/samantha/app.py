"""Where everything is put together: `open_samantha` opens one person's home, and `Companion` is what it gives.

Guarantees: the only module that names adapters; closing it closes the journal, ends the brain and drops its words.
Does not: draw, decide or remember; each of those has a room of its own.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from samantha.clock import SystemClock
from samantha.config import Config, load_config
from samantha.conversation.candour import NOTICED, Due, due_at_start, given
from samantha.conversation.days import part_of_day
from samantha.conversation.fixed import NOTICE, WELCOME_BACK
from samantha.conversation.growth_diary import called, welcome
from samantha.conversation.persona import head
from samantha.conversation.turn import Talk, answer_turn, hear, ponder, rest, take_turn
from samantha.conversation.unasked import Unasked, begin
from samantha.errors import StoreError
from samantha.goodbye.schedule import back_up_if_due
from samantha.memory.forget import settle as settle_forgets
from samantha.memory.recall import index_pending
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.chat import OpenAIChat
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.embed import MiniLM
from samantha.models.weights_fetch import Show
from samantha.net import Net
from samantha.ports import Chat, Clock, Embed, Samantha
from samantha.store import belongings, episodes, rehearsals, settings
from samantha.store.home import OpenedHome, open_home
from samantha.store.sqlite import SqliteStore, open_store
from samantha.types import Episode, TurnEvent

NAME = "person.name"


@dataclass(slots=True)
class Companion:
    """An open home with everything that talks, remembers and thinks in it. Made by `open_samantha`."""

    parts: Samantha
    """One of each port."""
    net: Net
    """Every connection this process made, and why."""
    talk: Talk
    new: bool
    """The home was made just now."""
    recovery: str | None
    """The recovery key of a new home, to show once; else None."""
    unasked: Unasked | None = None
    """What the last greeting said that nobody had asked for, with the episodes that it stands on."""
    due: Due | None = None
    """The notice in a greeting that was not handed over yet."""

    def turn(self, text: str, *, key: str | None = None) -> AsyncGenerator[TurnEvent, None]:
        """One turn: journal the words, answer them, journal what was delivered.

        Close the generator (`contextlib.aclosing`) to stop the reply; what was handed over is kept as cut. The same
        `key` twice journals the words once. A brain that fails gives `Failed`; a journal that fails raises StoreError.
        """
        return take_turn(self.parts, self.talk, text, key)

    async def tell(self, text: str, *, key: str | None = None) -> Episode:
        """Journal and index the person's words without answering."""
        heard = await hear(self.parts, self.talk, text, key)
        await index_pending(self.parts, 64)
        return heard

    async def unanswered(self) -> Episode | None:
        """The last thing the person said, when no reply to it was finished."""
        return await self.parts.store.read(episodes.unanswered, self.talk.thread)

    def answer(self, heard: Episode) -> AsyncGenerator[TurnEvent, None]:
        """Answer a turn that was kept without a reply."""
        return answer_turn(self.parts, self.talk, heard)

    async def rest(self) -> None:
        """Use a quiet moment: purge what was held long enough, index what was said, let the brain read ahead.

        Cancel it when the person speaks; a purge that has begun is finished first.
        """
        # A full disk, or another program that reads: then it is done at the next opening.
        with suppress(StoreError):
            await settle_forgets(self.parts)
        await rest(self.parts, self.talk)

    async def ponder(self) -> None:
        """Wait for ten quiet minutes, then let the brain look for facts in what no rule understood. Cancel it when the
        person speaks."""
        await ponder(self.parts, self.talk)

    async def name(self) -> str | None:
        """What the person wants to be called, if they said so."""
        given = await self.parts.store.read(settings.get, NAME)
        return await self.parts.store.read(called, given)

    async def call_me(self, name: str) -> None:
        """Keep what the person wants to be called."""
        await self.parts.store.run(settings.put, NAME, name.strip())

    async def greeting(self) -> str:
        """Her first words, without a model: what she is at the first start, else a plain hello, and sometimes one thing
        that nobody asked for (see `conversation.unasked`). Once they were handed over, await `greeted`."""
        name, now = await self.name(), self.parts.clock.now()
        hello = f"{part_of_day(now)}{f', {name}' if name else ''}."
        self.due = await due_at_start(self.parts)
        if await self.parts.store.read(settings.get, NOTICED) is None:
            return NOTICE
        await self.parts.store.run(rehearsals.leave)  # a talk begins as herself, not as somebody she played
        self.unasked = await self.parts.store.run(begin, now, self.talk.thread)
        then = self.unasked.text if self.unasked else await self.parts.store.read(welcome, now, WELCOME_BACK)
        return " ".join(part for part in (hello, self.due.notice.text if self.due else "", then) if part)

    async def greeted(self) -> None:
        """The greeting was handed over: what it said of her counts as said. Else the first turn says it again."""
        if self.due is not None:
            await given(self.parts, self.due)
        self.due, self.talk.begun = None, True


@asynccontextmanager
async def open_samantha(
    home: Path | None = None,
    *,
    config: Config | None = None,
    clock: Clock | None = None,
    chat: Chat | None = None,
    embed: Embed | None = None,
    passphrase: Callable[[], str] | None = None,
    on_progress: Show = weights.silent,
) -> AsyncGenerator[Companion, None]:
    """Open `home` (default: SAMANTHA_HOME or the user's data folder), making it at first use.

    `chat`, `embed` and `clock` replace the configured ones. `passphrase` is asked where the home needs one.
    `on_progress` is told of model files being fetched. Raises HomeError, StoreError, WeightsError, ConfigError.
    """
    config = config or load_config(home)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        net, opened, store = await _journal(stack, config, clock, passphrase)
        embed = embed or await _embedder(config, net, clock, on_progress)
        chat = chat or await _brain(stack, config, net, clock, on_progress)
        parts = Samantha(store, chat, embed, clock, config)
        try:
            yield Companion(parts, net, Talk(), opened.new, opened.recovery)
        finally:
            await chat.clear()
        await back_up_if_due(store, config.home, opened.key, clock.now())


@asynccontextmanager
async def open_memory(
    home: Path | None = None,
    *,
    config: Config | None = None,
    clock: Clock | None = None,
    embed: Embed | None = None,
    passphrase: Callable[[], str] | None = None,
    on_progress: Show = weights.silent,
) -> AsyncGenerator[Samantha, None]:
    """Open `home` for writing without starting a brain, for work on memory alone; else as `open_samantha`."""
    config = config or load_config(home)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        net, _, store = await _journal(stack, config, clock, passphrase)
        embed = embed or await _embedder(config, net, clock, on_progress)
        # Nothing in here asks the brain anything.
        yield Samantha(store, EchoChat(), embed, clock, config)


async def _journal(
    stack: AsyncExitStack, config: Config, clock: Clock, passphrase: Callable[[], str] | None
) -> tuple[Net, OpenedHome, SqliteStore]:
    """The connections, the home and its open journal, closed with `stack`."""
    net = await stack.enter_async_context(Net(clock))
    opened = await open_home(config.home, clock, passphrase)
    store = await stack.enter_async_context(open_store(config.home, opened.key, clock=clock))
    await belongings.take_over(store, config.home)
    return net, opened, store


async def _embedder(config: Config, net: Net, clock: Clock, show: Show) -> Embed:
    if config.brain.url == ECHO:
        return EchoEmbed()
    files = await weights.ensure(("minilm", "minilm-tokenizer"), config.weights, progress=show, net=net, clock=clock)
    return MiniLM(files["minilm"], files["minilm-tokenizer"])


async def _brain(stack: AsyncExitStack, config: Config, net: Net, clock: Clock, show: Show) -> Chat:
    brain = config.brain
    if brain.url == ECHO:
        return EchoChat()
    if brain.url:
        return OpenAIChat.from_config(net, brain)
    if brain.model:
        gguf = Path(brain.model)
    else:
        gguf = (await weights.ensure(("brain",), config.weights, progress=show, net=net, clock=clock))["brain"]
    return await stack.enter_async_context(
        open_brain(
            gguf,
            net,
            threads=brain.threads,
            context=brain.context,
            clock=clock,
            head=head(),
            heads=config.weights / "heads",
        )
    )


ECHO = "echo"
"""`[brain] url = "echo"` puts the scripted stand-ins in place of all models; for tests and for trying the terminal."""
