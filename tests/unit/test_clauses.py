"""Where a growing reply can be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.clauses import first_clause, split_mark, take_sentence

TEXT = st.text(alphabet="abc .,!?\n", max_size=80)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("You missed the play, after all", "You missed the play,"),
        ("They called! And", "They called!"),
        ("Well, that is a lot, really", "Well, that is a lot,"),
        ("You missed the play", None),
        ("You missed the play,", None),
        ("Dr. Ortega was there, and", "Dr. Ortega was there,"),
        ("At 7.5 per cent, roughly", "At 7.5 per cent,"),
    ],
)
def test_first_clause(text: str, clause: str | None) -> None:
    assert first_clause(text) == clause


def test_the_rest_is_the_clause_when_nothing_more_comes() -> None:
    assert first_clause("Good night", whole=True) == "Good night"


def test_a_clause_without_an_end_is_cut_at_a_blank() -> None:
    clause = first_clause("word " * 30)
    assert clause is not None and len(clause) <= 64 and clause.endswith("word")


@given(TEXT, TEXT)
def test_a_clause_found_stays_found_as_the_text_grows(text: str, more: str) -> None:
    clause = first_clause(text)
    if clause is not None:
        assert first_clause(text + more) == clause
        assert text.startswith(clause)


@given(TEXT)
def test_split_mark_loses_nothing(text: str) -> None:
    bare, mark = split_mark(text)
    assert bare + mark == text


@given(TEXT)
def test_taking_sentences_keeps_every_word(text: str) -> None:
    pieces: list[str] = []
    rest = text
    while (cut := take_sentence(rest)) is not None:
        pieces.append(cut[0])
        assert len(cut[1]) < len(rest)
        rest = cut[1]
    assert " ".join([*pieces, rest]).split() == text.split()
