"""Growth in whole turns on a real journal: a wish holds and is in the diary, a pattern waits, an undo restores."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.app import Companion, open_samantha
from samantha.cli import main
from samantha.clock import FixedClock, SystemClock
from samantha.config import BrainConfig, Config
from samantha.conversation import growth_diary, growth_look
from samantha.conversation.growth import AS_SHE_BEGINS, CHOICES, Kind, Proposal, bend
from samantha.conversation.growth_patterns import CUT, SHORT_ANSWERS
from samantha.conversation.growth_year import look_back
from samantha.errors import GrowthError
from samantha.memory.chores import do_chores
from samantha.memory.keep import keep
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.store import episodes, facts, forgetting, growth, jobs
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import Delta, Draft, Finished, Recalled, TurnEvent
from samantha.types import Kind as Happened

AT = datetime(2026, 3, 3, 18, 14, tzinfo=UTC)
KEY = bytes(32)
TOLD = "We planted tulips behind the old house, the rain came early, the garden was wet all day, and the soup was good."
LONG = (
    "You planted tulips there. The rain came early and the garden was wet all day. The soup was good after that rain."
)


def opened(home: Path, clock: FixedClock, chat: EchoChat | None = None) -> AbstractAsyncContextManager[Companion]:
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    return open_samantha(config=config, clock=clock, chat=chat or EchoChat(lambda messages: LONG), embed=EchoEmbed())


async def events_of(s: Companion, words: str) -> list[TurnEvent]:
    async with aclosing(s.turn(words)) as events:
        return [event async for event in events]


def shown(events: Sequence[TurnEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


async def say(s: Companion, words: str) -> str:
    return shown(await events_of(s, words))


@pytest.mark.anyio
async def test_a_wish_is_answered_at_once_and_stands_in_the_diary(tmp_path: Path) -> None:
    async with opened(tmp_path / "other", FixedClock(AT)) as s:
        before = await say(s, TOLD)
        assert LONG.startswith(before) and len(before.split()) > 15
    async with opened(tmp_path, FixedClock(AT)) as s:
        events = await events_of(s, "Shorter, please.")
        assert shown(events).startswith("Shorter, then. It stands in the diary")
        assert isinstance(events[-1], Finished) and events[-1].move == "growth"
        (entry,) = await s.parts.store.read(growth.everything)
        heard = next(e for e in await s.parts.store.read(episodes.recent, 9) if e.text == "Shorter, please.")
        assert (entry.kind, entry.value, entry.state, entry.by) == ("length", "shorter", "accepted", "wish")
        assert entry.sources == (heard.id,) and "Shorter, please." in entry.reason
        shorter = await say(s, TOLD)
        assert before.startswith(shorter) and 0 < len(shorter) < len(before)
        assert "already" in await say(s, "shorter please")
        await s.parts.store.run(growth_diary.undo, None, AT)
        assert await s.parts.store.read(growth_diary.manner) == AS_SHE_BEGINS


@pytest.mark.anyio
async def test_what_else_was_said_is_answered_too(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await s.greeting()
        await s.greeted()
        events = await events_of(s, "We planted tulips behind the old house. Please don't ask me so many questions.")
        assert isinstance(next(e for e in events if not hasattr(e, "episode")), Recalled)
        assert shown(events).startswith("Fewer questions, then.") and "tulips" in shown(events)
        said = [e for e in await s.parts.store.read(episodes.recent, 9) if e.who == "samantha"]
        assert said[-1].text == shown(events)


@pytest.mark.anyio
async def test_a_wish_for_what_she_does_anyway_makes_no_entry(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        assert "diary" not in await say(s, "Don't tell me what to do.")
        assert await s.parts.store.read(growth.everything) == []


@pytest.mark.anyio
async def test_danger_comes_before_a_wish(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        first = await say(s, "I want to kill myself. Shorter, please.")
        assert "Are you thinking of killing yourself?" in first and "diary" not in first
        assert await s.parts.store.read(growth.everything) == []


@pytest.mark.anyio
async def test_a_wish_that_was_stopped_before_a_word_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        async with aclosing(s.turn("Shorter, please.")) as events:
            async for event in events:
                if isinstance(event, Recalled):
                    break
        assert await s.parts.store.read(growth.everything) == []


@pytest.mark.anyio
async def test_she_calls_them_what_they_wish_and_undo_gives_the_name_before(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await s.call_me("Beatrice")
        await s.greeting()
        await say(s, "Call me Bee.")
        assert ", Bee." in await s.greeting()
        await say(s, "Stop using my name.")
        assert "Bea" not in await s.greeting() and "Bee" not in await s.greeting()
        await s.parts.store.run(growth_diary.undo, None, AT)
        await s.parts.store.run(growth_diary.undo, None, AT)
        assert ", Beatrice." in await s.greeting()


@pytest.mark.anyio
async def test_a_subject_that_is_left_alone_comes_up_only_when_the_person_begins(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock, EchoChat(lambda messages: "Tom has the dog. The river was high.")) as s:
        long_ago = Draft(
            AT, "heard", "person", "My ex Tom walks the dog by the river every morning.", thread="elsewhere"
        )
        await s.parts.store.run(keep, long_ago)
        await s.rest()
        events = await events_of(s, "The dog barked by the river this morning.")
        assert any(
            "Tom" in line.episode.text for event in events if isinstance(event, Recalled) for line in event.lines
        )
        await say(s, "Don't bring up my ex.")
        for n in range(3):
            await say(s, f"Rain number {n}, and the soup was good.")
        events = await events_of(s, "The dog barked by the river this morning.")
        recalled = next(event for event in events if isinstance(event, Recalled))
        assert not any("Tom" in line.episode.text for line in recalled.lines)
        assert "Tom" not in shown(events)
        events = await events_of(s, "My ex Tom called about the dog and the river this morning.")
        recalled = next(event for event in events if isinstance(event, Recalled))
        assert any("walks the dog" in line.episode.text for line in recalled.lines)


@pytest.mark.anyio
async def test_the_language_of_her_own_words(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await say(s, "Speak German with me, please.")
        assert "Nacht" in await say(s, "Good night.")
        await s.parts.store.run(growth_diary.undo, None, AT)
        assert "Nacht" not in await say(s, "Good night.")


async def talked(s: Companion, clock: FixedClock, turns: int, words: str = "It rained all day.") -> None:
    for n in range(turns):
        clock.set(clock.now() + timedelta(minutes=1))
        heard = Draft(clock.now(), "heard", "person", f"{words} {n}" if " " in words else words)
        first = await s.parts.store.run(keep, heard)
        said = Draft(clock.now(), "said", "samantha", "It rained again?", cut=True, reply_to=first.id)
        await s.parts.store.run(keep, said)


@pytest.mark.anyio
async def test_a_pattern_only_proposes_and_waits(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await talked(s, clock, CUT - 1)
        await s.rest()
        assert await s.parts.store.read(growth.everything) == []
        await talked(s, clock, 1)
        clock.set(clock.now() + timedelta(days=7))
        await s.rest()
        (entry,) = await s.parts.store.read(growth.everything)
        assert (entry.kind, entry.value, entry.state) == ("length", "shorter", "proposed")
        assert "8" in entry.reason and "rained" not in entry.reason
        assert await s.parts.store.read(growth_diary.manner) == AS_SHE_BEGINS
        await s.parts.store.run(growth_diary.refuse, entry.id, clock.now())
        for _ in range(3):
            clock.set(clock.now() + timedelta(days=7))
            await talked(s, clock, CUT)
            await s.rest()
        assert [e.state for e in await s.parts.store.read(growth.everything)] == ["refused"], "it never comes back"
        assert (await s.parts.store.read(jobs.counts))["growth", "done"] == 5


@pytest.mark.anyio
async def test_one_proposal_is_open_at_a_time_and_one_a_week(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        heard = await s.tell("It rained all day.")
        one, two = (
            Proposal("length", "shorter", "One.", (heard.id,)),
            Proposal("questions", "fewer", "Two.", (heard.id,)),
        )
        propose = growth_diary.propose
        first = await s.parts.store.run(propose, [one, two], AT)
        assert first is not None
        assert await s.parts.store.run(propose, [two], AT + timedelta(days=30)) is None, "one is open"
        assert await s.parts.store.read(growth_diary.unmentioned) == first
        await s.parts.store.run(growth_diary.mentioned, first)
        assert await s.parts.store.read(growth_diary.unmentioned) is None, "said once"
        await s.parts.store.run(growth_diary.accept, first, AT)
        assert await s.parts.store.run(propose, [one, two], AT + timedelta(days=6)) is None, "one a week"
        assert await s.parts.store.run(propose, [one], AT + timedelta(days=8)) is None, "it holds already"
        assert await s.parts.store.run(propose, [one, two], AT + timedelta(days=8)) is not None


@pytest.mark.anyio
async def test_what_is_sealed_imported_or_said_by_others_is_not_looked_at(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        await talked(s, clock, SHORT_ANSWERS + 2, "yes")
        every = await s.parts.store.read(episodes.recent, 99)
        assert len(await s.parts.store.read(growth_look.turns)) == SHORT_ANSWERS + 2
        for episode in every:
            await s.parts.store.run(facts.label, episode.id, facts.SEALED)
        others: tuple[tuple[str, Happened, str], ...] = (
            ("person", "read", "typed"),
            ("Iris", "heard", "typed"),
            ("person", "heard", "import:x"),
        )
        for who, kind, origin in others:
            await s.parts.store.run(keep, Draft(clock.now(), kind, who, "no", origin=origin))
        await s.parts.store.run(keep, Draft(clock.now(), "heard", "person", "no", thread="elsewhere"))
        assert await s.parts.store.read(growth_look.turns) == []
        await s.rest()
        assert await s.parts.store.read(growth.everything) == []


@pytest.mark.anyio
async def test_the_diary_goes_with_the_words_it_stands_on_and_comes_back_with_them(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await say(s, "Don't bring up the clinic in Ghent.")
        (entry,) = await s.parts.store.read(growth.everything)
        assert "clinic" in entry.value and "clinic" in entry.reason
        taken = await s.parts.store.run(forgetting.take, list(entry.sources))
        assert await s.parts.store.read(growth.everything) == []
        assert await s.parts.store.read(growth_diary.manner) == AS_SHE_BEGINS
        forget = await s.parts.store.run(forgetting.note, AT, "episode", taken, AT + timedelta(minutes=10))
        await say(s, "Shorter, please.")
        await s.parts.store.run(forgetting.undo, forget)
        held = {(one.kind, one.state) for one in await s.parts.store.read(growth.everything)}
        assert held == {("leave_alone", "accepted"), ("length", "accepted")}


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["accept", "refuse", "undo", "latest", "add"]),
        st.integers(1, 6),
        st.sampled_from([(kind, value) for kind, values in CHOICES.items() for value in values] + [("call", "Bee")]),
    ),
    max_size=25,
)


@given(CHANGES)
@settings(max_examples=40, deadline=None)
def test_an_undo_after_an_accept_restores_exactly(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, tuple[str, str]]]
) -> None:
    async def live() -> None:
        async with open_store(tmp_path_factory.mktemp("home"), KEY, clock=FixedClock(AT)) as store:
            heard = await store.run(keep, Draft(AT, "heard", "person", "It rained."))
            for what, id, (kind, value) in changes:
                if what == "add":
                    await store.run(growth.add, kind, value, "Because.", "pattern", [heard.id], AT)
                    continue
                before = await store.read(growth.in_force)
                try:
                    if what == "accept":
                        entry = await store.run(growth_diary.accept, id, AT)
                        assert (await store.read(growth.in_force))[-1] == (entry.kind, entry.value)
                        await store.run(growth_diary.undo, id, AT)
                        assert await store.read(growth.in_force) == before
                        await store.run(growth_diary.accept, id, AT)
                    elif what == "refuse":
                        await store.run(growth_diary.refuse, id, AT)
                        assert await store.read(growth.in_force) == before
                    else:
                        await store.run(growth_diary.undo, None if what == "latest" else id, AT)
                        assert len(await store.read(growth.in_force)) == len(before) - 1
                except GrowthError:
                    assert await store.read(growth.in_force) == before
                assert await store.read(growth_diary.manner) == bend(await store.read(growth.in_force))

    anyio.run(live)


@given(st.lists(st.sampled_from(["refuse", "accept and undo"]), min_size=1, max_size=3))
@settings(max_examples=10, deadline=None)
def test_what_was_refused_or_taken_back_is_never_proposed_again(
    tmp_path_factory: pytest.TempPathFactory, answers: list[str]
) -> None:
    async def live() -> None:
        async with open_store(tmp_path_factory.mktemp("home"), KEY, clock=FixedClock(AT)) as store:
            heard = await store.run(keep, Draft(AT, "heard", "person", "It rained."))
            wanted: tuple[tuple[Kind, str], ...] = (("length", "shorter"), ("questions", "fewer"), ("memory", "seldom"))
            all_of = [Proposal(kind, value, "Because.", (heard.id,)) for kind, value in wanted]
            gone: list[tuple[str, str]] = []
            for week, given_ in enumerate(answers):
                at = AT + timedelta(days=8 * week)
                id = await store.run(growth_diary.propose, all_of, at)
                assert id is not None
                entry = await store.read(growth.by_id, id)
                assert entry is not None and (entry.kind, entry.value) not in gone
                gone.append((entry.kind, entry.value))
                if given_ == "refuse":
                    await store.run(growth_diary.refuse, id, at)
                else:
                    await store.run(growth_diary.accept, id, at)
                    await store.run(growth_diary.undo, id, at)

    anyio.run(live)


@pytest.mark.anyio
async def test_a_year_is_looked_back_at_with_its_sources(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    async with opened(tmp_path, clock) as s:
        for at, words in (
            (datetime(2025, 5, 2, 9, tzinfo=UTC), "I live in Brno."),
            (datetime(2026, 2, 2, 9, tzinfo=UTC), "I moved to Ghent."),
            (datetime(2026, 2, 9, 9, tzinfo=UTC), "I am learning Dutch."),
        ):
            clock.set(at)
            await s.tell(words)
        clock.set(AT)
        await say(s, "Shorter, please.")
        found = await s.parts.store.read(look_back, 2026)
        assert [entry.value for entry in found.hers] == ["shorter"]
        theirs = dict(found.theirs)
        assert any("Ghent" in line.text for line in theirs["homes"])
        assert any("Dutch" in line.text for line in theirs["learned and begun"])
        for _, lines in found.theirs:
            assert all(line.sources and line.words for line in lines)
        assert (await s.parts.store.read(look_back, 2024)).theirs == ()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def says(*argv: str, status: int = 0) -> str:
        assert main(["growth", *argv]) == status
        out, err = capsys.readouterr()
        return out + err

    home = tmp_path / "home"
    assert "as she began" in says() and "is kept here yet" in says("year", "2026") and says("--json") == ""
    key, _ = create_home(home, ByFile(), FixedClock(AT))

    async def write() -> None:
        async with open_store(home, key, clock=FixedClock(AT)) as store:
            first = await store.run(keep, Draft(AT, "heard", "person", "I moved to Ghent."))
            await store.run(growth.add, "length", "shorter", "You stopped 9.", "pattern", [first.id], AT)
            await store.run(growth.add, "leave_alone", "my ex", "You said so.", "wish", [first.id], AT)

    anyio.run(write)
    assert "shorter replies (proposed" in says() and "You stopped 9." in says() and "growth accept N" in says()
    assert "From now on: shorter replies." in says("accept", "1")
    assert "holds already" in says("accept", "1", status=1)
    assert "Not you, then" in says("no", "2")
    assert "(holds" in says() and "(not you" in says()
    row = json.loads(says("--json").splitlines()[-1])
    assert (row["id"], row["state"], row["sources"]) == (1, "accepted", [1])
    assert "Now: replies as long as at the beginning." in says("undo")
    assert "Nothing holds" in says("undo", status=1)
    assert "no entry 7" in says("accept", "7", status=1)
    year = says("year", str(SystemClock().now().year))  # decided just now, by the machine's clock
    assert "taken back" in year
    told = json.loads(says("year", "2026", "--json"))
    assert told["year"] == 2026 and any("Ghent" in line["text"] for line in told["you"]["homes"])
    assert main(["growth", "undo", "0"]) == 2


DECIDING = """
import sys, anyio
from pathlib import Path
from samantha.conversation import growth_diary
from samantha.memory.keep import keep
from samantha.store import growth
from samantha.store.sqlite import open_store
from samantha.types import Draft
from samantha.clock import FixedClock
from tests.e2e.test_growth import AT, KEY
async def live():
    async with open_store(Path(sys.argv[1]), KEY, clock=FixedClock(AT)) as store:
        heard = await store.run(keep, Draft(AT, "heard", "person", "It rained."))
        values = ("shorter", "longer", "as is")
        for n in range(1000):
            id = await store.run(growth.add, "length", values[n % 3], str(n), "pattern", [heard.id], AT)
            await store.run(growth_diary.accept, id, AT)
            print(n, flush=True)
            if n % 4 == 3:
                await store.run(growth_diary.undo, None, AT)
