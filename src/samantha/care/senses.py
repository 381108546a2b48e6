"""What words are about, in any language: the same few senses, so that what is learned in one holds in all.

Guarantees: pure but for the shipped tables; never raises; case, accents and missing apostrophes make no difference.
Does not: know grammar, or which of a word's senses is meant; `care.traits` takes all of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TypeAlias

from samantha.care.languages import LANGUAGES, load
from samantha.care.tongue import fold, nearness

Line: TypeAlias = tuple[tuple[str, ...], ...]
"""The senses of each word that has any, in order."""
LANGUAGES_AT_ONCE = 2
"""A text as near to two languages is read in both; more would be guessing."""
SHORTEST = 2
"""Letters that a beginning of a word has at least."""
_WORD = re.compile(r"\w+(?:'\w+)?")
_ENDINGS = frozenset("m ve d ll re s".split())


def senses_of(text: str) -> tuple[Line, ...]:
    """The senses of the words of `text`, once for each language that it may be in."""
    folded = fold(text)
    words = split(folded)
    return tuple(
        tuple(found for word in words if (found := _senses(word, language))) for language in _spoken(folded, words)
    )


def split(folded: str) -> list[str]:
    """The words of a folded text; "i'm" is "i", "don't" is "dont", "j'ai" is "j" and "ai"."""
    words: list[str] = []
    for word in _WORD.findall(folded):
        head, _, tail = word.partition("'")
        if not tail or tail in _ENDINGS:
            words.append(head)
        elif word.endswith("n't"):
            words.append(head + tail)
        else:
            words += [head, tail]
    return words


def _spoken(folded: str, words: list[str]) -> list[str]:
    counts = {
        language: nearness(folded, language) + sum(bool(_senses(word, language)) for word in words)
        for language in LANGUAGES
    }
    most = max(counts.values())
    return [language for language, count in counts.items() if count == most][:LANGUAGES_AT_ONCE] if most else []


@lru_cache(maxsize=8192)
def _senses(word: str, language: str) -> tuple[str, ...]:
    whole, begun = _tables(language)
    found = list(whole.get(word, ()))
    for length in range(SHORTEST, len(word) + 1):
        found += begun.get(word[:length], ())
    return tuple(dict.fromkeys(found))


@cache
def _tables(language: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Whole words and beginnings of words, with the senses of each."""
    whole: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    table: dict[str, str] = load(language, "senses").get("senses", {})
    for sense, words in table.items():
        for word in words.split():
            into, key = (begun, word[:-1]) if word.endswith("*") else (whole, word)
            into.setdefault(key, []).append(sense)
    return whole, begun
