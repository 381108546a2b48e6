"""What the person has set about themselves that care needs: the place, the age, the language, somebody to reach.

Guarantees: nothing is guessed but the country, from the zone of the clock, and only where it was not set.
Does not: ask; `samantha care` sets it.
"""

from __future__ import annotations

from datetime import datetime

from samantha.care.languages import LANGUAGES
from samantha.care.places import place_by_zone, place_of
from samantha.care.protocol import Around
from samantha.ports import Tx
from samantha.store import growth, settings

PLACE = "person.place"
"""An ISO 3166-1 country code."""
AGE = "person.age"
"""`minor` or `adult`."""
LANGUAGE = "person.language"
"""An ISO 639-1 code; without it she answers, where she has words of her own, in the language she is spoken to."""
REACH = "person.reach"
"""Somebody of theirs whom she may name in a bad hour."""
MINOR = "minor"


def around(tx: Tx, at: datetime) -> Around:
    """What is around the person at the moment `at` of their clock."""
    code = settings.get(tx, PLACE)
    place = place_of(code) if code else place_by_zone(str(getattr(at.tzinfo, "key", "")))
    minor = settings.get(tx, AGE) == MINOR
    return Around(place, settings.get(tx, REACH) or None, minor, language_set(tx))


def language_set(tx: Tx) -> str | None:
    """The language of her own words, where the person wished one in a talk or set one; else None."""
    wished = [value for kind, value in growth.in_force(tx) if kind == "language"]
    if wished:
        return wished[-1] if wished[-1] in LANGUAGES else None
    return settings.get(tx, LANGUAGE) or None
