"""Copies outside the home: noted once, named while they may hold an episode, taken over from the note beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samantha.clock import FixedClock
from samantha.store import belongings
from samantha.store.belongings import Copy
from samantha.store.sqlite import open_store

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLOCK = FixedClock(AT)
EXPORT = Copy("export", "/media/stick/samantha", AT, "a" * 64, 12)
BACKUP = Copy("backup", "/media/stick/samantha.backup", AT + timedelta(days=1), "b" * 64, 40)


async def test_a_copy_is_noted_once_and_named_while_it_may_hold_an_episode(tmp_path: Path) -> None:
    async with open_store(tmp_path, bytes(32), clock=CLOCK) as store:
        for copy in (EXPORT, BACKUP, EXPORT):
            await store.run(belongings.note, copy)
        assert [replace(c, id=0) for c in await store.read(belongings.known)] == [EXPORT, BACKUP]
        assert [c.kind for c in await store.read(belongings.known, "export")] == ["export"]
        assert [c.kind for c in await store.read(belongings.holding, 12)] == ["export", "backup"]
        assert [c.kind for c in await store.read(belongings.holding, 13)] == ["backup"]
        assert await store.read(belongings.holding, 41) == []


async def test_a_copy_that_is_gone_is_not_named_until_it_is_made_again(tmp_path: Path) -> None:
    async with open_store(tmp_path, bytes(32), clock=CLOCK) as store:
        await store.run(belongings.note, EXPORT)
        assert await store.run(belongings.mark_gone, EXPORT.path, "c" * 64) == 0
        assert await store.run(belongings.mark_gone, EXPORT.path) == 1
        assert await store.read(belongings.known) == []
        await store.run(belongings.note, EXPORT)
        assert len(await store.read(belongings.known)) == 1


async def test_what_was_noted_beside_an_open_journal_is_taken_over(tmp_path: Path) -> None:
    async with open_store(tmp_path, bytes(32), clock=CLOCK) as store:
        belongings.note_beside(tmp_path, EXPORT)
        belongings.note_beside(tmp_path, BACKUP)
        assert belongings.pending(tmp_path) == [EXPORT, BACKUP]
        assert await belongings.take_over(store, tmp_path) == 2
        assert [replace(c, id=0) for c in await store.read(belongings.known)] == [EXPORT, BACKUP]
        assert await belongings.take_over(store, tmp_path) == 0


@pytest.mark.parametrize("damage", ["", "{", '{"kind": 1}\n[]\n3', "\x00"])
async def test_a_damaged_note_keeps_nobody_out(damage: str, tmp_path: Path) -> None:
    belongings.note_beside(tmp_path, EXPORT)
    with (tmp_path / belongings.PENDING).open("a", encoding="utf-8") as file:
        file.write(damage)
    assert belongings.pending(tmp_path) == [EXPORT]