anyio.run(live)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill needs SIGKILL")
def test_after_a_kill_an_acceptance_is_whole_or_was_not(tmp_path: Path) -> None:
    rng, root = random.Random(11), Path(__file__).parents[2]
    for round in range(4):
        home = tmp_path / str(round)
        home.mkdir()
        child = subprocess.Popen(
            [sys.executable, "-c", DECIDING, str(home)],
            cwd=root,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(root)])},
        )
        assert child.stdout is not None
        acknowledged = -1
        for line in child.stdout:
            acknowledged = int(line)
            if acknowledged >= rng.randint(3, 60):
                os.kill(child.pid, signal.SIGKILL)
                break
        acknowledged = max([acknowledged, *(int(line) for line in child.stdout.readlines())])
        child.wait()
        child.stdout.close()
        anyio.run(_whole, home, acknowledged)


async def _whole(home: Path, acknowledged: int) -> None:
    async with open_store(home, KEY, clock=FixedClock(AT)) as store:
        found = {int(entry.reason): entry for entry in await store.read(growth.everything)}
        assert set(range(acknowledged + 1)) <= set(found)
        for n, entry in found.items():
            assert entry.sources and (entry.decided is not None) == (entry.state != "proposed")
            assert entry.state in ({"accepted", "undone"} if n <= acknowledged else {"accepted", "proposed", "undone"})
        held = sum(entry.state == "accepted" for entry in found.values())
        assert len(await store.read(growth.in_force)) == held


@pytest.mark.anyio
async def test_a_look_is_a_job_of_the_week_and_chores_do_it(tmp_path: Path) -> None:
    async with opened(tmp_path, FixedClock(AT)) as s:
        await growth_look.ask_for_a_look(s.parts)
        await growth_look.ask_for_a_look(s.parts)
        assert await do_chores(s.parts, growth_look.KINDS) == 1
