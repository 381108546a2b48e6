"""Patterns over many turns: each at its threshold and one below, and a reason that quotes nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.growth import allowed
from samantha.conversation.growth_patterns import (
    ALIKE,
    CORRECTED,
    CUT,
    KEPT_SOURCES,
    LATELY,
    MORE,
    SHORT_ANSWERS,
    SITTINGS,
    Edit,
    Turn,
    find_patterns,
    sittings,
)

AT = datetime(2026, 3, 3, 18, tzinfo=UTC)


def talk(n: int, heard: str = "It rained all day.", said: str = "So it rained.", cut: bool = False) -> list[Turn]:
    return [Turn(i + 1, AT + timedelta(minutes=i), heard, said, cut) for i in range(n)]


def proposed(turns: Sequence[Turn], edits: Sequence[Edit] = ()) -> list[tuple[str, str]]:
    return [(found.kind, found.value) for found in find_patterns(turns, edits, AT)]


def test_nothing_is_proposed_of_ordinary_talk() -> None:
    assert proposed(talk(300)) == [] and proposed([]) == []


def test_stopped_replies() -> None:
    calm = talk(LATELY)
    many = [replace(turn, cut=i < CUT) for i, turn in enumerate(calm)]
    assert proposed(many) == [("length", "shorter")]
    assert proposed([replace(turn, cut=i < CUT - 1) for i, turn in enumerate(calm)]) == []
    long = [replace(turn, said=" ".join(["rain"] * 30)) for turn in calm]
    assert proposed([replace(turn, cut=i < CUT) for i, turn in enumerate(long)]) == [], "8 of 40 long ones is not often"
    old = [*many, *(replace(turn, id=100 + turn.id, at=turn.at + timedelta(hours=2)) for turn in calm)]
    assert proposed(old) == [], "long ago"


@pytest.mark.parametrize("word", ["Go on.", "and then?", "Tell me more", "more"])
def test_more_is_asked_for(word: str) -> None:
    turns = [replace(turn, heard=word if 0 < i <= MORE else turn.heard) for i, turn in enumerate(talk(20))]
    assert proposed(turns) == [("length", "longer")]
    assert proposed([replace(turn, heard="No." if turn.id == 2 else turn.heard) for turn in turns]) == []


def test_short_answers_to_questions() -> None:
    asking = [replace(turn, said="How was it?", heard="fine") for turn in talk(SHORT_ANSWERS + 1)]
    assert proposed(asking) == [("questions", "fewer")]
    assert proposed(asking[:-1]) == []
    assert proposed([replace(turn, said="So it was.") for turn in asking]) == [], "no question was asked"
    telling = [replace(turn, heard="It was a long day by the sea.") for turn in asking[:6]]
    assert proposed([*telling, *asking[6:]]) == []


def test_the_same_thing_put_right_again_and_again() -> None:
    edits = [Edit(n, AT - timedelta(days=n), "home") for n in range(CORRECTED)]
    assert proposed([], edits) == [("memory", "seldom")]
    assert proposed([], edits[1:]) == []
    assert proposed([], [replace(edit, slot=str(edit.episode)) for edit in edits]) == [], "other things"
    assert proposed([], [replace(edit, at=edit.at - timedelta(days=40)) for edit in edits]) == []


def evenings(n: int, minutes: Sequence[int], end: str = "Good night.") -> list[Turn]:
    found: list[Turn] = []
    for day in range(n):
        begin, long = AT + timedelta(days=day), minutes[day % len(minutes)]
        for minute in (*range(0, long, 10), long):
            words = end if minute == long else "It rained."
            found.append(Turn(len(found) + 1, begin + timedelta(minutes=minute), words, "So it did.", False))
    return found


def test_leaving_after_the_same_time() -> None:
    assert proposed(evenings(SITTINGS, [30])) == [("goodnight", "brief")]
    assert proposed(evenings(SITTINGS - 1, [30])) == []
    assert proposed(evenings(SITTINGS, [30], end="It stopped.")) == [], "nobody took leave"
    assert proposed(evenings(SITTINGS, [10, 60])) == [], "no habit"
    assert proposed(evenings(SITTINGS, [1])) == []
    assert len(sittings(evenings(4, [30]))) == 4 and ALIKE <= SITTINGS


TURNS = st.lists(
    st.builds(
        Turn,
        st.integers(1, 10_000),
        st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC)),
        st.sampled_from(["yes", "Go on.", "Good night.", "SECRET words of theirs"]),
        st.sampled_from(["", "And then?", "SECRET words back to them, " * 4]),
        st.booleans(),
    ),
    max_size=120,
)
EDITS = st.lists(st.builds(Edit, st.integers(1, 99), st.just(AT), st.sampled_from(["SECRET", "home"])), max_size=6)


@given(TURNS, EDITS)
def test_whatever_is_proposed_is_on_the_list_counts_and_quotes_nobody(turns: list[Turn], edits: list[Edit]) -> None:
    known = {turn.id for turn in turns} | {edit.episode for edit in edits}
    for found in find_patterns(turns, edits, AT):
        assert allowed(found.kind, found.value)
        assert "SECRET" not in found.reason and found.reason.endswith(".")
        assert 0 < len(found.sources) <= KEPT_SOURCES and set(found.sources) <= known
