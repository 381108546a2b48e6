"""A person's name out of the words in which they gave it.

Guarantees: pure; a name is given back only when it is short and letters, never a guess out of a longer sentence.
Does not: decide whether it is a real name.
"""

from __future__ import annotations

import re

_HELLO = r"(?:(?:hi|hello|hey|well|oh|um|just)[\s,.!]+)*"
_CALL = r"(?:you can |you may |please |people |everyone |my friends )*calls? me"
_IS = r"my name(?:\s+is|['’]s)|i am|i['’]m|it['’]s|it is|this is|(?:the )?name(?:\s+is|['’]?s)"
_LEAD = re.compile(rf"{_HELLO}(?:{_CALL}|{_IS})\s+", re.IGNORECASE)
_TAIL = re.compile(r"[\s,]+(?:please|thanks|thank you)$", re.IGNORECASE)
_NO = frozenset(
    (
        *("no", "nope", "nah", "no thanks", "no thank you", "not now", "rather not", "i'd rather not"),
        *("none", "nobody", "no one", "nothing", "skip", "later"),
    )
)
_LONGEST, _MOST_WORDS = 40, 4


def name_in(text: str) -> str | None:
    """`Theo` from `Theo`, `I'm Theo.`, `Call me Theo, please`; None when no short name can be told, or they decline."""
    said = text.strip()
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    rest = re.split(r"[.!?;\n]", rest, maxsplit=1)[0].strip()
    rest = _TAIL.sub("", rest).strip(" ,\"'“”‘’")
    if not rest or declines(rest) or len(rest) > _LONGEST or len(rest.split()) > _MOST_WORDS or "," in rest:
        return None
    return rest if all(letter.isalpha() or letter in " -'’·" or _joins(letter) for letter in rest) else None


def declines(text: str) -> bool:
    """True for an answer that only says no."""
    return text.strip(" .!,").casefold().replace("’", "'") in _NO


def as_told(text: str) -> str:
    """The words to keep: a bare name becomes a sentence, everything else stays as it was typed."""
    bare = text.strip().rstrip(".!")
    return f"My name is {bare}." if name_in(text) == bare else text


def _joins(letter: str) -> bool:
    """Marks that stand over or under a letter."""
    import unicodedata

    return unicodedata.category(letter) in ("Mn", "Mc", "Cf")
