"""What the last letter is made of, read from the journal.

Guarantees: reads only; holds some two thousand episodes at most, however long the life.
Does not: write a sentence; `letter` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from samantha.goodbye.letter import Close, Life, Line
from samantha.ports import Tx
from samantha.store import episodes, people, plain, settings
from samantha.store.belief import Belief
from samantha.types import Episode

SOME = 2_000
"""Episodes that are looked at for words to quote."""
CLOSEST = 8
"""People whose episodes are read."""
NAME = "person.name"
"""The setting that says what the person is called; `app` writes it."""


def read_life(tx: Tx) -> Life:
    """Everything `letter` needs."""
    own = plain.own(tx)
    known = frozenset(own)
    step = max(1, -(-len(own) // SOME))
    ids = list(dict.fromkeys([*own[::step], *own[-1:]]))
    mentioned = [(id, _where(tx, id, known)) for id in people.everybody(tx)]
    most = sorted(mentioned, key=lambda one: (-len(one[1]), one[0]))[:CLOSEST]
    close = [_close(tx, id, where) for id, where in most if where]
    return Life(
        settings.get(tx, NAME),
        plain.own_days(tx),
        episodes.by_id(tx, ids),
        [one for one in close if one is not None],
        _changes(tx, known),
        frozenset(episode for _, where in mentioned for episode in where),
    )


def sources(tx: Tx, lines: Sequence[Line]) -> list[Episode]:
    """Every episode that the lines stand on."""
    return episodes.by_id(tx, list(dict.fromkeys(id for line in lines for id in line.sources)))


def _where(tx: Tx, id: int, own: frozenset[int]) -> list[int]:
    """The person's own episodes in which somebody came up, in the order of writing."""
    return sorted({mention.span.episode for mention in people.mentions(tx, people.family(tx, id))} & own)


def _close(tx: Tx, id: int, where: Sequence[int]) -> Close | None:
    called = [one for one in people.called(tx, people.family(tx, id)) if not one.retired]
    name = next((one.text for one in called if one.what in ("name", "alias")), None)
    relation = next((one.text for one in called if one.what == "relation"), None)
    if not (name or relation):
        return None
    return Close(name or f"your {relation}", relation if name else None, tuple(episodes.by_id(tx, where)))


def _changes(tx: Tx, own: frozenset[int]) -> list[tuple[Belief, Episode]]:
    """What holds now in place of something that was told before and changed."""
    beliefs = plain.beliefs(tx)
    over = {(one.slot, one.about) for one in beliefs if one.why == "changed"}
    found: list[tuple[Belief, Episode]] = []
    for one in beliefs:
        said = [span.episode for span in one.sources if span.episode in own]
        if said and one.retired is None and one.end is None and (one.slot, one.about) in over:
            found += [(one, episode) for episode in episodes.by_id(tx, said[:1])]
    return sorted(found, key=lambda pair: pair[1].at)
