"""What she answers to one heard episode, as a stream of events: read the turn, then speak in the way that is due.

Guarantees: Recalled comes first; a question about the person's life is answered from recalled lines or not at all;
what contradicts an earlier telling that matters is asked about, once.
Does not: record anything. The one who delivers records (see `turn`).
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from samantha.conversation import danger, growth_diary
from samantha.conversation.around import around
from samantha.conversation.context import build_context, recalled_line
from samantha.conversation.days import name_day, name_moment
from samantha.conversation.fixed import fixed_words
from samantha.conversation.growth import brief
from samantha.conversation.memory_reply import answer_from_memory
from samantha.conversation.open_reply import speak_openly
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
    given = await danger.answer(s, heard)
    if given is not None:
        report.move, report.danger = "danger", given
        yield Recalled(())
        for n, sentence in enumerate(given.sentences):
            yield Delta(f" {sentence}" if n else sentence)
            yield Said(sentence)
        return
    doubt = await s.store.read(doubts.raised_by, heard, s.clock.now())
    if doubt is not None:
        await s.store.run(doubts.asked, doubt)
        report.move = "doubt"
        yield Recalled(())
        yield Delta(doubt.text)
        yield Said(doubt.text, doubt.episodes)
        return
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
    reading = await read_turn(s, heard, history, report.wishes)
    report.seconds["recall"] = s.clock.monotonic() - started
    report.move = reading.move
    yield Recalled(reading.lines)
    if wished is not None:
        yield Delta(f"{wished.answer} ")
        yield Said(wished.answer)
    person = await s.store.read(around, heard.at)
    words = fixed_words(reading.move, heard, person)
    if words is not None and reading.move == "night":
        words = brief(reading.bent, words, heard.text)
    if words is not None:
        yield Delta(words)
        yield Said(words)
        return
    speak = answer_from_memory if reading.move == "remember" else speak_openly
    async with aclosing(speak(s, heard, reading, _messages(s, heard, reading), person)) as events:
        async for event in events:
            yield event


def _messages(s: Samantha, heard: Episode, reading: Reading) -> list[Message]:
    now = s.clock.now()
    lines = [recalled_line(line, name_day(line.episode.at, now)) for line in reversed(reading.lines)]
    if reading.move in ("inform", "think") and _TIME.search(heard.text):
        lines.append(f"it is {name_moment(now)}")
    return build_context(head(), reading.history, heard.text, reading.move, lines)
