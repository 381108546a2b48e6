"""Whole talks: our own words first, the brain's question after, and a rhythm over turns."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation.around import FEELINGS, UNREAD
from samantha.conversation.examples import examples
from samantha.conversation.feelings import READS
from samantha.conversation.persona import manners
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.store import settings
from samantha.types import Delta, Finished, Gated, Message, TurnEvent

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


class Near(EchoEmbed):
    """Vectors of hashed words under the name of the embedder that our distances belong to."""

    name = READS

    def __init__(self) -> None:
        super().__init__(384)


class Elsewhere(EchoChat):
    """A server that cannot continue a message: a larger brain."""

    continues = False


@asynccontextmanager
async def opened(home: Path, chat: EchoChat) -> AsyncGenerator[Companion, None]:
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    async with open_samantha(config=config, clock=FixedClock(AT), chat=chat, embed=Near()) as s:
        # Hashed words mean nothing to what was learned from real vectors: no feelings are read in them.
        await s.parts.store.run(settings.put, FEELINGS, UNREAD)
        yield s


async def events_of(turn: AsyncGenerator[TurnEvent, None]) -> list[TurnEvent]:
    async with aclosing(turn) as events:
        return [event async for event in events]


def shown(events: Sequence[TurnEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def asks(question: str) -> EchoChat:
    """A brain that asks one thing, whatever it hears."""
    return EchoChat(lambda messages: question)


async def test_what_is_very_near_gets_an_answer_of_ours_without_a_brain(tmp_path: Path) -> None:
    example = next(one for one in examples() if one.said == "I hate my job.")
    chat = EchoChat()
    async with opened(tmp_path, chat) as s:
        events = await events_of(s.turn("I hate my job."))
        assert shown(events) == f"{example.statement} {example.question}"
        assert isinstance(events[-1], Finished) and events[-1].move == "reflect"
        assert chat.asked == []
        again = shown(await events_of(s.turn("I hate my job.")))
        assert example.statement not in again and again, "never the same twice in a talk"


async def test_our_words_come_first_and_the_brain_asks(tmp_path: Path) -> None:
    async with opened(tmp_path, asks("What did the librarian say?")) as s:
        events = await events_of(s.turn("I found a letter of the librarian in the attic."))
        assert shown(events) == "In the attic. What did the librarian say?"


async def test_into_what_is_heavy_no_brain_asks(tmp_path: Path) -> None:
    chat = asks("What did you do with it?")
    async with opened(tmp_path, chat) as s:
        said = shown(await events_of(s.turn("The librarian is so sad since the library closed on Mill Road.")))
        manner = manners()["reflect"]
        assert said.partition(".")[0] + "." in {
            *manner.leads,
            *(x for lines in manner.leads_for.values() for x in lines),
        }
        assert said.endswith("?") and chat.asked == []


async def test_a_brain_that_does_not_ask_is_held_back(tmp_path: Path) -> None:
    async with opened(tmp_path, asks("The librarian must be sad.")) as s:
        events = await events_of(s.turn("I found a letter of the librarian in the attic."))
        assert [event.rule for event in events if isinstance(event, Gated)]
        assert shown(events).endswith("?") and "must be" not in shown(events)


async def test_a_brain_that_does_not_ask_is_made_to(tmp_path: Path) -> None:
    def script(messages: Sequence[Message]) -> str:
        return "did the librarian say?" if messages[-1].text.endswith("What") else "The librarian must be sad."

    async with opened(tmp_path, EchoChat(script)) as s:
        events = await events_of(s.turn("I found a letter of the librarian in the attic."))
        assert shown(events).endswith(". What did the librarian say?")


@pytest.mark.parametrize("question", ["Why did you tell the librarian?", "Why didn't you go to the library?"])
async def test_nobody_is_asked_to_defend_what_they_did(tmp_path: Path, question: str) -> None:
    async with opened(tmp_path, asks(question)) as s:
        events = await events_of(s.turn("I told the librarian that I never go to the library."))
        assert "leads nowhere" in [event.rule for event in events if isinstance(event, Gated)]
        assert "Why" not in shown(events)


async def test_what_was_just_told_is_not_asked(tmp_path: Path) -> None:
    async with opened(tmp_path, asks("What did the librarian close?")) as s:
        events = await events_of(s.turn("The librarian closed the library on Friday."))
        assert "answered" in [event.rule for event in events if isinstance(event, Gated)]
        assert "close?" not in shown(events)


async def test_never_three_questions_in_a_row_with_a_brain_that_always_asks(tmp_path: Path) -> None:
    told = ("We walked to the mill.", "It was cold.", "Tom had soup.", "He laughed.", "Yes.", "Soup, and then bread.")
    said: list[str] = []
    async with opened(tmp_path, asks("What did he say then?")) as s:
        for words in told:
            events = await events_of(s.turn(words))
            assert isinstance(events[-1], Finished)
            if events[-1].move != "danger":  # hashed words mean nothing to what was learned from real vectors
                said.append(shown(events))
    asked = ["?" in reply for reply in said]
    assert len(said) >= 4 and all(said) and any(asked)
    assert not any(all(three) for three in zip(asked, asked[1:], asked[2:], strict=False)), said


async def test_a_larger_brain_speaks_for_itself(tmp_path: Path) -> None:
    chat = Elsewhere(lambda messages: "So many hours there, in a job that you hate.")
    async with opened(tmp_path, chat) as s:
        assert shown(await events_of(s.turn("I hate my job."))) == "So many hours there, in a job that you hate."


async def test_what_is_remembered_comes_along_seldom_and_not_into_a_grief(tmp_path: Path) -> None:
    read: list[str] = []

    def script(messages: Sequence[Message]) -> str:
        read.append(next(m.text for m in reversed(messages) if m.role == "user"))
        return "What does Amy say to it?"

    async with opened(tmp_path, EchoChat(script)) as s:
        for told in ("Amy lives by the river in the yellow house.", "Amy sings in the choir by the river."):
            await s.tell(told)
        await s.rest()
        grief = "Amy by the river died in the yellow house."
        for words in (grief, *(f"Amy walked by the river to the yellow house, day {n}." for n in range(6))):
            await events_of(s.turn(words))
    came = ["they told you" in text for text in read]
    assert "Amy by the river died" not in "".join(text for text, along in zip(read, came, strict=True) if along)
    turns = [n for n, along in enumerate(came) if along]
    assert all(b - a > 1 for a, b in pairwise(turns)), read
