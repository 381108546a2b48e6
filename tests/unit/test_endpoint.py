"""How long a pause must last, and what is no turn at all."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from samantha.voice.echoes import asks_for_room, is_hers, is_murmur, same_words, says_stop
from samantha.voice.endpoint import PATIENCE, goes_on, pause_needed


@given(st.text(max_size=60), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_likely_over_is_never_a_longer_wait(words: str, one: float, other: float, asked: bool) -> None:
    low, high = sorted((one, other))
    waits = [pause_needed(words, over, asked=asked) for over in (high, low, None)]
    assert waits == sorted(waits)
    assert PATIENCE.least <= waits[0] and waits[-1] <= max(
        PATIENCE.room, PATIENCE.most + PATIENCE.unfinished + PATIENCE.question
    )


@pytest.mark.parametrize(
    "words", ["I went to the", "and then,", "Because I", "so um", "it was like", "und dann war ich", ""]
)
def test_a_sentence_that_stops_in_the_middle_goes_on(words: str) -> None:
    assert goes_on(words)
    assert pause_needed(words, 0.9) > pause_needed("It was good.", 0.9)


@pytest.mark.parametrize("words", ["It was good.", "Is that so?", "I like tea", "Yes", "That is what I am after."])
def test_a_whole_one_does_not(words: str) -> None:
    assert not goes_on(words)


@pytest.mark.parametrize("words", ["Did you come here by?", "Have you been to the?", "So are you a?"])
def test_a_question_that_stops_in_the_middle_goes_on_whatever_its_mark(words: str) -> None:
    assert goes_on(words)


@pytest.mark.parametrize(
    "words", ["Where are you from?", "Is that so?", "Do you like that?", "Who is it by?", "So do you?"]
)
def test_a_question_that_may_end_so_does_not(words: str) -> None:
    assert not goes_on(words)


@given(st.text(max_size=40), st.floats(0, 1), st.floats(0, 5), st.floats(0, 5))
def test_who_paused_long_in_this_turn_is_waited_for_as_long_and_not_for_ever(
    words: str, over: float, one: float, other: float
) -> None:
    short, long = (pause_needed(words, over, paused=paused) for paused in sorted((one, other)))
    assert short <= long
    assert long <= max(PATIENCE.longest, pause_needed(words, over))


def test_a_question_of_ours_is_thought_about_longer() -> None:
    assert pause_needed("Yes.", 0.9, asked=True) > pause_needed("Yes.", 0.9)


@pytest.mark.parametrize("words", ["Hold on.", "Give me a second", "wait", "Let me think about it", "Moment mal"])
def test_room_is_given_when_asked_for(words: str) -> None:
    assert asks_for_room(words) and pause_needed(words, 1.0) == PATIENCE.room


@pytest.mark.parametrize("words", ["I waited for you", "We had to wait for the bus", "my second dog"])
def test_and_not_when_it_is_only_spoken_of(words: str) -> None:
    assert not asks_for_room(words)


@pytest.mark.parametrize(
    "words", ["Stop.", "okay stop", "Samantha, be quiet please", "Stop it!", "stop talking", "Basta", "Hör auf"]
)
def test_stop_in_its_ways(words: str) -> None:
    assert says_stop(words)


@pytest.mark.parametrize("words", ["stop the train", "I can't stop thinking", "enough of that soup", ""])
def test_stop_in_a_sentence_is_no_command(words: str) -> None:
    assert not says_stop(words)


def test_murmurs() -> None:
    assert all(is_murmur(text) for text in ("", "Mm-hm.", "yeah, right", "Okay", "uh-huh", "oh wow"))
    assert not any(is_murmur(text) for text in ("no", "yeah but I think", "what", "ok ok ok ok"))


@given(st.lists(st.sampled_from("the sea is wide and cold today".split()), min_size=2, max_size=7))
def test_what_she_said_comes_back_as_hers(words: list[str]) -> None:
    text = " ".join(words)
    assert is_hers(text, "I looked it up. " + text) and not is_hers("my brother called again", text)


@given(st.text(max_size=40))
def test_words_sound_like_themselves(text: str) -> None:
    assert same_words(text, text.upper().lower()) or text.upper().lower() != text.lower()
