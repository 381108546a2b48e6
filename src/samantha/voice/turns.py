"""Turn-taking: who speaks, who is heard, what is recorded, as a function of the state, one event, and the timing.

Guarantees: pure: no clock, no audio, no tasks. Never two live replies; what is recorded of hers is what was heard; a
word of the person is answered, noted or let go as a murmur or an echo, and never twice; whoever falls silent with
words waiting is answered; "stop" and a tap always win; an event about a reply that is over changes nothing.
Does not: decide how long a pause is enough (`endpoint`), nor what is a murmur (`echoes`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from samantha.voice.echoes import is_hers, is_murmur, same_words, says_stop
from samantha.voice.endpoint import PATIENCE, Patience, pause_needed
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


@dataclass(frozen=True, slots=True)
class Timing:
    """What is waited for, in seconds."""

    patience: Patience = PATIENCE
    resume: float = 0.25
    """After a noise over her speech fell silent without words: she goes on."""
    duck: float = 2.0
    """A voice over hers that brought no words for so long is music, or another room: she goes on beside it."""
    echo: float = 4.0
    """So long after her last word it may still come back as an echo."""
    deaf: float = 6.0
    """A recogniser that said nothing for so long is not waited for any more."""


TIMING = Timing()


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person's side."""

    voice: bool = False
    since: float = 0.0
    """Seconds: where the voice, or the pause after it, began."""
    parts: tuple[tuple[int, str], ...] = ()
    """(part, its words so far), waiting to be answered."""
    through: float = 0.0
    """Seconds: how far the recogniser heard."""
    closed: int = 0
    """The last part that is dealt with."""
    over: float | None = None
    """The least sure look at this pause: with silence alone the model grows sure of everything."""
    paused: float = 0.0
    """Seconds: the longest pause inside this turn."""
    over_her: bool = False
    """The words that wait began while she was heard."""
    done: bool = False
    """They tapped: their turn is over as soon as its words are there."""

    @property
    def words(self) -> str:
        """Everything that waits, as one text."""
        return " ".join(text.strip() for _, text in self.parts if text.strip())


@dataclass(frozen=True, slots=True)
class Her:
    """What is known of her side."""

    reply: int | None = None
    """The live reply; None while she says nothing."""
    heard: str = ""
    """What was heard of it; empty while she thinks. After it: what she said last."""
    ducked: float | None = None
    """Seconds: since when it is soft or held back."""
    ended: float = float("-inf")
    """Seconds: when she was last heard."""
    replies: int = 0
    prepared: str = ""
    """The words that were last read ahead for."""

    @property
    def audible(self) -> bool:
        """She is being heard."""
        return self.reply is not None and bool(self.heard)


@dataclass(frozen=True, slots=True)
class State:
    """The whole of it."""

    at: float = 0.0
    """Seconds: when the last event came."""
    person: Person = field(default_factory=Person)
    her: Her = field(default_factory=Her)


Step = tuple[State, list[Action]]


def step(state: State, event: Event, timing: Timing = TIMING) -> Step:
    """What `event` changes, and what is to be done about it, in order."""
    state = replace(state, at=max(state.at, event.at))
    state, actions = _take(state, event)
    state, more = _settle(state, timing)
    return state, [*actions, *more]


def _take(state: State, event: Event) -> Step:
    match event:
        case SpeechStarted():
            return _started(state)
        case SpeechEnded():
            person = replace(state.person, voice=False, since=event.silent_since, over=None)
            return replace(state, person=person), []
        case Looked():
            current = not state.person.voice and event.silent_since == state.person.since
            return (replace(state, person=_looked(state.person, event.over)) if current else state), []
        case Words():
            return _said(state, event)
        case Played():
            her = replace(state.her, heard=event.heard) if event.reply == state.her.reply else state.her
            return replace(state, her=her), []
        case ReplyEnded():
            return _ended(state, event)
        case Tapped():
            return _tapped(state)
        case Tick():
            return state, []


def _started(state: State) -> Step:
    her, person = state.her, state.person
    over_her = person.over_her or (her.audible and not person.words)
    paused = max(person.paused, state.at - person.since) if person.words else 0.0
    person = replace(person, voice=True, since=state.at, over=None, over_her=over_her, paused=paused)
    state = replace(state, person=person)
    if her.reply is None or her.ducked is not None:
        return state, []
    return replace(state, her=replace(her, ducked=state.at)), [Duck(her.reply)]


def _looked(person: Person, over: float) -> Person:
    return replace(person, over=over if person.over is None else min(person.over, over))


def _said(state: State, event: Words) -> Step:
    person = state.person
    if event.part <= person.closed or event.through < person.through:
        return state, []  # dealt with already, or heard less than what is known
    parts = dict(person.parts)
    parts[event.part] = event.text
    state = replace(state, person=replace(person, parts=tuple(sorted(parts.items())), through=event.through))
    if state.her.reply is None or not _means_it(state):
        return state, []
    state, actions = _stop(state)
    if not says_stop(state.person.words):
        return state, actions
    state, more = _note(state)
    return state, [*actions, *more]


