"""Dated plans and birthdays as a calendar that other programs open (iCalendar, RFC 5545).

Guarantees: pure; every event has what the standard requires, and the same event has the same UID in every export.
Does not: name zones: a time is written in UTC, a day as a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from samantha.goodbye.content_lines import line, text

PRODUCT = "-//Samantha//export//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry."""

    uid: str
    """Unique in the world, the same in every export."""
    title: str
    start: date | datetime
    """A day, or an aware moment."""
    made: datetime
    """When it was learned; aware."""
    note: str = ""
    yearly: bool = False
    """On this day every year."""


def calendar(events: Iterable[Event]) -> str:
    """The whole file, lines ended by CRLF."""
    head = line("BEGIN", "VCALENDAR") + line("VERSION", "2.0") + line("PRODID", PRODUCT)
    return head + "".join(map(_event, events)) + line("END", "VCALENDAR")


def _event(event: Event) -> str:
    rows = [line("BEGIN", "VEVENT"), line("UID", text(event.uid)), line("DTSTAMP", _moment(event.made))]
    if isinstance(event.start, datetime):
        rows.append(line("DTSTART", _moment(event.start)))
    else:
        rows.append(line("DTSTART;VALUE=DATE", _day(event.start)))
        if event.start < date.max:
            rows.append(line("DTEND;VALUE=DATE", _day(event.start + timedelta(days=1))))
    if event.yearly:
        leap = not isinstance(event.start, datetime) and (event.start.month, event.start.day) == (2, 29)
        # A year without the 29th has the last day of February instead of none.
        rows.append(line("RRULE", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if leap else "FREQ=YEARLY"))
    rows.append(line("SUMMARY", text(event.title)))
    if event.note:
        rows.append(line("DESCRIPTION", text(event.note)))
    rows += [line("TRANSP", "TRANSPARENT"), line("END", "VEVENT")]
    return "".join(rows)


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{_day(utc.date())}T{utc.hour:02d}{utc.minute:02d}{utc.second:02d}Z"
