"""The few seams to the outside world, and `Samantha`, who holds one of each.

Guarantees: every port has a fake in `models.echo` or `clock`, and all its adapters pass one contract suite.
Does not: name an adapter; only `app` does.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from samantha.config import Config
from samantha.types import Message, Tokens

P = ParamSpec("P")
R = TypeVar("R")

Vectors: TypeAlias = NDArray[np.float32]
"""float32[n, d], each row of unit length."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to decode."""

    max_tokens: int = 120
    temperature: float = 0.7
    stop: tuple[str, ...] = ()
    """Texts that end the reply; they are not part of it."""
    seed: int | None = None
    n: int = 1
    """How many answers to decode together; each delta says which `choice` it belongs to."""


@dataclass(frozen=True, slots=True)
class ChatDelta:
    """A streamed piece of an answer."""

    text: str
    choice: int = 0
    """0 to n-1."""
    finish: str | None = None
    """`stop` or `length` on the last delta of a choice, else None."""


class Chat(Protocol):
    """A language model behind a stream."""

    @property
    def name(self) -> str:
        """What the person would call it, for `doctor`."""
        ...

    @property
    def where(self) -> str:
        """`this machine`, or the host that words are sent to."""
        ...

    @property
    def continues(self) -> bool:
        """True when a last message of role `assistant` is continued instead of answered, and n > 1 works."""
        ...

    def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),
    ) -> AsyncGenerator[ChatDelta, None]:
        """Answer `messages` piece by piece.

        `schema`, a JSON schema, bounds the answer where the server can. Closing the iterator stops the decoding.
        Raises BrainError (`brain.unreachable`, `brain.died`, `brain.refused`, `brain.timeout`).
        """
        ...

    async def warm(self, messages: Sequence[Message]) -> None:
        """Read `messages` ahead so that a later `stream` that begins with them starts sooner.

        Does nothing where it cannot help (a remote server). Never raises for a server that is away.
        """
        ...

    async def clear(self) -> None:
        """Make the server drop every word it holds for us (slots, prompt caches)."""
        ...


class Embed(Protocol):
    """Texts to vectors."""

    @property
    def name(self) -> str:
        """Model and version: vectors of two names are never compared."""
        ...

    @property
    def dim(self) -> int:
        """d, the length of a vector."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """float32[len(texts), d], unit length each (an empty text gives a valid vector too)."""
        ...

    async def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """For each text the vectors of its pieces of words, as they stand in it; none at all where it gives none."""
        ...


Sound: TypeAlias = NDArray[np.float32]
"""float32[n], one channel, -1 to 1. Its rate, in samples a second, stands beside it."""
HEARD_RATE = 16_000
"""Samples a second of everything that is listened to."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said in a sound."""

    text: str
    """Empty where nobody spoke."""
    language: str
    """An ISO 639-1 code."""
    sure: float
    """0 to 1: the mean probability of its tokens."""


class STT(Protocol):
    """Speech to text."""

    @property
    def name(self) -> str:
        """Model or server, for `doctor`."""
        ...

    @property
    def where(self) -> str:
        """`this machine`, or the host that sound is sent to."""
        ...

    async def transcribe(self, sound: Sound, *, language: str | None = None) -> Transcript:
        """What is said in `sound`, 16,000 samples a second; a whole part, from its beginning. None: any language.

        Can be cancelled; what runs in a thread is then waited for and thrown away. An empty or silent sound gives an
        empty text. Raises VoiceError (`voice.recogniser`), WeightsError.
        """
        ...


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A piece of sound that is to be played."""

    sound: Sound
    rate: int
    """Samples a second."""


class TTS(Protocol):
    """Text to speech."""

    @property
    def name(self) -> str:
        """Model, voice or server, for `doctor`."""
        ...

    @property
    def where(self) -> str:
        """`this machine`, or the host that words are sent to."""
        ...

    @property
    def rate(self) -> int:
        """Samples a second of every chunk."""
        ...

    def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """The phrase as sound, in one or several chunks; nothing for a phrase without a word.

        Closing the iterator stops it. Raises VoiceError (`voice.speaker`), WeightsError.
        """
        ...


class Clock(Protocol):
    """Time as data."""

    def now(self) -> datetime:
        """Aware wall time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Tx(Protocol):
    """An open transaction, as the query functions in `store/` see it."""

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
        """Run one statement; rows come as tuples."""
        ...

    def executemany(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        ...

    @property
    def changes(self) -> int:
        """How many rows the last statement changed."""
        ...

    @property
    def last_id(self) -> int:
        """The rowid the last insert gave."""
        ...


class Store(Protocol):
    """The journal: the only gateway to what is kept."""

    async def run(self, fn: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(tx, *args)` in one write transaction on the single writer thread.

        Returning commits (durably), raising rolls back. A cancelled caller does not undo the write.
        Raises StoreError and its kinds.
        """
        ...

    async def read(self, fn: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(tx, *args)` on a reader connection: a consistent snapshot, no write possible."""
        ...

    async def alone(self, fn: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(upkeep, *args)` where writes wait for it: for what goes beyond one transaction (`store.purge`).

        `upkeep` is a `store.upkeep.Upkeep`. A cancelled caller waits for the end. Raises StoreError and its kinds.
        """
        ...


@dataclass(frozen=True, slots=True)
class Samantha:
    """One of each port, for one person. Passed explicitly; there is no global one."""

    store: Store
    chat: Chat
    embed: Embed
    clock: Clock
    config: Config
