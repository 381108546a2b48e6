"""What happens in a spoken talk, and what is done about it: the two vocabularies of `turns`.

Guarantees: values only; every event carries its time, and whatever is about a reply its number.
Does not: hold audio, text of the journal, or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The ear hears a voice."""

    at: float
    """Seconds of received audio, as in every event: a recording replays the same at any speed."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The voice paused, a tenth of a second ago or so; perhaps only for breath."""

    at: float
    silent_since: float
    """Seconds: where the pause began."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the pause by the model that hears whether a turn is over. Another may follow as it grows."""

    at: float
    silent_since: float
    """Which pause was looked at; a look at an earlier one comes too late and is let go."""
    over: float
    """0 to 1: how much it sounds as if the turn were over."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the recogniser makes of one part of the person's speech, from its beginning; a later one replaces it."""

    at: float
    part: int
    """The part, counted by the ear from 1. `Close` ends a part."""
    text: str
    """Empty for a cough, a noise, or a recogniser that failed."""
    through: float
    """Seconds: up to where it heard."""


@dataclass(frozen=True, slots=True)
class Played:
    """So much of a reply was heard."""

    at: float
    reply: int
    heard: str
    """Its text up to the playhead; it only grows."""


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    """A reply was heard to its end, or it failed and nothing more of it will come."""

    at: float
    reply: int
    heard: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Tapped:
    """The person tapped: "stop" while she speaks or thinks, "your turn" while their own words wait."""

    at: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A time that was asked for by `Wake` has come."""

    at: float


Event: TypeAlias = SpeechStarted | SpeechEnded | Looked | Words | Played | ReplyEnded | Tapped | Tick


@dataclass(frozen=True, slots=True)
class Prepare:
    """Read ahead for these words. They are provisional: nothing of them is journalled or said."""

    words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The turn is over: journal the words, then answer them as this reply."""

    reply: int
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """Journal the words; they want no answer ("stop")."""

    words: str


@dataclass(frozen=True, slots=True)
class Close:
    """The parts up to this one are dealt with; whatever voice comes after `through` belongs to the next."""

    part: int
    through: float


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop this reply, at once and for good."""

    reply: int


@dataclass(frozen=True, slots=True)
class Duck:
    """Make this reply soft, or hold it back while nothing of it was heard yet."""

    reply: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with this reply as before."""

    reply: int


@dataclass(frozen=True, slots=True)
class Record:
    """Journal what was heard of a reply, and nothing else of it."""

    reply: int
    heard: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Wake:
    """Send a Tick at that time."""

    at: float


Action: TypeAlias = Prepare | Reply | Note | Close | Cancel | Duck | Resume | Record | Wake
