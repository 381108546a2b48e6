"""A backup made into a home again: every row of every table, and nothing half whatever goes wrong.

Guarantees: real encrypted homes and real containers; bytes are flipped, cut, doubled and put in by Hypothesis.
Does not: kill processes; `test_leaving_crash.py` does.
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import anyio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests import whole_home
from tests.whole_home import AT, CLOCK

from samantha.errors import SamanthaError
from samantha.goodbye import backup
from samantha.store import container, episodes, migrations, snapshot
from samantha.store.belongings import Copy
from samantha.store.container import Password
from samantha.store.keys import unlock
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile, ByPassphrase
from samantha.types import Draft

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Made:
    """A home and its backup."""

    home: Path
    key: bytes
    paper: str
    file: Path
    password: Password
    noted: Copy

    def restore(self, home: Path, password: Password | None = None) -> bytes:
        return backup.restore(self.file, password or self.password, home, ByFile(), CLOCK)[0]


@pytest.fixture
async def made(tmp_path: Path) -> Made:
    home, file = tmp_path / "home", tmp_path / "stick" / "samantha.backup"
    key, paper = await whole_home.make(home)
    password = backup.by_recovery(paper.lower().replace("-", " "))
    return Made(home, key, paper, file, password, backup.write(home, key, file, password, AT))


async def test_every_row_of_every_table_is_there_again_on_an_empty_machine(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made.home / "config.toml").write_text('[brain]\nurl = "echo"\n')
    file = tmp_path / "second"
    backup.write(made.home, made.key, file, made.password, AT)
    before = whole_home.all_rows(made.home, made.key)
    assert [name for name, (count, _) in before.items() if name in migrations.TABLES and not count] == []
    assert len(set(before) & set(migrations.TABLES)) > 10
    monkeypatch.setenv("SAMANTHA_KEY_DIR", str(tmp_path / "other machine"))
    home = tmp_path / "elsewhere" / "home"
    key, contents = backup.restore(file, made.password, home, ByFile(), CLOCK)
    assert unlock(home) == key == made.key
    assert whole_home.all_rows(home, key) == before == contents.rows
    assert sorted(path.name for path in home.iterdir()) == ["config.toml", "journal.db", "keys.json"]
    assert (home / "config.toml").read_bytes() == (made.home / "config.toml").read_bytes()
    async with open_store(home, key, clock=CLOCK) as store:
        assert await store.read(episodes.count) == contents.episodes == 10
        await store.run(episodes.append, Draft(AT, "heard", "person", "Here again."))


async def test_a_passphrase_of_ones_own_opens_it_whatever_way_it_is_typed(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup.write(made.home, made.key, file, Password("passphrase", "caf\u00e9 on the hill"), AT)
    assert container.opens_by(file) == "passphrase"
    home = tmp_path / "again"
    key, _ = backup.restore(
        file, Password("passphrase", "cafe\u0301 on the hill"), home, ByPassphrase("another one"), CLOCK
    )
    assert unlock(home, passphrase="another one") == key == made.key
    with pytest.raises(SamanthaError) as refused:
        backup.check(file, made.password)
    assert refused.value.code == "backup.password"


async def test_a_backup_is_of_one_moment_while_she_is_talking(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "b"
    async with open_store(made.home, made.key, clock=CLOCK) as store:
        await store.run(episodes.append, Draft(AT, "heard", "person", "While it is open."))
        through = await store.read(lambda tx: max(e.id for e in episodes.recent(tx, 100)))
        assert backup.write(made.home, made.key, file, made.password, AT).through == through
        await store.run(episodes.append, Draft(AT, "heard", "person", "Said later."))
    assert backup.check(file, made.password).episodes == 11


async def test_nothing_of_it_can_be_read_on_the_disk(made: Made) -> None:
    words = [word.encode() for word in (*whole_home.WORDS, made.paper, made.paper.replace("-", ""), "table", "schema")]
    assert not any(word in made.file.read_bytes() for word in words)


async def test_it_opens_with_securetar_alone(made: Made) -> None:
    from securetar import SecureTarArchive

    with SecureTarArchive(made.file, "r", password=made.paper) as archive:
        locked = next(member for member in archive.tar if member.name == "home.tar")
        with archive.extract_tar(locked) as plain, tarfile.open(fileobj=cast(Any, plain), mode="r|") as inner:
            assert inner.getnames() == ["manifest.json", "recovery-key.txt", "journal.db"]


async def test_wrong_passwords_and_wrong_files_are_told_apart(made: Made, tmp_path: Path) -> None:
    home, other = tmp_path / "new", tmp_path / "other"
    other.write_bytes(b"%PDF-1.7" + bytes(9000))

    def code(file: Path, password: Password = made.password, into: Path = home) -> str:
        with pytest.raises(SamanthaError) as refused:
            backup.restore(file, password, into, ByFile(), CLOCK)
        assert refused.value.next
        return refused.value.code

    assert code(made.file, Password("passphrase", made.paper + "x")) == "backup.password"
    assert code(other) == code(tmp_path) == "backup.not_one"
    assert code(tmp_path / "nothing") == "backup.missing"
    assert code(made.file, into=made.home) == "backup.not_empty"
    assert code(made.file, into=other) == "home.not_a_folder"
    for size in (0, 511, 512, 5000, made.file.stat().st_size - 1):
        other.write_bytes(made.file.read_bytes()[:size])
        assert code(other) in ("backup.damaged", "backup.not_one")
    assert not home.exists()
    assert not home.with_name("new.restoring").exists()


async def test_a_journal_of_a_later_version_is_not_taken(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "STEPS", migrations.STEPS[:-1])
    with pytest.raises(SamanthaError) as refused:
        made.restore(tmp_path / "new")
    assert refused.value.code == "store.newer"
    assert not (tmp_path / "new").exists()


async def test_nothing_is_written_over(made: Made, tmp_path: Path) -> None:
    for target, code in ((made.file, "backup.exists"), (made.home / "b", "backup.beside_data")):
        with pytest.raises(SamanthaError) as refused:
            backup.write(made.home, made.key, target, made.password, AT)
        assert refused.value.code == code


FLIP = st.tuples(st.just("flip"), st.floats(0, 1, exclude_max=True), st.integers(0, 7))
CUT = st.tuples(st.just("cut"), st.floats(0, 1, exclude_max=True), st.integers(0, 0))
PUT_IN = st.tuples(st.just("put in"), st.floats(0, 1), st.integers(1, 600))
DOUBLE = st.tuples(st.just("double"), st.floats(0, 1), st.integers(1, 600))
LEAVE_OUT = st.tuples(st.just("leave out"), st.floats(0, 1, exclude_max=True), st.integers(1, 600))
DAMAGE = st.lists(FLIP | CUT | PUT_IN | DOUBLE | LEAVE_OUT, min_size=1, max_size=3)


def damaged(data: bytes, damage: list[tuple[str, float, int]]) -> bytes:
    for how, where, n in damage:
        at = int(where * len(data))
        if how == "flip" and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << n]) + data[at + 1 :]
        elif how == "cut":
            data = data[:at]
        elif how == "put in":
            data = data[:at] + bytes(n) + data[at:]
        elif how == "double":
            data = data[:at] + data[at : at + n] + data[at:]
        elif how == "leave out":
            data = data[:at] + data[at + n :]
    return data


def resealed(data: bytes) -> bytes:
    """The same damage, by somebody who can compute a hash: what is behind the hash has to notice."""
    import hashlib

    body = data[: -container.TAIL]
    return body + container._tail(hashlib.sha256(body).hexdigest(), len(body))  # pyright: ignore[reportPrivateUsage]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One backup for all examples."""
    folder = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMANTHA_KEY_DIR", str(folder / "keys"))
        key, paper = anyio.run(whole_home.make, folder / "home")
    password = backup.by_recovery(paper)
    noted = backup.write(folder / "home", key, folder / "b", password, AT)
    return Made(folder / "home", key, paper, folder / "b", password, noted)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE)
