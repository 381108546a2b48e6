"""What she would like to ask: two tellings of something that matters, of which only one can hold.

Guarantees: a question is asked once; it quotes both sides in the person's own words.
Does not: ask by itself; a conversation does, in a quiet moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samantha.memory.believed import words_of
from samantha.memory.say import said_on
from samantha.ports import Tx
from samantha.store import episodes, facts
from samantha.store.factrow import Kept
from samantha.types import PERSON


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something to ask the person."""

    fact: int
    """What stands for now."""
    against: int
    """What it contradicts."""
    text: str
    """In plain words, with both sides quoted."""


def open_questions(tx: Tx, now: datetime) -> list[OpenQuestion]:
    """Every contradiction that was not asked about yet, the latest first."""
    out: list[OpenQuestion] = []
    for kept in facts.doubtful(tx, "ask"):
        others = facts.by_id(tx, [kept.against]) if kept.against is not None else []
        for other in others:
            before, after = _quoted(tx, other, now), _quoted(tx, kept, now)
            text = f"{before[0].upper()}{before[1:]}, and {after}. Which is it now?"
            out.append(OpenQuestion(kept.fact.id, other.fact.id, text))
    return out


def asked(tx: Tx, question: OpenQuestion) -> None:
    """It was asked, and is not asked again."""
    facts.doubt(tx, question.fact, "asked", question.against)


def _quoted(tx: Tx, kept: Kept, now: datetime) -> str:
    span = kept.fact.sources[0]
    (episode,) = episodes.by_id(tx, [span.episode])
    teller = "you told me" if episode.who == PERSON else f"{episode.who} wrote"
    words = words_of(episode, span.start, span.end).strip(" .!")
    return f"{teller} {said_on(episode.at, now)} “{words}”"
