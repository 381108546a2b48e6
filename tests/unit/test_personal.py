"""A question about the world is not taken for one about the person's life, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.ask import ask_kind
from samantha.memory.personal import names_in, question_itself, surely_personal


@pytest.mark.parametrize(
    "text",
    [
        "Which river runs through Vienna?",
        "In which city is the Colosseum?",
        "How many strings does a violin have?",
        "Which gas do we breathe out?",
        "What is the biggest planet in our solar system?",
        "Can you tell me how many teeth adults have?",
        "I miss my mum so much today. Do you know which tree acorns grow on?",
        "I'm a bit down, but which month has the fewest days?",
        "My son asks how far away the sun is.",
        "What is Portugal's capital?",
        "Where was Mozart born?",
        "Who wrote Dracula?",
    ],
)
def test_the_world_is_not_the_persons_life(text: str) -> None:
    ask = ask_kind(text)
    assert ask is None or not ask.sure


@pytest.mark.parametrize(
    "text",
    [
        "What did I say about the flat?",
        "Do you remember which tree we planted?",
        "Remind me what the plumber charged.",
        "Where is the spare key?",
        "What's the name of the vet?",
        "When are they getting here?",
        "Which bed did she choose?",
        "What's Tim's new number?",
        "Who is coming on Saturday?",
        "Where does Jamal live?",
        "Which of our planets is on my ceiling?",
    ],
)
def test_what_only_the_person_knows_is_sure(text: str) -> None:
    ask = ask_kind(text)
    assert ask is not None
    assert ask.sure


def test_a_name_is_given_to_be_looked_up_but_not_where_books_are_asked() -> None:
    assert names_in("What size shoe does Finn take?") == ("Finn",)
    assert names_in("On Monday, what did Anna Berg bring?") == ("Anna Berg",)
    assert names_in("Who wrote the novel Emma, tell me Emma?") == ()


def test_what_leads_up_to_a_question_is_no_part_of_it() -> None:
    assert question_itself("Could you tell me how tall Everest is?") == "how tall Everest is?"
    assert question_itself("I got the job, so which bus goes there?") == "which bus goes there?"
    assert question_itself("Tell me.") == "Tell me."


@given(st.text(max_size=200), st.from_regex(r"[a-z]{2,12}", fullmatch=True))
def test_any_text_is_judged_and_what_is_mine_is_sure_whatever_it_is(text: str, thing: str) -> None:
    surely_personal(text)
    names_in(text)
    assert surely_personal(f"What did my {thing} cost?")
