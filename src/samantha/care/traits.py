"""What can be counted of some words, in any language: pieces of their letters, runs of words, runs of senses.

Guarantees: pure; never raises; the same words give the same traits on every machine; no word is kept, only where its
hash falls among `SIZE` places.
Does not: weigh; `care.alarm` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from samantha.care.senses import senses_of, split
from samantha.care.tongue import fold

SIZE = 1 << 15
"""Places for a trait's hash."""
FAR = 5
"""How far apart, in words that have a sense, two senses are still seen together."""
NEAR = 4
"""How far apart two words are still seen together."""
LETTERS = (3, 4, 5)
LONGEST = 1200
"""Characters that are looked at; longer talk is looked at sentence by sentence anyway."""


def traits_of(text: str) -> NDArray[np.int32]:
    """Where the traits of `text` fall, int32[n] in rising order, each once; n >= 1."""
    folded = fold(text[:LONGEST])
    words = split(folded)
    found = {*_of_words(words), *_of_letters(words), "?" if "?" in folded else "."}
    for line in senses_of(folded):
        found.update(_of_senses(line))
    return np.array(sorted({crc32(trait.encode()) % SIZE for trait in found}), dtype=np.int32)


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for n in (1, 2, 3):
        for at in range(len(words) - n + 1):
            yield "w" + "_".join(words[at : at + n])
    for at, word in enumerate(words):
        for other in words[at + 2 : at + NEAR + 1]:
            yield f"s{word}~{other}"


def _of_letters(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        marked = f"<{word}>"
        for n in LETTERS:
            for at in range(len(marked) - n + 1):
                yield "c" + marked[at : at + n]


def _of_senses(line: Sequence[Sequence[str]]) -> Iterator[str]:
    for at, senses in enumerate(line):
        for one in senses:
            yield f"1{one}"
            later = [other for others in line[at + 1 : at + FAR] for other in others]
            yield from (f"2{one}>{other}" for other in later)
            yield from _of_neighbours(one, line[at + 1 : at + 4])


def _of_neighbours(one: str, after: Sequence[Sequence[str]]) -> Iterator[str]:
    """What stands right after a sense, alone and with one of the two after that."""
    for other in after[0] if after else ():
        yield f"d{one}>{other}"
        yield from (f"3{one}>{other}>{third}" for then in after[1:] for third in then)
