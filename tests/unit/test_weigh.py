"""Judging by sense: words found again in their text, questions about the past, which of several lines is the one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.answer import judge
from samantha.memory.past import present
from samantha.memory.sense import Net, Sense, spans_of, word_vectors
from samantha.memory.weigh import NAMES
from samantha.memory.words import words
from samantha.types import Episode, Recollection, Tokens

AT = datetime(2026, 3, 3, 21, tzinfo=UTC)
TABLES = Net(
    np.zeros((len(NAMES), 1)),
    np.zeros(1),
    np.zeros(1),
    np.array([{"vouched_share": 8.0, "soft": 4.0, "nobody": -9.0, "in_kind": 2.0}.get(name, 0.0) for name in NAMES]),
    -6.0,
)
"""A net whose weights are plain to see: what the tables vouch for, or what is near, with somebody and an answer."""


def tokens(text: str) -> Tokens:
    """A vector a word, the same for the same word: hashed by its letters."""
    items = words(text)
    rows = np.zeros((max(1, len(items)), 26), dtype=np.float32)
    for row, word in zip(rows, items, strict=False):
        for letter in word.low:
            row[ord(letter) % 26] += 1
    rows[~rows.any(axis=1), 0] = 1
    spans = tuple(spans_of(items, text)) or ((0, 0),)
    return Tokens(rows / np.linalg.norm(rows, axis=1, keepdims=True), spans)


def asked(question: str, *told: str, net: Net = TABLES, who: str = "person") -> list[str]:
    lines = [
        Recollection(Episode(n, AT + timedelta(hours=n), "heard", who, text), 0.5)
        for n, text in enumerate(told, start=1)
    ]
    plain, _ = present(question)
    rare = {word.low: 0.8 for text in told for word in words(text)}
    sense = Sense(tokens(plain), {line.episode.id: tokens(line.episode.text) for line in lines}, rare, net)
    verdict = judge(question, lines, now=AT + timedelta(days=9), sense=sense)
    return [line.episode.text for line in verdict.lines]


OLD, NEW = "My boss is called Fiona.", "My new boss is called Duarte now."


def test_the_newest_of_lines_that_tell_the_same_is_todays_answer() -> None:
    assert asked("What is my boss called?", OLD, NEW)[0] == NEW
    assert OLD not in asked("What is my boss called?", OLD, NEW)


def test_the_oldest_is_the_answer_about_before() -> None:
    assert asked("What was my previous boss called?", OLD, NEW)[0] == OLD


def test_nothing_is_said_where_nothing_is_likely() -> None:
    assert asked("What is my boss called?", "It rained all day.", "I made soup.") == []


def test_her_own_lines_are_no_evidence() -> None:
    assert asked("What is my boss called?", OLD, who="samantha") == []


def test_what_was_pasted_tells_nothing_about_the_person() -> None:
    pasted = "Look what I got:\nFrom: Prize Desk\nMy boss is called Fiona."
    assert asked("What is my boss called?", pasted) == []


def test_at_most_three_lines_are_told() -> None:
    many = [f"My {adjective} sister is called {name}." for adjective, name in zip("abcde", "PQRST", strict=True)]
    assert len(asked("What are my sisters called?", *many)) <= 3


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Where did I live before Lisbon?", "Where did I live?"),
        ("Where did Meg use to live?", "Where did Meg live?"),
        ("What was my old phone number?", "What was my phone number?"),
        ("What time did pilates use to be?", "What time was pilates?"),
        ("Who was my last boss?", "Who was my boss?"),
    ],
)
def test_a_question_about_before_is_asked_plainly(question: str, plain: str) -> None:
    assert present(question) == (plain, True)


@pytest.mark.parametrize("question", ["How old was Finn?", "What must I do before Friday?", "Where do I live?"])
def test_a_question_about_today_stays(question: str) -> None:
    assert present(question) == (question, False)


@given(st.text(max_size=200))
def test_any_question_stays_or_gets_plainer(question: str) -> None:
    plain, past = present(question)
    assert past or plain == question


@given(st.text(max_size=120))
def test_words_stand_in_order_inside_their_text(text: str) -> None:
    spans = spans_of(words(text), text)
    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@given(st.text(alphabet="abc xyz'n.,", max_size=60))
def test_a_word_has_one_vector_of_length_one_or_none(text: str) -> None:
    rows = word_vectors(words(text), text, tokens(text))
    lengths = np.linalg.norm(rows, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
