"""What a byte scan looks for, and finding all of it at once in a stretch of bytes.

Guarantees: pure; every place of every needle is found, whatever lies around it; letters A to Z count as a to z where a
needle is folded. What is too short to tell from chance among vectors is not made a needle (`SHORTEST`).
Does not: read files, nor decide which words are the forgotten ones'.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Kind: TypeAlias = Literal["text", "word", "stem", "vector"]
SHORTEST = 4
"""Bytes. Three bytes stand somewhere in every megabyte of vectors by chance."""
PLAIN_LOOKING = 6
"""Shorter needles count only with letters or signs of a text beside them."""
STRETCH = 24
"""A text is looked for in pieces of so many bytes, each begun in the middle of the last: a page's end cuts some."""
NUMBERS = 48
"""The same for vectors; the signs of one of 384 numbers are 48 bytes."""
_LONG = 8
_ONE_BYTE = 128
_TABLE_BITS = 20
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Needle:
    """One run of bytes to look for."""

    kind: Kind
    raw: bytes
    """At least SHORTEST bytes; lower case where `folded`."""
    thing: int
    """What it is a part or a form of: needles of one text or word share the number."""
    folded: bool = True


def text_needles(text: str, thing: int) -> list[Needle]:
    """The pieces of a text as UTF-8."""
    return [Needle("text", piece.lower(), thing) for piece in pieces(text.encode())]


def other_forms(text: str, thing: int) -> list[Needle]:
    """The pieces of a text as UTF-16, and as JSON writes it where that differs."""
    quoted = {json.dumps(text, ensure_ascii=ascii)[1:-1] for ascii in (True, False)} - {text}
    forms = [text.encode("utf-16-le"), text.encode("utf-16-be"), *(form.encode() for form in sorted(quoted))]
    return [Needle("text", piece.lower(), thing) for form in forms for piece in pieces(form)]


def word_needles(word: str, thing: int) -> list[Needle]:
    """A word as UTF-8 and UTF-16, either order, and as JSON escapes it; upper and lower case of any script."""
    needles: dict[bytes, Needle] = {}
    for form in {word, word.lower(), word.upper(), word.title(), word.casefold()}:
        quoted = json.dumps(form)[1:-1]
        for raw in (form.encode(), form.encode("utf-16-le"), form.encode("utf-16-be"), quoted.encode()):
            if len(raw) >= SHORTEST:
                needles.setdefault(raw.lower(), Needle("word", raw.lower(), thing))
    return list(needles.values())


def stem_needles(stems: Mapping[str, int], others: Iterable[str] = ()) -> list[Needle]:
    """Stems (each with its thing) as FTS5 writes them: whole, or with the first letters left to the term before it.

    `others` are the terms that stay: a shortened form that one of them may have too is not looked for.
    """
    wanted: dict[tuple[int, bytes], tuple[int, int]] = {}
    needles: list[Needle] = []
    for stem, thing in stems.items():
        term = b"0" + stem.encode()
        needles += [Needle("stem", term.lower(), thing)] if len(term) > SHORTEST else []
        if len(term) < _ONE_BYTE:
            wanted |= {(len(term), term[n:]): (n, thing) for n in range(2, len(term) - SHORTEST + 1)}
    for other in others:
        term = b"0" + other.encode()
        for n in range(2, len(term) - SHORTEST + 1):
            wanted.pop((len(term), term[n:]), None)
    for (_, rest), (shared, thing) in wanted.items():
        needles.append(Needle("stem", bytes([shared, len(rest)]) + rest, thing, folded=False))
    return needles


def vector_needles(blob: bytes, thing: int) -> list[Needle]:
    """Pieces of a vector, or of its signs, that are no run of a few values: those any vector may hold."""
    return [Needle("vector", it, thing, folded=False) for it in pieces(blob, NUMBERS) if len(set(it)) * 2 >= NUMBERS]


