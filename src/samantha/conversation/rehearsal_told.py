"""What was told about the one who is played: the ground that a rehearsal stands on, line by line with its episode.

Guarantees: reads only; the person's own words alone, never what is sealed, was said in play, or asked for a rehearsal.
Does not: ask a model, nor say what was found in what is sealed: it only keeps her from playing somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samantha.care.crisis import notice_danger
from samantha.conversation.rehearsal import Known
from samantha.conversation.rehearsal_wish import courts, dead, harmed, label, wish
from samantha.memory.words import telling
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts, people, rehearsals, sealed
from samantha.types import PERSON, Episode

MOST_LINES = 5
"""Lines that a brain reads about the other."""
LONGEST = 200
"""Characters of one; longer ones are left out, for half a line may say the opposite."""
_LOOKED_AT = 60
"""Episodes about somebody that are looked at, the last ones."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is played, and what was told about them."""

    person: int | None
    known: Known
    lines: tuple[Episode, ...]
    """What fits the talk best first."""


def told_about(tx: Tx, other: str, about: str, *, minor: bool) -> Told:
    """Everything that the play may stand on, and what keeps her from playing them."""
    person = who.find(tx, other) if other else None
    ids = who.same_as(tx, person.id) if person is not None else ()
    hidden, asked = sealed.all_of(tx), rehearsals.every_episode(tx)
    named = {mention.span.episode for mention in people.mentions(tx, ids)} if ids else set[int]()
    found = [one for one in episodes.many(tx, sorted(named)[-_LOOKED_AT:]) if one.who == PERSON]
    held = [kept for kept in facts.of_slots(tx, "", ids) if kept.live] if ids else []
    told = [one for one in found if one.id not in hidden | asked and not one.played]
    hurt = any(harmed(one.text) for one in told) or _sealed_about(tx, hidden, other)
    love = minor and person is not None and courts(person.relation or "")
    gone = any(kept.fact.slot == "alive" for kept in held) or any(_died(one.text, other) for one in told)
    lines = _fitting([one for one in told if wish(one.text) is None and len(one.text) <= LONGEST], about)
    known = Known(bool(lines), gone, hurt or love, minor)
    return Told(person.id if person is not None else None, known, tuple(lines))


def _fitting(told: Sequence[Episode], about: str) -> list[Episode]:
    """The lines that share most telling words with what the talk is about, else the last ones."""
    wanted = set(telling(about))
    ranked = sorted(told, key=lambda one: (-len(wanted & set(telling(one.text))), -one.id))
    return ranked[:MOST_LINES]


def _died(text: str, other: str) -> bool:
    """The line says of this one, not of another, that they died."""
    name = re.escape(label(other).casefold().split()[0])
    return (
        dead(text)
        and re.search(rf"\b{name}\b[^.!?,;]{{0,20}}\b(?:died|passed away|is dead|has died)", text.casefold())
        is not None
    )


def _sealed_about(tx: Tx, hidden: frozenset[int], other: str) -> bool:
    """Something sealed names them and tells of harm: she does not play them, and does not say why."""
    if not hidden or not other:
        return False
    name = label(other).casefold()
    texts = [one.text for one in episodes.many(tx, sorted(hidden)) if one.who == PERSON]
    return any(name in text.casefold() and (harmed(text) or _hurt(text)) for text in texts)


def _hurt(text: str) -> bool:
    danger = notice_danger(text)
    return danger is not None and danger.kind == "hurt"
