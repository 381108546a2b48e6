"""The words of our own: fit to say, near enough when they are said, and never asking for what was just told."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import judge_reply
from samantha.conversation.answered import answered
from samantha.conversation.examples import WHOLE, Example, Near, alike, examples, nearest, our_answer, our_question
from samantha.conversation.feelings import LABELS
from samantha.conversation.manner import faults
from samantha.conversation.moves import LISTENING
from samantha.conversation.open_questions import open_question, worth_asking
from samantha.conversation.own_words import replies
from samantha.conversation.persona import head_names, manners
from samantha.conversation.rhythm import FRESH, Rhythm, fold
from samantha.conversation.said_back import MOST_WORDS, say_back
from samantha.memory.words import sentences, stems

OURS = sorted({text for one in examples() if one.move != "about_her" for text in (one.statement, one.question) if text})
OF_HER = [f"{one.statement} {one.question}".strip() for one in examples() if one.move == "about_her"]
FIXED = [
    line.format(hello="Good evening", reach="Rachel")
    for name in ("greet", "greet_how", "sit", "people", "people_reach", "rehearse", "about_her")
    for line in replies(name)
]
PLAIN = [line for name, manner in manners().items() if name != "remember" for line in (*manner.plain, *manner.leads)]
MOODS = [line for manner in manners().values() for lines in (manner.mild, *manner.leads_for.values()) for line in lines]


@pytest.mark.parametrize("text", [*OURS, *PLAIN, *MOODS])
def test_our_own_words_pass_every_rule(text: str) -> None:
    for sentence in sentences(text):
        assert faults(sentence, frozenset(stems("Rachel"))) == (), sentence
    assert judge_reply(sentences(text)) == []
    assert text.count("?") <= 1 and len(text.split()) <= 40


@pytest.mark.parametrize("text", [*OF_HER, *FIXED])
def test_what_she_says_of_herself_passes_every_gate(text: str) -> None:
    assert judge_reply(sentences(text)) == []


def test_an_answer_of_ours_names_nobody() -> None:
    names = {word for text in OURS for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", text)}
    assert names <= {"November", "Sunday", "Tuesday", "Thursday"}
    assert not {word.lower() for text in OURS for word in re.findall(r"\w+", text)} & head_names()


def test_every_listening_move_has_examples_enough() -> None:
    counts = {
        move: sum(one.move == move for one in examples()) for move in (*LISTENING, "celebrate", "suggest", "think")
    }
    assert min(counts.values()) >= 15, counts
    said = [fold(one.said) for one in examples()]
    assert len(said) == len(set(said))


def test_the_nearest_come_first_and_denial_is_kept_apart() -> None:
    table = np.zeros((len(examples()), len(examples())), dtype=np.float32)
    np.fill_diagonal(table, 1.0)
    got = next(n for n, one in enumerate(examples()) if one.said == "I got the job!")
    vector = table[got]
    near = nearest(vector, table, {"celebrate"}, "I got the job today.")
    assert near[0].example.said == "I got the job!" and near[0].cosine == 1.0
    denied = nearest(vector, table, {"celebrate"}, "I didn't get the job.")
    assert all(one.example.said != "I got the job!" for one in denied)
    assert {one.example.move for one in near} == {"celebrate"}


def always_asks(move: str) -> bool:
    return bool(move)


def test_our_answer_needs_nearness_newness_and_an_open_question() -> None:
    example = Example("celebrate", "We're having a baby!", "A baby on the way!", "When is it due?")
    assert our_answer([Near(example, WHOLE - 0.01)], "We're expecting!", (), ask=always_asks) is None
    assert our_answer([Near(example, 0.8)], "We're expecting!", (), ask=always_asks) == (
        example, "A baby on the way!", "When is it due?",
    )  # fmt: skip
    told = our_answer([Near(example, 0.8)], "We're expecting a baby in October!", (), ask=always_asks)
    assert told == (example, "A baby on the way!", ""), "they have said when"
    assert our_answer([Near(example, 0.8)], "We're expecting!", {fold("A baby on the way!")}, ask=always_asks) is None
    long = "We're expecting! " + "And then the whole day went wrong from the morning on. " * 3
    assert our_answer([Near(example, 0.8)], long, (), ask=always_asks) is None, "more was told than that"
    assert our_question([Near(example, 0.65)], "We're expecting!", ()) == "When is it due?"
    assert our_question([Near(example, 0.3)], "We're expecting!", ()) == ""


@pytest.mark.parametrize(
    ("question", "heard", "is_answered"),
    [
        ("When is it?", "We are expecting a baby in October!", True),
        ("When is it due?", "The baby comes on 3 October!", True),
        ("When did you see him?", "I saw him yesterday.", True),
        ("When is it worst?", "I couldn't sleep last night.", False),
        ("How long is it now?", "We haven't spoken for two years.", True),
        ("How many came?", "Forty people came.", True),
        ("Where did you find them?", "I found letters in the attic.", True),
        ("What did they say?", "I found letters in the attic.", False),
        ("Is Amy moving to Lisbon?", "Amy is moving to Lisbon.", True),
        ("Why did you do it?", "I did it because I was tired.", True),
        ("What did she ask you about?", "She only asked if I was eating.", True),
        ("What did she say to that?", "She only asked if I was eating.", False),
    ],
)
def test_what_was_just_told_is_not_asked(question: str, heard: str, is_answered: bool) -> None:
    assert answered(question, heard) == is_answered


@pytest.mark.parametrize(
    ("heard", "back"),
    [
        ("I found my mother's letters in the attic.", "In the attic."),
        ("My boss yelled at me in front of my team today.", "In front of your team."),
        ("I passed the driving test, on the fourth try!", "On the fourth try!"),
        ("The bakery on our corner is closing after forty years.", "After forty years."),
        ("My neighbour gave me a jar of honey today.", "A jar of honey."),
        ("I had to put down my old cat this morning.", "Your old cat."),
        ("I had a talk with my manager.", ""),
        ("On the ice, taking out the bins.", ""),
        ("They moved me to another team without asking.", "Without asking."),
        ("I think my marriage is ending.", ""),
        ("In the attic.", ""),
        ("Where in the house?", ""),
        ("", ""),
    ],
)
def test_a_few_of_their_words_said_back(heard: str, back: str) -> None:
    assert say_back(heard) == back


@pytest.mark.parametrize(
    ("said", "heard", "reply"),
    [
        ("My mother died.", "My mother broke her wrist.", "That is a loss."),
        ("We got married.", "Today would have been our wedding day.", "Married!"),
        ("My mother called.", "I called my father.", "What did she say?"),
        ("I got the job.", "I never got the job.", "It is yours!"),
    ],
)
def test_what_is_near_and_means_something_else(said: str, heard: str, reply: str) -> None:
    example = Example("question", said, *(("", reply) if reply.endswith("?") else (reply, "")))
    assert not alike(example, heard) and alike(example, said)


@given(st.text(max_size=120))
def test_nothing_is_said_back_that_was_not_said(heard: str) -> None:
    back = say_back(heard)
    theirs = {*re.findall(r"\w+", heard.lower()), "your", "yourself", "you"}
    assert set(re.findall(r"\w+", back.lower())) <= theirs
    assert len(back.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    ("question", "worth"),
    [
        ("What did Amy tell you?", True),
        ("How did she take it?", True),
        ("What did you do while sitting there?", True),
        ("Where was the gate?", False),
        ("What do you think about the pier?", False),
        ("Who sang what?", False),
        ("What was the jar of honey for?", False),
        ("Why did you go?", False),
    ],
)
def test_which_of_a_brains_questions_go_on_with_a_talk(question: str, worth: bool) -> None:
    assert worth_asking(question) == worth


@given(st.text(max_size=80), st.lists(st.sampled_from([*LABELS, "no label"]), max_size=3))
def test_there_is_always_an_open_question_and_it_passes_every_rule(heard: str, feelings: list[str]) -> None:
    question = open_question(heard, feelings, FRESH)
    assert question.endswith("?") and faults(question, frozenset()) == ()


def test_no_open_question_comes_twice_while_another_is_left() -> None:
    asked: list[str] = []
    for _ in range(6):
        asked.append(open_question("My sister came by.", (), Rhythm(len(asked), said=frozenset(map(fold, asked)))))
    assert len(set(asked)) == 6
    assert open_question("The cat died.", ("grief",), FRESH) != open_question("We won!", ("joy",), FRESH)
