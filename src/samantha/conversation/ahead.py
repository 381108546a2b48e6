"""Reading ahead for words that may still change, while somebody speaks: recall, the move, and the brain's prompt.

Guarantees: keeps nothing, says nothing; danger, and what is answered in words of our own, is not shown to the brain.
Does not: decode. When the words are certain the turn is taken as any other, and finds its prompt read already.
"""

from __future__ import annotations

from samantha.care.crisis import in_danger
from samantha.conversation.around import around
from samantha.conversation.fixed import fixed_words
from samantha.conversation.reading import read_turn
from samantha.conversation.reply import messages_for
from samantha.conversation.turn import Talk, window
from samantha.ports import Samantha
from samantha.types import PERSON, Episode

NOBODY = -1
"""The id of an episode that is in no journal."""


async def read_ahead(s: Samantha, talk: Talk, words: str) -> bool:
    """Let the brain read what it would be asked if `words` were the turn; False where it would not be asked."""
    if in_danger(words):
        return False
    now = s.clock.now()
    heard = Episode(NOBODY, now, "heard", PERSON, words, thread=talk.thread, origin=talk.origin)
    reading = await read_turn(s, heard, await window(s, talk), remembered=talk.remembered)
    person = await s.store.read(around, now)
    if reading.own is None and fixed_words(reading.move, heard, person, reading.rhythm) is not None:
        return False
    await s.chat.warm(messages_for(s, heard, reading))
    return True
