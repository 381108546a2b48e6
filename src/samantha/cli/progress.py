"""One line that says how far a fetch of model files is, and how long it may still take.

Guarantees: on a terminal it stays one line, however narrow; elsewhere it is a few plain lines; a note stays.
Does not: hide an error, nor decide what is fetched.
"""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO

from samantha.models.weights_meter import Progress, size_in_words

PLAIN_STEP = 10
"""Where there is no terminal: one line for every so many per cent."""


class ProgressLine:
    """Draws `Progress`; call it with each. Use it as a context manager, so that the line is ended in every case."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """`stream` is standard error when None, so that what a command prints can be piped."""
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._shown = False
        self._last: tuple[str, str, int] = ("", "", -1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, progress: Progress) -> None:
        """Show it, if it says anything that the line does not say already."""
        if progress.note:
            self._end()
            self._put(progress.note + "\n")
        elif self._live:
            width = shutil.get_terminal_size().columns - 1
            self._put("\r" + in_words(progress)[:width] + "\x1b[K")
            self._shown = True
        else:
            self._plainly(progress)

    def _plainly(self, progress: Progress) -> None:
        tenth = 100 * progress.done // progress.total // PLAIN_STEP if progress.total else 0
        if progress.step == "checking" and progress.parts:
            tenth = PLAIN_STEP * progress.part // progress.parts
        mark = (progress.step, progress.name if progress.step == "ready" else "", tenth)
        if mark != self._last:
            self._last = mark
            self._put(in_words(progress) + "\n")

    def _end(self) -> None:
        if self._shown:
            self._put("\r\x1b[K")
            self._shown = False

    def _put(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def in_words(progress: Progress) -> str:
    """One line, without its end: what happens, how much of how much, how long still, which part."""
    name = progress.name
    if progress.step == "waiting":
        return "another Samantha is fetching the same files; waiting for it"
    if progress.step == "ready":
        return f"{name} is here and right"
    if progress.step == "checking":
        return f"reading {name}"
    said = [f"fetching {name}", f"{size_in_words(progress.done)} of {size_in_words(progress.total)}"]
    if progress.seconds_left is not None:
        said.append(time_left(progress.seconds_left))
    return ", ".join([*said, f"part {min(progress.part + 1, progress.parts)} of {progress.parts}"])


def time_left(seconds: float) -> str:
    """`about 40 s left`, `about 3 min left`: no more exact than it can be known."""
    if seconds < 60:
        return f"about {max(5, 5 * round(seconds / 5))} s left"
    if seconds < 3600:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"
