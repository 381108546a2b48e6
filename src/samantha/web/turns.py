"""Turns by voice and by keyboard in one talk: never two at once, each journalled as what it was.

Guarantees: whoever comes while a turn is taken waits for its end; stopping one keeps what was handed over.
Does not: listen, draw or speak.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio

from samantha.app import Companion
from samantha.types import Episode, TurnEvent
from samantha.voice.delivery import Delivery
from samantha.voice.mind import TalkMind


class Turns:
    """The turns of one talk. Implements `voice.call.Mind` for those by voice."""

    def __init__(self, samantha: Companion) -> None:
        self._samantha = samantha
        self._spoken = TalkMind(samantha.parts, samantha.talk)
        self._one = anyio.Lock()

    @property
    def taken(self) -> bool:
        """A turn is under way."""
        return self._one.locked()

    async def prepare(self, words: str) -> None:
        """Read ahead, unless the brain is busy with a turn."""
        if not self.taken:
            await self._spoken.prepare(words)

    async def hear(self, words: str) -> Episode:
        """Journal spoken words. Raises StoreError."""
        async with self._one:
            self._samantha.talk.origin = "spoken"
            return await self._spoken.hear(words)

    async def reply(self, heard: Episode, delivery: Delivery) -> AsyncGenerator[TurnEvent, None]:
        """Answer them by voice. Raises StoreError."""
        async with self._one:
            self._samantha.talk.origin = "spoken"
            async with aclosing(self._spoken.reply(heard, delivery)) as events:
                async for event in events:
                    yield event

    async def typed(self, text: str, key: str) -> AsyncGenerator[TurnEvent, None]:
        """A turn by keyboard, until it is answered or the reader stops. Raises StoreError."""
        async with self._one:
            self._samantha.talk.origin = "typed"
            async with aclosing(self._samantha.turn(text, key=f"page:{key}" if key else None)) as events:
                async for event in events:
                    yield event
