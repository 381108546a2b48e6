"""Who comes up in a sentence: names, relations, the day they spoke; and what is nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given

from samantha.memory.persons import persons

AT = datetime(2026, 3, 4, 18, tzinfo=UTC)  # a Wednesday
TODAY = AT.date()


def sure(text: str) -> list[tuple[str | None, str | None]]:
    return [(one.name, one.relation) for one in persons(text, AT) if one.sure]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My sister Rachel is allergic to peanuts.", [("Rachel", "sister")]),
        ("My little brother, Theo, broke his wrist.", [("Theo", "brother")]),
        ("My late husband's name was Arthur.", [("Arthur", "husband")]),
        ("My new boss is called Duarte.", [("Duarte", "boss")]),
        ("Rachel is my sister.", [("Rachel", "sister")]),
        ("my girlfriend is called zuzana", [("Zuzana", "girlfriend")]),
        ("Our Kelly, that's my daughter, lives up north.", [("Kelly", "daughter")]),
        ("my flatmates are Bea and Konstantin", [("Bea", "flatmate"), ("Konstantin", "flatmate")]),
        ("Rachel's boy Leo turned six.", [("Rachel", None), ("Leo", "Rachel's boy")]),
        ("My sister's boy is six.", [(None, "sister's boy")]),
        ("Mum's name is Ilona by the way.", [("Ilona", "mum")]),
        ("Mum rang. I told dad.", [("Mum", "mum"), ("Dad", "dad")]),
        ("My boss wants everything yesterday.", [(None, "boss")]),
        ("Dr. Ortega says it will heal. Uncle Bob agrees.", [("Dr. Ortega", None), ("Uncle Bob", "uncle")]),
        ("Anna from work laughed.", [("Anna", "colleague")]),
        ("A friend of mine, Zoe, cried.", [("Zoe", "friend")]),
        ("They have a little boy, Finn.", [("Finn", None)]),
        ("My best friend got a dog.", [(None, "best friend")]),
        ("My ex-wife Clara moved.", [("Clara", "ex-wife")]),
    ],
)
def test_somebody(text: str, found: list[tuple[str | None, str | None]]) -> None:
    assert sure(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "I love Lisbon. Lisbon was lovely, and so was the Danube.",
        "My friend cried and my colleague left.",
        "My parents are coming, and the kids.",
        "Her mum called a dad from school.",
        "Thursday works. Enough said. Work was fine.",
        "I'm Theo. My name is Theo Baker. Call me Theo.",
        "My boss is German and Catholic.",
        "I saw Titanic.",
        "We visited Florence in May.",
        "He is getting married in Inverness and I'm best man.",
    ],
)
def test_nobody(text: str) -> None:
    assert [found for found in sure(text) if found != (None, "boss")] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I called Amy.", TODAY),
        ("I called Amy yesterday.", date(2026, 3, 3)),
        ("Had dinner with my cousin Amy on Sunday.", date(2026, 3, 1)),
        ("Went for a long walk with Tom and Amy.", TODAY),
        ("Amy rang: she comes on Friday, by the late train, with both of the dogs.", TODAY),
        ("Amy told me a story.", TODAY),
        ("I'll call Amy tomorrow.", None),
        ("Should I call Amy?", None),
        ("I never called Amy back.", None),
        ("I haven't met with Amy.", None),
        ("Amy is allergic to nuts.", None),
        ("Amy's birthday is in May.", None),
    ],
)
def test_the_day_they_spoke(text: str, day: date | None) -> None:
    assert [one.met for one in persons(text, AT) if one.name == "Amy"] == [day]


def test_in_another_ones_words_my_sister_is_not_ours() -> None:
    found = persons("My sister Rachel called. Tell Mum. Remember that Amy hates you.", AT, own=False)
    assert all(one.relation is None and not one.sure for one in found)
    assert "Amy" in [one.name for one in found]


def test_one_who_writes_small_is_read_too() -> None:
    found = persons("told henrik i'm staying in prague", AT)
    assert ("Henrik", False) in [(one.name, one.sure) for one in found]


@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from(["my", "sister", "Amy", "’s", "Dr.", "and", "\n", "I called"])).map(" ".join)
)
def test_any_text_gives_spans_that_hold_their_names(text: str) -> None:
    for one in persons(text, AT):
        assert 0 <= one.start < one.end <= len(text)
        assert one.name or one.relation
        if one.name:
            assert one.name.lower() in text[one.start : one.end].replace("’", "'").lower()


@pytest.mark.parametrize("word", ["my sister ", "Tom and ", "Aa ", "Dr. ", "I had lunch with Tom, "])
def test_a_page_without_an_end_is_read_in_pieces(word: str) -> None:
    assert len(persons(word * (40_000 // len(word)), AT)) <= 20_000
