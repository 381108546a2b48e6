"""A question, taken apart into the things an answer must be about.

Guarantees: pure; the same question gives the same units.
Does not: look at any line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from samantha.memory.ask import Ask, Wants
from samantha.memory.intents import Intent, absorbs, intent_of
from samantha.memory.topics import KIN, KNOWN, ROLES
from samantha.memory.when import Day
from samantha.memory.whose import CALENDAR, NOBODY, SELF, THIRD, holders, name_marks
from samantha.memory.words import FUNCTION, LIGHT, Word, stem, stems_of, words

_TYPE_WORDS: Mapping[Wants, str] = {
    "name": "call name named know",
    "who": "person people name",
    "when": "when date time day month year week weekday hour long usually scheduled planned due",
    "where": "place location whereabouts spot city town country village exactly based located",
    "number": "number many much figure amount exactly long",
    "colour": "colour shade",
    "what": "kind type sort thing exactly",
    "yes_no": "",
    "why": "reason",
    "how": "way",
}
_WEIGHT = {
    "name": 1.2,
    "kin": 1.2,
    "day": 0.8,
    "number": 0.8,
    "light": 0.25,
    "rare": 1.0,
    "kind": 0.5,
    "content": 1.0,
    "intent": 1.0,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a question names."""

    stem: str
    low: str
    rank: str
    """name, kin, day, number, intent, kind (what the answer is one of), rare (in no table: perhaps a name), content,
    or light."""
    holder: frozenset[str] = NOBODY
    also: frozenset[str] = NOBODY
    """Others in the question: "how do I reach Stan" may be told as "his number is ..."."""

    @property
    def weight(self) -> float:
        """How much it counts."""
        return _WEIGHT[self.rank]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart."""

    ask: Ask
    units: tuple[Unit, ...]
    stems: frozenset[str]
    """Every stem of the question, so that an answer can be told from an echo."""
    days: tuple[Day, ...] = ()
    intent: Intent | None = None

    @property
    def people(self) -> tuple[Unit, ...]:
        """The units that are somebody."""
        return tuple(unit for unit in self.units if unit.rank in {"name", "kin"})


def build_question(ask: Ask, days: Sequence[Day] = ()) -> Question:
    """Take `ask` apart; `days` are the dates it speaks of."""
    items = words(ask.question)
    names = name_marks(items)
    held = holders(items)
    dropped = {stem(low) for low in _TYPE_WORDS[ask.wants].split()}
    found = [
        unit
        for n, word in enumerate(items)
        if word.stem not in dropped and (unit := _unit(word, names[n], held[n])) is not None
    ]
    found = [
        replace(unit, rank="kind") if unit.low in _kind_asked(ask) and unit.rank in {"content", "rare"} else unit
        for unit in found
    ]
    if ask.wants == "who" and re.match(
        r"\W*(?:and |so |but )?who (?!is|was|are|were|do|did|does|has|have|had|will|would|can|else)\w+ .*\b(?:me|us|"
        r"my|i)\b",
        ask.question,
        re.IGNORECASE,
    ):
        found = [
            replace(unit, holder=frozenset({THIRD})) if n == 0 and unit.rank in {"content", "rare"} else unit
            for n, unit in enumerate(found)
        ]
    intent = intent_of(ask.question)
    if intent is not None:
        found = [unit for unit in found if unit.rank in {"name", "kin"} or not absorbs(intent, unit.stem)]
        found.append(Unit(intent.name, intent.name, "intent", _about(ask.question, found)))
    if any(unit.rank in {"content", "rare", "name", "kin"} and unit.stem not in _OCCASIONS for unit in found):
        found = [
            replace(unit, rank="kind") if unit.stem in _OCCASIONS and unit.rank != "kin" else unit for unit in found
        ]
    if any(unit.rank == "kin" for unit in found):
        found = [replace(unit, rank="kind") if unit.low in {"see", "saw", "seeing"} else unit for unit in found]
    others = frozenset(unit.low if unit.rank == "name" else unit.stem for unit in found if unit.rank in {"name", "kin"})
    found = [replace(unit, also=others) if SELF in unit.holder else unit for unit in found]
    return Question(ask, tuple(dict.fromkeys(found)), frozenset(w.stem for w in items), tuple(days), intent)


_OCCASIONS = stems_of(
    "practice rehearsal session class lesson meeting event office network ingredient group kind brand model"
)
"""Words that an answer leaves out: "choir on Mondays" tells when choir practice is."""


def _kind_asked(ask: Ask) -> set[str]:
    """The "herb" of "what herb do I hate?": the answer is one of that kind, and need not say so."""
    if ask.wants in {"number", "colour"}:
        return set()
    if re.search(r"\b(?:with|to|at|on|from|for|in|about|by|of)\W*$", ask.question, re.IGNORECASE):
        return (
            set()
        )  # "which airline do I fly with": then it is no object of the verb, and a line may well leave it out
    match = re.search(
        r"\b(?:what|which)(?: kind of| sort of| type of)? ((?:\w+ )?\w+?)s? (?:do|does|did|am|is|are|was|were|has|"
        r"have|had|will|would|can|could|should|must)\b",
        ask.question,
        re.IGNORECASE,
    )
    return set() if match is None else {low for word in match[1].lower().split() for low in (word, word + "s")}


def _about(question: str, found: Sequence[Unit]) -> frozenset[str]:
    """Whom the question is about: those named, else she or he, else the person."""
    names = frozenset(unit.low for unit in found if unit.rank == "name") or frozenset(
        unit.stem for unit in found if unit.rank == "kin"
    )
    if names:
        return names
    if re.search(r"\b(?:he|she|they|him|her|his|their)\b", question, re.IGNORECASE):
        return frozenset({THIRD})
    if re.search(r"\b(?:i|me|my|am|we|our|us)\b", question, re.IGNORECASE):
        return frozenset({SELF})
    return NOBODY


def _unit(word: Word, named: bool, holder: frozenset[str]) -> Unit | None:
    if word.stem in KIN or word.stem in ROLES:
        return Unit(word.stem, word.low, "kin", holder)
    if named:
        return Unit(word.stem, word.low, "name", holder)
    if word.stem in FUNCTION or word.low in FUNCTION or (len(word.low) < 2 and not word.number):
        return None
    if word.low in CALENDAR:
        return Unit(word.stem, word.low, "day", holder)
    if word.number:
        return Unit(word.stem, word.low, "number", holder)
    if word.stem in LIGHT:
        return Unit(word.stem, word.low, "light", holder)
    return Unit(word.stem, word.low, "content" if word.stem in KNOWN else "rare", holder)