@example(damage=[("flip", 0.0, 0)])
@example(damage=[("flip", 0.9999, 0)])
def test_whatever_happens_to_the_bytes_it_is_refused_in_words(
    damage: list[tuple[str, float, int]], made_once: Made, tmp_path: Path
) -> None:
    whole = made_once.file.read_bytes()
    file = tmp_path / "broken"
    file.write_bytes(damaged(whole, damage))
    if file.read_bytes() == whole:
        return
    with pytest.raises(SamanthaError) as refused:
        backup.restore(file, made_once.password, tmp_path / "new", ByFile(), CLOCK)
    assert refused.value.code in ("backup.damaged", "backup.not_one")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "keys") == ["broken"]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE)
def test_somebody_who_mends_the_hash_gets_no_row_changed(
    damage: list[tuple[str, float, int]], made_once: Made, tmp_path: Path
) -> None:
    file, home = tmp_path / "broken", tmp_path / "new"
    file.write_bytes(resealed(damaged(made_once.file.read_bytes(), damage)))
    try:
        key = backup.restore(file, made_once.password, home, ByFile(), CLOCK)[0]
    except SamanthaError:
        assert not home.exists()
    else:
        assert whole_home.all_rows(home, key) == whole_home.all_rows(made_once.home, made_once.key)
        for path in home.iterdir():
            path.unlink()
        home.rmdir()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "keys") == ["broken"]
