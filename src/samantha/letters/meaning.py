"""A sentence as what it claims: which words, said of whom, yes or no, in the past or to come; names and numbers apart.

Guarantees: pure; "you held my hand" said to her and "she held my hand" said of her read the same once both are turned.
Does not: parse. It goes by the words next to each other, which is enough to compare two sayings of one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.letters.verbs import ADVERBS, is_past
from samantha.memory.words import FUNCTION, LIGHT, Word, sentence_spans, stem, words

Role: TypeAlias = Literal["me", "you", "us", "other", "thing", "?"]
Tense: TypeAlias = Literal["past", "will", "would", "now", "to"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One word that says something."""

    stem: str
    low: str
    light: bool
    """Carries little by itself."""
    head: bool
    """The verb (or adjective) that a subject goes with."""
    subject: Role
    """Of a head: who does or is it. Else `?`."""
    owner: Role
    """Of a thing: whose it is. `?` where nobody's."""
    no: bool
    """Said not to be so."""
    tense: Tense | None
    """Of a head; None where the form does not show. `to` of a word after "to"."""
    of: Role = "?"
    """The subject of its clause, head or not."""
    clause: int = 0
    """Which clause of the sentence it stands in."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence claims."""

    claims: tuple[Claim, ...]
    names: frozenset[str]
    numbers: frozenset[str]


