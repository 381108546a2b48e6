"""The keyboard while she speaks: Ctrl-C stops her, other keys wait for the next line and do not spoil her words.

Guarantees: the terminal and the signals are as they were afterwards, however the block ends.
Does not: swallow keys; what was typed is there at the next prompt.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TextIO

_PASTES_AS_ONE, _PASTES_AS_KEYS = "\x1b[?2004h", "\x1b[?2004l"


@contextmanager
def on_signal(numbers: tuple[int, ...], act: Callable[[], object]) -> Generator[None]:
    """While the block runs, these signals call `act` inside the event loop instead of what they did."""
    loop = asyncio.get_running_loop()

    def arrived(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(act)

    before = {number: signal.signal(number, arrived) for number in numbers}
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was if was is not None else signal.SIG_DFL)


@contextmanager
def stopped_by_ctrl_c(stop: Callable[[], object]) -> Generator[None]:
    """Ctrl-C calls `stop`."""
    with on_signal((signal.SIGINT,), stop):
        yield


def endings() -> tuple[int, ...]:
    """The signals by which a system asks a program to end."""
    names = ("SIGTERM", "SIGHUP")
    return tuple(getattr(signal, name) for name in names if hasattr(signal, name))


@contextmanager
def hushed(keyboard: TextIO) -> Generator[None]:
    """Keys typed between prompts are not shown, and wait for the next prompt, Ctrl-D and those before a Ctrl-C too.

    Does nothing where there is no `termios` (Windows, which shows no keys then anyway) or no terminal.
    """
    if sys.platform == "win32" or not keyboard.isatty():
        yield
        return
    import termios

    fd = keyboard.fileno()
    before = termios.tcgetattr(fd)
    quiet = termios.tcgetattr(fd)
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    quiet[3] |= termios.NOFLSH  # else Ctrl-C would throw away what was typed ahead
    termios.tcsetattr(fd, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSANOW, before)


@contextmanager
def pastes_as_one(out: TextIO, moves: bool) -> Generator[None]:
    """A paste while she speaks still comes as one piece afterwards, where the terminal `moves`."""
    if moves:
        out.write(_PASTES_AS_ONE)
        out.flush()
    try:
        yield
    finally:
        if moves:
            out.write(_PASTES_AS_KEYS)
            out.flush()
