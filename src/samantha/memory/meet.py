"""People out of what was said: each mention kept, and those who wrote or talked with the person known as such.

Guarantees: nothing is learned about a relation from a third party's words, and whom a third party names becomes nobody
new; a sealed episode and what is said in play make nobody known. The same episode read again changes nothing.
Does not: understand "he" and "she".
"""

from __future__ import annotations

from samantha.memory.persons import persons
from samantha.memory.senders import is_personal, sender
from samantha.memory.voices import own_part
from samantha.people import who
from samantha.ports import Tx
from samantha.store import facts
from samantha.types import PERSON, SAMANTHA, Episode, Span

KINDS = frozenset({"heard", "read", "wrote"})
"""Kinds of episodes in which people come up."""
MOST = 40
"""How many mentions of one episode are kept."""


def meet(tx: Tx, episode: Episode) -> None:
    """Keep who comes up in `episode`, and who wrote it."""
    if episode.kind not in KINDS or episode.who == SAMANTHA or episode.who.startswith("tool:"):
        return
    if episode.played or facts.SEALED in facts.labels(tx, episode.id):
        return
    own = episode.who == PERSON
    if not own:
        _writer(tx, episode)
    # Pasted or quoted inside the person's own turn, another's "my sister" is not theirs either.
    text = own_part(episode.text) if own else episode.text
    for one in persons(text, episode.at, own=own)[:MOST]:
        if one.sure or (one.name and who.known(tx, one.name)):
            span = Span(episode.id, one.start, one.end)
            who.mention(tx, one.name, one.relation, span, met=one.met)


def _writer(tx: Tx, episode: Episode) -> None:
    """Whoever wrote a mail or a turn of a talk was in touch on that day; a shop or a system is nobody."""
    name, address = sender(episode.who)
    known = bool(address and who.known(tx, address)) or bool(name and who.known(tx, name))
    if episode.text and (known or (name and is_personal(name, address))):
        span = Span(episode.id, 0, len(episode.text))
        who.wrote(tx, name, address, span, episode.at.date())
