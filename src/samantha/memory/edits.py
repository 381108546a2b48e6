"""The person's own edits of what is believed: correct, retire, take back.

Guarantees: an edit is an episode of the person's own, outranks every rule and every model, and is made again by each
rebuild at its place in time; it holds none of the words it corrects, so that those can be forgotten by themselves.
Does not: change an episode that was there before.
"""

from __future__ import annotations

from datetime import datetime

from samantha.errors import FactError
from samantha.memory.extract import propose
from samantha.memory.facts import is_one, sentence, told_by_person, trust_of
from samantha.memory.learn import EDITS
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts
from samantha.store.factrow import Correction, Kept, New
from samantha.types import PERSON, Draft, Episode, Span

TOOK_BACK = "I took back something that was believed here."
"""The words of an edit that only retires: they must not repeat what is not to be believed."""


def correct(tx: Tx, id: int, text: str, now: datetime) -> Kept:
    """What holds instead of fact `id`: a value ("Ghent") or a sentence ("I live in Ghent"). Raises FactError."""
    old = find(tx, id)
    said = " ".join(text.split())
    if not said:
        raise FactError("There is nothing to put in its place.", "Say what holds, or retire it.", code="fact.empty")
    value, statement = _read(tx, old, said, now)
    episode = _journal(tx, statement, now)
    number = facts.correct(tx, episode.id, old, value)
    return apply(tx, Correction(number, episode.id, old.key, old.fact.about, old.fact.slot, value, False), episode)


def retire(tx: Tx, id: int, now: datetime) -> Kept:
    """Fact `id` is not to be believed; what it had taken the place of holds again. Raises FactError."""
    old = find(tx, id)
    if old.fact.retired_at is not None:
        raise FactError("That is not believed any more.", "Nothing was changed.", code="fact.retired")
    episode = _journal(tx, TOOK_BACK, now)
    number = facts.correct(tx, episode.id, old, None)
    apply(tx, Correction(number, episode.id, old.key, old.fact.about, old.fact.slot, None, False), episode)
    return find(tx, id)


def apply(tx: Tx, edit: Correction, episode: Episode, id: int | None = None) -> Kept:
    """Do what an edit says; also when the fact it corrected is not read any more. Gives what holds now."""
    old = facts.by_key(tx, edit.key)
    if edit.value is None:
        if old is None:
            return _nothing(edit)
        facts.retire(tx, old.fact.id, episode.at, "retired")
        facts.reopen(tx, old.fact.id)
        return old
    live = [kept for kept in facts.of_slot(tx, edit.slot, _ids(tx, edit.about)) if kept.live]
    new = facts.add(tx, _new(tx, edit, episode, edit.value), id)
    if old is not None:
        facts.retire(tx, old.fact.id, episode.at, "corrected", new)
        facts.reopen(tx, old.fact.id, instead=new)
        facts.shake(tx, old.fact.id)
    if is_one(edit.slot):
        for kept in live:
            if old is None or kept.fact.id != old.fact.id:
                facts.supersede(tx, kept.fact.id, new, "corrected")
    return facts.by_id(tx, [new])[0]


def find(tx: Tx, id: int) -> Kept:
    """The fact with this id. Raises FactError."""
    found = facts.by_id(tx, [id])
    if not found:
        raise FactError(f"There is no fact {id}.", "`samantha memory facts` lists them with their numbers.")
    return found[0]


def key_of_edit(edit: Correction) -> str:
    """The key of the fact that an edit makes."""
    return f"edit:{edit.id}"


def name_of(tx: Tx, about: int | None) -> str | None:
    """Whom a fact is about, in words; None for the person."""
    if about is None:
        return None
    person = who.person(tx, about)
    return person.names[0] if person.names else f"Your {person.relation}" if person.relation else "Somebody"


def _read(tx: Tx, old: Kept, said: str, now: datetime) -> tuple[str, str]:
    """The value, and the words to journal: the person's own where they are a sentence about the same thing."""
    for proposed in propose(said, PERSON, now):
        same = proposed.slot == old.fact.slot or (old.fact.slot.endswith(proposed.slot) and not proposed.subject.self)
        if same and proposed.subject.self == (old.fact.about is None) and proposed.change != "ended":
            return proposed.value, said
    return said, told_by_person(old.fact.slot, said, name_of(tx, old.fact.about))


def _new(tx: Tx, edit: Correction, episode: Episode, value: str) -> New:
    at = episode.text.find(value)
    span = Span(episode.id, at, at + len(value)) if at >= 0 else Span(episode.id, 0, len(episode.text))
    return New(
        key=key_of_edit(edit),
        about=edit.about,
        slot=edit.slot,
        value=value,
        text=sentence(edit.slot, value, name_of(tx, edit.about)),
        how="corrected",
        who=PERSON,
        trust=trust_of("corrected", PERSON),
        rule="edit",
        over=False,
        secret=False,
        valid_from=None,
        from_precision=None,
        valid_to=None,
        to_precision=None,
        learned_at=episode.at,
        sources=(span,),
    )


def _journal(tx: Tx, text: str, now: datetime) -> Episode:
    return episodes.append(tx, Draft(now, "wrote", PERSON, text, thread=EDITS, origin="edit"))


def _ids(tx: Tx, about: int | None) -> tuple[int, ...]:
    return who.same_as(tx, about) if about is not None else ()


def _nothing(edit: Correction) -> Kept:
    raise FactError(f"What edit {edit.id} retired is not read any more.", "Nothing was changed.", code="fact.gone")
