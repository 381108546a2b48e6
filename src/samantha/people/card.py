"""One person at a glance: names, relation, how they came up, when they were last spoken of and with.

Guarantees: reads only; what a merge joined is shown as one.
Does not: hold what is believed about them; `store.facts` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes
from samantha.store import people as rows
from samantha.store.people import Called, Mention
from samantha.types import Episode, Person


@dataclass(frozen=True, slots=True)
class Card:
    """A person, as shown."""

    person: Person
    ids: tuple[int, ...]
    """Every id that is this person, the kept one first."""
    calls: tuple[Called, ...]
    """Names, relations and addresses, not those that were retired."""
    first: Mention | None
    """The words in which they first came up."""
    words: Episode | None
    """The episode of these words."""
    times: int
    """How often they came up."""
    spoken_of: datetime | None
    """When the person of this home last spoke of them."""
    spoken_with: date | None
    """The last day on which the two spoke, met or wrote."""

    @property
    def title(self) -> str:
        """What to call them here: the first name, else the relation."""
        return self.person.names[0] if self.person.names else f"your {self.person.relation or 'somebody'}"


def card(tx: Tx, id: int) -> Card:
    """The card of the person that `id` is."""
    ids = who.same_as(tx, id)
    calls = tuple(one for one in rows.called(tx, ids) if not one.retired)
    seen = rows.seen(tx, ids)
    said = episodes.by_id(tx, [seen.first.span.episode]) if seen.first else []
    words = said[0] if said else None
    return Card(who.person(tx, id), ids, calls, seen.first, words, seen.times, seen.spoken_of, seen.spoken_with)


def cards(tx: Tx) -> list[Card]:
    """Everybody, who came up last first."""
    found = [card(tx, id) for id in rows.everybody(tx)]
    return sorted(found, key=lambda one: -rows.last_episode(tx, one.ids))
