"""Recall's indexes: made again, resumed, let go of; and as good as looking at every vector."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from samantha.clock import FixedClock
from samantha.config import Config
from samantha.memory.rebuild import rebuild
from samantha.memory.recall import index_pending, let_go, rank, recall
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha, Tx, Vectors
from samantha.store import episodes, search
from samantha.store.near import Near
from samantha.store.sqlite import open_store
from samantha.types import Draft

AT = datetime(2026, 3, 3, 21, tzinfo=ZoneInfo("Europe/London"))
KEY = b"k" * 32
FACTS = {
    "Where did I hide the spare key?": "I hid the spare key under the blue flowerpot.",
    "What is Rachel allergic to?": "My sister Rachel is allergic to walnuts.",
    "Who fixes my bicycle?": "Old Mr Okafor fixes my bicycle on Elm Row.",
}


class Stopped(EchoEmbed):
    """An embedder that is stopped after so many calls."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls = calls

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.calls -= 1
        if self.calls < 0:
            raise KeyboardInterrupt
        return await super().embed(texts)


@asynccontextmanager
async def opened(home: Path, embed: EchoEmbed | None = None) -> AsyncGenerator[Samantha]:
    clock = FixedClock(AT + timedelta(days=1))
    async with open_store(home, KEY, clock=clock) as store:
        yield Samantha(store, EchoChat(), embed or EchoEmbed(), clock, Config(home=home, weights=home))


def tell(tx: Tx, texts: Sequence[str]) -> None:
    for n, text in enumerate(texts):
        episodes.append(tx, Draft(AT + timedelta(minutes=n), "heard", "person", text))


@pytest.mark.anyio
async def test_indexes_that_were_lost_are_made_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await s.store.run(tell, [*FACTS.values(), "It rained."])
        await index_pending(s)
        before = [line.episode.id for line in await rank(s, "Where is the spare key?")]

        def lose(tx: Tx) -> None:
            tx.execute("INSERT INTO episode_words (episode_words) VALUES ('delete-all')")
            search.drop_vectors(tx, s.embed.name)

        await s.store.run(lose)
        assert await recall(s, "Where is the spare key?") == []
        made = await rebuild(s)
        assert (made["words"], made["vectors"]) == (4, 4)
        assert [line.episode.id for line in await rank(s, "Where is the spare key?")] == before
        again = await rebuild(s)
        assert (again["vectors"], again["facts"]) == (0, made["facts"])
        assert (await rebuild(s, everything=True))["vectors"] == 4


@pytest.mark.anyio
async def test_a_rebuild_that_was_stopped_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await s.store.run(tell, [f"line number {n}" for n in range(100)])
        await index_pending(s)
    with pytest.raises(BaseException) as stopped:
        async with opened(tmp_path, Stopped(2)) as s:
            await rebuild(s, everything=True)
    assert isinstance(stopped.value, KeyboardInterrupt)
    async with opened(tmp_path) as s:
        left = await s.store.read(search.count_unembedded, s.embed.name)
        assert 0 < left < 100
        assert (await rebuild(s))["vectors"] == left


@pytest.mark.anyio
async def test_what_was_deleted_is_found_no_more_and_what_came_later_is(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await s.store.run(tell, list(FACTS.values()))
        await index_pending(s)
        near = Near()
        model, query = s.embed.name, (await s.embed.embed(["my sister Rachel and walnuts"]))[0]
        found = [id for id, _ in await s.store.read(search.nearest, model, query, 3, near)]
        assert set(found) == {1, 2, 3} and near.held == 3

        def delete(tx: Tx) -> None:
            tx.execute("DELETE FROM episode_vectors WHERE episode = 2")
            tx.execute("DELETE FROM episode_bits WHERE episode = 2")

        await s.store.run(delete)
        assert {id for id, _ in await s.store.read(search.nearest, model, query, 3, near)} == {1, 3}
        assert near.held == 2
        await index_pending(s)
        assert {id for id, _ in await s.store.read(search.nearest, model, query, 3, near)} == {1, 2, 3}
        near.drop()
        assert near.held == 0
        let_go(s.store)


@pytest.mark.anyio
async def test_facts_among_twenty_thousand_turns_are_found_and_signs_agree_with_an_exact_scan(tmp_path: Path) -> None:
    dice = np.random.default_rng(11)
    topics = dice.normal(size=(200, 384)).astype(np.float32)
    async with opened(tmp_path) as s:
        planted = await s.embed.embed(list(FACTS.values()))
        dim = s.embed.dim
        filler = topics[:, :dim][dice.integers(0, 200, 20_000)] + 0.7 * dice.normal(size=(20_000, dim))
        filler = (filler / np.linalg.norm(filler, axis=1, keepdims=True)).astype(np.float32)
        every = np.concatenate([filler, planted])

        def fill(tx: Tx) -> None:
            tell(tx, [f"filler about topic {n % 200} in words of week {n // 50}" for n in range(len(filler))])
            tell(tx, list(FACTS.values()))
            for id, vector in enumerate(every, 1):
                search.put_vector(tx, id, s.embed.name, vector)

        await s.store.run(fill)
        near, right = Near(), 0
        queries = every[dice.integers(0, len(every), 20)] + 0.05 * dice.normal(size=(20, dim)).astype(np.float32)
        for query in queries.astype(np.float32):
            exact = set((np.argsort(-(every @ query))[:10] + 1).tolist())
            found = await s.store.read(search.nearest, s.embed.name, query, 10, near)
            right += len(exact & {id for id, _ in found})
        assert right / 200 > 0.9
        for question, fact in FACTS.items():
            assert fact in [line.episode.text for line in (await rank(s, question))[:3]]
