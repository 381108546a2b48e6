"""A whole letter looked at: its faults sentence by sentence, and what is said of it as a whole.

Guarantees: pure; a sentence without an id that is no bridge of the table is an open fault; `may_seal` is False with
any.
Does not: mend; what is caught is shown, and the sender keeps it by saying it, cuts it, or tells more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samantha.letters.audit import Fault, Ground, build_ground, check
from samantha.letters.compose import Letter, is_bridge
from samantha.letters.kinds import LetterKind
from samantha.letters.ledger import Entry
from samantha.letters.names import Recipient
from samantha.memory.words import telling

_LONG_SENTENCE = 45
STOCK = (
    "words cannot express", "words can't express", "from the bottom of my heart", "hope this finds you well",
    "hope this letter finds you", "thoughts and prayers", "everything happens for a reason", "in a better place",
    "time heals", "rest assured", "heartfelt", "deepest condolences", "deepest sympathy", "truly blessed",
    "testament to", "tapestry", "at the end of the day", "means the world", "mean the world",
    "meant the world", "a beacon",
    "shining light", "through thick and thin", "rollercoaster", "on this special day",
    "sorry for your loss", "more than words",
    "at a loss for words", "near and dear", "last but not least", "unwavering", "i just wanted to reach out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """What is amiss."""

    sentences: tuple[tuple[Fault, ...], ...]
    """For each sentence of the letter."""
    whole: tuple[Fault, ...]
    """Of the letter; never open."""

    @property
    def may_seal(self) -> bool:
        """No open fault anywhere."""
        return not any(fault.open for faults in self.sentences for fault in faults)

    @property
    def open(self) -> list[tuple[int, Fault]]:
        """Number of the sentence, from 1, and its open fault."""
        return [(n, fault) for n, faults in enumerate(self.sentences, 1) for fault in faults if fault.open]


def review(letter: Letter, entries: Sequence[Entry], to: Recipient, kind: LetterKind) -> Review:
    """Look at every sentence, and at the whole."""
    ground = build_ground(entries, to, kind)
    known = {entry.id for entry in entries if entry.use == "usable"}
    found: list[tuple[Fault, ...]] = []
    for one in letter.sentences:
        if one.made == "bridge" or is_bridge(one.text):
            bare = (
                ()
                if is_bridge(one.text)
                else (Fault("claim", "this is no bridge of ours, and stands on nothing: cut it"),)
            )
            found.append(bare)
            continue
        faults = check(one.text, ground)
        if (not one.ids or not set(one.ids) <= known) and not any(fault.open for fault in faults):
            faults.append(Fault("claim", "nothing that you said is named for this: keep it by saying it, or cut it"))
        found.append((*faults, *_stock(one.text), *_long(one.text)))
    return Review(tuple(found), tuple(_whole(letter, kind)))


def check_line(text: str, ground: Ground) -> list[Fault]:
    """A sentence from anywhere, with the open faults first and stock phrases after."""
    return [*check(text, ground), *_stock(text)]


def own_words(letter: Letter, entries: Sequence[Entry]) -> float:
    """The share of the letter's content words that the sender said, 0 to 1."""
    said = {key for entry in entries if entry.use == "usable" for key in telling(entry.text)}
    used = [key for one in letter.sentences for key in telling(one.text)]
    return sum(key in said for key in used) / len(used) if used else 0.0


def _stock(text: str) -> list[Fault]:
    low = " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    return [
        Fault("stock", f"“{phrase}” is what everybody writes: how would you say it to their face?", phrase)
        for phrase in STOCK
        if phrase in low
    ]


def _long(text: str) -> list[Fault]:
    n = len(text.split())
    return [Fault("length", f"{n} words in one sentence: read it aloud, and breathe")] if n > _LONG_SENTENCE else []


def _whole(letter: Letter, kind: LetterKind) -> list[Fault]:
    body = " ".join(one.text for one in letter.sentences)
    n = len(body.split())
    faults: list[Fault] = []
    if n > kind.most_words:
        faults.append(Fault("length", f"{n} words; {kind.title} is seldom better beyond {kind.most_words}"))
    if kind.addressed and n >= 40:
        you = len(re.findall(r"\b(?:you|your|yours|we|us|our)\b", body, re.IGNORECASE))
        me = len(re.findall(r"\b(?:i|me|my|mine)\b", body, re.IGNORECASE))
        if me > 3 * max(1, you):
            faults.append(Fault("balance", f"“I” and “my” {me} times, “you” and “we” {you}: is it about them?"))
    return faults
