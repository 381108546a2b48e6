"""Bring up what fits: search words and meaning, fuse, cut; and keep the vectors up to date.

Guarantees: reads only what is committed; works the same after a crash and in a second process;
Samantha's own lines are never brought up, for what she said is no evidence.
Does not: decide whether the lines answer anything (`judge`), nor wait for vectors that are not there yet.
"""

from __future__ import annotations

import re
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

WIDE = 100
"""Candidates taken from each of the two indexes."""
JUDGED = 16
"""Lines that are judged for a question."""
MENTIONS = 12
"""Lines read for each name in a question, to learn who "my sister" is."""
BATCH = 32
"""Texts embedded and written at a time."""
_POINTS_BACK = re.compile(r"\b(?:he|she|they|him|her|hers|his|their|them|it|its|there)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hits:
    bm25: dict[int, float]
    cosine: dict[int, float]
    turns: list[Episode]


async def recall(
    s: Samantha, text: str, *, k: int = 3, exclude: Collection[int] = (), now: datetime | None = None
) -> list[Recollection]:
    """At most `k` episodes that fit `text`, best first; none when nothing stands out.

    `exclude`: ids to leave out, such as the turn just heard. `now` is there for time words, which count later.
    """
    return cut(await rank(s, text, exclude), k)


async def look_up(s: Samantha, ask: Ask, *, exclude: Collection[int] = (), now: datetime | None = None) -> Verdict:
    """Recall for the question `ask` and judge: which lines, at most three, answer it; see `judge`."""
    lines = (await rank(s, f"{ask.before} {ask.question}".strip(), exclude))[:JUDGED]
    pointing = [line.episode.id for line in lines if _POINTS_BACK.search(line.episode.text)]
    before, mentions = await s.store.read(_context, pointing, _people(ask))
    told = [*(line.episode for line in lines), *mentions]
    aliases = aliases_of(episode.text for episode in told if episode.who == PERSON)
    return judge(ask, lines, now=now, before=before, aliases=aliases)


async def index_pending(s: Samantha, limit: int = 256) -> int:
    """Embed and keep vectors for up to `limit` episodes that have none; how many were done. Safe to repeat."""
    done = 0
    while done < limit:
        batch = await s.store.read(search.unembedded, s.embed.name, min(BATCH, limit - done))
        if not batch:
            break
        vectors = await s.embed.embed([episode.text for episode in batch])
        await s.store.run(_put, [episode.id for episode in batch], s.embed.name, vectors)
        done += len(batch)
    return done


def _put(tx: Tx, ids: Sequence[int], name: str, vectors: NDArray[np.float32]) -> None:
    # One that was forgotten while it was being embedded is not there any more.
    there = {episode.id for episode in episodes.by_id(tx, ids)}
    for id, vector in zip(ids, vectors, strict=True):
        if id in there:
            search.put_vector(tx, id, name, vector)


async def rank(s: Samantha, text: str, exclude: Collection[int] = ()) -> list[Recollection]:
    """Every candidate that may serve as evidence, best first, without a cut."""
    vector = (await s.embed.embed([text]))[0]
    hits = await s.store.read(_search, _query(text), s.embed.name, vector)
    named = _names(text)
    out = set(exclude)
    turns = {turn.id: turn for turn in hits.turns if turn.id not in out}
    ranked = fuse([_candidate(turn, hits, named) for turn in turns.values()])
    return [Recollection(turns[f.id], f.score, f.lexical, f.dense) for f in ranked if turns[f.id].who != SAMANTHA]


def _candidate(turn: Episode, hits: _Hits, named: Sequence[str]) -> Candidate:
    low = f"{turn.who} {turn.text}".lower()
    return Candidate(
        turn.id,
        turn.at,
        hits.bm25.get(turn.id, 0.0),
        hits.cosine.get(turn.id),
        named=any(name in low for name in named),
        asks=turn.who == PERSON and all(is_question(piece) for piece in sentences(turn.text)),
        length=len(turn.text),
    )


def _names(text: str) -> list[str]:
    out: list[str] = []
    for sentence in sentences(text):
        items = words(sentence)
        out += [word.low for word, named in zip(items, name_marks(items), strict=True) if named]
    return out


def _query(text: str) -> str:
    """The words worth searching: those with content, or all of them when none has."""
    found = content(word for sentence in sentences(text) for word in words(sentence))
    return " ".join(word.text for word in found) or text


def _search(tx: Tx, query: str, name: str, vector: NDArray[np.float32]) -> _Hits:
    bm25 = dict(search.words(tx, query, WIDE))
    cosine = dict(search.nearest(tx, name, vector, WIDE))
    return _Hits(bm25, cosine, episodes.by_id(tx, [*{**bm25, **cosine}]))


def _people(ask: Ask) -> list[str]:
    """Names and relations in the question, whose other names are worth finding."""
    items = words(ask.question)
    marks = name_marks(items)
    return [word.low for word, named in zip(items, marks, strict=True) if named or is_relation(word)]


def _context(tx: Tx, ids: Sequence[int], people: Sequence[str]) -> tuple[dict[int, list[Episode]], list[Episode]]:
    """The turns just before each of `ids`, and lines that speak of `people`."""
    before = {id: [episode for episode in episodes.around(tx, id, 3) if episode.id < id] for id in ids}
    mentions = [id for name in people for id, _ in search.words(tx, name, MENTIONS)]
    return before, episodes.by_id(tx, list(dict.fromkeys(mentions)))
