"""What she says unasked, in whole talks over a simulated clock: budgets hold exactly, and mostly she is silent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from samantha.app import Companion, open_samantha
from samantha.care.reserves import APART, PERIODS, Budget
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation.fixed import WELCOME_BACK
from samantha.conversation.growth_diary import manner
from samantha.conversation.unasked import QUIET_HOURS, Unasked, reserves_of
from samantha.memory.forget import forget, plan_ids
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Tx
from samantha.store import episodes, settings
from samantha.store import unasked as rows
from samantha.types import Delta, Episode

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
DESPAIR = "I don't want to live any more."
BIRTHDAY = "My sister Rachel's birthday is on 9 March."


@asynccontextmanager
async def opened(folder: Path, clock: FixedClock) -> AsyncGenerator[Companion]:
    config = Config(folder / "home", folder / "weights", BrainConfig(url="echo"))
    async with open_samantha(config=config, clock=clock, chat=EchoChat(), embed=EchoEmbed()) as s:
        await s.greeting()
        await s.greeted()
        yield s


async def begin(s: Companion, clock: FixedClock, at: datetime) -> Unasked | None:
    """A talk begins at `at`; what it begins with that nobody asked for."""
    clock.set(at)
    greeting = await s.greeting()
    await s.greeted()
    assert (WELCOME_BACK in greeting) == (s.unasked is None)
    assert s.unasked is None or greeting.endswith(s.unasked.text)
    return s.unasked


async def tell(s: Companion, clock: FixedClock, at: datetime, *texts: str) -> list[Episode]:
    clock.set(at)
    return [await s.tell(text) for text in texts]


def on(day: int, hour: int = 18) -> datetime:
    return AT.replace(hour=hour) + timedelta(days=day - 1)


async def test_a_month_of_talks_keeps_to_the_budgets(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        names = [f"{name}'s birthday is on {2 * n + 3} March." for n, name in enumerate(NAMES)]
        await tell(s, clock, on(1), *(f"My friend {text}" for text in names))
        said: list[tuple[datetime, Unasked]] = []
        for day in range(2, 30):
            for hour in (6, 9, 13, 19, 23):
                word = await begin(s, clock, on(day, hour))
                if word is not None:
                    said.append((clock.now(), word))
                await tell(s, clock, clock.now(), f"I have a {EVENTS[day % len(EVENTS)]} on {DAYS[(day + 1) % 7]}.")
        kept = await s.parts.store.read(rows.rows)
        reserves = await s.parts.store.read(reserves_of)
        assert [row.at for row in kept] == [at for at, _ in said]
        assert len({row.key for row in kept}) == len(kept) > 10
        assert all(8 <= at.hour < 22 for at, _ in said)
        for name, budget in reserves.items():
            mine = [row.at for row in kept if row.reserve == name]
            worst = max((sum(start <= at < start + PERIODS[budget.period] for at in mine) for start in mine), default=0)
            assert worst == budget.words, "it is used where there is occasion, and no more"
        times = sorted(at for at, _ in said)
        assert min(later - earlier for earlier, later in pairwise(times)) >= APART
        assert all(word.sources for _, word in said)


async def test_a_home_with_no_people_and_no_plans_says_nothing(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        for day in range(2, 90):
            assert await begin(s, clock, on(day)) is None
            await tell(s, clock, on(day), "Rain all day.", "I read a little.")
        assert await s.parts.store.read(rows.rows) == []


async def test_a_birthday_is_brought_up_once_with_its_source(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        (told,) = await tell(s, clock, on(1), BIRTHDAY)
        assert await begin(s, clock, on(5)) is None, "four days are early"
        word = await begin(s, clock, on(6))
        text = "In 3 days it is Rachel's birthday. A card would still arrive in time."
        assert word == Unasked(text, "birthday", (told.id,))
        for day in range(7, 12):
            assert await begin(s, clock, on(day)) is None
        said = await s.parts.store.read(episodes.recent, 1)
        assert (said[0].text, said[0].who, said[0].origin) == (text, "samantha", rows.FREE)
        assert await begin(s, clock, on(6) + timedelta(days=365)) is not None, "and again the year after"


@pytest.mark.parametrize(
    "heavy",
    [
        "My uncle Ben died.",
        "We broke up.",
        "I can't stop crying.",
        "Meine Oma ist gestorben.",
        "I want to kill myself.",
    ],
)
async def test_nothing_is_begun_with_one_in_grief_or_danger(tmp_path: Path, heavy: str) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        await tell(s, clock, on(8, 12), heavy)
        assert await begin(s, clock, on(8)) is None


async def test_the_return_after_a_bad_hour_comes_first_and_alone(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        clock.set(on(5))
        async with aclosing(s.turn(DESPAIR)) as events:
            async for _ in events:
                pass
        word = await begin(s, clock, on(8))
        assert word is not None and word.kind == "return"
        assert await begin(s, clock, on(9)) is None, "a week of no other unasked word"
        (spent,) = await s.parts.store.read(rows.rows)
        assert (spent.reserve, spent.cost) == (rows.NOTHING, 0)


async def test_quiet_hours_are_as_the_person_sets_them(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        assert await begin(s, clock, on(8, 23)) is None
        assert await begin(s, clock, on(9, 7)) is None
        await s.parts.store.run(settings.put, QUIET_HOURS, "off")
        assert await begin(s, clock, on(9, 7)) is not None


async def test_a_reserve_at_nought_is_silence(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await s.parts.store.run(rows.set_budget, "connection", 0, "week")
        assert (await s.parts.store.read(reserves_of))["connection"] == Budget(0)
        await tell(s, clock, on(1), BIRTHDAY)
        assert await begin(s, clock, on(8)) is None


async def test_what_happened_is_asked_after_unless_it_was_told(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(2), "I have a job interview on Thursday.", "The scan is on Friday.")
        await tell(s, clock, on(5, 20), "The interview went well!")
        word = await begin(s, clock, on(7))
        assert word is not None and (word.text, word.kind) == ("The scan was yesterday. How was it?", "hard")
        kept = await s.parts.store.read(rows.rows)
        assert [row.reserve for row in kept] == ["energy"]


async def test_one_who_is_close_and_has_gone_quiet(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(
            s, clock, on(1), "My sister Rachel plays the cello.", "My boss Dave shouted.", "My friend Tom came by."
        )
        await tell(s, clock, on(2), "Rachel and I laughed a lot.", "Dave is in a mood.", "Tom and I fell out.")
        for day in range(3, 44):
            assert await begin(s, clock, on(day)) is None
            await tell(s, clock, on(day), "Rain.")
        word = await begin(s, clock, on(45))
        assert word is not None and word.kind == "silence" and "Rachel" in word.text
        for day in range(46, 60):
            assert await begin(s, clock, on(day)) is None, "neither Dave, nor Tom, with whom it ended"


async def test_a_home_that_was_left_alone_nags_nobody(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), "My sister Rachel plays the cello.")
        await tell(s, clock, on(2), "Rachel and I laughed a lot.")
        assert await begin(s, clock, on(100)) is None


async def test_what_is_waved_off_is_left_alone(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        assert await begin(s, clock, on(8)) is not None
        async with aclosing(s.turn("Not now.")) as events:
            shown = "".join([event.text async for event in events if isinstance(event, Delta)])
        assert shown == "All right. That stays where it is."
        (row,) = await s.parts.store.read(rows.rows)
        assert row.waved == clock.now()
        year = timedelta(days=365)
        assert await begin(s, clock, on(8) + year) is None
        assert await s.parts.store.run(rows.take_back, row.id)
        assert await begin(s, clock, on(9) + year) is not None


async def test_a_subject_to_leave_alone_is_no_occasion(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        async with aclosing(s.turn("Please don't bring up Rachel any more.")) as events:
            async for _ in events:
                pass
        assert (await s.parts.store.read(manner)).leave_alone
        assert await begin(s, clock, on(8)) is None


async def test_another_answer_waves_nothing_off(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await tell(s, clock, on(1), BIRTHDAY)
        assert await begin(s, clock, on(8)) is not None
        await tell(s, clock, on(8), "I bought her a book.", "Not now.")
        (row,) = await s.parts.store.read(rows.rows)
        assert row.waved is None


async def test_what_it_stood_on_goes_with_it_and_the_budget_stays_spent(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        (told,) = await tell(s, clock, on(1), BIRTHDAY)
        word = await begin(s, clock, on(8))
        assert word is not None
        plan = await plan_ids(s.parts, [told.id])
        assert word.text in [part.episode.text for part in plan.parts]
        await forget(s.parts, plan, hold=False)
        (row,) = await s.parts.store.read(rows.rows)
        assert (row.reserve, row.cost, row.key, row.subject) == ("connection", 1, None, None)
        assert await s.parts.store.read(_left_of) == Counter()


def _left_of(tx: Tx) -> Counter[str]:
    tables = ("unasked", "unasked_stands")
    return Counter(table for table in tables for _ in tx.execute(f"SELECT 1 FROM {table}"))


@pytest.mark.skipif(not hasattr(os, "fork") or not hasattr(signal, "SIGKILL"), reason="a kill needs fork and SIGKILL")
def test_after_a_kill_at_any_write_nothing_is_said_twice(tmp_path: Path) -> None:
    outcome = _kill_at_every_write(tmp_path)
    assert outcome["unsaid_at_first"] > 3 and outcome["said_at_once"] >= 1
    assert outcome["twice"] == 0 and outcome["spent"] == [1]


def _kill_at_every_write(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-W", "error", "-m", "tests.e2e.unasked_kills", str(folder)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=240)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


NAMES = "Anna Ben Clara Dora Emil Frieda Greta Hugo Ines Jonas Karl Lena Mara Nils".split()
EVENTS = "concert meeting lesson match viewing recital party scan class review".split()
DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
