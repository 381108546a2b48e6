"""How much of a question a few sentences cover: unit by unit, with whom each word belongs to.

Guarantees: pure; `Coverage.share` is between 0 and 1.
Does not: decide; `judge` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from samantha.memory.ask import Ask, Wants
from samantha.memory.topics import KIN, ROLES, excludes, likeness
from samantha.memory.when import Day, days_in
from samantha.memory.whose import CALENDAR, NOBODY, SELF, clash, holders, name_marks
from samantha.memory.words import FUNCTION, LIGHT, Word, sentences, stem, words

Near: TypeAlias = Callable[[str, str], float]
"""Similarity of two words in lower case, -1 to 1, from word vectors."""
Aliases: TypeAlias = Mapping[str, frozenset[str]]


def far(_a: str, _b: str) -> float:
    """Without word vectors no two words are near."""
    return 0.0


DIET = "*diet"
"""The unit for everything that asks what somebody must not eat."""
AGE = "*age"
JOB = "*job"

_DIET_ASKED = re.compile(
    r"\b(?:allerg\w*|intoleran\w*|dietary|diet)\b|"
    r"\b(?:can(?:no|'?)t|must ?n[o']?t|mustn't|must not|should(?:n't| not)|not allowed|avoid|won't|doesn't|don't|not|never|safe|careful|leave out|keep out|off limits)\b"
    r".*\b(?:eat|have|cake|food|cook|serve|bake|dinner|lunch|meal|recipe|dish|go in|put in|feed|drink|menu|biscuits?|cookies?|bread|eating|snacks?|dessert|party food)\b",
    re.IGNORECASE,
)
_DIET_TOLD = re.compile(
    r"\b(?:allerg\w*|intoleran\w*|c(?:o)?eliac|vegan|vegetarian|anaphyla\w*|epi-?pen|lactose|gluten|diabetic|halal|kosher|react\w*|swells? up|hives)\b|"
    r"\b(?:can(?:no|'?)t|must ?n[o']?t|mustn't|must not|not allowed|avoids?|won't|doesn't|don't|never|no|stopped|gave up|makes? (?:me|her|him|them) ill)\b"
    r".*\b(?:eat\w*|touch|have|nuts?|milk|eggs?|cheese|wheat|shellfish|dairy|meat|fish|pork|sugar|peanuts?|prawns?|drink\w*)\b",
    re.IGNORECASE,
)
_JOB_ASKED = re.compile(
    r"\bfor a living\b|\bwhat (?:does|do) (?:(?!you)[\w']+ ){1,4}do\s*(?:for work|now|these days)?\W*$|\bwhat(?:'s| is) .*\b(?:job|profession|occupation)\b",
    re.IGNORECASE,
)
_AGE_TOLD = re.compile(
    r"\b(?:old|aged?|years?|turn(?:s|ed|ing)?|birthday|born|months?)\b|\b(?:is|am|'m|'s|are) (?:only |just |nearly |almost )?(?:\d+|\w+teen|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)

_TYPE_WORDS: Mapping[Wants, str] = {
    "name": "call name named know",
    "who": "person people name",
    "when": "when date time day month year week weekday hour long usually scheduled planned",
    "where": "place location whereabouts spot city town country village address exactly based located",
    "number": "number many much figure amount old age exactly long",
    "colour": "colour shade",
    "what": "kind type sort thing breed make brand exactly",
    "yes_no": "",
    "why": "reason",
    "how": "way",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a question names."""

    stem: str
    low: str
    weight: float
    rank: str
    """name, kin, day, number, content or light."""
    holder: frozenset[str] = NOBODY


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart."""

    ask: Ask
    units: tuple[Unit, ...]
    stems: frozenset[str]
    """Every stem of the question, so that an answer can be told from an echo."""
    days: tuple[Day, ...] = ()
    subject: frozenset[str] = NOBODY


@dataclass(frozen=True, slots=True)
class Window:
    """One or two sentences of a line that might answer."""

    text: str
    items: tuple[Word, ...]
    holders: tuple[frozenset[str], ...]
    names: tuple[bool, ...]
    days: tuple[Day, ...]
    around: frozenset[str] = NOBODY
    """Names and relations spoken of just before, in lower case, for a he or she in here."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a window covers of a question."""

    window: Window
    share: float
    missing: tuple[str, ...] = ()
    marks: frozenset[int] = field(default_factory=frozenset[int])
    """Indices of the window's words that matched."""


def build_question(ask: Ask, days: Sequence[Day] = ()) -> Question:
    """Take `ask` apart; `days` are the dates it speaks of."""
    items = words(ask.question)
    names = name_marks(items)
    held = holders(items)
    dropped = {stem(low) for low in _TYPE_WORDS[ask.wants].split()}
    units = [
        unit
        for n, word in enumerate(items)
        if word.stem not in dropped and (unit := _unit(word, names[n], held[n])) is not None
    ]
    units = _intents(ask, units)
    subject = next((h for h in held if h), NOBODY)
    return Question(ask, tuple(dict.fromkeys(units)), frozenset(w.stem for w in items), tuple(days), subject)


