"""The elements of one long JSON array, read while its text comes in.

Guarantees: pure; never more than one element and one chunk are held.
Does not: mend anything; text that ends early or is no array is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

LARGEST = 128 << 20
"""Characters of one element."""
_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"


class Broken(ValueError):
    """The text is no whole JSON array; carries the place, in characters from the beginning."""

    def __init__(self, place: int) -> None:
        super().__init__(f"no JSON at character {place}")
        self.place = place


def elements(chunks: Iterator[str]) -> Iterator[object]:
    """Every element of the array that `chunks` make together. Raises Broken where it is none, or ends early."""
    text = _Text(chunks)
    if text.next_sign() != "[":
        raise Broken(text.place)
    text.skip(1)
    if text.next_sign() == "]":
        return
    while True:
        yield text.element()
        sign = text.next_sign()
        text.skip(1)
        if sign == "]":
            return
        if sign != ",":
            raise Broken(text.place)


class _Text:
    """What has come in and was not taken yet."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._held = ""
        self._at = 0
        self._gone = 0

    @property
    def place(self) -> int:
        """Characters taken so far."""
        return self._gone + self._at

    def skip(self, count: int) -> None:
        """Take `count` characters."""
        self._at += count

    def next_sign(self) -> str:
        """The next character that is no blank, not taken; empty at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more(1):
                return ""

    def element(self) -> object:
        """Take one whole value."""
        self.next_sign()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except (ValueError, RecursionError) as error:
                # It may only be cut off: read as much again as is here, so that a long one is not begun too often.
                wanted = len(self._held) - self._at
                if wanted > LARGEST or not self._more(max(1, wanted)):
                    raise Broken(self.place) from error
                continue
            # A number that ends where the text ends so far may go on.
            length = end - self._at
            if end == len(self._held) and self._more(1):
                continue
            self._at += length
            return value

    def _more(self, count: int) -> bool:
        """Read at least `count` characters more, if there are any."""
        parts = [self._held[self._at :]]
        got = 0
        for chunk in self._chunks:
            parts.append(chunk)
            got += len(chunk)
            if got >= count:
                break
        self._gone += self._at
        self._at = 0
        self._held = "".join(parts)
        return got > 0
