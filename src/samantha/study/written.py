"""Times as files write them: ISO, words, numbers; none rather than a wrong one.

Guarantees: pure; a time without a zone comes back naive, a day without an hour at noon.
Does not: guess which of two small numbers is the day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from samantha.memory.when import MONTHS

NOON = 12
"""The hour given to a day that has none: as far from its edges as can be."""
_MONTH = {name[:3].lower(): n + 1 for n, name in enumerate(MONTHS)}
_HOUR = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|sept)\.?(?![^\W\d_])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?![\d:])", re.IGNORECASE)
_YMD = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_XXY = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_ZONE = re.compile(r"\s([+-])(\d{2}):?(\d{2})$|\s(?:UTC|GMT|Z)$")
YEARS = range(1800, 3000)
"""Years that a file can speak of; others are slips."""
LONGEST = 100
"""Characters of a time; what is longer is something else."""
_MILLISECONDS = 100_000_000_000
"""Above this, a number counts milliseconds: as seconds it would be the year 5138."""


def read_time(value: object, days_first: bool | None = None) -> datetime | None:
    """The time that `value` means; None where it cannot be told.

    Read are ISO 8601, seconds or milliseconds since 1970, and words such as `1:56 pm on 8 May, 2023`,
    `March-15-2024`, `2023/05/20 (Sat) 02:21`. `days_first` says how 03/04/2024 is meant; None: not known. Between
    dots the day is first.
    """
    at = _read(value, days_first)
    return at if at is not None and at.year in YEARS else None


def _read(value: object, days_first: bool | None) -> datetime | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _since_1970(float(value))
    text = " ".join(str(value)[:LONGEST].split())
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _since_1970(float(text))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _words(text, days_first)
    return at.replace(hour=NOON) if re.fullmatch(r"[\d-]{8,10}", text) else at


def clock_hour(hour: int, half: str | None) -> int | None:
    """An hour of 24; `half` is `a`, `p` or None. None for one that does not exist."""
    if half is None:
        return hour if hour < 24 else None
    if not 0 <= hour <= 12:
        # 13:05 pm and 0:05 am are written by some clocks.
        return hour if hour < 24 else None
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _since_1970(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= _MILLISECONDS else seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _words(text: str, days_first: bool | None) -> datetime | None:
    hour, zone = _HOUR.search(text), _ZONE.search(text)
    day = _date(_HOUR.sub(" ", text[: zone.start()] if zone else text), days_first)
    if day is None:
        return None
    if hour is None:
        return datetime(day.year, day.month, day.day, NOON)
    of_24 = clock_hour(int(hour[1]), hour[4])
    if of_24 is None or int(hour[2]) > 59 or int(hour[3] or 0) > 59:
        return None
    at = datetime(day.year, day.month, day.day, of_24, int(hour[2]), int(hour[3] or 0))
    if zone is None:
        return at
    ahead = timedelta(hours=int(zone[2] or 0), minutes=int(zone[3] or 0))
    return (at + ahead if zone[1] == "-" else at - ahead).replace(tzinfo=UTC)


def _date(text: str, days_first: bool | None) -> date | None:
    if found := _YMD.search(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _XXY.search(text):
        first, second = int(found[1]), int(found[3])
        if (first > 12) != (second > 12):
            days_first = first > 12
        elif found[2] == "." or first == second:
            days_first = True
        if days_first is None:
            return None
        return _made(int(found[4]), second, first) if days_first else _made(int(found[4]), first, second)
    month, year = _NAMED.search(text), _YEAR.search(text)
    if month is None or year is None:
        return None
    day = _DAY.search(text[: year.start()] + " " + text[year.end() :])
    return _made(int(year[1]), _MONTH[month[0][:3].lower()], int(day[1])) if day else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
