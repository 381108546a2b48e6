"""Time words become intervals in the zone of speaking, through changes of the clocks, new years and leap days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.dates import day_of, times_in

BRUSSELS = ZoneInfo("Europe/Brussels")
FRIDAY = datetime(2026, 3, 27, 21, 0, tzinfo=BRUSSELS)
ZONES = ["Europe/Brussels", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]


def _placed(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


spoken = st.builds(
    _placed,
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),
    st.sampled_from(ZONES),
)
phrases = st.sampled_from(
    "last week|next Friday|in three days|this weekend|the 5th|in May|since March|on Monday|12 March|29 February|"
    "in 2 hours|in 40 minutes|tomorrow at 3pm|two years ago|last summer|in the spring|at the end of April|next month|"
    "Friday week|last weekend|yesterday|tonight|the 31st|31 December|next year|a fortnight ago|in a month|"
    "when I was seven|in 2019|last winter|last February".split("|")
)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("I saw her last week", "2026-03-16", "2026-03-23"),
        ("see you next Friday", "2026-04-03", "2026-04-04"),
        ("in three days", "2026-03-30", "2026-03-31"),
        ("this weekend", "2026-03-28", "2026-03-30"),
        ("the 5th", "2026-04-05", "2026-04-06"),
        ("in May", "2026-05-01", "2026-06-01"),
        ("since last August", "2025-08-01", "2025-09-01"),
        ("on 29 February", "2028-02-29", "2028-03-01"),
        ("at the end of April", "2026-04-01", "2026-05-01"),
        ("in 2019", "2019-01-01", "2020-01-01"),
        ("the day after tomorrow", "2026-03-29", "2026-03-30"),
        ("two months ago", "2026-01-01", "2026-02-01"),
    ],
)
def test_time_words_seen_from_a_friday_in_march(words: str, start: str, end: str) -> None:
    found = times_in(words, FRIDAY)
    assert [(timed.when.start.date().isoformat(), timed.when.end.date().isoformat()) for timed in found] == [
        (start, end)
    ]


def test_of_the_past_a_weekday_and_a_date_lie_behind() -> None:
    behind = [times_in(words, FRIDAY, past=True)[0].when.start.date() for words in ("on Monday", "the 5th", "in May")]
    assert behind == [date(2026, 3, 23), date(2026, 3, 5), date(2025, 5, 1)]


def test_an_age_needs_a_birthday() -> None:
    assert times_in("when I was seven", FRIDAY) == []
    (found,) = times_in("when I was seven", FRIDAY, born=date(1988, 2, 29))
    assert (found.when.start.date(), found.when.end.date()) == (date(1995, 3, 1), date(1996, 2, 29))


def test_a_day_and_a_clock_time_are_one_moment() -> None:
    (found,) = times_in("dinner tomorrow at 19:30", FRIDAY)
    assert found.when.start.isoformat() == "2026-03-28T19:30:00+01:00"
    assert found.when.precision == "minute"


def test_an_hour_over_the_change_of_clocks_is_an_hour() -> None:
    before = datetime(2026, 3, 29, 1, 30, tzinfo=BRUSSELS)  # at two it becomes three
    (found,) = times_in("in an hour", before)
    assert found.when.start.isoformat() == "2026-03-29T03:30:00+02:00"


def test_the_day_of_the_change_has_23_hours() -> None:
    day = day_of(FRIDAY, date(2026, 3, 29))
    assert day.end.astimezone(UTC) - day.start.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize("words", ["every Friday", "the 31st of June", "May I come", "99999 years ago", "at 3.15"])
def test_what_cannot_be_placed_gives_nothing(words: str) -> None:
    assert times_in(words, FRIDAY) == []


@given(spoken, phrases, st.booleans())
def test_an_interval_is_aware_whole_and_in_the_speakers_zone(said: datetime, words: str, past: bool) -> None:
    for timed in times_in(f"so, {words}, I think", said, past=past, born=date(1990, 2, 28)):
        when = timed.when
        assert when.start.tzinfo is said.tzinfo or when.start.utcoffset() is not None
        assert when.start.astimezone(UTC) < when.end.astimezone(UTC)
        if when.precision in {"day", "week", "month", "season", "year"}:
            assert when.start.timetuple()[3:5] == when.end.timetuple()[3:5] == (0, 0)


@given(spoken, st.integers(0, 400))
def test_days_ahead_and_days_ago_meet(said: datetime, days: int) -> None:
    (ahead,) = times_in(f"in {days} days", said)
    assert ahead.when.start.date() == said.date() + timedelta(days=days)
    (ago,) = times_in(f"{days} days ago", said)
    assert ago.when.start.date() == said.date() - timedelta(days=days)


@given(spoken)
def test_coming_weekdays_are_within_a_week(said: datetime) -> None:
    (found,) = times_in("on Sunday", said)
    assert 1 <= (found.when.start.date() - said.date()).days <= 7
    assert found.when.start.weekday() == 6


@given(spoken, st.text(max_size=120))
def test_any_text_gives_intervals_inside_it(said: datetime, text: str) -> None:
    last = 0
    for timed in times_in(text, said):
        assert last <= timed.start < timed.end <= len(text)
        last = timed.end
