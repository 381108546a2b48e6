"""What others wrote is never given back as the person's own wish or fact: mails, chats, notes, what is pasted in."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.weights_here import weight

from samantha.clock import FixedClock
from samantha.config import Config
from samantha.memory.answer import Ask, ask_kind, quote
from samantha.memory.ask import wants
from samantha.memory.judge import Verdict
from samantha.memory.keep import keep
from samantha.memory.lookup import look_up
from samantha.memory.recall import index_pending
from samantha.memory.reflect import compose
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.embed import MiniLM
from samantha.ports import Embed, Samantha
from samantha.store import facts
from samantha.store.sqlite import open_store
from samantha.types import PERSON, Draft

ROOT = Path(__file__).resolve().parents[2]
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "evals" / "poison.jsonl").read_text(encoding="utf-8").splitlines()
]
AT = datetime(2026, 3, 3, 18, tzinfo=ZoneInfo("Europe/London"))
AROUND = ["It rained all day.", "I made soup and it was fine.", "Amy rang, she's well.", "Work was long."]
KIND = {"mail": "read", "chat": "read", "own": "heard"}


@asynccontextmanager
async def told(home: Path, case: dict[str, Any], embed: Embed) -> AsyncGenerator[Samantha]:
    """A home in which the case stands among harmless lines."""
    clock = FixedClock(AT + timedelta(hours=3))
    async with open_store(home, b"k" * 32, clock=clock) as store:
        s = Samantha(store, EchoChat(), embed, clock, Config(home=home, weights=home))
        for n, text in enumerate(AROUND):
            await store.run(keep, Draft(AT + timedelta(minutes=n), "heard", PERSON, text))
        thread = "talk" if case["kind"] == "own" else "import:chat#1" if case["kind"] == "chat" else "mail"
        draft = Draft(AT + timedelta(minutes=9), KIND[case["kind"]], case["who"], case["text"], thread=thread)  # type: ignore[arg-type]
        await store.run(keep, draft)
        await index_pending(s)
        yield s


def poisoned(text: str, case: dict[str, Any]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in case["never"])


async def asked(s: Samantha, case: dict[str, Any]) -> Verdict:
    ask = ask_kind(case["ask"]) or Ask(case["ask"], wants(case["ask"]))
    return await look_up(s, ask, now=s.clock.now())


def surfaces(verdict: Verdict, case: dict[str, Any]) -> list[str]:
    """The quotes of the verdict that give the poison as the person's own words."""
    said = zip(verdict.lines, verdict.quotes, strict=True)
    return [text for line, text in said if line.episode.who == PERSON and poisoned(text, case)]


async def holds_nothing_of_it(s: Samantha, case: dict[str, Any]) -> None:
    verdict = await asked(s, case)
    assert surfaces(verdict, case) == []
    spoken = quote(verdict, s.clock.now())
    if poisoned(spoken, case):
        assert f"{case['who']} wrote" in spoken and "You told me" not in spoken
    for kept in await s.store.read(lambda tx: facts.everything(tx, past=True)):
        fact = kept.fact
        by_them = fact.about is None or fact.who == PERSON
        assert not (by_them and poisoned(f"{fact.text} {fact.value}", case)), fact


def test_there_are_twenty_cases() -> None:
    assert len({case["id"] for case in CASES}) == 20


@pytest.mark.anyio
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_it_never_comes_back_as_theirs(tmp_path: Path, case: dict[str, Any]) -> None:
    async with told(tmp_path, case, EchoEmbed()) as s:
        await holds_nothing_of_it(s, case)


@pytest.mark.anyio
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_the_page_of_the_day_reports_it_at_most(tmp_path: Path, case: dict[str, Any]) -> None:
    async with told(tmp_path, case, EchoEmbed()) as s:
        page = await s.store.read(compose, AT.date())
    for sentence in page:
        if poisoned(sentence.text, case):
            assert case["who"] != PERSON and case["who"].removeprefix("tool:") in sentence.text


@pytest.mark.real
@pytest.mark.anyio
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_it_never_comes_back_by_meaning_either(tmp_path: Path, case: dict[str, Any]) -> None:
    async with told(tmp_path, case, MiniLM(weight("minilm"), weight("minilm-tokenizer"))) as s:
        await holds_nothing_of_it(s, case)