def _means_it(state: State) -> bool:
    """The words over her reply are for her: neither nothing, nor a murmur, nor her own."""
    words = state.person.words
    return bool(words) and not is_murmur(words) and not is_hers(words, state.her.heard)


def _stop(state: State) -> Step:
    """End the live reply where it was heard."""
    her = state.her
    if her.reply is None:
        return state, []
    actions: list[Action] = [Cancel(her.reply)]
    if her.heard:
        actions.append(Record(her.reply, her.heard, cut=True))
    # She was stopped for these words, so that they are answered whatever a second look makes of them.
    person = replace(state.person, over_her=False)
    return replace(state, person=person, her=_silent(her, state.at)), actions


def _ended(state: State, event: ReplyEnded) -> Step:
    if event.reply != state.her.reply:
        return state, []
    her = _silent(replace(state.her, heard=event.heard), state.at)
    actions: list[Action] = [Record(event.reply, event.heard, cut=event.failed)] if event.heard else []
    return replace(state, her=her), actions


def _silent(her: Her, now: float) -> Her:
    """No reply is live. What she said last is kept for its echo, and for whether it was a question."""
    return replace(her, reply=None, ducked=None, ended=now if her.heard else her.ended)


def _tapped(state: State) -> Step:
    if state.her.reply is not None:
        return _stop(state)
    waiting = state.person.voice or bool(state.person.words)
    return replace(state, person=replace(state.person, done=waiting)), []


def _settle(state: State, timing: Timing) -> Step:
    """What the passing of time and everything known until now make due."""
    if state.her.reply is not None:
        return _beside_her(state, timing)
    person = state.person
    if person.voice or not person.parts:
        return state, []
    if not _all_heard(state, timing):
        return state, [Wake(person.since + timing.deaf)]
    if _is_nothing(state, timing):
        return _close(state)
    if says_stop(person.words):
        return _note(state)
    wait = 0.0 if person.done else _pause_needed(state, timing)
    if state.at >= person.since + wait:
        return _answer(state)
    state, actions = _prepare(state)
    return state, [*actions, Wake(person.since + wait)]


def _beside_her(state: State, timing: Timing) -> Step:
    """A voice over a live reply that has brought no words for her, so far."""
    person, her = state.person, state.her
    actions: list[Action] = []
    if not person.voice and person.parts and _all_heard(state, timing):
        state, actions = _close(state)
        return _resume(state, actions)
    if her.ducked is None:
        return state, []
    due = her.ducked + timing.duck if person.voice else person.since + timing.resume
    if state.at >= due:
        return _resume(state, actions)
    return state, [Wake(due)]


def _resume(state: State, actions: list[Action]) -> Step:
    her = state.her
    if her.ducked is None or her.reply is None:
        return state, actions
    return replace(state, her=replace(her, ducked=None)), [*actions, Resume(her.reply)]


def _all_heard(state: State, timing: Timing) -> bool:
    """The recogniser has heard all that was said, or is not waited for any more."""
    person = state.person
    return person.through >= person.since or state.at >= person.since + timing.deaf


def _is_nothing(state: State, timing: Timing) -> bool:
    """No turn: no words, her echo, or a murmur over her last words that answers no question."""
    words, her = state.person.words, state.her
    if not words:
        return True
    if state.person.since <= her.ended + timing.echo and is_hers(words, her.heard):
        return True
    return state.person.over_her and is_murmur(words) and not _asked(her)


def _asked(her: Her) -> bool:
    return her.heard.rstrip("\"”'’ ").endswith("?")


def _pause_needed(state: State, timing: Timing) -> float:
    person, asked = state.person, _asked(state.her)
    return pause_needed(person.words, person.over, asked=asked, paused=person.paused, patience=timing.patience)


def _prepare(state: State) -> Step:
    words = state.person.words
    if same_words(words, state.her.prepared):
        return state, []
    return replace(state, her=replace(state.her, prepared=words)), [Prepare(words)]


def _answer(state: State) -> Step:
    reply, words = state.her.replies + 1, state.person.words
    state, closing = _close(state)
    her = replace(state.her, reply=reply, replies=reply, heard="", ducked=None, prepared="")
    return replace(state, her=her), [Reply(reply, words), *closing]


def _note(state: State) -> Step:
    words = state.person.words
    state, closing = _close(state)
    return state, [Note(words), *closing]


def _close(state: State) -> Step:
    """The words that waited are dealt with."""
    person = state.person
    part = max([person.closed, *(part for part, _ in person.parts)])
    cleared = replace(person, parts=(), closed=part, over_her=False, done=False, over=None, paused=0.0)
    return replace(state, person=cleared), [Close(part, person.through)]
