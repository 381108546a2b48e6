"""Fusion: the order it gives, and when it gives nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.fuse import DROP, Candidate, Fused, cut, fuse, stands_out

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


def candidate(id: int, bm25: float = 0.0, cosine: float | None = None) -> Candidate:
    return Candidate(id, AT + timedelta(minutes=id), bm25, cosine)


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 500),
        st.integers(0, 10_000).map(lambda m: AT + timedelta(minutes=m)),
        st.floats(0, 40),
        st.none() | st.floats(-1, 1),
        st.booleans(),
        st.booleans(),
        st.integers(0, 5000),
    ),
    unique_by=lambda c: c.id,
    max_size=30,
)
FUSED = st.lists(
    st.builds(Fused, st.integers(1, 500), st.floats(0, 2), st.floats(0, 1), st.floats(-1, 1)), max_size=30
).map(lambda items: sorted(items, key=lambda f: -f.score))


@given(CANDIDATES)
def test_every_candidate_comes_back_once_and_best_first(candidates: list[Candidate]) -> None:
    ranked = fuse(candidates)
    assert sorted(f.id for f in ranked) == sorted(c.id for c in candidates)
    assert [f.score for f in ranked] == sorted((f.score for f in ranked), reverse=True)
    assert all(f.score >= 0 and 0 <= f.lexical <= 1 for f in ranked)


@given(CANDIDATES)
def test_the_order_they_come_in_does_not_matter(candidates: list[Candidate]) -> None:
    assert fuse(candidates) == fuse(candidates[::-1])


@given(CANDIDATES.filter(bool), st.floats(0.01, 1))
def test_a_nearer_meaning_never_lowers_a_score(candidates: list[Candidate], more: float) -> None:
    first = replace(candidates[0], cosine=0.0)
    nearer = replace(first, cosine=more)
    before = {f.id: f.score for f in fuse([first, *candidates[1:]])}
    after = {f.id: f.score for f in fuse([nearer, *candidates[1:]])}
    assert after[first.id] >= before[first.id]


@given(FUSED, st.integers(0, 10))
def test_a_cut_keeps_only_what_stands_out_near_the_best(ranked: list[Fused], k: int) -> None:
    kept = cut(ranked, k)
    assert len(kept) <= k
    assert all(stands_out(f) and f.score >= DROP * kept[0].score for f in kept)
    assert kept == [f for f in ranked if f in kept]


def test_the_turns_around_lift_a_turn() -> None:
    alone = {f.id: f.score for f in fuse([candidate(10, 5.0), candidate(50, 3.0)])}
    beside = {f.id: f.score for f in fuse([candidate(10, 5.0), candidate(49, 4.0), candidate(50, 3.0)])}
    assert beside[50] > alone[50]


def test_the_best_of_a_poor_lot_is_nothing() -> None:
    assert cut(fuse([candidate(1, 0.4, 0.05), candidate(2, 0.1, 0.02)]), 3) == []


def test_a_line_without_a_vector_yet_can_be_found_by_its_words() -> None:
    assert [f.id for f in cut(fuse([candidate(1, 9.0), candidate(40, 0.5, 0.1)]), 3)] == [1]
