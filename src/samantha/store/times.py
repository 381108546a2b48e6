"""An aware time as three columns, and back.

Guarantees: the same instant to the microsecond, and the speaker's wall clock at that moment, whatever a zone's
rules become later.
Does not: know what time it is.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_columns(at: datetime) -> tuple[int, int, str | None]:
    """Microseconds UTC, offset in seconds, IANA zone or None. Raises ValueError for a time without a zone."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("an episode needs a time with a zone")
    zone = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else None
    # `at - EPOCH` reads the wall clock and its fold, so the hour that comes twice keeps its two instants.
    return (at - EPOCH) // timedelta(microseconds=1), round(offset.total_seconds()), zone


def from_columns(at_us: int, offset_s: int, zone: str | None) -> datetime:
    """The aware time; in its zone where this machine knows it with that offset, else with the bare offset."""
    at = EPOCH + timedelta(microseconds=at_us)
    offset = timedelta(seconds=offset_s)
    known = _zone(zone) if zone else None
    if known is not None:
        local = at.astimezone(known)
        if local.utcoffset() == offset:
            return local
    return at.astimezone(timezone(offset))


@lru_cache(maxsize=32)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
