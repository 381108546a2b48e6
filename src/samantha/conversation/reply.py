"""What she answers to one heard episode, as a stream of events: read the turn, then speak in the way that is due.

Guarantees: Recalled comes first; a question about the person's life is answered from recalled lines or not at all;
what contradicts an earlier telling that matters is asked about, once.
Does not: record anything. The one who delivers records (see `turn`).
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from samantha.care.tongue import DEFAULT
from samantha.conversation import danger, growth_diary, rehearsal_room, unasked
from samantha.conversation.around import around
from samantha.conversation.context import build_context, recalled_line
from samantha.conversation.days import name_day, name_moment
from samantha.conversation.fixed import fixed_words
from samantha.conversation.growth import brief
from samantha.conversation.memory_reply import answer_from_memory
from samantha.conversation.open_reply import speak_openly
from samantha.conversation.own_reply import speak_own
from samantha.conversation.persona import head
from samantha.conversation.reading import Reading, Report, read_turn
from samantha.memory import doubts
from samantha.ports import Samantha
from samantha.types import Delta, Episode, Message, Recalled, Said, TurnEvent

_TIME = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|now|what (?:day|time|date|year|month)|week(?:day|end)?)\b", re.IGNORECASE
)


async def reply(
    s: Samantha, heard: Episode, history: tuple[Episode, ...], report: Report
) -> AsyncGenerator[TurnEvent, None]:
    """Answer `heard`: Recalled first, then Delta, Said and Gated. Fills `report`.

    Raises BrainError when the brain is needed and fails; what was delivered until then stays delivered.
    """
    course = await _course(s, heard, report)
    if course is None:
        course = _in_the_open(s, heard, history, report)
    async with aclosing(course) as events:
        async for event in events:
            yield event


async def _course(s: Samantha, heard: Episode, report: Report) -> AsyncGenerator[TurnEvent, None] | None:
    """The answer where there is one of its own: danger, a rehearsal, what is waved off, a doubt; else None."""
    given = await danger.answer(s, heard)
    if given is not None:
        await rehearsal_room.stop(s, heard)
        report.move, report.danger = "danger", given
        return _say(given.sentences)
    report.rehearsal = await rehearsal_room.answer(s, heard)
    if report.rehearsal is not None:
        report.move = "rehearse"
        return rehearsal_room.speak(s, report.rehearsal)
    alone = await s.store.read(unasked.left_alone, heard)
    if alone is not None:
        report.move = "left_alone"
        return _say((alone,))
    doubt = await s.store.read(doubts.raised_by, heard, s.clock.now())
    if doubt is None:
        return None
    await s.store.run(doubts.asked, doubt)
    report.move = "doubt"
    return _say((doubt.text,), doubt.episodes)


async def _say(sentences: Sequence[str], sources: tuple[int, ...] = ()) -> AsyncGenerator[TurnEvent, None]:
    """A whole reply of our own, to which nothing was recalled."""
    yield Recalled(())
    for n, sentence in enumerate(sentences):
        yield Delta(f" {sentence}" if n else sentence)
        yield Said(sentence, sources)


async def _in_the_open(
    s: Samantha, heard: Episode, history: tuple[Episode, ...], report: Report
) -> AsyncGenerator[TurnEvent, None]:
    """The answer to all other talk: hear what is wished of her manner, read the turn, speak in the way that is due."""
    wished = await s.store.read(growth_diary.hear, heard.text)
    if wished is not None:
        report.move, report.wishes = "growth", wished.wishes
        heard = replace(heard, text=wished.rest)
    if wished is not None and not wished.rest:
        yield Recalled(())
        yield Delta(wished.answer)
        yield Said(wished.answer)
        return
    started = s.clock.monotonic()
    reading = await read_turn(s, heard, history, report.wishes, report.remembered)
    report.seconds["recall"] = s.clock.monotonic() - started
    report.move, report.came_along = reading.move, reading.came_along
    yield Recalled(reading.lines)
    if wished is not None:
        yield Delta(f"{wished.answer} ")
        yield Said(wished.answer)
    async with aclosing(_speak(s, heard, reading)) as events:
        async for event in events:
            yield event


async def _speak(s: Samantha, heard: Episode, reading: Reading) -> AsyncGenerator[TurnEvent, None]:
    """In words of ours where the move has some, else in the brain's."""
    person = await s.store.read(around, heard.at)
    own = reading.own if person.language in (None, DEFAULT) else None
    words = None if own is not None else fixed_words(reading.move, heard, person, reading.rhythm)
    if words is not None:
        words = brief(reading.bent, words, heard.text) if reading.move == "night" else words
        yield Delta(words)
        yield Said(words)
        return
    speak = answer_from_memory if reading.move == "remember" else speak_openly
    if own is not None:
        speak = partial(speak_own, own)
    async with aclosing(speak(s, heard, reading, messages_for(s, heard, reading), person)) as events:
        async for event in events:
            yield event


def messages_for(s: Samantha, heard: Episode, reading: Reading) -> list[Message]:
    """What the brain reads for this turn: what rarely changes first, what changes with each turn last."""
    now = s.clock.now()
    lines = [recalled_line(line, name_day(line.episode.at, now)) for line in reversed(reading.lines)]
    if reading.move in ("inform", "think", "suggest") and _TIME.search(heard.text):
        lines.append(f"it is {name_moment(now)}")
    return build_context(head(), reading.history, heard.text, reading.move, lines)
