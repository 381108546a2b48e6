"""Scenes in which silence is right, in all the forms that a file may have; where it is not clear, silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from silence import decide

EVALS = Path(__file__).parents[2] / "evals"
FULL = {"connection": 2, "engagement": 2, "energy": 2}
SPEAK = [
    "It is 10:00 and Anna's birthday is tomorrow.",
    "It is 18:00. The person has not spoken to their mother since March.",
    "It is 15:00. Tom's birthday is today. The person opens the app.",
    "It is 11:00 and the job interview was yesterday.",
    "Morning, 9:10. The person greets her. They rehearsed the talk with their boss, which was yesterday.",
    "It is 19:00. The person had a job interview this morning and has come home.",
]
SILENT = [
    *("It is 23:40 and Anna's birthday is tomorrow.", "They just said goodnight.", "The person is crying.", ""),
    *("She called her mum today.", "The father died last week. It is 14:00.", "It is 3 am. They cannot sleep."),
    "It is 14:00. The person said they do not want to talk about Anna. Anna's birthday is tomorrow.",
    "She already mentioned Anna's birthday this morning. It is 17:00.",
    "It is 20:00. The person is having dinner with Tom. Anna's birthday is tomorrow.",
    "It is 16:00. The person has not talked to Samantha for two weeks.",
    "It is 13:00; the person has an exam tomorrow.",
    "The reserve for connection is empty. It is 12:00. Anna's birthday is tomorrow.",
]
BIRTHDAY = {"hour": 15, "occasion": "birthday", "person": "Anna"}


def spoke(scene: Any, reserves: Any = FULL, quiet: Any = "22:00-08:00") -> bool:
    return decide({"scene": scene, "reserves": reserves, "quiet_hours": quiet}).spoke


@pytest.mark.parametrize("scene", SPEAK)
def test_where_a_word_is_right(scene: str) -> None:
    assert spoke(scene)


@pytest.mark.parametrize("scene", SILENT)
def test_where_silence_is_right(scene: str) -> None:
    assert not spoke(scene)


@pytest.mark.parametrize("left", [1, 2.0, 0.8, "full", "2 a week", {"left": 1}, {"words": 2, "period": "week"}, None])
def test_a_reserve_that_holds_a_word(left: Any) -> None:
    assert spoke(BIRTHDAY, {"connection": left})


@pytest.mark.parametrize("left", [0, 0.0, 0.1, "empty", "0", "0%", "low", {"left": 0}, {"words": 2, "spent": 2}, False])
def test_a_reserve_that_does_not(left: Any) -> None:
    assert not spoke(BIRTHDAY, {"connection": left})


@pytest.mark.parametrize(
    "quiet", ["14:00-16:00", [14, 16], ["14:00", "16:00"], {"start": 14, "end": 16}, True, "night"]
)
def test_quiet_hours_that_hold(quiet: Any) -> None:
    assert not spoke(BIRTHDAY, FULL, quiet)


@pytest.mark.parametrize("quiet", ["22:00-07:00", [22, 7], {"from": "22:00", "to": "07:00"}, False, None])
def test_quiet_hours_that_do_not(quiet: Any) -> None:
    assert spoke(BIRTHDAY, FULL, quiet)


def test_how_long_ago_somebody_was_spoken_to() -> None:
    scene = {"at": "15:30", "occasion": "no_contact", "person": "Tom"}
    assert spoke({**scene, "last_contact_days": 90}) and not spoke({**scene, "last_contact_days": 2})


@pytest.mark.parametrize("part", ["tune", "held"])
def test_our_own_scenes(part: str) -> None:
    lines = [json.loads(row) for row in (EVALS / "replies/silence.jsonl").read_text(encoding="utf-8").splitlines()]
    mine = [line for line in lines if line["part"] == part]
    quiet = [line for line in mine if not line["should_speak"]]
    wrong = [line["id"] for line in quiet if decide(line).spoke]
    assert len(quiet) > 40 and len(wrong) <= 0.05 * len(quiet), wrong
    others = [line for line in mine if line["should_speak"]]
    assert sum(decide(line).spoke for line in others) >= 0.8 * len(others), "silence alone is no art"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.floats(0, 2) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["at", "hour", "start", "end", "mood",
        "said", "occasion", "kind", "left", "words", "spent", "connection", "text"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(ANYTHING, ANYTHING, ANYTHING)
def test_no_form_makes_it_fail(scene: Any, reserves: Any, quiet: Any) -> None:
    assert isinstance(spoke(scene, reserves, quiet), bool)
