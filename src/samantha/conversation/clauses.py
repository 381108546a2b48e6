"""Where a streamed reply can be cut: at the end of its first clause, and at the ends of sentences.

Guarantees: pieces joined are the text that came in, save for blanks at sentence ends.
Does not: know grammar; a clause ends at a comma, a dash or a full stop that closes at least three words.
"""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[,;:–—](?=\s|$)|[.!?…]+[\"”'’)]*(?=\s|$)")
_SENTENCE = re.compile(r"[.!?…]+[\"”'’)]*(?=\s)|\n+")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$")

FEWEST_WORDS = 3
MOST_CHARACTERS = 64
"""A clause that finds no end is cut at the last blank before this many characters."""


def first_clause(text: str, *, whole: bool = False) -> str | None:
    """The first clause of `text` with its closing mark, or None when it is not over yet.

    `whole` says that nothing more comes: then the rest is the clause. A mark at the very end of a growing text is
    taken as a close only when `whole`, for "7" of "7.5" looks like a full stop too.
    """
    for match in _CLAUSE.finditer(text):
        if match.end() == len(text) and not whole:
            break
        piece = text[: match.end()]
        if len(piece.split()) >= FEWEST_WORDS or (piece[-1] in ".!?…" and not _ABBREVIATED.search(piece)):
            return piece
    if whole:
        return text
    if len(text) > MOST_CHARACTERS:
        return text[: text.rfind(" ", 0, MOST_CHARACTERS)] if " " in text[:MOST_CHARACTERS] else text
    return None


def split_mark(clause: str) -> tuple[str, str]:
    """A clause without its closing mark, and the mark: ("They called you", "!")."""
    bare = clause.rstrip(" ,;:–—.!?…\"”'’)")
    return (bare, clause[len(bare) :]) if bare else (clause, "")


def take_sentence(text: str) -> tuple[str, str] | None:
    """(first whole sentence, rest) of a growing text, or None while none is over."""
    for match in _SENTENCE.finditer(text):
        piece = text[: match.end()]
        if not _ABBREVIATED.search(piece):
            return piece.strip(), text[match.end() :]
    return None
