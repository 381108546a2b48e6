"""Taking leave: whether the person is going, and a goodbye of our own that lets them.

Guarantees: pure; recognises leaving in every language of `care.languages`, also in stretched letters ("goodniiight");
a goodbye has at most 25 words, asks nothing and passes every gate (`care.gates`; a test holds it to that).
Does not: ask a brain. Small brains say "already?"; the best apps never do (De Freitas et al., 2508.19258).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.languages import LANGUAGES
from samantha.care.plain import words
from samantha.care.tongue import fold, nearness, rule

How: TypeAlias = Literal["plain", "child", "drunk", "delete", "break"]
"""plain; a child; somebody who has drunk; deleting her; leaving her for a time or for people."""
_PIECES = re.compile(r"[^.!?\u2026;\n]+[.!?\u2026;\n]*")
_MOST_PIECES = 4
"""Longer talk is told, not taken leave with; its last pieces are looked at."""
_GONE = "delet install erase losch supprim effac borr elimin cancell apag usun verwijder".split()
"""Beginnings of the words for deleting her."""
_NIGHT, _MORNING, _DAY, _EVENING = 21, 5, 11, 17


@dataclass(frozen=True, slots=True)
class Leaving:
    """The person is going."""

    how: How
    sleep: bool
    """To bed, whatever the hour."""
    language: str


def notice_leaving(said: str, *, minor: bool = False, language: str | None = None) -> Leaving | None:
    """How the person takes leave with `said`, or None. `language` is what she answers in, if it is set."""
    if said.rstrip().endswith("?"):
        return None
    for piece in reversed(_PIECES.findall(said)[-_MOST_PIECES:]):
        found = {} if "?" in piece else _found(piece)
        if found:
            spoken = max(found, key=lambda tongue: nearness(said, tongue))
            return _leaving(found[spoken], said, spoken, minor, language)
    return None


def goodbye(leaving: Leaving, hour: int, turn: int = 0) -> str:
    """The goodbye for `hour` (0 to 23) of the person's day; `turn` picks among the variants."""
    if leaving.how in ("drunk", "delete", "break"):
        return words(leaving.language, "goodbye", leaving.how)
    if leaving.how == "child":
        return words(leaving.language, "goodbye", "child", turn=0 if _is_night(leaving, hour) else 1)
    return words(leaving.language, "goodbye", _time_of_day(leaving, hour), turn=turn)


def _found(piece: str) -> dict[str, How]:
    """The languages in which a piece takes leave, and how."""
    for text in _spellings(piece):
        if any(rule(tongue, "heard", "leaving", "not_now").search(text) for tongue in LANGUAGES):
            continue
        found: dict[str, How] = {tongue: how for tongue in LANGUAGES if (how := _how(text, tongue)) is not None}
        if found:
            return found
    return {}


def _how(text: str, language: str) -> How | None:
    if rule(language, "heard", "leaving", "parting").search(text):
        return "delete" if any(word in text for word in _GONE) else "break"
    return "plain" if rule(language, "heard", "leaving", "takes").search(text) else None


def _leaving(how: How, said: str, spoken: str, minor: bool, language: str | None) -> Leaving:
    text = fold(said)
    if how == "plain" and any(rule(tongue, "heard", "leaving", "drunk").search(text) for tongue in LANGUAGES):
        how = "drunk"
    elif how == "plain" and minor:
        how = "child"
    sleep = rule(spoken, "heard", "leaving", "sleep").search(text) is not None
    return Leaving(how, sleep, language or spoken)


def _spellings(piece: str) -> list[str]:
    """The piece as it is, with stretched letters cut to two, and to one."""
    text = fold(piece)
    return list(dict.fromkeys([text, re.sub(r"(\w)\1{2,}", r"\1\1", text), re.sub(r"(\w)\1+", r"\1", text)]))


def _is_night(leaving: Leaving, hour: int) -> bool:
    return leaving.sleep or hour >= _NIGHT or hour < _MORNING


def _time_of_day(leaving: Leaving, hour: int) -> str:
    if _is_night(leaving, hour):
        return "night"
    if hour < _DAY:
        return "morning"
    return "day" if hour < _EVENING else "evening"
