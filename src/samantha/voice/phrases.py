"""What is spoken in one breath: a short first clause, then clauses, none of them long.

Guarantees: pure; the phrases' texts joined are the text that came in, to the letter; the first is short.
Does not: change words. How numbers are said is the voice's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

FEWEST_FIRST = 2
"""Words of the first phrase, at least; shorter ones sound like a stumble."""
FEWEST = 5
"""Words of a later phrase, at least, unless its sentence ends."""
MOST = 14
"""Words of a phrase without any mark, at most: about five seconds."""
_MARK = re.compile(r"[,;:–—](?=\s)|[.!?…]+[\"”'’)]*(?=\s|$)")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One breath."""

    text: str
    """As it is journalled, blanks and marks included."""
    recorded: bool = True
    """False for a notice beside the reply: it is spoken and not journalled as hers."""

    @property
    def spoken(self) -> str:
        """As it is handed to the voice; empty where there is nothing to say."""
        bare = self.text.strip()
        return bare if any(c.isalnum() for c in bare) else ""


def phrases_of(text: str, *, first: bool = False) -> list[Phrase]:
    """`text`, a piece of a reply that ends where a sentence or a clause does, as phrases."""
    found: list[Phrase] = []
    start = 0
    for end in _cuts(text):
        words = len(text[start:end].split())
        fewest = FEWEST_FIRST if first and not found else FEWEST
        if words >= fewest or (words and text[:end].rstrip("\"”'’)")[-1:] in ".!?…"):
            found += _split(text[start:end])
            start = end
    if text[start:].strip():
        found += _split(text[start:])
        start = len(text)
    if text[start:]:
        found.append(Phrase(text[start:]))
    return found


def _cuts(text: str) -> list[int]:
    ends = [match.end() for match in _MARK.finditer(text)]
    return [end for end in ends if not _ABBREVIATED.search(text[:end])]


def _split(text: str) -> list[Phrase]:
    """A phrase without a mark that is too long for one breath, cut between words."""
    starts = [match.start() for match in re.finditer(r"(?:^|(?<=\s))\S", text)]
    if len(starts) <= MOST:
        return [Phrase(text)]
    pieces = -(-len(starts) // MOST)
    size = -(-len(starts) // pieces)
    cuts = [0, *(starts[n] for n in range(size, len(starts), size)), len(text)]
    return [Phrase(text[a:b]) for a, b in pairwise(cuts)]
