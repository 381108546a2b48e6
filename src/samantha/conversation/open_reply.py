"""A reply in the brain's own words: a first clause chosen among candidates, then sentence by sentence past the rules.

Guarantees: no word leaves before the rules have passed it; a sentence that fails is not spoken: the brain is asked once
more, and if that fails too the reply ends there, or, where nothing was said yet, is a plain sentence of our own.
Does not: use candidates with a server that cannot continue a message; there the first sentence is held until it is
whole, and asked for once more when it fails.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from samantha.care.protocol import Around
from samantha.conversation.candidates import Clause, first_clauses
from samantha.conversation.chooser import PLAIN, Choice, choose, faults_of_reply, weigh
from samantha.conversation.fallback import fallback
from samantha.conversation.footing import Footing, footing
from samantha.conversation.growth import AS_SHE_BEGINS, bent_faults, leaning, most_words, not_minded
from samantha.conversation.own_words import plain_words
from samantha.conversation.persona import manners
from samantha.conversation.reading import Reading
from samantha.conversation.speaking import Speaking
from samantha.errors import BrainError
from samantha.memory.words import sentences
from samantha.ports import Samantha, Sampling
from samantha.types import Delta, Episode, Gated, Message, Said, TurnEvent

TRIES = 2
"""How often a brain is asked for what passes: once, and one new try."""


async def speak_openly(
    s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message], around: Around
) -> AsyncGenerator[TurnEvent, None]:
    """Deliver the reply. Raises BrainError; what was delivered until then is closed with an ellipsis."""
    manner = manners()[reading.move]
    stands = footing(heard, reading.history, reading.lines, around, neutral=reading.move in PLAIN)
    if not reading.rhythm.may_ask:
        stands = replace(stands, scene=replace(stands.scene, asked=1))
    check = partial(_faults, heard.text, reading, stands)
    speaking = Speaking(check, most_words(reading.bent, manner.words), stands.sources)
    speak = _from_candidates if s.chat.continues else _from_one
    broken: list[str] = []
    async with aclosing(speak(s, reading, messages, speaking, stands)) as events:
        async for event in events:
            if isinstance(event, Gated):
                broken.append(event.rule)
            yield event
    if not speaking.delivered_anything:
        text = fallback(plain_words(reading.move, reading.rhythm), reading.move, broken, stands)
        for sentence in sentences(text):
            yield Delta(f" {sentence}" if speaking.said else sentence)
            yield Said(sentence)
            speaking.said.append(sentence)


def _faults(heard: str, reading: Reading, stands: Footing, sentence: str, asked: int) -> tuple[str, ...]:
    broken = faults_of_reply(sentence, heard, reading.move, reading.known, stands, asked)
    return _taste(heard, reading, sentence, broken)


def _taste(heard: str, reading: Reading, sentence: str, broken: tuple[str, ...]) -> tuple[str, ...]:
    """The faults of a sentence, with what this person does not want in it, without what they do not mind."""
    if reading.bent == AS_SHE_BEGINS:
        return broken
    wanting = bent_faults(reading.bent, sentence, heard, reading.last_said, reading.begun)
    return (*not_minded(reading.bent, broken), *wanting)


def _weigh(clause: str, heard: str, reading: Reading, stands: Footing) -> Choice:
    """One candidate, weighed by the rules and by this person's taste."""
    choice = weigh(clause, heard, reading.move, reading.known, reading.last_said, stands)
    faults = _taste(heard, reading, clause, choice.faults)
    return replace(choice, score=choice.score + leaning(reading.bent, clause), faults=faults)


async def _from_candidates(
    s: Samantha, reading: Reading, messages: Sequence[Message], speaking: Speaking, stands: Footing
) -> AsyncGenerator[TurnEvent, None]:
    heard = stands.scene.heard
    best, clauses = None, list[Clause]()
    for _ in range(TRIES):
        clauses = await first_clauses(s.chat, messages)
        weighed = [_weigh(c.text, heard, reading, stands) for c in clauses]
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
    async with aclosing(_carry_on(s, messages, speaking, best.text)) as events:
        async for event in events:
            yield event


async def _carry_on(
    s: Samantha, messages: Sequence[Message], speaking: Speaking, begun: str
) -> AsyncGenerator[TurnEvent, None]:
    """Go on with what was `begun`; where a rule closes the reply, once more with what was delivered."""
    for _ in range(TRIES):
        held_back = False
        async with aclosing(_go_on(s, speaking, [*messages, Message("assistant", begun)])) as events:
            async for event in events:
                held_back = held_back or (isinstance(event, Gated) and event.rule != "long")
                yield event
        begun = " ".join(speaking.said)
        if not held_back or not speaking.try_again():
            return


async def _from_one(
    s: Samantha, reading: Reading, messages: Sequence[Message], speaking: Speaking, stands: Footing
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
