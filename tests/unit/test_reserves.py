"""When she may say something unasked: never more than the budget in any stretch, never in quiet hours, never twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.reserves import (
    APART,
    DEFAULT,
    KINDS,
    PERIODS,
    QUIET,
    RESERVES,
    SPENDS,
    Budget,
    Hours,
    Kind,
    Mood,
    Occasion,
    Period,
    Reserve,
    Silent,
    Speak,
    Spent,
    choose,
    in_words,
    left,
    may_speak,
    read_hours,
    read_time,
)

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
BIRTHDAY = Occasion("birthday", "birthday:1:2026", "person:1")
TIMES = st.times(timezones=st.none())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 31), timezones=st.just(UTC))
PERIOD: st.SearchStrategy[Period] = st.sampled_from(get_args(Period))
BUDGETS = st.fixed_dictionaries({name: st.builds(Budget, st.integers(0, 4), PERIOD) for name in RESERVES})
HOURS = st.none() | st.builds(Hours, TIMES, TIMES)


def ask(now: datetime = NOON, *spent: Spent, occasion: Occasion = BIRTHDAY, mood: Mood = "open") -> Silent | Speak:
    return may_speak(DEFAULT, spent, QUIET, now, occasion, mood)


def test_at_noon_with_full_reserves_she_may() -> None:
    assert ask() == Speak("connection", 1)


@pytest.mark.parametrize("mood", [mood for mood in get_args(Mood) if mood != "open"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "return"])
def test_nothing_is_begun_with_one_who_is_not_open(mood: Mood, kind: Kind) -> None:
    assert ask(occasion=Occasion(kind, "k", "s"), mood=mood) == Silent("mood")


@pytest.mark.parametrize(("hour", "speaks"), [(21, True), (22, False), (3, False), (7, False), (8, True)])
def test_the_quiet_hours_go_over_midnight(hour: int, speaks: bool) -> None:
    assert isinstance(ask(NOON.replace(hour=hour)), Speak) == speaks


def test_quiet_hours_are_those_of_the_persons_zone() -> None:
    late = datetime(2026, 3, 3, 22, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert ask(late) == Silent("quiet hours")
    assert isinstance(ask(late.astimezone(UTC)), Speak)


def test_what_was_said_is_not_said_again_also_years_later() -> None:
    before = Spent(NOON - timedelta(days=3000), "connection", 1, BIRTHDAY.key, BIRTHDAY.subject)
    assert ask(NOON, before) == Silent("said before")


def test_what_was_waved_off_is_left_alone_for_any_other_reason_too() -> None:
    before = Spent(NOON - timedelta(days=300), "connection", 1, "silence:1:7", "person:1", waved=True)
    assert ask(NOON, before) == Silent("waved off")
    assert isinstance(ask(NOON, before, occasion=Occasion("birthday", "birthday:2:2026", "person:2")), Speak)


def test_an_empty_reserve_is_silence_and_another_is_not_touched() -> None:
    spent = [Spent(NOON - timedelta(days=n), "connection", 1, f"k{n}") for n in (1, 2)]
    assert ask(NOON, *spent) == Silent("empty")
    assert ask(NOON, *spent, occasion=Occasion("plan", "plan:1", "plan")) == Speak("engagement", 1)
    assert isinstance(ask(NOON + timedelta(days=5), *spent), Speak), "the older of the two is a week ago"


def test_a_reserve_at_nought_is_never() -> None:
    reserves: dict[Reserve, Budget] = {**DEFAULT, "connection": Budget(0)}
    assert may_speak(reserves, (), None, NOON, BIRTHDAY, "open") == Silent("empty")


def test_the_question_after_a_bad_hour_costs_nothing_and_stands_first() -> None:
    back = Occasion("return", "return", "return")
    spent = [Spent(NOON, name, 9) for name in RESERVES]
    assert may_speak(DEFAULT, spent, QUIET, NOON.replace(hour=23), back, "danger") == Speak(None, 0)
    chosen = choose(DEFAULT, (), QUIET, NOON, [BIRTHDAY, back], "open")
    assert chosen is not None and chosen[0] == back


def test_where_the_first_is_not_allowed_the_next_is_tried_and_only_one_is_said() -> None:
    plan = Occasion("plan", "plan:1", "plan:1")
    said = Spent(NOON - timedelta(days=9), "connection", 1, BIRTHDAY.key)
    assert choose(DEFAULT, (said,), QUIET, NOON, [plan, BIRTHDAY], "open") == (plan, Speak("engagement", 1))
    assert choose(DEFAULT, (), QUIET, NOON, [], "open") is None


def test_a_clock_that_is_set_back_gives_nothing_anew() -> None:
    ahead = [Spent(NOON + timedelta(days=n), "connection", 1, f"k{n}") for n in (1, 2)]
    assert left(DEFAULT, ahead, "connection", NOON) == 0
    assert left(DEFAULT, ahead, "connection", NOON - timedelta(days=30)) == 2, "nor is it blocked for ever"


@given(BUDGETS, HOURS, st.lists(st.tuples(MOMENTS, st.sampled_from(KINDS), st.integers(0, 9)), max_size=60))
def test_over_any_life_the_budgets_hold(
    reserves: dict[Reserve, Budget], quiet: Hours | None, life: list[tuple[datetime, Kind, int]]
) -> None:
    """Moments come in any order, as a clock that is set back makes them."""
    spent: list[Spent] = []
    for now, kind, number in life:
        occasion = Occasion(kind, f"{kind}:{number}", f"subject:{number}")
        answer = may_speak(reserves, spent, quiet, now, occasion, "open")
        if isinstance(answer, Speak):
            assert (answer.reserve, answer.cost) == SPENDS[kind]
            assert kind == "return" or quiet is None or not quiet.hold(now.time())
            spent.append(Spent(now, answer.reserve, answer.cost, occasion.key, occasion.subject))
    assert len({one.key for one in spent}) == len(spent), "nothing is said twice"
    for reserve in RESERVES:
        budget, mine = reserves[reserve], [one for one in spent if one.reserve == reserve]
        for start in mine:
            stretch = [one for one in mine if timedelta() <= one.at - start.at < PERIODS[budget.period]]
            assert sum(one.cost for one in stretch) <= budget.words
    costly = sorted(one.at for one in spent if one.reserve is not None)
    assert all(later - earlier >= APART for earlier, later in pairwise(costly))


@given(BUDGETS, HOURS, MOMENTS, st.sampled_from(KINDS), st.sampled_from(get_args(Mood)))
def test_smaller_budgets_never_say_more(
    reserves: dict[Reserve, Budget], quiet: Hours | None, now: datetime, kind: Kind, mood: Mood
) -> None:
    occasion = Occasion(kind, "k", "s")
    none: dict[Reserve, Budget] = {name: Budget(0, budget.period) for name, budget in reserves.items()}
    if isinstance(may_speak(none, (), quiet, now, occasion, mood), Speak):
        assert kind == "return"
        assert isinstance(may_speak(reserves, (), quiet, now, occasion, mood), Speak)


@given(TIMES, TIMES, TIMES)
def test_quiet_hours_and_the_others_make_a_day(start: time, end: time, at: time) -> None:
    if start != end:
        assert Hours(start, end).hold(at) != Hours(end, start).hold(at)
    else:
        assert Hours(start, end).hold(at)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("22:00-8:00", 22, 8), ("10pm to 7am", 22, 7), ("22 - 8", 22, 8), ("12am until 6 am", 0, 6), ("24:00–7", 0, 7)],
)
def test_hours_as_people_write_them(text: str, start: int, end: int) -> None:
    assert read_hours(text) == Hours(time(start), time(end))


@pytest.mark.parametrize("text", ["", "22", "late", "25:00-8:00", "22:00-8:61", "22-8-9", "13pm-25"])
def test_what_is_no_hours(text: str) -> None:
    assert read_hours(text) is None


@given(TIMES, TIMES)
def test_hours_are_read_as_they_are_written(start: time, end: time) -> None:
    hours = Hours(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    assert read_hours(in_words(hours)) == hours


@given(st.text(max_size=20))
def test_reading_a_time_never_raises(text: str) -> None:
    found = read_time(text)
    assert found is None or isinstance(found, time)
