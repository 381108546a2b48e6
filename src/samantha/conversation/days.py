"""Days as a friend names them: today, yesterday, Monday, 3 May, 3 May 2024.

Guarantees: pure; the day is the one in the zone of speaking.
Does not: resolve the relative words that people say; facts will.
"""

from __future__ import annotations

from datetime import datetime

from samantha.memory.when import DAYS, MONTHS


def name_day(at: datetime, now: datetime) -> str:
    """How to name the day of `at`, said at `now`; both aware."""
    there = now.astimezone(at.tzinfo)
    days = (there.date() - at.date()).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return DAYS[at.weekday()]
    day = f"{at.day} {MONTHS[at.month - 1]}"
    return day if at.year == there.year else f"{day} {at.year}"


def name_moment(now: datetime) -> str:
    """Day and time in full: "Monday 23 November 2026, 21:14"."""
    return f"{DAYS[now.weekday()]} {now.day} {MONTHS[now.month - 1]} {now.year}, {now:%H:%M}"


def part_of_day(now: datetime) -> str:
    """The greeting that fits the hour of `now`: "Good evening"."""
    if 5 <= now.hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= now.hour < 18 else "Good evening"
