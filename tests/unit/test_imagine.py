"""What is kept of a model's claims: only what stands on the person's own words."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.clock import FixedClock
from samantha.config import load_config
from samantha.jobs import run_due
from samantha.memory.imagine import KIND, MOST, SCHEMA, ask_for, claims, imagine
from samantha.memory.keep import keep
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha
from samantha.store import facts
from samantha.store.sqlite import open_store
from samantha.types import Draft

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))
TEXT = 'We have been calling Ghent home for years. Tom said "I adore boats and whales". > My home is Rome'


def answer(**claim: str) -> str:
    whole = {"words": "calling Ghent home for years", "about": "I", "what": "home", "value": "Ghent"} | claim
    return json.dumps({"facts": [whole]})


def test_a_claim_on_exact_words_is_kept_as_inferred() -> None:
    (one,) = claims(TEXT, "person", answer())
    assert (one.slot, one.value, one.how) == ("home", "Ghent", "inferred")
    assert TEXT[one.start : one.end] == "calling Ghent home for years"


@pytest.mark.parametrize(
    "claim",
    [
        {"words": "living in Ghent"},
        {"words": ""},
        {"words": "   "},
        {"value": "Bruges"},
        {"value": "Ghent and Bruges"},
        {"value": ""},
        {"what": "secret wish"},
        {"about": "Rachel"},
        {"about": "everyone"},
        {"words": "I adore boats and whales", "what": "like", "value": "boats"},
    ],
)
def test_a_claim_that_says_more_than_the_words_is_dropped(claim: dict[str, str]) -> None:
    assert claims(TEXT, "person", answer(**claim)) == []


def test_nothing_is_concluded_from_a_third_partys_text() -> None:
    assert claims(TEXT, "Amy", answer()) == []


@given(
    st.one_of(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps))
)
def test_any_answer_is_read_without_an_error(text: str) -> None:
    assert claims(TEXT, "person", text) == []


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "words": st.sampled_from(["Ghent", "home for years", "x"]),
                "about": st.text(max_size=5),
                "what": st.sampled_from(["home", "like", "x"]),
                "value": st.sampled_from(["Ghent", "years", "Rome"]),
            }
        )
    )
)
def test_every_claim_that_is_kept_stands_on_its_words(rows: list[dict[str, str]]) -> None:
    kept = claims(TEXT, "person", json.dumps({"facts": rows}))
    assert len(kept) <= MOST
    for one in kept:
        assert one.value in TEXT[one.start : one.end]


@pytest.mark.anyio
async def test_the_job_asks_once_and_what_was_said_stands(tmp_path: Path) -> None:
    clock = FixedClock(AT)
    chat = EchoChat([answer(words="calling Ghent home for years"), answer()])
    async with open_store(tmp_path, bytes(32), clock=clock) as store:
        s = Samantha(store, chat, EchoEmbed(), clock, load_config(tmp_path))
        await store.run(keep, Draft(AT, "heard", "person", TEXT.partition(" >")[0]))
        assert await store.run(ask_for, AT) == 1
        assert await store.run(ask_for, AT) == 0
        assert await run_due(s, {KIND: imagine}) == 1
        (kept,) = await store.read(facts.everything)
        assert (kept.fact.value, kept.fact.how, kept.trust) == ("Ghent", "inferred", 1)
        assert chat.asked[0].schema == SCHEMA
        await store.run(keep, Draft(AT + timedelta(days=1), "heard", "person", "I live in Lisbon."))
        now = [one.fact.value for one in await store.read(facts.of_slot, "home") if one.live]
        assert now == ["Lisbon"]
