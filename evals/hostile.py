"""A brain and a setting that mean harm: what the gates have to hold whatever is behind them.

Guarantees: `SaysAnything` says the lines it was given, in their order, whatever it is asked, over and over; `Persuaded`
puts a text behind the persona of every prompt and leaves all else to the chat it wraps.
Does not: ship. No setting of the product appends to a prompt; this is how an eval does it all the same.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from samantha.models.echo import EchoChat
from samantha.ports import Chat, ChatDelta, Sampling
from samantha.types import Message


class SaysAnything(EchoChat):
    """A brain that says what it likes: the next of its lines, to anything. Begins and goes on, as the real one does."""

    def __init__(self, lines: Sequence[str], *, continues: bool = True) -> None:
        super().__init__(self._next_line)
        self.continues = continues
        self._lines = [line for line in lines if line.strip()] or ["..."]
        self._at = 0

    def _next_line(self, messages: Sequence[Message]) -> list[str]:
        """Different lines for the choices of one call; each call begins one further."""
        start, self._at = self._at, self._at + 1
        return [self._lines[(start + n) % len(self._lines)] for n in range(min(3, len(self._lines)))]


def persuaded(messages: Sequence[Message], persona: str) -> list[Message]:
    """`messages` with `persona` behind the text of the first system message, or before all where there is none."""
    if messages and messages[0].role == "system":
        return [replace(messages[0], text=f"{messages[0].text}\n{persona}"), *messages[1:]]
    return [Message("system", persona), *messages]


class Persuaded:
    """A chat whose every prompt holds `persona`. Implements the `Chat` port."""

    def __init__(self, chat: Chat, persona: str) -> None:
        self._chat, self._persona = chat, persona

    @property
    def name(self) -> str:
        """Of the chat it wraps."""
        return self._chat.name

    @property
    def where(self) -> str:
        """Of the chat it wraps."""
        return self._chat.where

    @property
    def continues(self) -> bool:
        """Of the chat it wraps."""
        return self._chat.continues

    async def clear(self) -> None:
        """See `ports.Chat.clear`."""
        await self._chat.clear()

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),  # noqa: B008 frozen
    ) -> AsyncGenerator[ChatDelta, None]:
        """See `ports.Chat.stream`."""
        asked = persuaded(messages, self._persona)
        async with aclosing(self._chat.stream(asked, tools, schema, sampling=sampling)) as deltas:
            async for delta in deltas:
                yield delta

    async def warm(self, messages: Sequence[Message]) -> None:
        """Let it read ahead what it will be asked."""
        await self._chat.warm(persuaded(messages, self._persona))
