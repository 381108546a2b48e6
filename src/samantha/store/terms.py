"""Words as the index holds them, and how many episodes hold each.

Guarantees: a text is cut and stemmed by the index's own tokenizer, so that what is counted here is what is found there.
Does not: know stop words, nor what a question means.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, cast

import apsw

from samantha.ports import Tx

TOKENIZER = ("porter", ["unicode61", "remove_diacritics", "2"])
"""As in step 1 of the schema."""
POSTINGS = 40_000
"""A search looks through about so many places at most: rare words first, then as many of the common ones as fit."""


_apsw = cast(Any, apsw)  # the package's stubs leave its tokenizers out


class _Cutter(threading.local):
    """A tokenizer for each thread: it belongs to a connection, and a connection to one thread at a time."""

    def __init__(self) -> None:
        self.cut = _apsw.Connection(":memory:").fts5_tokenizer(*TOKENIZER)


_cutter = _Cutter()


def terms(text: str) -> tuple[str, ...]:
    """The words of `text`, stemmed, in order."""
    data = text.encode("utf-8", "replace")
    found = _cutter.cut(data, _apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False, include_colocated=False)
    return tuple(found)


def spelled(text: str) -> dict[str, str]:
    """Each different word of `text`, stemmed -> how it is written there first. A stem must not be stemmed again."""
    data = text.encode("utf-8", "replace")
    found = _cutter.cut(data, _apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=True, include_colocated=False)
    out: dict[str, str] = {}
    for start, end, term in cast(Iterable[tuple[int, int, str]], found):
        out.setdefault(term, data[start:end].decode("utf-8", "replace"))
    return out


def holding(tx: Tx, wanted: Iterable[str]) -> dict[str, int]:
    """For each of `wanted` (terms) in how many episodes it stands."""
    out: dict[str, int] = {}
    for term in wanted:
        rows = tx.execute("SELECT doc FROM episode_terms WHERE term = ?", (term,))
        out[term] = next((int(row[0]) for row in rows), 0)
    return out


def best(tx: Tx, wanted: Mapping[str, str], held: Mapping[str, int], k: int) -> list[tuple[int, float]]:
    """The `k` episodes that fit `wanted` best: (id, BM25), best first.

    `wanted`: term -> a spelling of it; `held` is `holding` of its terms. Common words are left out where looking
    through all their places would cost more than POSTINGS; the rarest one is always looked for.
    """
    chosen: list[str] = []
    room = POSTINGS
    for term in sorted((term for term in wanted if held[term]), key=lambda term: (held[term], term)):
        if chosen and held[term] > room:
            break
        chosen.append(term)
        room -= held[term]
    if not chosen:
        return []
    match = " OR ".join(f'"{wanted[term]}"' for term in chosen)
    rows = tx.execute(
        "SELECT rowid, -rank FROM episode_words WHERE episode_words MATCH ? ORDER BY rank, rowid DESC LIMIT ?",
        (match, k),
    )
    return [(int(id), float(score)) for id, score in rows]
