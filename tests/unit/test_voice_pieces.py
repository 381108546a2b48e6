"""The ear's windows and parts, a reply in breaths, and what was heard of it."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from samantha.ports import HEARD_RATE, Sound
from samantha.voice.ear import WINDOW, Ear, Hearing, LookAt, Recognise, Work
from samantha.voice.events import SpeechEnded, SpeechStarted
from samantha.voice.phrases import MOST, phrases_of
from samantha.voice.playhead import Playhead, begun_words


def loud(window: Sound) -> float:
    """A listener for tests: any sound is a voice."""
    return 1.0 if float(np.abs(window).max()) > 0.01 else 0.0


def sound(*spans: tuple[float, bool]) -> Sound:
    """(seconds, voiced) one after the other."""
    pieces = [np.full(round(seconds * HEARD_RATE), 0.5 if voiced else 0.0, np.float32) for seconds, voiced in spans]
    return np.concatenate([np.zeros(0, np.float32), *pieces])


def test_a_voice_begins_and_pauses_and_its_pause_is_looked_at_as_it_grows() -> None:
    ear = Ear(loud)
    events, work = ear.feed(sound((1.0, False), (1.0, True), (2.0, False)))
    assert [type(event) for event in events] == [SpeechStarted, SpeechEnded]
    assert 1.0 < events[0].at < 1.15 and isinstance(events[1], SpeechEnded)
    assert abs(events[1].silent_since - 2.0) < 0.04 and 2.09 < events[1].at < 2.2
    assert work[0] == Recognise(1, events[1].at)
    looks = [one for one in work if isinstance(one, LookAt)]
    assert len(looks) == len(Hearing().looks) and all(one.silent_since == events[1].silent_since for one in looks)


def test_half_a_second_before_the_voice_is_kept() -> None:
    ear = Ear(loud)
    ear.feed(sound((3.0, False), (1.0, True), (0.2, False)))
    kept = ear.sound(ear.at)
    silent = int(np.argmax(kept > 0)) / HEARD_RATE
    assert 0.4 < silent <= 0.55 and abs(len(kept) / HEARD_RATE - 1.7) < 0.1


def test_a_click_is_no_voice() -> None:
    events, _ = Ear(loud).feed(sound((1.0, False), (0.05, True), (1.0, False)))
    assert events == []


def test_what_comes_after_a_closed_part_belongs_to_the_next() -> None:
    ear = Ear(loud)
    ear.feed(sound((0.5, False), (1.0, True), (0.3, False)))
    through = ear.at
    ear.feed(sound((1.0, True)))
    ear.close(1, through)
    assert ear.part == 2
    later = ear.sound(ear.at)
    assert abs(len(later) / HEARD_RATE - (ear.at - through)) < 0.04
    ear.close(1, through)
    assert ear.part == 2


def test_what_was_said_after_what_a_slow_recogniser_read_is_read_as_the_next_part() -> None:
    ear = Ear(loud)
    ear.feed(sound((0.5, False), (2.0, True), (3.0, False)))
    (work,) = ear.close(1, 1.5)
    assert work == Recognise(2, ear.at)
    assert abs(float((ear.sound(ear.at) > 0).sum()) / HEARD_RATE - 1.0) < 0.05
    assert ear.close(2, ear.at) == []


def test_a_long_talk_is_cut_at_a_pause_or_at_last_anywhere() -> None:
    ear = Ear(loud)
    _, work = ear.feed(sound((21.0, True), (0.3, False), (30.0, True), (0.3, False)))
    parts = [one.part for one in work if isinstance(one, Recognise)]
    assert parts == [1, 2, 3] and ear.part == 3


def test_over_her_a_voice_is_read_while_it_goes_on() -> None:
    ear = Ear(loud)
    ear.over_her = True
    _, work = ear.feed(sound((1.8, True)))
    assert len(work) == 3 and all(isinstance(one, Recognise) for one in work)


def test_over_her_a_voice_is_noticed_a_window_sooner() -> None:
    begun: list[float] = []
    for over_her in (False, True):
        ear = Ear(loud)
        ear.over_her = over_her
        ear.feed(np.zeros(WINDOW * 10, np.float32))
        events, _ = ear.feed(np.full(WINDOW * 10, 0.5, np.float32))
        begun.append(events[0].at)
    assert begun[0] - begun[1] == pytest.approx(WINDOW / HEARD_RATE)  # pyright: ignore[reportUnknownMemberType]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.05, 1.5), st.booleans()), max_size=8), st.lists(st.integers(1, 5000), min_size=1))
def test_the_same_sound_gives_the_same_events_however_it_is_cut(
    spans: list[tuple[float, bool]], cuts: list[int]
) -> None:
    whole = sound(*spans)
    at_once = Ear(loud).feed(whole)
    ear, events, work = Ear(loud), list[SpeechStarted | SpeechEnded](), list[Work]()
    n = 0
    while n < len(whole):
        size = cuts[n % len(cuts)]
        more, looks = ear.feed(whole[n : n + size])
        events += more
        work += looks
        n += size
    assert (events, work) == at_once
    assert ear.at == pytest.approx(len(whole) // WINDOW * WINDOW / HEARD_RATE)


TEXT = st.text(alphabet="abc ,.?!—…'\n", max_size=120)


@given(TEXT, st.booleans())
def test_phrases_joined_are_the_text(text: str, first: bool) -> None:
    found = phrases_of(text, first=first)
    assert "".join(phrase.text for phrase in found) == text
    assert all(len(phrase.text.split()) <= MOST for phrase in found if not set(phrase.text) & set(",.?!—…"))


def test_the_first_phrase_is_short_and_a_sentence_stays_whole() -> None:
    said = "You missed it, after all that waiting and all that work, and nobody told you. Who was there?"
    assert [phrase.spoken for phrase in phrases_of(said, first=True)] == [
        "You missed it,",
        "after all that waiting and all that work,",
        "and nobody told you.",
        "Who was there?",
    ]
    assert [phrase.spoken for phrase in phrases_of("Dr. Ortega called, yes.")] == ["Dr. Ortega called, yes."]


@given(st.lists(st.tuples(st.text(alphabet="ab .", min_size=1, max_size=20), st.floats(0, 3)), max_size=5), st.data())
def test_more_played_is_never_less_heard(parts: list[tuple[str, float]], data: st.DataObject) -> None:
    head = Playhead()
    for text, seconds in parts:
        head.add(text, seconds)
    one, two = sorted(data.draw(st.tuples(st.floats(0, 16), st.floats(0, 16))))
    assert head.heard(two).startswith(head.heard(one))
    assert head.heard(head.seconds + 1) == head.text.rstrip()
    assert head.text.startswith(head.heard(one))


def test_half_a_phrase_is_half_its_words() -> None:
    head = Playhead()
    head.add("one two ", 1.0)
    head.add("three four five six", 2.0)
    assert head.heard(2.0) == "one two three four"
    assert begun_words("one two", 0.0) == "" and begun_words("one two", 1.0) == "one two"
