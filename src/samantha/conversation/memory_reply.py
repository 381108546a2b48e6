"""An answer from memory: the brain's words where each of them stands on recalled lines, else the person's own, quoted.

Guarantees: says nothing that neither the lines nor the question hold; works with the brain away.
Does not: decide whether there is an answer; `memory.judge` did.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from samantha.care.patterns import any_of
from samantha.care.protocol import Around
from samantha.conversation.candidates import whole_answers
from samantha.conversation.footing import Footing, footing
from samantha.conversation.manner import faults
from samantha.conversation.reading import Reading
from samantha.errors import BrainError
from samantha.memory import answer
from samantha.memory.words import stems
from samantha.ports import Samantha
from samantha.types import Delta, Episode, Gated, Message, Said, TurnEvent

MOST_TOKENS = 48
_I = any_of("i|me|my|mine|we|our|us")
_YOU = any_of("you|your|yours")


async def answer_from_memory(
    s: Samantha, heard: Episode, reading: Reading, messages: Sequence[Message], around: Around
) -> AsyncGenerator[TurnEvent, None]:
    """One sentence, delivered whole, with the episodes it stands on."""
    assert reading.verdict is not None
    stands = footing(heard, reading.history, reading.lines, around, neutral=True)
    try:
        candidates = await whole_answers(s.chat, messages, MOST_TOKENS)
    except BrainError:
        candidates = []  # Memory answers without the brain: the person's own words are at hand.
    standing: list[str] = []
    for candidate in candidates:
        rule = held_back(candidate, heard.text, reading, stands)
        if rule:
            yield Gated(candidate, rule)
        else:
            standing.append(candidate)
    text = max(standing, key=lambda candidate: _worth(candidate, heard.text, reading), default=None)
    if text is None:
        text = answer.quote(reading.verdict, s.clock.now())
    yield Delta(text)
    yield Said(text, tuple(line.episode.id for line in reading.lines))


def held_back(candidate: str, question: str, reading: Reading, stands: Footing) -> str | None:
    """The rule that keeps a candidate from being said, or None: beside the rules of manner, each of its words must
    stand on the lines, it must hold the kind of thing asked for (a name, a day), and tell something new.
    """
    broken = faults(candidate, reading.known, scene=stands.scene, language=stands.language)
    if broken:
        return broken[0]
    if not answer.supported(candidate, question, reading.lines):
        return "unsupported"
    if not answer.in_kind(candidate, question):
        return "kind"
    if reading.wants != "yes_no" and not tells(candidate, question, reading):
        return "empty"
    return None


def _worth(candidate: str, question: str, reading: Reading) -> int:
    """How much a candidate tells; asked with "I" or "my", one that says "you" is worth more than one that names."""
    to_them = bool(_I.search(question)) and bool(_YOU.search(candidate))
    return tells(candidate, question, reading) + 2 * to_them


def tells(candidate: str, question: str, reading: Reading) -> int:
    """How many different words of the candidate stand in the lines and not in the question."""
    told = {stem for line in reading.lines for stem in stems(line.episode.text)}
    return len((set(stems(candidate)) & told) - set(stems(question)))
