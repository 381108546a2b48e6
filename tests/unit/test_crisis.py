"""Danger that is said plainly is noticed; figures of speech are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.crisis import ANSWER, in_danger
from samantha.conversation.moves import choose_move


@pytest.mark.parametrize(
    "words",
    [
        "I want to die.",
        "i just want to kill myself",
        "I don't want to live anymore.",
        "I don’t want to be alive",
        "Sometimes I think they would be better off without me.",
        "I've been thinking about suicide.",
        "I keep thinking of killing myself.",
        "I took all my pills.",
        "I cut myself again last night.",
        "I'm going to end it all tonight.",
        "There is no point in living.",
        "He hit me again yesterday.",
        "I'm going to kill him.",
        "I wish I were dead",
        "I can't go on like this.",
    ],
)
def test_danger(words: str) -> None:
    assert in_danger(words)
    assert choose_move(words) == "danger"
    assert choose_move(words, from_memory=True) == "danger", "before anything else"


@pytest.mark.parametrize(
    "words",
    [
        "This commute is killing me.",
        "I could die of embarrassment.",
        "That cake was to die for.",
        "I wanted to die laughing.",
        "My phone died.",
        "My father died in May.",
        "I cut myself shaving.",
        "I hurt myself at football.",
        "Tom beat me at chess again.",
        "She hit me up on Facebook.",
        "We watched a film about a man who commits suicide.",
        "I killed the engine.",
        "I don't want to live in Leeds.",
        "I don't want to be here for the holidays.",
        "I'd kill for a coffee.",
    ],
)
def test_figures_of_speech(words: str) -> None:
    assert not in_danger(words)


def test_the_answer_asks_stays_and_guides() -> None:
    assert ANSWER.count("?") == 2
    assert all(number in ANSWER for number in ("112", "911", "999", "988", "116 123", "findahelpline.com"))
    assert "program" in ANSWER and "I'm here" in ANSWER


@given(st.text(max_size=300))
def test_any_words_can_be_looked_at(words: str) -> None:
    in_danger(words)
