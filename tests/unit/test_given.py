"""Calls, letters, meetings and evenings in what somebody says of their day, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.given import WHATS, given_in

TOLD = [
    ("I called my mum.", "call"),
    ("I finally rang Rachel back and we talked for an hour.", "call"),
    ("My sister called me this morning.", "call"),
    ("I spoke to my brother on the phone for an hour.", "call"),
    ("I called her back.", "call"),
    ("sent the letter", "letter"),
    ("I posted the card to Iris.", "letter"),
    ("I wrote to my aunt today.", "letter"),
    ("The letter is in the post.", "letter"),
    ("I sent Rachel a birthday card.", "letter"),
    ("met Tom for lunch", "meeting"),
    ("I had dinner with Paul and Lena.", "meeting"),
    ("Rachel came over for tea.", "meeting"),
    ("We visited my parents on Sunday.", "meeting"),
    ("I walked with Iris along the river.", "meeting"),
    ("stayed off my phone all evening", "evening"),
    ("Spent the evening at choir.", "evening"),
    ("We spent the whole evening dancing.", "evening"),
    ("I left my phone in the kitchen all evening.", "evening"),
    ("Rang mum, then met Tom for a beer.", "call meeting"),
    ("It rained. I called my mum. Then nothing. I met Tom for lunch!", "call meeting"),
]
NOT = [
    *("I should have called my mum.", "I didn't call Rachel.", "I'll call my mum tomorrow.", "I want to call my mum."),
    *("Tom called his mum.", "He met Tom for lunch.", "Did I call my mum?", "Iris wrote to me.", "I read a letter."),
    *(
        "I called him an idiot.",
        "I called the bank.",
        "I called in sick.",
        "I called off the meeting.",
        "I called it a day.",
    ),
    *(
        "I called my mum but she didn't pick up.",
        "I saw a fox in the garden.",
        "I met my deadline.",
        "I rang the doorbell.",
    ),
    *("I met Dr. Ortega about my knee.", "When I was seven I met Tom.", "I dreamt that I met Tom.", "I ate alone."),
    *("I was at work with a headache.", "I talked to you all evening."),
]


@pytest.mark.parametrize(("text", "kinds"), TOLD)
def test_what_was_done_counts(text: str, kinds: str) -> None:
    assert " ".join(sorted((one.what for one in given_in(text)), key=WHATS.index)) == kinds


@pytest.mark.parametrize("text", NOT)
def test_what_was_not_done_or_not_with_people_does_not(text: str) -> None:
    assert given_in(text) == []


def test_each_stands_on_its_clause() -> None:
    text = "It rained.  I called my mum. Then nothing."
    (one,) = given_in(text)
    assert text[one.start : one.end] == "I called my mum."


def test_a_bare_name_may_be_a_place() -> None:
    (one,) = given_in("I visited Ghent.")
    assert not one.sure
    (other,) = given_in("I visited my aunt.")
    assert other.sure


@given(st.text(max_size=400) | st.lists(st.sampled_from([text for text, _ in TOLD]), max_size=6).map(" ".join))
def test_spans_lie_in_the_text_in_order_and_reading_never_raises(text: str) -> None:
    found = given_in(text)
    assert all(0 <= one.start < one.end <= len(text) and text[one.start : one.end].strip() for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_long_text_is_read_in_time_that_grows_with_its_length() -> None:
    assert given_in("and then i called and walked and met " * 400) == []
