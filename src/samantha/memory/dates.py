"""When something happened or will: the time words of a sentence as intervals, in the zone and on the day of speaking.

Guarantees: pure; every interval is aware, not empty, and no finer than what was said; what cannot be placed gives none.
Does not: know holidays. A season is the northern one, by whole months; a bare weekday or date lies ahead, unless the
caller says that the past is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import numeral

Precision: TypeAlias = Literal["minute", "hour", "day", "week", "month", "season", "year"]
"""How finely a time was told."""

FARTHEST = 200
"""Years from the time of speaking; what lies beyond is more likely a number than a date."""


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class Timed:
    """Time words, where they stand, and what they mean."""

    start: int
    end: int
    when: When


@dataclass(frozen=True, slots=True)
class _Said:
    at: datetime
    past: bool
    born: date | None

    @property
    def day(self) -> date:
        return self.at.date()


_WHOLE = {name.lower(): n + 1 for n, name in enumerate(MONTHS)}
_MONTH = _WHOLE | {name[:3]: n for name, n in _WHOLE.items()} | {"sept": 9}
_WEEK = {name.lower(): n for n, name in enumerate(DAYS)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_M = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_D = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_NUMBER = (
    r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a couple of|a few)"
)
_UNIT = r"(?P<unit>minute|hour|day|night|week|fortnight|month|year)s?"
_YEAR = r"(?:(?:19|20)\d\d)"


def times_in(text: str, said: datetime, *, past: bool = False, born: date | None = None) -> list[Timed]:
    """The time words of `text` in order, as meant at `said` (aware, in the speaker's zone).

    `past`: a bare weekday, date or month is the one gone by ("I quit on Friday"). `born` places "when I was seven".
    """
    spoken = _Said(said, past, born)
    found: list[Timed] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            when = _read(read, match, spoken)
            if when is not None:
                found.append(Timed(match.start(), match.end(), when))
    found.sort(key=lambda timed: (timed.start, timed.start - timed.end))
    out: list[Timed] = []
    for timed in found:
        if not out or timed.start >= out[-1].end:
            out.append(timed)
    return _with_clock(text, out)


def day_of(when: datetime, day: date) -> When:
    """The whole of `day` in the zone of `when`."""
    return _span(_Said(when, False, None), day, day + timedelta(days=1), "day")


def _read(read: Callable[[re.Match[str], _Said], When | None], match: re.Match[str], said: _Said) -> When | None:
    try:
        when = read(match, said)
    except (ValueError, OverflowError):
        return None  # the 31st of June, the year 99999
    if when is None or abs(when.start.year - said.at.year) > FARTHEST:
        return None
    return when if when.start.astimezone(UTC) < when.end.astimezone(UTC) else None


def _span(said: _Said, start: date, end: date, precision: Precision) -> When:
    zone = said.at.tzinfo
    return When(datetime.combine(start, time.min, zone), datetime.combine(end, time.min, zone), precision)


def _days(said: _Said, first: date, days: int, precision: Precision) -> When:
    return _span(said, first, first + timedelta(days=days), precision)


def _month(said: _Said, year: int, month: int, months: int = 1, precision: Precision = "month") -> When:
    over, last = divmod(month - 1 + months, 12)
    return _span(said, date(year, month, 1), date(year + over, last + 1, 1), precision)


def _year(said: _Said, year: int) -> When:
    return _span(said, date(year, 1, 1), date(year + 1, 1, 1), "year")


_NEAR = {
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "yesterday": -1,
    "last night": -1,
}


def _near(match: re.Match[str], said: _Said) -> When:
    words = " ".join(match[0].lower().split())
    steps = next((step for name, step in _NEAR.items() if words.startswith(name)), 0)
    return _days(said, said.day + timedelta(days=steps), 1, "day")


def _ago(match: re.Match[str], said: _Said) -> When | None:
    return _step(match, said, -1)


def _ahead(match: re.Match[str], said: _Said) -> When | None:
    return _step(match, said, 1)


def _step(match: re.Match[str], said: _Said, sign: int) -> When | None:
    unit, low = match["unit"].lower(), match["n"].lower()
    vague = low in {"a few", "a couple of"}
    number = 1 if low in {"a", "an"} else 2 if low == "a couple of" else 3 if vague else int(numeral(low) or 0)
    number *= sign
    if unit in {"minute", "hour"}:
        # Counted in real time: an hour over a change of the clocks is still an hour.
        at = (said.at.astimezone(UTC) + timedelta(minutes=number * (60 if unit == "hour" else 1))).astimezone(
            said.at.tzinfo
        )
        length = timedelta(hours=1) if unit == "hour" else timedelta(minutes=1)
        return When(
            at, (at.astimezone(UTC) + length).astimezone(said.at.tzinfo), "hour" if unit == "hour" else "minute"
        )
    if unit in {"day", "night"}:
        return _days(said, said.day + timedelta(days=number), 1, "day")
    if unit in {"week", "fortnight"}:
        day = said.day + timedelta(days=number * (14 if unit == "fortnight" else 7))
        return _days(said, day - timedelta(days=day.weekday()), 7, "week")
    if unit == "month":
        years, month = divmod(said.day.year * 12 + said.day.month - 1 + number, 12)
        return _month(said, years, month + 1)
    return _year(said, said.day.year + number)


def _weekday(match: re.Match[str], said: _Said) -> When | None:
    lead = (match["lead"] or "").strip().lower()
    wanted = _WEEK[match["day"].lower()]
    if lead == "every" or match[0].lower().endswith("s"):
        return None
    today = said.day
    if lead == "last" or (said.past and lead in {"", "on", "this past"}):
        back = (today.weekday() - wanted - 1) % 7 + 1
        return _days(said, today - timedelta(days=back), 1, "day")
    ahead = (wanted - today.weekday()) % 7 or (0 if lead == "this" else 7)
    weeks = 7 if match["weeks"] else 0
    return _days(said, today + timedelta(days=ahead + weeks), 1, "day")


def _dated(match: re.Match[str], said: _Said) -> When | None:
    day, month = int(match["day"]), _MONTH[match["month"].lower()]
    if match["year"]:
        return _days(said, date(int(match["year"]), month, day), 1, "day")
    # The nearest one on the side spoken of; a date just gone by is meant as such, half a year off is next year's.
    years = range(said.day.year - 8, said.day.year + 9)
    days = [on for year in years if (on := _date(year, month, day)) is not None]
    if said.past:
        return _days(said, max(on for on in days if on <= said.day), 1, "day")
    return _days(said, min(on for on in days if (on - said.day).days >= -60), 1, "day")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], said: _Said) -> When:
    return _days(said, date(int(match["year"]), int(match["month"]), int(match["day"])), 1, "day")


def _nth(match: re.Match[str], said: _Said) -> When | None:
    number, step = int(match["day"]), -1 if said.past else 1
    for months in range(0, 3 * step, step):
        year, month = divmod(said.day.year * 12 + said.day.month - 1 + months, 12)
        on = _date(year, month + 1, number)
        if on is not None and (on <= said.day if said.past else on >= said.day):
            return _days(said, on, 1, "day")
    return None


def _near_week(match: re.Match[str], said: _Said) -> When | None:
    step = {"last": -1, "this": 0, "next": 1}[match["lead"].lower()]
    unit, day = match["unit"].lower(), said.day
    monday = day - timedelta(days=day.weekday())
    if unit == "weekend":
        saturday = monday + timedelta(days=5 + 7 * step)
        if step == -1 and day.weekday() >= 5:
            saturday = monday - timedelta(days=2)
        return _days(said, saturday, 2, "day")
    if unit == "week":
        return _days(said, monday + timedelta(days=7 * step), 7, "week")
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
        return _month(said, year, month + 1)
    return _year(said, day.year + step)


def _weekend(match: re.Match[str], said: _Said) -> When:
    monday = said.day - timedelta(days=said.day.weekday())
    step = -1 if said.past and said.day.weekday() < 5 else 0
    return _days(said, monday + timedelta(days=5 + 7 * step), 2, "day")


def _in_month(match: re.Match[str], said: _Said) -> When:
    month, lead = _MONTH[match["month"].lower()], match["lead"].lower().split()[-1]
    if match["year"]:
        return _month(said, int(match["year"]), month)
    year = said.day.year
    backwards = lead == "last" or (said.past and lead != "next") or lead == "since"
    if backwards and (month > said.day.month or (lead == "last" and month == said.day.month)):
        year -= 1
    if not backwards and (month < said.day.month or (lead == "next" and month == said.day.month)):
        year += 1
    return _month(said, year, month)


def _season(match: re.Match[str], said: _Said) -> When:
    month, lead = _SEASONS[match["season"].lower()], match["lead"].lower().split()[0]
    if match["year"]:
        return _month(said, int(match["year"]), month, 3, "season")
    now = said.day.year * 12 + said.day.month - 1
    starts = [year * 12 + month - 1 for year in range(said.day.year - 2, said.day.year + 3)]
    if lead == "last" or (lead != "next" and lead != "this" and said.past):
        start = max(begin for begin in starts if begin + (3 if lead == "last" else 0) <= now)
    elif lead == "next":
        start = min(begin for begin in starts if begin > now)
    else:
        start = min(begin for begin in starts if begin + 3 > now)
    return _month(said, start // 12, start % 12 + 1, 3, "season")


def _in_year(match: re.Match[str], said: _Said) -> When:
    return _year(said, int(match["year"]))


def _aged(match: re.Match[str], said: _Said) -> When | None:
    low = match["n"].lower()
    years = numeral(low)
    if said.born is None or years is None or ":" in years:
        return None
    first = _birthday(said.born, said.born.year + int(years))
    return _span(said, first, _birthday(said.born, first.year + 1), "year")


def _birthday(born: date, year: int) -> date:
    return _date(year, born.month, born.day) or date(year, 3, 1)


_LEAD_IN = r"(?P<lead>in|since|until|till|by|from|last|next|this|during|back in|early in|late in|mid)"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Said], When | None]], ...] = (
    (
        _compile(
            r"(?:the day after tomorrow|the day before yesterday|tomorrow(?: (?:morning|afternoon|evening|night))?|"
            r"yesterday(?: (?:morning|afternoon|evening))?|last night|today|tonight|this (?:morning|afternoon|evening))"
        ),
        _near,
    ),
    (_compile(rf"(?P<n>{_NUMBER}) {_UNIT} (?:ago|back)"), _ago),
    (_compile(rf"in (?:about |around )?(?P<n>{_NUMBER}) {_UNIT}(?: time)?(?! of\b)"), _ahead),
    (_compile(rf"(?P<n>{_NUMBER}) {_UNIT} from (?:now|today)"), _ahead),
    (
        _compile(rf"(?P<lead>last |next |this |this past |every |on )?(?P<day>{_D})s?(?P<weeks> week)?"),
        _weekday,
    ),
    (_compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_M})\.?,?(?: (?P<year>{_YEAR}))?"), _dated),
    (_compile(rf"(?P<month>{_M})\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>{_YEAR}))?"), _dated),
    (_compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"), _iso),
    (_compile(rf"the (?P<day>\d{{1,2}})(?:st|nd|rd|th)(?! (?:of )?{_M}\b)"), _nth),
    (_compile(r"(?P<lead>last|this|next) (?P<unit>weekend|week|month|year)"), _near_week),
    (_compile(r"(?:at|on|over) the weekend"), _weekend),
    (
        _compile(rf"{_LEAD_IN} (?:the (?:end|beginning|start|middle) of )?(?P<month>{_M})(?:,? (?P<year>{_YEAR}))?"),
        _in_month,
    ),
    (_compile(rf"(?P<lead>the (?:end|beginning|start|middle) of) (?P<month>{_M})(?: (?P<year>{_YEAR}))?"), _in_month),
    (
        _compile(
            rf"(?P<lead>in the|in|last|next|this|during|since|since last) (?P<season>spring|summer|autumn|fall|winter)"
            rf"(?:(?: of)? (?P<year>{_YEAR}))?"
        ),
        _season,
    ),
    (_compile(rf"(?:in|since|until|till|by|from|back in|around|during) (?P<year>{_YEAR})"), _in_year),
    (_compile(rf"(?:when i was|at the age of|aged) (?:about |only |just )?(?P<n>{_NUMBER})(?: years old)?"), _aged),
)

_CLOCK = re.compile(
    r"\b(?:(?P<h>\d{1,2})[:.](?P<m>\d\d) ?(?P<half>am|pm|a\.m|p\.m)?|(?P<h2>\d{1,2}) ?(?P<half2>am|pm|a\.m|p\.m)|"
    r"(?P<noon>noon|midday))\b",
    re.IGNORECASE,
)


def _with_clock(text: str, found: list[Timed]) -> list[Timed]:
    """One day and one time of day in a sentence are one moment."""
    days = [n for n, timed in enumerate(found) if timed.when.precision == "day"]
    clocks = list(_CLOCK.finditer(text))
    if len(days) != 1 or len(clocks) != 1:
        return found
    at = _time_of(clocks[0])
    timed = found[days[0]]
    if at is None or timed.when.end - timed.when.start > timedelta(hours=30):
        return found
    start = datetime.combine(timed.when.start.date(), at, timed.when.start.tzinfo)
    end = (start.astimezone(UTC) + timedelta(minutes=1)).astimezone(start.tzinfo)
    if start.astimezone(UTC) < end.astimezone(UTC):
        found[days[0]] = Timed(timed.start, timed.end, When(start, end, "minute"))
    return found


def _time_of(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12)
    hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
    half = (match["half"] or match["half2"] or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and hour < 7:
        return None  # "at 3.15" may be either
    return time(hour, minute) if hour < 24 and minute < 60 else None
