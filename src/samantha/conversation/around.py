"""What the person has set about themselves that care needs: the place, the age, the language, somebody to reach.

Guarantees: nothing is guessed but the country, from the zone of the clock, and only where it was not set; somebody who
said plainly that they are under eighteen is a minor, unless they set it otherwise.
Does not: ask; `samantha care` sets it.
"""

from __future__ import annotations

from datetime import datetime

from samantha.care.candour import MINOR, OF_AGE, age_now
from samantha.care.languages import LANGUAGES
from samantha.care.places import place_by_zone, place_of
from samantha.care.protocol import Around
from samantha.ports import Tx
from samantha.store import facts, growth, settings
from samantha.types import PERSON

PLACE = "person.place"
"""An ISO 3166-1 country code."""
AGE = "person.age"
"""`minor` or `adult`."""
LANGUAGE = "person.language"
"""An ISO 639-1 code; without it she answers, where she has words of her own, in the language she is spoken to."""
REACH = "person.reach"
"""Somebody of theirs whom she may name in a bad hour."""
FEELINGS = "person.feelings"
"""`off`: how the person feels is not read from their words."""
UNREAD = "off"


def around(tx: Tx, at: datetime) -> Around:
    """What is around the person at the moment `at` of their clock."""
    code = settings.get(tx, PLACE)
    place = place_of(code) if code else place_by_zone(str(getattr(at.tzinfo, "key", "")))
    minor = age_of(tx, at) == MINOR
    return Around(place, settings.get(tx, REACH) or None, minor, language_set(tx))


def age_of(tx: Tx, at: datetime) -> str | None:
    """`minor` or `adult`, as set; else `minor` where the person said plainly how old they are; else None.

    Nothing is guessed: not from words, a hand or a voice. `samantha care --age adult` outranks what was said.
    """
    kept = settings.get(tx, AGE)
    if kept:
        return kept
    for fact in facts.of_slot(tx, "age"):
        years = age_now(fact.fact.value, fact.fact.learned_at, at) if fact.live and fact.fact.who == PERSON else None
        if years is not None and years < OF_AGE:
            return MINOR
    return None


def language_set(tx: Tx) -> str | None:
    """The language of her own words, where the person wished one in a talk or set one; else None."""
    wished = [value for kind, value in growth.in_force(tx) if kind == "language"]
    if wished:
        return wished[-1] if wished[-1] in LANGUAGES else None
    return settings.get(tx, LANGUAGE) or None
