"""What came in as a line, made into words she can be told.

Guarantees: pure; what `clean` gives has no control characters beside newline and tab, no lone surrogates, and is
    otherwise the person's text, letter for letter, emoji, right-to-left marks and all.
Does not: shorten a line (the conversation does), nor read from anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4_000_000
"""Bytes of one line; what comes after them begins a new one, so that an endless line cannot fill the memory."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_COMMAND = re.compile(r"/([a-z]+)(?:\s+(.*))?", re.DOTALL)
_ODD_SHARE = 0.3
"""A line with more undecodable bytes and control characters than this is not text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of standard input."""

    text: str
    """The words; empty when there are none."""
    replaced: int = 0
    """How many bytes were not UTF-8 and became U+FFFD."""
    binary: bool = False
    """True when it does not look like text at all; `text` is then empty."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line that began with one slash."""

    name: str
    words: str


def clean(text: str) -> str:
    """`text` without terminal escapes and control characters, its line ends as newlines, its ends trimmed."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    text = _ESCAPE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text).strip()
    return text if any(_speaks(letter) for letter in text) else ""


def read_line(raw: bytes) -> Line:
    """One line of bytes, with or without its newline, as words."""
    text = raw.decode("utf-8", "replace")
    replaced = text.count("\ufffd") - raw.count("\ufffd".encode())
    odd = replaced + len(_CONTROL.findall(text.rstrip("\r\n")))
    if odd > max(2, _ODD_SHARE * len(text)):
        return Line("", binary=True)
    return Line(clean(text), replaced=replaced)


def cut_lines(buffer: bytearray, end: bool = False) -> Iterator[bytes]:
    """Take the whole lines out of `buffer`; with `end`, also the last one without a newline."""
    while True:
        at = buffer.find(b"\n", 0, LONGEST)
        if at < 0 and len(buffer) < LONGEST:
            break
        cut = at + 1 if at >= 0 else LONGEST
        yield bytes(buffer[:cut])
        del buffer[:cut]
    if end and buffer:
        yield bytes(buffer)
        buffer.clear()


def read_command(text: str) -> Command | str:
    """A command, or the words as they are to be said: `//x` says `/x`, and a path such as `/etc/hosts` is words."""
    if text.startswith("//"):
        return text[1:]
    match = _COMMAND.fullmatch(text)
    return Command(match[1], (match[2] or "").strip()) if match else text


def shown(text: str, breaks: bool = False) -> str:
    """`text` made safe to print: no control characters, no direction overrides; newlines only with `breaks`."""
    text = _CONTROL.sub("", text.replace("\t", " ")).translate(_OVERRIDES)
    return text if breaks else " ".join(text.split("\n"))


_OVERRIDES = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _speaks(letter: str) -> bool:
    """False for what leaves no mark: spaces, and format characters such as a zero-width space."""
    return not letter.isspace() and unicodedata.category(letter) != "Cf"
