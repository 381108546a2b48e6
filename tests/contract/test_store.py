"""The Store port and the journal's queries, on the real file.

Guarantees: what one test promises is checked against an encrypted file on disk, not a stand-in.
Does not: break the disk; `tests/e2e/test_full_disk.py` does.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.clock import FixedClock
from samantha.ports import Store, Tx
from samantha.store import episodes
from samantha.store.sqlite import open_store
from samantha.types import Draft

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Budapest"))
KEY = os.urandom(32)


def heard(text: str, key: str | None = None, thread: str = "talk") -> Draft:
    return Draft(AT, "heard", "person", text, thread=thread, key=key)


async def test_an_episode_survives_closing(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with open_store(tmp_path, KEY, clock=clock) as store:
        port: Store = store
        first = await port.run(episodes.append, heard("I have a sister, Réka."))
    async with open_store(tmp_path, KEY, clock=clock) as store:
        assert await store.read(episodes.by_id, [first.id]) == [first]


async def test_the_same_key_twice_is_the_same_episode(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        first = await store.run(episodes.append, heard("once", key="a"))
        again = await store.run(episodes.append, heard("other words", key="a"))
        assert again == first
        assert await store.read(episodes.count) == 1


async def test_what_raises_is_rolled_back(tmp_path: Path) -> None:
    def append_then_fail(tx: Tx) -> None:
        episodes.append(tx, heard("never mind"))
        raise LookupError("on purpose")

    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        with pytest.raises(LookupError):
            await store.run(append_then_fail)
        assert await store.read(episodes.count) == 0
