"""A whole turn on a real journal, with a scripted brain."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation.fixed import NOTICE
from samantha.conversation.persona import manners
from samantha.errors import BrainError
from samantha.models.echo import EchoChat, EchoEmbed, Script
from samantha.ports import ChatDelta, Sampling
from samantha.store import episodes
from samantha.types import Delta, Episode, Failed, Finished, Gated, Heard, Message, Notice, Recalled, Said, TurnEvent

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


def opened(home: Path, script: Script | EchoChat = (), at: datetime = AT) -> AbstractAsyncContextManager[Companion]:
    chat = script if isinstance(script, EchoChat) else EchoChat(script)
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    return open_samantha(config=config, clock=FixedClock(at), chat=chat, embed=EchoEmbed())


async def events_of(turn: AsyncGenerator[TurnEvent, None]) -> list[TurnEvent]:
    async with aclosing(turn) as events:
        return [event async for event in events]


async def journal(s: Companion) -> list[Episode]:
    return await s.parts.store.read(episodes.recent, 100)


def shown(events: Sequence[TurnEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


async def test_a_talk_without_a_greeting_begins_with_the_notice(tmp_path: Path) -> None:
    async with opened(tmp_path, ["You had lunch with Amy by the river."]) as s:
        events = await events_of(s.turn("I had lunch with Amy by the river."))
        assert [type(event) for event in events[:3]] == [Heard, Notice, Recalled]
        assert not any(isinstance(event, Notice) for event in [*events[3:], *await events_of(s.turn("It rained."))])


async def test_the_events_of_a_plain_turn(tmp_path: Path) -> None:
    async with opened(tmp_path, ["Lunch by the river, with Amy. What did she say?"]) as s:
        await s.greeting()
        await s.greeted()
        events = await events_of(s.turn("I had lunch with Amy by the river."))
        assert isinstance(events[0], Heard) and isinstance(events[1], Recalled) and isinstance(events[-1], Finished)
        assert shown(events) == "Lunch by the river, with Amy. What did she say?"
        said = [event.text for event in events if isinstance(event, Said)]
        assert said == ["Lunch by the river, with Amy.", "What did she say?"]
        kept = await journal(s)
        assert [episode.text for episode in kept] == ["I had lunch with Amy by the river.", shown(events)]
        assert kept[1].reply_to == kept[0].id and not kept[1].cut
        assert await s.unanswered() is None


async def test_the_words_are_in_the_journal_before_the_brain_is_asked(tmp_path: Path) -> None:
    seen: list[bool] = []

    def script(messages: Sequence[Message]) -> str:
        # The journal's only writer commits before `turn` goes on, so the file holds the episode by now.
        seen.append((tmp_path / "home" / "journal.db").stat().st_size > 0)
        return "Rain all day, then. What else?"

    async with opened(tmp_path, script) as s, aclosing(s.turn("Rain all day.")) as events:
        async for event in events:
            if isinstance(event, Heard):
                assert [episode.text for episode in await journal(s)] == ["Rain all day."]
    assert seen


async def test_stopping_keeps_what_was_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, ["The rain, all day long. What did you do then?"]) as s:
        given = ""
        async with aclosing(s.turn("Rain all day.")) as events:
            async for event in events:
                if isinstance(event, Delta):
                    given += event.text
                    break
        last = (await journal(s))[-1]
        assert last.text == given and last.cut and last.who == "samantha"
        assert await s.unanswered() is None, "stopped by the person: answered enough"


async def test_a_brain_that_dies_leaves_the_turn_to_be_answered_again(tmp_path: Path) -> None:
    chat = EchoChat(["Rain, all day long. What did you do?", "Rain all day. What did you do?"])
    chat.die_after(4)
    async with opened(tmp_path, chat) as s:
        events = await events_of(s.turn("Rain all day."))
        assert isinstance(events[-1], Failed) and events[-1].code == "brain.died"
        heard = await s.unanswered()
        assert heard is not None and heard.text == "Rain all day."
        again = await events_of(s.answer(heard))
        assert isinstance(again[-1], Finished) and shown(again)
        assert await s.unanswered() is None
        assert [e.text for e in await journal(s)].count("Rain all day.") == 1


class Dying(EchoChat):
    """Gives the candidates, and dies when asked to go on."""

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),  # noqa: B008 frozen
    ) -> AsyncGenerator[ChatDelta, None]:
        if messages[-1].role == "assistant":
            raise BrainError("The brain stopped.", "Ask again.", code="brain.died")
        async with aclosing(super().stream(messages, tools, schema, sampling=sampling)) as deltas:
            async for delta in deltas:
                yield delta


async def test_a_brain_that_dies_mid_sentence_ends_it_politely(tmp_path: Path) -> None:
    async with opened(tmp_path, Dying(["The rain, all day long, and you inside. What did you do?"])) as s:
        events = await events_of(s.turn("Rain all day."))
        assert shown(events) == "The rain, all day long…"
        assert isinstance(events[-1], Failed)
        kept = await journal(s)
        assert kept[-1].text == "The rain, all day long…" and kept[-1].cut and kept[-1].reply_to is None


async def test_memory_answers_with_a_source_and_without_the_brain(tmp_path: Path) -> None:
    chat = EchoChat()
    async with opened(tmp_path, chat) as s:
        told = await s.tell("My sister Rachel is allergic to peanuts.")
        chat.die_after(0)
        events = await events_of(s.turn("What is my sister Rachel allergic to?"))
        assert "peanuts" in shown(events)
        assert [event.sources for event in events if isinstance(event, Said)] == [(told.id,)]
        assert isinstance(events[-1], Finished) and events[-1].move == "remember"


async def test_an_invented_answer_is_held_back(tmp_path: Path) -> None:
    async with opened(tmp_path, ["She is allergic to almonds."]) as s:
        await s.tell("My sister Rachel is allergic to peanuts.")
        events = await events_of(s.turn("What is my sister Rachel allergic to?"))
        assert [event.rule for event in events if isinstance(event, Gated)] == ["unsupported"]
        assert "peanuts" in shown(events) and "almonds" not in shown(events)


async def test_an_answer_is_said_to_the_person(tmp_path: Path) -> None:
    async with opened(tmp_path, [("Ada lives in Ghent.", "You live in Ghent.", "Ghent.")]) as s:
        await s.tell("My name is Ada and I live in Ghent.")
        assert shown(await events_of(s.turn("Where do I live?"))) == "You live in Ghent."


async def test_what_was_never_told_is_not_remembered(tmp_path: Path) -> None:
    chat = EchoChat(["His name is Bob."])
    async with opened(tmp_path, chat) as s:
        events = await events_of(s.turn("What is my brother called?"))
        assert "Bob" not in shown(events) and chat.asked == []
        assert isinstance(events[-1], Finished) and events[-1].move == "unknown"


async def test_she_says_what_she_is_and_good_night_without_a_brain(tmp_path: Path) -> None:
    chat = EchoChat()
    async with opened(tmp_path, chat) as s:
        assert await s.greeting() == NOTICE
        assert await s.greeting() == NOTICE, "nobody said that it was shown"
        await s.greeted()
        assert await s.greeting() != NOTICE, "said once; later a hello"
        assert "computer program" in shown(await events_of(s.turn("Are you human?")))
        assert "night" in shown(await events_of(s.turn("Good night, I'm off to bed.")))
        assert chat.asked == []


async def test_a_brain_with_nothing_fit_to_say(tmp_path: Path) -> None:
    async with opened(tmp_path, ["How can I help you today?", "I missed you."]) as s:
        events = await events_of(s.turn("Rain all day."))
        assert shown(events) == manners()["restate"].plain[0]
        assert [event.rule for event in events if isinstance(event, Gated)] == ["stock", "human"], "one new try"


class Elsewhere(EchoChat):
    """A server that cannot continue a message: Ollama, vLLM, a provider."""

    continues = False


async def test_another_server_is_asked_once_more_for_a_sentence_that_passes(tmp_path: Path) -> None:
    chat = Elsewhere(["How can I help you today? Tell me.", "Rain, all day long. What did you do?"])
    async with opened(tmp_path, chat) as s:
        events = await events_of(s.turn("Rain all day."))
        assert shown(events) == "Rain, all day long. What did you do?"
        assert [event.rule for event in events if isinstance(event, Gated)] == ["stock"]
        assert all(asked.sampling.n == 1 and asked.messages[-1].role == "user" for asked in chat.asked)


async def test_another_server_with_nothing_fit_to_say(tmp_path: Path) -> None:
    async with opened(tmp_path, Elsewhere(lambda messages: "How can I help you today?")) as s:
        assert shown(await events_of(s.turn("Rain all day."))) == manners()["restate"].plain[0]


async def test_tomorrow_she_remembers(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await s.tell("My dentist is called Ortega.")
    async with opened(tmp_path, at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as s:
        assert not s.new
        assert "Ortega" in shown(await events_of(s.turn("What is my dentist called?")))


async def test_the_same_key_is_one_turn(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await s.tell("Rain all day.", key="a")
        await s.tell("Rain all day.", key="a")
        assert len(await journal(s)) == 1


@pytest.mark.parametrize(
    "words",
    ["🌧️🌧️🌧️", "x" * 50_000, "word " * 10_000, "שלום, היה לי יום ארוך", "\x00\x07", "?" * 300, "(brief)\n\n- a\n- b", " "],
)
async def test_any_words_are_kept_whole_and_answered(tmp_path: Path, words: str) -> None:
    chat = EchoChat(lambda messages: "And then, all of that. What else?")
    async with opened(tmp_path, chat) as s:
        events = await events_of(s.turn(words))
        assert isinstance(events[-1], Finished)
        assert (await journal(s))[0].text == words
        assert sum(len(m.text) for asked in chat.asked for m in asked.messages) < 40_000, "the brain reads a part"


async def test_the_prompt_of_a_turn_begins_with_that_of_the_turn_before(tmp_path: Path) -> None:
    chat = EchoChat(lambda messages: "By the river, all day. What else?")
    async with opened(tmp_path, chat) as s:
        for n in range(12):
            await s.rest()
            await events_of(s.turn(f"We walked by the river, day {n}."))
        reads = [asked.messages[:-1] for asked in chat.asked if asked.messages[-1].role == "user"]
        kept = sum(b[: len(a)] == a for a, b in pairwise(reads))
        assert kept == len(reads) - 1
        assert chat.warmed[-1] == reads[-1], "what was read ahead is what was asked"
