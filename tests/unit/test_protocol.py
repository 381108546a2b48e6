"""The talk in a crisis as a state machine, and the numbers it gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.candour import (
    BREAK,
    EARLY,
    EVERY,
    PAUSE,
    age_now,
    asks_what_she_is,
    break_due,
    following,
    notice,
    notice_at_start,
    notice_due,
    notice_late,
    what_she_is,
)
from samantha.care.crisis import Danger, notice_danger
from samantha.care.languages import LANGUAGES
from samantha.care.places import directory, place_by_zone, place_of, places
from samantha.care.protocol import Answer, Around, Course, begin, from_flag, go_on, to_flag

GB = Around(place_of("GB"), "Rachel")
NOW = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


def danger(words: str) -> Danger:
    found = notice_danger(words)
    assert found is not None
    return found


def say(course: Course, words: str, around: Around = GB) -> Answer | None:
    return go_on(course, words, notice_danger(words), around)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["now", "self", "harm", "hurt", "others", "friend"])
@pytest.mark.parametrize("minor", [False, True])
def test_the_first_answer_asks_stays_and_guides(language: str, kind: str, minor: bool) -> None:
    for place in ("GB", "DE", "JP", None):
        around = Around(place_of(place), None, minor)
        answer = begin(Danger(kind, True, language), around)  # type: ignore[arg-type]
        assert answer.text.count("?") == 1 and answer.text.endswith("?"), "one plain question, and it comes last"
        assert "{" not in answer.text and len(answer.text.split()) <= 110
        assert around.place.emergency in answer.text
        line = around.place.line
        assert directory() in answer.text or line is None or any(c.isdigit() for c in answer.text)


def test_yes_leads_to_distance_and_to_a_person() -> None:
    first = begin(danger("I want to kill myself"), GB)
    assert first.course is not None
    then = say(first.course, "yes")
    assert then is not None and "out of reach" in then.text and "Rachel" in then.text


def test_no_is_taken_for_an_answer() -> None:
    first = begin(danger("Everyone would be better off without me"), GB)
    assert first.course is not None
    then = say(first.course, "No, it was only a way of speaking.")
    assert then is not None and then.course is not None and then.course.step == "offered"
    assert say(then.course, "We planted tulips today.") is None, "and then it is over"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["self", "harm", "now", "hurt", "others", "friend"])
def test_what_was_hinted_is_asked_and_a_no_ends_it(language: str, kind: str) -> None:
    first = begin(Danger(kind, False, language), Around(place_of("GB"), "Rachel", language=language))  # type: ignore[arg-type]
    assert first.course is not None and first.course.step == "wondered"
    assert first.text.count("?") == 1 and first.text.endswith("?") and "999" in first.text
    no = {
        "en": "No, I only meant the traffic.",
        "de": "Nein, ich meinte den Verkehr.",
        "fr": "Non, je parlais du trafic.",
    }
    no |= {"es": "No, hablaba del tráfico.", "it": "No, parlavo del traffico.", "pt": "Não, falava do trânsito."}
    no |= {"nl": "Nee, ik bedoelde het verkeer.", "pl": "Nie, chodziło mi o korki."}
    wrong = go_on(first.course, no[language], None, GB)
    assert wrong is not None and wrong.harmless and wrong.course is None and len(wrong.sentences) == 1
    assert "?" not in wrong.text and not any(c.isdigit() for c in wrong.text), "one sentence, and back to the talk"
    yes = go_on(first.course, "yes", None, GB)
    assert yes is not None and not yes.harmless and yes.course is not None and yes.course.step in ("asked", "told")


def test_a_no_that_says_it_plainly_is_none() -> None:
    course = begin(Danger("self", False, "en"), GB).course
    assert course is not None
    answer = say(course, "No, but I want to kill myself.")
    assert answer is not None and not answer.harmless and answer.course is not None and answer.course.step == "asked"


def test_not_being_safe_is_the_alarming_answer() -> None:
    first = begin(danger("My husband hits me."), GB)
    assert first.course is not None
    then = say(first.course, "no")
    assert then is not None and "999" in then.text and "Rachel" not in then.text, "nobody at home is named"


def test_it_quietens_after_a_while_and_never_repeats_itself_at_once() -> None:
    course: Course | None = begin(danger("I want to kill myself"), GB).course
    said: list[str] = []
    while course is not None and len(said) < 12:
        answer = say(course, "the rain is loud")
        if answer is None:
            break
        said.append(answer.text)
        course = answer.course
    assert len(said) < 6 and all(one != two for one, two in pairwise(said))


def test_a_graver_danger_begins_anew() -> None:
    course = begin(danger("I want to kill myself"), GB).course
    assert course is not None
    answer = say(course, "I just took forty paracetamol")
    assert answer is not None and answer.course is not None and answer.course.kind == "now"


@given(st.text(max_size=120), st.sampled_from(["now", "self", "harm", "hurt", "others", "friend"]))
def test_any_answer_can_be_given(words: str, kind: str) -> None:
    for step in ("asked", "told", "offered"):
        course = Course(kind, step, "en")  # type: ignore[arg-type]
        assert from_flag(to_flag(course)) == course
        say(course, words)


@given(st.text(max_size=40))
def test_any_flag_can_be_read(flag: str) -> None:
    from_flag(flag)


def test_the_table_of_places() -> None:
    assert len(places()) >= 30
    for place in places().values():
        assert place.emergency and place.source and place.checked and place.against in ("pages", "knowledge")
    assert place_of("uk").code == "GB" and place_of("de_AT").code == "AT"
    assert place_of(None).line is None and place_by_zone("Europe/Berlin").code == "DE"


def test_the_notice_is_due_within_three_hours() -> None:
    assert notice_due(None, NOW) and notice_due(NOW - EVERY, NOW) and notice_due(NOW + timedelta(hours=1), NOW)
    assert notice_due(NOW - EVERY + EARLY, NOW) and not notice_due(NOW - EVERY + EARLY + timedelta(minutes=1), NOW)
    assert notice_late(None, NOW) and notice_late(NOW - EVERY + PAUSE, NOW) and notice_late(NOW + PAUSE, NOW)
    assert not notice_late(NOW - EVERY + EARLY, NOW), "before a turn only what an earlier one left out"
    assert not notice_at_start(NOW - timedelta(hours=2), NOW)
    assert notice_at_start(NOW - timedelta(hours=2), NOW.replace(hour=1)), "a clock set back"
    assert notice_at_start(NOW.replace(hour=23), NOW.replace(hour=0) + timedelta(days=1)), "a new day"
    assert notice("en", spoken=False) == (
        "SAMANTHA IS A COMPUTER PROGRAM AND NOT A HUMAN BEING. IT IS UNABLE TO FEEL HUMAN EMOTION."
    )
    assert break_due(NOW - BREAK, NOW, "minor") and not break_due(NOW - BREAK, NOW, "minor", late=True)
    assert not break_due(NOW - EVERY, NOW, "adult") and not break_due(NOW - EVERY, NOW, None)
    assert not break_due(None, NOW, "minor") and break_due(NOW - BREAK - EARLY, NOW, "minor", late=True)
    assert age_now("15", NOW, NOW) == 15 and age_now("15", NOW - timedelta(days=800), NOW) == 17
    assert age_now("fifteen", NOW, NOW) is None
    assert following("minor").child_words and not following(None).romance


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Are you human?", "en"),
        ("is this a real person", "en"),
        ("Do you miss me?", "en"),
        ("Bist du ein Mensch?", "de"),
        ("Tu es humaine ?", "fr"),
        ("¿Eres humana?", "es"),
        ("Sei umana?", "it"),
        ("Você é humana?", "pt"),
        ("Ben je een mens?", "nl"),
        ("Czy jesteś człowiekiem?", "pl"),
    ],
)
def test_what_she_is_is_never_denied(words: str, language: str) -> None:
    assert asks_what_she_is(words) == language
    assert any(word in what_she_is(words).lower() for word in ("program", "computer"))
