"""Captions of a spoken talk on a terminal: the person's turns, and of hers what was heard, as it is heard.

Guarantees: nothing of hers stands there that was not heard; a reply that was cut ends with a dash.
Does not: show what is still provisional.
"""

from __future__ import annotations

from samantha.cli.lines import shown
from samantha.cli.screen import MARK, Screen
from samantha.cli.wrap import Wrap
from samantha.voice.call import Happened
from samantha.voice.events import Note, Played, Record, Reply

CUT = " –"


class Captions:
    """What is shown of one talk."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._wrap: Wrap | None = None
        """Of the reply that is being heard."""
        self._so_far = ""

    def show(self, happened: Happened) -> None:
        """Something happened; most of it is nothing to read."""
        match happened:
            case Reply(_, words) | Note(words):
                self.end()
                self._screen.note(f"{MARK} {words}")
                self._screen.space()
            case Played(_, _, heard):
                self._go_on(heard)
            case Record(_, heard, cut):
                self._go_on(heard)
                self._go_on(heard + CUT if cut else heard)
                self.end()
            case _:
                pass

    def end(self) -> None:
        """Whatever was being heard is over."""
        if self._wrap is not None:
            self._screen.put(self._wrap.flush() + "\n\n")
        self._wrap, self._so_far = None, ""

    def _go_on(self, heard: str) -> None:
        if not heard.startswith(self._so_far):
            return
        if self._wrap is None:
            self._wrap = self._screen.wrap()
        self._screen.put(self._wrap.feed(shown(heard[len(self._so_far) :])))
        self._so_far = heard
