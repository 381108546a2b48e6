"""A spoken turn on a real journal: read ahead without a trace, journalled, and kept as it was heard."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

import anyio
import pytest
from tests.e2e.test_turn import journal, opened

from samantha.app import Companion
from samantha.conversation.ahead import read_ahead
from samantha.types import Delta, Notice, TurnEvent
from samantha.voice.delivery import Delivery
from samantha.voice.mind import TalkMind

pytestmark = pytest.mark.anyio


async def spoken(s: Companion, words: str, heard: str | None, *, cut: bool = False) -> list[TurnEvent]:
    """A turn whose reply was heard as `heard` (None: to its end)."""
    mind, delivery = TalkMind(s.parts, s.talk), Delivery()
    episode = await mind.hear(words)
    seen: list[TurnEvent] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_play, delivery, heard, cut)
        async with aclosing(mind.reply(episode, delivery)) as events:
            async for event in events:
                seen.append(event)
                if isinstance(event, Delta):
                    delivery.hand_over(event.text)
    return seen


async def _play(delivery: Delivery, heard: str | None, cut: bool) -> None:
    async for phrase in delivery.phrases():
        delivery.say(phrase, 1.0)
    delivery.end(delivery.playhead.text.rstrip() if heard is None else heard, cut=cut)


async def test_what_was_heard_is_what_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, ["Lunch by the river, with Amy. What did she say?"] * 4) as s:
        await s.greeting()
        await s.greeted()
        seen = await spoken(s, "I had lunch with Amy by the river.", None)
        whole = "".join(event.text for event in seen if isinstance(event, Delta))
        await spoken(s, "We sat there until the rain came.", "Lunch by", cut=True)
        said = [(one.who, one.text, one.cut, one.origin) for one in await journal(s)]
    assert said[1] == ("samantha", whole, False, "spoken")
    assert said[0][3] == "spoken" and said[3] == ("samantha", "Lunch by", True, "spoken")


async def test_a_reply_of_which_nothing_was_heard_leaves_the_turn_open(tmp_path: Path) -> None:
    async with opened(tmp_path, ["Lunch by the river, with Amy."] * 4) as s:
        await s.greeting()
        await spoken(s, "I had lunch with Amy by the river.", "", cut=True)
        assert [one.who for one in await journal(s)] == ["person"]
        assert await s.unanswered() is not None


async def test_reading_ahead_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, ["Lunch."]) as s:
        await s.greeting()
        assert await read_ahead(s.parts, s.talk, "I had lunch with Amy by the river and then it rained.")
        assert not await read_ahead(s.parts, s.talk, "I want to kill myself")
        assert not await read_ahead(s.parts, s.talk, "Good night.")
        assert await journal(s) == []


async def test_a_notice_that_was_cut_is_given_again(tmp_path: Path) -> None:
    async with opened(tmp_path, ["Lunch by the river, with Amy."] * 4) as s:
        first = await spoken(s, "I had lunch with Amy by the river.", "", cut=True)
        second = await spoken(s, "We sat there for long.", None)
        third = await spoken(s, "Then we went home by bus.", None)
    assert [any(isinstance(event, Notice) for event in seen) for seen in (first, second, third)] == [True, True, False]
