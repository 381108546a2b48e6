"""One reply on its way from words to what was heard of it: handed over, cut into phrases, sounded, ended.

Guarantees: what counts as heard is decided once, by the first `end`; whoever waits in `finished` waits for that.
Does not: make sound or take turns; `call` does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator

import anyio

from samantha.voice.phrases import Phrase, phrases_of
from samantha.voice.playhead import Playhead


class Delivery:
    """What becomes of one reply."""

    def __init__(self) -> None:
        self.playhead = Playhead()
        self.whole = False
        """Every phrase has been handed to the loudspeaker."""
        self.ended = False
        self.failed = False
        """The mind failed in the middle; what was handed over is spoken all the same."""
        self.cut = False
        self._heard = ""
        self._end = anyio.Event()
        self._waiting: deque[Phrase] = deque()
        self._over = False
        self._more = anyio.Event()
        self._first = True

    def hand_over(self, text: str, *, recorded: bool = True) -> None:
        """A piece of the reply that ends where a clause does. Not `recorded`: spoken beside it (a notice)."""
        if self.ended:
            return
        for phrase in phrases_of(text, first=self._first):
            self._waiting.append(phrase if recorded else Phrase(phrase.text, recorded=False))
        self._first = False
        self._more.set()

    def no_more(self) -> None:
        """Nothing more is handed over."""
        self._over = True
        self._more.set()

    async def phrases(self) -> AsyncGenerator[Phrase, None]:
        """The phrases, as they come; no more of them once it is over."""
        while not self.ended:
            if self._waiting:
                yield self._waiting.popleft()
            elif self._over:
                return
            else:
                self._more = anyio.Event()
                await self._more.wait()

    def say(self, phrase: Phrase, seconds: float) -> None:
        """The phrase is about to be played and will sound so long."""
        self.playhead.add(phrase.text if phrase.recorded else "", seconds)

    def end(self, heard: str, *, cut: bool) -> None:
        """It is over; `heard` of it was heard. A later call only fills in what an earlier one did not know."""
        self.ended = True
        self._heard = self._heard or heard
        self.cut = self.cut or cut
        self._end.set()
        self._more.set()

    async def finished(self) -> None:
        """Wait until it was heard to its end or was cut."""
        self.no_more()
        await self._end.wait()

    def heard(self, given: str) -> str:
        """What of `given`, everything that was handed over, was heard."""
        return given if not self.cut and self._heard == given.rstrip() else self._heard
