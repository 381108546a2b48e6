"""What she never says, and which first clause is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Scene
from samantha.conversation.chooser import bent, choose, weigh
from samantha.conversation.manner import faults
from samantha.memory.words import stems

HEARD = "I had lunch with Amy by the river. She is moving to Lisbon in June."
KNOWN = frozenset(stems(HEARD))


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("How can I help you today?", "stock"),
        ("It sounds like you had a day.", "stock"),
        ("I’m so sorry to hear that.", "stock"),
        ("- one\n- two", "list"),
        ("**Lisbon** is far.", "list"),
        ("I missed you.", "human"),
        ("I feel sad about Lisbon.", "human"),
        ("My mother moved too.", "human"),
        ("I nearly gave her a satay.", "person"),
        ("You told me about the violin lessons.", "memory"),
        ("How is Petra?", "name"),
        ("Ines called.", "name"),
        ("很好。", "foreign"),
    ],
)
def test_faults(sentence: str, rule: str) -> None:
    assert rule in faults(sentence, KNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lunch by the river, and then Lisbon.",
        "What did Amy say about June?",
        "I don't know that.",
        "Tell me a little more about that.",
        "You said Amy is moving to Lisbon.",
        "I'm a computer program.",
    ],
)
def test_good_sentences_pass(sentence: str) -> None:
    assert faults(sentence, KNOWN, scene=Scene(told=(HEARD,))) == ()


def test_names_of_the_world_pass_in_plain_questions() -> None:
    assert faults("It is in Peru, and Lima is its capital.", (), names=False) == ()


@given(st.text(max_size=120))
def test_any_text_is_judged(text: str) -> None:
    faults(text, KNOWN)


def test_the_right_person_with_their_words_wins() -> None:
    texts = ["That's great!", "I moved to Lisbon,", "Lunch by the river,", HEARD]
    best = choose([weigh(text, HEARD, "listen", KNOWN) for text in texts])
    assert best is not None and best.text == "Lunch by the river,"


def test_nothing_fit_is_none() -> None:
    assert choose([weigh("I feel so sad", HEARD, "listen", KNOWN), weigh("...", HEARD, "listen", KNOWN)]) is None


def test_she_does_not_open_two_replies_alike() -> None:
    texts = ["By the river,", "Lunch with Amy,"]
    best = choose([weigh(text, HEARD, "listen", KNOWN, ["By the lake, again?"]) for text in texts])
    assert best is not None and best.text == "Lunch with Amy,"


def test_their_words_are_not_turned_round() -> None:
    heard = "I think my marriage is ending."
    turned = weigh("It is not ending.", heard, "listen", frozenset(stems(heard)))
    assert turned.faults == ("turned",)
    ill = weigh("He has a benign tumour of the prostate gland.", "The doctor says it is benign!", "listen", {"benign"})
    assert "invented" in ill.faults
    assert bent("Amy moved to Lisbon.", HEARD) == ["moved"]
    assert bent("Moving to Lisbon in June, with Amy.", HEARD) == []


def test_a_question_that_asks_nothing_is_stock() -> None:
    assert "stock" in faults("What about you?")
    assert "stock" in faults("What do you think about it?")
    assert "stock" in faults("Is there anything else you want to know?")
    assert faults("What did Amy say?", KNOWN) == ()


@given(st.lists(st.text(max_size=60), max_size=5))
def test_what_is_chosen_never_has_a_fault(texts: list[str]) -> None:
    best = choose([weigh(text, HEARD, "listen", KNOWN) for text in texts])
    assert best is None or faults(best.text, KNOWN) == ()
