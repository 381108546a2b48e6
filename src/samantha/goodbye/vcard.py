"""People as cards that every address book opens (vCard 4.0, RFC 6350).

Guarantees: pure; every card has the name that the standard requires, and the same person the same UID in every export.
Does not: invent a name: somebody known only as "my landlord" is written so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samantha.goodbye.content_lines import line, text


@dataclass(frozen=True, slots=True)
class Card:
    """One person."""

    uid: str
    """Unique in the world, the same in every export."""
    name: str
    also: tuple[str, ...] = ()
    """Other names."""
    relation: str | None = None
    """To the person of this home."""
    birthday: tuple[int | None, int, int] | None = None
    """Year where it is known, month, day."""
    addresses: tuple[str, ...] = ()
    """Of mail."""
    note: str = ""


def cards(people: Iterable[Card]) -> str:
    """The whole file, lines ended by CRLF."""
    return "".join(map(_card, people))


def _card(card: Card) -> str:
    rows = [line("BEGIN", "VCARD"), line("VERSION", "4.0"), line("KIND", "individual"), line("UID", text(card.uid))]
    rows.append(line("FN", text(card.name)))
    if card.also:
        rows.append(line("NICKNAME", ",".join(map(text, card.also))))
    if card.relation:
        rows.append(line("CATEGORIES", text(card.relation)))
    if card.birthday:
        year, month, day = card.birthday
        rows.append(line("BDAY", f"{'--' if year is None else f'{year:04d}'}{month:02d}{day:02d}"))
    rows += [line("EMAIL", text(address)) for address in card.addresses]
    if card.note:
        rows.append(line("NOTE", text(card.note)))
    return "".join([*rows, line("END", "VCARD")])
