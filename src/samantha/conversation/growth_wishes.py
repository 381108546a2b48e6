"""A wish about her manner, said to her directly: "shorter, please", "call me Bee", "don't bring up my ex".

Guarantees: pure; a wish is a whole sentence that says it and nothing else, in any language of `care.languages`; what
is told, quoted or asked is none; a wish to hide what she is, or where help is, is none.
Does not: understand. Where nobody thought of the words, nothing is heard, and `samantha growth` can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from samantha.care.languages import LANGUAGES
from samantha.care.tongue import fold
from samantha.conversation.growth import Kind, allowed
from samantha.conversation.wishes import load
from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import sentences

MOST_WORDS = 60
"""A longer turn is told, not wished; nobody's afternoon is searched for orders."""
_AND = re.compile(r",?\s+(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar|i|ale)\s+|\s*[;,]\s+", re.IGNORECASE)
_SUBJECT = (
    r"(?P<s>(?!(?:it|that|this|them|they|him|her|me|us|what|how|when|why|which|there)\b)[\w'-]+(?: [\w'-]+){0,4}?)"
)
_ONLY_NOW = re.compile(r"\b(?:today|tonight|now|yet|for now|right now|this (?:morning|evening|week)|at the moment)$")
_NAME = re.compile(
    r"^(?:(?:please|just|you (?:can|may|could)|(?:can|could) you|from now on|i(?:'d| would) like you to|so|ok|okay|and)"
    r"[,\s]+)*call me (?P<s>[\"“']?\w[\w'’-]*(?: \w[\w'’-]*)?[\"”']?)"
    r"(?:[,\s]+(?:please|from now on|instead|thanks|ok))*$",
    re.IGNORECASE,
)
_NO_NAMES = {
    *(day.lower() for day in (*DAYS, *MONTHS)),
    *"back later soon tomorrow today tonight now when if maybe crazy stupid paranoid old lazy anytime any again up out "
    "in a an the at on by what whatever that this ishmael sometime sometimes once before after first mad silly naive "
    "biased weird vain selfish".split(),
}
"""What follows "call me" without being a name."""
_LANGUAGE = re.compile(
    r"^(?:(?:please|let's|can you|could you|and|ok|samantha|from now on)[,\s]+)*(?:speak|talk|write|answer|reply)"
    r"(?: (?:to|with) me)?(?: in)? (?P<s>\w+)(?: (?:to|with) me)?(?:[,\s]+(?:please|from now on|now))*$"
)
_CALLED = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "polish": "pl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish about her manner."""

    kind: Kind
    value: str
    words: str
    """The sentence it was said in, as it was said."""
    language: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One way to say a wish."""

    kind: str
    value: str
    """Empty where the words themselves give it."""
    pattern: re.Pattern[str]
    polite: bool
    """It counts only beside a please or a thank you."""


def hear_wishes(said: str) -> tuple[list[Wish], str]:
    """The wishes in what was said to her, and the rest of it: sentences that are none, joined. Often no wish at all."""
    if len(said.split()) > MOST_WORDS:
        return [], said
    found, rest = list[Wish](), list[str]()
    for sentence in sentences(said):
        wishes = _of_sentence(sentence)
        found += wishes
        if not wishes:
            rest.append(sentence)
    if not found:
        return [], said
    if _only_polite(rest):
        rest = []
    return list({(wish.kind, wish.value): wish for wish in found}.values()), " ".join(rest)


def answer(wishes: list[Wish], already: bool = False) -> str:
    """What she says to them, in the language of the first; `already`: nothing of it is new."""
    language = wishes[0].language
    ends = _answers(language)
    if already:
        return ends["already"]
    parts = [_answer(language, wish.kind, yours(wish.value) if language == "en" else wish.value) for wish in wishes]
    return " ".join([*dict.fromkeys(parts), ends["stands"]])


def yours(told: str) -> str:
    """A subject as she says it to them: "my ex" is "your ex"."""
    return re.sub(r"\b(?:my|our)\b", "your", told, flags=re.IGNORECASE)


def _answer(language: str, kind: str, value: str) -> str:
    keys = [f"{kind}={value}", kind] + ["as is"] * (value in ("as is", "as spoken"))
    for table in (_answers(language), _answers(LANGUAGES[0])):
        for key in keys:
            if key in table:
                return table[key].replace("{value}", value)
    raise KeyError(kind)


def _answers(language: str) -> dict[str, str]:
    return cast("dict[str, str]", load(language)["answers"])


def _of_sentence(sentence: str) -> list[Wish]:
    """The wishes that a sentence says: all of it, or every part between its "and"s; else none."""
    whole = _of_piece(sentence, sentence)
    if whole is not None:
        return [whole]
    parts = [part for part in _AND.split(sentence) if part.strip()]
    heard = [_of_piece(part, sentence) for part in parts if not _only_polite([part])]
    return [one for one in heard if one is not None] if heard and all(one is not None for one in heard) else []


def _of_piece(piece: str, sentence: str) -> Wish | None:
    asked = piece.rstrip().endswith("?")
    bare = piece.strip().rstrip(".!?…\"”’'").strip()
    if bare[:1] in "\"“„«'‘":
        return None
    named = _named(bare)
    if named is not None:
        return Wish("call", named, sentence, "en")
    folded = fold(bare)
    spoken = _LANGUAGE.match(folded)
    if spoken is not None and spoken["s"] in _CALLED:
        return Wish("language", _CALLED[spoken["s"]], sentence, "en")
    for language in LANGUAGES:
        text, begged = _without_polite(folded, language)
        if asked and not begged:
            continue
        for line in _lines(language):
            for candidate in _candidates(line, folded, text):
                match = line.pattern.fullmatch(candidate)
                wish = _wish(match, line, bare, sentence, language) if match is not None else None
                if wish is not None:
                    return wish
    return None


def _candidates(line: _Line, folded: str, text: str) -> tuple[str, ...]:
    """What a line is looked for in: the sentence, and the same without what is polite."""
    if text == folded:
        return () if line.polite else (folded,)
    return (text,) if line.polite else (folded, text)


def _wish(match: re.Match[str], line: _Line, bare: str, sentence: str, language: str) -> Wish | None:
    value = line.value
    if "s" in match.re.groupindex:
        if _ONLY_NOW.search(match["s"]):
            return None
        value = _as_said(match["s"], bare)
        if line.kind == "call" and (value[:1].islower() or value.lower() in _NO_NAMES or len(value.split()) > 2):
            return None
    return Wish(cast(Kind, line.kind), value, sentence, language) if allowed(line.kind, value) else None


def _named(bare: str) -> str | None:
    """What they want to be called, in English: with a capital, and neither a day nor what a call may be."""
    match = _NAME.match(bare)
    if match is None:
        return None
    name = match["s"].strip("\"“”'")
    plain = all(part[:1].isupper() and part.lower() not in _NO_NAMES for part in name.split())
    return name if plain and allowed("call", name) else None


def _as_said(folded: str, bare: str) -> str:
    """The words of `bare` that `folded` is made of, in their own spelling; `folded` where they cannot be told."""
    wanted, words = folded.split(), [word.strip(',.;:!?"“”') for word in bare.split()]
    for at in range(len(words) - len(wanted) + 1):
        if fold(" ".join(words[at : at + len(wanted)])) == folded:
            return " ".join(words[at : at + len(wanted)])
    return folded


def _without_polite(text: str, language: str) -> tuple[str, bool]:
    """The sentence without what is polite before and behind it; and whether something of that begged for it."""
    before, behind = _polite(language)
    start = before.match(text)
    left = text[start.end() :] if start is not None else text
    end = behind.search(left)
    bare = left[: end.start()] if end is not None else left
    return (bare or text).strip(" ,"), start is not None and bool(start.group().strip())


def _only_polite(parts: list[str]) -> bool:
    """Nothing is said in these but please and thank you."""
    texts = [fold(part).strip(" .!,") for part in parts]
    return all(
        any(pattern.fullmatch(text) for language in LANGUAGES for pattern in _whole_polite(language)) for text in texts
    )


@cache
def _polite(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load(language)
    before, behind = table["before"].strip(), table["behind"].strip()
    return re.compile(rf"(?:(?:{before})\b[,\s]*)*"), re.compile(rf"(?:[,\s]+(?:{behind}))+$")


@cache
def _whole_polite(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load(language)
    return re.compile(rf"(?:{table['before'].strip()})"), re.compile(rf"(?:{table['behind'].strip()})")


@cache
def _lines(language: str) -> tuple[_Line, ...]:
    """The lines of every table, in the order of the file."""
    return tuple(_compiled(load(language)["wishes"]))


def _compiled(tables: dict[str, str]) -> Iterator[_Line]:
    for key, table in tables.items():
        kind, _, value = key.partition("=")
        for line in filter(None, map(str.strip, table.splitlines())):
            # `{s}` by hand, for a pattern is full of braces.
            text = line.removeprefix("~ ").replace("'", "'?").replace("{s}", _SUBJECT)
            yield _Line(kind, value, re.compile(text), line.startswith("~ "))
