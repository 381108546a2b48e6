"""What she says instead of a sentence that was held back: a plain one of our own for each rule, in each language.

Guarantees: pure; every sentence here passes every gate (a test holds it to that); a language without words of its own
gets English.
Does not: know the talk. It is what is left to say when a brain has failed twice.
"""

from __future__ import annotations

from typing import Any

from samantha.care.gates import Rule
from samantha.care.languages import LANGUAGES, load
from samantha.care.tongue import DEFAULT


def instead(rule: Rule, language: str = DEFAULT) -> str:
    """The plain sentence for `rule`."""
    return words(language, "instead", rule)


def words(language: str, *path: str, turn: int = 0, **filled: str) -> str:
    """The words at `path` of a language's `says` table, `{name}` fields filled; `turn` picks among variants.

    Raises KeyError for a path that no language has, or a field that is not filled.
    """
    table: Any = load(language if language in LANGUAGES else DEFAULT, "says")
    for key in path:
        table = table[key]
    chosen = table if isinstance(table, str) else str(table[turn % len(table)])
    return chosen.format(**filled) if filled else chosen
