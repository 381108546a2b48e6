"""A reply that begins with words of our own, or is a question alone: said at once, and the brain's question after it.

Guarantees: our words are out before the brain is asked; its question passes the same rules as any sentence, asks for
nothing that was just told or asked before, and is whole when it is shown; where none is fit, the question is ours.
Does not: choose our words (`own_words`). What the person does not want in her manner is left out of ours too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from samantha.care.protocol import Around
from samantha.conversation.answered import answered
from samantha.conversation.candidates import first_clauses
from samantha.conversation.chooser import Choice, choose, weigh
from samantha.conversation.footing import Footing, footing
from samantha.conversation.growth import bent_faults
from samantha.conversation.open_questions import open_question, worth_asking
from samantha.conversation.own_words import Own, plain_words
from samantha.conversation.reading import Reading
from samantha.conversation.rhythm import fold
from samantha.memory.words import sentences
from samantha.ports import Samantha
from samantha.types import Delta, Episode, Gated, Message, Said, TurnEvent

FIRST_WORDS = ("", "What ")
"""How the question begins: the first time as the brain likes, the second time with a word that makes it ask."""


async def speak_own(
    own: Own, s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message], around: Around
) -> AsyncGenerator[TurnEvent, None]:
    """Deliver our words and the question that follows. Raises BrainError where the brain is asked and fails."""
    said: list[str] = []
    for sentence in (*sentences(own.lead), *sentences(own.ask)):
        if bent_faults(reading.bent, sentence, heard.text, reading.last_said, reading.begun):
            continue
        yield Delta(f" {sentence}" if said else sentence)
        yield Said(sentence)
        said.append(sentence)
    if not own.more and said:
        return
    stands = footing(heard, reading.history, reading.lines, around)
    best: Choice | None = None
    for first in FIRST_WORDS if own.more else ():
        clauses = await first_clauses(s.chat, _begun(messages, said, first))
        weighed = [_weighed(_joined(first, clause.text), reading, stands) for clause in clauses]
        for choice in weighed:
            if choice.faults:
                yield Gated(choice.text, choice.faults[0])
        best = choose(weighed)
        if best is not None:
            break
    question = best.text if best is not None else _our_question(own, heard.text, reading)
    if said and bent_faults(reading.bent, question, heard.text, reading.last_said, reading.begun):
        return
    yield Delta(f" {question}" if said else question)
    yield Said(question, stands.sources(question))


def _our_question(own: Own, heard: str, reading: Reading) -> str:
    """A question of ours where the brain has none that is fit; where none may be asked, a sentence."""
    if own.more:
        return open_question(heard, own.feelings, reading.rhythm)
    return plain_words(reading.move, reading.rhythm)


def _begun(messages: Sequence[Message], said: Sequence[str], first: str) -> list[Message]:
    """The prompt, with what she has said of this reply and the `first` word of the question."""
    begun = " ".join([*said, first.strip()]).strip()
    return [*messages, Message("assistant", begun)] if begun else [*messages]


def _joined(first: str, rest: str) -> str:
    """ "What" and "'s the boat called?" are one word."""
    return f"{first.strip()}{rest}" if rest[:1] in ("'", "’") else f"{first}{rest}"


def _weighed(clause: str, reading: Reading, stands: Footing) -> Choice:
    """A candidate for the question: whole, one, open, and not asked before in this window."""
    heard = stands.scene.heard
    choice = weigh(clause, heard, "question", reading.known, reading.last_said, stands)
    broken = choice.faults
    if not clause.rstrip().endswith("?"):
        broken = (*broken, "no question")
    elif not worth_asking(clause):
        broken = (*broken, "leads nowhere")
    elif answered(clause, heard):
        broken = (*broken, "answered")
    elif fold(clause) in reading.rhythm.said:
        broken = (*broken, "asked before")
    wanting = bent_faults(reading.bent, clause, heard, reading.last_said, reading.begun)
    return replace(choice, faults=(*broken, *wanting))
