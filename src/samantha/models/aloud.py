"""English text as it is read aloud: numbers, dates, times, money, units, abbreviations, addresses, signs as words.

Guarantees: pure; never raises; no digit is left; text that holds none of these comes back as it is.
Does not: know other languages, nor what a number means where even a reader could not: 3/4/2026 is read as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from re import Match
from typing import TypeAlias

from samantha.models.numerals import cardinal, one_by_one, ordinal, plural, year

Read: TypeAlias = Callable[[Match[str]], str]

_MONTHS = tuple("January February March April May June July August September October November December".split())
_SHORT_MONTHS = {name[:3]: name for name in _MONTHS} | {"Sept": "September"}
_MONTH = "|".join(sorted([*_MONTHS, *_SHORT_MONTHS], key=len, reverse=True))
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_HALF = r"[ap]\.?m\.?(?![a-z])"
_YEAR = r"1[1-9][0-9][0-9]|20[0-9][0-9]"
_MONEY = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yen", "")}
_MANY = {"penny": "pence", "yen": "yen", "foot": "feet", "inch": "inches"}
_UNITS = {
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "mi": "mile", "ft": "foot",
    "kg": "kilogram", "g": "gram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce", "l": "litre",
    "L": "litre", "ml": "millilitre", "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute",
    "s": "second", "sec": "second", "ms": "millisecond", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte",
    "GB": "gigabyte", "TB": "terabyte", "W": "watt", "kW": "kilowatt", "V": "volt", "Hz": "hertz", "kHz": "kilohertz",
}  # fmt: skip
_RATES = {"km/h": ("kilometre", "an hour"), "kph": ("kilometre", "an hour"), "mph": ("mile", "an hour")}
_ALIKE = {"hertz", "kilohertz"}
_DEGREES = {"C": " Celsius", "F": " Fahrenheit", "": ""}
_FRACTIONS = {
    "½": "half", "¼": "quarter", "¾": "three quarters", "⅓": "third", "⅔": "two thirds", "²": " squared", "³": " cubed",
}  # fmt: skip
_SHORT = {
    "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Dr.": "Doctor", "Prof.": "Professor", "Jr.": "Junior",
    "Sr.": "Senior", "vs.": "versus", "etc.": "et cetera", "e.g.": "for example", "i.e.": "that is",
    "approx.": "about", "a.m.": "A M", "p.m.": "P M", "w/o": "without", "w/": "with",
}  # fmt: skip
_ENDS_A_SENTENCE = ("etc.", "a.m.", "p.m.", "Jr.", "Sr.")
_SIGNS = {
    "&": "and", "+": "plus", "=": "equals", "@": "at", "%": "per cent", "°": "degrees", "×": "times", "÷": "divided by",
    "±": "plus or minus", "≈": "about", "~": "about", "→": "to", "$": "dollars", "£": "pounds", "€": "euros",
    "#": "number", "≤": "at most", "≥": "at least", "<": "less than", ">": "more than", "√": "the root of",
}  # fmt: skip
_SMALLER = {"half": "halves", "quarter": "quarters"}


def aloud(text: str) -> str:
    """`text` in words."""
    if text.isascii() and _PLAIN.fullmatch(text):
        return text
    text = "".join(map(_plain_digit, text))
    for pattern, read in _READINGS:
        text = pattern.sub(read, text)
    return text


_PLAIN = re.compile(r"[A-Za-z ,;:!?'\"-]*[.]?")
"""Nothing in it could need a reading."""


def number(words: str) -> str:
    """`1,200.5` -> one thousand two hundred point five."""
    whole, _, rest = words.replace(",", "").partition(".")
    return cardinal(whole) + (f" point {one_by_one(rest)}" if rest else "")


def counted(amount: str, one: str) -> str:
    """`5`, `kilometre` -> five kilometres."""
    if amount == "1" or one in _ALIKE:
        return f"{number(amount)} {one}"
    return f"{number(amount)} {_MANY.get(one, one + 's')}"


def _address(found: Match[str]) -> str:
    """A web or mail address: its words, `dot` and `slash` and `at` between them."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", found[0])
    ending = bare[len(bare.rstrip(".,;:!?)")) :]
    bare = bare.removesuffix(ending).rstrip("/")
    for sign, word in ((".", "dot"), ("/", "slash"), ("@", "at"), ("-", "dash"), ("_", "underscore")):
        bare = bare.replace(sign, f" {word} ")
    bare = re.sub(r"[^\w\s]+", " ", bare)
    bare = re.sub(r"[0-9]+", lambda digits: f" {one_by_one(digits[0])} ", bare)
    return " ".join(bare.split()) + ending


