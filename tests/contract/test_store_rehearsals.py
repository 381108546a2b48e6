"""Rehearsals as they are kept, on a real encrypted store."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samantha.clock import FixedClock
from samantha.store import episodes, forgetting, rehearsals
from samantha.store.sqlite import SqliteStore, open_store
from samantha.types import PLAY, Draft

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 19, tzinfo=UTC)
KEY = b"k" * 32


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqliteStore, None]:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as opened:
        yield opened


async def test_at_most_one_has_the_person_in_it(store: SqliteStore) -> None:
    first = await store.run(rehearsals.begin, AT, None, "play", "{}")
    second = await store.run(rehearsals.begin, AT, 7, "about", "{}")
    assert first != second
    here = await store.read(rehearsals.here)
    assert here is not None and (here.id, here.person, here.step) == (second, 7, "about")
    await store.run(rehearsals.move, first, AT, "play", "{}", here=True)
    here = await store.read(rehearsals.here)
    assert here is not None and here.id == first
    await store.run(rehearsals.leave)
    assert await store.read(rehearsals.here) is None


async def test_it_is_asked_about_once(store: SqliteStore) -> None:
    id = await store.run(rehearsals.begin, AT, None, "done", "{}")
    await store.run(rehearsals.plan, id, "on Friday", AT + timedelta(days=4), AT + timedelta(days=5))
    assert await store.read(rehearsals.waiting, AT + timedelta(days=4), ("done",)) == []
    (kept,) = await store.read(rehearsals.waiting, AT + timedelta(days=5), ("done",))
    assert kept.plan == "on Friday" and kept.real == AT + timedelta(days=4)
    assert await store.run(rehearsals.asked, id) and not await store.run(rehearsals.asked, id)
    assert await store.read(rehearsals.waiting, AT + timedelta(days=9), ("done",)) == []


async def test_a_number_is_never_given_twice(store: SqliteStore) -> None:
    heard = await store.run(episodes.append, Draft(AT, "heard", "person", "Let's practise."))
    first = await store.run(rehearsals.begin, AT, None, "play", "{}")
    await store.run(rehearsals.belongs, first, heard.id, gave=True)
    line = await store.run(episodes.append, Draft(AT, "heard", "person", "I quit!", thread=f"{PLAY}{first}"))
    assert line.played and not heard.played
    assert await store.read(rehearsals.episodes_of, [first]) == [heard.id, line.id]
    assert await store.read(rehearsals.begun_by, [heard.id, line.id]) == [first]
    await store.run(lambda tx: forgetting.take(tx, [heard.id]).counts)
    assert await store.read(rehearsals.everything) == [] and await store.read(rehearsals.every_episode) == frozenset()
    assert await store.run(rehearsals.begin, AT, None, "play", "{}") > first
