"""What the journal says when its file, key, schema or place is not what it should be; and that it changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faulty_disk import FaultyDisk, Op, fails

from samantha.clock import FixedClock
from samantha.errors import (
    HomeBusy,
    HomeDamaged,
    HomeError,
    ReadOnly,
    SamanthaError,
    SchemaTooNew,
    StoreError,
    WrongKey,
)
from samantha.ports import Tx
from samantha.store import episodes, migrations
from samantha.store.connection import FILE, close, connect
from samantha.store.keys import create_home
from samantha.store.opening import open_reader, open_writer
from samantha.store.sqlite import open_store
from samantha.store.transaction import transact
from samantha.store.wraps import ByFile
from samantha.types import Draft

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLOCK = FixedClock(AT)
KEY = bytes(range(32))


def append(tx: Tx, text: str = "a long evening ") -> episodes.Episode:
    return episodes.append(tx, Draft(AT, "heard", "person", text * 200))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed journal with something in it, and no keys.json."""
    home = tmp_path / "home"
    home.mkdir()
    db = open_writer(home, KEY)
    for _ in range(20):
        transact(db, append, write=True)
    close(db)
    return home


def refusal(home: Path, key: bytes = KEY) -> SamanthaError:
    """The error that opening and reading all of `home` gives; the same for a writer and a reader."""
    before = (home / FILE).read_bytes()
    errors: list[SamanthaError] = []
    for opening in (open_reader, open_writer):
        with pytest.raises(SamanthaError) as caught:
            db = opening(home, key)
            try:
                transact(db, lambda tx: episodes.recent(tx, 999), write=False)
            finally:
                close(db)
        errors.append(caught.value)
    assert type(errors[0]) is type(errors[1])
    assert (home / FILE).read_bytes() == before
    assert "evening" not in str(errors[0]) and KEY.hex() not in repr(errors)
    return errors[0]


def test_a_wrong_key_is_a_wrong_key(home: Path) -> None:
    assert isinstance(refusal(home, bytes(32)), WrongKey)


def _empty(data: bytes) -> bytes:
    return b""


def _stump(data: bytes) -> bytes:
    return data[:100]


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _a_text(data: bytes) -> bytes:
    return b"Dear Amy, " * 2000


def _plain_sqlite(data: bytes) -> bytes:
    return b"SQLite format 3\0" + bytes(8000)


def _noise(data: bytes) -> bytes:
    return os.urandom(len(data))


