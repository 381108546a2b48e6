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
from samantha.types import PERSON, Episode


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something to ask the person."""

    fact: int
    """What stands for now."""
    against: int
    """What it contradicts."""
    episodes: tuple[int, int]
    """Where the one and the other were told, the earlier first."""
    text: str
    """In plain words, with both sides quoted."""


def open_questions(tx: Tx, now: datetime) -> list[OpenQuestion]:
    """Every contradiction that was not asked about yet, the latest first."""
    return [
        _question(before, after, f"{_told(tx, before, now)}, and {_quoted(tx, after, now)}. Which is it now?")
        for before, after in _pairs(tx)
    ]


def raised_by(tx: Tx, episode: Episode, now: datetime) -> OpenQuestion | None:
    """The question that what was just said raises, if it does."""
    for before, after in _pairs(tx):
        if _where(after) == episode.id:
            text = f"{_told(tx, before, now)}, and now “{_words(tx, after)}”. Which is it?"
            return _question(before, after, text)
    return None


def asked(tx: Tx, question: OpenQuestion) -> None:
    """It was asked, and is not asked again."""
    facts.doubt(tx, question.fact, "asked", question.against)


def _pairs(tx: Tx) -> list[tuple[Kept, Kept]]:
    """Two tellings of which one can hold, the one that stood before first."""
    doubtful = facts.doubtful(tx, "ask")
    return [(other, kept) for kept in doubtful if kept.against is not None for other in facts.by_id(tx, [kept.against])]


def _question(before: Kept, after: Kept, text: str) -> OpenQuestion:
    return OpenQuestion(after.fact.id, before.fact.id, (_where(before), _where(after)), text)


def _where(kept: Kept) -> int:
    return kept.fact.sources[0].episode


def _told(tx: Tx, kept: Kept, now: datetime) -> str:
    text = _quoted(tx, kept, now)
    return f"{text[0].upper()}{text[1:]}"


def _quoted(tx: Tx, kept: Kept, now: datetime) -> str:
    (episode,) = episodes.by_id(tx, [_where(kept)])
    teller = "you told me" if episode.who == PERSON else f"{episode.who} wrote"
    return f"{teller} {said_on(episode.at, now)} “{_words(tx, kept)}”"


def _words(tx: Tx, kept: Kept) -> str:
    span = kept.fact.sources[0]
    (episode,) = episodes.by_id(tx, [span.episode])
    return words_of(episode, span.start, span.end).strip(" .!")
