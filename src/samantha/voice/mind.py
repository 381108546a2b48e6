"""Who answers in a spoken talk: the conversation, with its journal, its memory and its gates.

Guarantees: words are journalled before they are answered; of a reply only what was heard is.
Does not: listen or speak; `call` does.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator

from samantha.conversation.ahead import read_ahead
from samantha.conversation.turn import Talk, answer_turn, hear
from samantha.ports import Samantha
from samantha.types import Episode, TurnEvent
from samantha.voice.delivery import Delivery


class TalkMind:
    """One open talk. Implements `call.Mind`."""

    def __init__(self, s: Samantha, talk: Talk) -> None:
        self._s, self._talk = s, talk
        talk.origin = "spoken"

    async def prepare(self, words: str) -> None:
        """Read ahead for words that may still change."""
        await read_ahead(self._s, self._talk, words)

    async def hear(self, words: str) -> Episode:
        """Journal the person's words."""
        return await hear(self._s, self._talk, words)

    def reply(self, heard: Episode, delivery: Delivery) -> AsyncGenerator[TurnEvent, None]:
        """Answer them; what was heard of the answer is journalled. Raises StoreError."""
        return answer_turn(self._s, self._talk, heard, delivery=delivery)
