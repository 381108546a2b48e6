"""A talk on a terminal, from the first prompt to good night: turns, and the few commands.

Guarantees: an error in one turn is said in words and the talk goes on; idle work runs only while the person is quiet.
Does not: open or close her.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import anyio

from samantha.cli.deliver import Seconds, to_screen
from samantha.cli.lines import Command, read_command
from samantha.cli.listing import look_up, page
from samantha.cli.piped import rest_softly
from samantha.cli.prompt import Key, Prompt
from samantha.cli.screen import Screen
from samantha.cli.speeds import keep
from samantha.cli.talker import Talker
from samantha.conversation import growth_diary
from samantha.errors import SamanthaError
from samantha.ports import Store
from samantha.store import episodes
from samantha.types import PERSON, Episode

HELP = """/again          has her answer your last words, when she could not
/memory WORDS   finds what was said, with who and when
/brain          says what she thinks with, and where your words go
/quit           says good night, as Ctrl-D does
//word          says /word to her

Ctrl-C stops a reply. Alt-Enter begins a new line. The up arrow brings back what you said."""
HOW_TO_LEAVE = "(Ctrl-D, or /quit, says good night.)"
PROPOSED = "(There is a proposal in the diary of how she is with you; `samantha growth` shows it.)"
_PAST = 400
"""Episodes that are looked through for the person's past lines."""


class Session:
    """One talk."""

    def __init__(self, samantha: Talker, screen: Screen, prompt: Prompt) -> None:
        self._samantha = samantha
        self._screen = screen
        self._prompt = prompt
        self._seconds: Seconds = []
        self._commands: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "help": self._help,
            "again": self._again,
            "memory": self._memory,
            "brain": self._brain,
        }

    async def run(self, first: str = "") -> None:
        """Greet, then a turn for each line, until good night. `first` is shown and said before any line is typed."""
        if not self._samantha.new:
            self._screen.say(await self._samantha.greeting())
            await self._samantha.greeted()
            await self._mention()
            if not await self._offer_again():
                return await self.good_night()
        if first:
            self._screen.note(f"(You: {first})")
            self._screen.space()
            await self._safely(first)
        while True:
            typed = await self._ask()
            if typed is Key.STOP:
                self._screen.note(HOW_TO_LEAVE)
            if not typed or typed is Key.STOP:
                continue
            self._screen.space()
            if isinstance(typed, Key):
                return await self.good_night()
            said = read_command(typed)
            if isinstance(said, Command) and said.name in ("quit", "exit", "bye"):
                return await self.good_night()
            await self._safely(said)

    async def good_night(self) -> None:
        """A few words, and nothing that holds."""
        self._screen.say(good_night(self._samantha.parts.clock.now().hour))
        await keep(self._samantha.parts.store, self._seconds)

    async def _ask(self) -> str | Key:
        typed: str | Key = ""
        async with anyio.create_task_group() as group:
            group.start_soon(self._idle)
            typed = await self._prompt.ask()
            group.cancel_scope.cancel()
        return typed

    async def _idle(self) -> None:
        await rest_softly(self._samantha)
        with suppress(SamanthaError):
            await self._samantha.ponder()

    async def _safely(self, said: str | Command) -> None:
        """One turn or one command; what went wrong on purpose is said in words."""
        try:
            if isinstance(said, str):
                await to_screen(self._samantha.turn(said), self._screen, self._seconds)
            elif said.name in self._commands:
                await self._commands[said.name](said.words)
            else:
                self._screen.note(f"There is no /{said.name}. /help lists the few there are; //{said.name} says it.")
                self._screen.space()
        except SamanthaError as error:
            self._screen.note(f"{error} [{error.code}]")
            self._screen.note("(The up arrow brings your words back.)")
            self._screen.space()

    async def _offer_again(self) -> bool:
        """When the last words had no answer: offer one. Returns False when the person chose to leave."""
        waiting = await self._samantha.unanswered()
        if waiting is None:
            return True
        self._screen.note(f"Your last words had no answer: “{_short(waiting.text)}”")
        self._screen.note("Shall I answer now? (y for yes, Enter for no; /again does it later)")
        typed = await self._prompt.ask()
        self._screen.space()
        if typed is Key.LEAVE:
            return False
        if isinstance(typed, str) and (typed.casefold() in ("y", "yes") or typed == "/again"):
            await self._answer(waiting)
        return True

    async def _mention(self) -> None:
        """A change of her manner that waits for the person's word: said once, beside the talk."""
        store = self._samantha.parts.store
        waiting = await store.read(growth_diary.unmentioned)
        if waiting is not None:
            self._screen.note(PROPOSED)
            self._screen.space()
            await store.run(growth_diary.mentioned, waiting)

    async def _answer(self, waiting: Episode) -> None:
        await to_screen(self._samantha.answer(waiting), self._screen, self._seconds)

    async def _help(self, _words: str) -> None:
        self._screen.note(HELP)
        self._screen.space()

    async def _again(self, _words: str) -> None:
        waiting = await self._samantha.unanswered()
        if waiting is None:
            self._screen.note("Nothing of yours waits for an answer.")
            self._screen.space()
        else:
            await self._answer(waiting)

    async def _memory(self, words: str) -> None:
        store = self._samantha.parts.store
        found = await store.read(look_up, words, 8) if words else await store.read(episodes.recent, 8)
        self._screen.put(page(found, self._screen, self._samantha.parts.clock.now()))
        if not found:
            self._screen.note("I find nothing with those words." if words else "There is nothing here yet.")
        self._screen.space()

    async def _brain(self, _words: str) -> None:
        chat = self._samantha.parts.chat
        self._screen.note(f"I think with {chat.name}, on {chat.where}. `samantha brain` changes it.")
        self._screen.space()


def good_night(hour: int) -> str:
    """What she says when the person leaves, at `hour` of their day."""
    return "Good night." if hour >= 20 or hour < 5 else "Take care."


async def past_lines(store: Store) -> list[str]:
    """What the person typed lately, oldest first, for the up arrow."""
    latest = await store.read(episodes.recent, _PAST)
    return [e.text for e in latest if e.kind == "heard" and e.who == PERSON and e.origin == "typed"]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
