"""What a question looks for: its words, the names in it, the times it names, one thing or several.

Guarantees: reads nothing but the texts given; words are cut as the index cuts them.
Does not: search; `recall` does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

from samantha.memory.dates import times_in
from samantha.memory.fuse import Question, Turn
from samantha.store.terms import spelled, terms
from samantha.types import PERSON, Episode

LIGHT_PART = 0.3
"""What a word that says little counts, as a part of another one."""


def _set(text: str) -> frozenset[str]:
    return frozenset(terms(text))


SKIPPED = _set(
    """a an the this that these those some any i me my mine you your yours he him his she her hers it its we us our
    they them their theirs who whom whose which what when where why how be am is are was were been being do does did
    done have has had having will would shall should can could may might must of in on at to from by for with about
    into onto over under up down out off than as and or but so if then because while though not no nor yes just very
    also too there here s t d m re ve ll don didn doesn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn"""
)
"""Words that are never looked for."""
LIGHT = _set(
    """kind type sort thing many much some different recent recently go get make take want need plan event activity
    new good time day year month week during first last do name use used way long ago currently also mention discuss
    consider likely would might"""
)
"""Words that are looked for and say little."""
_SEVERAL = re.compile(
    r"\b(?:what|which) (?:\w+[- ]){0,3}?\w+s\b (?:has|have|does|did|do|is|are|were|was|made|participat)|\bhow many\b|"
    r"\bwhat (?:are|were)\b|\bboth\b|\bin what ways\b|\bwho all\b|\bwhere ha(?:s|ve)\b|\blist\b|\bsummar|\bacross\b|"
    r"\bwhat (?:has|have|do|does|did) \w+ (?:\w+ )?(?:do|like|paint|read|play|buy|make|painted|read|bought)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|our|us)\b", re.IGNORECASE)
_OWN_TERMS = _set("i my me mine we our us")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]{2,}")
_MACHINE = re.compile(r"tool:|assistant\b|chatgpt\b|(?:chat ?)?bot\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a question."""

    text: str
    spelled: Mapping[str, str]
    """Term -> how it is written in the question; those that are looked for, and all of them where none is."""


def wanted(text: str) -> Wanted:
    """The words of `text` that are worth searching."""
    found = spelled(text)
    return Wanted(text, {term: word for term, word in found.items() if term not in SKIPPED} or found)


def question(asked: Wanted, held: Mapping[str, int], many: int, turns: Sequence[Turn], now: datetime) -> Question:
    """What `asked` means among `turns`. `held`: in how many of `many` episodes each of its words stands."""
    speakers = frozenset(part for turn in turns for part in turn.who)
    about = speakers & asked.spelled.keys()
    looked_for = [term for term in asked.spelled if term not in about] or list(asked.spelled)
    times = tuple(
        (timed.when.start.timestamp(), timed.when.end.timestamp()) for timed in times_in(asked.text, now, past=True)
    )
    return Question(
        tuple((term, _rarity(term, held.get(term, 0), many)) for term in looked_for),
        about,
        bool(_OWN.search(asked.text)),
        bool(_SEVERAL.search(asked.text)),
        times,
    )


def turn(episode: Episode, cosine: float | None, each_word: tuple[float, float] | None = None) -> Turn:
    """What is known of `episode`."""
    person = episode.who == PERSON
    held = terms(episode.text)
    return Turn(
        episode.id,
        episode.at.timestamp(),
        episode.thread,
        held,
        cosine,
        each_word,
        frozenset() if person else frozenset(terms(episode.who)),
        person,
        bool(_MACHINE.match(episode.who)),
        episode.text.rstrip().endswith("?"),
        len(set(_NAME.findall(episode.text))),
        sum(term in _OWN_TERMS for term in held),
    )


def _rarity(term: str, held: int, many: int) -> float:
    if not held:
        return 0.0
    rare = log(1 + max(many - held, 0) + 0.5) - log(held + 0.5)
    return max(rare, 0.01) * (LIGHT_PART if term in LIGHT else 1.0)
