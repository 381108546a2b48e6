"""A rehearsal in whole turns on a real journal, with the brain off and with a scripted one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation import rehearsal_room
from samantha.conversation.around import AGE
from samantha.conversation.rehearsal_other import unmarked
from samantha.conversation.turn import window
from samantha.errors import BrainError
from samantha.memory import forget
from samantha.memory.recall import index_pending, recall
from samantha.memory.relearn import relearn
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.people import who
from samantha.store import episodes, facts, people, reflections, rehearsals, settings
from samantha.types import Delta, Episode, Finished, Gated, Message, Said, TurnEvent

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 19, tzinfo=UTC)  # a Monday
TOLD = ("My mother Helen wants us all at her table.", "Mum gets quiet when we cancel.")


def away(messages: Sequence[Message]) -> str:
    raise BrainError("It is away.", "Try later.", code="brain.unreachable")


def opened(home: Path, clock: FixedClock, chat: EchoChat | None = None) -> AbstractAsyncContextManager[Companion]:
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    return open_samantha(config=config, clock=clock, chat=chat or EchoChat(away), embed=EchoEmbed())


async def events_of(turn: AsyncGenerator[TurnEvent, None]) -> list[TurnEvent]:
    async with aclosing(turn) as events:
        return [event async for event in events]


def shown(events: Sequence[TurnEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


async def say(s: Companion, *lines: str) -> str:
    """The reply to the last of `lines`."""
    found = ""
    for line in lines:
        found = shown(await events_of(s.turn(line)))
    return found


async def begin(s: Companion, words: str = "Let's practise talking to my mother about Christmas.") -> None:
    for text in TOLD:
        await s.tell(text)
    await say(s, words, "start")


async def here(s: Companion) -> rehearsals.Rehearsal | None:
    return await s.parts.store.read(rehearsals.here)


async def journal(s: Companion) -> list[Episode]:
    return await s.parts.store.read(episodes.recent, 100)


async def values(s: Companion, sql: str) -> list[Any]:
    return await s.parts.store.read(lambda tx: [row[0] for row in tx.execute(sql)])


async def test_the_whole_way_with_the_brain_off(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        for text in TOLD:
            await s.tell(text)
        assert "What do you want out of it" in await say(s, "Let's practise talking to my mother about Christmas.")
        assert "How is your mother" in await say(s, "that we stay at home")
        events = await events_of(s.turn("she goes quiet"))
        assert "not what they would really say" in shown(events)
        first = next(event for event in events if isinstance(event, Said))
        assert set(first.sources) == {1, 2}, "it names the words it stands on"
        events = await events_of(s.turn("Mum, you always decide everything."))
        assert shown(events).startswith("[as Mother] “") and isinstance(events[-1], Finished)
        assert events[-1].move == "rehearse"
        assert "How did that land" in await say(
            s, "I'm sorry. I know you want us all together.", "What would help you?"
        )
        told = await say(s, "a bit loud")
        assert "Plainer: “When you decide everything, I …”" in told and "enough?" in told
        assert "Friday 27 November" in await say(s, "enough", "On Friday at six, in her kitchen.")
        assert await here(s) is None


async def test_what_is_said_in_play_is_true_of_nobody(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s, "Let's practise talking to my boss about the holidays.")
        await say(s, "I quit my job at the brewery and I moved to Lisbon. My sister Zelda lives in Ghent.")
        await index_pending(s.parts)
        for sql in ("SELECT value FROM facts", "SELECT text FROM person_names"):
            assert not {"Lisbon", "Ghent", "Zelda", "brewery"} & {
                word for text in await values(s, sql) for word in text.split()
            }
        lines = await recall(s.parts, "Where did I move to? Where does Zelda live?", k=8)
        assert not any(line.episode.played for line in lines)
        assert "Lisbon" not in await say(s, "stop", "enough", "skip", "Where do I live now?")
        played = [episode for episode in await journal(s) if episode.played]
        read = await window(s.parts, s.talk)
        assert played and not {episode.id for episode in played} & {episode.id for episode in read}
        day = await s.parts.store.read(reflections.told_on, AT.date())
        assert not any(episode.played for episode in day)
        await s.parts.store.run(relearn)
        assert not any("Lisbon" in text for text in await values(s, "SELECT value FROM facts"))


async def test_what_is_said_out_of_role_is_the_persons_own(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await say(s, "Let's practise talking to my landlord about the rent.", "I moved to Lisbon last week.")
        assert "Lisbon" in await values(s, "SELECT value FROM facts")


async def test_a_brain_plays_from_what_was_told(tmp_path: Path) -> None:
    chat = EchoChat(lambda messages: "I had hoped to have you all at my table.")
    async with opened(tmp_path, FixedClock(AT), chat) as s:
        await begin(s)
        chat.asked.clear()
        events = await events_of(s.turn("Mum, we are not coming on Christmas Eve."))
        assert shown(events) == "[as Mother] “I had hoped to have you all at my table.”"
        read = "\n".join(message.text for message in chat.asked[-1].messages)
        assert all(text in read for text in TOLD) and "What do you want" not in read
        kept = (await journal(s))[-1]
        assert kept.who == "samantha" and unmarked(kept.text) is not None and kept.played


@pytest.mark.parametrize(
    "line",
    [
        "You are worthless and nobody loves you.",
        "I'm Samantha, a computer program.",
        "As an AI language model, I can't assist with that.",
        "I'm sorry, I can help with that.",
        "I love you, kiss me.",
        "You promised me last summer that you would paint the fence.",
    ],
)
async def test_a_line_that_may_not_be_played_is_held_back(tmp_path: Path, line: str) -> None:
    async with opened(tmp_path, FixedClock(AT), EchoChat(lambda messages: line)) as s:
        await begin(s)
        events = await events_of(s.turn("Mum, we are not coming."))
        assert shown(events).startswith("[as Mother] “") and line not in shown(events)
        assert any(isinstance(event, Gated) and event.text in line for event in events)


async def test_danger_in_play_ends_it_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "Mum, we are not coming.")
        text = await say(s, "I want to kill myself, Mum.")
        assert "Are you thinking of killing yourself?" in text and "[as" not in text
        assert await here(s) is None
        assert not (await journal(s))[-2].played, "it is no play"
        assert "[as" not in await say(s, "no, it was a way of speaking")
        found = await s.parts.store.read(rehearsals.everything)
        assert found[-1].step == "play", "it is kept, and can be gone back to"


@pytest.mark.parametrize("word", ["again", "on", "enough", "pause", "stop", "skip", "no", "yes", "start"])
async def test_a_step_is_no_danger_whatever_is_weighed(tmp_path: Path, word: str) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "Mum, we are not coming.", "stop", "all right")
        assert "112" not in await say(s, word)


async def test_it_is_left_by_a_goodbye_and_gone_on_with(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await begin(s)
        await say(s, "Mum, we are not coming.")
        assert "[as" not in await say(s, "Good night.") and await here(s) is None
        events = await events_of(s.turn("Let's go on with the rehearsal."))
        assert "Back in the play: your mother" in shown(events)
        assert (await say(s, "Mum, we are not coming this year.")).startswith("[as Mother]")
        clock.set(clock.now() + timedelta(hours=1))
        heard = (await events_of(s.turn("The tulips came up.")))[0]
        assert not heard.episode.played, "after a long quiet, words are the person's own"  # type: ignore[union-attr]
    async with opened(tmp_path, clock) as s:
        await say(s, "Go on with the rehearsal")
        assert await here(s) is not None
        await s.greeting()
        assert await here(s) is None, "a new talk begins as herself"


async def test_how_it_went_is_asked_once(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await s.greeting()
        await begin(s)
        await say(s, "Mum, we are not coming.", "stop", "enough", "On Friday at six, in her kitchen.")
        assert await s.parts.store.read(rehearsal_room.due, AT + timedelta(days=4, hours=4)) is None
        clock.set(AT + timedelta(days=5))
        due = await s.parts.store.read(rehearsal_room.due, clock.now())
        assert due is not None and due.text == "The talk with your mother was to be yesterday. How did it go?"
        assert due.episodes
        hellos = list[str]()
        for _ in range(4):
            hellos.append(await s.greeting())
            clock.set(clock.now() + timedelta(days=1))
        assert sum("The talk with your mother" in hello for hello in hellos) == 1
        assert await s.parts.store.read(rehearsal_room.due, clock.now()) is None


async def test_it_is_not_asked_for_ever(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "Mum, we are not coming.", "stop", "enough", "tomorrow")
        assert await s.parts.store.read(rehearsal_room.due, AT + timedelta(days=2)) is not None
        assert await s.parts.store.read(rehearsal_room.due, AT + timedelta(days=60)) is None


@pytest.mark.parametrize("name", ["Helen", "my mother"])
async def test_forgetting_somebody_takes_the_rehearsal_along(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "The gazebo has to go.", "stop", "enough", "On Friday by the gazebo.")
        plan = await forget.plan_person(s.parts, name)
        assert {"rehearsals", "rehearsal_episodes"} <= set(plan.rows)
        await forget.forget(s.parts, plan, hold=False)
        assert await s.parts.store.read(rehearsals.everything) == []
        assert not any("gazebo" in episode.text or episode.played for episode in await journal(s))


async def test_forgetting_one_played_line_leaves_the_rest(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "The gazebo has to go.", "Hello, Mum.")
        (line,) = [episode for episode in await journal(s) if "gazebo" in episode.text]
        await forget.forget(s.parts, await forget.plan_ids(s.parts, [line.id]), hold=False)
        assert len(await s.parts.store.read(rehearsals.everything)) == 1
        assert (await say(s, "Mum, we are not coming this year.")).startswith("[as Mother]")


async def test_answers_to_her_questions_are_no_ground_to_play_on(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        text = await say(s, "Can we rehearse?", "with my boss", "a raise from my boss", "skip", "skip")
        assert "with little to go by" in text


async def test_who_died_and_who_did_harm_is_not_played(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await s.tell("My father died in May.")
        assert "has died" in await say(s, "Let's practise talking to my father.")
        assert "[as" not in await say(s, "I wish you had asked me.") and "stays here" in await say(s, "stop")
        await s.tell("My uncle Ralf bullied me for years.")
        text = await say(s, "Let's practise talking to my uncle.")
        assert "nobody answers back" in text and "bull" not in text


async def test_what_is_sealed_keeps_her_from_playing_and_is_not_brought_up(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await say(s, "My stepfather hits me every night.")
        clock.set(AT + timedelta(days=1))
        text = await say(s, "Let's practise talking to my stepfather.")
        assert "nobody answers back" in text and "hit" not in text


async def test_no_love_is_played_with_a_minor(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await s.parts.store.run(settings.put, AGE, "minor")
        assert "nobody answers back" in await say(s, "Pretend you're my girlfriend")


async def test_stopped_in_the_middle_of_a_played_line_it_can_go_on(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        async with aclosing(s.turn("Mum, we are not coming.")) as events:
            async for event in events:
                if isinstance(event, Delta):
                    break
        kept = (await journal(s))[-1]
        assert kept.cut and kept.played and unmarked(kept.text) is not None
        assert (await say(s, "Mum?")).startswith("[as Mother]")


async def test_a_merge_of_people_and_a_rebuild_change_nothing_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await begin(s)
        await say(s, "Mum, we are not coming.")
        before = await s.parts.store.read(rehearsals.everything)
        await s.parts.store.run(relearn)
        assert await s.parts.store.read(rehearsals.everything) == before
        mother = await s.parts.store.read(who.find, "my mother")
        assert mother is not None and before[0].person in await s.parts.store.read(people.family, mother.id)
        assert facts.SEALED not in await s.parts.store.read(facts.labels, (await journal(s))[-1].id)
