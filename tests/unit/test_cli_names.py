"""A name is taken from plain answers, and never made out of a longer sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.cli.names import as_told, declines, name_in


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Theo", "Theo"),
        ("theo.", "theo"),
        ("I'm Theo", "Theo"),
        ("my name is Ana Luísa", "Ana Luísa"),
        ("Hi, I am Mary-Jane O'Neil!", "Mary-Jane O'Neil"),
        ("call me Sam, please", "Sam"),
        ("People call me Bea", "Bea"),
        ("ישראל", "ישראל"),
        ("明美", "明美"),
        ("I'd rather not say, it is private you know", None),
        ("agent 47", None),
        ("🙂", None),
        ("", None),
        ("no", None),
        ("Rather not.", None),
        ("Theo, and my sister is Ana", None),
    ],
)
def test_names(typed: str, name: str | None) -> None:
    assert name_in(typed) == name


def test_a_bare_name_is_told_as_a_sentence_and_all_else_as_typed() -> None:
    assert as_told("Theo") == "My name is Theo."
    assert as_told("Theo!") == "My name is Theo."
    assert as_told("I'm Theo") == "I'm Theo"
    assert as_told("agent 47") == "agent 47"


def test_no_means_no() -> None:
    assert declines("No.") and declines("skip") and declines("rather not")
    assert not declines("Noah") and not declines("")


@given(st.text(max_size=120))
def test_a_name_is_short_and_stands_in_the_words(text: str) -> None:
    name = name_in(text)
    assert name is None or (0 < len(name) <= 40 and name in text)
