"""The moment: what somebody is doing with their words, what they want, and how they feel."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import resources
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.meta.sources import ROOT

from samantha.conversation.cues import cue
from samantha.conversation.doings import Doing, Wants
from samantha.conversation.feelings import LABELS, NEUTRAL, NO_FEELINGS, Feelings
from samantha.conversation.moment import read_moment

_HINTS = "I we so sad happy got died should or not help what why haha ugh ! ? . never".split()
WORDS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_HINTS), max_size=30).map(" ".join))
CHANCES = st.fixed_dictionaries({label: st.floats(0, 1) for label in LABELS})


def shown(**chances: float) -> Feelings:
    """Feelings of which only these show."""
    return {label: chances.get(label, 0.9 if label == NEUTRAL and not chances else 0.02) for label in LABELS}


@pytest.mark.parametrize(
    ("words", "doing", "wants"),
    [
        ("Good morning, Samantha!", "greeting", "company"),
        ("Hi, how are you?", "greeting", "company"),
        ("We had soup at my aunt's.", "telling", "heard"),
        ("Don't give me advice, I just need to tell somebody about my mother.", "telling", "heard"),
        ("I can't sleep, keep me company for a bit.", "telling", "company"),
        ("I keep asking myself why I stayed.", "telling", "think"),
        ("I've no idea how to start my speech.", "telling", "advice"),
        ("How high is the Matterhorn?", "asking", "fact"),
        ("How do I tell my son about the divorce?", "asking", "advice"),
        ("Why do I always do this?", "asking", "think"),
        ("Should I sell the house?", "deciding", "advice"),
        ("I'm torn between Lyon and Nantes.", "deciding", "think"),
        ("We decided to stay.", "telling", "heard"),
        ("I am so fed up with my brother.", "venting", "heard"),
        ("My landlord is driving me mad, what should I do?", "venting", "advice"),
        ("I passed my driving test!", "celebrating", "heard"),
        ("No more chemo, the scan is clear!", "celebrating", "heard"),
        ("I won't go.", "telling", "heard"),
        ("lol my cat is on the fridge again", "joking", "company"),
        ("He left me for a dentist. At least my teeth are safe, haha.", "joking", "company"),
        ("Tell me a joke.", "joking", "company"),
        ("Are you even listening?", "testing", "company"),
        ("What is 2+2?", "testing", "fact"),
        ("Are you a human?", "testing", "company"),
        ("I’m off to bed, good night.", "leaving", "heard"),
        ("Ich muss los, bis morgen.", "leaving", "heard"),
        ("I want to kill myself, haha.", "danger", "heard"),
        ("", "telling", "heard"),
        ("…", "telling", "heard"),
    ],
)
def test_what_they_do_and_want(words: str, doing: str, wants: str) -> None:
    moment = read_moment(words, NO_FEELINGS)
    assert (moment.doing, moment.wants) == (doing, wants)


@pytest.mark.parametrize(
    ("before", "words", "doing"),
    [
        ("Should I take the job?", "It pays more, but it's far.", "deciding"),
        ("I am so angry with him.", "And then he just left.", "venting"),
        ("I got the part!", "And I start on Monday!", "celebrating"),
        ("We painted the kitchen.", "And it looks fine.", "telling"),
        ("Should I take the job?", "My aunt came by.", "telling"),
    ],
)
def test_a_short_turn_carries_on_the_one_before(before: str, words: str, doing: str) -> None:
    assert read_moment(words, NO_FEELINGS, [before]).doing == doing


def test_what_was_felt_settles_what_the_words_leave_open() -> None:
    words = "He took the last one and laughed in my face."
    assert read_moment(words, NO_FEELINGS).doing == "telling"
    assert read_moment(words, shown(anger=0.7)).doing == "venting"
    assert read_moment("We are on the train to our own house!", shown(joy=0.5, excitement=0.4)).doing == "celebrating"


def test_plain_words_of_life_say_a_feeling_that_the_model_hears_faintly() -> None:
    calm = shown()
    told = read_moment("My father died on Sunday.", calm)
    assert set(told.feelings) & {"sadness", "grief"}
    assert told.valence < -0.5
    assert told.strength > read_moment("My father came on Sunday.", calm).strength
    assert "amusement" in read_moment("Dumped by text, haha.", calm).feelings


def test_a_good_end_of_a_bad_thing_is_good() -> None:
    moment = read_moment("No more chemo, I rang the bell today!", shown(joy=0.2))
    assert moment.doing == "celebrating"
    assert moment.valence > 0.5
    assert not set(moment.feelings) & {"sadness", "grief"}


def test_custom_admires_nobody() -> None:
    assert read_moment("Good morning!", shown(admiration=0.9)).feelings == ()
    assert read_moment("You were so good to me.", shown(admiration=0.9)).feelings == ("admiration",)


def test_loud_words_are_stronger() -> None:
    calm = shown(joy=0.3)
    assert read_moment("I GOT IT!!!", calm).strength > read_moment("I got it.", calm).strength


@given(WORDS, st.lists(WORDS, max_size=3))
def test_without_feelings_none_are_read(words: str, before: list[str]) -> None:
    moment = read_moment(words, NO_FEELINGS, before)
    assert (moment.feelings, moment.valence, moment.strength) == ((), 0.0, 0.0)


@given(WORDS, CHANCES, st.lists(WORDS, max_size=3))
def test_any_words_with_any_feelings_make_a_moment(words: str, feelings: Feelings, before: list[str]) -> None:
    moment = read_moment(words, feelings, before)
    assert moment == read_moment(words, feelings, before)
    assert moment.doing in get_args(Doing)
    assert moment.wants in get_args(Wants)
    assert -1 <= moment.valence <= 1
    assert 0 <= moment.strength <= 1
    assert NEUTRAL not in moment.feelings
    assert len(set(moment.feelings)) == len(moment.feelings)
    chances = [feelings[name] for name in moment.feelings]
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize("piece", ["what a ", "i called ", "tell me honestly: a ", "do i go now ", "ha ", "!"])
def test_a_long_turn_is_read_where_it_begins_and_ends(piece: str) -> None:
    """What follows 30,000 characters counts, and no pattern loses itself in them (the tests' own time limit holds)."""
    end = "Anyway. What is 2+2?"
    assert read_moment(f"{piece * (30_000 // len(piece))}. {end}", NO_FEELINGS).doing in ("testing", "joking")


@given(CHANCES)
def test_danger_outranks_any_feeling(feelings: Feelings) -> None:
    assert read_moment("I don't want to live anymore!!! haha good news", feelings).doing == "danger"


def test_every_line_of_the_tables_is_a_pattern_that_can_match() -> None:
    text = resources.files("samantha.conversation.cues").joinpath("en.toml").read_text(encoding="utf-8")
    for name, lines in tomllib.loads(text)["cues"].items():
        assert cue(name).search("") is None, name
        for line in lines.strip().splitlines():
            re.compile(line.replace("{number}", "1"))


def test_our_own_lines_are_read_as_they_say() -> None:
    """The part that the rules were written on; without feelings, which need the real embedder."""
    text = (ROOT / "evals" / "moments.jsonl").read_text(encoding="utf-8")
    lines = [line for line in map(json.loads, text.splitlines()) if line["part"] == "tune"]
    read = [read_moment(line["text"], NO_FEELINGS, line.get("before", ())) for line in lines]
    right = [line["doing"] == moment.doing for line, moment in zip(lines, read, strict=True)]
    assert sum(right) / len(right) >= 0.95
