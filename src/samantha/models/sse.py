"""Server-sent events out of a byte stream, as OpenAI-compatible servers really write them.

Guarantees: the same events however the bytes are cut; CR, LF and CRLF all end a line; other fields are skipped.
Does not: read the JSON inside, reconnect, or keep more than `LIMIT` bytes of one event.
"""

from __future__ import annotations

LIMIT = 4_000_000
"""Bytes of one unfinished line or event beyond which the server is taken to be broken."""


class TooLong(Exception):
    """An event that does not end."""


class Events:
    """Feed bytes, get the `data` of each event that was completed by them."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[str]:
        """The data of the events that end in `piece`, in order. Raises TooLong."""
        # Only CR and LF end a line: str.splitlines would also cut at U+2028, which models do write.
        text = self._rest + piece
        held = text[-1:] == b"\r"  # it may be the first half of CRLF
        lines = (text[:-1] if held else text).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = lines.pop() + (b"\r" if held else b"")
        if len(self._rest) + self._size > LIMIT:
            raise TooLong
        return [event for line in lines if (event := self._line(line)) is not None]

    def close(self) -> list[str]:
        """The last event, where a server left out the empty line after it."""
        ended = self.feed(b"\n\n") if self._rest or self._data else []
        self._rest, self._data, self._size = b"", [], 0
        return ended

    def _line(self, line: bytes) -> str | None:
        if not line:
            event = b"\n".join(self._data) if self._data else None
            self._data, self._size = [], 0
            return None if event is None else event.decode("utf-8", "replace")
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
            self._size += len(line)
        return None
