"""Does a sentence hold an answer of the kind that was asked for, beyond the question's own words?

Guarantees: pure. Says yes only when it can point at a word.
Does not: check that it is the right answer; `cover` and `judge` do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from samantha.memory.ask import Wants
from samantha.memory.cover import Coverage
from samantha.memory.intents import AGE, LONG
from samantha.memory.topics import KIN, KNOWN, ROLES, likeness
from samantha.memory.units import Question
from samantha.memory.whose import CALENDAR
from samantha.memory.words import FUNCTION, LIGHT, Word, stem, stems_of

_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|today|tonight|tomorrow|yesterday|weekends?|noon|midday|"
    r"midnight|morning|afternoon|evening|"
    r"next (?:week|month|year|spring|summer|autumn|winter|term)|last (?:week|month|year|night|spring|summer|autumn|"
    r"winter)|this (?:week|month|year)|"
    r"(?:in|for|after|within|since) (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+|a few|"
    r"a couple of) (?:minutes?|hours?|days?|weeks?|months?|years?)|"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?) ago|christmas|easter|new year|spring|summer|autumn|winter|"
    r"the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|twentieth|thirtieth)(?= of| day|"
    r"\W|$)|\d{1,2}(?:st|nd|rd|th)|\d{1,2}[:.]\d\d|\d{1,2} ?(?:am|pm|a\.m|p\.m|o'clock)|(?:19|20)\d\d|"
    r"(?:at|by|around|about|until|till|from|before|after|past|to) (?:half past |quarter (?:past|to) )?(?:one|two|"
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})|"
    r"half past|quarter (?:past|to)|half (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|"
    r"\d{1,2}/\d{1,2}|every (?:day|night|week|month|year)|daily|weekly)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:at|in|on|to|near|from|behind|under|underneath|beneath|by|inside|beside|above|below|opposite|outside|next|"
    r"over|between|around|round|upstairs|downstairs|home|with|of|off|through|across)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:because|'?cause|since|so (?:that|i|we|he|she|they|it)|due to|reason|thanks to|in order to|to avoid|"
    r"that's why|after i|when i)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:call(?:ed|ing)?|(?:re)?named?|name is|name's|name was|name of|known as|nickname)\b", re.IGNORECASE
)
_FEW = frozenset(
    [
        "a",
        "an",
        "one",
        "twin",
        "twins",
        "couple",
        "pair",
        "both",
        "several",
        "few",
        "dozen",
        "half",
        "once",
        "twice",
        "no",
    ]
)
_ACTS = stems_of(
    """help see do go get make take buy visit pick collect meet ask call check pay read write clean move sleep stay wait
    watch finish try find keep leave stop walk drive sit stand listen change turn sign send bring carry cut fix win lose
    save spend hear feel hide show join run sell lend borrow order cook bake drink choose celebrate practise practice"""
)
_PLACE_LEAD = frozenset(["the", "a", "an", "my", "our", "his", "her", "their", "this", "that"])
_SOFT = frozenset(
    stem(low)
    for low in [
        "be",
        "do",
        "have",
        "today",
        "yesterday",
        "morning",
        "really",
        "lovely",
        "nice",
        "funny",
        "happy",
        "sad",
        "good",
        "bad",
        "long",
        "so",
        "then",
        "just",
    ]
)


def answers(question: Question, found: Coverage) -> float:
    """How well the window answers in kind: 0 not at all, 1 plainly."""
    return _CHECKS[question.ask.wants](question, found)


def _new(question: Question, word: Word) -> bool:
    """It says something that the question did not."""
    return word.stem not in question.stems and word.stem not in FUNCTION


def _new_names(question: Question, found: Coverage) -> list[int]:
    window = found.window
    return [
        n
        for n, word in enumerate(window.items)
        if window.names[n] and word.low not in {w.low for w in question.units} and _new(question, word)
    ]


def _name(question: Question, found: Coverage) -> float:
    window = found.window
    fresh = [n for n in _new_names(question, found) if not window.items[n].owner]
    called = _CALLED.search(window.text.replace("’", "'"))
    if fresh:
        near = _next_to(fresh, found) or (not question.people and _beside(fresh, found))
        return 1.0 if called or near else 0.3
    if called:
        rest = window.text[called.end() :].strip(" :\"“'‘")
        return (
            0.8
            if rest and rest.split()[0].lower().strip(".,!") not in {"to", "back", "it", "me", "the", "a", "again"}
            else 0.0
        )
    return _lower_name(question, found)


def _lower_name(question: Question, found: Coverage) -> float:
    """A name typed small: an unknown word right after the relation, as in "my sister rachel"."""
    items = found.window.items
    for n in found.marks:
        if items[n].stem in KIN and n + 1 < len(items):
            after = items[n + 1]
            if (
                not after.capital
                and after.stem not in FUNCTION
                and after.stem not in LIGHT
                and not after.low.endswith(("ed", "ing", "s", "ly"))
                and n + 2 < len(items)
            ):
                return 0.6
    return 0.0


ORGANISED = 6
"""Words between a thing and its name: "I work as a paralegal at Holm & Partners"."""
_LINKS = stems_of("be my our the a an his her their mr mrs ms dr your and upstairs downstairs old little big")


def _beside(fresh: list[int], found: Coverage) -> bool:
    items = found.window.items
    return any(
        n > 0 and items[n - 1].low in {"at", "for", "with"} and abs(n - at) <= ORGANISED
        for n in fresh
        for at in found.marks
    )


def _next_to(fresh: list[int], found: Coverage) -> bool:
    """A new name stands right beside a word that matched: "my sister Rachel", "her teacher is Mrs. Kowalczyk"."""
    items, names = found.window.items, found.window.names
    for n in fresh:
        for at in found.marks:
            between = range(min(n, at) + 1, max(n, at))
            if len(between) <= 4 and all(names[k] or items[k].stem in _LINKS for k in between):
                return True
    return False


def _who(question: Question, found: Coverage) -> float:
    window = found.window
    subjects = [unit for unit in question.units if unit.rank == "name"]
    if subjects and len(question.units) == len(subjects):
        return _who_is(question, found)
    if _new_names(question, found):
        return 1.0
    for word in window.items:
        if (word.stem in KIN or word.stem in ROLES) and word.stem not in question.stems:
            return 0.9
    if _small_name(question, found):
        return 0.7
    if re.search(r"\b(?:a|an|the|some) (?:man|woman|girl|boy|guy|lady|couple|stranger)\b", window.text, re.IGNORECASE):
        return 0.7
    return 0.0


def _small_name(question: Question, found: Coverage) -> bool:
    """A name typed small after a word that somebody follows: "lent the drill to pavel"."""
    items = found.window.items
    return any(
        before.low in _SOMEBODY_NEXT
        and _new(question, word)
        and word.stem not in LIGHT
        and word.stem not in KNOWN
        and len(word.low) > 2
        and not word.number
        and word.low not in CALENDAR
        for before, word in pairwise(items)
    )


_SOMEBODY_NEXT = frozenset("to with from by called named met saw gave lent and for than".split())
_WHO_IS = (
    r"(?:,? (?:is|was|'s|are|who is|who's),? (?:my|our|a|an|the|one of|from|in|\w+'s)\b|, (?:my|our|the|a|an|"
    r"who|from)\b| from (?:work|school|the)\b)"
)


def _who_is(question: Question, found: Coverage) -> float:
    """ "Who is Tom?" is answered by what he is, not by what he did."""
    window = found.window
    text = window.text.replace("’", "'")
    for unit in question.units:
        name = re.escape(unit.low)
        if re.search(rf"\b{name}\b{_WHO_IS}", text, re.IGNORECASE):
            return 1.0
        if re.search(
            rf"\b(?:my|our|the|his|her|their|\w+'s) (?:\w+ ){{1,3}}?(?:is |was |called |named |,)* ?{name}\b",
            text,
            re.IGNORECASE,
        ):
            return 1.0
    near = {
        n + step
        for n, word in enumerate(window.items)
        if word.low in {u.low for u in question.units}
        for step in (-2, -1, 1, 2)
    }
    if any(0 <= n < len(window.items) and (window.items[n].stem in KIN or window.items[n].stem in ROLES) for n in near):
        return 0.9
    return 0.0


def _when(question: Question, found: Coverage) -> float:
    known = {unit.low for unit in question.units if unit.rank in {"day", "number"}}
    for match in _WHEN.finditer(found.window.text.replace("’", "'")):
        text = match.group()
        if text == "may" or text.lower() in known:
            continue
        return 1.0
    return 0.0


def _where(question: Question, found: Coverage) -> float:
    if _new_names(question, found):
        return 1.0
    items = found.window.items
    for n, word in enumerate(items):
        if word.low == "to" and n + 1 < len(items) and not _to_somewhere(items[n + 1], found.window.names[n + 1]):
            continue
        if _WHERE.fullmatch(word.low) and any(
            _new(question, w) and w.stem not in LIGHT and w.low not in CALENDAR and not w.number
            for w in items[n : n + 4]
        ):
            return 0.9
    return 0.3 if any(_new(question, word) for word in items) else 0.0


def _to_somewhere(after: Word, named: bool) -> bool:
    """ "to" leads to a place, not to a deed: "to the lake", "to brno", but not "to help him"."""
    strange = after.stem not in KNOWN and after.stem not in LIGHT and after.stem not in FUNCTION
    return named or after.low in _PLACE_LEAD or (strange and after.stem not in _ACTS)


def _counts(word: Word) -> bool:
    """A number, but not a day of the month."""
    return word.number and not re.fullmatch(r"\d+(?:st|nd|rd|th)", word.low)


def _number(question: Question, found: Coverage) -> float:
    if question.intent is LONG:
        return 1.0
    numbers = [
        word
        for word in found.window.items
        if (_counts(word) or word.low in {"half", "quarter", "dozen"}) and word.stem not in question.stems
    ]
    if numbers:
        return 1.0
    if question.intent is AGE:
        return 0.0
    return (
        0.6
        if any(word.low in _FEW for word in found.window.items)
        and re.search(r"\bhow many\b", question.ask.question, re.IGNORECASE)
        else 0.0
    )


def _colour(question: Question, found: Coverage) -> float:
    return (
        1.0
        if any(
            likeness(stem("colour"), word.stem) >= 0.9 and _new(question, word) and word.stem != stem("painted")
            for word in found.window.items
        )
        else 0.0
    )


def _what(question: Question, found: Coverage) -> float:
    fresh = [
        word
        for word in found.window.items
        if _new(question, word) and word.stem not in LIGHT and word.stem not in _SOFT and not word.number
    ]
    fresh += [word for word in found.window.items if word.number and word.stem not in question.stems]
    names = {unit.low for unit in question.units if unit.rank in {"name", "kin"}}
    return 1.0 if any(word.low not in names for word in fresh) else 0.0


def _any(question: Question, found: Coverage) -> float:
    return 1.0 if found.window.items else 0.0


def _why(question: Question, found: Coverage) -> float:
    return 1.0 if _WHY.search(found.window.text) else 0.3


_CHECKS: dict[Wants, Callable[[Question, Coverage], float]] = {
    "name": _name,
    "who": _who,
    "when": _when,
    "where": _where,
    "number": _number,
    "colour": _colour,
    "what": _what,
    "yes_no": _any,
    "why": _why,
    "how": _any,
}
