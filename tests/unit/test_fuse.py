"""Fusion: the order it gives, and when it gives nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.fuse import FIELDS, Fused, Question, Turn, Weights, cut, features, fuse, stands_out
from samantha.memory.recall import weights

AT = 1_772_000_000.0
ASKED = Question((("kettl", 3.0), ("blue", 1.0), ("buy", 0.5)), frozenset({"rachel"}))
PLAIN = Weights(
    {"words": 1.0, "around": 1.0, "meaning": 2.0, "sitting": 0.5, "speaker": 0.5}, (-1.0, 1.0, 1.0, 1.0), 0.3
)

WORDS = st.sampled_from(["kettl", "blue", "buy", "tea", "harbour", "rachel"])
TURNS = st.lists(
    st.builds(
        Turn,
        st.integers(1, 60),
        st.integers(0, 400).map(lambda minutes: AT + 60 * minutes),
        st.sampled_from(["talk", "mail"]),
        st.lists(WORDS, max_size=8).map(tuple),
        st.none() | st.floats(-1, 1),
        st.none() | st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
        st.sampled_from([frozenset[str](), frozenset({"rachel"})]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    unique_by=lambda turn: turn.id,
    max_size=30,
)
FUSED = st.lists(
    st.builds(Fused, st.integers(1, 500), st.floats(0, 1), st.floats(0, 1), st.floats(-1, 1)), max_size=30
).map(lambda items: sorted(items, key=lambda f: -f.score))


def turn(id: int, *terms: str, cosine: float | None = None, at: float = AT) -> Turn:
    return Turn(id, at + id, "talk", terms, cosine)


@given(TURNS)
def test_every_turn_comes_back_once_and_best_first(turns: list[Turn]) -> None:
    ranked = fuse(ASKED, turns, weights())
    assert sorted(f.id for f in ranked) == sorted(t.id for t in turns)
    assert [f.score for f in ranked] == sorted((f.score for f in ranked), reverse=True)
    assert all(0 <= f.score <= 1 and 0 <= f.lexical <= 1 for f in ranked)


@given(TURNS)
def test_the_order_they_come_in_does_not_matter(turns: list[Turn]) -> None:
    assert fuse(ASKED, turns, PLAIN) == fuse(ASKED, turns[::-1], PLAIN)


@given(TURNS.filter(bool))
def test_every_part_is_a_finite_number(turns: list[Turn]) -> None:
    parts = features(ASKED, sorted(turns, key=lambda turn: turn.id))
    assert parts.shape == (len(turns), len(FIELDS))
    assert np.isfinite(parts).all()


@given(TURNS.filter(bool), st.floats(0.01, 1))
def test_a_nearer_meaning_never_lowers_the_place_of_a_turn(turns: list[Turn], more: float) -> None:
    first = replace(turns[0], cosine=0.0)
    rest = turns[1:]
    before = [f.id for f in fuse(ASKED, [first, *rest], Weights({"meaning": 1.0}, (0, 1, 1, 1), 0.3))]
    after = [
        f.id for f in fuse(ASKED, [replace(first, cosine=more), *rest], Weights({"meaning": 1.0}, (0, 1, 1, 1), 0.3))
    ]
    assert after.index(first.id) <= before.index(first.id)


@given(TURNS.filter(bool), st.integers(0, 10_000))
def test_age_is_no_ranker(turns: list[Turn], days: int) -> None:
    later = [replace(one, at=one.at + 86_400 * days) for one in turns]
    assert [f.id for f in fuse(ASKED, turns, PLAIN)] == [f.id for f in fuse(ASKED, later, PLAIN)]


@given(FUSED, st.integers(0, 10), st.floats(0, 1))
def test_a_cut_keeps_the_first_few_that_reach_the_chance(ranked: list[Fused], k: int, keep: float) -> None:
    kept = cut(ranked, k, keep)
    assert len(kept) <= k
    assert all(f.score >= keep for f in kept)
    assert kept == ranked[: len(kept)]
    assert not kept or any(stands_out(f) for f in kept)


def test_the_turns_around_lift_a_turn() -> None:
    alone = fuse(ASKED, [turn(10, "kettl"), turn(50, "tea"), turn(90, "tea")], PLAIN)
    beside = fuse(ASKED, [turn(10, "kettl"), turn(50, "tea"), turn(51, "kettl"), turn(90, "tea")], PLAIN)
    assert [f.id for f in alone][1:] == [90, 50]
    assert [f.id for f in beside].index(50) < [f.id for f in beside].index(90)


def test_an_answer_is_found_by_its_question() -> None:
    asked = replace(turn(7, "kettl", "blue"), asks=True)
    turns = [asked, turn(8, "ye"), turn(30, "no")]
    parts = features(ASKED, turns)
    assert parts[:, FIELDS.index("answers_words")].tolist() == pytest.approx([0.0, 1.0, 0.0])


def test_a_pause_ends_a_sitting_and_another_thread_is_another_one() -> None:
    turns = [
        turn(1, "kettl"),
        turn(2, "tea"),
        Turn(3, AT + 3, "mail", ("tea",)),
        Turn(4, AT + 9_000, "talk", ("tea",)),
    ]
    sitting = features(ASKED, turns)[:, FIELDS.index("sitting")]
    assert sitting[0] == sitting[1] == 1.0
    assert sitting[2] == sitting[3] == 0.0


def test_the_one_who_is_named_and_the_time_that_is_named_count() -> None:
    asked = replace(ASKED, times=((AT, AT + 60),))
    turns = [Turn(1, AT, who=frozenset({"rachel"})), Turn(9, AT + 86_400 * 300, who=frozenset({"tom"}))]
    parts = features(asked, turns)
    assert parts[:, FIELDS.index("speaker")].tolist() == [1.0, 0.0]
    assert parts[0, FIELDS.index("time")] == 1.0 and parts[1, FIELDS.index("time")] < 0.001


def test_the_best_of_a_poor_lot_is_nothing() -> None:
    poor = [turn(1, "tea", cosine=0.05), turn(9, "tea", cosine=0.02)]
    assert cut(fuse(ASKED, poor, weights()), 3, weights().keep) == []


def test_nothing_to_look_for_and_nothing_found_are_no_error() -> None:
    assert fuse(ASKED, [], PLAIN) == []
    assert len(fuse(Question(), [turn(1), turn(2, "tea")], weights())) == 2


def test_every_shipped_weight_is_of_a_known_part() -> None:
    assert set(weights().parts) <= set(FIELDS)
    assert 0 < weights().keep < 1
