"""Time as data: the only module that reads the machine's clocks.

Guarantees: `now()` is always aware, in the zone of the machine (or the one it was given).
Does not: promise that wall time only grows; order by episode id, measure with `monotonic()`.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio

_LOCALTIME = Path("/etc/localtime")


class SystemClock:
    """The machine's clocks. Implements the `Clock` port."""

    def now(self) -> datetime:
        """The wall time now, aware, in the machine's zone."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        return time.perf_counter()

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`; a negative number is no wait."""
        await anyio.sleep(max(0.0, seconds))


class FixedClock:
    """A clock that moves only when told. Shipped because evals and tests simulate days with it."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with a zone")
        self._at = at
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The time it was last set to."""
        return self._at

    def monotonic(self) -> float:
        """Seconds that `sleep` and `advance` added up to."""
        return self._elapsed

    def set(self, at: datetime) -> None:
        """Move to `at`, forwards or back; it must carry a zone."""
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with a zone")
        self._at = at

    def advance(self, seconds: float) -> None:
        """Move wall time and elapsed time on by `seconds`."""
        self._at += timedelta(seconds=seconds)
        self._elapsed += seconds

    async def sleep(self, seconds: float) -> None:
        """Advance at once and let other tasks run."""
        self.advance(max(0.0, seconds))
        await anyio.lowlevel.checkpoint()


class MachineZone(tzinfo):
    """The machine's zone by its own rules, where its name cannot be told (Windows)."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """The offset that the machine knows for that wall time."""
        return dt.replace(tzinfo=None).astimezone().utcoffset() if dt is not None else None

    def dst(self, dt: datetime | None) -> timedelta | None:
        """Not known."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """What the machine calls it at that time."""
        return dt.replace(tzinfo=None).astimezone().tzname() if dt is not None else None

    def fromutc(self, dt: datetime) -> datetime:
        """The wall time of an instant, with the fold of an hour that comes twice."""
        local = dt.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)


def machine_zone() -> tzinfo:
    """The machine's zone: by its IANA name, from TZ or /etc/localtime, else by its rules alone."""
    name = os.environ.get("TZ", "").lstrip(":") or _LOCALTIME.resolve().as_posix().partition("/zoneinfo/")[2]
    try:
        return ZoneInfo(name.removeprefix("posix/"))
    except (KeyError, ValueError, OSError):
        return MachineZone()
