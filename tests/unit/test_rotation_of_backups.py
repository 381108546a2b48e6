"""Which backups go, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.goodbye.rotation import LENGTHS, Every, is_due, surplus

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
MADE = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.datetimes(timezones=st.just(UTC)), max_size=12)
EVERY = st.sampled_from(list(LENGTHS))


@given(MADE, st.integers(-3, 14))
def test_the_oldest_go_and_the_newest_stays(made: dict[str, datetime], keep: int) -> None:
    gone = surplus(made, keep)
    kept = set(made) - set(gone)
    assert len(kept) == min(len(made), max(1, keep))
    assert all(made[old] <= made[new] for old in gone for new in kept)
    assert gone == sorted(gone, key=lambda name: (made[name], name))


@given(EVERY, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_it_is_due_at_the_latest_when_the_time_is_over(every: Every, ago: timedelta) -> None:
    assert is_due(None, NOW, every)
    assert is_due(NOW - LENGTHS[every] - ago, NOW, every)
    assert not is_due(NOW - min(ago, LENGTHS[every] / 2), NOW, every)


@pytest.mark.parametrize(("ahead", "due"), [(timedelta(minutes=5), False), (timedelta(days=400), True)])
def test_a_clock_that_was_wrong_stops_no_backup_for_long(ahead: timedelta, due: bool) -> None:
    assert is_due(NOW + ahead, NOW, "day") is due


def test_somebody_who_comes_a_little_earlier_each_evening_has_one_each_evening() -> None:
    assert is_due(NOW - timedelta(hours=23), NOW, "day")