def _unit(word: Word, named: bool, holder: frozenset[str]) -> Unit | None:
    if named:
        return Unit(word.stem, word.low, 1.2, "name", holder)
    if word.stem in FUNCTION or word.low in FUNCTION or (len(word.low) < 2 and not word.number):
        return None
    if word.stem in KIN or word.stem in ROLES:
        return Unit(word.stem, word.low, 1.2, "kin", holder)
    if word.low in CALENDAR:
        return Unit(word.stem, word.low, 0.8, "day", holder)
    if word.number:
        return Unit(word.stem, word.low, 0.8, "number", holder)
    if word.stem in LIGHT:
        return Unit(word.stem, word.low, 0.25, "light", holder)
    return Unit(word.stem, word.low, 1.0, "content", holder)


def _intents(ask: Ask, units: list[Unit]) -> list[Unit]:
    """Put one unit for what is really asked in the place of words that an answer need not hold."""
    text = ask.question.replace("’", "'")
    holder = next((unit.holder for unit in units if unit.holder), NOBODY)
    if _DIET_ASKED.search(text):
        names = [unit for unit in units if unit.rank in {"name", "kin"}]
        rest = [unit for unit in units if unit.rank == "content" and not _foodlike(unit.stem)]
        whose = (
            frozenset(unit.low for unit in names if unit.rank == "name")
            or frozenset(unit.stem for unit in names)
            or holder
        )
        whose = whose or (frozenset({SELF}) if re.search(r"\b(?:i|me|my)\b", text, re.IGNORECASE) else NOBODY)
        return [*names, *rest, Unit(DIET, DIET, 1.0, "content", whose)]
    if _JOB_ASKED.search(text):
        names = [unit for unit in units if unit.rank in {"name", "kin"}]
        whose = frozenset(unit.low for unit in names if unit.rank == "name") or frozenset(unit.stem for unit in names)
        return [*names, Unit(JOB, JOB, 1.0, "content", whose or frozenset({SELF}))]
    if re.search(r"\bhow old\b|\b(?:what|which) age\b", text, re.IGNORECASE):
        return [*units, Unit(AGE, AGE, 1.0, "content", holder)]
    return units


def _foodlike(key: str) -> bool:
    return (
        likeness("food", key) >= 0.5
        or likeness(stem("allergic"), key) >= 0.5
        or key
        in {
            stem("safe"),
            stem("dietary"),
            stem("avoid"),
            stem("serve"),
            stem("party"),
            stem("restriction"),
            stem("requirement"),
        }
    )


def windows_of(
    text: str, speaker: frozenset[str], said: Sequence[Day], before: Sequence[str] = (), *, skip: Callable[[str], bool]
) -> list[Window]:
    """Each sentence of `text` that tells something, alone and with the one before it; `skip` drops sentences.

    `said` resolves its dates, `before` are the texts just before it, for its pronouns.
    """
    around: set[str] = set()
    for earlier in before:
        around |= _people_in(earlier)
    out: list[Window] = []
    last: str | None = None
    for sentence in sentences(text):
        if skip(sentence):
            around |= _people_in(sentence)
            last = None
            continue
        out.append(_window([sentence], speaker, said, frozenset(around)))
        if last is not None:
            out.append(_window([last, sentence], speaker, said, frozenset(around)))
        around |= _people_in(sentence)
        last = sentence
    return out


def _window(parts: list[str], speaker: frozenset[str], said: Sequence[Day], around: frozenset[str]) -> Window:
    items: list[Word] = []
    held: list[frozenset[str]] = []
    names: list[bool] = []
    for part in parts:
        ws = words(part)
        items += ws
        held += holders(ws, speaker)
        names += name_marks(ws)
    text = " ".join(parts)
    return Window(
        text, tuple(items), tuple(held), tuple(names), tuple(days_in(text, said[0] if said else None)), around
    )


def _people_in(text: str) -> set[str]:
    out: set[str] = set()
    for sentence in sentences(text):
        ws = words(sentence)
        marks = name_marks(ws)
        out |= {w.low for w, named in zip(ws, marks, strict=True) if named}
        out |= {w.stem for w in ws if w.stem in KIN or w.stem in ROLES}
    return out


