"""Lines of iCalendar and vCard: escaped, folded, ended as both formats ask (RFC 5545 3.1, RFC 6350 3.2).

Guarantees: pure; no line is longer than 75 bytes, no letter is cut in two, and a text comes back as it went in, but for
control characters, which neither format can hold.
Does not: know a property.
"""

from __future__ import annotations

WIDTH = 75
"""Bytes of a line, without its end."""


def line(name: str, value: str) -> str:
    """`name:value` as folded lines with their ends; `value` is escaped already where it is text."""
    pieces: list[str] = []
    piece, used = "", 0
    for letter in f"{name}:{value}":
        size = len(letter.encode())
        if used + size > WIDTH:
            pieces.append(piece)
            piece, used = " ", 1
        piece += letter
        used += size
    return "\r\n".join([*pieces, piece]) + "\r\n"


def text(value: str) -> str:
    """`value` escaped; its line ends become `\\n`, other control characters are left out."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(filter(_may_stand, plain))
    for raw, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(raw, escaped)
    return kept


def _may_stand(letter: str) -> bool:
    return letter in "\n\t" or (letter >= " " and letter != "\x7f" and not "\ud800" <= letter <= "\udfff")
