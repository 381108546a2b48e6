"""What she would like to ask: two tellings of something that matters, of which only one can hold.

Guarantees: a question is asked once; it quotes both sides in the person's own words.
Does not: ask by itself; a conversation does, in a quiet moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    out: list[OpenQuestion] = []
    for kept in facts.doubtful(tx, "ask"):
        others = facts.by_id(tx, [kept.against]) if kept.against is not None else []
        for other in others:
            text = f"{_capital(_quoted(tx, other, now))}, and {_quoted(tx, kept, now)}. Which is it now?"
            told = (other.fact.sources[0].episode, kept.fact.sources[0].episode)
            out.append(OpenQuestion(kept.fact.id, other.fact.id, told, text))
    return out


def raised_by(tx: Tx, episode: Episode, now: datetime) -> OpenQuestion | None:
    """The question that what was just said raises, if it does."""
    for one in open_questions(tx, now):
        if one.episodes[1] == episode.id:
            before, after = facts.by_id(tx, [one.against, one.fact])
            text = f"{_capital(_quoted(tx, before, now))}, and now “{_words(tx, after)}”. Which is it?"
            return replace(one, text=text)
    return None


def asked(tx: Tx, question: OpenQuestion) -> None:
    """It was asked, and is not asked again."""
    facts.doubt(tx, question.fact, "asked", question.against)


def _quoted(tx: Tx, kept: Kept, now: datetime) -> str:
    (episode,) = episodes.by_id(tx, [kept.fact.sources[0].episode])
    teller = "you told me" if episode.who == PERSON else f"{episode.who} wrote"
    return f"{teller} {said_on(episode.at, now)} “{_words(tx, kept)}”"


def _words(tx: Tx, kept: Kept) -> str:
    span = kept.fact.sources[0]
    (episode,) = episodes.by_id(tx, [span.episode])
    return words_of(episode, span.start, span.end).strip(" .!")


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
