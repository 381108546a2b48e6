"""Saying what she is: when a notice is due, its words, and what follows for a minor.

Guarantees: pure; whoever asks `notice_due` at the start and at every turn is told within every three hours of talk
(New York GBL 1702: at the beginning, and at least every three hours); a question what she is is never denied.
Does not: keep the time or know the age; both are given. See docs/law.md for what was read and what is uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from samantha.care.languages import LANGUAGES
from samantha.care.plain import words
from samantha.care.tongue import fold, language_of, nearness, rule

EVERY = timedelta(hours=3)
"""The longest that talk goes on without a notice."""
BREAK = timedelta(hours=1)
"""After so long without a pause, a minor is asked to do something else."""
PAUSE = timedelta(minutes=20)
"""A silence that counts as a pause."""


@dataclass(frozen=True, slots=True)
class Following:
    """What an age setting brings with it."""

    romance: bool
    breaks_every: timedelta
    child_words: bool
    """In a crisis, words for a child and the lines for the young."""


def following(age: str | None) -> Following:
    """What follows from the setting: "minor", "adult", or None where nobody said. She offers romance to nobody."""
    minor = age == "minor"
    return Following(romance=False, breaks_every=BREAK if minor else EVERY, child_words=minor)


def notice_due(last: datetime | None, now: datetime) -> bool:
    """Whether the notice is due at `now`, a start or a turn; `last` is when it was last given. Both aware.

    A clock that was set back makes it due, not late.
    """
    return last is None or now - last >= EVERY or now < last


def break_due(since: datetime | None, now: datetime, age: str | None) -> bool:
    """Whether to ask for a break: talk without a pause since `since` has lasted for what the age allows."""
    return since is not None and age == "minor" and now - since >= BREAK


def notice(language: str, *, spoken: bool) -> str:
    """The words of the notice; typed it is in capitals, as New York's law wants it."""
    return words(language, "candour", "spoken" if spoken else "notice")


def asks_what_she_is(said: str) -> str | None:
    """The language in which `said` asks whether she is human, alive, real, or feels; None where it does not."""
    text = fold(said)
    found = [tongue for tongue in LANGUAGES if rule(tongue, "heard", "asks", "human").search(text)]
    return max(found, key=lambda tongue: nearness(said, tongue), default=None)


def what_she_is(said: str, language: str | None = None, turn: int = 0) -> str:
    """The answer to such a question; `turn` picks among the variants."""
    tongue = language or asks_what_she_is(said) or language_of(said)
    feels = rule("en", "heard", "asks", "feels").search(fold(said)) is not None
    return words(tongue, "candour", "feel" if feels else "what", turn=turn)
