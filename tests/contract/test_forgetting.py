"""Forgetting in the store: everything that stands on an episode goes, comes back exactly, and the scan can see.

Guarantees: canaries. A planted word in a free page, in the log, among search terms, in another file is found, so that
finding nothing means something; with one step left out the receipt is not clean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from samantha.clock import FixedClock
from samantha.errors import StoreError
from samantha.memory.keep import keep as keep_draft
from samantha.ports import Tx
from samantha.store import episodes, forgetting, migrations, purge, receipts, rows, scan, search, sought
from samantha.store.connection import close
from samantha.store.opening import open_reader, open_writer
from samantha.store.pages import journal_pages
from samantha.store.upkeep import Upkeep
from samantha.types import Draft

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = bytes(range(32))
TOLD = (
    "My sister Rachel lives in Ghent.",
    "On Monday I was at the clinic, and Doctor Ortega took a biopsy.",
    "We ate plums in the garden, it was a long and lovely evening.",
    'She said "Zoë, das wird schon" and I believed her, more or less.',
    "Rachel was at the clinic with me; she is Bo's godmother.",
)
ABOUT_IT = (2, 5)
TERMS = {name for part in ("config", "data", "idx", "docsize") for name in (f"episode_words_{part}",)}
OURS = {"vector_losses", "forgets", "held", "sqlite_sequence", "receipts", "receipt_keys"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(AT)


@pytest.fixture
def keep(tmp_path: Path, clock: FixedClock) -> Iterator[Upkeep]:
    home = tmp_path / "home"
    home.mkdir()
    db = open_writer(home, KEY)
    yield tell(Upkeep(db, home, KEY, clock))
    close(db)


def tell(keep: Upkeep, more: int = 40) -> Upkeep:
    random = np.random.default_rng(7)

    def write(tx: Tx) -> None:
        plain = (f"On day {n} the weather was fine and nothing much happened at the lake." for n in range(more))
        for text in (*TOLD, *plain):
            new = keep_draft(tx, Draft(AT, "heard", "person", text, key=text[:20]))
            vector = random.normal(size=384)
            search.put_vector(tx, new.id, "test", (vector / np.linalg.norm(vector)).astype(np.float32))
        episodes.append(tx, Draft(AT, "said", "samantha", "I hope it heals.", reply_to=2))

    keep.run(write)
    return keep


def erase(keep: Upkeep, ids: tuple[int, ...] = ABOUT_IT) -> dict[str, Any]:
    return purge.erase(keep, purge.Request("topic", ids))["statement"]


def held_back(keep: Upkeep) -> rows.Fingerprint:
    found = keep.run(rows.fingerprint)
    return {table: value for table, value in found.items() if table not in TERMS | OURS}


def test_it_is_gone_from_rows_terms_vectors_and_every_byte(keep: Upkeep) -> None:
    statement = erase(keep)
    assert statement["proof"]["clean"] is True, statement["proof"]
    assert statement["rows"]["episodes"] == 2 and statement["rows"]["episode_vectors"] == 2
    assert statement["proof"]["before"]["found"]["text"] == 2
    assert statement["proof"]["before"]["found"]["vector"] == statement["proof"]["sought"]["vector"] == 4
    assert keep.run(search.words, "clinic", 9) == [] and keep.run(search.words, "Rachel", 9) != []
    again = keep.scan(sought.of_words(("clinic", "ORTEGA", "took a biopsy")))
    assert again.clean and again.hits == 0


def test_a_staying_reply_loses_only_its_pointer_and_an_undo_gives_everything_back(keep: Upkeep) -> None:
    before = held_back(keep)
    found = keep.run(search.words, "clinic rachel garden", 9)
    number = purge.hold(keep, purge.Request("topic", ABOUT_IT))
    [reply] = [e for e in keep.run(episodes.recent, 99) if e.who == "samantha"]
    assert reply.reply_to is None
    assert keep.run(search.words, "clinic", 9) == []
    assert held_back(keep) != before
    keep.run(episodes.append, Draft(AT, "heard", "person", "Something said meanwhile."))
    assert purge.undo(keep, number)["episodes"] == 2
    keep.run(lambda tx: tx.execute("DELETE FROM episode_words WHERE rowid = (SELECT max(id) FROM episodes)"))
    keep.run(lambda tx: tx.execute("DELETE FROM episodes WHERE id = (SELECT max(id) FROM episodes)"))
    assert held_back(keep) == before
    assert keep.run(search.words, "clinic rachel garden", 9) == found
    keep.run(lambda tx: tx.execute("INSERT INTO episode_words (episode_words, rank) VALUES ('integrity-check', 1)"))
    with pytest.raises(StoreError) as caught:
        purge.undo(keep, number)
    assert caught.value.code == "store.not_held"


def test_what_is_held_goes_when_its_time_is_over_and_gets_its_receipt(keep: Upkeep, clock: FixedClock) -> None:
    purge.hold(keep, purge.Request("episodes", (2, 5)))
    assert purge.settle(keep) == []
    clock.set(AT + timedelta(minutes=11))
    [receipt] = purge.settle(keep)
    proof = receipt["statement"]["proof"]
    assert proof["clean"] is True, proof
    assert proof["before"]["found"]["text"] == 2
    assert keep.run(forgetting.open_ones) == []
    assert purge.settle(keep) == []


def test_opening_finishes_what_was_cut_off_after_the_deleting(keep: Upkeep) -> None:
    def delete(tx: Any) -> int:
        return forgetting.note(tx, AT, "topic", forgetting.take(tx, ABOUT_IT), None)

    keep.run(delete)
    purge.settle_quietly(keep)
    [receipt] = keep.run(receipts.kept)
    assert receipt["statement"]["proof"]["clean"] is None
    assert keep.scan(sought.of_words(("clinic", "biopsy"))).clean


def test_a_receipt_is_signed_holds_no_word_and_is_noticed_when_changed(keep: Upkeep) -> None:
    receipt = purge.erase(keep, purge.Request("topic", ABOUT_IT))
    text = json.dumps(receipt).lower()
    assert not any(word in text for word in ("clinic", "ortega", "rachel", "biopsy"))
    ours = keep.run(receipts.keys)
    assert receipts.standing(json.loads(json.dumps(receipt)), ours) == "good"
    assert receipts.standing(receipt, frozenset()) == "another home"
    receipt["statement"]["rows"]["episodes"] = 1
    assert receipts.standing(receipt, ours) == "changed"
    assert receipts.standing({"anything": 1}, ours) == "changed"


def test_two_receipts_of_equal_rows_cannot_be_compared(keep: Upkeep) -> None:
    one = erase(keep)["root"]
    keep.run(episodes.append, Draft(AT, "heard", "person", TOLD[1], key=TOLD[1][:20]))
    assert erase(keep, (keep.run(episodes.recent, 1)[0].id,))["root"] != one


def test_equal_words_that_stay_are_no_failure_and_are_counted(keep: Upkeep) -> None:
    keep.run(episodes.append, Draft(AT, "heard", "person", TOLD[1]))
    statement = erase(keep, (2,))
    assert statement["proof"]["clean"] is True, statement["proof"]
    assert statement["proof"]["sought"]["shared_with_what_stays"] > 0
    assert not keep.scan(sought.of_words(("Ortega",))).clean


def planted(keep: Upkeep, where: str) -> None:
    def in_a_row(tx: Tx) -> None:
        tx.execute("CREATE TABLE planted (text TEXT)")
        tx.execute("INSERT INTO planted VALUES (?)", ("the clinic is planted here " * 400,))

    keep.run(in_a_row)
    if where == "a row":
        keep.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    elif where == "a free page":
        keep.db.execute("PRAGMA secure_delete = OFF").fetchall()
        keep.run(lambda tx: tx.execute("DROP TABLE planted"))
        keep.db.execute("PRAGMA secure_delete = ON").fetchall()
        keep.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    elif where == "the log":
        keep.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        keep.run(lambda tx: tx.execute("UPDATE planted SET text = 'the clinic'"))
    elif where == "another file":
        keep.run(lambda tx: tx.execute("DROP TABLE planted"))
        (keep.home / "sub").mkdir()
        (keep.home / "sub" / "stray").write_text("x" * (scan.BLOCK - 3) + "CLINIC")


@pytest.mark.parametrize("where", ["a row", "a free page", "the log", "another file"])
def test_the_scan_sees_a_planted_word(keep: Upkeep, where: str) -> None:
    words = sought.of_words(("clinic",))
    erase(keep)
    assert keep.scan(words).clean
    planted(keep, where)
    found = keep.scan(words)
    names = {place.name for place in found.places if place.hits}
    expected = {"the log": "journal.db-wal", "another file": "sub/stray"}.get(where, "journal.db")
    assert expected in names


@pytest.mark.parametrize("form", ["utf-16-le", "utf-16-be", "json", "upper"])
def test_the_scan_sees_other_ways_of_writing_it(keep: Upkeep, form: str) -> None:
    word = "Zoë Ortega"
    raw = {"json": json.dumps(word).encode(), "upper": word.upper().encode()}.get(form) or word.encode(form)
    (keep.home / "note").write_bytes(b"\x00\xff" + raw + b"\x01")
    found = keep.scan(sought.of_words((word,)))
    assert [place.name for place in found.places if place.hits and place.name == "note"]


def test_a_page_that_does_not_open_is_no_proof(keep: Upkeep) -> None:
    keep.scrub()
    path = keep.home / "journal.db"
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 + 100] ^= 1
    (keep.home / "copy").mkdir()
    (keep.home / "copy" / "journal.db").write_bytes(raw)
    found = scan.scan(keep.home / "copy", KEY, sought.of_words(("no such word",)).needles)
    assert found.unread == 1 and not found.clean
    assert all(page.opened for page in journal_pages(path, KEY))


def test_pages_opened_by_us_are_the_pages_that_sqlite_reads(keep: Upkeep) -> None:
    keep.run(lambda tx: tx.execute("DELETE FROM episode_vectors"))
    keep.scrub()
    pages = list(journal_pages(keep.home / "journal.db", KEY))
    # Read through the cipher's own file layer: every page of the file, free ones too.
    theirs = [keep.db.read("main", 0, n * 4096, 4096)[1] for n in range(len(pages))]
    assert [page.body[24:] for page in pages] == [body[24:4064] for body in theirs]
    assert all(page.opened for page in pages) and len(pages) > 50
    opened = b"".join(page.body for page in pages)
    assert all(text.encode() in opened for text in TOLD)
    assert not any(page.opened for page in journal_pages(keep.home / "journal.db", bytes(32)))


class Careless(Upkeep):
    """Leaves the scrubbing out, or never does it thoroughly."""

    def scrub(self, depth: int = 0) -> None:
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def test_without_secure_delete_and_scrubbing_the_receipt_is_not_clean(keep: Upkeep) -> None:
    keep.db.execute("PRAGMA secure_delete = OFF").fetchall()
    careless = Careless(keep.db, keep.home, KEY, keep.clock)
    proof = purge.erase(careless, purge.Request("topic", ABOUT_IT))["statement"]["proof"]
    assert proof["clean"] is False
    assert proof["after"]["hits"] > 0


def test_terms_that_fts_keeps_are_seen_and_the_thorough_scrubbing_takes_them(keep: Upkeep) -> None:
    keep.run(lambda tx: tx.execute("INSERT INTO episode_words (episode_words, rank) VALUES ('secure-delete', 0)"))
    lazy = Careless(keep.db, keep.home, KEY, keep.clock)
    what = keep.run(sought.sought, ABOUT_IT)
    keep.run(lambda tx: forgetting.take(tx, ABOUT_IT))
    keep.scrub()
    left = lazy.scan(what)
    assert left.found.keys() == {"stem", "word"} or left.rows > 0
    assert not left.clean
    keep.scrub(1)
    assert keep.scan(what).clean


def test_without_secure_delete_the_file_is_written_anew(keep: Upkeep) -> None:
    keep.db.execute("PRAGMA secure_delete = OFF").fetchall()
    keep.run(lambda tx: tx.execute("INSERT INTO episode_words (episode_words, rank) VALUES ('secure-delete', 0)"))
    assert erase(keep)["proof"]["clean"] is True


def test_another_reader_is_named_and_the_rest_is_done_later(keep: Upkeep) -> None:
    reader = open_reader(keep.home, KEY)
    reader.execute("BEGIN").fetchall()
    assert reader.execute("SELECT count(*) FROM episodes").fetchall()
    keep.db.set_busy_timeout(10)
    with pytest.raises(StoreError) as caught:
        erase(keep)
    assert caught.value.code == "store.busy"
    assert keep.run(forgetting.open_ones)[0].state == "purging"
    close(reader)
    purge.settle_quietly(keep)
    assert keep.run(forgetting.open_ones) == []


def test_what_is_not_there_is_forgotten_without_ado(keep: Upkeep) -> None:
    statement = erase(keep, (999,))
    assert statement["rows"] == {} and statement["proof"]["clean"] is True


def test_every_foreign_key_lets_go_of_what_is_deleted(keep: Upkeep) -> None:
    def keys_of(tx: Tx, table: str) -> list[tuple[Any, ...]]:
        return list(tx.execute(f"PRAGMA foreign_key_list({table})"))

    for table in migrations.TABLES:
        for key in keep.run(keys_of, table):
            assert key[6] in ("CASCADE", "SET NULL") or (table, key[2]) == ("receipts", "forgets"), (table, key)


def test_what_stood_on_both_is_read_anew_from_what_stays(keep: Upkeep) -> None:
    asked: list[int] = []

    def derive(tx: Tx) -> None:
        tx.execute("CREATE TABLE derived (episode INTEGER, word TEXT, of INTEGER)")
        tx.executemany("INSERT INTO derived VALUES (?, ?, ?)", [(2, "clinic", 1), (1, "sister", 1), (3, "plums", 2)])

    keep.run(derive)
    stands = migrations.TABLES["episodes"]
    where = "of IN (SELECT of FROM derived WHERE episode IN (SELECT id FROM going))"
    migrations.TABLES["derived"] = replace(stands, how="stands on it", column="episode", where=where)
    try:
        keep.run(lambda tx: forgetting.take(tx, (2,), lambda tx, ids: asked.extend(ids)))
        assert keep.run(lambda tx: list(tx.execute("SELECT word FROM derived"))) == [("plums",)]
    finally:
        del migrations.TABLES["derived"]
    assert asked == [1]


def test_a_word_that_two_columns_make_where_they_meet_is_no_trace(keep: Upkeep) -> None:
    def tell_two(tx: Tx) -> None:
        keep_draft(tx, Draft(AT, "heard", "person", "My cousin Brafenzor called."))
        keep_draft(tx, Draft(AT, "heard", "person", "The word zorbrafen was on the door."))

    keep.run(tell_two)
    last = keep.run(episodes.recent, 1)[0].id
    what = keep.run(sought.sought, (last,))
    keep.run(lambda tx: forgetting.take(tx, (last,)))
    keep.scrub(2)
    assert not keep.scan(what).clean, "the two columns that hold the name lie end to end"
    assert keep.scan(keep.run(sought.without_ours, what)).clean
    (keep.home / "note").write_text("zorbrafen")
    assert not keep.scan(what).clean
