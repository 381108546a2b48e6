"""Merging and taking back, in any order: what is shown is always that of the merges that hold, and nothing is lost."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from samantha.errors import PersonError
from samantha.memory.keep import keep
from samantha.people import who
from samantha.people.card import Card, cards
from samantha.ports import Tx
from samantha.store import people as rows
from samantha.store.connection import close
from samantha.store.opening import open_writer
from samantha.store.transaction import transact
from samantha.types import Draft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAYINGS = [
    "My sister Rachel rang.", "Rachel rang.", "Mum rang.", "My mother Helen rang.", "Helen rang.", "My boss Tom rang.",
    "Tom rang me.", "My aunt Anna rang.", "Anna from work rang.", "My sister rang.", "I called Tom and Helen.",
]  # fmt: skip


class Circle(RuleBasedStateMachine):
    """Says things, merges, takes back; and remembers everybody as they were before each merge of the person's."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = open_writer(Path(self.folder.name), bytes(32))
        self.before: list[tuple[int, list[Card]]] = []

    def everybody(self) -> list[Card]:
        return transact(self.db, cards, write=False)

    def ids(self) -> list[int]:
        return transact(self.db, rows.everybody, write=False)

    @rule(text=st.sampled_from(SAYINGS))
    def say(self, text: str) -> None:
        """Something is said: what stood before a merge is another thing from now on."""
        transact(self.db, lambda tx: keep(tx, Draft(AT, "heard", "person", text)), write=True)
        self.before.clear()

    @precondition(lambda self: len(self.ids()) >= 2)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Two become one."""
        kept, gone = data.draw(st.lists(st.sampled_from(self.ids()), min_size=2, max_size=2, unique=True))
        before = self.everybody()
        transact(self.db, lambda tx: who.merge(tx, kept, gone, AT), write=True)
        self.before.append((gone, before))
        assert len(self.ids()) + 1 == len(before)

    @precondition(lambda self: self.before)
    @rule()
    def take_back(self) -> None:
        """The last merge is taken back: everybody is exactly who they were."""
        gone, before = self.before.pop()
        transact(self.db, lambda tx: who.unmerge(tx, gone, AT), write=True)
        assert self.everybody() == before

    @precondition(lambda self: self.ids())
    @rule(data=st.data())
    def merge_with_oneself(self, data: st.DataObject) -> None:
        """Refused, whichever id of the person is used."""
        one = data.draw(st.sampled_from(self.ids()))
        for id in transact(self.db, lambda tx: who.same_as(tx, one), write=False):
            try:
                transact(self.db, lambda tx, id=id: who.merge(tx, one, id, AT), write=True)
            except PersonError as error:
                assert error.code == "person.same"
            else:
                raise AssertionError("merged with oneself")

    @invariant()
    def everybody_is_somebody_once(self) -> None:
        """Each id belongs to one person, each mention is shown with one, and nobody is without words."""

        def look(tx: Tx) -> None:
            families = [who.same_as(tx, id) for id in rows.everybody(tx)]
            ids = [id for family in families for id in family]
            assert len(ids) == len(set(ids))
            assert sorted(ids) == [int(row[0]) for row in tx.execute("SELECT id FROM people ORDER BY id")]
            total = next(int(row[0]) for row in tx.execute("SELECT count(*) FROM mentions"))
            assert sum(len(rows.mentions(tx, family)) for family in families) == total
            assert all(rows.mentions(tx, [id]) for id in ids)

        transact(self.db, look, write=False)

    def teardown(self) -> None:
        """Close the journal."""
        close(self.db)
        self.folder.cleanup()


TestCircle = Circle.TestCase
TestCircle.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