@pytest.mark.parametrize("spoil", [_empty, _stump, _half, _a_text, _plain_sqlite, _noise])
def test_a_damaged_file_is_told_from_a_wrong_key(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = create_home(home, ByFile(), CLOCK)
    db = open_writer(home, key)
    for _ in range(20):
        transact(db, append, write=True)
    close(db)
    (home / FILE).write_bytes(spoil((home / FILE).read_bytes()))
    assert isinstance(refusal(home, key), HomeDamaged)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_read_as_truth(home: Path, place: float, bit: int) -> None:
    good = (home / FILE).read_bytes()
    bad = bytearray(good)
    bad[int(place * len(bad))] ^= 1 << bit
    (home / FILE).write_bytes(bad)
    try:
        db = open_reader(home, KEY)
        try:
            texts = {e.text for e in transact(db, lambda tx: episodes.recent(tx, 999), write=False)}
        finally:
            close(db)
        # It hit a page that this query does not read, or one of the few bytes that say nothing.
        assert texts == {"a long evening " * 200}
    except (HomeDamaged, WrongKey):
        pass
    finally:
        (home / FILE).write_bytes(good)


def test_a_log_without_its_file_is_not_read_into_a_new_one(home: Path) -> None:
    (home / FILE).unlink()
    (home / (FILE + "-wal")).write_bytes(b"frames")
    with pytest.raises(HomeDamaged):
        open_writer(home, KEY)
    assert not (home / FILE).exists() and (home / (FILE + "-wal")).read_bytes() == b"frames"


def test_a_journal_of_a_later_version_is_left_alone(home: Path) -> None:
    db = connect(home / FILE, KEY, write=True)
    db.execute("PRAGMA user_version = 999").fetchall()
    close(db)
    assert isinstance(refusal(home), SchemaTooNew)


def test_a_file_of_another_program_is_left_alone(home: Path) -> None:
    db = connect(home / FILE, KEY, write=True)
    db.execute("PRAGMA application_id = 7").fetchall()
    close(db)
    assert isinstance(refusal(home), HomeDamaged)


def _m002_moods(tx: Tx) -> None:
    tx.execute("CREATE TABLE moods (name TEXT)")


def _m003_breaks(tx: Tx) -> None:
    tx.execute("CREATE TABLE half_done (name TEXT)")
    raise LookupError("on purpose")


def test_an_older_journal_is_brought_up_to_date_step_by_step(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = len(migrations.STEPS)
    monkeypatch.setattr(migrations.migrate, "__defaults__", ((*migrations.STEPS, _m002_moods),))
    monkeypatch.setattr(migrations.check_version, "__defaults__", ((*migrations.STEPS, _m002_moods),))
    with pytest.raises(StoreError) as caught:
        open_reader(home, KEY)
    assert caught.value.code == "store.older"
    db = open_writer(home, KEY)
    assert migrations.version(db) == now + 1
    assert transact(db, episodes.count, write=False) == 20
    with pytest.raises(LookupError):
        migrations.migrate(db, (*migrations.STEPS, _m002_moods, _m003_breaks))
    assert migrations.version(db) == now + 1
    assert ("half_done",) not in transact(db, _tables, write=False)
    close(db)


def _tables(tx: Tx) -> list[tuple[str, ...]]:
    return [(str(row[0]),) for row in tx.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]


def test_every_table_says_what_of_it_stands_on_an_episode(home: Path) -> None:
    db = open_writer(home, KEY)
    shadows = tuple(f"episode_words_{part}" for part in ("config", "data", "docsize", "idx"))
    tables = {name for (name,) in transact(db, _tables, write=False)} - {"sqlite_sequence", *shadows}
    assert tables == set(migrations.TABLES), "a table declares nothing, or a declared one is gone: see store/steps"
    for table, stands in migrations.TABLES.items():
        if stands.how == "goes with it":
            keys = transact(db, lambda tx, t=table: list(tx.execute(f"PRAGMA foreign_key_list({t})")), write=False)
            assert any(k[2:4] == ("episodes", stands.column) and k[6] == "CASCADE" for k in keys), table
        assert bool(stands.why) == (stands.how == "not about an episode")
        assert bool(stands.where) >= (stands.how == "stands on it"), table
        if stands.condition is not None:
            transact(db, lambda tx, t=table, c=stands.condition: _rows_that_go(tx, t, c), write=True)
    close(db)


def _rows_that_go(tx: Tx, table: str, condition: str) -> list[object]:
    tx.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
    return list(tx.execute(f"SELECT 1 FROM {table} WHERE {condition}"))


@pytest.mark.anyio
async def test_another_process_is_named(tmp_path: Path) -> None:
    script = (
        "import anyio, sys, pathlib\n"
        "from samantha.clock import SystemClock\n"
        "from samantha.store.sqlite import open_store\n"
        "async def main():\n"
        f"    async with open_store(pathlib.Path({str(tmp_path)!r}), bytes(range(32)), clock=SystemClock()):\n"
        "        print('open', flush=True); sys.stdin.read()\n"
        "anyio.run(main)\n"
    )
    with subprocess.Popen(  # noqa: ASYNC220 - it is waited for below, and nothing else runs meanwhile
        [sys.executable, "-c", script], stdin=-1, stdout=-1, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(HomeBusy, match=f"process {other.pid}"):
            async with open_store(tmp_path, KEY, clock=CLOCK):
                pass
        async with open_store(tmp_path, KEY, read_only=True, clock=CLOCK) as store:
            assert await store.read(episodes.count) == 0
        other.kill()
    # A lock goes with its process, however it went.
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert await store.read(episodes.count) == 0


@pytest.mark.anyio
async def test_a_place_that_cannot_be_a_home_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a letter")
    for home in (tmp_path / "file", tmp_path / "file" / "deeper"):
        for read_only in (False, True):
            with pytest.raises(HomeError) as caught:
                async with open_store(home, KEY, read_only=read_only, clock=CLOCK):
                    pass
            assert caught.value.code == "home.not_a_folder"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may write everywhere; the read-only disk of test_full_disk.py shows the same",
)
def test_a_home_that_may_not_be_written_is_said_and_can_be_read(home: Path) -> None:
    home.chmod(0o555)
    (home / FILE).chmod(0o444)
    with pytest.raises((ReadOnly, HomeError)):
        open_writer(home, KEY)
    db = open_reader(home, KEY)
    assert transact(db, episodes.count, write=False) == 20
    close(db)
    home.chmod(0o755)


def test_a_wrong_key_does_no_harm_to_a_change_that_was_cut_off(home: Path) -> None:
    def fails_once_synced(disk: FaultyDisk, op: Op) -> None:
        # Changing the kind of log goes through a rollback journal; it counts from its second sync on.
        if disk.log.count(("sync", FILE + "-journal")) >= 2 and op != "sync":
            fails(disk, op)

    disk = FaultyDisk(fails_once_synced, at=1)
    db = open_writer(home, KEY, vfs=disk.name)
    disk.log.clear()
    with pytest.raises(apsw.Error):
        db.execute("PRAGMA journal_mode = DELETE").fetchall()
    cut_off = {p.name: p.read_bytes() for p in home.iterdir()}
    close(db)
    for name, data in cut_off.items():
        (home / name).write_bytes(data)
    assert cut_off[FILE + "-journal"]
    with pytest.raises(WrongKey):
        open_writer(home, bytes(32))
    with pytest.raises(StoreError) as caught:
        open_reader(home, KEY)
    assert caught.value.code == "store.unclosed"
    db = open_writer(home, KEY)
    assert transact(db, episodes.count, write=False) == 20
    close(db)
