"""A Samantha whose replies are scripted and slow, on a real journal: `python -m tests.e2e.terminal_fake HOME [new]`.

Guarantees: her words go through the same terminal code and the same journal as in `samantha talk`.
Does not: think. The line "tell me a long story" gets a slow reply, "die" one that fails in the middle.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import anyio

from samantha.cli.first import meet
from samantha.cli.hush import hushed
from samantha.cli.prompt import Prompt
from samantha.cli.screen import Screen, read_abilities
from samantha.cli.session import Session, past_lines
from samantha.clock import SystemClock
from samantha.config import Config
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha, Store
from samantha.store import episodes, settings
from samantha.store.sqlite import open_store
from samantha.types import Delta, Draft, Episode, Failed, Finished, Heard, Said, TurnEvent

KEY = b"k" * 32
STORY = " ".join(f"word{number}" for number in range(200))


class ScriptedTalker:
    """Implements `Talker`."""

    recovery: str | None = None

    def __init__(self, store: Store, new: bool = False) -> None:
        self.parts = Samantha(store, EchoChat(), EchoEmbed(), SystemClock(), Config(Path(), Path()))
        self.new = new
        if new:
            self.recovery = "ABCD-EFGH-JKMN"

    async def tell(self, text: str) -> Episode:
        return await self.parts.store.run(episodes.append, Draft(self.parts.clock.now(), "heard", "person", text))

    async def call_me(self, name: str) -> None:
        await self.parts.store.run(settings.put, "name", name)

    async def ponder(self) -> None:
        """Nothing waits for a long quiet."""

    async def rest(self) -> None:
        await anyio.sleep_forever()

    async def greeting(self) -> str:
        return "I'm Samantha, a computer program, not a human being."

    async def greeted(self) -> None:
        """Nothing of it is kept."""

    async def unanswered(self) -> Episode | None:
        return await self.parts.store.read(episodes.unanswered, "talk")

    async def turn(self, text: str) -> AsyncGenerator[TurnEvent, None]:
        heard = await self.tell(text)
        yield Heard(heard)
        async for event in self._reply(heard, die=text == "die"):
            yield event

    async def answer(self, heard: Episode) -> AsyncGenerator[TurnEvent, None]:
        async for event in self._reply(heard, die=False):
            yield event

    async def _reply(self, heard: Episode, die: bool) -> AsyncGenerator[TurnEvent, None]:
        slow = heard.text == "tell me a long story"
        words = (STORY if slow else f"I heard you: {heard.text[:200]}").split(" ")
        said, whole, done = "", False, heard
        try:
            for number, word in enumerate(words):
                await anyio.sleep(0.05 if slow else 0.01)
                if die and number == 2:
                    yield Failed("brain.died", "My brain stopped. It is starting again.", heard.id)
                    return
                said += (" " if said else "") + word
                yield Delta((" " if number else "") + word)
            yield Said(said)
            whole = True
        finally:
            if said and not die:
                with anyio.CancelScope(shield=True):
                    draft = Draft(self.parts.clock.now(), "said", "samantha", said, cut=not whole, reply_to=heard.id)
                    done = await self.parts.store.run(episodes.append, draft)
        yield Finished(done, "listen")


async def converse(home: Path, new: bool) -> None:
    """A whole talk on this terminal."""
    screen = Screen(sys.stdout, read_abilities())
    prompt = Prompt(screen)
    with hushed(sys.stdin):
        await _converse(home, new, screen, prompt)


async def _converse(home: Path, new: bool, screen: Screen, prompt: Prompt) -> None:
    async with open_store(home, KEY, clock=SystemClock()) as store:
        talker = ScriptedTalker(store, new)
        prompt.remember(await past_lines(store))
        session = Session(talker, screen, prompt)
        if new and not await meet(talker, home, screen, prompt):
            return await session.good_night()
        await session.run()


if __name__ == "__main__":
    anyio.run(converse, Path(sys.argv[1]), "new" in sys.argv[2:])
