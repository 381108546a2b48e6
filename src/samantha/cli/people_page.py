"""People as they are shown: a list, and a page of one, with what was said told apart from what was concluded.

Guarantees: words are quoted as they were said; a day is named as a person would.
Does not: read the journal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from samantha.cli.lines import shown
from samantha.cli.listing import when
from samantha.cli.screen import Screen
from samantha.people.card import Card
from samantha.store.factrow import Kept
from samantha.types import PERSON

_QUOTE = 200
"""Characters of the first words that are quoted."""


def list_of(cards: Sequence[Card], screen: Screen, now: datetime) -> str:
    """A line for each."""
    wide = min(24, max(len(_named(card)) for card in cards))
    rows = [f"  {shown(_named(card)):<{wide}}  {screen.faint(_summary(card, now))}" for card in cards]
    return "\n".join(rows) + "\n"


def one_line(card: Card, now: datetime) -> str:
    """One person in a line."""
    return f"{shown(_named(card))} · {_summary(card, now)}"


def page_of(card: Card, facts: Sequence[Kept], screen: Screen, now: datetime) -> str:
    """Everything about one person."""
    lines = [f"  {screen.coral(shown(card.title))}"]
    others = [*card.person.names[1:], *(one.text for one in card.calls if one.what == "address")]
    if card.person.relation:
        lines.append(f"  {shown(_relation(card.person.relation))}")
    if others:
        lines.append(f"  also {shown(', '.join(others))}")
    if card.first and card.words:
        who = "you" if card.words.who == PERSON else shown(card.words.who)
        lines += ["", screen.faint(f"  first came up {when(card.words.at, now)}, {who} said:")]
        lines.append(f"  “{shown(_around(card))}”")
    lines += ["", f"  {screen.faint('last spoken of')}    {_at(card.spoken_of, now)}"]
    lines.append(f"  {screen.faint('last spoken with')}  {_day(card.spoken_with, now)}")
    lines += _believed(facts, screen, now)
    return "\n".join(lines) + "\n"


def as_json(card: Card, facts: Sequence[Kept] = ()) -> str:
    """One person as a line of JSON."""
    first: dict[str, Any] | None = None
    if card.first and card.words:
        span = card.first.span
        first = {"episode": span.episode, "start": span.start, "end": span.end, "at": card.words.at.isoformat()}
        first["words"] = card.words.text[span.start : span.end]
    fields = {
        "id": card.person.id,
        "ids": list(card.ids),
        "names": list(card.person.names),
        "relation": card.person.relation,
        "addresses": [one.text for one in card.calls if one.what == "address"],
        "first": first,
        "mentions": card.times,
        "last_spoken_of": card.spoken_of.isoformat() if card.spoken_of else None,
        "last_spoken_with": card.spoken_with.isoformat() if card.spoken_with else None,
        "facts": [_fact_fields(kept) for kept in facts],
    }
    return json.dumps(fields, ensure_ascii=False)


def _fact_fields(kept: Kept) -> dict[str, Any]:
    fact = kept.fact
    return {
        "id": fact.id,
        "text": fact.text,
        "how": fact.how,
        "who": fact.who,
        "learned": fact.learned_at.isoformat(),
        "retired": fact.retired_at.isoformat() if fact.retired_at else None,
        "sources": [[span.episode, span.start, span.end] for span in fact.sources],
    }


def _named(card: Card) -> str:
    return card.title if len(card.title) <= 24 else card.title[:23] + "…"


def _summary(card: Card, now: datetime) -> str:
    parts = [_relation(card.person.relation)] if card.person.relation and card.person.names else []
    parts.append(f"spoken of {_at(card.spoken_of, now)}" if card.spoken_of else "not spoken of")
    if card.spoken_with:
        parts.append(f"with {_day(card.spoken_with, now)}")
    return " · ".join(parts)


def _relation(relation: str) -> str:
    if relation.startswith("from "):
        return relation
    return relation[0].upper() + relation[1:] if "'s " in relation else f"your {relation}"


def _around(card: Card) -> str:
    """The sentence of the first words, shortened around them where it is long."""
    assert card.first is not None and card.words is not None
    text, span = card.words.text, card.first.span
    start = max(text.rfind(mark, 0, span.start) + 1 for mark in ".!?\n")
    ends = [at for mark in ".!?\n" if (at := text.find(mark, span.end)) >= 0]
    end = min(ends) + 1 if ends else len(text)
    if end - start > _QUOTE:
        start, end = max(start, span.start - 40), min(end, max(span.start - 40, start) + _QUOTE)
    return text[start:end].strip() if card.words.text else ""


def _at(at: datetime | None, now: datetime) -> str:
    return when(at, now) if at else "never"


def _day(day: date | None, now: datetime) -> str:
    if day is None:
        return "nobody said"
    days = (now.date() - day).days
    if days in (0, 1):
        return ("today", "yesterday")[days]
    year = "" if 0 <= days < 300 else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


_HOW = {"said": "said", "inferred": "concluded", "imagined": "guessed", "corrected": "as you put it right"}


def _believed(facts: Sequence[Kept], screen: Screen, now: datetime) -> list[str]:
    """What is believed of them, what was said first; each with how, from whom and since when."""
    lines: list[str] = []
    order = ("corrected", "said", "inferred", "imagined")
    for kept in sorted(facts, key=lambda kept: order.index(kept.fact.how)):
        fact = kept.fact
        who = "you" if fact.who == PERSON else shown(fact.who)
        how = _HOW[fact.how] if fact.how != "said" else f"{who} said"
        lines.append(f"  {shown(fact.text)} {screen.faint(f'({how}, {when(fact.learned_at, now)})')}")
    return ["", screen.faint("  what she believes:"), *lines] if lines else []
