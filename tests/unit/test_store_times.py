"""Times as columns: the same instant and the same wall clock come back, whatever becomes of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.store.times import from_columns, to_columns

zones = st.sampled_from([ZoneInfo(k) for k in ("Europe/Budapest", "Asia/Kathmandu", "America/St_Johns", "UTC")])
offsets = st.integers(-86_399, 86_399).map(lambda s: timezone(timedelta(seconds=s)))
times = st.datetimes(datetime(1900, 1, 2), datetime(2299, 1, 1), timezones=zones | offsets | st.just(UTC))


@given(times)
def test_a_time_comes_back(at: datetime) -> None:
    back = from_columns(*to_columns(at))
    assert back.astimezone(UTC) == at.astimezone(UTC)
    assert back.utcoffset() == at.utcoffset()
    assert back.replace(tzinfo=None) == at.replace(tzinfo=None) or at.astimezone(UTC).astimezone(at.tzinfo) != at


@given(times)
def test_the_wall_clock_stays_when_a_zone_is_unknown_or_its_rules_change(at: datetime) -> None:
    at_us, offset_s, _ = to_columns(at)
    for zone in ("Mars/Olympus_Mons", "../etc/passwd", "", "Pacific/Kiritimati"):
        back = from_columns(at_us, offset_s, zone)
        assert back.utcoffset() == timedelta(seconds=offset_s)
        assert back.astimezone(UTC) == at.astimezone(UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_columns(datetime(2026, 1, 1))