_SUBJECTS: dict[str, Role] = {
    "i": "me", "you": "you", "we": "us", "he": "other", "she": "other", "they": "other", "it": "thing", "this": "thing",
    "that": "thing", "there": "thing", "nothing": "thing", "nobody": "other", "everybody": "other", "everyone": "other",
}  # fmt: skip
_OWNERS: dict[str, Role] = {
    "my": "me", "mine": "me", "your": "you", "yours": "you", "our": "us", "his": "other", "her": "other",
    "their": "other", "its": "thing",
}  # fmt: skip
_NO = frozenset("not never no nobody nothing neither nor without none hardly barely cannot".split())
_AUX = frozenset(
    "am is are was were be been being do does did have has had will would shall should can could may might must".split()
)
_SAYERS = frozenset(
    "know think say said hope wish believe feel felt knew thought saw see heard remember when how what why that because"
    " if and but or as where since until while after before though although than so who whom whenever way"
    " time day night"
    " moment like glad sure".split()
)
_BREAK = frozenset(
    "and but or because when if while although though so that who which until since before after where".split()
)
UNITS = frozenset(stem(low) for low in "year month week hour minute decade".split())
"""What is counted in time: two weeks are no two years."""
_STOP = FUNCTION - {
    stem(low)
    for low in "kind let know thank never always only again nothing everything remember forget tell say mention".split()
}
_DETERMINED = frozenset(
    "a an the this that these those some every each all both no my your his her our their its".split()
)
STRONG = frozenset(
    map(
        stem,
        "always forever every only best worst most first last once twice everybody everyone nobody nothing".split(),
    )
)
"""Little words that change how much is claimed."""
_KNOWN = frozenset(
    "i i'm i've i'd i'll dear happy birthday monday tuesday wednesday thursday friday saturday sunday god"
    " mum mom dad".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def meaning(sentence: str) -> Meaning:
    """What one sentence, or several, claim."""
    claims: list[Claim] = []
    names: set[str] = set()
    numbers: set[str] = set()
    text = sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for start, end in sentence_spans(text):
        piece = text[start:end]
        for clause in _clauses(piece):
            claims += clause
        for word in words(piece):
            if word.number:
                numbers.add(word.stem)
            elif word.capital and (not word.first or word.low in MONTHS | DAYS) and word.low not in _KNOWN - DAYS:
                names.add(word.low)
    return Meaning(tuple(claims), frozenset(names), frozenset(numbers))


def _clauses(piece: str) -> list[list[Claim]]:
    """The claims of each stretch between marks; a subject carries on where no new one follows."""
    out: list[list[Claim]] = []
    subject: Role = "?"
    clause = 0
    for part in re.split(r"[,;:—–()]+|\s-\s", piece):
        scan = _Scan(words(part), subject, clause)
        out.append(scan.claims())
        subject, clause = scan.subject, scan.clause + 1
    return out


class _Scan:
    """One stretch between marks, word by word."""

    def __init__(self, items: list[Word], subject: Role, clause: int) -> None:
        self.items, self.clause = items, clause
        self.subject: Role = subject
        self.waits = subject != "?"
        """No head was found yet for the subject."""
        self.no, self.to = False, False
        self.tense: Tense | None = None
        self.owner: Role = "?"
        self.asked: Role = "?"
        """Of "I want you to go": who is to."""
        self.out: list[Claim] = []

    def claims(self) -> list[Claim]:
        """What it claims."""
        for at, word in enumerate(self.items):
            if self._frames(at, word) or self._helps(at, word):
                continue
            if word.stem in _STOP and word.stem not in STRONG:
                self.to = word.low == "to"
                self._asks(at)
                if word.low in _PLACES:
                    self.owner = "?"
                continue
            self._add(at, word)
        return self.out

    def _frames(self, at: int, word: Word) -> bool:
        """Words that open a clause, or name its subject or an owner."""
        low, before = word.low, self.items[at - 1].low if at else ""
        if low in _BREAK and not (low == "so" and at + 1 < len(self.items) and self.items[at + 1].stem not in _STOP):
            self.no, self.tense, self.waits, self.to = False, None, True, False
            self.clause += 1
            if self._new_noun_follows(at):
                self.subject = "?"
            if low not in _SUBJECTS or not self._is_subject(at, before):
                return True
        if low in _SUBJECTS and self._is_subject(at, before):
            self.subject, self.waits, self.no, self.tense, self.owner = _SUBJECTS[low], True, low in _NONE, None, "?"
            return low not in ("nobody", "nothing", "everybody", "everyone")
        if self._is_named_subject(at, word):
            self.subject, self.waits, self.no, self.tense, self.owner = "other", True, False, None, "?"
            return False
        if low in _OWNERS and (low != "her" or at + 1 < len(self.items)):
            self.owner = _OWNERS[low]
            return True
        return False

    def _helps(self, at: int, word: Word) -> bool:
        """Not, never, and the verbs that only help another."""
        low = word.low
        if low in _NO and low not in _NONE:
            self.no = True
            return True
        if low not in _AUX:
            return False
        self.tense = _tense_of(low, self.tense)
        after = next((one.low for one in self.items[at + 1 :] if one.low not in ADVERBS), "")
        if low in ("was", "were", "am", "are", "is", "be", "been") and after in ("with", "there", "beside"):
            self.out.append(
                Claim("be-with", f"{low} {after}", False, False, "?", "?", self.no, None, self.subject, self.clause)
            )
        return True

    def _add(self, at: int, word: Word) -> None:
        low = word.low
        counted = at > 0 and self.items[at - 1].low in ("every", "each", "a", "an", "whole")
        if self.to and self.asked != "?":
            of, self.asked = self.asked, "?"
            self.out.append(Claim(word.stem, low, False, False, "?", "?", self.no, "to", of, self.clause))
            self.to = False
            return
        fresh = self.subject == "?" and is_past(low) and not any(c.head for c in self.out if c.clause == self.clause)
        head = (
            (self.waits or fresh)
            and not self.to
            and low not in ADVERBS
            and word.stem not in STRONG
            and not word.capital
        )
        tense: Tense | None = "to" if self.to else self.tense
        if head and tense is None:
            tense = "past" if is_past(low) else "now" if self.subject in ("me", "you", "us") else None
            if low in _EITHER:
                tense = None
        light = (word.stem in LIGHT or word.stem in FUNCTION) and not (
            word.stem in UNITS or (counted and word.stem in ("day", "night", "morning", "evening"))
        )
        subject = self.subject if head else "?"
        owner = "?" if head else self.owner
        self.out.append(Claim(word.stem, low, light, head, subject, owner, self.no, tense, self.subject, self.clause))
        self.to = False
        if head:
            self.waits, self.tense = False, None
            self.no = self.no and word.stem in ("want", "mean", "think", "need")
        elif low not in ADVERBS:
            self.no = False

    def _asks(self, at: int) -> None:
        """ "want you to": the next verb is the other's."""
        if self.to and at > 1 and self.items[at - 2].stem in _ASKS:
            self.asked = _OBJECTS.get(self.items[at - 1].low, "?")

    def _is_subject(self, at: int, before: str) -> bool:
        low = self.items[at].low
        if low in ("nothing", "nobody"):
            return at + 1 < len(self.items) and (self.items[at + 1].low in _AUX or is_past(self.items[at + 1].low))
        if low in ("it", "that", "this", "there", "you"):
            after = self.items[at + 1].low if at + 1 < len(self.items) else ""
            if low in ("that", "this", "there") and after not in _AUX:
                return False
            return at == 0 or before in _SAYERS or (at == 1 and before in ADVERBS | _AUX)
        return True

    def _is_named_subject(self, at: int, word: Word) -> bool:
        """ "Bill asked", "Marta was": a name right before a verb."""
        if not word.capital or word.low in _SUBJECTS or word.stem in _STOP or at + 1 >= len(self.items):
            return False
        if at and self.items[at - 1].low not in _BREAK:
            return False
        after = next((one.low for one in self.items[at + 1 :] if one.low not in ADVERBS | _NO), "")
        return after in _AUX or is_past(after) or after in ("my", "our")

    def _new_noun_follows(self, at: int) -> bool:
        """ "and the nurse cried": a subject of its own comes, which is none of the pronouns."""
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        return after is not None and after.low in _DETERMINED


_EITHER = frozenset("put cut let hit hurt read set shut cost quit beat come become".split())
"""Forms that are past and present alike."""
_NONE = frozenset(("nobody", "nothing"))
_ASKS = frozenset(stem(low) for low in "want ask need tell like help".split())
_OBJECTS: dict[str, Role] = {"you": "you", "me": "me", "us": "us", "him": "other", "her": "other", "them": "other"}
_PLACES = frozenset("of in at on for with to from by about into".split())


def _tense_of(low: str, before: Tense | None) -> Tense | None:
    if low in ("will", "shall"):
        return "will"
    if low in ("would", "could", "should", "might", "may", "can", "must"):
        return "would"
    if low in ("did", "was", "were", "had", "has", "have", "been"):
        return before or "past"
    if low in ("am", "is", "are", "do", "does"):
        return "now"
    return before