def pieces(data: bytes, stretch: int = STRETCH) -> list[bytes]:
    """`data` in overlapping stretches, the last one ending with it; data shorter than SHORTEST gives none."""
    if len(data) <= stretch:
        return [data] if len(data) >= SHORTEST else []
    starts = [*range(0, len(data) - stretch, stretch // 2), len(data) - stretch]
    return [data[start : start + stretch] for start in starts]


class Finder:
    """Looks for many needles at once."""

    def __init__(self, needles: Sequence[Needle]) -> None:
        """Needles of the same bytes are looked for once; the numbers that `find` gives are places in `needles`."""
        things: dict[tuple[Kind, bytes, bool], set[int]] = defaultdict(set)
        for needle in needles:
            things[needle.kind, needle.raw, needle.folded].add(needle.thing)
        self.needles = tuple(Needle(kind, raw, min(of), folded) for (kind, raw, folded), of in things.items())
        self.things = tuple(frozenset(of) for of in things.values())
        """What each needle is a part of."""
        self._anchors = [
            anchors
            for width in (_LONG, SHORTEST)
            if (
                anchors := _Anchors(
                    self.needles, width, [n for n, it in enumerate(self.needles) if _width(it) == width]
                )
            )
        ]

    def find(self, data: bytes) -> dict[int, int]:
        """Number of a needle -> how many places of `data` hold it. Needles that are not there are left out."""
        low = data.lower()
        found: dict[int, int] = defaultdict(int)
        for anchors in self._anchors:
            for number, at in anchors.places(data, low):
                if _is_meant(self.needles[number], low, at):
                    found[number] += 1
        return dict(found)


class _Anchors:
    """Needles by their first bytes, eight or four of them: one pass over the data finds where any may begin."""

    def __init__(self, needles: Sequence[Needle], width: int, numbers: list[int]) -> None:
        self._width = width
        self._type = np.dtype("<u8") if width == _LONG else np.dtype("<u4")
        # First bytes -> how long the whole is, and whether folded -> the whole: no place is compared needle by needle.
        self._wholes: dict[int, dict[tuple[int, bool], dict[bytes, int]]] = {}
        for number in numbers:
            needle = needles[number]
            first = int.from_bytes(needle.raw[:width].lower(), "little")
            form = (len(needle.raw), needle.folded)
            self._wholes.setdefault(first, {}).setdefault(form, {})[needle.raw] = number
        self._keys = np.array(sorted(self._wholes), dtype=self._type)
        self._table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        self._table[self._slots(self._keys)] = True

    def __len__(self) -> int:
        return len(self._wholes)

    def places(self, data: bytes, low: bytes) -> Iterable[tuple[int, int]]:
        """Every needle's number and where it stands. `low` is `data` in lower case."""
        for at, first in self._first_bytes(low):
            for (length, folded), wholes in self._wholes[first].items():
                number = wholes.get((low if folded else data)[at : at + length])
                if number is not None:
                    yield number, at

    def _first_bytes(self, low: bytes) -> Iterable[tuple[int, int]]:
        for shift in range(min(self._width, max(0, len(low) - self._width + 1))):
            run = np.frombuffer(low, self._type, (len(low) - shift) // self._width, shift)
            near = np.flatnonzero(self._table[self._slots(run)])
            keys = run[near]
            exact = self._keys[np.searchsorted(self._keys, keys).clip(max=len(self._keys) - 1)] == keys
            for index, key in zip(near[exact].tolist(), keys[exact].tolist(), strict=True):
                yield shift + index * self._width, key

    def _slots(self, keys: NDArray[np.unsignedinteger]) -> NDArray[np.uint64]:
        return (keys.astype(np.uint64) * _MIX) >> np.uint64(64 - _TABLE_BITS)


def _width(needle: Needle) -> int:
    return _LONG if len(needle.raw) >= _LONG else SHORTEST


def _is_meant(needle: Needle, low: bytes, at: int) -> bool:
    """Four or five bytes that fit are a word only where text stands beside them."""
    if len(needle.raw) >= PLAIN_LOOKING:
        return True
    end = at + len(needle.raw)
    before, after = low[max(0, at - 3) : at], low[end : end + 3]
    return any(len(side) == 3 and all(32 <= byte < 127 for byte in side) for side in (before, after))
