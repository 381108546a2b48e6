"""A pseudo-terminal with a program in it, to type at and to read from.

Guarantees: the program has this terminal as its controlling one, so that Ctrl-C is a signal as in life; what is left
    is killed at the end.
Does not: emulate a screen; it gives what was written, without the escapes.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios

ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")
CTRL_C, CTRL_D, ENTER, UP = "\x03", "\x04", "\r", "\x1b[A"
STARTER = (
    "import fcntl, runpy, sys, termios;"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "sys.argv = sys.argv[1:];"
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


class Terminal:
    """A program and its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], fd: int) -> None:
        self.process = process
        self._fd = fd
        self.raw = ""
        """Everything written so far, escapes and all."""

    @property
    def text(self) -> str:
        """Everything written so far, without escapes."""
        return ESCAPES.sub("", self.raw)

    def type(self, keys: str) -> None:
        """Press these keys."""
        data = keys.encode()
        while data:
            data = data[os.write(self._fd, data[:512]) :]
            self._read(0.0)

    def paste(self, text: str) -> None:
        """Paste as a modern terminal does."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def wait_for(self, words: str, after: int = 0, patience: float = 60.0) -> int:
        """Read until `words` stand in `text` beyond position `after`; returns the position behind them."""
        end = time.monotonic() + patience
        while (at := self.text.find(words, after)) < 0:
            if time.monotonic() > end or not self._read(0.2):
                raise AssertionError(f"{words!r} did not come; there was:\n{self.text[after:]}")
        return at + len(words)

    def ended(self, patience: float = 60.0) -> int:
        """Wait for the end of the program; returns its exit status."""
        end = time.monotonic() + patience
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.1)
        while self._read(0.0):
            pass
        assert self.process.returncode is not None, f"it did not end; there was:\n{self.text}"
        return self.process.returncode

    def _read(self, wait: float) -> bool:
        """Take in what was written; False at the end of the program's writing."""
        if not select.select([self._fd], [], [], wait)[0]:
            return wait > 0
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.raw += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def terminal(
    *command: str, env: Mapping[str, str] | None = None, columns: int = 80, rows: int = 24
) -> Generator[Terminal]:
    """Run `python -m COMMAND` in a terminal of this size."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    surroundings = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **(env or {})}
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        if name not in (env or {}):
            surroundings.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=surroundings,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        os.close(ours)
