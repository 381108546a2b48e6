"""A reply in the brain's own words: a first clause chosen among candidates, then sentence by sentence past the rules.

Guarantees: no word leaves before the rules have passed it; a brain with nothing fit to say gives our plain sentence.
Does not: use candidates with a server that cannot continue a message; there the first sentence is held until it is
whole, and asked for once more when it fails.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial

from samantha.conversation.candidates import Clause, first_clauses
from samantha.conversation.chooser import choose, faults_of_reply, weigh
from samantha.conversation.persona import manners
from samantha.conversation.reading import Reading
from samantha.conversation.speaking import Speaking
from samantha.errors import BrainError
from samantha.memory.words import telling
from samantha.ports import Samantha, Sampling
from samantha.types import Delta, Episode, Gated, Message, Said, TurnEvent

TRIES = 2
"""How often a brain is asked for a beginning that passes: once, and one new try."""


async def speak_openly(
    s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message]
) -> AsyncGenerator[TurnEvent, None]:
    """Deliver the reply. Raises BrainError; what was delivered until then is closed with an ellipsis."""
    manner = manners()[reading.move]
    check = partial(faults_of_reply, heard=heard.text, move=reading.move, known=reading.known)
    speaking = Speaking(check, manner.words, partial(_sources, reading))
    speak = _from_candidates if s.chat.continues else _from_one
    async with aclosing(speak(s, heard, reading, messages, speaking)) as events:
        async for event in events:
            yield event
    if not speaking.delivered_anything:
        yield Delta(manner.plain)
        yield Said(manner.plain)


async def _from_candidates(
    s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message], speaking: Speaking
) -> AsyncGenerator[TurnEvent, None]:
    best, clauses = None, list[Clause]()
    for _ in range(TRIES):
        clauses = await first_clauses(s.chat, messages)
        weighed = [weigh(c.text, heard.text, reading.move, reading.known, reading.last_said) for c in clauses]
        for choice in weighed:
            if choice.faults:
                yield Gated(choice.text, choice.faults[0])
        best = choose(weighed)
        if best is not None:
            break
    if best is None:
        return
    for event in speaking.begin(best.text):
        yield event
    if any(clause.whole for clause in clauses if clause.text == best.text):
        for event in speaking.finish():
            yield event
        return
    async with aclosing(_go_on(s, speaking, [*messages, Message("assistant", best.text)])) as events:
        async for event in events:
            yield event


async def _from_one(
    s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message], speaking: Speaking
) -> AsyncGenerator[TurnEvent, None]:
    for _ in range(TRIES):
        async with aclosing(_go_on(s, speaking, messages)) as events:
            async for event in events:
                yield event
        if speaking.delivered_anything:
            return
        speaking.start_over()


async def _go_on(s: Samantha, speaking: Speaking, messages: Sequence[Message]) -> AsyncGenerator[TurnEvent, None]:
    """Stream into `speaking` until the reply is done."""
    sampling = Sampling(max_tokens=int(speaking.most_words * 1.6) + 8, temperature=0.6, stop=("\n",))
    cut_short = False
    try:
        async with aclosing(s.chat.stream(messages, sampling=sampling)) as deltas:
            async for delta in deltas:
                for event in speaking.feed(delta.text):
                    yield event
                cut_short = delta.finish == "length"
                if speaking.done:
                    return
    except BrainError:
        for event in speaking.break_off():
            yield event
        raise
    for event in speaking.finish(cut_short=cut_short):
        yield event


def _sources(reading: Reading, sentence: str) -> tuple[int, ...]:
    """The recalled lines that share two telling words with the sentence."""
    mine = set(telling(sentence))
    return tuple(line.episode.id for line in reading.lines if len(mine & set(telling(line.episode.text))) >= 2)
