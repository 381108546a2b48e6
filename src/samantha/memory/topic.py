"""What a person means by "forget everything about the clinic": the words of it, the time of it, and what repeats it.

Guarantees: pure; generous rather than narrow, since what it takes is shown before it goes; a phrase without any word of
its own takes nothing.
Does not: search, nor know meaning beyond words; `forget` brings up what is near in meaning, for the person to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from samantha.memory.dates import When, times_in
from samantha.memory.topics import KIN, ROLES
from samantha.memory.whose import name_marks
from samantha.memory.words import FUNCTION, LIGHT, sentences, stem, words

RUN = 5
"""So many words in a row that also stand in a forgotten text make a repetition of it."""
_ASKING = re.compile(
    r"^\W*(?:(?:samantha|please|can you|could you|would you|will you|i want you to|i would like you to|i'd like you to|"
    r"kindly|now|and)\W+)*(?:forget|delete|erase|remove|drop)?\W*",
    re.IGNORECASE,
)
_ALL_OF = re.compile(
    r"^(?:(?:everything|all|anything|whatever|what|that|the things?|things)\b\W*)*"
    r"(?:(?:which|that|i|you|we|ever|have|had|has|'ve|just|said|told|mentioned|wrote|written|talked|spoke|know|heard|"
    r"discussed|to you|me|was|is|with you)\b\W*)*"
    r"(?:(?:about|of|on|regarding|concerning|from|to do with|having to do with|related to|in|during)\b\W*)?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:(?:samantha|please|can you|could you|would you|will you|i want you to|i'd like you to)\W+)*"
    r"(?:forget|delete|erase)\b(?!\s+(?:it|that|this|about it|about that)\W*$)(?!\s+(?:me|you|him|her|them)\b)",
    re.IGNORECASE,
)
_TOLD_HERE = re.compile(
    r"\b(?:everything|anything|all|what(?:ever)?)\b.*\b(?:about|said|told|mentioned|from|of)\b"
    r"|\bthat i (?:said|told|mentioned|wrote)\b|\babout (?:my|the|our)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a phrase asks to be forgotten."""

    about: str
    """What is left of the phrase without the asking and the time; may be empty."""
    keys: frozenset[str]
    """The stems that say what it is about; empty when only a time was named."""
    when: When | None
    """The stretch of time, where one was named."""


def read_wish(phrase: str, now: datetime) -> Wish:
    """Take a phrase apart. `now` is aware: "last Tuesday" is seen from there, and lies in the past."""
    rest = _ASKING.sub("", phrase.strip(), count=1)
    timed = times_in(rest, now, past=True)
    if timed:
        one = timed[0]
        before = re.sub(r"\b(?:on|in|from|of|during|at|since)\s*$", "", rest[: one.start].rstrip())
        rest = f"{before} {rest[one.end :]}".strip()
    rest = " ".join(_ALL_OF.sub("", rest, count=1).split()).strip(" .,!?")
    # "Everything from March": a bare month is a time only when it is told so.
    bare = times_in(f"in {rest}", now, past=True) if rest and not timed else []
    if bare and bare[0].end == len(rest) + 3:
        timed, rest = bare, ""
    return Wish(rest, keys_of(rest), timed[0].when if timed else None)


def asks_to_forget(text: str) -> bool:
    """In a talk: the person asks her to forget something they told her."""
    return bool(_ASKED.search(text)) and bool(_TOLD_HERE.search(text)) and not text.rstrip().endswith("…")


def keys_of(about: str) -> frozenset[str]:
    """The stems of `about` that say something, the light ones only where there is nothing else."""
    found = {word.stem for sentence in sentences(about) for word in words(sentence)} - FUNCTION
    return frozenset(found - LIGHT or found)


def holds(keys: frozenset[str], text: str) -> bool:
    """`text` has at least half of `keys`, names of kin aside where there is another word ("my sister's wedding")."""
    telling = keys - KIN - ROLES or keys
    mine = {word.stem for sentence in sentences(text) for word in words(sentence)}
    return bool(telling) and 2 * len(telling & mine) >= len(telling)


def repeats(text: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """`text` has RUN words in a row out of the texts that `runs` was made of."""
    return not runs.isdisjoint(runs_of([text]))


def runs_of(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every RUN words in a row of `texts`, where one of them says something."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        row = [stem(low) for low in re.findall(r"\w+", text.lower())]
        for start in range(len(row) - RUN + 1):
            run = tuple(row[start : start + RUN])
            if not FUNCTION.union(LIGHT).issuperset(run):
                found.add(run)
    return frozenset(found)


def names_in(text: str) -> frozenset[str]:
    """The names in `text`, lower case, without relations such as "mum"."""
    found: set[str] = set()
    for sentence in sentences(text):
        items = words(sentence)
        marks = zip(items, name_marks(items), strict=True)
        found |= {word.low for word, named in marks if named and word.stem not in KIN and word.stem not in ROLES}
    return frozenset(name for name in found if len(name) > 1)


def came_with_it(name: str, texts: Sequence[tuple[int, str]], taken: frozenset[int]) -> bool:
    """`name` came up with what goes: its first mention goes, and most of its mentions do.

    `texts` are all that hold the name, by id, oldest first: (id, text). "Dr. Ortega" goes with the clinic; a sister
    who was once at the clinic does not.
    """
    holding = [id for id, _ in texts]
    if not holding or holding[0] not in taken:
        return False
    return 2 * sum(id in taken for id in holding) >= len(holding) or len(holding) <= 3
