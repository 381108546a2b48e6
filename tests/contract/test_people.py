"""Who is meant, on the real file: names and relations brought to one person, merges taken back, forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from samantha.errors import PersonError
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, migrations
from samantha.store import people as rows
from samantha.store.connection import close
from samantha.store.opening import open_writer
from samantha.store.transaction import transact
from samantha.types import Draft, Span

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = bytes(32)


class Life:
    """A journal in which things are said, an hour apart."""

    def __init__(self, db: apsw.Connection) -> None:
        self.db = db
        self.hours = 0

    def say(self, text: str, name: str | None = None, relation: str | None = None, *, words: str = "") -> int:
        """Say `text`, in which somebody comes up; gives the person's id."""
        self.hours += 1
        draft = Draft(AT + timedelta(hours=self.hours), "heard", "person", text)

        def write(tx: Tx) -> int:
            episode = episodes.append(tx, draft)
            start = text.index(words or name or text)
            return who.mention(tx, name, relation, Span(episode.id, start, start + len(words or name or text)))

        return transact(self.db, write, write=True)

    def ask(self, text: str) -> tuple[tuple[str, ...], str | None] | None:
        """Names and relation of the one called `text`."""
        found = transact(self.db, lambda tx: who.find(tx, text), write=False)
        return (found.names, found.relation) if found else None

    def all(self) -> list[object]:
        """Everything there is to see of everybody."""
        return transact(
            self.db,
            lambda tx: [
                (who.person(tx, id), rows.called(tx, who.same_as(tx, id)), rows.mentions(tx, who.same_as(tx, id)))
                for id in rows.everybody(tx)
            ],
            write=False,
        )

    def forget(self, *ids: int) -> None:
        """What forgetting does: every table's own condition."""

        def go(tx: Tx) -> None:
            tx.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
            tx.execute("DELETE FROM going")
            tx.executemany("INSERT INTO going VALUES (?)", [(id,) for id in ids])
            for table, stands in reversed(migrations.TABLES.items()):
                if stands.condition is not None:
                    tx.execute(f"DELETE FROM {table} WHERE {stands.condition}")

        transact(self.db, go, write=True)


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    db = open_writer(tmp_path, KEY)
    yield Life(db)
    close(db)


def test_a_name_and_a_relation_told_together_are_one_person(life: Life) -> None:
    rachel = life.say("My sister Rachel called.", "Rachel", "sister")
    assert life.say("Rachel is late.", "Rachel") == rachel
    assert life.say("My sister is late.", None, "sister", words="My sister") == rachel
    assert life.ask("my sister") == life.ask("rachel") == (("Rachel",), "sister")


def test_a_relation_known_first_gets_its_name(life: Life) -> None:
    mother = life.say("Mum rang.", "Mum", "mother")
    assert life.say("My mother Helen is here.", "Helen", "mother") == mother
    assert life.say("I saw my mom.", None, "mom", words="my mom") == mother
    assert life.ask("Helen") == (("Helen", "Mum"), "mother")


def test_a_mother_and_a_helen_become_one_when_the_words_say_so_and_can_be_parted(life: Life) -> None:
    mother = life.say("Mum rang.", "Mum")
    helen = life.say("Helen rang.", "Helen")
    assert mother != helen
    before = life.all()
    life.say("My mother Helen rang.", "Helen", "mother")
    assert life.ask("Helen") == life.ask("mum") == (("Helen", "Mum"), "mother")
    assert set(transact(life.db, lambda tx: who.same_as(tx, helen), write=False)) == {mother, helen}
    transact(life.db, lambda tx: who.unmerge(tx, helen, AT), write=True)
    assert life.ask("mum") == (("Mum",), "mother")
    assert len(life.all()) == len(before) == 2
    life.say("My mother Helen rang again.", "Helen", "mother")
    assert len(life.all()) == 2, "what the person took apart, no rule joins"


def test_two_of_one_name_are_told_apart_by_relation(life: Life) -> None:
    work = life.say("Anna from work laughed.", "Anna", "colleague")
    aunt = life.say("My aunt Anna is eighty.", "Anna", "aunt")
    assert work != aunt
    assert life.say("My colleague Anna left.", "Anna", "colleague") == work
    assert life.say("Anna says hello.", "Anna") == work, "who came up last"
    assert life.say("My boss Anna rang.", "Anna", "boss") == work, "a colleague may become the boss"


@pytest.mark.parametrize(
    ("one", "other"), [("boyfriend", "ex"), ("fiancé", "husband"), ("friend", "neighbour"), ("colleague", "manager")]
)
def test_what_one_person_becomes_is_no_second_person(life: Life, one: str, other: str) -> None:
    tom = life.say("Tom is here.", "Tom", one)
    assert life.say("Tom rang.", "Tom", other) == tom
    assert life.ask("Tom") == (("Tom",), "boss" if other == "manager" else other)


def test_after_an_ex_my_boyfriend_is_somebody_new(life: Life) -> None:
    tom = life.say("My boyfriend Tom cooks.", "Tom", "boyfriend")
    life.say("My ex Tom moved.", "Tom", "ex")
    assert life.say("My boyfriend cooks.", None, "boyfriend", words="My boyfriend") != tom


