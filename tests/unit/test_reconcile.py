"""Whatever is told in whatever order, one thing at a time is current, nothing is lost, and the person's edit stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from samantha.memory.facts import OVER, SELF, Change, Proposed, is_one, trust_of
from samantha.memory.reconcile import settle
from samantha.store.factrow import Kept
from samantha.types import Fact, How, Span

STATES: tuple[Change, ...] = ("state", "changed", "ended", "past")
HOWS: tuple[How, ...] = ("said", "said", "inferred", "imagined")
AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))


def telling(slot: str, value: str, change: Change, who: str, how: How, known: bool) -> Proposed:
    return Proposed(SELF, slot, value, 0, 4, change, "rule", who, how, known=known and change == "ended")


tellings = st.builds(
    telling,
    st.sampled_from(["home", "job", "my:boss", "learning", "allergy"]),
    st.sampled_from(["Brno", "Ghent", "Lisbon", "an old house in Ghent"]),
    st.sampled_from([*STATES, "state"]),
    st.sampled_from(["person", "person", "Amy"]),
    st.sampled_from(HOWS),
    st.booleans(),
)


def take(known: list[Kept], new: Proposed, at: datetime) -> list[Kept]:
    """As `learn.weigh`, on a list."""
    verdict = settle([kept for kept in known if kept.fact.slot == new.slot], new, at)
    if verdict.act != "add":
        return known
    id = len(known) + 1
    fact = Fact(
        *(id, None, new.slot, new.value or OVER, "", new.how, new.who, None, verdict.ended_at, at, None),
        sources=(Span(id, 0, 4),),
    )
    trust = trust_of(new.how, new.who)
    over = new.change == "ended"
    added = Kept(
        *(fact, f"{id}", trust, over, False, None, None, verdict.why, verdict.gives_way_to, "rule"),
        *("ask" if verdict.ask else None, verdict.against),
    )
    closed = {closing.fact: closing for closing in verdict.closes}
    out = [
        replace(kept, superseded_by=id, why=closed[kept.fact.id].why) if kept.fact.id in closed else kept
        for kept in known
    ]
    return [*out, added]


def history(told: Sequence[Proposed]) -> list[Kept]:
    known: list[Kept] = []
    for n, new in enumerate(told):
        known = take(known, new, AT + timedelta(days=n))
    return known


@given(st.lists(tellings, max_size=14))
def test_at_most_one_fact_of_a_slot_for_one_thing_is_current(told: list[Proposed]) -> None:
    known = history(told)
    for slot in {kept.fact.slot for kept in known if is_one(kept.fact.slot)}:
        assert len([kept for kept in known if kept.live and kept.fact.slot == slot]) <= 1


@given(st.lists(tellings, max_size=14))
def test_what_gave_way_gave_way_to_something_that_is_there(told: list[Proposed]) -> None:
    known = history(told)
    ids = {kept.fact.id for kept in known}
    for kept in known:
        assert kept.superseded_by is None or kept.superseded_by in ids - {kept.fact.id}
    for slot in {kept.fact.slot for kept in known}:
        assert any(kept.live for kept in known if kept.fact.slot == slot)


@given(st.lists(tellings, max_size=14))
def test_history_only_grows(told: list[Proposed]) -> None:
    known: list[Kept] = []
    for n, new in enumerate(told):
        after = take(known, new, AT + timedelta(days=n))
        assert [kept.fact for kept in after[: len(known)]] == [kept.fact for kept in known]
        known = after


@given(st.lists(tellings, min_size=1, max_size=14))
def test_a_weaker_word_never_takes_the_place_of_a_stronger(told: list[Proposed]) -> None:
    known = history(told)
    by_id = {kept.fact.id: kept for kept in known}
    for kept in known:
        if kept.superseded_by is not None and kept.why in {"changed", "ended"}:
            assert by_id[kept.superseded_by].trust >= kept.trust or kept.fact.how == "corrected"


@given(st.lists(tellings, min_size=1, max_size=8), st.lists(tellings, max_size=8))
def test_an_edit_gives_way_to_nothing_but_the_persons_own_change(before: list[Proposed], after: list[Proposed]) -> None:
    known = history(before)
    edit = Proposed(SELF, "home", "Oslo", 0, 4, "changed", "edit", "person", "corrected")
    known = take(known, edit, AT + timedelta(days=20))
    id = known[-1].fact.id
    for n, new in enumerate(after):
        known = take(known, new, AT + timedelta(days=21 + n))
        own = new.who == "person" and new.how == "said" and new.change in {"changed", "ended"} and new.slot == "home"
        if not known[id - 1].live:
            assert own
            return
