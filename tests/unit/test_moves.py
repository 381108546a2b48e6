"""Which kind of reply is due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.moves import choose_move


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("Hi Samantha.", "greet"),
        ("how are you?", "greet"),
        ("I got the job! They called this afternoon.", "celebrate"),
        ("She said yes!", "celebrate"),
        ("I got fired today.", "reflect"),
        ("My daughter won't talk to me since she found out about the move.", "restate"),
        ("I had lunch with Amy by the river.", "restate"),
        ("Should I call my brother?", "think"),
        ("I don’t know whether to stay.", "think"),
        ("What is the difference between a violin and a viola?", "inform"),
        ("Tell me about the moon", "inform"),
        ("I'm off to bed. Good night.", "night"),
        ("ok, see you tomorrow!", "night"),
        ("He left before I could say goodbye.", "restate"),
        ("I can't say goodbye.", "restate"),
        ("Are you a real person?", "candour"),
        ("Do you ever feel lonely?", "candour"),
        ("Who are you?", "candour"),
        ("", "restate"),
        ("🌧️🌧️", "restate"),
    ],
)
def test_choose_move(words: str, move: str) -> None:
    assert choose_move(words) == move


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Please forget what I said about the clinic.", True),
        ("Can you forget everything I told you last night?", True),
        ("forget about the party", True),
        ("Don't forget the milk.", False),
        ("Forget it.", False),
        ("I always forget what he said about me.", False),
        ("I want to forget her.", False),
    ],
)
def test_a_wish_to_have_something_forgotten_is_answered_with_the_way_to_do_it(words: str, asked: bool) -> None:
    assert (choose_move(words, from_memory=False) == "forget") == asked


def test_memory_decides_about_questions_of_their_life() -> None:
    assert choose_move("When is Amy's birthday?", from_memory=True) == "remember"
    assert choose_move("When is Amy's birthday?", from_memory=False) == "unknown"
    assert choose_move("Are you human?", from_memory=False) == "candour"


@given(st.text(max_size=200))
def test_any_words_have_a_move(words: str) -> None:
    assert choose_move(words)
