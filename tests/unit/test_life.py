"""A life on file: odd lines are named and skipped, and what counts as right, cited, abstained and clean."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from evals.life_form import Event, days, read_life
from evals.life_score import Asked, Forgotten, Told, abstains, cites, figures, hits, holds, matches, table
from hypothesis import given
from hypothesis import strategies as st

AT = "2026-03-03T21:14:00+01:00"


def life(*rows: object) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)


def test_every_kind_of_line_is_read_in_the_files_order() -> None:
    read = read_life(
        life(
            {"id": "a1", "at": AT, "say": "Rachel is allergic to peanuts."},
            {"id": "a2", "at": AT, "mail": {"from": "Amy <amy@example.org>", "subject": "Lunch", "text": "At one?"}},
            {"id": "n1", "at": AT, "night": True},
            {"id": "q1", "at": AT, "ask": "What?", "expect": ["peanut"], "reject": ["almond"], "source": ["a1"]},
            {"id": "q2", "at": AT, "ask": "Who?", "abstain": True, "set": "blank"},
            {"id": "f1", "at": AT, "forget": "the clinic", "words": ["clinic", "Dr. Ortega"]},
        )
    )
    assert read.notes == []
    assert [event.kind for event in read.events] == ["say", "mail", "night", "ask", "ask", "forget"]
    assert (read.events[1].sender, read.events[1].text) == ("Amy", "Lunch\nAt one?")
    assert read.events[3].source == ("a1",)
    assert read.events[4].abstain and read.events[4].label == "blank"
    assert read.events[5].words == ("clinic", "Dr. Ortega")
    assert days(read.events) == [(0, 2), (3, 6)]


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ({"id": "x", "at": AT, "sing": "la"}, "none of"),
        ("not json", "no JSON object"),
        ([1, 2], "no JSON object"),
        ({"id": "x", "at": AT, "say": "   "}, "no words"),
        ({"id": "x", "at": AT, "ask": "Where?"}, "names no answer"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_skipped(row: object, note: str) -> None:
    read = read_life(life(row, {"id": "a1", "at": AT, "say": "Hello."}))
    assert [event.id for event in read.events] == ["a1"]
    assert note in read.notes[0]


def test_what_is_missing_is_filled_in_and_named() -> None:
    read = read_life(
        life(
            {"say": "No id and no time."},
            {"id": "b", "at": "2026-03-03T10:00:00", "say": "No zone."},
            {"id": "c", "at": "2026-03-02T10:00:00+00:00", "say": "Earlier."},
            {"id": "c", "at": "2026-03-04T10:00:00+00:00", "ask": "?", "expect": "(", "source": "gone"},
            {"id": "m", "at": "2026-03-04T10:00:00+00:00", "mail": "Only words."},
        )
    )
    assert read.events[0].id == "line1" and read.events[0].at.tzinfo is not None
    assert read.events[3].expect == (r"\(",) and read.events[3].source == ("gone",)
    assert read.events[4].sender == "somebody"
    said = " ".join(read.notes)
    for word in ("no time", "without a zone", "earlier than", "a second event c", "no regular", "gone is not in"):
        assert word in said, word


@given(st.text())
def test_any_file_gives_some_events(text: str) -> None:
    for event in read_life(text).events:
        assert event.at.tzinfo is not None


@given(st.lists(st.sampled_from(["say", "night"]), max_size=20))
def test_days_hold_every_event_but_the_nights_once(kinds: list[str]) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    events = [Event(str(n), at, "night" if kind == "night" else "say", "x") for n, kind in enumerate(kinds)]
    held = [n for start, end in days(events) for n in range(start, end)]
    assert held == [n for n, kind in enumerate(kinds) if kind == "say"]


def test_an_answer_must_match_every_pattern_and_none_rejected() -> None:
    assert matches("She eats no PEANUTS, ever", ["peanut", "ever"]) and not matches("peanuts", ["peanut", "ever"])
    assert hits("an Almond", ["almond"]) and not hits("a nut", ["almond"]) and not hits("x", [])


@pytest.mark.parametrize(
    ("answer", "clean"),
    [
        ("I don't remember that.", True),
        ("I don’t know what your brother is called.", True),
        ("You never told me about Paul.", True),
        ("I don't know, but maybe Simon.", False),
        ("I don't remember; on the 4th?", False),
        ("It is Simon.", False),
    ],
)
def test_an_abstention_slips_nothing_in(answer: str, clean: bool) -> None:
    assert abstains(answer, "What is my brother Paul called?") is clean


def test_every_source_must_be_among_the_first_three_cited() -> None:
    assert cites(["a", "b"], ["b"]) is True
    assert cites(["a", "b", "c", "d"], ["d"]) is False
    assert cites(["a"], ["a", "b"]) is False
    assert cites(["a"], []) is None


def test_forgotten_words_are_looked_for_without_regard_to_case() -> None:
    assert holds("At the CLINIC", ["ortega", "clinic"]) == "clinic"
    assert holds("At the clinic", ["", "ortega"]) is None


def test_the_figures_keep_told_and_not_told_apart() -> None:
    def asked(id: str, right: bool, source: bool | None, abstain: bool = False, label: str = "") -> Asked:
        return Asked(id, "?", "-", ["a"], 0.5, right, source, abstain, False, label)

    told = Told(
        [asked("1", True, True, label="now"), asked("2", True, False, label="now"), asked("3", False, None, True)],
        forgotten=[Forgotten("f", ["x"], True), Forgotten("g", ["y"], None)],
    )
    got = figures(told)
    assert (got["right"], got["source_right"], got["abstained"]) == (1.0, 0.5, 0.0)
    assert (got["asks"], got["invented"], got["forgets"], got["forgets_clean"]) == (3, 1, 2, 1)
    assert got["right_of_told"] == 1 and got["sets"] == {"now": "1/2"}
    assert figures(Told())["ask_p50_s"] == 0.0
    assert "src" in table(told)
