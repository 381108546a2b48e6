"""Can this be answered from memory, and how is it said: the few functions a conversation needs, in one place.

Guarantees: pure, like everything it names.
Does not: hold code of its own.
"""

from __future__ import annotations

from samantha.memory.ask import Ask, Wants, ask_kind, is_question
from samantha.memory.judge import Verdict, in_kind, judge
from samantha.memory.say import UNKNOWN, quote, said_on, supported
from samantha.memory.words import telling

__all__ = [
    "UNKNOWN",
    "Ask",
    "Verdict",
    "Wants",
    "ask_kind",
    "in_kind",
    "is_question",
    "judge",
    "quote",
    "said_on",
    "supported",
    "telling",
]