def cover(question: Question, window: Window, aliases: Aliases, near: Near = far) -> Coverage:
    """How much of `question` stands in `window`. A unit that must be there and is not ends it at 0."""
    total = got = strongest = 0.0
    missing: list[str] = []
    marks: set[int] = set()
    contents = 0
    for unit in question.units:
        value, at = _cover_unit(unit, question, window, aliases, near)
        if value < 0:
            return Coverage(window, 0.0, (unit.low,))
        marks |= at
        total += unit.weight
        got += unit.weight * value
        if unit.rank in {"content", "day", "number"}:
            contents += 1
            strongest = max(strongest, value)
            if value < 0.45:
                missing.append(unit.low)
        elif unit.rank in {"name", "kin"} and value < 0.8:
            return Coverage(window, 0.0, (unit.low,))
    if contents and (strongest < 0.7 or len(missing) > (contents - 1) // 2):
        return Coverage(window, 0.0, tuple(missing))
    return Coverage(window, got / total if total else 0.0, tuple(missing), frozenset(marks))


def _cover_unit(
    unit: Unit, question: Question, window: Window, aliases: Aliases, near: Near
) -> tuple[float, frozenset[int]]:
    if unit.rank == "name":
        return _cover_name(unit, window, aliases)
    if unit.stem in {DIET, AGE, JOB}:
        return _cover_intent(unit, window, aliases)
    if unit.rank == "day" and any(day.matches(other) for day in question.days for other in window.days):
        return 1.0, frozenset()
    best, at, clashed, excluded = 0.0, NOBODY_AT, False, False
    for n, word in enumerate(window.items):
        value = _pair(unit, word, near)
        if value <= 0:
            excluded = excluded or excludes(unit.stem, word.stem)
            continue
        if unit.rank in {"content", "kin", "light"} and clash(unit.holder, window.holders[n], aliases):
            clashed = clashed or value >= 0.8
            continue
        if value > best:
            best, at = value, frozenset({n})
    if unit.rank == "kin" and best < 0.8 and _kin_by_alias(unit, window, aliases):
        return 0.95, NOBODY_AT
    if unit.rank in {"day", "number"} and best < 1.0 and excluded:
        return -1.0, NOBODY_AT
    if best < 0.8 and (clashed or (excluded and unit.rank == "content")):
        return 0.0, NOBODY_AT
    return best, at


NOBODY_AT: frozenset[int] = frozenset()


def _pair(unit: Unit, word: Word, near: Near) -> float:
    if word.stem == unit.stem:
        return 1.0
    if unit.rank in {"day", "number"}:
        return 0.0
    value = likeness(unit.stem, word.stem)
    if unit.rank == "kin":
        return value if value >= 0.8 else 0.0
    if value < 0.8 and unit.rank == "content" and word.stem not in FUNCTION and not excludes(unit.stem, word.stem):
        value = max(value, min(0.85, (near(unit.low, word.low) - 0.25) * 1.7))
    return value


def _cover_name(unit: Unit, window: Window, aliases: Aliases) -> tuple[float, frozenset[int]]:
    for n, word in enumerate(window.items):
        if word.low == unit.low:
            return 1.0, frozenset({n})
    for n, word in enumerate(window.items):
        if window.names[n] and _nick(unit.low, word.low):
            return 0.95, frozenset({n})
    known = aliases.get(unit.low, NOBODY)
    for n, word in enumerate(window.items):
        if word.stem in known and window.holders[n] & {SELF}:
            return 0.95, frozenset({n})
    pronoun = any(
        word.low in {"he", "she", "they", "him", "her", "his", "hers", "their", "them", "it", "its", "there"}
        for word in window.items
    )
    if pronoun and (unit.low in window.around or known & window.around):
        return 0.9, NOBODY_AT
    return 0.0, NOBODY_AT


def _nick(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and len(long) > len(short) and long.startswith(short) and len(long) - len(short) <= 5


def _kin_by_alias(unit: Unit, window: Window, aliases: Aliases) -> bool:
    names = aliases.get(unit.stem, NOBODY)
    if any(word.low in names for word in window.items):
        return True
    pronoun = any(
        word.low in {"he", "she", "they", "him", "her", "his", "hers", "their", "them"} for word in window.items
    )
    return pronoun and (unit.stem in window.around or bool(names & window.around))


def _cover_intent(unit: Unit, window: Window, aliases: Aliases) -> tuple[float, frozenset[int]]:
    if unit.stem == DIET:
        match = _DIET_TOLD.search(window.text.replace("’", "'"))
    elif unit.stem == AGE:
        match = _AGE_TOLD.search(window.text.replace("’", "'"))
    else:
        match = None
        for n, word in enumerate(window.items):
            if max(likeness("work", word.stem), likeness(stem("job"), word.stem)) >= 0.9 or word.stem in ROLES:
                if not clash(unit.holder, window.holders[n], aliases):
                    return 0.9, frozenset({n})
        return 0.0, NOBODY_AT
    if match is None:
        return 0.0, NOBODY_AT
    n = len(words(window.text[: match.start()]))
    holder = window.holders[min(n, len(window.holders) - 1)] if window.holders else NOBODY
    if clash(unit.holder, holder, aliases):
        return 0.0, NOBODY_AT
    return 0.9, frozenset({n})
