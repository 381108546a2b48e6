"""Names of people as names of files that every system takes: Windows, macOS, Linux, a stick with FAT.

Guarantees: pure; short, no reserved name, no letter that any of them refuses, and no two that a system which does not
tell upper from lower case, or composed from decomposed letters, would take for one.
Does not: keep a name whole; the file says it in full inside.
"""

from __future__ import annotations

import unicodedata

LONGEST = 80
"""Bytes of UTF-8, without the ending; every system takes 255."""
NOBODY = "somebody"
_PORTS = [f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"]
RESERVED = frozenset(["con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_PORTS])
"""What Windows keeps for devices, also with an ending behind it."""


def file_name(name: str, taken: set[str]) -> str:
    """A file name without ending for `name`, unlike those in `taken`, to which it is added.

    `Rachel` gives `rachel`, a second one `rachel-2`; `Zoë O'Hara` gives `zoë-o-hara`.
    """
    stem = _tidy(name) or NOBODY
    if stem in RESERVED:
        stem += "_"
    found, number = _cut(stem, LONGEST), 1
    while _same(found) in taken:
        number += 1
        found = f"{_cut(stem, LONGEST - len(str(number)) - 1)}-{number}"
    taken.add(_same(found))
    return found


def _tidy(name: str) -> str:
    """Letters, digits and marks in lower case, everything between them one dash."""
    low = unicodedata.normalize("NFC", name.casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in low)
    return "-".join(kept.split())


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip("-") or NOBODY


def _same(name: str) -> str:
    """Equal for two names that some system takes for one."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
