"""The words around what she says unasked: what waves it off, what tells of grief, and her own plain sentences.

Guarantees: pure; the same languages everywhere; every sentence of hers passes the gates (a test holds it to that).
Does not: decide whether anything is said; `care.reserves` does.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from samantha.care.languages import LANGUAGES, load
from samantha.care.tongue import DEFAULT, finds, fold

Heavy: TypeAlias = Literal["grief", "upset"]
Saying: TypeAlias = Literal["own", "today", "tomorrow", "soon", "silence", "left_alone"]
"""own: on the person's birthday. today, tomorrow, soon: somebody's. silence: somebody has not come up for long.
left_alone: after it was waved off."""
_FILE = "unasked"
_SHORT = 16
"""Words of an answer that may wave off; who tells more than that is telling."""


def waves_off(said: str) -> bool:
    """Whether `said`, the answer to something unasked, asks to leave it alone."""
    return len(said.split()) <= _SHORT and finds(_FILE, fold(said), "heard", "waves_off") is not None


def heavy(said: str) -> Heavy | None:
    """Whether `said` tells of a death or a parting, or of a bad hour; None: of neither."""
    text = fold(said)
    if finds(_FILE, text, "heard", "grief"):
        return "grief"
    return "upset" if finds(_FILE, text, "heard", "upset") else None


def saying(which: Saying, language: str = DEFAULT, /, **filled: str) -> str:
    """Her sentence `which`, its fields filled; in English for a language without words of its own."""
    table: Any = load(language if language in LANGUAGES else DEFAULT, _FILE)["says"][which]
    return str(table[0]).format(**filled)
