"""What a fact is: its slot, whether a slot holds one thing or many, and how it reads as a plain sentence.

Guarantees: pure; every slot, also an unknown one, has a sentence and a way to compare values.
Does not: read texts (`extract`) nor decide which of two facts holds (`reconcile`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.memory.dates import When
from samantha.memory.words import FUNCTION, LIGHT, content, sentences, stem, words
from samantha.types import PERSON, How

Change: TypeAlias = Literal["state", "past", "changed", "ended"]
"""How it was told: as it is, as it was, as something new, or as something over."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a fact is about, as the text names them. Neither name nor relation: the person of this home."""

    name: str | None = None
    relation: str | None = None
    start: int = 0
    end: int = 0
    """The characters that name them; 0 and 0 for the person."""

    @property
    def self(self) -> bool:
        """It is the person of this home."""
        return self.name is None and self.relation is None


SELF = Subject()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A fact that one text seems to tell, before it is weighed against what is known."""

    subject: Subject
    slot: str
    value: str
    """In words of the text; of something over, what is over, or empty where that was not said."""
    start: int
    end: int
    """The characters it stands on."""
    change: Change
    rule: str
    who: str = PERSON
    """Who says it: the person, or a third party by name."""
    how: How = "said"
    since: When | None = None
    until: When | None = None
    secret: bool = False
    known: bool = False
    """It counts only where something like it is believed: what it ends."""


TRUST: dict[str, int] = {"corrected": 4, "said": 3, "told": 2, "inferred": 1, "imagined": 0}
"""How much each way of knowing counts. `told` is what a third party said."""


def trust_of(how: How, who: str) -> int:
    """0 (imagined) to 4 (the person's own edit)."""
    return TRUST["told"] if how == "said" and who != PERSON else TRUST[how]


_SENTENCES = {
    "name": ("Your name is {v}.", "{n}'s full name is {v}."),
    "home": ("You live in {v}.", "{n} lives in {v}."),
    "hometown": ("You come from {v}.", "{n} comes from {v}."),
    "job": ("Your work: {v}.", "{n}'s work: {v}."),
    "workplace": ("You work at {v}.", "{n} works at {v}."),
    "partner": ("Your partner is {v}.", "{n}'s partner is {v}."),
    "married": ("You are {v}.", "{n} is {v}."),
    "birthday": ("Your birthday is {v}.", "{n}'s birthday is {v}."),
    "age": ("You are {v} years old.", "{n} is {v} years old."),
    "diet": ("You are {v}.", "{n} is {v}."),
    "weight": ("You weigh {v}.", "{n} weighs {v}."),
    "car": ("You drive {v}.", "{n} drives {v}."),
    "alive": ("You {v}.", "{n} {v}."),
    "relation": ("", "{n} is your {v}."),
    "allergy": ("You cannot have {v}.", "{n} cannot have {v}."),
    "condition": ("You have {v}.", "{n} has {v}."),
    "medicine": ("You take {v}.", "{n} takes {v}."),
    "learning": ("You are learning {v}.", "{n} is learning {v}."),
    "studies": ("You study {v}.", "{n} studies {v}."),
    "does": ("You do this: {v}.", "{n} does this: {v}."),
    "pet": ("You have a pet: {v}.", "{n} has a pet: {v}."),
    "like": ("You like {v}.", "{n} likes {v}."),
    "dislike": ("You do not like {v}.", "{n} does not like {v}."),
    "plan": ("You plan: {v}.", "{n} plans: {v}."),
    "expecting": ("You are expecting: {v}.", "{n} is expecting: {v}."),
}
_ONE = frozenset("name home hometown job workplace partner married birthday age diet weight car alive studies".split())
_ONE_KINDS = frozenset({"my", "favourite", "at", "when", "dose"})
_KIND_SENTENCES = {
    "my": ("Your {t} is {v}.", "{n}'s {t} is {v}."),
    "favourite": ("Your favourite {t} is {v}.", "{n}'s favourite {t} is {v}."),
    "at": ("Your {t} is {v}.", "{n}'s {t} is {v}."),
    "when": ("The {t} is {v}.", "{n}'s {t} is {v}."),
    "dose": ("You take {v} of {t}.", "{n} takes {v} of {t}."),
}
_OVER = {
    "home": "No longer at {v}.",
    "job": "That work is over: {v}.",
    "workplace": "That work is over: {v}.",
    "partner": "That is over: {v}.",
}
OVER = "over"
"""The value of an end whose words do not say what ended."""
PETS_SLOT = "pet "
"""Before the slot of something about an animal: `pet alive:bodo`."""
MATTERS = frozenset({"home", "job", "workplace", "partner", "allergy", "birthday"})
"""Slots where being wrong hurts, so that she asks when two tellings contradict each other."""
RESTS_ON: dict[str, frozenset[str]] = {
    "my:commute": frozenset({"home", "workplace", "job"}),
    "my:rent": frozenset({"home"}),
    "my:landlord": frozenset({"home"}),
    "my:landlady": frozenset({"home"}),
    "my:neighbour": frozenset({"home"}),
    "my:flatmate": frozenset({"home"}),
    "my:boss": frozenset({"workplace", "job"}),
    "my:manager": frozenset({"workplace", "job"}),
    "my:salary": frozenset({"workplace", "job"}),
    "my:shift": frozenset({"workplace", "job"}),
    "workplace": frozenset({"job"}),
    "married": frozenset({"partner"}),
}
"""What may not hold any more when something else changes: slot -> the slots that it rests on."""


def is_one(slot: str) -> bool:
    """The slot holds one thing at a time."""
    kind, thing, _ = slot.partition(":")
    if slot.startswith(PETS_SLOT):
        return kind[len(PETS_SLOT) :] in _ONE
    return slot in _ONE or (bool(thing) and kind in _ONE_KINDS)


def sentence(slot: str, value: str, name: str | None, *, over: bool = False) -> str:
    """The fact in one plain sentence to the person; `name` is whom it is about, None for the person."""
    kind, _, thing = slot.partition(":")
    if over:
        frame = _OVER.get(slot, "No longer: {v}.")
        told = frame.format(v=value or "said to be over")
        return told if name is None else f"{name}: {told[0].lower()}{told[1:]}"
    if slot.startswith(PETS_SLOT):
        return sentence(kind[len(PETS_SLOT) :], value, thing.capitalize(), over=over)
    own, other = (_KIND_SENTENCES.get(kind) if thing else _SENTENCES.get(slot)) or (
        f"Your {slot}: {{v}}.",
        f"{{n}}'s {slot}: {{v}}.",
    )
    return (own if name is None else other).format(v=value.rstrip("."), n=name, t=thing)


def told_by_person(slot: str, value: str, name: str | None) -> str:
    """The fact as the person would say it, for the episode that their edit is kept in."""
    told = sentence(slot, value, name)
    for yours, mine in (("Your ", "My "), ("You are ", "I am "), ("You ", "I "), (" your ", " my ")):
        told = mine + told[len(yours) :] if told.startswith(yours) else told.replace(yours, mine)
    return told


_TITLES = frozenset("mr mrs ms miss dr prof".split())


def key_of(value: str) -> frozenset[str]:
    """What of a value is compared: its telling words as stems; of a value without any, all its words."""
    items = [word for piece in sentences(value) for word in words(piece)]
    telling = {word.stem for word in content(items) if word.stem not in LIGHT and word.low not in _TITLES}
    return frozenset(telling or {word.stem for word in items} or {value.strip().lower()})


def same_value(one: str, other: str) -> bool:
    """The two say the same, or one says the same more fully: "Ghent", "an old house in Ghent"."""
    a, b = key_of(one), key_of(other)
    return a <= b or b <= a


def mentions(value: str, text: str) -> bool:
    """`text` speaks of `value`: they have a telling word in common."""
    return bool(key_of(value) & key_of(text))


def thing_key(thing: str) -> str:
    """The name of a thing as part of a slot: lower case, singular words that carry something."""
    lows = [word.low for piece in sentences(thing) for word in words(piece)]
    kept = [low for low in lows if stem(low) not in FUNCTION and low not in {"new", "old", "own", "current", "first"}]
    thing = " ".join(kept or lows)
    return _ONE_NAME.get(thing, thing)


_ONE_NAME: dict[str, str] = dict.fromkeys(
    ["number", "mobile", "mobile number", "phone", "cell", "cell number"], "phone number"
)
"""Things with several names -> the one that the slot has."""


def same_event(one: str, other: str) -> bool:
    """Two `when:` slots name one thing, one of them more fully: the flight, the flight to Faro."""
    a, b = (set(slot.partition(":")[2].split()) for slot in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def event_key(thing: str) -> str:
    """As `thing_key`, in the order of the alphabet: "the meeting with the bank" is "the bank meeting"."""
    return " ".join(sorted(thing_key(thing).split()))
