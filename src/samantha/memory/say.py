"""Sentences from memory without a brain, and whether a brain's sentence stands on memory.

Guarantees: pure. `supported` is False for a content word, name, number or date that is neither in the lines nor asked.
Does not: judge style or length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from samantha.memory.judge import Verdict
from samantha.memory.when import DAYS, MONTHS
from samantha.memory.whose import CALENDAR, same_person
from samantha.memory.words import FUNCTION, Word, sentences, stem, words
from samantha.types import PERSON, Episode, Recollection

UNKNOWN: tuple[str, ...] = (
    "I don't remember that.",
    "I don't know that; I don't think you've told me.",
    "You never told me that, or I don't remember it.",
)
"""What she says when memory holds no answer; the first is the plainest."""

_HARMLESS = frozenset(
    stem(low)
    for low in [
        "yes",
        "no",
        "sure",
        "right",
        "course",
        "think",
        "believe",
        "remember",
        "recall",
        "told",
        "tell",
        "said",
        "say",
        "mention",
        "mentioned",
        "know",
        "called",
        "name",
        "named",
        "is",
        "answer",
        "thing",
        "one",
        "time",
        "way",
        "good",
        "nice",
        "lovely",
        "glad",
        "great",
        "well",
        "ah",
        "oh",
        "wrote",
        "mail",
        "message",
        "earlier",
        "before",
        "ago",
        "day",
        "last",
        "said-that",
        "need",
        "want",
        "go",
        "get",
        "keep",
        "take",
        "make",
        "come",
        "put",
        "see",
        "look",
        "use",
        "find",
        "there",
        "then",
        "still",
        "also",
        "sound",
        "seem",
        "mean",
        "hope",
        "guess",
        "sorry",
        "maybe",
        "it's",
        "you've",
        "you're",
        "that's",
        "careful",
        "happy",
        "fun",
        "wonderful",
        "exciting",
        "ready",
        "enjoy",
    ]
)


def supported(sentence: str, question: str, lines: Sequence[Recollection]) -> bool:
    """Whether everything `sentence` claims stands in `lines`, or in `question`.

    Words count by their stems (kin also as "mum" for "mother"), numbers by value ("seven", "7th"), names letter for
    letter. The day on which a line was said counts as standing in it.
    """
    told = [word for line in lines for text in sentences(line.episode.text) for word in words(text)]
    told += [word for line in lines for word in words(_dates(line.episode.at))]
    if any(line.episode.who != PERSON for line in lines):
        told += [word for line in lines for word in words(line.episode.who)]
    known = {word.stem for word in told}
    asked = {word.stem for text in sentences(question) for word in words(text)}
    for text in sentences(sentence):
        for word in words(text):
            if not _stands(word, known, asked):
                return False
    return not _turned(sentence, lines)


def _stands(word: Word, known: set[str], asked: set[str]) -> bool:
    if word.stem in known or word.stem in asked:
        return True
    if word.number or word.low in CALENDAR:
        return False
    if word.capital and not word.first:
        return word.low == "i"
    if word.stem in FUNCTION or word.low in FUNCTION or word.stem in _HARMLESS:
        return True
    return any(same_person(word.stem, key) for key in known)


_NOT = re.compile(
    r"\b(?:not|never|no longer|don't|doesn't|didn't|isn't|aren't|wasn't|won't|can't|cannot|nothing|none)\b",
    re.IGNORECASE,
)


def _turned(sentence: str, lines: Sequence[Recollection]) -> bool:
    """A "not" that no line holds turns a fact round."""
    plain = sentence.replace("’", "'")
    if not _NOT.search(plain):
        return False
    told = " ".join(line.episode.text for line in lines).replace("’", "'")
    return not (
        _NOT.search(told)
        or re.search(r"\b(?:allerg|hate|avoid|intoleran|stop|quit|cancel|without)", told, re.IGNORECASE)
    )


def _dates(at: datetime) -> str:
    return f"on {DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def said_on(at: datetime, now: datetime) -> str:
    """When it was said, as one would put it: "earlier today", "yesterday", "on Tuesday", "on 3 March"."""
    days = (now.date() - at.date()).days
    if days == 0:
        return "earlier today"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"on {DAYS[at.weekday()]}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"on {at.day} {MONTHS[at.month - 1]}{year}"


def quote(verdict: Verdict, now: datetime) -> str:
    """A plain answer in her voice, in the person's exact words; UNKNOWN's first when there is none."""
    if not verdict.lines:
        return UNKNOWN[0]
    parts: list[str] = []
    for line, text in zip(verdict.lines, verdict.quotes, strict=True):
        episode = line.episode
        lead = _teller(episode) if not parts or episode.who != PERSON else "And"
        parts.append(f"{lead} {said_on(episode.at, now)}: “{text.strip()}”")
    return " ".join(parts)


def _teller(episode: Episode) -> str:
    """Who said it, and how: what was brought in from elsewhere was not told to her."""
    if episode.who == PERSON:
        return "You wrote" if episode.origin.startswith("import:") else "You told me"
    return f"{episode.who.removeprefix('tool:').split('<')[0].strip()} wrote"
