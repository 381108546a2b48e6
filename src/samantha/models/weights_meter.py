"""How far a fetch is, how fast it goes, and how long it may still take.

Guarantees: `done` never exceeds `total`; what an earlier run left does not count as speed.
Does not: read a clock; the caller says what time it is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["waiting", "checking", "downloading", "ready"]
"""`waiting`: another process is fetching; `ready`: this file is whole and right."""

WINDOW_S = 20.0
"""The speed is that of the last so many seconds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a fetch stands, for one line on a screen."""

    step: Step
    name: str
    """The file it is about."""
    done: int = 0
    """Bytes over all that this fetch needs, downloaded now or kept from before."""
    total: int = 0
    part: int = 0
    """Parts that are done."""
    parts: int = 0
    seconds_left: float | None = None
    """None while it cannot be told."""
    note: str = ""
    """A sentence worth keeping on the screen, for instance that a file was damaged."""


class Meter:
    """Counts bytes of several downloads that run at once."""

    def __init__(self, total: int, done: int = 0) -> None:
        """`done` bytes of `total` are already here."""
        self.total = total
        self._settled = done
        self._flying: dict[str, int] = {}
        self._marks: deque[tuple[float, int]] = deque()

    @property
    def done(self) -> int:
        """Bytes that are here or have come in, at most `total`."""
        return min(self.total, self._settled + sum(self._flying.values()))

    def flying(self, key: str, count: int, expected: int) -> None:
        """Download `key` has brought `count` bytes of about `expected`."""
        self._flying[key] = max(0, min(count, expected))

    def landed(self, key: str, expected: int) -> None:
        """Download `key` is over and right."""
        self._flying.pop(key, None)
        self._settled = min(self.total, self._settled + expected)

    def lost(self, key: str) -> None:
        """Download `key` came to nothing."""
        self._flying.pop(key, None)

    def seconds_left(self, now: float) -> float | None:
        """At the speed of late; None until there is one. `now` is in seconds, and never goes back."""
        self._marks.append((now, self.done))
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW_S:
            self._marks.popleft()
        (begun, before), (at, after) = self._marks[0], self._marks[-1]
        if at - begun < 1.0 or after <= before:
            return None
        return (self.total - after) * (at - begun) / (after - before)


def size_in_words(count: int) -> str:
    """Bytes as a person reads them: `1.12 GB`, `466 kB`."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= unit:
            digits = 2 if unit == 10**9 else 0
            return f"{count / unit:.{digits}f} {name}"
    return f"{count} bytes"
