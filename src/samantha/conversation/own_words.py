"""What of a reply is said in words of our own: a whole answer, or a beginning to which the brain adds its question.

Guarantees: pure; the first of `moves` that has something fit to say is taken, and nothing is said twice in a window
while another sentence is left; asks only where the rhythm has room for it.
Does not: speak, nor check the brain's question; see `own_reply`.

A small brain is poor at what carries a reply, and passable at a short question: left alone it says the sentence that
it heard back, takes the person's part or invents. So the statement is ours wherever one fits, and the question its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from samantha import prompts
from samantha.conversation.examples import Near, our_answer
from samantha.conversation.moves import LISTENING, MoveName, speaks_heavily
from samantha.conversation.open_questions import open_question
from samantha.conversation.persona import manners
from samantha.conversation.rhythm import Rhythm, fold
from samantha.conversation.said_back import say_back

FILE = "own_words.toml"
SPOKEN_FOR: frozenset[MoveName] = frozenset({*LISTENING, "celebrate"})
"""Moves that begin with words of our own, or with a question alone."""
_NO_NUISANCE = frozenset({"fear", "nervousness", "grief", "remorse"})
_MAY_STATE: frozenset[MoveName] = frozenset({"reflect", "affirm", "suggest", "think", "about_her"})
"""Moves that are whole without a question."""


@dataclass(frozen=True, slots=True)
class Own:
    """Our part of a reply."""

    move: MoveName
    lead: str = ""
    """What she says; may be empty."""
    ask: str = ""
    """The question that follows, where it is ours too."""
    more: bool = False
    """The brain adds the question."""
    feelings: tuple[str, ...] = ()
    """What was read in the words, for a question of ours where the brain has none."""
    whole: bool = False
    """It is one of our answers, said because what was heard is near to what it was written for."""


def own_part(
    moves: Sequence[MoveName], near: Sequence[Near], heard: str, rhythm: Rhythm, feelings: Sequence[str] = ()
) -> Own | None:
    """Our part of the reply to `heard`, or None where the brain speaks for itself.

    `moves` as from `moves.due_moves`; `near` as from `examples.nearest`; `feelings` as in `moment.Moment`.
    """
    answer = our_answer(near, heard, rhythm.said, ask=lambda move: asks(cast(MoveName, move), rhythm))
    if answer is not None:
        example, statement, question = answer
        return Own(cast(MoveName, example.move), statement, question, whole=True)
    move = moves[0]
    if move not in SPOKEN_FOR:
        return None
    back = say_back(heard) if rhythm.may_say_back else ""
    if back.endswith("!") and move != "celebrate":
        back = ""  # an exclamation of theirs may be any: glad, angry, surprised
    if move == "restate" and not back and rhythm.may_ask:
        move = "question"
    if move == "question":
        return Own(move, more=True, feelings=tuple(feelings))
    lead = back or _lead(move, heard, rhythm, feelings)
    ask = asks(move, rhythm)
    if move == "reflect":  # into what is heavy a small brain asks the wrong thing too often
        return Own(move, lead, open_question(heard, feelings, rhythm) if ask else "")
    return Own(move, lead, more=ask, feelings=tuple(feelings))


def _lead(move: MoveName, heard: str, rhythm: Rhythm, feelings: Sequence[str]) -> str:
    """A beginning that fits the strongest feeling for which there is one that was not said yet; else one for any.

    Where a feeling was read and no word is heavy, it is a nuisance, and gets no more than "Oh no."
    """
    manner = manners()[move]
    fitting = [manner.leads_for.get(feeling, ()) for feeling in feelings]
    if manner.mild and not speaks_heavily(heard) and not _NO_NUISANCE & set(feelings[:2]):
        fitting = [manner.mild]
    fresh = next((lines for lines in fitting if any(fold(line) not in rhythm.said for line in lines)), manner.leads)
    return _next(fresh, rhythm)


def asks(move: MoveName, rhythm: Rhythm) -> bool:
    """Whether a reply of `move` asks now."""
    if not rhythm.may_ask:
        return False
    return move not in _MAY_STATE or not rhythm.asked_last or not rhythm.may_state


def plain_words(move: str, rhythm: Rhythm, language: str = "en") -> str:
    """A sentence of our own for `move`, for when the brain has nothing fit: a question only where one may be asked."""
    manner = manners()[move]
    if rhythm.may_ask:
        return _next(manner.plain, rhythm)
    quiet = [line for line in (*manner.plain, *manner.leads) if "?" not in line]
    return _next(quiet or manners()["reflect"].leads, rhythm)


@cache
def replies(name: str) -> tuple[str, ...]:
    """The whole replies of our own under `name` in own_words.toml."""
    return tuple(cast("list[str]", tomllib.loads(prompts.load(FILE))[name]))


def next_reply(name: str, rhythm: Rhythm) -> str:
    """The next of `replies(name)` that was not said in this window; one without a question where none may be asked."""
    lines = [line for line in replies(name) if rhythm.may_ask or "?" not in line]
    return _next(lines or replies(name), rhythm)


def _next(lines: Sequence[str], rhythm: Rhythm) -> str:
    fresh = [line for line in lines if fold(line) not in rhythm.said]
    return fresh[rhythm.turn % len(fresh)] if fresh else lines[rhythm.turn % len(lines)]
