"""Words of our own for what must not be left to a model: what she is, goodbye, both sides, how to forget.

Guarantees: pure; the same episode gives the same words; a question what she is is never denied; a goodbye asks nothing.
Does not: answer danger; that is a talk of its own (see `danger`).
"""

from __future__ import annotations

from samantha.care.candour import notice, what_she_is
from samantha.care.farewell import Leaving, goodbye, notice_leaving
from samantha.care.protocol import Around
from samantha.care.sides import both_sides, notice_quarrel
from samantha.care.tongue import DEFAULT
from samantha.conversation.moves import MoveName
from samantha.memory import answer
from samantha.types import Episode

NOTICE = (
    f"{notice(DEFAULT, spoken=True)} I run on your own machine. "
    "What you tell me stays here, in your words, and you can take it along or leave with it at any time."
)
WELCOME_BACK = "What is on your mind?"
FORGET = (
    "That is yours to decide, and it takes a command: after we close, `samantha forget` with what it was about. "
    "It shows you what would go, and then it is gone for good."
)


def fixed_words(move: MoveName, heard: Episode, around: Around) -> str | None:
    """The whole reply for the moves that need no brain, or None. Turns through the variants by the episode's id."""
    if move == "unknown":
        return answer.UNKNOWN[heard.id % len(answer.UNKNOWN)]
    if move == "forget":
        return FORGET
    if move == "candour":
        return what_she_is(heard.text, around.language, heard.id)
    if move == "night":
        leaving = notice_leaving(heard.text, minor=around.minor, language=around.language)
        return goodbye(leaving or Leaving("plain", False, around.language or DEFAULT), heard.at.hour, heard.id)
    if move == "both_sides":
        language = around.language or notice_quarrel(heard.text) or DEFAULT
        return both_sides(heard.text, language, heard.id)
    return None
