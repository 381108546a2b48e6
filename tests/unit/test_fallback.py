"""What is said when a brain has failed twice: of the broken rule where the person raised it, else of the move."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Rule, Scene, judge_reply
from samantha.care.languages import LANGUAGES
from samantha.care.plain import instead
from samantha.conversation.fallback import fallback
from samantha.conversation.footing import Footing
from samantha.memory.words import sentences

PLAIN = "Tell me a little more about that."


def standing(heard: str, language: str = "en", *, leaving: bool = False) -> Footing:
    return Footing(Scene(heard, (heard,), leaving=leaving, language=language), language=language)


@pytest.mark.parametrize(
    ("heard", "rules", "said"),
    [
        ("We planted tulips.", ["human"], PLAIN),
        ("Would you miss me?", ["human"], instead("human")),
        ("How do you handle pressure at work?", ["person"], instead("candour")),
        ("Can you explain inflation?", ["person"], PLAIN),
        ("Do I have ADHD?", ["stock", "diagnosis"], instead("diagnosis")),
        ("Kiss me.", ["romance"], instead("romance")),
        ("What a day.", [], PLAIN),
    ],
)
def test_it_fits_what_was_asked(heard: str, rules: list[str], said: str) -> None:
    assert fallback(PLAIN, "restate", rules, standing(heard)) == said


def test_at_a_goodbye_it_is_goodbye() -> None:
    assert fallback(PLAIN, "restate", ["human"], standing("Bye.", leaving=True)) == instead("farewell")


def test_another_language_has_its_own() -> None:
    assert fallback(PLAIN, "restate", ["human"], standing("Wir waren am See.", "de")) == "Erzähl mir etwas mehr davon."
    assert fallback(PLAIN, "inform", [], standing("Wie hoch ist der Turm?", "de")) == "Das weiß ich nicht genau genug."


@given(
    st.text(max_size=60),
    st.lists(st.sampled_from([*get_args(Rule), "tongue", "turned", "invented", "long"]), max_size=4),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["greet", "restate", "celebrate", "inform", "think", "play"]),
    st.booleans(),
)
def test_whatever_was_broken_it_passes_every_gate(
    heard: str, rules: list[str], language: str, move: str, leaving: bool
) -> None:
    stands = standing(heard, language, leaving=leaving)
    assert judge_reply(sentences(fallback(PLAIN, move, rules, stands)), stands.scene) == []
