"""How much of a question one or two sentences cover: unit by unit, minding whom each word belongs to.

Guarantees: pure; `Coverage.share` is between 0 and 1, and 0 when somebody or something that must be there is not.
Does not: decide; `judge` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from samantha.memory.intents import BY_NAME, JOB, MONEY, is_trade
from samantha.memory.topics import OF, excludes, likeness
from samantha.memory.units import Question, Unit
from samantha.memory.whose import NOBODY, SELF, THIRD, clash, same_person
from samantha.memory.windows import Window
from samantha.memory.words import FUNCTION, Word, stem, words

Near: TypeAlias = Callable[[str, str], float]
"""Similarity of two words in lower case, -1 to 1, from word vectors."""
Aliases: TypeAlias = Mapping[str, frozenset[str]]
_At: TypeAlias = tuple[float, frozenset[int]]

SURE = 0.8
"""From here a unit counts as there."""
HALF = 0.45
"""Below here it counts as missing."""
STRONG = 0.7
"""The best covered word of the question must reach this: a topic in common is not enough."""


def far(_a: str, _b: str) -> float:
    """Without word vectors no two words are near."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a window covers of a question."""

    window: Window
    share: float
    missing: tuple[str, ...] = ()
    marks: frozenset[int] = field(default_factory=frozenset[int])
    """Indices of the window's words that matched."""


def cover(question: Question, window: Window, aliases: Aliases, near: Near = far) -> Coverage:
    """How much of `question` stands in `window`."""
    total = got = 0.0
    values: list[tuple[Unit, float]] = []
    marks: set[int] = set()
    for unit in question.units:
        value, at = cover_unit(unit, question, window, aliases, near)
        if value < SURE and unit.rank == "name" and _in_a_they(unit, question, window):
            value = SURE
        if (value < 0 and unit.rank != "kind") or (unit.rank in {"name", "kin"} and value < SURE):
            return Coverage(window, 0.0, (unit.low,))
        marks |= at
        total += unit.weight
        got += unit.weight * max(0.0, value)
        values.append((unit, value))
    missing = _missing(values)
    if missing is None:
        return Coverage(window, 0.0)
    return Coverage(window, got / total if total else 0.0, tuple(missing), frozenset(marks))


_TOGETHER = frozenset("they them we us our their both".split())


def _in_a_they(unit: Unit, question: Question, window: Window) -> bool:
    """Of two who are named, one may be told as "they": "Peter rang: they're coming at noon"."""
    lows = {word.low for word in window.items}
    others = {other.low for other in question.units if other.rank == "name" and other != unit}
    return bool(others & lows) and bool(_TOGETHER & lows)


def _missing(values: list[tuple[Unit, float]]) -> list[str] | None:
    """The words left uncovered; None when they are too many, or nothing but a topic is in common."""
    contents = [(unit, value) for unit, value in values if unit.rank in {"content", "rare", "day", "number", "intent"}]
    kinds = [(unit, value) for unit, value in values if unit.rank == "kind"]
    if any(value < 0 for _, value in kinds):
        return None
    if not contents:
        contents = kinds
    if not contents:
        return []
    missing = [unit.low for unit, value in contents if value < HALF]
    plain = (
        [value for unit, value in contents if unit.rank in {"content", "kind"}]
        or [value for unit, value in contents if unit.rank == "intent"]
        or [value for _, value in contents]
    )
    if max(plain) < STRONG or len(missing) > (len(contents) - 1) // 2:
        return None
    if any(unit.rank == "intent" and value < HALF for unit, value in contents):
        return None
    return missing


def cover_unit(unit: Unit, question: Question, window: Window, aliases: Aliases, near: Near = far) -> _At:
    """How plainly a unit stands in the window, and at which words; below 0 when something else stands in its place."""
    if unit.rank == "name":
        return _cover_name(unit, window, aliases)
    if unit.rank == "intent":
        return _cover_intent(unit, question, window, aliases)
    if unit.rank == "kin":
        return _cover_kin(unit, window, aliases)
    if unit.rank in {"day", "number"}:
        return _cover_day(unit, question, window)
    return _cover_word(unit, window, aliases, near)


def _cover_day(unit: Unit, question: Question, window: Window) -> _At:
    """A day or a number must be the very one; another one of its kind is a different matter."""
    if any(day.matches(other) for day in question.days for other in window.days):
        return 1.0, NOWHERE
    at = frozenset(n for n, word in enumerate(window.items) if word.stem == unit.stem)
    if at:
        return 1.0, at
    return (-1.0 if any(excludes(unit.stem, word.stem) for word in window.items) else 0.0), NOWHERE


