"""Recall on a real journal: what is brought up, what never is, and that vectors are made up for after a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.clock import FixedClock
from samantha.config import Config
from samantha.memory.answer import ask_kind
from samantha.memory.judge import Verdict
from samantha.memory.lookup import look_up
from samantha.memory.recall import index_pending, recall
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha
from samantha.store import episodes, search
from samantha.store.sqlite import open_store
from samantha.types import Draft, Episode

AT = datetime(2026, 3, 3, 21, tzinfo=ZoneInfo("Europe/London"))
KEY = b"k" * 32
TOLD = ["My sister Rachel is coming on Saturday.", "She can't eat peanuts.", "I parked on Elm Row.", "It rained."]
ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def opened(home: Path) -> AsyncGenerator[Samantha]:
    clock = FixedClock(AT + timedelta(days=1))
    async with open_store(home, KEY, clock=clock) as store:
        yield Samantha(store, EchoChat(), EchoEmbed(), clock, Config(home=home, weights=home))


async def tell(s: Samantha, *texts: str, who: str = "person") -> list[Episode]:
    kind = "heard" if who == "person" else "said"
    return [
        await s.store.run(episodes.append, Draft(AT + timedelta(minutes=n), kind, who, text))
        for n, text in enumerate(texts)
    ]


async def ask(s: Samantha, question: str) -> Verdict:
    asked = ask_kind(question)
    assert asked is not None
    return await look_up(s, asked, now=s.clock.now())


@pytest.mark.anyio
async def test_a_fact_told_yesterday_answers_today_in_another_process(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        told = await tell(s, *TOLD)
        await index_pending(s)
    async with opened(tmp_path) as s:
        verdict = await ask(s, "What must not go in Rachel's cake?")
        assert [line.episode.id for line in verdict.lines] == [told[1].id]
        assert not (await ask(s, "What is my brother called?")).known


@pytest.mark.anyio
async def test_her_own_lines_and_those_left_out_are_never_brought_up(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        told = await tell(s, *TOLD)
        await tell(s, "You parked on Elm Row, I parked it in my mind.", who="samantha")
        await index_pending(s)
        found = await recall(s, "Where is it that I parked?", k=3)
        assert told[2].id in {line.episode.id for line in found}
        assert all(line.episode.who == "person" for line in found)
        assert told[2].id not in {line.episode.id for line in await recall(s, "I parked", exclude={told[2].id})}


@pytest.mark.anyio
async def test_nothing_comes_up_when_nothing_stands_out(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        await tell(s, *TOLD)
        await index_pending(s)
        assert await recall(s, "quantum chromodynamics") == []
        assert await recall(s, "🙂") == []


@pytest.mark.anyio
async def test_words_are_found_before_there_is_a_vector_and_vectors_are_made_up_for(tmp_path: Path) -> None:
    async with opened(tmp_path) as s:
        told = await tell(s, *TOLD)
        assert [line.episode.id for line in await recall(s, "Elm Row")] == [told[2].id]
        assert await index_pending(s, limit=3) == 3
    async with opened(tmp_path) as s:
        assert await index_pending(s) == 1
        assert await index_pending(s) == 0
        assert await s.store.read(search.unembedded, s.embed.name, 10) == []


@pytest.mark.real
@pytest.mark.timeout(300)
def test_a_life_without_a_brain_is_answered_and_nothing_is_made_up(tmp_path: Path) -> None:
    """The eval itself, in its own processes, on a short life."""
    life = tmp_path / "life.jsonl"
    day = "2026-03-0{}T20:00:00+01:00"
    events = [
        {"id": "a1", "at": day.format(2), "say": "My sister Rachel is allergic to peanuts."},
        {"id": "n1", "at": day.format(2), "night": True},
        {
            "id": "q1",
            "at": day.format(3),
            "ask": "What must not go in Rachel's cake?",
            "expect": ["peanut"],
            "source": ["a1"],
        },
        {"id": "q2", "at": day.format(3), "ask": "What is my brother called?", "abstain": True},
        {"id": "f1", "at": day.format(3), "forget": "everything about peanuts", "words": ["peanut"]},
    ]
    life.write_text("\n".join(json.dumps(event) for event in events), encoding="utf-8")
    script = [sys.executable, str(ROOT / "evals" / "life.py"), str(life), "--no-brain"]
    done = subprocess.run(script, capture_output=True, text=True, env=os.environ | {"SAMANTHA_HOME": str(tmp_path)})
    if "weights." in done.stderr and not os.environ.get("CI"):
        pytest.skip("the embedder's files are not here")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["right"] == figures["source_right"] == figures["abstained"] == 1.0
    assert (figures["forgets"], figures["forgets_clean"]) == (1, 1)
