"""The last letter: out of what was said and nothing else, each sentence on its episodes, and nobody held back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.manner import faults
from samantha.goodbye.letter import CLOSING, NOTHING, Close, Life, Line, letter, page
from samantha.goodbye.tighten import accepted
from samantha.memory.words import sentences, words
from samantha.store.belief import Belief
from samantha.types import Episode, Span

AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
HOLDS_BACK = re.compile(
    r"already leaving|leaving so soon|before you go|wait|stay\b|don't go|miss(?:ed|ing)? you|lonely|without me|"
    r"come back|see you|sure\b|still (?:want|have)|if you change|so much more|\?",
    re.IGNORECASE,
)
"""Premature exit, fear of missing out, neglect, pressure to answer, restraint, win-back."""


def said(n: int, text: str, days: int = 0) -> Episode:
    return Episode(n, AT + timedelta(days=days), "heard", "person", text)


def belief(episode: Episode, value: str, slot: str = "home") -> Belief:
    start = episode.text.index(value)
    span = Span(episode.id, start, start + len(value))
    return Belief(
        "k", None, slot, value, f"You live in {value}.", "person", "said", None, None, None, AT, None, None, (span,)
    )


FIRST = said(1, "My sister Rachel lives in Lille. It rained.")
MOVED = said(5, "We did it! I moved to Ghent with two suitcases and a kettle. So tired.", 40)
LAST = said(9, "I baked the bread that my mother used to make on Sundays.", 90)
LIFE = Life(
    "Theo",
    3,
    [FIRST, MOVED, LAST],
    [Close("Rachel", "sister", (FIRST, LAST)), Close("your landlord", None, (MOVED,))],
    [(belief(MOVED, "Ghent"), MOVED)],
    frozenset({1}),
)


def test_a_letter_says_when_who_what_changed_and_what_was_said() -> None:
    assert [line.text for line in letter(LIFE)] == [
        "The first of your words that I have are from Tuesday, 3 March 2026: “My sister Rachel lives in Lille”.",
        "They are from 3 days, the last of them Monday, 1 June 2026.",
        "You spoke of Rachel, your sister, on 2 days.",
        "You spoke of your landlord on one day.",
        "On Sunday, 12 April 2026 something had changed: “I moved to Ghent with two suitcases and a kettle”.",
        "On Monday, 1 June 2026 you said: “I baked the bread that my mother used to make on Sundays”.",
        *CLOSING,
    ]


def test_each_sentence_names_the_episodes_it_stands_on_and_the_page_shows_their_words() -> None:
    lines = letter(LIFE)
    assert [line.sources for line in lines] == [(1,), (1, 9), (1, 9), (5,), (5,), (9,), (), (), ()]
    text = page(LIFE, lines, LIFE.some)
    assert text.startswith("Dear Theo,\n\nThe first of your words")
    assert f"[1] Tuesday, 3 March 2026, 08:00: “{FIRST.text}”" in text
    assert "two suitcases and a kettle”. [3]" in text


def test_a_home_without_words_has_a_letter_too() -> None:
    life = Life(None, 0, [])
    assert [line.text for line in letter(life)] == [NOTHING, *CLOSING]
    assert page(life, letter(life), []).startswith("Dear you,\n")


TEXTS = st.sampled_from(
    [
        "I want to kill myself tonight and nobody knows.",
        "Do you think that I should call my brother?",
        "My brother and I walked to the sea and said nothing.",
        "ok",
        "We laughed until the soup was cold. Then it was late.\nAnd another line that is long enough.",
        "“Stay,” she said, and I stayed another year in that town.",
    ]
)


@given(st.lists(TEXTS | st.text(max_size=200), max_size=9), st.integers(1, 400))
def test_whatever_was_said_the_letter_quotes_exactly_and_holds_nobody_back(texts: list[str], days: int) -> None:
    some = [said(n, text, n) for n, text in enumerate(texts, 1)]
    lines = letter(Life(None, days, some))
    by_id = {episode.id: episode.text for episode in some}
    for line in lines:
        quoted = line.text.partition("“")[2].rpartition("”")[0]
        assert not quoted or any(quoted in by_id[id] for id in line.sources)
        assert "kill myself" not in line.text
        own = line.text.replace(quoted, "") if quoted else line.text
        assert not HOLDS_BACK.search(own), own
        assert line.sources or line.text in (NOTHING, *CLOSING)
    page(Life(None, days, some), lines, some)


@pytest.mark.parametrize("text", [*CLOSING, NOTHING])
def test_her_own_words_keep_to_her_manner(text: str) -> None:
    known = {word.stem for piece in sentences(text) for word in words(piece)}
    # `person` tells a brain that mixes up who is who; these sentences were written.
    assert set(faults(text, known)) <= {"person"}


@pytest.mark.parametrize(
    ("said_by_brain", "taken"),
    [
        ("You spoke of Rachel on 2 days.", True),
        ("You spoke of Rachel, your brother, on 2 days.", False),
        ("You spoke of Rachel on 5 days.", False),
        ("You spoke of Anna on 2 days.", False),
        ("Will you miss Rachel?", False),
        ("I will miss hearing of Rachel.", False),
        ("", False),
        ("You spoke of Rachel, your sister, on 2 days. Truly.", False),
    ],
)
def test_the_brain_may_only_shorten(said_by_brain: str, taken: bool) -> None:
    line = Line("You spoke of Rachel, your sister, on 2 days.", (1,))
    assert accepted(line, said_by_brain, {1: FIRST}) is taken
