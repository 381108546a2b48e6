"""A look back at a year: how she changed with the person, and what began and ended in the person's own life.

Guarantees: reads only; every line stands on the diary or on words that the person said, and names them; what is sealed
teaches no fact and so stands on no line; nothing is counted as a score or compared with another year.
Does not: guess: a thing that nobody said the beginning of is told as "first told", not as begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samantha.memory.facts import PETS_SLOT
from samantha.ports import Tx
from samantha.store import episodes, facts, growth
from samantha.store.factrow import Kept
from samantha.store.growth import Entry
from samantha.types import PERSON, Span

SECTIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("homes", frozenset({"home"})),
    ("work", frozenset({"job", "workplace"})),
    ("people and animals", frozenset({"relation", "partner", "married", "expecting", "alive", "pet"})),
    ("learned and begun", frozenset({"learning", "studies", "does"})),
)
"""What a year is told by, and the slots of each part."""
_UNBELIEVED = frozenset({"corrected", "retired", "contradicted"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that began or ended."""

    text: str
    aside: str
    """since, until, or first told."""
    at: datetime
    sources: tuple[Span, ...]
    words: tuple[str, ...]
    """The words of each source."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year, looked back at."""

    year: int
    hers: tuple[Entry, ...]
    """What of her manner was decided in it, oldest first."""
    theirs: tuple[tuple[str, tuple[Line, ...]], ...]
    """The parts that hold anything, each with its lines, oldest first."""


def look_back(tx: Tx, year: int) -> Year:
    """What is kept of `year`, by the clock of the place where it was said."""
    decided = [entry for entry in growth.everything(tx) if entry.decided is not None and entry.decided.year == year]
    hers = sorted((entry for entry in decided if entry.state != "refused"), key=lambda entry: (entry.decided, entry.id))
    believed = [kept for kept in facts.everything(tx, past=True) if _counts(kept)]
    replaced = {kept.superseded_by for kept in believed if kept.why == "changed"}
    lines = {kept.fact.id: _lines(tx, kept, year, changed=kept.fact.id in replaced) for kept in believed}
    theirs: list[tuple[str, tuple[Line, ...]]] = []
    for title, slots in SECTIONS:
        found = [line for kept in believed if _kind(kept) in slots for line in lines[kept.fact.id]]
        if found:
            theirs.append((title, tuple(sorted(found, key=lambda line: line.at))))
    return Year(year, tuple(hers), tuple(theirs))


def _counts(kept: Kept) -> bool:
    """The person said it, and did not take it back."""
    return kept.fact.who == PERSON and kept.fact.how != "imagined" and kept.why not in _UNBELIEVED


def _kind(kept: Kept) -> str:
    slot = kept.fact.slot
    return slot[len(PETS_SLOT) :].partition(":")[0] if slot.startswith(PETS_SLOT) else slot


def _lines(tx: Tx, kept: Kept, year: int, *, changed: bool) -> list[Line]:
    """Its beginning and its end, where they fall into the year."""
    fact = kept.fact
    words = tuple(_words(tx, span) for span in fact.sources)
    found: list[Line] = []
    begun = fact.valid_from
    if begun is None or begun.year != year:
        told = "new" if changed or kept.over else "first told"
        begun, aside = (fact.learned_at, told) if begun is None else (None, "")
    else:
        aside = "since"
    if begun is not None and begun.year == year:
        found.append(Line(fact.text, aside, begun, fact.sources, words))
    if fact.valid_to is not None and fact.valid_to.year == year and not kept.over:
        found.append(Line(fact.text, "until", fact.valid_to, fact.sources, words))
    return found


def _words(tx: Tx, span: Span) -> str:
    (episode,) = episodes.by_id(tx, [span.episode])
    return episode.text[span.start : span.end]
