"""The lines on the page: the person's words as they were recognised, hers as far as they were heard.

Guarantees: a page that was loaded anew shows the same lines; a word of hers that was not heard stands nowhere.
Does not: keep anything; the journal does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal, TypeAlias

from samantha.types import Failed, Notice
from samantha.voice.call import Happened
from samantha.voice.events import Cancel, Close, Note, Played, Reply, ReplyEnded, Words

Who: TypeAlias = Literal["you", "samantha", "notice", "trouble"]
MOST = 60
"""Lines that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    id: int
    who: Who
    text: str
    sure: bool = True
    """False while the words may still change."""
    key: str = ""
    """Of a typed turn: the page's own mark for it."""


class Captions:
    """The last lines of a talk."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._count = 0
        self._parts: dict[int, str] = {}
        self._heard_as: int | None = None
        """The line of the words that may still change."""
        self._said_as: int | None = None
        """The line of the live reply."""
        self._over = 0
        """The last reply that is over; what comes of it later was heard by nobody."""

    def begin(self) -> None:
        """Another talk: replies and parts are counted anew, and words that were never certain are gone."""
        if self._heard_as is not None:
            self.change(self._heard_as, "")
        self._parts, self._heard_as, self._said_as, self._over = {}, None, None, 0

    def add(self, who: Who, text: str, *, sure: bool = True, key: str = "") -> Line:
        """A new line at the end."""
        self._count += 1
        line = Line(self._count, who, text, sure, key)
        self._lines = [*self._lines, line][-MOST:]
        return line

    def change(self, id: int, text: str, *, sure: bool = True) -> Line | None:
        """Another text for a line; None for one that is gone. A line without text is taken away."""
        for n, line in enumerate(self._lines):
            if line.id == id:
                changed = replace(line, text=text, sure=sure)
                self._lines = [*self._lines[:n], *([changed] if text else []), *self._lines[n + 1 :]]
                return changed
        return None

    def all(self) -> list[dict[str, object]]:
        """Every line, as it goes to the page."""
        return [asdict(line) for line in self._lines]

    def take(self, happened: Happened) -> Line | None:
        """The line that this changes or adds, if it does."""
        match happened:
            case Words(_, part, text, _):
                self._parts[part] = text.strip()
                return self._hearing()
            case Reply(_, words) | Note(words):
                return self._heard(words)
            case Close(part, _):
                self._parts = {n: text for n, text in self._parts.items() if n > part}
                return self._hearing()
            case Played(_, reply, heard):
                return self._said(reply, heard)
            case ReplyEnded(_, reply, heard):
                line = self._said(reply, heard)
                self._end(reply)
                return line
            case Cancel(reply):
                self._end(reply)
            case Notice(text):
                return self.add("notice", text)
            case Failed(_, text, _):
                return self.add("trouble", text)
            case _:
                pass
        return None

    def _hearing(self) -> Line | None:
        words = " ".join(text for _, text in sorted(self._parts.items()) if text)
        if self._heard_as is None:
            if not words:
                return None
            line = self.add("you", words, sure=False)
            self._heard_as = line.id
            return line
        line = self.change(self._heard_as, words, sure=False)
        if not words:
            self._heard_as = None
        return line

    def _heard(self, words: str) -> Line:
        """The words are certain."""
        self._parts = {}
        line = self.change(self._heard_as, words) if self._heard_as is not None else None
        self._heard_as = None
        return line or self.add("you", words)

    def _said(self, reply: int, heard: str) -> Line | None:
        if not heard or reply <= self._over:
            return None
        line = self.change(self._said_as, heard) if self._said_as is not None else None
        line = line or self.add("samantha", heard)
        self._said_as = line.id
        return line

    def _end(self, reply: int) -> None:
        if reply > self._over:
            self._over, self._said_as = reply, None
