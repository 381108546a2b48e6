"""The values everything else speaks in: frozen, comparable, free of storage and of time.

Guarantees: nothing here reads a clock, a file or a socket, and two values with equal fields are equal.
Does not: know ids of a database beyond carrying them, nor decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Role: TypeAlias = Literal["system", "user", "assistant"]
Kind: TypeAlias = Literal["heard", "said", "wrote", "read", "did", "noticed"]
"""What happened, from Samantha's side: `heard` is the person's turn, `said` is hers."""

PERSON = "person"
"""`who` of the one this home belongs to."""
SAMANTHA = "samantha"
"""`who` of Samantha herself."""
PLAY = "rehearsal:"
"""How the thread of words begins that are said in role, in a rehearsal; its number follows."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a model reads: a pure value without identity."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An episode before the journal has given it an id."""

    at: datetime
    """Aware; the zone (or offset) is the one of the speaker at that moment."""
    kind: Kind
    who: str
    """`person`, `samantha`, a named third party, or `tool:NAME`."""
    text: str
    thread: str = "talk"
    cut: bool = False
    """True when what was delivered stopped before the end of what was meant."""
    origin: str = "typed"
    """How it came in: typed, voice, import:FILE, mail, eval."""
    reply_to: int | None = None
    """The id of the heard episode that this one answers."""
    key: str | None = None
    """Idempotency key: appending a second draft with the same key returns the first one's id."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One thing that happened: append-only, verbatim, never changed except by the person's own forgetting."""

    id: int
    """Grows with the order of writing; order by it, not by `at`, for a clock can be set back."""
    at: datetime
    kind: Kind
    who: str
    text: str
    thread: str = "talk"
    cut: bool = False
    origin: str = "typed"
    reply_to: int | None = None

    @property
    def played(self) -> bool:
        """Said in role: kept word for word, and evidence of nothing."""
        return self.thread.startswith(PLAY)


@dataclass(frozen=True, slots=True)
class Span:
    """The exact words that something stands on: characters `start` to `end` of an episode's text."""

    episode: int
    start: int
    end: int


How: TypeAlias = Literal["said", "inferred", "imagined", "corrected"]
"""How something came to be believed: in plain words by somebody, by a conclusion, by a model's guess, or by the
person's own edit, which outranks the others."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something believed, on two axes of time: when it holds in the world, and when it was believed here."""

    id: int
    about: int | None
    """The id of a Person; None for the person of this home."""
    slot: str
    """What kind of thing it is, such as `home`, `job`, `birthday`; those of one slot may replace each other."""
    value: str
    """The answer in a few words of the source: `Ghent`, `peanuts`."""
    text: str
    """The whole in one plain sentence: `Rachel is allergic to peanuts.`"""
    how: How
    who: str
    """Who said it, as in Episode; of several sources the least trusted."""
    valid_from: datetime | None
    """Since when it holds in the world; None when nobody said."""
    valid_to: datetime | None
    """Until when it held; None while it does."""
    learned_at: datetime
    retired_at: datetime | None
    """When it stopped being believed here, because it was corrected, retired or replaced."""
    sources: tuple[Span, ...]
    """Never empty: no source, no fact."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in this life."""

    id: int
    names: tuple[str, ...]
    """The name most used first, then the others; empty for one known only by relation ("my landlord")."""
    relation: str | None
    """To the person of this home: `sister`, `boss`; None where it was not said."""
    consent: str | None = None
    """What they agreed to, where it was asked; None: nothing."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as a model sees it: a vector for each piece of a word, coloured by the words around."""

    vectors: NDArray[np.float32]
    """float32[n, d], unit length each."""
    spans: tuple[tuple[int, int], ...]
    """Where each piece stands in the text: start and end character; an empty span belongs to no word."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """An episode that recall brought up, with how well it fits the question."""

    episode: Episode
    score: float
    """Fused score, 0 to about 1; higher fits better. Comparable between queries only roughly."""
    lexical: float = 0.0
    """Normalised BM25 part of the score, 0 to 1."""
    dense: float = 0.0
    """Cosine similarity of the embeddings, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The person's words are in the journal; nothing was computed yet."""

    episode: Episode


@dataclass(frozen=True, slots=True)
class Recalled:
    """What came to mind, best first; empty when nothing stands out."""

    lines: tuple[Recollection, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the reply to show now. The deltas of a turn, joined, are exactly what was delivered."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A whole sentence was delivered, with at most three episodes that it stands on."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gated:
    """A sentence was held back by a rule and not delivered."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that she is a program, due now: shown clearly and apart from the reply, of which it is no part."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The reply is over and journalled."""

    episode: Episode
    move: str
    """Which kind of reply it was (see `conversation.moves`)."""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Where the time went, in seconds: journal, recall, first_token, first_word, total."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The reply could not be finished. The person's turn is kept and can be answered again."""

    code: str
    text: str
    """What happened and what to do next, in words for the person."""
    heard: int
    """The id of the episode that is still unanswered."""


TurnEvent: TypeAlias = Heard | Recalled | Delta | Said | Gated | Notice | Finished | Failed
"""The one stream that the terminal, the page, the voice, tests and evals all read."""
