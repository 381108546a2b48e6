"""Bring up what fits: search words and meaning, fuse, cut; and keep the vectors up to date.

Guarantees: reads only what is committed; works the same after a crash and in a second process; no model but the embedder.
Does not: decide whether the lines answer anything (`judge`), nor wait for vectors that are not there yet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from samantha.memory.ask import Ask, is_question
from samantha.memory.fuse import Candidate, cut, fuse
from samantha.memory.judge import Verdict, judge
from samantha.memory.whose import aliases_of, is_relation, name_marks
from samantha.memory.words import content, sentences, words
from samantha.ports import Samantha, Tx
from samantha.store import episodes, search
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

WIDE = 60
"""Candidates taken from each index."""
JUDGED = 16
"""Lines that the judge looks at."""
BATCH = 32
"""Texts embedded and written at a time."""


@dataclass(frozen=True, slots=True)
class _Hits:
    bm25: dict[int, float]
    cosine: dict[int, float]
    turns: dict[int, Episode]
    order: dict[int, int]


async def recall(
    s: Samantha, text: str, *, k: int = 3, exclude: Collection[int] = (), now: datetime | None = None
) -> list[Recollection]:
    """At most `k` episodes that fit `text`, best first; none when nothing stands out. `exclude`: ids to leave out."""
    ranked = await _ranked(s, text, exclude)
    return cut(ranked, k)


async def look_up(s: Samantha, ask: Ask, *, exclude: Collection[int] = (), now: datetime | None = None) -> Verdict:
    """Recall for `ask` and judge: which lines, at most three, answer it."""
    lines = (await _ranked(s, f"{ask.before} {ask.question}".strip(), exclude))[:JUDGED]
    before, extra = await s.store.read(_context, [line.episode.id for line in lines], _people(ask))
    aliases = aliases_of(e.text for e in [*(line.episode for line in lines), *extra] if e.who == PERSON)
    return judge(ask, lines, now=now, before=before, aliases=aliases)


async def index_pending(s: Samantha, limit: int = 256) -> int:
    """Embed and store up to `limit` episodes that have no vector yet; how many were done. Safe to repeat and to kill."""
    done = 0
    while done < limit:
        batch = await s.store.read(search.unembedded, s.embed.name, min(BATCH, limit - done))
        if not batch:
            break
        vectors = await s.embed.embed([episode.text for episode in batch])
        await s.store.run(_put, [episode.id for episode in batch], s.embed.name, vectors)
        done += len(batch)
    return done


def _put(tx: Tx, ids: list[int], name: str, vectors: NDArray[np.float32]) -> None:
    # One that was forgotten while it was being embedded is not there any more.
    there = {episode.id for episode in episodes.by_id(tx, ids)}
    for id, vector in zip(ids, vectors, strict=True):
        if id in there:
            search.put_vector(tx, id, name, vector)


async def _ranked(s: Samantha, text: str, exclude: Collection[int]) -> list[Recollection]:
    vector = (await s.embed.embed([text]))[0]
    hits = await s.store.read(_search, _query(text), s.embed.name, vector)
    named = {
        w.low
        for sentence in sentences(text)
        for ws in [words(sentence)]
        for w, m in zip(ws, name_marks(ws), strict=True)
        if m
    }
    candidates = {
        id: Candidate(
            id,
            hits.bm25.get(id, 0.0),
            hits.cosine.get(id, 0.0),
            named=bool(named) and any(name in turn.text.lower() for name in named),
            asks=turn.who == PERSON and all(is_question(piece) for piece in sentences(turn.text)),
        )
        for id, turn in hits.turns.items()
    }
    out = set(exclude)
    return [
        Recollection(hits.turns[f.id], f.score, f.lexical, f.dense)
        for f in fuse(candidates, hits.order)
        if f.id not in out and hits.turns[f.id].who != SAMANTHA
    ]


def _query(text: str) -> str:
    """The words worth searching: those with content, or all of them when none has."""
    found = content(word for sentence in sentences(text) for word in words(sentence))
    return " ".join(word.text for word in found) or text


def _search(tx: Tx, query: str, name: str, vector: NDArray[np.float32]) -> _Hits:
    bm25 = dict(search.words(tx, query, WIDE))
    cosine = dict(search.nearest(tx, name, vector, WIDE))
    turns = {episode.id: episode for episode in episodes.by_id(tx, [*{**bm25, **cosine}])}
    return _Hits(bm25, cosine, turns, {id: id for id in turns})


def _people(ask: Ask) -> list[str]:
    """Names and relations in the question, whose other names are worth finding."""
    items = words(ask.question)
    marks = name_marks(items)
    return [w.low for w, named in zip(items, marks, strict=True) if named or is_relation(w)]


def _context(tx: Tx, ids: Sequence[int], people: Sequence[str]) -> tuple[dict[int, list[Episode]], list[Episode]]:
    before = {id: [e for e in episodes.around(tx, id, 3) if e.id < id] for id in ids}
    extra = [id for name in people for id, _ in search.words(tx, name, 12)]
    return before, episodes.by_id(tx, list(dict.fromkeys(extra)))
