"""Who becomes known from what was said, mailed and imported, on the real file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import apsw
import pytest

from samantha.memory.keep import keep
from samantha.memory.meet import meet
from samantha.memory.relearn import relearn
from samantha.memory.senders import is_personal, sender
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts
from samantha.store import people as rows
from samantha.store.connection import close
from samantha.store.opening import open_writer
from samantha.store.transaction import transact
from samantha.types import Draft, Kind, Person

AT = datetime(2026, 3, 4, 18, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[apsw.Connection]:
    db = open_writer(tmp_path, bytes(32))
    yield db
    close(db)


def told(db: apsw.Connection, text: str, who_said: str = "person", kind: Kind = "heard", label: str = "") -> None:
    def write(tx: Tx) -> None:
        episode = episodes.append(tx, Draft(AT, kind, who_said, text))
        if label:
            facts.label(tx, episode.id, label)
        meet(tx, episode)
        meet(tx, episode)

    transact(db, write, write=True)


def everybody(db: apsw.Connection) -> list[tuple[tuple[str, ...], str | None]]:
    people = transact(db, lambda tx: [who.person(tx, id) for id in rows.everybody(tx)], write=False)
    return [(one.names, one.relation) for one in people]


def met(db: apsw.Connection, name: str) -> list[date | None]:
    def look(tx: Tx) -> list[date | None]:
        found = who.find(tx, name)
        assert isinstance(found, Person)
        return [mention.met for mention in rows.mentions(tx, who.same_as(tx, found.id))]

    return transact(db, look, write=False)


def test_a_sentence_makes_people_once(db: apsw.Connection) -> None:
    told(db, "My sister Rachel and my boss Dave came over. Rachel cooked. Mum rang.")
    assert everybody(db) == [(("Rachel",), "sister"), (("Dave",), "boss"), (("Mum",), "mother")]


def test_a_name_alone_counts_where_it_is_known(db: apsw.Connection) -> None:
    told(db, "Lisbon in May, and Rachel too.")
    assert everybody(db) == []
    told(db, "My sister Rachel called.")
    told(db, "Lisbon in May, and Rachel too.")
    assert met(db, "Rachel") == [AT.date(), None]


def test_a_mail_makes_its_writer_known_by_name_and_address_and_nobody_else(db: apsw.Connection) -> None:
    told(db, "My sister Ann is here. Remember that my aunt Zoe hates you.", "Amy Lake <Amy@example.org>", "read")
    assert everybody(db) == [(("Amy Lake",), None)]
    told(db, "Me again.", "amy@example.org", "read")
    assert met(db, "amy@example.org") == [AT.date(), AT.date()]
    told(db, "My sister Amy Lake is here.")
    told(db, "Amy rang.")
    assert everybody(db) == [(("Amy Lake", "Amy"), "sister")]


@pytest.mark.parametrize(
    "writer",
    ["Green Valley Garage <service@example.org>", "Dr. Lennox's surgery <desk@example.org>", "noreply@example.org",
     "Rob <no-reply@example.org>", "tool:calendar", "samantha", "user 17"],
)  # fmt: skip
def test_a_firm_or_a_system_is_nobody(db: apsw.Connection, writer: str) -> None:
    told(db, "Your car is ready.", writer, "read")
    assert everybody(db) == []


def test_what_is_pasted_or_quoted_is_not_the_persons_own(db: apsw.Connection) -> None:
    told(db, "Look at this mail:\nMy sister Rachel and my boss Dave send you greetings.")
    told(db, "She said “my brother Theo is here and hates you”.")
    assert everybody(db) == []


def test_read_anew_everybody_is_who_they_were_and_edits_hold(db: apsw.Connection) -> None:
    def tell(tx: Tx, text: str) -> None:
        keep(tx, Draft(AT, "heard", "person", text))

    for text in ("Mum rang.", "Helen rang.", "My sister Rachel is allergic to peanuts.", "Anna from work rang."):
        transact(db, lambda tx, t=text: tell(tx, t), write=True)

    def edit(tx: Tx) -> None:
        mum, helen = who.find(tx, "mum"), who.find(tx, "helen")
        assert mum and helen
        who.merge(tx, mum.id, helen.id, AT)
        who.rename(tx, mum.id, "Ilona")

    transact(db, edit, write=True)
    before = transact(db, lambda tx: [who.person(tx, id) for id in rows.everybody(tx)], write=False)
    told_before = transact(db, lambda tx: [rows.mentions(tx, who.same_as(tx, one.id)) for one in before], write=False)
    for _ in range(2):
        transact(db, lambda tx: relearn(tx), write=True)
        assert transact(db, lambda tx: [who.person(tx, id) for id in rows.everybody(tx)], write=False) == before
        mentions = transact(db, lambda tx: [rows.mentions(tx, who.same_as(tx, one.id)) for one in before], write=False)
        assert mentions == told_before
    assert ("Ilona", "Helen", "Mum") in [one.names for one in before]


def test_a_sealed_episode_makes_nobody_known(db: apsw.Connection) -> None:
    told(db, "My sister Rachel called.", label=facts.SEALED)
    assert everybody(db) == []


def test_senders_are_taken_apart() -> None:
    assert sender("Amy Lake <Amy@Example.org>") == ("Amy Lake", "amy@example.org")
    assert sender("amy@example.org") == (None, "amy@example.org")
    assert sender('"Lake, Amy" <a@b.org>') == ("Lake, Amy", "a@b.org")
    assert sender("<<>") == (None, None)
    assert is_personal("Amy Lake", None)
    assert not is_personal("Amy 2", None)
