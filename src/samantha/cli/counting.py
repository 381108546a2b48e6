"""One line that says how many of something are done, and how long the rest may take.

Guarantees: on a terminal it stays one line, however narrow; elsewhere it is a few plain lines.
Does not: read a clock; the caller gives one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from samantha.cli.progress import PLAIN_STEP, time_left
from samantha.models.weights_meter import Meter


class CountLine:
    """Draws counts; call it with each. Use it as a context manager, so that the line is ended in every case."""

    def __init__(self, monotonic: Callable[[], float], stream: TextIO | None = None) -> None:
        """`monotonic` gives seconds; `stream` is standard error when None, so that what a command prints can be
        piped."""
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._monotonic = monotonic
        self._what = ""
        self._meter = Meter(0)
        self._tenth = -1
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._put("\r\x1b[K")

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done; a total of 0 is not known. `what` is such as `keeping turns`."""
        if what != self._what:
            self._what, self._meter, self._tenth = what, Meter(total), -1
        self._meter.total = max(done, total)
        self._meter.landed("", done - self._meter.done)
        left = self._meter.seconds_left(self._monotonic())
        said = [
            f"{what} {done:,} of {total:,}" if total else f"{what} {done:,}" if done else what,
            *([time_left(left)] if left else []),
        ]
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            self._put("\r" + ", ".join(said)[:width] + "\x1b[K")
            self._shown = True
            return
        # Where the end is not known, one line is enough.
        tenth = 100 * done // total // PLAIN_STEP if total else 0
        if tenth != self._tenth:
            self._tenth = tenth
            self._put(", ".join(said) + "\n")

    def _put(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
