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
Tense: TypeAlias = Literal["past", "will", "would", "now"]


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
    """Of a head; None where the form does not show."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence claims."""

    claims: tuple[Claim, ...]
    names: frozenset[str]
    numbers: frozenset[str]


_SUBJECTS: dict[str, Role] = {
    "i": "me", "you": "you", "we": "us", "he": "other", "she": "other", "they": "other", "it": "thing", "this": "thing",
    "that": "thing", "there": "thing", "nobody": "other", "everybody": "other", "everyone": "other",
}  # fmt: skip
_OWNERS: dict[str, Role] = {
    "my": "me", "mine": "me", "your": "you", "yours": "you", "our": "us", "his": "other", "her": "other", "their": "other",
    "its": "thing",
}  # fmt: skip
_NO = frozenset("not never no nobody nothing neither nor without none hardly barely cannot".split())
_AUX = frozenset(
    "am is are was were be been being do does did have has had will would shall should can could may might must".split()
)
_SAYERS = frozenset(
    "know think say said hope wish believe feel felt knew thought saw see heard remember when how what why that because"
    " if and but or as where since until while after before though although than so who whom whenever way time day night"
    " moment like glad sure".split()
)
_BREAK = frozenset(
    "and but or because when if while although though so that who which until since before after where".split()
)
_STOP = FUNCTION - {
    stem(low)
    for low in "never always only again no not nothing everything remember forget tell say mention ever".split()
}
_DETERMINED = frozenset(
    "a an the this that these those some every each all both no my your his her our their its".split()
)
STRONG = frozenset(stem(low) for low in "always forever every only best most worst first last once twice".split())
"""Little words that change how much is claimed."""
_KNOWN = frozenset(
    "i i'm i've i'd i'll dear happy birthday monday tuesday wednesday thursday friday saturday sunday god mum mom dad".split()
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
    """The claims of each clause; a subject carries on over "and" where no new one follows."""
    out: list[list[Claim]] = []
    subject: Role = "?"
    for part in re.split(r"[,;:—–()]+|\s-\s", piece):
        scan = _Scan(words(part), subject)
        out.append(scan.claims())
        subject = scan.subject
    return out


class _Scan:
    """One stretch between marks, word by word."""

    def __init__(self, items: list[Word], subject: Role) -> None:
        self.items, self.subject = items, subject

    def claims(self) -> list[Claim]:
        """What it claims."""
        out: list[Claim] = []
        owner: Role = "?"
        waits, no, tense, owned = self.subject != "?", False, None, False
        for at, word in enumerate(self.items):
            low = word.low
            before = self.items[at - 1].low if at else ""
            if low in _BREAK:
                no, tense = False, None
                waits = True
                if self._new_noun_follows(at):
                    self.subject = "?"
                if low not in _SUBJECTS or not self._is_subject(at, before):
                    continue
            if low in _SUBJECTS and self._is_subject(at, before):
                self.subject, waits, no, tense, owner = _SUBJECTS[low], True, low == "nobody", None, "?"
                continue
            if (low in _OWNERS and low != "her") or (low == "her" and at + 1 < len(self.items)):
                owner, owned = _OWNERS[low], True
                continue
            if low in _NO:
                no = True
                if low not in ("nothing", "nobody", "never"):
                    continue
                if low == "never":
                    continue
            if low in _AUX:
                tense = _tense_of(low, tense)
                if not self._stands_alone(at):
                    continue
            if (word.stem in _STOP and word.stem not in STRONG) or low in ("to",):
                owned = owned and low not in ("of", "in", "at", "on", "for", "with", "to")
                owner = owner if owned else "?"
                continue
            head = waits and low not in ADVERBS and word.stem not in STRONG and not word.capital
            out.append(self._claim(word, head, owner if not head else "?", no, tense))
            if head:
                waits, no, tense = False, no and word.stem in ("want", "mean", "think", "need"), None
            elif low not in ADVERBS:
                no = no and not _is_thing_of_no(self.items, at)
        return out

    def _claim(self, word: Word, head: bool, owner: Role, no: bool, tense: Tense | None) -> Claim:
        if head and tense is None:
            tense = "past" if is_past(word.low) else "now" if self.subject in ("me", "you", "us") else None
            if word.low in (
                "put",
                "cut",
                "let",
                "hit",
                "hurt",
                "read",
                "set",
                "shut",
                "cost",
                "quit",
                "beat",
                "come",
                "become",
            ):
                tense = None
        light = word.stem in LIGHT or word.stem in FUNCTION
        return Claim(word.stem, word.low, light, head, self.subject if head else "?", owner, no, tense)

    def _is_subject(self, at: int, before: str) -> bool:
        low = self.items[at].low
        if low in ("it", "that", "this", "there", "you"):
            after = self.items[at + 1].low if at + 1 < len(self.items) else ""
            if low in ("that", "this") and after not in _AUX:
                return False
            return at == 0 or before in _SAYERS or (before in ADVERBS and at == 1) or (before in _AUX and at == 1)
        return True

    def _new_noun_follows(self, at: int) -> bool:
        """ "and the nurse cried": a subject of its own comes, which is none of the pronouns."""
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        return after is not None and after.low in _DETERMINED

    def _stands_alone(self, at: int) -> bool:
        return False


def _is_thing_of_no(items: list[Word], at: int) -> bool:
    return at > 0 and items[at - 1].low == "no"


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
