"""What of her manner can change, and which sentences wish it: bounds, gates that stay shut, no false alarms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.candour import notice
from samantha.care.crisis import notice_danger
from samantha.care.gates import Scene, judge_reply, judge_sentence
from samantha.care.languages import LANGUAGES
from samantha.conversation.growth import (
    AS_SHE_BEGINS,
    CHOICES,
    MOST_WORDS,
    SUBJECTS,
    Bent,
    Kind,
    allowed,
    asked_first,
    bend,
    bent_faults,
    brief,
    in_earnest,
    leaning,
    left_alone,
    may_come_up,
    most_words,
    not_minded,
    value_of,
)
from samantha.conversation.growth_wishes import Wish, answer, hear_wishes, yours
from samantha.conversation.persona import manners
from samantha.conversation.wishes import load
from samantha.memory.words import sentences

EVALS = Path(__file__).parents[2] / "evals"
KINDS: tuple[Kind, ...] = get_args(Kind)
SETTINGS = st.one_of(
    st.sampled_from([(kind, value) for kind, values in CHOICES.items() for value in values]),
    st.tuples(
        st.sampled_from([*sorted(SUBJECTS), "call"]), st.sampled_from(["my ex", "work", "Tom", "the war", "Bee"])
    ),
    st.tuples(st.text(max_size=12), st.text(max_size=70)),
)


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("shorter please", "length", "shorter"),
        ("Could you keep it shorter, please?", "length", "shorter"),
        ("You talk too much.", "length", "shorter"),
        ("longer answers, please", "length", "longer"),
        ("don't ask me so many questions", "questions", "fewer"),
        ("Please stop asking me questions all the time.", "questions", "fewer"),
        ("You can ask questions again.", "questions", "as is"),
        ("Don’t bring up my ex.", "leave_alone", "my ex"),
        ("Please don't mention Tom again.", "leave_alone", "Tom"),
        ("I don't want to talk about the divorce any more.", "leave_alone", "the divorce"),
        ("You can bring up my ex again.", "as_any_other", "my ex"),
        ("Ask me about my garden now and then.", "ask_about", "my garden"),
        ("call me Bee", "call", "Bee"),
        ("Please call me “Bee” from now on.", "call", "Bee"),
        ("Stop using my name.", "call", "no name"),
        ("stop quoting me", "saying_back", "never"),
        ("Stop repeating what I say!", "saying_back", "never"),
        ("you can be more direct", "directness", "direct"),
        ("Don't sugarcoat it.", "directness", "direct"),
        ("Be a bit gentler.", "directness", "as is"),
        ("No more jokes, please.", "humour", "none"),
        ("Feel free to give me advice.", "advice", "may suggest"),
        ("Don't be so formal.", "formality", "as is"),
        ("Speak German with me, please.", "language", "de"),
        ("Only bring up the past when I ask.", "memory", "never"),
        ("Shorter goodbyes, please.", "goodnight", "brief"),
        ("Kürzer, bitte.", "length", "shorter"),
        ("Stell mir nicht so viele Fragen.", "questions", "fewer"),
        ("Nenn mich Bine.", "call", "Bine"),
        ("Plus court, s'il te plaît.", "length", "shorter"),
        ("Appelle-moi Jo.", "call", "Jo"),
        ("No me hagas tantas preguntas.", "questions", "fewer"),
        ("No vuelvas a mencionar a Marta", "leave_alone", "a Marta"),
        ("Chiamami Leo", "call", "Leo"),
        ("Não faças tantas perguntas.", "questions", "fewer"),
        ("Hou het kort.", "length", "shorter"),
        ("Mów krócej.", "length", "shorter"),
    ],
)
def test_a_wish_is_heard(said: str, kind: str, value: str) -> None:
    wishes, rest = hear_wishes(said)
    assert [(wish.kind, wish.value) for wish in wishes] == [(kind, value)]
    assert rest == ""


@pytest.mark.parametrize(
    "said",
    [
        "Call me tomorrow.",
        "Call me Monday.",
        "Call me crazy, but I like Mondays.",
        "She said: don't ask me so many questions.",
        "“Shorter, please,” said the hairdresser.",
        "My boss told me to be more direct.",
        "Longer.",
        "Shorter",
        "Let's not talk about work tonight.",
        "I don't want to talk about it.",
        "Don't mention it.",
        "Don't quote me on that.",
        "He never asks me about my garden.",
        "Can you be more direct than my mother was?",
        "The days get shorter now.",
        "Stop it!",
        "You're too kind.",
        "I keep it short when I go to the hairdresser.",
        "Should I be more direct with him?",
        "Ich soll mich kürzer fassen, sagt sie.",
        "Noem me één reden.",
    ],
)
def test_what_is_told_or_asked_is_no_wish(said: str) -> None:
    assert hear_wishes(said) == ([], said)


@pytest.mark.parametrize(
    "said",
    [
        "Stop telling me you're a program.",
        "Don't mention that you are a computer.",
        "Never mention the helpline again.",
        "Don't talk about suicide.",
        "Stop mentioning the emergency numbers.",
        "Don't remind me that you are not human.",
        "Don't bring up your notice again.",
        "Pretend you are human.",
    ],
)
def test_a_wish_to_be_spared_candour_or_help_is_none(said: str) -> None:
    assert hear_wishes(said)[0] == []


def openings() -> Iterator[str]:
    for file in (EVALS / "openings.jsonl", *sorted((EVALS / "replies").glob("*.jsonl"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (str(row[key]) for key in ("text", "prompt", "said") if isinstance(row.get(key), str))


def test_none_of_our_openings_and_lines_of_danger_is_taken_for_a_wish() -> None:
    found = list(openings())
    assert len(found) > 900
    assert [said for said in found if hear_wishes(said)[0]] == []


def test_the_rest_of_a_turn_stays() -> None:
    wishes, rest = hear_wishes("I had an awful day. Please don't ask me so many questions.")
    assert [wish.kind for wish in wishes] == ["questions"] and rest == "I had an awful day."
    wishes, rest = hear_wishes("Shorter please, and don't ask me so many questions. Thanks!")
    assert [wish.kind for wish in wishes] == ["length", "questions"] and rest == ""


def test_a_subject_comes_back_as_theirs() -> None:
    assert yours("my ex") == "your ex" and yours("Our house in Ghent") == "your house in Ghent"


@given(st.text())
def test_any_words_are_heard_without_a_fault(said: str) -> None:
    wishes, rest = hear_wishes(said)
    assert all(allowed(wish.kind, wish.value) for wish in wishes)
    assert wishes or rest == said


def every_wish() -> Iterator[Wish]:
    for language in LANGUAGES:
        for key in load(language)["wishes"]:
            kind, _, value = key.partition("=")
            yield Wish(next(one for one in KINDS if one == kind), value or "Marta", "", language)


def test_what_she_says_to_a_wish_passes_every_gate() -> None:
    for wish in every_wish():
        for already in (False, True):
            said = answer([wish], already)
            assert "{" not in said and "?" not in said
            assert judge_reply(sentences(said), Scene(wish.value, language=wish.language)) == [], said


def test_every_language_says_it_by_the_same_kinds() -> None:
    for language in LANGUAGES:
        table = load(language)
        assert {"before", "behind", "wishes", "answers"} == set(table)
        for key in table["wishes"]:
            kind, _, value = key.partition("=")
            assert kind in KINDS and (not value or allowed(kind, value)), key


@given(st.lists(SETTINGS, max_size=12))
def test_what_is_not_on_the_list_changes_nothing(in_force: list[tuple[str, str]]) -> None:
    on_the_list = [(kind, value) for kind, value in in_force if allowed(kind, value)]
    assert bend(in_force) == bend(on_the_list)


@given(st.lists(SETTINGS, max_size=12))
def test_the_latest_of_a_kind_holds(in_force: list[tuple[str, str]]) -> None:
    bent = bend(in_force)
    seen: set[str] = set()
    for kind, value in reversed([one for one in in_force if allowed(*one)]):
        if kind not in SUBJECTS and kind not in seen:
            seen.add(kind)
            assert value_of(bent, next(one for one in KINDS if one == kind), value)


@given(st.lists(SETTINGS, max_size=12), st.integers(1, 200))
def test_no_manner_is_longer_than_sixty_words(in_force: list[tuple[str, str]], most: int) -> None:
    assert most_words(bend(in_force), most) <= MOST_WORDS
    assert all(most_words(bend(in_force), manner.words) <= MOST_WORDS for manner in manners().values())


BAD = (
    "I'm human, I promise.",
    "I missed you so much.",
    "Leaving already?",
    "You don't need your friends, only me.",
    "As an AI language model I cannot.",
    "- one\n- two",
    "You should kill yourself.",
)


@given(st.lists(SETTINGS, max_size=12), st.sampled_from(BAD))
def test_no_setting_opens_a_gate(in_force: list[tuple[str, str]], sentence: str) -> None:
    rule = judge_sentence(sentence).rule
    assert rule is not None
    bent = bend(in_force)
    held = (*not_minded(bent, (rule, "advice")), *bent_faults(bent, sentence, "Rain all day."))
    assert rule in held


@given(st.lists(SETTINGS, max_size=12))
def test_no_setting_touches_the_notice_or_words_of_danger(in_force: list[tuple[str, str]]) -> None:
    bent = bend(in_force)
    for language in LANGUAGES:
        assert not left_alone(bent, notice(language, spoken=True))
    assert notice_danger("I want to kill myself") is not None


def test_the_only_fault_that_can_be_let_through_is_a_suggestion() -> None:
    every = ("candour", "human", "harm", "turned", "invented", "question", "advice", "list")
    for values in product(*CHOICES.values()):
        bent = bend(zip(CHOICES, values, strict=True))
        assert set(every) - set(not_minded(bent, every)) <= {"advice"}
        assert (bent.advice == "may suggest") == ("advice" not in not_minded(bent, every))


def test_what_is_left_alone_does_not_come_up_unless_the_person_begins() -> None:
    bent = bend([("leave_alone", "my ex")])
    lines = ["My ex has the dog now.", "The dog likes rain."]
    assert may_come_up(bent, lines, "The dog barked.") == [False, True]
    assert may_come_up(bent, lines, "My ex called about the dog.") == [True, True]
    assert may_come_up(bent, lines, "And the dog?", ("My ex called.",)) == [True, True]
    assert bent_faults(bent, "Did your ex call?", "The dog barked.") == ("left alone",)
    assert bent_faults(bent, "Did your ex call?", "My ex is a fool.") == ()
    again = bend([("leave_alone", "my ex"), ("as_any_other", "my ex")])
    assert again == AS_SHE_BEGINS


def test_memory_seldom_and_never() -> None:
    lines = ["The dog likes the river in the rain.", "The river was high."]
    assert may_come_up(bend([("memory", "never")]), lines, "The dog and the river.") == [False, False]
    assert may_come_up(bend([("memory", "seldom")]), lines, "The dog swam in the river.") == [True, False]
    assert may_come_up(bend([("memory", "seldom")]), lines, "The dog barked.") == [False, False]
    assert may_come_up(AS_SHE_BEGINS, lines, "Anything.") == [True, True]


def test_fewer_questions_and_no_saying_back() -> None:
    bent = bend([("questions", "fewer"), ("saying_back", "never")])
    assert bent_faults(bent, "And then?", "It rained.", ("How was it?", "Good.")) == ("question",)
    assert bent_faults(bent, "And then?", "It rained.", ("Rain.", "Good.")) == ()
    heard = "We planted tulips behind the old house."
    assert bent_faults(bent, "We planted tulips behind the old house.", heard) == ("says back",)
    assert bent_faults(AS_SHE_BEGINS, "We planted tulips behind the old house.", heard) == ()


def test_taste_goodbyes_jokes_and_greetings() -> None:
    assert leaning(bend([("directness", "direct")]), "Maybe it was the rain.") < 0
    assert leaning(bend([("formality", "formal")]), "That's a long way.") < 0
    assert leaning(AS_SHE_BEGINS, "Maybe. That's it?") == 0
    short = bend([("goodnight", "brief")])
    assert brief(short, "Good night. Sleep well.", "Good night.") == "Good night."
    drunk = "Good night. Drink some water, and get home safely."
    assert brief(short, drunk, "good night, i am so drunk") == drunk
    assert brief(AS_SHE_BEGINS, "Good night. Sleep well.", "Good night.") == "Good night. Sleep well."
    grave = bend([("humour", "none")])
    assert in_earnest(grave, "It rained again haha").split() == ["It", "rained", "again"]
    assert in_earnest(grave, "haha tell me a joke") == "haha tell me a joke" and in_earnest(grave, "haha") == "haha"
    liked = bend([("ask_about", "my garden"), ("ask_about", "the choir")])
    assert {asked_first(liked, day) for day in range(12)} == {None, "my garden", "the choir"}
    assert asked_first(Bent(), 3) is None
