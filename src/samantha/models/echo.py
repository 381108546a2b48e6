"""Small real models without a network: a chat that says what it was told to say, and vectors by hashing words.

Guarantees: the same questions in the same order give the same answers, on every machine.
Does not: understand anything. Shipped because tests, evals and other people's code need a Chat that costs nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import anyio.lowlevel
import numpy as np

from samantha.errors import BrainError
from samantha.ports import ChatDelta, Sampling, Vectors
from samantha.types import Message, Tokens

Reply: TypeAlias = str | Sequence[str]
"""What to say: one text, or several, of which choice c under seed s gets number (s + c) modulo their count."""
Script: TypeAlias = Sequence[Reply] | Callable[[Sequence[Message]], Reply]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of `EchoChat.stream`, as it came."""

    messages: tuple[Message, ...]
    sampling: Sampling
    tools: tuple[dict[str, Any], ...]
    schema: dict[str, Any] | None


class EchoChat:
    """Says its script line by line, then echoes the person's last words. Implements the `Chat` port.

    One word, with the blank before it, is one token and one delta. A last message of role `assistant` is continued:
    with the rest of the latest reply that begins with it, else with the next line of the script.
    """

    name = "echo"
    where = "this machine"
    continues = True

    def __init__(self, script: Script = ()) -> None:
        self.asked: list[Asked] = []
        """Every question so far, oldest first."""
        self.warmed: list[tuple[Message, ...]] = []
        self.cleared = 0
        """How often `clear` was called."""
        self.closed_early = 0
        """How many streams were closed before their end."""
        self._script = script
        self._line = 0
        self._given: list[str] = []
        self._die_after: int | None = None

    def die_after(self, deltas: int) -> None:
        """Let the next stream break with `brain.died` after so many deltas, once."""
        self._die_after = deltas

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),  # noqa: B008 frozen
    ) -> AsyncGenerator[ChatDelta, None]:
        """Stream the next reply, `sampling.n` choices side by side; see `ports.Chat.stream`."""
        self.asked.append(Asked(tuple(messages), sampling, tuple(tools), schema))
        life, self._die_after = self._die_after, None
        columns = [_tokens(text, sampling) for text in self._replies(messages, sampling)]
        sent, done = 0, False
        try:
            for row in range(max(len(column) for column in columns)):
                for choice, column in enumerate(columns):
                    if row >= len(column):
                        continue
                    await anyio.lowlevel.checkpoint()
                    if life is not None and sent >= life:
                        done = True
                        raise BrainError("The brain stopped in the middle.", "Ask again.", code="brain.died")
                    text, finish = column[row]
                    yield ChatDelta(text, choice, finish)
                    sent += 1
            done = True
        finally:
            self.closed_early += not done

    async def warm(self, messages: Sequence[Message]) -> None:
        """Note what was to be read ahead."""
        self.warmed.append(tuple(messages))
        await anyio.lowlevel.checkpoint()

    async def clear(self) -> None:
        """Forget the replies that could be continued; what was asked stays for the test to read."""
        self.cleared += 1
        self._given.clear()
        await anyio.lowlevel.checkpoint()

    def _replies(self, messages: Sequence[Message], sampling: Sampling) -> list[str]:
        last = messages[-1] if messages else Message("user", "")
        if last.role == "assistant":
            for given in reversed(self._given):
                if given.startswith(last.text) and last.text:
                    return [given[len(last.text) :]] * sampling.n
        reply = self._next(messages)
        options = [reply] if isinstance(reply, str) else list(reply)
        replies = [options[((sampling.seed or 0) + choice) % len(options)] for choice in range(sampling.n)]
        self._given = [*self._given[-8:], *replies]
        return replies

    def _next(self, messages: Sequence[Message]) -> Reply:
        if callable(self._script):
            return self._script(messages)
        if self._line < len(self._script):
            self._line += 1
            return self._script[self._line - 1]
        return next((m.text for m in reversed(messages) if m.role == "user"), "")


class EchoEmbed:
    """float32 vectors of hashed words, so that texts that share words are near. Implements the `Embed` port."""

    name = "echo-words-1"

    def __init__(self, dim: int = 64) -> None:
        self._dim = dim

    @property
    def dim(self) -> int:
        """d, the length of a vector."""
        return self._dim

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """float32[len(texts), dim], unit length each; a text without words gives the first unit vector."""
        await anyio.lowlevel.checkpoint()
        rows = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                place = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
                row[place % self._dim] += 1.0
            if not row.any():
                row[0] = 1.0
            row /= np.linalg.norm(row)
        return rows

    async def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """None: hashed words say nothing about words that mean the same."""
        await anyio.lowlevel.checkpoint()
        return []


def _tokens(text: str, sampling: Sampling) -> list[tuple[str, str | None]]:
    """`text` as deltas: cut at the first stop text and at max_tokens, the reason to finish on the last one."""
    ends = [at for at in (text.find(stop) for stop in sampling.stop if stop) if at >= 0]
    words: list[str] = re.findall(r"\s*\S+|\s+$", text[: min(ends)] if ends else text)
    finish = "stop" if len(words) <= sampling.max_tokens else "length"
    words = words[: sampling.max_tokens] or [""]
    return [(word, finish if at == len(words) - 1 else None) for at, word in enumerate(words)]
