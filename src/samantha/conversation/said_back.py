"""A few of the person's own words said back, by rule: "In the attic." to somebody who found letters there.

Guarantees: pure; no word that they did not say, but for "your" where they said "my"; at most six words, and never the
whole of what they said.
Does not: restate a sentence: a small brain bends it, and a whole sentence said back is a tic.
"""

from __future__ import annotations

import re

from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import sentences

MOST_WORDS = 6
FEWEST_WORDS = 5
"""A shorter sentence is not told to have a piece of it said back."""
_NAMES = "|".join((*DAYS, *MONTHS))
_NUMBER = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|a hundred|half an?|an?|one)"
)
_SPAN = r"(?:minutes|hours?|days?|weeks?|months?|years?|times|people|kilometres|miles)"
_NO_PART = "and but or so to for when that because with in on at".replace(" ", r"\b|")
_THING = rf"[a-z][a-z'-]+(?: (?!{_NO_PART}\b)[a-z][a-z'-]+)?"
_BACK = re.compile(
    rf"\b(?:(?:in front of|next to) (?:everyone|everybody|the [a-z]+|all of them|(?:my|our) [a-z]+)"
    rf"|(?:after|for|in|within) {_NUMBER} {_SPAN}"
    rf"|(?:in|on|by|under|behind|across|over|through|near) (?:the|my|our) {_THING}"
    rf"|(?:to|in|from) (?!(?:{_NAMES})\b)[A-Z][a-z]+"
    rf"|on (?:{'|'.join(DAYS)})"
    rf"|on the (?:first|second|third|fourth|fifth|last) [a-z]+"
    rf"|by (?:text message|letter|phone|email|myself)"
    rf"|without (?:a word|[a-z]+ing(?: goodbye)?|me)"
    rf"|all (?:day|night|week|morning|evening|alone)"
    rf"|for the (?:first|last|second|third) time)"
    r"(?=(?: (?:today|tonight|yesterday|again|(?:this|last) \w+))?\s*(?:[.,;:!?]|$))"
)
_OBJECT = re.compile(
    r"(?<!\bwith)(?<!\bto)(?<!\bfor)(?<!\bfrom)(?<!\bby)(?<!\bin)(?<!\bat)(?<!\bon)(?<!\bthan)(?<!\bof)(?<!\bpast) "
    r"((?:an?|the|my|our|another|two|three) (?:[a-z][a-z'-]*(?: of)? ){0,2}[a-z][a-z'-]+)$"
)
"""What a sentence ends with: "a jar of honey", "my old cat"."""
_END = re.compile(r"(?: (?:today|tonight|yesterday|again|(?:this|last) \w+))?\s*[.!]*$")
_NO_OBJECT = frozenset(
    "is was are were will would has have had be been being and but or that who which when where if to not it me him "
    "her us them you i he she we they bit lot while day time first last so too very again really just all".split()
)
_TURN = (("myself", "yourself"), ("my", "your"), ("our", "your"), ("me", "you"))


def say_back(heard: str) -> str:
    """The last telling place, time or measure of `heard` as a sentence of its own, or an empty text.

    An exclamation stays one: "On the fourth try!"
    """
    for sentence in reversed(sentences(heard)):
        found = [match.group() for match in _BACK.finditer(sentence)] or _objects(sentence, heard)
        if sentence.endswith("?") or not found:
            continue
        words = found[-1].split()
        if len(words) > MOST_WORDS or len(words) + 2 > len(sentence.split()):
            continue
        turned = [dict(_TURN).get(word, word) for word in words]
        text = " ".join(turned)
        return text[0].upper() + text[1:] + ("!" if sentence.endswith("!") else ".")
    return ""


def _objects(sentence: str, heard: str) -> list[str]:
    """What the sentence ends with, where it is a thing, and the sentence is plain and all that was said."""
    if sentence != heard.strip() or "," in sentence or len(sentence.split()) < FEWEST_WORDS:
        return []
    return [thing for thing in _OBJECT.findall(_END.sub("", sentence)) if not _NO_OBJECT & set(thing.split())]
