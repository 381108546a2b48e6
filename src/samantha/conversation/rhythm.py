"""Rhythm over turns: what her last replies leave open for the next one.

Guarantees: pure; read from the words of the talk alone, so that it is the same after a restart; not three replies in a
row ask, not three in a row only state, what they said is said back at most every third time, no sentence of our own
comes twice within a window, and something may always be said.
Does not: choose the move (see `moves`), and counts no answer of the protocol of danger, which has a course of its own.

Listening first and asking little follows Hill's stages of helping (Helping Skills, 5th ed., 2020) and the counts of
good talks in ESConv (Liu et al., 2021, 2106.01144), where questions come early and are followed by something given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samantha.memory.words import sentences, telling
from samantha.types import PERSON, SAMANTHA, Episode

IN_A_ROW = 2
"""So many replies in a row may ask, and so many may only state."""
SAID_BACK_EVERY = 3
"""Their words are said back in at most one of so many replies."""
REMEMBER_EVERY = 4
"""Something remembered comes along, unasked, in at most one of so many replies."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one reply does, as its words show."""

    asks: bool
    says_back: bool
    """Its first sentence is made of what the person just said."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the next reply may do."""

    turn: int = 0
    """Her replies in this window so far."""
    may_ask: bool = True
    may_state: bool = True
    """It may do without a question."""
    may_say_back: bool = True
    asked_last: bool = False
    """Her last reply asked, so that theirs may be an answer."""
    said: frozenset[str] = frozenset()
    """What she said in this window, reply by reply and sentence by sentence, folded by `fold`."""
    openings: tuple[str, ...] = ()
    """The first two words of her last two replies, folded."""


FRESH = Rhythm()
"""Nothing was said yet."""


def follow(history: Sequence[Episode]) -> Rhythm:
    """The rhythm after `history`, oldest first, without the turn that is to be answered."""
    replies = _replies(history)
    if not replies:
        return FRESH
    shapes = [shape(text, heard) for heard, text in replies[-SAID_BACK_EVERY:]]
    last = shapes[-IN_A_ROW:]
    full = len(last) == IN_A_ROW
    return Rhythm(
        turn=len(replies),
        may_ask=not (full and all(one.asks for one in last)),
        may_state=not (full and not any(one.asks for one in last)),
        may_say_back=not any(one.says_back for one in shapes[-(SAID_BACK_EVERY - 1) :]),
        asked_last=last[-1].asks,
        said=frozenset(fold(piece) for _, text in replies for piece in (text, *sentences(text))),
        openings=tuple(opening(text) for _, text in replies[-2:]),
    )


def shape(reply: str, heard: str) -> Shape:
    """What `reply` does as an answer to `heard`."""
    first = next(iter(sentences(reply)), "")
    return Shape("?" in reply, says_back(first, heard))


def says_back(sentence: str, heard: str) -> bool:
    """All telling words of `sentence` stand in `heard`, or more than half and two at least; a question may."""
    if "?" in sentence:
        return False
    mine = set(telling(sentence))
    shared = mine & set(telling(heard))
    return bool(shared) and (shared == mine or (len(shared) >= 2 and 2 * len(shared) > len(mine)))


def fold(text: str) -> str:
    """`text` in small letters, words alone: what is compared to find what was said before."""
    return " ".join(re.findall(r"\w+", text.lower()))


def opening(text: str) -> str:
    """The first two words of `text`, folded."""
    return " ".join(fold(text).split()[:2])


def _replies(history: Sequence[Episode]) -> list[tuple[str, str]]:
    """Her replies with the words that each answers; what she said in pieces counts as one."""
    out: list[tuple[str, str]] = []
    heard, open_ = "", False
    for episode in history:
        if episode.who == PERSON:
            heard, open_ = episode.text, False
        elif episode.who == SAMANTHA and episode.text.strip():
            if open_:
                heard, text = out.pop()
                out.append((heard, f"{text} {episode.text}"))
            else:
                out.append((heard, episode.text))
            open_ = True
    return out