def test_my_boss_is_the_last_one_called_so(life: Life) -> None:
    life.say("My boss Carol is kind.", "Carol", "boss")
    dave = life.say("My new boss Dave is not.", "Dave", "boss")
    assert life.say("My boss shouted.", None, "boss", words="My boss") == dave


def test_of_two_sisters_my_sister_is_the_one_spoken_of_and_said_to_be_unsure(life: Life) -> None:
    life.say("My sister Amy sings.", "Amy", "sister")
    rachel = life.say("My sister Rachel sings.", "Rachel", "sister")
    assert life.say("My sister is ill.", None, "sister", words="My sister") == rachel
    seen = transact(life.db, lambda tx: rows.mentions(tx, [rachel]), write=False)
    assert [mention.how for mention in seen] == ["said", "inferred"]


def test_rachels_boy_is_found_by_her_other_names(life: Life) -> None:
    life.say("My sister Rachel called.", "Rachel", "sister")
    boy = life.say("Rachel's boy is six.", None, "Rachel's boy", words="Rachel's boy")
    assert life.say("My sister's son is six.", None, "sister's son", words="My sister's son") == boy
    assert life.say("Rachel's boy Leo is six.", "Leo", "Rachel's boy") == boy
    assert life.ask("Leo") == (("Leo",), "rachel's son")


def test_titles_full_names_and_addresses(life: Life) -> None:
    ortega = life.say("Dr. Ortega rang.", "Dr. Ortega", "doctor")
    assert life.say("Ortega again.", "Ortega") == ortega
    tom = life.say("Tom came.", "Tom")
    assert life.say("Tom Baker came.", "Tom Baker") == tom
    assert life.say("Tom Hill came.", "Tom Hill") != tom
    assert life.ask("Tom Baker") == (("Tom", "Tom Baker"), None)


def test_the_same_words_read_twice_or_by_two_rules_are_one_mention(life: Life) -> None:
    text = "My sister Rachel called Rachel's boy."
    life.say("Nothing.", "Nothing")

    def read(tx: Tx) -> list[int]:
        id = episodes.append(tx, Draft(AT, "heard", "person", text, key="one")).id
        ids = [who.mention(tx, "Rachel", "sister", Span(id, 0, 16)), who.mention(tx, "Rachel", None, Span(id, 10, 16))]
        return [*ids, who.mention(tx, None, "Rachel's boy", Span(id, 24, 36), met=date(2026, 3, 2))]

    first = transact(life.db, read, write=True)
    before = life.all()
    assert transact(life.db, read, write=True) == first
    assert life.all() == before
    assert first[0] == first[1] != first[2]


def test_nobody_is_merged_with_oneself_and_nobody_single_is_parted(life: Life) -> None:
    amy, ben = life.say("Amy.", "Amy"), life.say("Ben.", "Ben")
    with pytest.raises(PersonError) as single:
        transact(life.db, lambda tx: who.unmerge(tx, amy, AT), write=True)
    transact(life.db, lambda tx: who.merge(tx, amy, ben, AT), write=True)
    with pytest.raises(PersonError) as same:
        transact(life.db, lambda tx: who.merge(tx, ben, amy, AT), write=True)
    with pytest.raises(PersonError) as unknown:
        transact(life.db, lambda tx: who.merge(tx, amy, 99, AT), write=True)
    assert [e.value.code for e in (single, same, unknown)] == ["person.single", "person.same", "person.unknown"]


def test_who_is_forgotten_everywhere_is_gone_with_every_name(life: Life) -> None:
    life.say("My sister Rachel called.", "Rachel", "sister")
    life.say("Rachel is late.", "Rachel")
    amy = life.say("Amy is late.", "Amy")
    life.forget(1)
    assert life.ask("Rachel") == (("Rachel",), None)
    assert life.ask("sister") is None
    life.forget(2)
    assert life.ask("Rachel") is None
    assert [row[0] for row in transact(life.db, lambda tx: list(tx.execute("SELECT id FROM people")), write=False)] == [
        amy
    ]


def test_reading_everything_anew_keeps_ids_edits_and_what_was_taken_apart(life: Life) -> None:
    mum, helen = life.say("Mum rang.", "Mum"), life.say("Helen rang.", "Helen")
    life.say("Gone is a rule that read this.", "Gone")

    def edit(tx: Tx) -> None:
        rows.call(tx, rows.Called(helen, "name", "Ilona", "ilona", "corrected"))
        who.merge(tx, helen, mum, AT)

    def anew(tx: Tx) -> None:
        rows.begin_anew(tx)
        who.mention(tx, "Mum", None, Span(1, 0, 3))
        who.mention(tx, "Helen", None, Span(2, 0, 5))
        rows.end_anew(tx)

    transact(life.db, edit, write=True)
    before = life.all()
    transact(life.db, anew, write=True)
    assert life.all() == before[:1]
    assert life.ask("mum") == (("Ilona", "Helen", "Mum"), "mother")
