"""The days that a sentence speaks of, seen from the day it was said.

Guarantees: pure; anything it cannot place gives no day rather than a wrong one.
Does not: know hours, seasons or holidays, nor write dates out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEK = [day.lower() for day in DAYS]
_MONTHS = [month.lower() for month in MONTHS]
_MONTH = (
    {name: n + 1 for n, name in enumerate(_MONTHS)} | {name[:3]: n + 1 for n, name in enumerate(_MONTHS)} | {"sept": 9}
)
_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH_WORD})|({_MONTH_WORD}) (?:the )?(\d{{1,2}})(?:st|nd|rd|"
    rf"th)?)\b",
    re.IGNORECASE,
)
_NTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(last |next |this |every |on )?({'|'.join(_WEEK)})s?\b", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(the day after tomorrow|the day before yesterday|today|tonight|tomorrow|yesterday|last night|this (?:morning|"
    r"afternoon|evening))\b",
    re.IGNORECASE,
)
_STEPS = {"the day after tomorrow": 2, "the day before yesterday": -2, "tomorrow": 1, "yesterday": -1, "last night": -1}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or every day of that name."""

    on: date
    weekly: bool = False
    """Every week on the weekday of `on`."""

    def matches(self, other: Day) -> bool:
        """The two may be the same day."""
        if self.weekly or other.weekly:
            return self.on.weekday() == other.on.weekday()
        return self.on == other.on


def days_in(text: str, said: Day | None) -> list[Day]:
    """The days `text` names, as meant on the day it was `said`; none when that is not known."""
    if said is None:
        return []
    out = [Day(said.on + timedelta(days=_STEPS.get(m.group(1).lower(), 0))) for m in _NEAR.finditer(text)]
    out += [_weekday(m, said.on) for m in _WEEKDAY.finditer(text)]
    for match in _DATE.finditer(text):
        number, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        day = _calendar(int(number), _MONTH[month.lower()[:3]], said.on)
        out += [Day(day)] if day else []
    for match in _NTH.finditer(_DATE.sub(" ", text)):
        day = _coming(int(match[1]), said.on)
        out += [Day(day)] if day else []
    return out


def _weekday(match: re.Match[str], said: date) -> Day:
    lead = (match[1] or "").strip().lower()
    wanted = _WEEK.index(match[2].lower())
    if lead == "every" or match.group().lower().endswith("s"):
        return Day(said + timedelta(days=(wanted - said.weekday()) % 7), weekly=True)
    if lead == "last":
        return Day(said - timedelta(days=(said.weekday() - wanted - 1) % 7 + 1))
    return Day(said + timedelta(days=(wanted - said.weekday()) % 7 or (0 if lead == "this" else 7)))


def _calendar(number: int, month: int, said: date) -> date | None:
    """The day of that name nearest to `said`, with the year to come before the year past."""
    for year in (said.year, said.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if (day - said).days >= -183:
            return day
    return None


def _coming(number: int, said: date) -> date | None:
    for months in range(3):
        year, month = divmod(said.month - 1 + months, 12)
        try:
            day = date(said.year + year, month + 1, number)
        except ValueError:
            continue
        if day >= said:
            return day
    return None
