"""The page of a week, and the commands `samantha week` and `samantha reserves`, on a real encrypted home."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import anyio
import pytest

from samantha.app import open_samantha
from samantha.cli import main
from samantha.clock import FixedClock, SystemClock
from samantha.config import BrainConfig, load_config
from samantha.conversation.week import Week, read_week
from samantha.memory.forget import forget, plan_ids
from samantha.memory.keep import keep
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha
from samantha.store import facts
from samantha.store import given as rows
from samantha.types import Draft

pytestmark = pytest.mark.anyio
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEXT = MONDAY + timedelta(days=9)


@asynccontextmanager
async def home() -> AsyncGenerator[Samantha]:
    config = load_config()
    config = type(config)(config.home, config.weights, BrainConfig(url="echo"))
    async with open_samantha(config=config, clock=FixedClock(NEXT), chat=EchoChat(), embed=EchoEmbed()) as s:
        yield s.parts


async def tell(s: Samantha, at: datetime, text: str, *, origin: str = "typed", sealed: bool = False) -> int:
    episode = await s.store.run(keep, Draft(at, "heard", "person", text, origin=origin))
    if sealed:
        await s.store.run(facts.label, episode.id, facts.SEALED)
    return episode.id


async def week(s: Samantha, now: datetime = NEXT) -> Week:
    return await s.store.read(read_week, MONDAY.date(), now)


def counted(week: Week) -> list[tuple[str, str]]:
    return [(item.what, item.words) for item in week.items if not item.off]


async def test_each_count_stands_on_words_of_the_person() -> None:
    async with home() as s:
        await tell(s, MONDAY, "It rained. I called my mum.")
        await tell(s, MONDAY + timedelta(days=1), "Posted the card to Iris.")
        await tell(s, MONDAY + timedelta(days=2, hours=8), "Met my friend Tom for lunch.")
        found = await week(s)
        assert counted(found) == [
            ("call", "I called my mum."),
            ("letter", "Posted the card to Iris."),
            ("meeting", "Met my friend Tom for lunch."),
        ]
        assert (found.first, found.last, found.days_here, found.short, found.over) == (
            date(2026, 3, 2),
            date(2026, 3, 8),
            3,
            True,
            True,
        )


async def test_it_belongs_to_the_day_that_the_words_name() -> None:
    async with home() as s:
        await tell(s, MONDAY + timedelta(days=7), "Yesterday I called my mum. Today I called my dad.")
        await tell(s, MONDAY, "Yesterday I met my friend Tom.")
        assert [(item.words, item.day) for item in (await week(s)).items] == [
            ("Yesterday I called my mum.", date(2026, 3, 8))
        ]


async def test_told_twice_it_counts_once() -> None:
    async with home() as s:
        await tell(s, MONDAY, "I called my sister Rachel.")
        await tell(s, MONDAY + timedelta(hours=3), "I called Rachel today, it was good.")
        await tell(s, MONDAY + timedelta(days=1), "I called Rachel.")
        assert [item.day.day for item in (await week(s)).items] == [2, 3]


async def test_a_town_is_not_met() -> None:
    async with home() as s:
        await tell(s, MONDAY, "I visited Ghent.")
        await tell(s, MONDAY, "I visited my aunt in Ghent.")
        assert counted(await week(s)) == [("meeting", "I visited my aunt in Ghent.")]


async def test_what_is_sealed_or_brought_in_does_not_count() -> None:
    async with home() as s:
        await tell(s, MONDAY, "I called my mum.", sealed=True)
        await tell(s, MONDAY, "I called my dad.", origin="import:whatsapp")
        await s.store.run(keep, Draft(MONDAY, "read", "Iris", "I called my brother."))
        found = await week(s)
        assert found.items == ()
        assert found.days_here == 1


async def test_evenings_without_her_are_those_that_are_over_and_had_no_talk() -> None:
    async with home() as s:
        await tell(s, MONDAY - timedelta(days=30), "Hello.")
        await tell(s, MONDAY + timedelta(days=1, hours=8), "An evening talk.")
        await tell(s, MONDAY + timedelta(days=2), "A noon talk.")
        assert [day.day for day in (await week(s)).evenings] == [2, 4, 5, 6, 7, 8]
        assert [day.day for day in (await week(s, MONDAY + timedelta(days=2))).evenings] == [2]


async def test_no_evening_counts_from_before_she_was_there() -> None:
    async with home() as s:
        assert (await week(s)).evenings == ()
        await tell(s, MONDAY + timedelta(days=3), "Hello.")
        assert [day.day for day in (await week(s)).evenings] == [6, 7, 8]


async def test_the_evening_is_the_one_of_the_speakers_clock() -> None:
    async with home() as s:
        await tell(s, MONDAY - timedelta(days=1), "Hello.")
        there = datetime(2026, 3, 3, 20, tzinfo=ZoneInfo("Asia/Tokyo"))
        await tell(s, there, "Evening here, noon there.")
        assert date(2026, 3, 3) not in (await week(s)).evenings


async def test_what_was_forgotten_counts_no_more() -> None:
    async with home() as s:
        id = await tell(s, MONDAY, "I called my mum.")
        await s.store.run(rows.take_off, id, 0)
        await forget(s, await plan_ids(s, [id]), hold=False)
        assert (await week(s)).items == ()
        assert await s.store.read(rows.taken_off) == set()


def run(*words: str) -> int:
    return main(list(words))


def _tell_today(*texts: str) -> None:
    async def go() -> None:
        async with home() as s:
            for text in texts:
                await tell(s, SystemClock().now(), text)

    anyio.run(go)


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_home_that_is_not_there_yet_is_said_to_be_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("week") == 0 and run("reserves") == 0
    out = capsys.readouterr().out
    assert "nothing here yet" in out and "unasked" in out
    assert not load_config().home.exists(), "looking makes nothing"


def test_the_page_and_taking_a_line_off(capsys: pytest.CaptureFixture[str]) -> None:
    _tell_today("I called my mum.", "I sent the letter.")
    assert run("week") == 0
    out = capsys.readouterr().out
    assert "calls made" in out and "“I called my mum.”" in out and "here on 1 day" in out
    assert run("week", "--off", "1") == 0
    assert _json(capsys, "week")["calls_made"] == 0
    assert run("week", "--on", "1") == 0
    assert _json(capsys, "week")["calls_made"] == 1
    assert run("week", "--off", "9") == 1


def test_an_empty_week_is_kind(capsys: pytest.CaptureFixture[str]) -> None:
    _tell_today("Rain.")
    assert run("week", "2020-01-01") == 0
    out = capsys.readouterr().out
    assert "need not be told" in out and "not here at all" in out
    pressing = ("streak", "goal", "last week", "more than", "less than", "best", "record", "keep it up", "!")
    assert not [word for word in pressing if word in out]


def test_a_date_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("week", "soon") == 2
    assert "2026-03-02" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (("connection", "1"), "connection", {"words": 1, "period": "week", "left": 1}),
        (("Energy", "2", "day"), "energy", {"words": 2, "period": "day", "left": 2}),
        (("engagement", "0"), "engagement", {"words": 0, "period": "week", "left": 0}),
    ],
)
def test_a_budget_is_set_and_set_back(
    words: Sequence[str], name: str, value: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    _tell_today("Rain.")
    first = _json(capsys, "reserves")
    assert run("reserves", *words) == 0
    before = capsys.readouterr().out.rpartition("`samantha ")[2].partition("`")[0]
    state = _json(capsys, "reserves")
    assert state["reserves"][name] == value  # pyright: ignore[reportIndexIssue]
    assert run(*before.split()) == 0
    assert _json(capsys, "reserves") == first


def test_quiet_hours_and_off_and_default(capsys: pytest.CaptureFixture[str]) -> None:
    _tell_today("Rain.")
    first = _json(capsys, "reserves")
    assert run("reserves", "quiet", "21:30-7:00") == 0
    assert _json(capsys, "reserves")["quiet_hours"] == "21:30-07:00"
    assert run("reserves", "quiet", "off") == 0
    assert _json(capsys, "reserves")["quiet_hours"] is None
    assert run("reserves", "off") == 0
    capsys.readouterr()
    assert run("reserves") == 0
    assert capsys.readouterr().out.count(" never") >= 3
    assert run("reserves", "default") == 0
    assert _json(capsys, "reserves") == first


@pytest.mark.parametrize(
    "words",
    [
        *(["connection"], ["connection", "many"], ["connection", "21"], ["connection", "2", "year"], ["love", "2"]),
        *(["quiet"], ["quiet", "late"], ["quiet", "22:00-22:00"], ["again"], ["off", "please"]),
    ],
)
def test_what_is_not_understood_changes_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    _tell_today("Rain.")
    first = _json(capsys, "reserves")
    assert run("reserves", *words) == 1
    assert "samantha reserves connection 2" in capsys.readouterr().err
    assert _json(capsys, "reserves") == first


def test_help_says_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    for verb, word in (("week", "calendar cannot be connected yet"), ("reserves", "budget")):
        assert run(verb, "--help") == 0
        assert word in " ".join(capsys.readouterr().out.split())
