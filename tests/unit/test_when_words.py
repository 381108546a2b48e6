"""Days and words: what is read out of plain text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.topics import excludes, likeness
from samantha.memory.when import Day, days_in
from samantha.memory.words import sentences, stem, stems, words

TUESDAY = Day(date(2026, 3, 3))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dentist tomorrow", date(2026, 3, 4)),
        ("we met yesterday", date(2026, 3, 2)),
        ("on Thursday at 3", date(2026, 3, 5)),
        ("last Monday", date(2026, 3, 2)),
        ("on 12 May", date(2026, 5, 12)),
        ("May 12th", date(2026, 5, 12)),
        ("the 30th of April", date(2026, 4, 30)),
        ("on the 5th", date(2026, 3, 5)),
    ],
)
def test_a_day_is_meant_from_the_day_it_was_said(text: str, day: date) -> None:
    assert Day(day) in days_in(text, TUESDAY)


def test_every_friday_is_any_friday() -> None:
    (friday,) = days_in("every Friday", TUESDAY)
    assert friday.matches(Day(date(2026, 3, 20)))
    assert not friday.matches(Day(date(2026, 3, 21)))


@given(st.text(), st.dates())
def test_any_text_has_some_days_or_none(text: str, said: date) -> None:
    days_in(text, None)
    try:
        days_in(text, Day(said))
    except OverflowError:
        assert said.year in (1, 9999)


@given(st.text())
def test_any_text_has_words_and_loses_no_digit(text: str) -> None:
    for sentence in sentences(text):
        words(sentence)
    assert all(stems(text))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("moved", "moving"),
        ("7", "seven"),
        ("12th", "twelve"),
        ("children", "child"),
        ("bought", "buy"),
        ("lives", "live"),
    ],
)
def test_forms_of_one_word_meet(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_twenty_two_is_one_number() -> None:
    assert [word.stem for word in words("twenty-two and twenty two")] == ["22", "and", "22"]


@pytest.mark.parametrize(
    ("a", "b"), [("brother", "sister"), ("monday", "friday"), ("dog", "cat"), ("peanut", "almond")]
)
def test_what_excludes_each_other_is_never_alike(a: str, b: str) -> None:
    assert excludes(stem(a), stem(b))
    assert likeness(stem(a), stem(b)) == 0.0


@given(st.sampled_from(["dog", "job", "live", "mum", "film"]), st.text(max_size=8))
def test_likeness_is_between_nothing_and_one(a: str, b: str) -> None:
    assert 0.0 <= likeness(stem(a), stem(b)) <= 1.0
    assert likeness(stem(a), stem(a)) == 1.0
