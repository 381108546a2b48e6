"""Who a clause is about: I, my sister Rachel, Tom, or she where one person was named before.

Guarantees: pure; a pronoun is brought to somebody only when exactly one person was spoken of; else it is nobody.
Does not: know whom a name belongs to; `people.who` does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from samantha.memory import tables
from samantha.memory.facts import SELF, Subject
from samantha.memory.topics import KIN, KNOWN
from samantha.memory.whose import CALENDAR, ORDINARY, name_marks
from samantha.memory.words import FUNCTION, LIGHT, Word, stem, words

RELATIONS = tuple(
    sorted(
        {*tables.KIN.split(), *tables.ROLES.split(), "best friend", "old friend", "mam"},
        key=lambda word: (-len(word), word),
    )
)
PETS = "dog|cat|puppy|kitten|rabbit|hamster|parrot|budgie|goldfish|tortoise|turtle|horse|pony|gerbil|guinea pig|ferret"
_REL = "|".join(re.escape(word) for word in RELATIONS)
NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[A-ZÀ-Þ][\w'-]*\w(?: (?:[Dd]e |[Vv]an |[Vv]on )?[A-ZÀ-Þ][\w-]+)?"
_MY = r"(?:[Mm]y|[Oo]ur)"
_ANY = rf"(?:{_REL}|{PETS})"
_WHO = re.compile(
    rf"\b(?:(?P<we>[Ww]e)\b|(?P<i>I|i)\b(?!\.)|"
    rf"{_MY} (?P<adj>(?:(?!{_ANY}\b)[\w-]+ ){{0,2}}?)(?P<rel>{_ANY})\b(?!'s)"
    rf"(?:,? (?:called |named )?(?P<of>{NAME})(?:,(?= ))?)?|"
    rf"(?P<he>[Hh]e|[Ss]he)\b|(?P<name>{NAME})(?:, {_MY} (?:[\w-]+ )?(?P<rel2>{_ANY}),)?)",
)
_AFTER = re.compile(r"\b(?:to|in|at|from|with|for|of|by|near|on|about|than|through|via|called|named) $", re.IGNORECASE)
_NO_REL = frozenset("twin partner friend mate guest captain customer student pupil agent editor".split())


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody a clause is about."""

    start: int
    end: int
    """Characters of the sentence."""
    subject: Subject
    we: bool = False
    pet: bool = False
    also: Subject | None = None
    """The other one of "Lena and I", "Pavel and Jana"."""


def subjects_in(
    sentence: str, before: Sequence[Subject], *, own: bool = True, names: Collection[str] = ()
) -> list[Found]:
    """Everybody in `sentence` who may be the subject of a clause, in order.

    `before` are those spoken of just before, `names` words that are known to be names. `own` is False in a third
    party's words, whose "my sister" is not ours.
    """
    marks = _names(sentence, names)
    out: list[Found] = []
    for match in _WHO.finditer(sentence):
        found = _one(match, marks, [*before, *(one.subject for one in out)], own)
        if found is not None:
            out.append(found)
    return _joined(sentence, out)


def _one(match: re.Match[str], marks: list[tuple[int, int]], before: Sequence[Subject], own: bool) -> Found | None:
    start, end = match.span()
    if match["i"] or match["we"]:
        return Found(start, end, SELF, we=bool(match["we"]))
    if match["rel"]:
        if not own:
            return None
        name = match["of"] if match["of"] and _is_name(match.start("of"), marks) else None
        stop = end if name else match.end("rel")
        relation = _relation(match["rel"], match["adj"])
        pet = re.fullmatch(PETS, match["rel"]) is not None
        return Found(start, stop, Subject(_bare(name), relation, start, stop), pet=pet)
    if match["he"]:
        others = list(dict.fromkeys(replace(one, start=0, end=0) for one in before if not one.self))
        return Found(start, end, replace(others[0], start=start, end=end)) if len(others) == 1 else None
    named = _is_name(start, marks) or (match["rel2"] and stem(match["name"].lower()) not in FUNCTION)
    if not named or _AFTER.search(match.string, max(0, start - 12), start):
        return None  # "moved to Lisbon": nobody does anything there
    return Found(start, end, Subject(_bare(match["name"]), match["rel2"] if own else None, start, end))


def _relation(word: str, adjectives: str) -> str:
    lead = adjectives.split()
    if lead and lead[-1].lower() in {"best", "ex", "late"} and word == "friend":
        return f"{lead[-1].lower()} friend"
    return f"ex-{word}" if "ex" in (low.strip("-").lower() for low in lead) else word


def _bare(name: str | None) -> str | None:
    return re.sub(r"'s$", "", name) if name else None


def _is_name(start: int, marks: list[tuple[int, int]]) -> bool:
    return any(a <= start < b or (start <= a < start + 5) for a, b in marks)


def _names(sentence: str, known: Collection[str]) -> list[tuple[int, int]]:
    """Where words stand that look like names."""
    items = words(sentence)
    out: list[tuple[int, int]] = []
    at = 0
    for word, named in zip(items, name_marks(items), strict=True):
        start = sentence.find(word.text, at)
        if start < 0:
            continue
        at = start + len(word.text)
        if (named or word.text in known or _begins(word)) and word.low not in CALENDAR:
            out.append((start, at))
    return out


def _begins(word: Word) -> bool:
    """The first word of a sentence, strange enough to be a name; what a rule reads after it decides."""
    strange = word.first and word.capital and word.stem not in FUNCTION and word.stem not in LIGHT
    return strange and word.stem not in KNOWN and word.stem not in ORDINARY and not word.low.endswith(("ing", "ly"))


def _joined(sentence: str, found: list[Found]) -> list[Found]:
    """ "Lena and I", "Pavel and Jana": one subject, with the other beside."""
    out: list[Found] = []
    for one in found:
        last = out[-1] if out else None
        if last is not None and sentence[last.end : one.start] in {" and ", " & "}:
            main, other = (one, last) if one.subject.self else (last, one)
            out[-1] = Found(last.start, one.end, main.subject, we=True, also=other.subject)
        else:
            out.append(one)
    return out


def names_one(relation: str) -> bool:
    """The relation names a person of this life, and not a part one plays: sister, not guest."""
    return stem(relation.split("-")[-1].split()[-1]) in KIN or relation not in _NO_REL


def is_pet(relation: str) -> bool:
    """It is an animal's word: dog, cat."""
    return re.fullmatch(PETS, relation) is not None
