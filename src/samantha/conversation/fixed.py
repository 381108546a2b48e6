"""Words of our own for what must not be left to a model, or needs none: what she is, goodbye, both sides, silence.

Guarantees: pure; the same episode in the same talk gives the same words; a question what she is is never denied; a
goodbye asks nothing; no third question in a row where another sentence serves.
Does not: answer danger; that is a talk of its own (see `danger`).
"""

from __future__ import annotations

from samantha.care.candour import notice, what_she_is
from samantha.care.farewell import Leaving, goodbye, notice_leaving
from samantha.care.protocol import Around
from samantha.care.sides import both_sides, notice_quarrel
from samantha.care.tongue import DEFAULT
from samantha.conversation.days import part_of_day
from samantha.conversation.moves import MoveName, asks_how_she_is
from samantha.conversation.own_words import next_reply
from samantha.conversation.rhythm import FRESH, Rhythm, fold
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


QUARREL_VARIANTS = 12
"""So many turns through the words for a quarrel find every one of them."""


def fixed_words(move: MoveName, heard: Episode, around: Around, rhythm: Rhythm = FRESH) -> str | None:
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
        return _both_sides(heard, language, rhythm)
    return _english(move, heard, around, rhythm) if around.language in (None, DEFAULT) else None


def _both_sides(heard: Episode, language: str, rhythm: Rhythm) -> str:
    """The next of the words for a quarrel that was not said in this window and asks only where it may."""
    variants = [both_sides(heard.text, language, heard.id + n) for n in range(QUARREL_VARIANTS)]
    quiet = [words for words in variants if rhythm.may_ask or "?" not in words] or variants
    return next((words for words in quiet if fold(words) not in rhythm.said), quiet[0])


def _english(move: MoveName, heard: Episode, around: Around, rhythm: Rhythm) -> str | None:
    """What we have words for in English alone, where the brain is asked in other languages."""
    if move == "greet":
        words = next_reply("greet_how" if asks_how_she_is(heard.text) else "greet", rhythm)
        return words.format(hello=part_of_day(heard.at))
    if move == "people" and around.person:
        return next_reply("people_reach", rhythm).format(reach=around.person)
    return next_reply(move, rhythm) if move in ("about_her", "sit", "people", "rehearse") else None
