"""Which kind of reply is due."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.feelings import NO_FEELINGS
from samantha.conversation.moment import read_moment
from samantha.conversation.moves import choose_move, due_moves, near_moves
from samantha.conversation.own_words import replies
from samantha.conversation.rhythm import follow
from samantha.types import PERSON, SAMANTHA, Episode

AT = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


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


def test_a_rehearsal_is_offered_once_in_a_talk() -> None:
    words = "I have to tell my father about it and I don't know how to tell him."
    assert choose_move(words) == "rehearse"
    offer = Episode(2, AT, "said", SAMANTHA, replies("rehearse")[0])
    rhythm = follow([Episode(1, AT, "heard", PERSON, words), offer])
    assert choose_move(words, rhythm=rhythm) != "rehearse"


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("I just want to sit for a bit.", "sit"),
        ("What is your favourite colour?", "about_her"),
        ("Have you ever been to Lisbon?", "about_her"),
        ("I have to clear out the cellar.", "plan"),
        ("What should I cook on Sunday?", "suggest"),
        ("My mother died.", "reflect"),
        ("I finally told them the truth.", "affirm"),
    ],
)
def test_the_moves_by_what_is_said(words: str, move: str) -> None:
    assert choose_move(words) == move


@given(st.text(max_size=80))
def test_nobody_is_congratulated_on_what_is_heavy(words: str) -> None:
    told = f"My mother died. {words}"
    moment = read_moment(told, NO_FEELINGS)
    assert "celebrate" not in near_moves(due_moves(told, moment=moment), told, moment)


def test_advice_is_given_only_where_it_is_wanted() -> None:
    for words in ("My boss shouted at me.", "I can't sleep.", "We argued about the dog."):
        assert not {"suggest", "think"} & set(due_moves(words))
