"""What the terminal needs of `app.Companion`: the members that it uses, and no more.

Guarantees: any object with these members can be talked with, which is how the terminal is tested without a model.
Does not: hold anything.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from samantha.ports import Samantha
from samantha.types import Episode, TurnEvent


class Talker(Protocol):
    """One who can be talked with; each member means what it means in `app.Companion`."""

    @property
    def parts(self) -> Samantha:
        """One of each port."""
        ...

    @property
    def new(self) -> bool:
        """True when this home was made just now."""
        ...

    @property
    def recovery(self) -> str | None:
        """The recovery key, to be shown once, when it was made just now."""
        ...

    def turn(self, text: str) -> AsyncGenerator[TurnEvent, None]:
        """Journal the words, then reply."""
        ...

    def answer(self, heard: Episode) -> AsyncGenerator[TurnEvent, None]:
        """Reply to a turn that is in the journal already."""
        ...

    async def tell(self, text: str) -> Episode:
        """Journal the words without a reply."""
        ...

    async def unanswered(self) -> Episode | None:
        """The person's last turn, when no whole reply to it was delivered."""
        ...

    async def call_me(self, name: str) -> None:
        """Take `name` as the person's name."""
        ...

    async def rest(self) -> None:
        """Idle work, until it is done or cancelled."""
        ...

    async def ponder(self) -> None:
        """Work of the brain that waits for a long quiet, until it is done or cancelled."""
        ...

    async def greeting(self) -> str:
        """What she says when a talk begins; at the first start, what she is."""
        ...

    async def greeted(self) -> None:
        """The greeting was shown."""
        ...
