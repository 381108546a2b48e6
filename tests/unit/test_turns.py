"""Turn-taking as arithmetic: named scenes, and a world of random voices, murmurs, coughs, taps and late events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from samantha.voice.echoes import is_murmur, spoken
from samantha.voice.events import (
    Action,
    Cancel,
    Close,
    Duck,
    Event,
    Looked,
    Note,
    Played,
    Prepare,
    Record,
    Reply,
    ReplyEnded,
    Resume,
    SpeechEnded,
    SpeechStarted,
    Tapped,
    Tick,
    Wake,
    Words,
)
from samantha.voice.turns import TIMING, State, step


def run(*events: Event) -> tuple[State, list[Action]]:
    state, done = State(), list[Action]()
    for event in events:
        state, actions = step(state, event)
        done += [action for action in actions if not isinstance(action, Wake)]
    return state, done


def said(at: float, text: str, part: int = 1, *, ends: float | None = None) -> list[Event]:
    """One stretch of speech, recognised a little later, with the look that says it is over."""
    ends = at + 1.0 if ends is None else ends
    return [
        SpeechStarted(at),
        SpeechEnded(ends + 0.1, ends),
        Words(ends + 0.15, part, text, ends + 0.1),
        Looked(ends + 0.2, ends, 0.9),
    ]


def test_a_plain_turn_is_read_ahead_for_and_answered_after_a_short_pause() -> None:
    _, done = run(*said(0.0, "How was the concert?"), Tick(1.31))
    assert done == [Prepare("How was the concert?"), Reply(1, "How was the concert?"), Close(1, 1.1)]


def test_an_unfinished_sentence_is_waited_for_and_becomes_one_turn() -> None:
    state, done = run(*said(0.0, "I went to the"), Tick(1.5))
    assert not any(isinstance(action, Reply) for action in done)
    more = [
        SpeechStarted(1.6),
        SpeechEnded(2.1, 2.0),
        Words(2.2, 1, "I went to the sea.", 2.1),
        Looked(2.2, 2.0, 0.8),
        Tick(3.0),
    ]
    done.clear()
    for event in more:
        state, actions = step(state, event)
        done += actions
    assert [a for a in done if isinstance(a, Reply)] == [Reply(1, "I went to the sea.")]


def talking(*heard: str, at: float = 2.0) -> list[Event]:
    """A turn that is answered, and so much of the answer heard."""
    return [*said(0.0, "Tell me about the sea."), Tick(1.4), *(Played(at + n, 1, text) for n, text in enumerate(heard))]


def test_words_over_her_cut_the_reply_where_it_was_heard() -> None:
    over = [SpeechStarted(3.1), Words(3.6, 2, "no I meant the lake", 3.5)]
    _, done = run(*talking("The sea", "The sea is wide"), *over)
    assert done[-3:] == [Duck(1), Cancel(1), Record(1, "The sea is wide", cut=True)]


def test_a_cough_a_murmur_and_her_own_echo_let_her_go_on() -> None:
    for text in ("", "Mm-hm.", "yeah, right", "the sea is"):
        over = [SpeechStarted(3.1), SpeechEnded(3.5, 3.4), Words(3.6, 2, text, 3.5)]
        _, done = run(*talking("The sea", "The sea is wide"), *over)
        assert done[-3:] == [Duck(1), Close(2, 3.5), Resume(1)], text


def test_after_a_noise_she_goes_on_before_the_recogniser_has_said_what_it_was() -> None:
    _, done = run(*talking("The sea is wide"), SpeechStarted(3.1), SpeechEnded(3.4, 3.3), Tick(3.3 + TIMING.resume))
    assert done[-2:] == [Duck(1), Resume(1)]


def test_words_that_come_after_she_went_on_still_stop_her() -> None:
    late = [SpeechStarted(3.1), SpeechEnded(3.4, 3.3), Tick(3.6), Words(3.9, 2, "wait, which sea?", 3.4)]
    state, done = run(*talking("The sea is wide"), *late)
    assert Cancel(1) in done and Record(1, "The sea is wide", cut=True) in done
    assert state.person.words == "wait, which sea?"


def test_music_beside_her_does_not_keep_her_soft_for_ever() -> None:
    _, done = run(*talking("The sea is wide"), SpeechStarted(3.1), Tick(3.1 + TIMING.duck))
    assert done[-1] == Resume(1)


def test_a_turn_is_not_answered_before_all_of_it_was_recognised() -> None:
    half = [SpeechStarted(0.0), SpeechEnded(2.1, 2.0), Words(2.2, 1, "I went to the sea.", 1.0), Looked(2.3, 2.0, 0.9)]
    state, done = run(*half, Tick(4.0))
    assert done == []
    _, actions = step(state, Words(4.1, 1, "I went to the sea. It was cold.", 2.1))
    assert actions[0] == Reply(1, "I went to the sea. It was cold.")


def test_a_recogniser_that_answers_out_of_order_takes_nothing_back() -> None:
    late = [*said(0.0, "I went to the sea."), Words(1.25, 1, "I went", 0.6), Tick(2.0)]
    _, done = run(*late)
    assert Reply(1, "I went to the sea.") in done


def test_late_events_of_an_earlier_reply_end_no_other() -> None:
    second = [ReplyEnded(3.0, 1, "The sea is wide."), *said(3.5, "And the lake?", 2), Tick(6.0)]
    state, _ = run(*talking("The sea"), *second, Played(6.1, 2, "Small."))
    for late in (Played(6.2, 1, "old"), ReplyEnded(6.3, 1, "old")):
        state, actions = step(state, late)
        assert actions == [] and state.her.reply == 2 and state.her.heard == "Small."


def test_what_is_cancelled_before_a_word_of_it_was_heard_is_not_recorded() -> None:
    second = [ReplyEnded(3.0, 1, "The sea is wide."), *said(3.5, "And the lake?", 2), Tick(6.0), Tapped(6.1)]
    _, done = run(*talking("The sea"), *second)
    assert done[-1] == Cancel(2)


def test_when_a_second_look_makes_a_murmur_of_what_stopped_her_she_does_not_stay_silent() -> None:
    over = [SpeechStarted(3.1), Words(3.6, 2, "no way", 3.5), SpeechEnded(3.8, 3.7), Words(3.9, 2, "mm yeah", 3.8)]
    _, done = run(*talking("The sea is wide"), *over, Tick(9.0))
    assert Reply(2, "mm yeah") in done


def test_stop_is_journalled_and_not_answered() -> None:
    over = [SpeechStarted(3.1), SpeechEnded(3.5, 3.4), Words(3.6, 2, "Okay, stop please.", 3.5), Tick(9.0)]
    _, done = run(*talking("The sea is wide"), *over)
    assert done[-4:] == [Cancel(1), Record(1, "The sea is wide", cut=True), Note("Okay, stop please."), Close(2, 3.5)]


def test_a_tap_stops_her_and_else_ends_the_turn() -> None:
    _, done = run(*talking("The sea is wide"), Tapped(3.0))
    assert done[-2:] == [Cancel(1), Record(1, "The sea is wide", cut=True)]
    _, done = run(SpeechStarted(0.0), Tapped(0.9), SpeechEnded(1.1, 1.0), Words(1.2, 1, "and then the", 1.1))
    assert done[0] == Reply(1, "and then the")


def test_what_is_said_while_she_thinks_cancels_what_nobody_heard() -> None:
    thinking = [*said(0.0, "I met Anna."), Tick(1.4), *said(1.6, "She is moving to Porto.", 2), Tick(3.5)]
    _, done = run(*thinking)
    assert [a for a in done if isinstance(a, Reply | Record | Cancel)] == [
        Reply(1, "I met Anna."),
        Cancel(1),
        Reply(2, "She is moving to Porto."),
    ]


def test_a_yes_answers_her_question_and_a_murmur_over_her_last_word_does_not() -> None:
    over_the_end = [
        SpeechStarted(3.0),
        ReplyEnded(3.2, 1, "The sea is wide."),
        SpeechEnded(3.5, 3.4),
        Words(3.6, 2, "yeah", 3.5),
        Tick(9.0),
    ]
    _, done = run(*talking("The sea"), *over_the_end)
    assert done[-1] == Close(2, 3.5)
    asked = [
        event if not isinstance(event, ReplyEnded) else ReplyEnded(3.2, 1, "Which sea? Ours?") for event in over_the_end
    ]
    _, done = run(*talking("The sea"), *asked)
    assert Reply(2, "yeah") in done


def test_her_echo_after_she_ended_is_no_turn() -> None:
    echo = [ReplyEnded(3.0, 1, "The sea is wide."), *said(3.1, "sea is wide", 2, ends=3.6), Tick(9.0)]
    _, done = run(*talking("The sea"), *echo)
    assert not any(isinstance(action, Reply) and action.reply == 2 for action in done)


def test_give_me_a_moment_is_given() -> None:
    state, done = run(*said(0.0, "Give me a moment."), Tick(5.0))
    assert not any(isinstance(action, Reply) for action in done)
    _, actions = step(state, Tick(1.0 + TIMING.patience.room))
    assert Reply(1, "Give me a moment.") in actions


VOCABULARY = ("mm", "yeah", "", "stop", "w", "w w w", "hold on")
"""What a stretch of speech may be; `w` is a word that stands nowhere else."""


@dataclass
class World:
    """A person, an ear, a recogniser and a player that keep their promises, with any delays and in any order."""

    state: State = field(default_factory=State)
    now: float = 0.0
    voice: bool = False
    spoken: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """(when it ended, a piece of speech)."""
    part: int = 1
    part_from: float = 0.0
    silent_since: float = 0.0
    live: int | None = None
    heard: dict[int, str] = field(default_factory=dict[int, str])
    recorded: dict[int, str] = field(default_factory=dict[int, str])
    over: set[int] = field(default_factory=set[int])
    answered: list[str] = field(default_factory=list[str])
    wake: float | None = None
    count: int = 0

    def send(self, event: Event) -> None:
        self.state, actions = step(self.state, event)
        wakes = [action.at for action in actions if isinstance(action, Wake)]
        self.wake = min(wakes, default=None)
        for action in actions:
            self.do(action)

    def do(self, action: Action) -> None:
        match action:
            case Reply(reply, words):
                assert self.live is None, "two live replies"
                assert reply not in self.heard
                self.live, self.heard[reply] = reply, ""
                self.answered.append(words)
            case Note(words):
                self.answered.append(words)
            case Cancel(reply):
                assert reply == self.live
                self.live = None
            case Record(reply, text, _):
                assert reply not in self.recorded and text == self.heard[reply] and text
                assert reply != self.live, "recorded while it is still heard"
                self.recorded[reply] = text
            case Duck(reply) | Resume(reply):
                assert reply == self.live
            case Close(part, through):
                assert part >= self.part or not self.text(self.part_from, self.now)
                self.part, self.part_from = max(self.part, part + 1), through
            case _:
                pass

    def text(self, start: float, end: float) -> str:
        return " ".join(piece for at, piece in self.spoken if start < at <= end and piece)

    def speak(self, piece: str) -> None:
        if not self.voice:
            self.voice = True
            self.send(SpeechStarted(self.now))
        words = [self.unique() if word == "w" else word for word in piece.split()]
        self.now += 0.3
        self.spoken.append((self.now, " ".join(words)))

    def unique(self) -> str:
        self.count += 1
        return f"word{self.count}"

    def pause(self) -> None:
        if self.voice:
            self.voice, self.silent_since = False, self.now
            self.now += 0.1
            self.send(SpeechEnded(self.now, self.silent_since))

    def recognise(self, through: float) -> None:
        self.send(Words(self.now, self.part, self.text(self.part_from, through), through))

    def play(self, more: int) -> None:
        if self.live is not None:
            reply = self.live
            self.heard[reply] = " ".join(f"hers{reply}x{n}" for n in range(len(self.heard[reply].split()) + more))
            self.send(Played(self.now, reply, self.heard[reply]))

    def end(self, *, failed: bool) -> None:
        if self.live is not None:
            reply, self.live = self.live, None
            self.send(ReplyEnded(self.now, reply, self.heard[reply], failed))

    def late(self, which: int) -> None:
        """Something about a reply that is over, or never was, and about a part that is dealt with."""
        if which != self.live:
            before = self.state.her
            self.send(Played(self.now, which, "never heard"))
            self.send(ReplyEnded(self.now, which, "never heard"))
            assert self.state.her.heard != "never heard" and self.state.her.reply == before.reply
        self.send(Words(self.now, self.part - 1, "late words", self.now))

    def tap(self) -> None:
        before = self.live
        self.send(Tapped(self.now))
        assert before is None or self.live != before, "a tap did not win"

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.send(Tick(self.now))

    def turn(self) -> None:
        """A whole turn, well behaved."""
        self.speak("w w w")
        self.pause()
        self.recognise(self.now)
        self.send(Looked(self.now, self.silent_since, 0.9))
        self.wait(1.0)

    def settle(self, *, deaf: bool = False) -> None:
        """Everybody falls silent; what is asked to be woken is woken. `deaf`: the recogniser has died."""
        self.pause()
        if not deaf:
            self.recognise(self.now)
        for _ in range(20):
            if self.wake is None:
                if self.live is None:
                    return
                self.play(3)
                self.end(failed=False)
                continue
            self.now = max(self.now, self.wake)
            self.send(Tick(self.now))


MOVES = st.one_of(
    st.tuples(st.just("turn"), st.none()),
    st.tuples(st.just("speak"), st.sampled_from(VOCABULARY)),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("recognise"), st.floats(0.0, 1.0)),
    st.tuples(st.just("look"), st.floats(0.0, 1.0)),
    st.tuples(st.just("play"), st.integers(1, 4)),
    st.tuples(st.just("end"), st.booleans()),
    st.tuples(st.just("late"), st.integers(0, 4)),
    st.tuples(st.just("tap"), st.none()),
    st.tuples(st.just("wait"), st.floats(0.0, 3.0)),
)


def play_out(script: list[tuple[str, Any]]) -> World:
    world = World()
    acts: dict[str, Callable[[Any], None]] = {
        "speak": world.speak,
        "pause": lambda _: world.pause(),
        "recognise": lambda share: world.recognise(world.part_from + share * (world.now - world.part_from)),
        "look": lambda over: world.send(Looked(world.now, world.silent_since, over)),
        "play": world.play,
        "end": lambda failed: world.end(failed=failed),
        "late": world.late,
        "tap": lambda _: world.tap(),
        "wait": world.wait,
        "turn": lambda _: world.turn(),
    }
    for name, value in script:
        acts[name](value)
    return world


@settings(max_examples=400, deadline=None)
@given(st.lists(MOVES, max_size=40))
def test_whatever_happens_no_word_is_lost_or_doubled_and_everything_waiting_is_answered(
    script: list[tuple[str, Any]],
) -> None:
    world = play_out(script)
    world.settle()
    said = [word for _, piece in world.spoken for word in spoken(piece) if word.startswith("word")]
    answered = [word for words in world.answered for word in spoken(words) if word.startswith("word")]
    assert answered == said
    assert not world.state.person.words
    assert set(world.recorded) == {reply for reply, text in world.heard.items() if text}


@settings(max_examples=200, deadline=None)
@given(st.lists(MOVES, max_size=20))
def test_with_a_recogniser_that_died_what_it_heard_before_is_answered(script: list[tuple[str, Any]]) -> None:
    world = play_out(script)
    world.settle(deaf=True)
    assert not world.state.person.words and world.live is None


@settings(max_examples=200, deadline=None)
@given(st.lists(MOVES, max_size=40))
def test_the_same_events_give_the_same_actions(script: list[tuple[str, Any]]) -> None:
    one, two = play_out(script), play_out(script)
    assert (one.state, one.answered, one.recorded) == (two.state, two.answered, two.recorded)


@given(st.text(max_size=30))
def test_a_murmur_is_short(text: str) -> None:
    assert not is_murmur(text) or len(spoken(text)) <= 3
