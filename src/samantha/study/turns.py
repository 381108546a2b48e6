"""What a reader of a form takes and gives: pieces of text in, turns out, and what could not be read.

Guarantees: pure values and protocols; a form is written against these alone, so that it needs no disk to be tested.
Does not: decide whose a turn is or how it is kept; `becoming` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that somebody wrote, as its file has it."""

    talk: str
    """The talk's name, for people."""
    speaker: str
    text: str
    at: datetime | None
    """Naive: by the clock of the place it was written at; aware where the file says so; None where it says nothing."""
    session: str | None = None
    """The file's own division of the talk; None: divided by pauses."""
    id: str | None = None
    """The file's own name for the turn, the same in every export; None where it has none."""
    within: str | None = None
    """What names the talk in every export, where its name may change."""
    role: Literal["person", "tool"] | None = None
    """Whose it is, where the form itself knows; None: decided by the speaker's name."""
    line: int = 0
    """Where it begins in its file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that should hold a turn and could not be read. Never carries the words."""

    piece: str
    """Name of the file, as in `Piece.name`."""
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was read and is nobody's turn, such as a system line."""

    what: str
    """In words for the person, in the plural: `system lines`."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that the person should read: how something doubtful was taken."""

    text: str


Item: TypeAlias = Turn | Unread | LeftOut | Note


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person said about an import; None: found out by looking."""

    form: str | None = None
    me: str | None = None
    """The person's name in the file; empty: the person has no turn in it."""
    zone: tzinfo | None = None
    """Where times without a zone were written; None: the machine's."""
    days_first: bool | None = None
    """How a date such as 03/04/2024 is meant."""


class Piece(Protocol):
    """One file of text."""

    @property
    def name(self) -> str:
        """Its path inside what was given, with `/`."""
        ...

    @property
    def head(self) -> str:
        """Its first few thousand characters, to be looked at."""
        ...

    def lines(self) -> Iterator[str]:
        """Its lines without their ends. Raises ImportFailed."""
        ...

    def chunks(self) -> Iterator[str]:
        """Its text, some thousand characters at a time. Raises ImportFailed."""
        ...


class Given(Protocol):
    """What the person pointed at: a file, a folder or a package."""

    @property
    def name(self) -> str:
        """Its own name without the folders above it."""
        ...

    @property
    def pieces(self) -> Sequence[Piece]:
        """Files of text in it, by name."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file that turns can be read from."""

    name: str
    """As after `--kind`."""
    title: str
    """In words for the person."""
    fits: Callable[[Given], bool]
    """Does it look like this form?"""
    read: Callable[[Given, Choice], Iterator[Item]]
    """Everything in it, in its own order. Raises ImportFailed where nothing can be read at all."""
    asks_me: bool = False
    """The person has to say which of the speakers they are."""
    renamed: bool = False
    """A later export of the same talk may have another name, and nothing else says which talk it is."""
