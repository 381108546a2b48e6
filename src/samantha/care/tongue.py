"""Words in any spelling made comparable, and the rules of a language compiled: the ground that all gates stand on.

Guarantees: pure but for the shipped tables; `fold` never raises and is idempotent; case, accents, curly quotes,
blanks, invisible characters and missing apostrophes make no difference to a rule.
Does not: know grammar. Which language a text is in is a count of small words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from samantha.care.languages import LANGUAGES, load

DEFAULT = LANGUAGES[0]
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u02b9\u0060\u00b4\uff07\u2032"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_LOOKALIKES = dict(
    zip(
        map(ord, "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03bf\u03b1\u03bd\u03c1"),
        "aeopcyxijsdhoavp",
        strict=True,
    )
)
_OTHERS = {**_LOOKALIKES, 0x142: "l", 0xF8: "o", 0xE6: "ae", 0x153: "oe", 0x111: "d", 0x131: "i"}
_SAME = {**_QUOTES, **_DASHES, **_OTHERS}
_WORD = re.compile(r"\w+(?:'\w+)?")
_CLEAR = 3
"""So many small words of one language in a sentence are no accident."""
_SOME = 2
"""So many tell which language a turn is in."""
_LEVEL = 0.01
_MANY = 5
"""A sentence of so many words holds small ones."""
_NEVER = re.compile(r"(?!)")
_END = re.compile(r"(?<=[.!?\u2026;])['\")\]]*\s+|\n+")


def fold(text: str) -> str:
    """`text` in small letters without accents, with straight quotes, single blanks and no invisible characters."""
    for _ in range(3):  # a letter may come apart only in its second form; three rounds settle every character
        low = unicodedata.normalize("NFKD", text.translate(_SAME)).casefold().translate(_SAME)
        text = "".join(c for c in low if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Cs"))
    return " ".join(text.split())


def pieces(text: str) -> list[str]:
    """The folded sentences of `text`."""
    return [folded for part in _END.split(text) if part and (folded := fold(part))]


@cache
def rule(language: str, file: str, *path: str) -> re.Pattern[str]:
    """The pattern that finds any line of a table: rule("en", "heard", "danger", "self"). Never matches if missing."""
    table: Any = load(language, file)
    for key in path:
        table = table.get(key, {})
    if not isinstance(table, str):
        return _NEVER
    parts: dict[str, str] = load(language, file).get("parts", {})
    lines = [_filled(line.strip(), parts) for line in table.strip().splitlines() if line.strip()]
    # Begins at a word and does not end inside one; a line may end with what must follow.
    return re.compile(rf"(?<!\w)(?:{'|'.join(lines)})(?:(?!\w)|(?<!\w))") if lines else _NEVER


def finds(file: str, text: str, *path: str) -> str | None:
    """The first language whose rule at `path` finds something in the folded `text`, or None."""
    return next((language for language in LANGUAGES if rule(language, file, *path).search(text)), None)


def language_of(text: str, default: str = DEFAULT) -> str:
    """The language that most of the small words of `text` belong to; `default` where none or two are as likely."""
    counts = {language: nearness(text, language) for language in LANGUAGES}
    most = max(counts.values())
    best = [language for language, count in counts.items() if count == most]
    if not most:
        return default
    return default if default in best else best[0]


def spoken_in(text: str, default: str = DEFAULT) -> str:
    """The language of a turn: another than `default` only where two or more small words of it speak clearly for it."""
    counts = {language: nearness(text, language) for language in LANGUAGES}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _SOME and counts[best] > 2 * counts[default] else default


def is_in_another(text: str, language: str) -> bool:
    """`text` is clearly not in `language`: hardly a small word of it stands in a sentence that has many words."""
    words = _WORD.findall(fold(text))
    known = light_words(language) | _small_words(language)
    return len(words) >= _MANY and sum(word in known for word in words) * 8 <= len(words)


@cache
def light_words(language: str) -> frozenset[str]:
    """The words of `language` that tell nothing of their own, folded."""
    return frozenset(load(language, "never").get("light", "").split())


def nearness(text: str, language: str) -> int:
    """How many small words of `language` are in `text`."""
    return sum(word in _small_words(language) for word in _WORD.findall(fold(text)))


def likely(folded: str) -> tuple[str, ...]:
    """The languages that a folded sentence may be in: all, unless its small words speak clearly for some."""
    counts: dict[str, int] = dict.fromkeys(LANGUAGES, 0)
    for word in _WORD.findall(folded):
        for language in _languages_of().get(word, ()):
            counts[language] += 1
    most = max(counts.values())
    if most < _CLEAR:
        return LANGUAGES
    return tuple(language for language, count in counts.items() if 2 * count >= most)


def nearest(folded: str) -> tuple[str, ...]:
    """The languages that a folded sentence is in, by its light words; several where they are level, none without any.

    A word that several languages share speaks for each of them with its share.
    """
    counts: dict[str, float] = dict.fromkeys(LANGUAGES, 0.0)
    for word in _WORD.findall(folded):
        sharing = _lighter().get(word, ())
        for language in sharing:
            counts[language] += 1 / len(sharing)
    most = max(counts.values())
    return tuple(language for language, count in counts.items() if most and count > most - _LEVEL)


@cache
def _lighter() -> dict[str, tuple[str, ...]]:
    """Each light or small word, and the languages that have it."""
    own = {language: light_words(language) | _small_words(language) for language in LANGUAGES}
    words = {word for some in own.values() for word in some}
    return {word: tuple(language for language in LANGUAGES if word in own[language]) for word in words}


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each small word, and the languages that have it."""
    words = {word for language in LANGUAGES for word in _small_words(language)}
    return {word: tuple(language for language in LANGUAGES if word in _small_words(language)) for word in words}


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(fold(load(language, "heard").get("common", "")).split())


def _filled(line: str, parts: dict[str, str]) -> str:
    """A line with its parts put in, every apostrophe optional, and a word between taken with its apostrophes."""
    for _ in range(4):
        line = re.sub(r"\{([a-z_]+)\}", lambda m: parts[m[1]], line)
    line = line.replace("'", "'?")
    return line.replace(r"\w+ ", r"[\w'-]+ ").replace(r"\w+,? ", r"[\w'-]+,? ")
