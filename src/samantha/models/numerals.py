"""Numbers as English words: how many, which one, which year, digit by digit.

Guarantees: pure; any number of digits; never a digit in what comes out.
Does not: decide what a number in a text is; `aloud` does.
"""

from __future__ import annotations

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_THOUSANDS = ("", " thousand", " million", " billion", " trillion")
_MOST_DIGITS = 15
"""A longer number is read digit by digit: nobody says it otherwise."""
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_PLAIN_YEARS = range(2000, 2010)


def cardinal(digits: str) -> str:
    """`45` -> forty-five; `007` and very long ones digit by digit. `digits` is of 0 to 9 only."""
    if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits.startswith("0")):
        return one_by_one(digits)
    number = int(digits)
    if number == 0:
        return _SMALL[0]
    groups: list[str] = []
    for name in _THOUSANDS:
        number, group = divmod(number, 1000)
        if group:
            groups.insert(0, _below_thousand(group) + name)
    return " ".join(groups)


def ordinal(digits: str) -> str:
    """`3` -> third."""
    words = cardinal(digits)
    head, mark, last = words.rpartition("-") if "-" in words.rpartition(" ")[2] else words.rpartition(" ")
    return head + mark + _ordinal_word(last)


def year(digits: str) -> str:
    """`1996` -> nineteen ninety-six; `2004` -> two thousand four. Four digits."""
    century, rest = int(digits[:2]), int(digits[2:])
    if int(digits) in _PLAIN_YEARS or (century % 10 == 0 and rest == 0):
        return cardinal(str(int(digits)))
    if rest == 0:
        return f"{_below_thousand(century)} hundred"
    return f"{_below_thousand(century)} {'oh ' if rest < 10 else ''}{_below_thousand(rest)}"


def one_by_one(digits: str) -> str:
    """`112` -> one one two."""
    return " ".join(_SMALL[int(digit)] for digit in digits)


def plural(words: str) -> str:
    """`ninety` -> nineties, `five` -> fives, `six` -> sixes."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= len(_SMALL):
        tens, ones = divmod(rest, 10)
        words.append(_TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    elif rest or not hundreds:
        words.append(_SMALL[rest])
    return " ".join(words)


def _ordinal_word(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"
