"""What the sender really said, sentence by sentence, verbatim: the only ground that a letter may stand on.

Guarantees: pure; every entry is exact characters of something said, with its source, its span and its time; what cannot
be used is kept too, with the reason in words.
Does not: change a word; `turned` is beside `text`, not in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from samantha.letters.names import Recipient
from samantha.letters.turning import mentions, turn
from samantha.letters.unusable import reason_not_to_use
from samantha.letters.verbs import is_past
from samantha.memory.words import sentence_spans

EntryKind: TypeAlias = Literal["moment", "meaning", "wish", "fact", "promise", "feeling", "name"]
Use: TypeAlias = Literal["usable", "aside", "no"]
"""`aside`: said, and not to be written before the sender says more; `no`: nothing for a letter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence that the sender said."""

    id: int
    kind: EntryKind
    text: str
    """Verbatim."""
    turned: str
    """The same, as said to the recipient; equal to `text` where nothing had to change."""
    slot: str
    """The part of the letter that was asked about: `moment`, `meaning`."""
    source: str
    """`answer:3`, `episode:17`, `typed:1`, `choice`."""
    start: int
    """Of the source's text, in characters."""
    end: int
    use: Use = "usable"
    why: str = ""
    """Why it is aside or not used, in words for the sender."""
    question: str = ""
    at: str = ""
    """When it was said, ISO 8601; empty where that is not known."""
    episode: int | None = None
    """The episode whose words they are, where they are in a journal."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something said, before it is cut: an answer, an accepted memory, or a line that the sender typed."""

    text: str
    slot: str
    source: str
    question: str = ""
    at: str = ""
    episode: int | None = None


FEELING = re.compile(
    r"\b(?:love[ds]?|adore\w*|miss(?:ed)?|proud|sorry|grateful|thankful|thank|afraid|scared|happy|glad|sad|angry|hurt|"
    r"asham\w+|lonely|regret\w*|forgiv\w+|forgave|worr(?:y|ied)|jealous|safe|hate\w*|admire\w*|trust\w*|joy|grief|"
    r"griev\w+|heartbroken|relieved|furious|guilty|terrified|moved|appreciat\w+|cherish\w*|care)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\bI(?:['’]ll| will| promise| swear|['’]m going to| am going to| won['’]t)\b|\bI['’]ve decided\b", re.I
)
_WISH = re.compile(r"\b(?:I hope|I wish|I want (?:you|her|him|them)|may you|I(?:['’]d| would) (?:like|love))\b", re.I)
_MEANING = re.compile(
    r"\b(?:mean(?:s|t)?|because of|without|made me|makes me|taught me|showed me|changed|ever since|thanks to|I learned|"
    r"I realised|I realized)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:is called|name is|name was|goes by)\b", re.I)
_HAPPENED = re.compile(
    r"\b(?:when|once|that (?:day|night|time|morning|evening|summer|winter)|one (?:day|night|time)|ago)\b", re.I
)


def read(told: Iterable[Told], to: Recipient, first: int = 1) -> list[Entry]:
    """Cut what was told into entries, numbered from `first`."""
    entries: list[Entry] = []
    for one in told:
        entries += _of_one(one, to, first + len(entries))
    return entries


def _of_one(one: Told, to: Recipient, first: int) -> list[Entry]:
    spans = sentence_spans(one.text)
    pieces = [one.text[start:end] for start, end in spans]
    said = turn(pieces, to) if to.pronoun or to.names or to.relation else []
    entries: list[Entry] = []
    for at, (start, end) in enumerate(spans):
        text = pieces[at]
        turned = said[at].text if said else text
        use, why = reason_not_to_use(pieces, at)
        if use == "usable" and said and said[at].unsure:
            use, why = "aside", f"it is not clear who “{said[at].unsure}” is here: say the name, and it can be used"
        kind = _kind(text, one.slot)
        new = Entry(first + at, kind, text, turned, one.slot, one.source, start, end, use, why)
        entries.append(replace(new, question=one.question, at=one.at, episode=one.episode))
    return entries


def _kind(text: str, slot: str) -> EntryKind:
    if _NAMED.search(text):
        return "name"
    if _PROMISE.search(text):
        return "promise"
    if _WISH.search(text):
        return "wish"
    if is_moment(text):
        return "meaning" if slot == "meaning" or _MEANING.search(text) else "moment"
    if _MEANING.search(text):
        return "meaning"
    if re.search(r"\b(?:I|me|my)\b", text) and FEELING.search(text):
        return "feeling"
    return "meaning" if slot == "meaning" else "fact"


def is_moment(text: str) -> bool:
    """Whether words tell something that happened: a verb in the past, and enough to see it by."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)
    past = any(is_past(word.casefold()) for word in words)
    seen = bool(_HAPPENED.search(text) or re.search(r"\d", text)) or any(
        word[:1].isupper() for word in words[1:] if word != "I"
    )
    return past and (len(words) >= 6 or (seen and len(words) >= 4))


def usable(entries: Iterable[Entry]) -> list[Entry]:
    """Those that may be written."""
    return [entry for entry in entries if entry.use == "usable"]


def by_id(entries: Iterable[Entry], ids: Sequence[int]) -> list[Entry]:
    """The entries of these ids, in their order."""
    table = {entry.id: entry for entry in entries}
    return [table[id] for id in ids if id in table]


def about_them(text: str, to: Recipient) -> bool:
    """Whether words are about the recipient, or of the two."""
    return mentions(text, to) or bool(re.search(r"\b(?:we|us|our)\b", text, re.IGNORECASE))
