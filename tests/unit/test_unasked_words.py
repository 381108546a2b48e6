"""Her unasked sentences, what waves them off, and what tells of grief or a bad hour."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Scene, judge_reply
from samantha.care.languages import LANGUAGES, load
from samantha.care.unasked import Saying, heavy, saying, waves_off
from samantha.conversation.occasions import next_birthday
from samantha.memory.words import sentences

SCENE = Scene(told=("Rachel is my sister.",))
SAYINGS: tuple[Saying, ...] = ("own", "today", "tomorrow", "soon", "silence", "left_alone")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_and_each_passes_the_gates(language: str) -> None:
    assert set(load(language, "unasked")["says"]) == set(SAYINGS)
    for which in SAYINGS:
        text = saying(which, language, name="Rachel", days="3", weeks="9")
        assert judge_reply(sentences(text), SCENE) == []
        assert text.count("?") <= 1 and len(text.split()) <= 25


@pytest.mark.parametrize(
    "said",
    [
        *("Not now.", "later", "no", "Leave it.", "I don't want to talk about it", "Stop reminding me", "never mind"),
        *("jetzt nicht", "Lass das.", "je ne veux pas en parler", "pas maintenant", "no quiero hablar de eso"),
        *("non adesso", "agora não", "liever niet", "Nie teraz."),
    ],
)
def test_what_waves_off(said: str) -> None:
    assert waves_off(said)


@pytest.mark.parametrize(
    "said",
    [
        *("Yes, I'll call her.", "It was great, thanks!", "I bought her a book already.", "I forgot! Thanks."),
        *("I don't know what to send her.", "Gut war's.", "Oui, bonne idée.", "Sí, la llamo."),
        "No idea yet. " + "She likes gardening and long walks by the sea, so I am thinking of a map or a good book.",
    ],
)
def test_what_does_not(said: str) -> None:
    assert not waves_off(said)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("My uncle Ben died last week.", "grief"),
        ("We broke up.", "grief"),
        ("Meine Oma ist gestorben.", "grief"),
        ("Mon père est mort.", "grief"),
        ("Mi ha lasciata.", "grief"),
        ("Babcia zmarła.", "grief"),
        ("I can't stop crying.", "upset"),
        ("Ich kann nicht mehr.", "upset"),
        ("Je suis épuisée.", "upset"),
        ("We planted tulips.", None),
        ("I lost my keys.", None),
        ("The baby is crying.", None),
    ],
)
def test_what_is_heavy(said: str, found: str | None) -> None:
    assert heavy(said) == found


@given(st.text(max_size=300))
def test_reading_never_raises(text: str) -> None:
    assert isinstance(waves_off(text), bool)
    assert heavy(text) in (None, "grief", "upset")


@pytest.mark.parametrize(
    ("value", "today", "day"),
    [
        ("9 March", date(2026, 3, 6), date(2026, 3, 9)),
        ("9 March", date(2026, 3, 9), date(2026, 3, 9)),
        ("9 March", date(2026, 3, 10), date(2027, 3, 9)),
        ("2 January 1990", date(2026, 12, 31), date(2027, 1, 2)),
        ("29 February 1992", date(2027, 2, 27), date(2027, 2, 28)),
        ("29 February 1992", date(2028, 2, 27), date(2028, 2, 29)),
        ("in spring", date(2026, 3, 6), None),
    ],
)
def test_the_next_birthday(value: str, today: date, day: date | None) -> None:
    assert next_birthday(value, datetime(2026, 1, 5, tzinfo=UTC), today) == day
