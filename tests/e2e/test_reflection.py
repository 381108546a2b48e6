"""The page of the day: written in a quiet moment after the day, sourced, sealed words kept out, forgotten with them."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from samantha.cli import main
from samantha.clock import FixedClock
from samantha.config import load_config
from samantha.memory import reflect
from samantha.memory.chores import do_chores
from samantha.memory.keep import keep
from samantha.memory.recall import recall
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha
from samantha.store import episodes, facts, forgetting, jobs, reflections
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import Draft, Kind

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@asynccontextmanager
async def living(folder: Path, at: datetime = AT) -> AsyncGenerator[Samantha]:
    clock = FixedClock(at)
    async with open_store(folder, bytes(32), clock=clock) as store:
        yield Samantha(store, EchoChat(), EchoEmbed(), clock, load_config(folder))


async def tell(s: Samantha, text: str, who: str = "person", kind: Kind = "heard") -> int:
    return (await s.store.run(keep, Draft(s.clock.now(), kind, who, text))).id


async def sentences(s: Samantha, day: date = DAY) -> list[str]:
    page = await s.store.read(reflections.page, day)
    return [one.text for one in page.sentences] if page else []


def advance(s: Samantha, **much: float) -> None:
    assert isinstance(s.clock, FixedClock)
    s.clock.set(s.clock.now() + timedelta(**much))


@pytest.mark.anyio
async def test_at_the_first_quiet_moment_after_the_day_its_page_is_written_once(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        await do_chores(s)
        assert await sentences(s) == [], "the day is not over"
        advance(s, days=1)
        await tell(s, "Good morning.")
        await do_chores(s)
        assert await sentences(s) == ["New: “I quit my job at the school today.”"]
        before = await s.store.read(reflections.page, DAY)
        await do_chores(s)
        assert await s.store.read(reflections.page, DAY) == before
        assert await s.store.read(jobs.counts) == {("page", "done"): 1}
        advance(s, days=3)
        await do_chores(s)
        assert await s.store.read(jobs.counts) == {("page", "done"): 2}, "empty days have no job"


@pytest.mark.anyio
async def test_rest_does_it(tmp_path: Path) -> None:
    from samantha.conversation.turn import Talk, rest

    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        advance(s, days=1)
        await rest(s, Talk())
        assert len(await sentences(s)) == 1


@pytest.mark.anyio
async def test_days_long_ago_get_no_page_by_themselves_but_when_asked(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        advance(s, days=40)
        await do_chores(s)
        assert await sentences(s) == []
        assert await s.store.run(reflect.write_now, DAY, s.clock.now()) == 1


@pytest.mark.anyio
async def test_a_day_is_the_one_on_the_speakers_clock(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    async with living(tmp_path, datetime(2026, 3, 2, 23, 50, tzinfo=ZoneInfo("Pacific/Auckland"))) as s:
        await tell(s, "I quit my job at the school today.")
        advance(s, minutes=20)
        await tell(s, "My sister Rachel is coming over on Saturday.")
        assert [e.id for e in await s.store.read(reflections.told_on, DAY)] == [1]
        assert await s.store.read(reflections.days_told, DAY, date(2026, 3, 4)) == [DAY, date(2026, 3, 3)]


@pytest.mark.anyio
async def test_pages_are_never_recalled(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        found = await recall(s, "Did I quit my job?")
        assert all(one.episode.text == "I quit my job at the school today." for one in found)
        assert await s.store.read(episodes.count) == 1


@pytest.mark.anyio
async def test_what_is_sealed_enters_no_page_also_when_sealed_meanwhile(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        one = await tell(s, "I quit my job at the school today.")
        two = await tell(s, "I felt so proud of it.")
        await s.store.run(facts.label, one, facts.SEALED)
        lines = await s.store.read(reflect.compose, DAY)
        assert [line.text for line in lines] == ["How it was: “I felt so proud of it.”"]
        await s.store.run(facts.label, two, facts.SEALED)
        assert await s.store.run(reflections.put, DAY, s.clock.now(), lines) == 0


@pytest.mark.anyio
async def test_forgetting_takes_the_sentence_and_leaves_the_others(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        one = await tell(s, "I quit my job at the school today.")
        await tell(s, "I felt so proud of it.")
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        await s.store.run(forgetting.take, [one])
        assert await sentences(s) == ["How it was: “I felt so proud of it.”"]


@pytest.mark.anyio
async def test_a_page_takes_the_lowest_trust_and_the_highest_confidence(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "Nobody knows, but I quit my job at the school today.")
        await tell(s, "The rehearsal is at 19:30 on Thursday in the hall.", "Tomas <t@example.org>", "read")
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        page = await s.store.read(reflections.page, DAY)
        assert page is not None and (page.trust, page.secret) == (2, True)
        assert {one.part for one in page.sentences} >= {"day", "others"}
        assert [one.trust for one in page.sentences if one.part == "others"] == [2]


@pytest.mark.anyio
async def test_retired_sentences_and_pages_stay_away(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        await tell(s, "I felt so proud of it.")
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        first, second = await sentences(s)
        assert not await s.store.run(reflections.retire_sentence, DAY, 9)
        assert await s.store.run(reflections.retire_sentence, DAY, 1)
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        assert await sentences(s) == [second]
        await s.store.run(reflections.retire, DAY)
        advance(s, days=1)
        await do_chores(s)
        assert await sentences(s) == [] and first
        assert await s.store.read(reflections.last_day) is None
        await s.store.run(reflect.write_now, DAY, s.clock.now())
        assert await sentences(s) == [second]
        assert await s.store.read(episodes.count) == 2, "no word is deleted"


@pytest.mark.anyio
async def test_cancelled_it_writes_the_page_the_next_time(tmp_path: Path) -> None:
    async with living(tmp_path) as s:
        await tell(s, "I quit my job at the school today.")
        advance(s, days=1)
        for _ in range(3):
            with anyio.CancelScope() as scope:
                scope.cancel()
                await do_chores(s)
        await do_chores(s)
        assert len(await sentences(s)) == 1


def test_the_command_shows_writes_and_retires(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    key, _ = create_home(home, ByFile(), FixedClock(AT))

    async def write() -> None:
        async with open_store(home, key, clock=FixedClock(AT)) as store:
            for text in ("I quit my job at the school today.", "I felt so proud of it."):
                await store.run(keep, Draft(AT, "heard", "person", text))

    def says(*argv: str, status: int = 0) -> str:
        assert main(["memory", "day", *argv]) == status
        out, err = capsys.readouterr()
        return out + err

    anyio.run(write)
    assert "There is no page of that day" in says()
    assert "There is no page of that day" in says("2026-03-02")
    shown = says("2026-03-02", "--write")
    assert (
        "Monday 2 March 2026" in shown and "1. New: “I quit my job at the school today.”" in shown and "1:0-34" in shown
    )
    assert says() == shown
    assert json.loads(says("--json"))["sentences"][0]["sources"] == [[1, 0, 34]]
    assert "no sentence 7" in says("--retire", "7", status=1)
    says("--retire", "1")
    assert "quit" not in says("--write")
    says("2026-03-02", "--retire")
    assert "There is no page of that day" in says("2026-03-02")
    assert main(["memory", "day", "someday"]) == 2
