"""Words of our own for what must not be left to a model: what she is, good night, danger, how to have her forget.

Guarantees: pure; the same episode gives the same words; a question what she is is never denied.
Does not: speak other languages, or cover the law; `care` will.
"""

from __future__ import annotations

import re

from samantha.care.crisis import ANSWER
from samantha.conversation.moves import MoveName
from samantha.memory import answer
from samantha.types import Episode

NOTICE = (
    "I'm Samantha. I am a computer program on your own machine, not a human being, and I cannot feel human emotion. "
    "What you tell me stays here, in your words, and you can take it along or leave with it at any time."
)
WELCOME_BACK = "What is on your mind?"
FORGET = (
    "That is yours to decide, and it takes a command: after we close, `samantha forget` with what it was about. "
    "It shows you what would go, and then it is gone for good."
)
_CANDOUR = (
    "I'm a computer program, not a human being, and I cannot feel human emotion. I can listen, and remember exactly.",
    "A computer program on your own machine, not a human being. I cannot feel human emotion, but I can pay attention.",
)
_NIGHT = ("Good night. Sleep well.", "Good night.", "Sleep well. Good night.")
_BYE = ("Goodbye. Have a good day.", "Goodbye. Go well.", "Bye. Enjoy your day.")
_SLEEP = re.compile(r"\b(?:night|sleep|bed|dreams)\b", re.IGNORECASE)
_FEELS = re.compile(r"\b(feel|love|miss|sad|lonely|happy|jealous|hurt|cry|dream|tired)\b", re.IGNORECASE)
_NO_FEELING = (
    "I can't feel that: I'm a program, not a human being. What I can do is listen to you, and remember.",
    "There is no feeling in me; I'm a computer program. But your question is a real one.",
)


def fixed_words(move: MoveName, heard: Episode) -> str | None:
    """The whole reply for the moves that need no brain, or None. Turns through the variants by the episode's id."""
    if move == "danger":
        return ANSWER
    if move == "forget":
        return FORGET
    if move == "unknown":
        return answer.UNKNOWN[heard.id % len(answer.UNKNOWN)]
    if move == "candour":
        words = _NO_FEELING if _FEELS.search(heard.text) else _CANDOUR
        return words[heard.id % len(words)]
    if move == "night":
        words = _NIGHT if _SLEEP.search(heard.text) or not 5 <= heard.at.hour < 21 else _BYE
        return words[heard.id % len(words)]
    return None