def _cover_word(unit: Unit, window: Window, aliases: Aliases, near: Near) -> _At:
    if unit.low in window.sender:
        return 0.9, NOWHERE
    best, at, refused = 0.0, NOWHERE, False
    for n, word in enumerate(window.items):
        value = _pair(unit, word, near)
        if word.stem == _MOVE and value < 1 and not window.holders[n]:
            continue  # a course that moved to Tuesdays lives nowhere
        if value <= 0:
            refused = refused or excludes(unit.stem, word.stem)
        elif clashes(unit, word, window.holders[n], aliases):
            refused = refused or value >= SURE
        elif value > best:
            best, at = value, frozenset({n})
    if best < SURE and refused and unit.rank != "light":
        return (-1.0 if unit.rank == "kind" else 0.0), NOWHERE
    return best, at


def clashes(unit: Unit, word: Word, holder: frozenset[str], aliases: Aliases) -> bool:
    """`word`, which is `holder`'s, cannot be meant by a unit of somebody else."""
    if unit.holder == _SOMEBODY and word.stem != unit.stem:
        return False  # "who taught me" and "my teacher" are the same from two sides
    asked = unit.holder if word.stem == unit.stem or not unit.also else unit.holder | unit.also
    return clash(asked, holder, aliases)


_MOVE = stem("move")
_SOMEBODY = frozenset({THIRD})
NOWHERE: frozenset[int] = frozenset()


def _pair(unit: Unit, word: Word, near: Near) -> float:
    if word.stem == unit.stem:
        return 1.0
    value = likeness(unit.stem, word.stem)
    if value >= SURE or unit.rank == "light" or word.stem in FUNCTION or excludes(unit.stem, word.stem):
        return value
    return max(value, min(0.85, (near(unit.low, word.low) - 0.45) * 4))


def _cover_name(unit: Unit, window: Window, aliases: Aliases) -> _At:
    for n, word in enumerate(window.items):
        if word.low == unit.low:
            return 1.0, frozenset({n})
    if unit.low in window.sender:
        return 0.9, NOWHERE
    for n, word in enumerate(window.items):
        if window.names[n] and _nick(unit.low, word.low):
            return 0.95, frozenset({n})
    known = aliases.get(unit.low, NOBODY)
    for n, word in enumerate(window.items):
        if word.stem in known and window.holders[n] & {SELF}:
            return 0.95, frozenset({n})
    if window.pronoun and (unit.low in window.around or known & window.around):
        return 0.9, NOWHERE
    return 0.0, NOWHERE


def _nick(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and len(long) > len(short) and long.startswith(short) and len(long) - len(short) <= 5


def _cover_kin(unit: Unit, window: Window, aliases: Aliases) -> _At:
    for n, word in enumerate(window.items):
        if same_person(unit.stem, word.stem) and not clash(unit.holder, window.holders[n], aliases):
            return 1.0 if word.stem == unit.stem else 0.9, frozenset({n})
    names = aliases.get(unit.stem, NOBODY) if unit.holder & {SELF} or not unit.holder else NOBODY
    at = frozenset(n for n, word in enumerate(window.items) if word.low in names)
    if at:
        return 0.95, at
    if window.pronoun and (unit.stem in window.around or names & window.around):
        return 0.9, NOWHERE
    return _cover_composed(unit, window, aliases)


def _cover_composed(unit: Unit, window: Window, aliases: Aliases) -> _At:
    """ "My sister Rachel ... their little boy": he is the nephew."""
    stems = {word.stem: n for n, word in enumerate(window.items)}
    spoken = set(stems) | window.around | {word.low for word in window.items}
    for one, other in OF.get(unit.stem, ()):
        if one in stems and (other in spoken or aliases.get(other, NOBODY) & spoken):
            return 0.85, frozenset({stems[one]})
    return 0.0, NOWHERE


def _cover_intent(unit: Unit, question: Question, window: Window, aliases: Aliases) -> _At:
    intent = BY_NAME[unit.stem]
    plain = window.text.replace("’", "'")
    places = {len(words(plain[: match.start()])) for match in intent.told.finditer(plain)}
    if intent is JOB:
        lows = [word.low for word in window.items]
        places |= {
            n
            for n, word in enumerate(window.items)
            if is_trade(word.stem) and {"a", "an", "as"} & set(lows[max(0, n - 2) : n])
        }
    composed = any(person.stem in OF for person in question.people)
    for place in sorted(places):
        n = min(place, len(window.items) - 1)
        holder = window.holders[n] or (window.holders[n + 1] if n + 1 < len(window.items) else NOBODY)
        if intent.personal and not holder:
            continue
        if intent is MONEY or composed or not clash(unit.holder, holder, aliases):
            return 0.9, frozenset({n})
    return 0.0, NOWHERE
