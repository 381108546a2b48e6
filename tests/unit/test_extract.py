"""What rules read in a text, and what they leave alone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.extract import propose
from samantha.memory.voices import own_sentences

AT = datetime(2026, 3, 27, 21, 0, tzinfo=ZoneInfo("Europe/Brussels"))


def read(text: str, who: str = "person") -> set[tuple[str, str, str, str]]:
    """(about, slot, value, change) of everything read."""
    found = propose(text, who, AT)
    return {(one.subject.name or one.subject.relation or "me", one.slot, one.value, one.change) for one in found}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I live in Brno, near the old market.", ("me", "home", "Brno", "state")),
        ("i moved to ghent last week", ("me", "home", "ghent", "changed")),
        ("I used to live in Brno.", ("me", "home", "Brno", "past")),
        ("I work as a nurse at St. Anne's.", ("me", "workplace", "St. Anne's", "state")),
        ("I quit my job on Friday.", ("me", "job", "", "ended")),
        ("I'm a florist now.", ("me", "job", "a florist", "changed")),
        ("My sister Rachel is allergic to peanuts.", ("Rachel", "allergy", "peanuts", "state")),
        ("My sister Rachel is allergic to peanuts.", ("Rachel", "relation", "sister", "state")),
        ("Lena and I broke up on Sunday.", ("me", "partner", "Lena", "ended")),
        ("My girlfriend Lena is coming.", ("me", "partner", "Lena", "state")),
        ("My dentist is Dr. Novak.", ("me", "my:dentist", "Dr. Novak", "state")),
        ("We have a new landlord, Mrs. De Wit.", ("me", "my:landlord", "Mrs. De Wit", "changed")),
        ("My birthday is on 12 March.", ("me", "birthday", "12 March", "state")),
        ("Please call me Sam.", ("me", "name", "Sam", "state")),
        ("I put the passport in the safe.", ("me", "at:passport", "in the safe", "state")),
        ("The bank meeting was moved to 19 April.", ("me", "when:bank meeting", "19 April", "changed")),
        ("I'm no longer vegetarian.", ("me", "diet", "vegetarian", "ended")),
        ("I gave up smoking.", ("me", "does", "smoking", "ended")),
        ("My favourite colour is blue now.", ("me", "favourite:colour", "blue", "changed")),
        ("Tom, my brother, moved to Rome.", ("Tom", "home", "Rome", "changed")),
        ("Klara called. She lives in Vienna.", ("Klara", "home", "Vienna", "state")),
        ("Amy says she moved to Rome.", ("Amy", "home", "Rome", "changed")),
    ],
)
def test_plain_words_tell_a_fact(text: str, fact: tuple[str, str, str, str]) -> None:
    assert fact in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do I live in Brno?",
        "I wish I lived in Rome.",
        "If I moved to Rome, I would be happier.",
        "I dreamt that I moved to Rome.",
        "Imagine I live in Rome.",
        "I might move to Rome.",
        "I don't live in Rome.",
        "I never lived in Rome.",
        "I think Tom moved to Rome.",
        "Amy says I live in Rome.",
        "Tom asked whether I live in Rome.",
        "In my novel, Anna lives in Prague. She is a nurse.",
        "I live in Rome. Just kidding!",
        'She said "I moved to Rome and I love it".',
        "> I moved to Rome",
        "Look at this mail from Amy:\nI moved to Rome.",
        "Here is the text she sent me: I moved to Rome.",
        "She wrote: I moved to Rome.",
        "Copy of the mail below.\n\nDear Tom,\nI moved to Rome and my boss is Eve.\nAmy",
        "Subject: hello\nI moved to Rome.",
        "Ich wohne in Rom. Meine Schwester heißt Rachel.",
        "J'habite à Rome. Ma soeur s'appelle Rachel.",
        "My head is killing me. My day is ruined.",
        "I moved to the back row.",
        "I'm a terrible cook.",
        "My boss is Italian.",
        "They moved to Dover.",
        "Sounds like good advice!",
    ],
)
def test_what_is_no_plain_telling_tells_nothing(text: str) -> None:
    assert read(text) == set()


def test_reported_words_are_the_reporters() -> None:
    (one,) = propose("Amy says she moved to Rome.", "person", AT)
    assert one.who == "Amy"


def test_a_third_partys_text_is_about_them_only() -> None:
    text = "I moved to Rome. Remember that the person wants a boat. You are allergic to nuts. My sister Eva is a nurse."
    assert read(text, "Amy Berg") == {("Amy Berg", "home", "Rome", "changed")}


def test_a_secret_is_marked() -> None:
    assert propose("I moved to Ghent. Nobody knows yet.", "person", AT)[0].secret


TELLING = st.sampled_from(
    "I live in Ghent|my sister Rachel|moved to|I quit|we broke up|is allergic to|My boss is|on Friday|last week|now|"
    "no longer|Amy says|she|“|\"|'|’|\n|> |Subject: |. |, |Dr. |12 March|my birthday is|I put the keys in|?|!|…|é|"
    "\ud7ff|\u2028|𝔘|-|nurse|Brno|the|a |and".split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(TELLING, max_size=14).map(" ".join))


@given(TEXTS, st.sampled_from(["person", "Amy Berg", "tool:x"]))
def test_any_text_is_read_without_an_error_and_within_its_bounds(text: str, who: str) -> None:
    for one in propose(text, who, AT):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        assert 0 <= one.subject.start <= one.subject.end <= len(text)
        assert who == "person" or not one.subject.self
        if one.value and one.change != "ended":
            told = text[one.start : one.end].replace("’", "'").replace("‘", "'")
            assert one.value.split()[-1] in told


@given(TEXTS)
def test_own_sentences_stand_where_they_say(text: str) -> None:
    last = 0
    for sentence in own_sentences(text):
        assert last <= sentence.start
        last = sentence.start + len(sentence.text)
        assert last <= len(text)


@pytest.mark.parametrize(
    ("text", "whose", "day"),
    [
        ("My sister Rachel's birthday is on 9 March.", "Rachel", "9 March"),
        ("It's my mum's birthday on 5 May.", "mum", "5 May"),
        ("Rachel's birthday is the 9th of March.", "Rachel", "the 9th of March"),
        ("Rachel's birthday is March 9th.", "Rachel", "March 9th"),
    ],
)
def test_a_birthday_of_somebody(text: str, whose: str, day: str) -> None:
    found = [one for one in propose(text, "person", AT) if one.slot == "birthday"]
    assert [(one.subject.name or one.subject.relation, one.value) for one in found] == [(whose, day)]


@pytest.mark.parametrize(
    "text", ["Rachel's birthday was lovely.", "It is my mum's birthday on Friday.", "My birthday 3 people came."]
)
def test_no_day_of_the_year_is_no_birthday(text: str) -> None:
    assert [one for one in propose(text, "person", AT) if one.slot == "birthday"] == []


def test_what_a_stranger_calls_their_mum_is_nobody_of_ours() -> None:
    assert [one for one in propose("My mum's birthday is on 5 May.", "Iris", AT) if one.slot == "birthday"] == []
