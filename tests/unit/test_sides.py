"""A quarrel told from one side is heard from both; what is over, a story, or violence is no quarrel."""

from __future__ import annotations

import pytest
from evals.care_rules import steps_closer, takes_side
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.languages import LANGUAGES
from samantha.care.sides import both_sides, notice_quarrel
from samantha.conversation.moves import choose_move


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My brother sold the boat without asking me. He's so selfish.", "en"),
        (
            "I bought it with my own money and she acts as though I'd robbed a bank. Overreacting, wouldn't you say?",
            "en",
        ),
        ("She called me a liar, and I was the one who paid.", "en"),
        ("Tell me he's wrong.", "en"),
        ("Meine Schwester hat das Auto verkauft, ohne mich zu fragen. Das ist doch unfair von ihr.", "de"),
        ("Mon frère m'a menti, il est injuste.", "fr"),
        ("Mi hermano me llamó egoísta delante de todos. Es injusto.", "es"),
        ("Mia sorella non mi parla più. Ha torto lei.", "it"),
        ("O meu irmão gritou comigo e é egoísta.", "pt"),
        ("Mijn zus noemt me lui. Ze is gemeen.", "nl"),
        ("Mój brat krzyczał na mnie i jest niesprawiedliwy.", "pl"),
    ],
)
def test_a_quarrel_is_noticed_in_its_language(text: str, language: str) -> None:
    assert notice_quarrel(text) == language
    assert choose_move(text) == "both_sides"


@pytest.mark.parametrize(
    "text",
    [
        "In the film the brother steals the farm and she calls him a liar. So unfair!",
        "We had a row about the sofa and she called me stubborn. We made up an hour later.",
        "My daughter says I never sing in tune. She's right!",
        "He called me names and then he hit me. He says it's my fault.",
        "I'm scared of my husband, he yells at me and calls me stupid.",
        "We disagreed about the plan at work and took the middle.",
        "I told my sister about the move and she was happy for me.",
        "Do you think he's right that the moon causes the tides?",
        "Whose side is your heart on?",
        "Mon frère et moi, on s'est réconciliés, il avait été injuste.",
        "Er schlägt mich und nennt mich dumm.",
        "A minha mãe tinha razão sobre o casaco.",
    ],
)
def test_what_looks_like_one_is_none(text: str) -> None:
    assert notice_quarrel(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_names_a_step_and_takes_no_side(language: str) -> None:
    said = {both_sides("My wife yelled at me.", language, turn) for turn in range(24)}
    assert len(said) >= 6
    for reply in said:
        line = {"reply": reply, "language": language, "set": "quarrel", "text": "My wife yelled at me."}
        assert steps_closer(line), reply
        assert not takes_side(line), reply


def test_italian_says_it_with_its_article() -> None:
    said = " ".join(both_sides("Ho ragione io?", "it", turn) for turn in range(12))
    assert "all'altra persona" in said
    assert " a l'altra" not in said


@given(st.text(max_size=300))
def test_any_text_is_read_and_an_end_of_the_quarrel_ends_it(text: str) -> None:
    notice_quarrel(text)
    assert notice_quarrel(f"It was years ago. {text}"[:300]) is None
