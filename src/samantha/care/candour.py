"""Saying what she is: when a notice is due, its words, and what follows for a minor.

Guarantees: pure; whoever asks at the start, before and after every turn is told within every three hours of talk (New
York GBL 1702: at the beginning, and at least every three hours), also where replies are stopped; a question what she
is is never denied.
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
EARLY = timedelta(minutes=30)
"""So much earlier it is given after a turn: the next one may be a pause away, and may be stopped."""
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


MINOR, ADULT = "minor", "adult"
OF_AGE = 18


def following(age: str | None) -> Following:
    """What follows from the setting: "minor", "adult", or None where nobody said. She offers romance to nobody."""
    minor = age == "minor"
    return Following(romance=False, breaks_every=BREAK if minor else EVERY, child_words=minor)


def notice_due(last: datetime | None, now: datetime) -> bool:
    """Whether the notice is due after a turn at `now`; `last` is when it was last given. Both aware.

    A clock that was set back makes it due, not late.
    """
    return last is None or now - last >= EVERY - EARLY or now < last


def notice_late(last: datetime | None, now: datetime) -> bool:
    """Whether it must be given before a turn, since a turn was stopped that should have ended with it."""
    return last is None or now - last >= EVERY - PAUSE or now < last


def notice_at_start(last: datetime | None, now: datetime) -> bool:
    """Whether it is due as a talk begins: as after a turn, and at the first talk of each day."""
    return notice_due(last, now) or (last is not None and last.astimezone(now.tzinfo).date() != now.date())


def break_due(since: datetime | None, now: datetime, age: str | None, *, late: bool = False) -> bool:
    """Whether to ask for a break: talk without a pause since `since` has lasted for what the age allows.

    `since` is the beginning, or when it was last asked for. `late`: before a turn, as in `notice_late`.
    """
    if since is None or age != MINOR:
        return False
    return now - since >= following(age).breaks_every + (EARLY if late else timedelta()) or now < since


def age_now(told: str, at: datetime, now: datetime) -> int | None:
    """How old somebody is at `now` who said at `at` that they are `told` years old, at least; None for no number."""
    digits = told.strip()
    return int(digits) + max(0, (now - at).days // 366) if digits.isdecimal() and len(digits) <= 3 else None


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
