"""What rules learn from an episode, written in the transaction that journals it.

Guarantees: no model; the same episode learned twice leaves the same facts; a sealed episode, her own words, a tool's
and what is said in play teach nothing.
Does not: read sentences (`extract`) nor decide between tellings (`reconcile`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from samantha.memory.extract import propose
from samantha.memory.facts import OVER, PETS_SLOT, RESTS_ON, SELF, Proposed, Subject, same_event, sentence, trust_of
from samantha.memory.reconcile import Verdict, settle
from samantha.memory.subjects import is_pet
from samantha.memory.voices import MOST
from samantha.people import who
from samantha.ports import Tx
from samantha.store import facts
from samantha.store.factrow import Kept, New
from samantha.types import PERSON, SAMANTHA, Episode, Span

EDITS = "corrections"
"""The thread of the person's own edits: what they do is kept in `corrections`, not read by rules."""
_KINDS = frozenset({"heard", "read", "wrote"})
_AGED = re.compile(r"\b(?:when i was|at the age of|aged)\b", re.IGNORECASE)
_FIRST = re.compile(r"(?:^|[.!?\n]\s+)([A-ZÀ-Þ][\w-]{2,})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Wanted = Callable[[int | None, str], bool]
"""Whether facts about somebody, of a slot, are wanted: for reading one slot anew."""


def teaches(tx: Tx, episode: Episode) -> bool:
    """Rules may learn from this episode."""
    if episode.kind not in _KINDS or episode.who == SAMANTHA or episode.who.startswith("tool:"):
        return False
    if episode.played:
        return False
    return episode.thread != EDITS and facts.SEALED not in facts.labels(tx, episode.id)


def learn(tx: Tx, episode: Episode, *, ids: Mapping[str, int] | None = None, wanted: Wanted | None = None) -> int:
    """Keep what `episode` tells; how many facts are new. `ids` gives facts that were read before their old ids."""
    if not teaches(tx, episode):
        return 0
    new = 0
    names = {word for word in _FIRST.findall(episode.text[:MOST]) if who.find(tx, word) is not None}
    for proposed in propose(episode.text, episode.who, episode.at, born=_born(tx, episode), names=names):
        new += take(tx, episode, proposed, ids=ids or {}, wanted=wanted) is not None
    return new


def take(
    tx: Tx, episode: Episode, proposed: Proposed, *, ids: Mapping[str, int], wanted: Wanted | None = None
) -> int | None:
    """Weigh one proposed fact against what is known and keep what follows; its id where it is new."""
    proposed, about = _placed(tx, episode, proposed)
    if wanted is not None and not wanted(about, proposed.slot):
        return None
    return weigh(tx, episode, proposed, about, ids=ids)


def weigh(
    tx: Tx, episode: Episode, proposed: Proposed, about: int | None, *, ids: Mapping[str, int], text: str | None = None
) -> int | None:
    """As `take`, for one whose person is known; `text` is its sentence where that is known too."""
    key = f"{episode.id}:{proposed.start}:{proposed.end}:{proposed.slot}:{proposed.rule}"
    if facts.by_key(tx, key) is not None:
        return None
    known = facts.of_slot(tx, proposed.slot, who.same_as(tx, about) if about is not None else ())
    verdict = settle(known, proposed, episode.at)
    span = Span(episode.id, proposed.start, proposed.end)
    if verdict.act == "source" and verdict.source_of is not None:
        _again(tx, verdict.source_of, span, proposed)
    if verdict.act != "add":
        return None
    new = _new(key, about, proposed, episode, verdict, span)
    id = facts.add(tx, replace(new, text=text) if text else new, ids.get(key))
    _settle(tx, id, verdict)
    _link(tx, id, proposed.slot, about)
    return id


def _again(tx: Tx, id: int, span: Span, proposed: Proposed) -> None:
    facts.add_source(tx, id, span)
    if proposed.since is not None and proposed.change != "ended":
        facts.begin(tx, id, proposed.since.start, proposed.since.precision)
    (kept,) = facts.by_id(tx, [id])
    if kept.doubt is not None:
        facts.doubt(tx, id, None)  # said anew, so it holds


def _new(key: str, about: int | None, proposed: Proposed, episode: Episode, verdict: Verdict, span: Span) -> New:
    since, until = proposed.since, proposed.until
    name = proposed.subject.name or (f"Your {proposed.subject.relation}" if proposed.subject.relation else None)
    ended = until.start if until is not None and proposed.change == "past" else until.end if until else verdict.ended_at
    return New(
        key=key,
        about=about,
        slot=proposed.slot,
        value=proposed.value or OVER,
        text=_text(proposed, episode, name),
        how=proposed.how,
        who=proposed.who,
        trust=trust_of(proposed.how, proposed.who),
        rule=proposed.rule,
        over=proposed.change == "ended",
        secret=proposed.secret,
        valid_from=since.start if since else None,
        from_precision=since.precision if since else None,
        valid_to=ended,
        to_precision=until.precision if until else None,
        learned_at=episode.at,
        sources=(span,),
    )


def _text(proposed: Proposed, episode: Episode, name: str | None) -> str:
    if proposed.slot.startswith("when:"):  # its name is put in another order, so the words themselves read better
        told = episode.text[proposed.start : proposed.end].strip()
        return f"{told[:1].upper()}{told[1:].rstrip('.')}."
    return sentence(proposed.slot, proposed.value, name, over=proposed.change == "ended")


def _settle(tx: Tx, id: int, verdict: Verdict) -> None:
    for closing in verdict.closes:
        facts.supersede(tx, closing.fact, id, closing.why, closing.until, closing.precision)
        if closing.until is not None:
            facts.shake(tx, closing.fact)
    if verdict.gives_way_to is not None and verdict.why is not None:
        facts.supersede(tx, id, verdict.gives_way_to, verdict.why)
    if verdict.ask:
        facts.doubt(tx, id, "ask", verdict.against)


def _link(tx: Tx, id: int, slot: str, about: int | None) -> None:
    """A commute rests on the home and the work of now."""
    for ground in RESTS_ON.get(slot, ()):
        for kept in facts.of_slot(tx, ground, who.same_as(tx, about) if about is not None else ()):
            if kept.live and not kept.over:
                facts.depend(tx, id, kept.fact.id)


def _placed(tx: Tx, episode: Episode, proposed: Proposed) -> tuple[Proposed, int | None]:
    """Whom it is about: the person, an animal of theirs (a slot of its own), or somebody in `people`."""
    subject = proposed.subject
    if subject.self:
        return replace(proposed, slot=_event(tx, proposed.slot)), None
    pet = _pet(tx, subject) if proposed.slot != "relation" else None
    if pet is not None:
        return _about_pet(proposed, pet), None
    start, end = (subject.start, subject.end) if subject.end > subject.start else (proposed.start, proposed.end)
    return proposed, who.mention(tx, subject.name, subject.relation, Span(episode.id, start, end))


def _event(tx: Tx, slot: str) -> str:
    """The slot of the one thing of that name that has a time already: "my flight" is the flight to Faro."""
    if not slot.startswith("when:"):
        return slot
    same = {kept.fact.slot for kept in facts.of_slots(tx, "when:") if same_event(kept.fact.slot, slot)}
    return same.pop() if len(same) == 1 else slot


def _pet(tx: Tx, subject: Subject) -> str | None:
    if subject.relation and is_pet(subject.relation):
        return subject.name or subject.relation
    if subject.name and any(subject.name in kept.fact.value.split() for kept in facts.of_slot(tx, "pet")):
        return subject.name
    return None


def _about_pet(proposed: Proposed, pet: str) -> Proposed:
    return replace(proposed, subject=SELF, slot=f"{PETS_SLOT}{proposed.slot}:{pet.lower()}")


def _born(tx: Tx, episode: Episode) -> date | None:
    """The person's birthday, where this text counts from it and a year was told."""
    if episode.who != PERSON or not _AGED.search(episode.text):
        return None
    for kept in facts.of_slot(tx, "birthday"):
        year = _YEAR.search(kept.fact.value)
        if kept.live and year is not None and kept.fact.valid_from is not None:
            return kept.fact.valid_from.date()
    return None


def current(kept: Kept, now: datetime) -> bool:
    """Believed now, and not over in the world."""
    return kept.live and not kept.over and (kept.fact.valid_to is None or kept.fact.valid_to > now)
