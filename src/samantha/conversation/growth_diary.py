"""The diary of how she changes with the person: what is wished is in force at once, what is proposed waits for a word.

Guarantees: an entry comes into force in the transaction that journals what she said about it, or by the person's own
command; what was refused or taken back is not proposed again; one proposal is open at a time, and one a week at most.
Does not: change anything unseen. What a kind means is `growth`'s, where it is kept `store.growth`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from samantha.conversation.growth import (
    CHOICES,
    Bent,
    Proposal,
    Subject,
    allowed,
    asked_first,
    bend,
    subject_of,
    value_of,
)
from samantha.conversation.growth_wishes import Wish, answer, hear_wishes, yours
from samantha.errors import GrowthError
from samantha.memory.keep import keep
from samantha.people import who
from samantha.ports import Tx
from samantha.store import growth as rows
from samantha.store import settings
from samantha.store.growth import Entry
from samantha.types import Draft, Episode

PROPOSE_EVERY = timedelta(days=7)
"""At most one proposal in so long."""
MENTIONED = "growth.mentioned"
"""The number of the proposal that the person was last told of."""
_MOST_QUOTED = 160


@dataclass(frozen=True, slots=True)
class Wished:
    """What of a turn is a wish about her manner, and what she says to it."""

    wishes: tuple[Wish, ...]
    """Those that change something; none where all of it stands already."""
    answer: str
    rest: str
    """What else was said in the turn."""


def manner(tx: Tx, wishes: Sequence[Wish] = ()) -> Bent:
    """Her manner of being with this person, now; `wishes` were just heard and count already."""
    bent = bend([*rows.in_force(tx), *((wish.kind, wish.value) for wish in wishes)])
    if not bent.leave_alone:
        return bent
    return replace(bent, leave_alone=tuple(_named(tx, subject) for subject in bent.leave_alone))


def hear(tx: Tx, said: str) -> Wished | None:
    """The wishes in what was just said; None where there is none."""
    wishes, rest = hear_wishes(said)
    if not wishes:
        return None
    now = manner(tx)
    new = [wish for wish in wishes if not value_of(now, wish.kind, wish.value)]
    if new:
        return Wished(tuple(new), answer(new), rest)
    known = {(entry.kind, entry.value) for entry in rows.everything(tx)}
    if any((wish.kind, wish.value) in known for wish in wishes):
        return Wished((), answer(wishes, already=True), rest)
    return None  # she is so anyway, and nobody needs a diary for that


def record(tx: Tx, draft: Draft, heard: Episode, wishes: tuple[Wish, ...]) -> Episode:
    """Journal what she said to `heard`, together with the entries of what was wished there, which hold from now on."""
    said = keep(tx, draft)
    for wish in wishes:
        quoted = wish.words if len(wish.words) <= _MOST_QUOTED else f"{wish.words[: _MOST_QUOTED - 1]}…"
        entry = rows.add(tx, wish.kind, wish.value, f"You said: “{quoted}”", "wish", (heard.id,), said.at)
        rows.decide(tx, entry, "accepted", said.at)
    return said


def propose(tx: Tx, proposals: list[Proposal], now: datetime) -> int | None:
    """Write down the first of these that is new, to wait for the person's word; its number, or None for none."""
    last = rows.last_proposed(tx)
    if rows.of_state(tx, "proposed") or (last is not None and timedelta() <= now - last < PROPOSE_EVERY):
        return None
    there = manner(tx)
    known = {(entry.kind, entry.value) for entry in rows.everything(tx) if entry.state in ("refused", "undone")}
    for one in proposals:
        new = (one.kind, one.value) not in known and not value_of(there, one.kind, one.value)
        if new and allowed(one.kind, one.value):
            return rows.add(tx, one.kind, one.value, one.reason, "pattern", one.sources, now)
    return None


def accept(tx: Tx, id: int, now: datetime) -> Entry:
    """It holds from now on, also where it was refused or taken back before. Raises GrowthError."""
    if _entry(tx, id).state == "accepted":
        raise GrowthError("That holds already.", f"`samantha growth undo {id}` takes it back.", code="growth.decided")
    return _decide(tx, id, "accepted", now)


def refuse(tx: Tx, id: int, now: datetime) -> Entry:
    """ "Not me": it does not hold, and is not proposed again. Raises GrowthError."""
    state = _entry(tx, id).state
    if state == "accepted":
        raise GrowthError("That holds already.", f"`samantha growth undo {id}` takes it back.", code="growth.decided")
    return _decide(tx, id, "refused", now)


def undo(tx: Tx, id: int | None, now: datetime) -> Entry:
    """Take back an entry, the latest where none is named: what held before holds again. Raises GrowthError."""
    found = rows.latest(tx) if id is None else _entry(tx, id)
    if found is None:
        raise GrowthError("Nothing holds that could be taken back.", "She is as she began.", code="growth.none")
    if found.state != "accepted":
        raise GrowthError(
            "That does not hold, so there is nothing to take back.", "`samantha growth` shows what does.",
            code="growth.decided",
        )  # fmt: skip
    return _decide(tx, found.id, "undone", now)


def holds_instead(tx: Tx, kind: str) -> str:
    """What holds of `kind` now, in its own word; empty for a name or a subject that nothing is set for."""
    held = [value for one, value in rows.in_force(tx) if one == kind]
    first: dict[str, str] = {str(one): values[0] for one, values in CHOICES.items()}
    return held[-1] if held else first.get(kind, "")


def called(tx: Tx, given: str | None) -> str | None:
    """What she calls the person: what the diary says, else the name they gave at the first start."""
    call = manner(tx).call
    return given if call is None else call or None


def welcome(tx: Tx, now: datetime, else_: str) -> str:
    """What she asks as a talk begins: now and then about a subject that they like to be asked about, else `else_`."""
    about = asked_first(manner(tx), now.date().toordinal())
    return f"How is it with {yours(about)}?" if about is not None else else_


def unmentioned(tx: Tx) -> int | None:
    """The open proposal that nobody was told of yet, or None."""
    newest = next((entry.id for entry in rows.of_state(tx, "proposed")), None)
    return None if newest is None or settings.get(tx, MENTIONED) == str(newest) else newest


def mentioned(tx: Tx, id: int) -> None:
    """The person was told that there is a proposal; once is enough."""
    settings.put(tx, MENTIONED, str(id))


def _decide(tx: Tx, id: int, state: rows.State, now: datetime) -> Entry:
    rows.decide(tx, id, state, now)
    return _entry(tx, id)


def _entry(tx: Tx, id: int) -> Entry:
    found = rows.by_id(tx, id)
    if found is None:
        raise GrowthError(f"There is no entry {id} in the diary.", "`samantha growth` lists them with their numbers.")
    return found


def _named(tx: Tx, subject: Subject) -> Subject:
    """With the names of somebody who is only called by a relation: "my ex" is Tom too."""
    person = who.find(tx, subject.told)
    return subject if person is None else subject_of(subject.told, person.names)
