"""What a phrase asks to be forgotten, and what holds it: read from words alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.topic import asks_to_forget, came_with_it, holds, keys_of, names_in, read_wish, repeats, runs_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("phrase", "about", "day"),
    [
        ("everything about the clinic", "the clinic", None),
        ("Please forget what I said about the clinic.", "the clinic", None),
        ("Samantha, can you delete all that I told you about my knee operation", "my knee operation", None),
        ("last Tuesday", "", "2026-11-17"),
        ("what I said yesterday", "", "2026-11-22"),
        ("everything from March", "", "2026-03-01"),
        ("everything I said last week", "", "2026-11-16"),
        ("what I told you on Tuesday about the loan", "the loan", "2026-11-17"),
        ("Dr. Ortega", "Dr. Ortega", None),
        ("the affair with Tom", "the affair with Tom", None),
        ("forget everything", "", None),
        ("", "", None),
    ],
)
def test_a_phrase_is_taken_apart(phrase: str, about: str, day: str | None) -> None:
    wish = read_wish(phrase, NOW)
    assert wish.about == about
    assert (wish.when.start.date().isoformat() if wish.when else None) == day
    assert bool(wish.keys) == bool(about)


@pytest.mark.parametrize(
    ("about", "text", "held"),
    [
        ("the clinic", "The clinics were full.", True),
        ("the clinic", "I was ill.", False),
        ("my sister's wedding", "My sister called.", False),
        ("my sister's wedding", "The wedding was loud.", True),
        ("Rachel's wedding", "Rachel called.", True),
        ("my sister", "My sister called.", True),
        ("the", "the the the", False),
    ],
)
def test_what_holds_a_topic(about: str, text: str, held: bool) -> None:
    assert holds(keys_of(about), text) == held


def test_a_repetition_is_five_words_in_a_row_that_say_something() -> None:
    runs = runs_of(["The clinic wants me back in a week, they said."])
    assert repeats('You told me: "The clinic wants me back in a week."', runs)
    assert not repeats("The clinic is far.", runs)
    assert not repeats("They said it to me and so on and so on.", runs_of(["and so on and so on and so on"]))


def test_the_doctor_goes_with_the_clinic_and_a_sister_does_not() -> None:
    assert names_in("On Monday Dr. Ortega met my mum at the clinic.") == {"ortega"}
    assert came_with_it("ortega", [(3, ""), (9, "")], frozenset({3}))
    assert not came_with_it("rachel", [(1, ""), (3, ""), (5, "")], frozenset({3})), "known before"
    assert not came_with_it("tom", [(3, ""), *((n, "") for n in range(4, 12))], frozenset({3})), "mostly elsewhere"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Please forget what I said about the clinic.", True),
        ("Delete everything about Tom.", True),
        ("Forget it.", False),
        ("forget that", False),
        ("I forget everything about maths.", False),
        ("Don't forget what I told you!", False),
        ("Forget me.", False),
    ],
)
def test_who_asks_for_it(text: str, asks: bool) -> None:
    assert asks_to_forget(text) == asks


@given(st.text(max_size=200))
def test_any_phrase_is_read_and_one_without_words_takes_nothing(phrase: str) -> None:
    wish = read_wish(phrase, NOW)
    assert wish.keys == keys_of(wish.about)
    assert not holds(frozenset(), phrase)
    assert holds(wish.keys, wish.about) or not wish.keys