def _month(name: str) -> str:
    return _SHORT_MONTHS.get(name.rstrip("."), name)


def _day_first(found: Match[str]) -> str:
    day, month, of_year = found["day"], found["month"], found["year"]
    said = f"{ordinal(day)} of {_month(month)}"
    return ("" if found["the"] else "the ") + said + (f" {year(of_year)}" if of_year else "")


def _month_first(found: Match[str]) -> str:
    said = f"{_month(found['month'])} {ordinal(found['day'])}"
    return said + (f", {year(found['year'])}" if found["year"] else "")


def _iso(found: Match[str]) -> str:
    month, day = int(found[2]), int(found[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return " ".join(map(one_by_one, found.groups()))
    return f"the {ordinal(str(day))} of {_MONTHS[month - 1]} {year(found[1])}"


def _time(found: Match[str]) -> str:
    hour, minute, half = int(found[1]), int(found[2]), _half(found[3])
    if hour > 24 or minute > 59:
        return f"{cardinal(str(hour))} {cardinal(str(minute))}"
    words = cardinal(str(hour))
    if minute == 0:
        return f"{words} {half}" if half else f"{words} o'clock" if 1 <= hour <= 12 else f"{words} hundred"
    past = f"oh {cardinal(str(minute))}" if minute < 10 else cardinal(str(minute))
    return f"{words} {past} {half}".rstrip()


def _half(text: str | None) -> str:
    return "" if not text else f"{text[0].upper()} M"


def _money(found: Match[str]) -> str:
    one, cent = _MONEY[found["sign"]]
    amount = found["amount"]
    if found["times"]:
        return f"{number(amount)} {found['times']} {_MANY.get(one, one + 's')}"
    whole, _, rest = amount.partition(".")
    if len(rest) != 2 or not cent:
        return counted(amount, one)
    cents = counted(str(int(rest)), cent) if int(rest) else ""
    if whole == "0":
        return cents or counted(whole, one)
    return counted(whole, one) + (f" and {cents}" if cents and rest != "00" else "")


def _unit(found: Match[str]) -> str:
    amount, unit = found["amount"], found["unit"]
    if unit in _RATES:
        one, a_while = _RATES[unit]
        return f"{counted(amount, one)} {a_while}"
    return counted(amount, _UNITS[unit])


def _fraction(found: Match[str]) -> str:
    top, below = found[1], found[2]
    if not 2 <= int(below) <= 20 or int(top) >= int(below):
        return f"{cardinal(top)} {cardinal(below)}"
    part = {"2": "half", "4": "quarter"}.get(below) or ordinal(below)
    return f"{cardinal(top)} {part if top == '1' else _SMALLER.get(part, part + 's')}"


def _span(found: Match[str]) -> str:
    """`3-5` is a range, `555-0199` a number to dial."""
    one, other = found[1], found[2]
    if len(one) == len(other) == 4 and one < other:
        return f"{year(one)} to {year(other)}"
    if len(one) <= 2 and len(other) <= 3 and int(one) < int(other):
        return f"{cardinal(one)} to {cardinal(other)}"
    return f"{one_by_one(one)}, {one_by_one(other)}"


def _short(found: Match[str]) -> str:
    short = found[0]
    said = _SHORT[short]
    ends = short in _ENDS_A_SENTENCE and re.match(r"\s*$|\s+[A-Z]", found.string[found.end() :])
    return said + ("." if ends else "")


def _letters_and_digits(found: Match[str]) -> str:
    """`A4`, `COVID-19`, `2nd-hand`, `h2o`: each piece for itself."""
    pieces = re.findall(r"[0-9]+|[^\W0-9_]+", found[0])
    return " ".join(number(piece) if piece[0].isdigit() else piece for piece in pieces)


def _sign(found: Match[str]) -> str:
    return f" {_SIGNS[found[0].strip()]} "


def _plain_digit(c: str) -> str:
    """Any script's digit as 0 to 9, one with a ring around it as a word; a fraction of one letter in words."""
    if c in _FRACTIONS:
        return _FRACTIONS[c]
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    return f" {cardinal(str(unicodedata.digit(c)))} " if c.isdigit() else c


def _readings(*pairs: tuple[str, Read]) -> tuple[tuple[re.Pattern[str], Read], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in pairs)


_READINGS = _readings(
    (r"(?:https?://|www\.)\S+|\b[\w.+-]+@\w[\w-]*(?:\.\w+)+|\b\w[\w-]*\.(?:com|org|net|io|dev|eu|de|uk|fr)\b(?:/\S*)?",
     _address),
    (r"\b([12][0-9]{3})-([0-9]{2})-([0-9]{2})\b", _iso),
    (rf"(?P<the>\b[Tt]he )?\b(?P<day>[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b"
     rf"(?:\.(?=,? [a-z0-9]))?(?:,? (?P<year>{_YEAR})\b)?", lambda f: (f["the"] or "") + _day_first(f)),
    (rf"\b(?P<month>{_MONTH})\.? (?P<day>[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>{_YEAR})\b)?",
     _month_first),
    (rf"\b([0-9]{{1,2}}):([0-9]{{2}})\b(?: ?({_HALF}))?", _time),
    (rf"\b([0-9]{{1,2}}) ?({_HALF})", lambda f: f"{cardinal(str(int(f[1])))} {_half(f[2])}"),
    (rf"(?P<sign>[$£€¥]) ?(?P<amount>{_NUMBER})(?: (?P<times>million|billion|thousand|trillion))?", _money),
    (rf"(?P<amount>{_NUMBER}) ?(?P<sign>[€£])(?P<times>)", _money),
    (rf"({_NUMBER}) ?%", lambda f: f"{number(f[1])} per cent"),
    (rf"({_NUMBER}) ?° ?([CF]?)(?!\w)", lambda f: f"{counted(f[1], 'degree')}{_DEGREES[f[2]]}"),
    (rf"\b({_YEAR})s\b", lambda f: plural(year(f[1]))),
    (r"['’]([0-9]0)s\b", lambda f: plural(cardinal(f[1]))),
    (rf"(?<![\w.])(?P<amount>{_NUMBER}) ?(?P<unit>{'|'.join(sorted([*_RATES, *_UNITS], key=len, reverse=True))})(?!\w)",
     _unit),
    (r"(?<!\w)(?:No\.|no\.|#) ?(?=[0-9])", lambda f: "number "),
    (r"\b([0-9]+)(?:st|nd|rd|th)\b", lambda f: ordinal(f[1])),
    (r"(?<![\w/.])([0-9]{1,2})/([0-9]{1,2})(?![\w/])", _fraction),
    (r"(?<![\w-])([0-9]{1,4}) ?[-–] ?([0-9]{1,4})(?![\w-])", _span),
    (r"(?<![\w.,])(19[0-9]{2}|20[0-9]{2})(?![\w]|[.,][0-9])", lambda f: year(f[1])),
    (r"(?<=\b[Ii]n )(1[1-9][0-9]{2})(?![\w]|[.,][0-9])", lambda f: year(f[1])),
    (r"(?<![\w)])[-−](?=[0-9])", lambda f: "minus "),
    (rf"(?<!\w)(?:{_NUMBER})(?!\w)", lambda f: number(f[0])),
    (r"(?<!\w)(?=\w*[0-9])\w+(?:-\w+)*", _letters_and_digits),
    (r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(_SHORT, key=len, reverse=True))) + r")(?!\w)", _short),
    (r"\bSt\. (?=[A-Z])", lambda f: "Saint "),
    (r"\b([A-Z])\.(?=(?: ?[A-Z]\b)| [A-Z][a-z])", lambda f: f[1] + " "),
    (r"\band/or\b", lambda f: "and or"),
    (r"(?<=\w)/(?=\w)", lambda f: " or "),
    (r" ?[" + re.escape("".join(_SIGNS)) + r"] ?", _sign),
    (r"(?<=\S)  +(?=\S)", lambda f: " "),
)  # fmt: skip
