"""Backups by themselves: off until chosen, written when a talk ends and one is due, a few kept, nobody held up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.whole_home import AT

from samantha import open_samantha
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.goodbye import backup, schedule
from samantha.goodbye.schedule import Last, Plan
from samantha.store import belongings
from samantha.store.keys import unlock
from samantha.store.recovery import to_paper

pytestmark = pytest.mark.anyio


class Days:
    """Days on which somebody talks for a moment."""

    def __init__(self, tmp_path: Path) -> None:
        self.config = Config(tmp_path / "home", tmp_path / "weights", BrainConfig(url="echo"))
        self.clock = FixedClock(AT)
        self.to = tmp_path / "stick"

    async def talk(self, plan: Plan | None = None) -> Last | None:
        async with open_samantha(config=self.config, clock=self.clock) as s:
            await s.tell("The kettle is blue.")
            if plan is not None:
                await s.parts.store.run(schedule.choose, plan)
            return await s.parts.store.read(schedule.read_last)

    def there(self) -> list[str]:
        return sorted(path.name for path in self.to.iterdir())


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path)


async def test_nothing_is_written_until_it_is_chosen(days: Days) -> None:
    days.to.mkdir()
    await days.talk()
    assert days.there() == []


async def test_one_a_day_is_written_and_the_last_few_are_kept(days: Days) -> None:
    days.to.mkdir()
    (days.to / "samantha-20260101-000000.backup").write_text("somebody else's")
    (days.to / "mine.backup").write_text("mine")
    plan = Plan("day", 3, str(days.to))
    for day in range(5):
        for _ in range(2):
            await days.talk(plan)
            days.clock.advance(3600)
        days.clock.set(AT + timedelta(days=day + 1))
    written = [f"samantha-2026030{n}-080000.backup" for n in (5, 6, 7)]
    assert days.there() == sorted([*written, "mine.backup", "samantha-20260101-000000.backup"])
    key = unlock(days.config.home)
    contents = backup.check(days.to / written[-1], backup.by_recovery(to_paper(key)))
    assert contents.episodes == 9
    async with open_samantha(config=days.config, clock=days.clock) as s:
        known = await s.parts.store.read(belongings.known, "backup")
        assert [Path(copy.path).name for copy in known] == written


async def test_a_place_that_is_gone_is_not_made_and_is_said(days: Days) -> None:
    await days.talk(Plan("day", 3, str(days.to)))
    last = await days.talk()
    assert last is not None
    assert "backup.place" in last.error
    assert not days.to.exists()
    days.to.mkdir()
    await days.talk()
    last = await days.talk()
    assert last is not None
    assert (last.error, last.made, len(days.there())) == ("", AT, 1)


async def test_choosing_never_ends_it(days: Days) -> None:
    days.to.mkdir()
    await days.talk(Plan("day", 3, str(days.to)))
    async with open_samantha(config=days.config, clock=days.clock) as s:
        await s.parts.store.run(schedule.choose, None)
    days.clock.advance(10 * 86400)
    await days.talk()
    assert len(days.there()) == 1
