"""Bring up what fits: search words and meaning, read what stands around, fuse, cut; and keep the vectors up to date.

Guarantees: reads only what is committed; works the same after a crash and in a second process;
Samantha's own lines are never brought up, nor what was said in play, for neither is evidence.
Does not: decide whether the lines answer anything (`judge`), nor wait for vectors that are not there yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from weakref import WeakKeyDictionary

from samantha.memory import query
from samantha.memory.fuse import Question, Turn, Weights, cut, fuse, stands_out
from samantha.memory.pieces import Seen, only_whole, seen
from samantha.ports import Samantha, Store, Tx
from samantha.store import episodes, pieces, search, terms
from samantha.store.near import Near, cosines
from samantha.types import SAMANTHA, Episode, Recollection

WIDE = 100
"""Candidates taken from each of the two indexes."""
AROUND = 2
"""Turns before and after a candidate that are read with it, counted in ids."""
FAR = 1_000
"""Ids looked through in vain before it is noted that nothing among them waits."""
BATCH = 32
"""Texts embedded and written at a time."""

_near: WeakKeyDictionary[Store, Near] = WeakKeyDictionary()
"""What is held in memory of each open journal's vectors."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, before it is put in order."""

    question: Question
    turns: tuple[Turn, ...]
    """In the order of their ids; Samantha's own among them, for what stands around."""
    episodes: dict[int, Episode]


async def recall(
    s: Samantha, text: str, *, k: int = 3, exclude: Collection[int] = (), now: datetime | None = None
) -> list[Recollection]:
    """At most `k` episodes that fit `text`, best first, each by itself; none when nothing stands out.

    `exclude`: ids to leave out, such as the turn just heard. `now`: when it is asked, for the times that it names.
    """
    kept = cut(await rank(s, text, exclude, now), k, weights().keep)
    return [line for line in kept if stands_out(line)]


async def rank(
    s: Samantha, text: str, exclude: Collection[int] = (), now: datetime | None = None
) -> list[Recollection]:
    """Every candidate that may serve as evidence, best first, without a cut."""
    how = (await _seen(s, [text]))[0]
    return await s.store.read(_rank, _near_of(s.store), s.embed.name, how, text, now or s.clock.now(), set(exclude))


async def index_pending(s: Samantha, limit: int = 256) -> int:
    """Embed and keep vectors for up to `limit` episodes that have none; how many were done. Safe to repeat."""
    done = 0
    while done < limit:
        batch = await s.store.read(search.unembedded, s.embed.name, min(BATCH, limit - done))
        if not batch:
            if await s.store.read(search.behind, s.embed.name) > FAR:
                await s.store.run(_all_done, s.embed.name)
            break
        views = await _seen(s, [episode.text for episode in batch])
        await s.store.run(_put, [episode.id for episode in batch], s.embed.name, views)
        done += len(batch)
    return done


def let_go(store: Store) -> None:
    """Drop what is held in memory of this journal's vectors; the next question reads it again."""
    if store in _near:
        _near[store].drop()


@cache
def weights() -> Weights:
    """How the parts of a score are weighed, as shipped in `weights/fuse.toml`."""
    text = resources.files("samantha.memory").joinpath("weights", "fuse.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    constant, gap, meaning, words = (float(number) for number in data["chance"])
    return Weights({str(k): float(v) for k, v in data["parts"].items()}, (constant, gap, meaning, words), data["keep"])


def find(tx: Tx, near: Near, model: str, how: Seen, text: str, now: datetime) -> Found:
    """The candidates for `text` with the turns around them, and all that the fusion wants to know of them."""
    asked = query.wanted(text)
    held = terms.holding(tx, asked.spelled)
    by_words = [id for id, _ in terms.best(tx, asked.spelled, held, WIDE)]
    embedder = search.embedder_of(tx, model)
    by_meaning = [id for id, _ in search.nearest(tx, model, how.whole, WIDE, near)]
    wide = {id + step for id in (*by_words, *by_meaning) for step in range(-AROUND, AROUND + 1)}
    read = {episode.id: episode for episode in episodes.many(tx, sorted(wide))}
    ids = list(read)
    cosine = cosines(tx, embedder, ids, how.whole) if embedder is not None else {}
    names = {part for episode in read.values() for part in terms.terms(episode.who)}
    rows = [n for n, piece in enumerate(how.written) if not names & {*terms.terms(piece)}] or list(
        range(len(how.written))
    )
    by_word = pieces.nearness(tx, embedder, ids, how.pieces[rows]) if embedder is not None else {}
    turns = tuple(query.turn(one, cosine.get(id), by_word.get(id)) for id, one in read.items())
    return Found(query.question(asked, held, episodes.last_id(tx), turns, now), turns, read)


def _rank(tx: Tx, near: Near, model: str, how: Seen, text: str, now: datetime, out: set[int]) -> list[Recollection]:
    found = find(tx, near, model, how, text, now)
    kept = [turn for turn in found.turns if turn.id not in out]
    ranked = ((found.episodes[f.id], f) for f in fuse(found.question, kept, weights()))
    return [Recollection(one, f.score, f.lexical, f.dense) for one, f in ranked if _evidence(one)]


def _evidence(episode: Episode) -> bool:
    """Her own words are none, nor is what was said in play."""
    return episode.who != SAMANTHA and not episode.played


async def _seen(s: Samantha, texts: Sequence[str]) -> list[Seen]:
    """The texts as the embedder sees them, with their words where it gives them."""
    tokens = await s.embed.tokens(texts)
    if tokens:
        return [seen(text, one) for text, one in zip(texts, tokens, strict=True)]
    return [only_whole(vector) for vector in await s.embed.embed(texts)]


def _near_of(store: Store) -> Near:
    return _near.setdefault(store, Near())


def _all_done(tx: Tx, name: str) -> None:
    if not search.unembedded(tx, name, 1):
        search.complete_up_to(tx, name, episodes.last_id(tx))


def _put(tx: Tx, ids: Sequence[int], name: str, views: Sequence[Seen]) -> None:
    # One that was forgotten while it was being embedded is not there any more.
    there = {episode.id for episode in episodes.by_id(tx, ids)}
    # The batch held the oldest of those that had none.
    search.complete_up_to(tx, name, ids[-1])
    for id, view in zip(ids, views, strict=True):
        if id in there:
            search.put_vector(tx, id, name, view.whole)
            if len(view.pieces):
                pieces.put(tx, search.known_embedder(tx, name), id, view.pieces)
