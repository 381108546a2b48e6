"""What the terminal shows: her words as they come, soft notes around them, nothing loud.

Guarantees: no colour with NO_COLOR, no colour and no moving of the cursor on a dumb terminal; nothing shown can carry
    a terminal escape of a model's or a file's making.
Does not: read keys, nor decide what is said.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from samantha.cli.lines import shown
from samantha.cli.wrap import Wrap

MARK = "›"
"""Stands where the person types."""
_CORAL, _FAINT, _PLAIN = "\x1b[38;5;173m", "\x1b[2m", "\x1b[0m"
ENDLESS = 1 << 30
"""Columns where there is no edge."""
_ERASE = "\r\x1b[K"
_WIDEST = 76
_INDENT = "  "
_TITLE = 16


@dataclass(frozen=True, slots=True)
class Abilities:
    """What this terminal can do."""

    colour: bool
    moves: bool
    """True when the cursor can be moved back, so that a sign of thinking can be taken away."""


def read_abilities(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Abilities:
    """From TERM and NO_COLOR (https://no-color.org); an old Windows console is taken for a dumb one."""
    dumb = env.get("TERM", "").lower() in ("dumb", "unknown") or (platform == "win32" and "WT_SESSION" not in env)
    return Abilities(colour=not dumb and not env.get("NO_COLOR"), moves=not dumb)


def abilities_of(out: TextIO) -> Abilities:
    """The same, and nothing at all where `out` is not a terminal."""
    return read_abilities() if out.isatty() else Abilities(colour=False, moves=False)


class Screen:
    """A terminal, or a file in place of one."""

    def __init__(self, out: TextIO, abilities: Abilities) -> None:
        self.out = out
        self.abilities = abilities

    def note(self, text: str) -> None:
        """A word beside the talk: faint, wrapped, on lines of its own."""
        for paragraph in text.split("\n"):
            self._write(self.faint(self.wrapped(shown(paragraph))) + "\n")

    def say(self, text: str) -> None:
        """Her words, all at once, with a line of space after them."""
        for paragraph in text.split("\n"):
            self._write(self.wrapped(shown(paragraph)) + "\n")
        self.space()

    def space(self) -> None:
        """An empty line."""
        self._write("\n")

    def row(self, mark: str, title: str, text: str, *, loud: bool = False) -> None:
        """A line of a list: a mark, a short title, the text under itself when it needs several lines."""
        wrap = Wrap(max(24, self._wide() - _TITLE), "")
        body = wrap.feed(shown(text)) + wrap.flush()
        head = f"{mark:>2} {title:<{_TITLE - 4}} "
        head = self.coral(head) if loud else self.faint(head)
        self._write(head + body.replace("\n", "\n" + " " * _TITLE) + "\n")

    def reply(self) -> Reply:
        """Where one reply of hers will stand."""
        return Reply(self)

    def faint(self, text: str) -> str:
        """`text` in a quiet tone, where there are tones."""
        return f"{_FAINT}{text}{_PLAIN}" if self.abilities.colour and text else text

    def coral(self, text: str) -> str:
        """`text` in her colour."""
        return f"{_CORAL}{text}{_PLAIN}" if self.abilities.colour else text

    def wrap(self) -> Wrap:
        """A new stream of lines as wide as the terminal is now, and never too wide to read."""
        return Wrap(self._wide(), _INDENT)

    def _wide(self) -> int:
        """Columns to use; a file or a pipe has no edge."""
        return min(_WIDEST, shutil.get_terminal_size().columns - 1) if self.out.isatty() else ENDLESS

    def wrapped(self, text: str) -> str:
        """`text` in lines as wide as the terminal is now."""
        wrap = self.wrap()
        return wrap.feed(text) + wrap.flush()

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()

    def put(self, text: str) -> None:
        """`text` as it is, now."""
        if text:
            self._write(text)


class Reply:
    """One reply while it comes. Use as a context: it shows that she thinks, then her words, then ends the line."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._wrap = screen.wrap()
        self._thinking = False
        self.words = False
        """True once anything of the reply was shown."""

    def __enter__(self) -> Reply:
        if self._screen.abilities.moves:
            self._thinking = True
            self._screen.put(self._screen.faint(f"{_INDENT}…"))
        return self

    def still_thinking(self) -> None:
        """It takes long: say how to stop it, where the sign of thinking stands."""
        if self._thinking:
            self._screen.put(_ERASE + self._screen.faint(f"{_INDENT}… (this takes a while; Ctrl-C stops it)"))

    def show(self, text: str) -> None:
        """A piece of the reply; near the end of a line its last word waits until it is whole."""
        self._put(self._wrap.feed(shown(text, breaks=True)) + self._wrap.early())

    def settle(self) -> None:
        """A sentence is whole: show its last word now."""
        self._put(self._wrap.flush())

    def apart(self, text: str) -> None:
        """Something that is no part of the reply, now, on lines of its own: before its first word or after its last."""
        self.settle()
        self._stop_thinking()
        if self.words:
            self._screen.put("\n\n")
            self.words = False
            self._wrap = self._screen.wrap()
            self._screen.put(self._screen.wrapped(shown(text)) + "\n")
        else:
            self._screen.say(text)

    def __exit__(self, *_: object) -> None:
        self.settle()
        self._stop_thinking()
        if self.words:
            self._screen.put("\n")

    def _put(self, text: str) -> None:
        if not self.words:
            text = text.lstrip("\n")
        if text:
            self._stop_thinking()
            self.words = True
            self._screen.put(text)

    def _stop_thinking(self) -> None:
        if self._thinking:
            self._thinking = False
            self._screen.put(_ERASE)
