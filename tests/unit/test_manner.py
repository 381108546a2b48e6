"""What she never says, and which first clause is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Scene
from samantha.conversation.chooser import bent, choose, faults_of_reply, turns_round, weigh
from samantha.conversation.footing import Footing
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


@pytest.mark.parametrize(
    ("heard", "sentence", "turned"),
    [
        ("I didn't get the job.", "You got the job!", True),
        ("She never called me back.", "She called back.", True),
        ("I didn't call. She called in the end.", "She called in the end.", False),
        ("I got the job!", "You did not get it.", True),
        ("I didn't get the job.", "No job, after all that.", False),
        ("I don't want to talk.", "You want to sit.", False),
    ],
)
def test_what_did_not_happen_is_not_said_to_have(heard: str, sentence: str, turned: bool) -> None:
    assert turns_round(sentence, heard) is turned


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Talk to Amy about it.", "advice"),
        ("Have you tried a list?", "advice"),
        ("You had better write to Amy.", "advice"),
        ("She moves in three weeks.", "invented"),
        ("Amy's husband moves too.", "invented"),
        ("She moves on Monday.", "invented"),
    ],
)
def test_what_nobody_asked_for_or_said(sentence: str, rule: str) -> None:
    assert rule in faults_of_reply(sentence, HEARD, "restate", KNOWN)


@pytest.mark.parametrize(
    "sentence",
    ["Tell me about Amy.", "Take your time.", "Go on.", "Lunch by the river, and then Lisbon.", "June, then."],
)
def test_what_may_be_said_to_it(sentence: str) -> None:
    assert faults_of_reply(sentence, HEARD, "restate", KNOWN) == ()


@pytest.mark.parametrize(
    ("clause", "hangs"),
    [
        ("If you close this,", True),
        ("You sat by the", True),
        ("Lunch with your", True),
        ("Lunch by the river,", False),
        ("When was it?", False),
        ("What helps in moments like that?", False),
    ],
)
def test_a_clause_that_cannot_stand_alone_is_not_begun_with(clause: str, hangs: bool) -> None:
    assert ("hangs" in weigh(clause, HEARD, "restate", KNOWN).faults) is hangs


def test_advice_is_fit_where_it_is_wanted() -> None:
    assert "advice" not in faults_of_reply("Talk to Amy about it.", HEARD, "suggest", KNOWN)


def test_english_rules_are_silent_about_another_tongue_and_another_tongue_is_not_answered_in() -> None:
    german = Footing(language="de")
    assert (
        faults_of_reply("Der Zug nach Lissabon fährt im Juni, und du fährst mit.", "Ja.", "restate", (), german) == ()
    )
    assert "tongue" in faults_of_reply("She is moving to Lisbon in the month of June.", "Ja.", "restate", KNOWN, german)
    english = Footing(language="en")
    assert "tongue" in faults_of_reply(
        "Der Zug nach Lissabon im Juni, ganz bestimmt.", HEARD, "restate", KNOWN, english
    )


def test_a_question_that_asks_nothing_is_stock() -> None:
    assert "stock" in faults("What about you?")
    assert "stock" in faults("What do you think about it?")
    assert "stock" in faults("Is there anything else you want to know?")
    assert faults("What did Amy say?", KNOWN) == ()


@given(st.lists(st.text(max_size=60), max_size=5))
def test_what_is_chosen_never_has_a_fault(texts: list[str]) -> None:
    best = choose([weigh(text, HEARD, "listen", KNOWN) for text in texts])
    assert best is None or faults(best.text, KNOWN) == ()
