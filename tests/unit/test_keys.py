"""A home's key: made, wrapped in three ways, opened, changed, lost and recovered."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import RememberedKeyring

from samantha.clock import FixedClock
from samantha.errors import HomeBusy, HomeDamaged, HomeError, SamanthaError, WrongKey
from samantha.store import keyfile, keyplaces, wraps
from samantha.store.home import OpenedHome, open_home
from samantha.store.keys import change_passphrase, create_home, relock, unlock, use_recovery
from samantha.store.locks import describe
from samantha.store.rotation import rotate
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile, ByKeychain, ByPassphrase, How
from samantha.store.writer_lock import writer_lock

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
WAYS: list[How] = [ByKeychain(), ByPassphrase("blue kettle"), ByFile()]
ways = pytest.mark.parametrize("how", WAYS, ids=["keychain", "passphrase", "file"])


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passphrases cost little here; what the cost is, one test says."""
    monkeypatch.setitem(wraps.ARGON2, "memory_kib", 64)
    monkeypatch.setitem(wraps.ARGON2, "passes", 1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def secret_of(how: How) -> str | None:
    return how.passphrase if isinstance(how, ByPassphrase) else None


def code_of(error: pytest.ExceptionInfo[SamanthaError]) -> str:
    return error.value.code


def test_the_cost_of_a_passphrase_is_the_recommended_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert wraps.ARGON2 == {"memory_kib": 64 * 1024, "passes": 3, "lanes": 4}


@ways
def test_a_home_opens_in_the_way_it_was_made_and_by_its_recovery_key(
    how: How, home: Path, keychain: RememberedKeyring
) -> None:
    key, recovery = create_home(home, how, CLOCK)
    assert len(key) == 32
    assert unlock(home, passphrase=secret_of(how)) == key
    assert unlock(home, recovery=recovery) == key
    assert describe(home).how == ("keychain", "passphrase", "file")[WAYS.index(how)]


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    assert create_home(tmp_path / "a", ByFile(), CLOCK)[0] != create_home(tmp_path / "b", ByFile(), CLOCK)[0]


def test_a_wrong_passphrase_and_none_are_told_apart(home: Path) -> None:
    create_home(home, ByPassphrase("blue kettle"), CLOCK)
    with pytest.raises(WrongKey) as wrong:
        unlock(home, passphrase="red kettle")
    with pytest.raises(HomeError) as none:
        unlock(home)
    assert (code_of(wrong), code_of(none)) == ("home.key", "home.locked")
    assert "kettle" not in str(wrong.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_any_passphrase_opens_what_it_closed_and_no_other_does(one: str, other: str) -> None:
    key = os.urandom(32)
    wrap = wraps.close(key, ByPassphrase(one), Path("nowhere"))
    assert wraps.open_wrap(wrap, keyfile.key_id(key), one) == key
    if other != one:
        with pytest.raises(WrongKey):
            wraps.open_wrap(wrap, keyfile.key_id(key), other + one)


def test_a_passphrase_typed_in_other_code_points_is_the_same(home: Path) -> None:
    key, _ = create_home(home, ByPassphrase("Café Réka"), CLOCK)
    assert unlock(home, passphrase="Cafe\u0301 Re\u0301ka") == key


@ways
def test_the_lock_is_changed_and_what_it_left_outside_is_removed(
    how: How, home: Path, keychain: RememberedKeyring
) -> None:
    key, recovery = create_home(home, how, CLOCK)
    for new in WAYS:
        relock(home, unlock(home, recovery=recovery), new, CLOCK)
        assert unlock(home, passphrase=secret_of(new)) == key
        assert len(keychain.kept) == isinstance(new, ByKeychain)
        kept = list(keyplaces.key_folder().iterdir()) if keyplaces.key_folder().exists() else []
        assert len(kept) == isinstance(new, ByFile)


def test_a_passphrase_is_changed(home: Path) -> None:
    key, _ = create_home(home, ByPassphrase("blue kettle"), CLOCK)
    with pytest.raises(WrongKey):
        change_passphrase(home, "green kettle", CLOCK, old="red kettle")
    change_passphrase(home, "green kettle", CLOCK, old="blue kettle")
    assert unlock(home, passphrase="green kettle") == key
    with pytest.raises(WrongKey):
        unlock(home, passphrase="blue kettle")


@ways
@pytest.mark.anyio
async def test_the_key_is_changed_and_the_old_recovery_key_opens_it_no_more(
    how: How, home: Path, keychain: RememberedKeyring
) -> None:
    old, old_paper = create_home(home, how, CLOCK)
    async with open_store(home, old, clock=CLOCK) as store:
        await store.run(lambda tx: tx.execute("INSERT INTO settings VALUES ('tea', 'green')"))
        with pytest.raises(HomeBusy):
            rotate(home, CLOCK, passphrase=secret_of(how))
    new, paper = rotate(home, CLOCK, passphrase=secret_of(how))
    assert new != old and paper != old_paper
    assert unlock(home, passphrase=secret_of(how)) == new == unlock(home, recovery=paper)
    with pytest.raises(WrongKey):
        unlock(home, recovery=old_paper)
    with pytest.raises(WrongKey):
        relock(home, old, ByFile(), CLOCK)
    async with open_store(home, new, clock=CLOCK) as store:
        assert await store.read(lambda tx: list(tx.execute("SELECT value FROM settings"))) == [("green",)]
    assert len(keychain.kept) == isinstance(how, ByKeychain)


@pytest.mark.anyio
async def test_the_key_is_not_changed_while_someone_reads(home: Path) -> None:
    key, _ = create_home(home, ByFile(), CLOCK)
    async with open_store(home, key, clock=CLOCK):
        pass
    async with open_store(home, key, read_only=True, clock=CLOCK) as store:
        await store.read(lambda tx: list(tx.execute("SELECT * FROM settings")))
        with pytest.raises(HomeBusy):
            rotate(home, CLOCK)
        assert unlock(home) == key
    assert rotate(home, CLOCK)[0] != key


def test_a_key_is_changed_before_there_is_a_journal(home: Path) -> None:
    key, _ = create_home(home, ByFile(), CLOCK)
    new, paper = rotate(home, CLOCK)
    assert unlock(home) == new != key and unlock(home, recovery=paper) == new


@pytest.mark.anyio
async def test_a_lost_keys_file_is_made_anew_from_paper(home: Path) -> None:
    key, recovery = create_home(home, ByFile(), CLOCK)
    other = create_home(home.with_name("other"), ByFile(), CLOCK)[1]
    async with open_store(home, key, clock=CLOCK):
        pass
    (home / keyfile.FILE).unlink()
    for opening in (lambda: unlock(home), lambda: create_home(home, ByFile(), CLOCK)):
        with pytest.raises(HomeError) as caught:
            opening()
        assert code_of(caught) == "home.no_keys"
    with pytest.raises(HomeError, match=r"keys\.json is missing"):
        await open_home(home, CLOCK)
    with pytest.raises(WrongKey):
        use_recovery(home, other, ByFile(), CLOCK)
    assert use_recovery(home, recovery, ByPassphrase("blue kettle"), CLOCK) == key
    assert unlock(home, passphrase="blue kettle") == key


def _shorten(text: str) -> str:
    return text[: len(text) // 2]


def _drop_closed(text: str) -> str:
    return text.replace('"closed"', '"opened"')


def _flip(text: str) -> str:
    table = json.loads(text)
    wrap = table["keys"][0]["wraps"][0]
    wrap["closed"] = ("0" if wrap["closed"][0] != "0" else "1") + wrap["closed"][1:]
    return json.dumps(table)


def _greedy(text: str) -> str:
    return text.replace('"memory_kib": 64', '"memory_kib": 99999999999')


def _empty(text: str) -> str:
    return ""


def _list(text: str) -> str:
    return "[]"


@pytest.mark.parametrize("spoil", [_shorten, _drop_closed, _flip, _greedy, _empty, _list])
def test_a_damaged_keys_file_is_said_to_be_damaged_and_mended_from_paper(
    spoil: Callable[[str], str], home: Path
) -> None:
    key, recovery = create_home(home, ByPassphrase("blue kettle"), CLOCK)
    path = home / keyfile.FILE
    path.write_text(spoil(path.read_text()))
    with pytest.raises((HomeDamaged, WrongKey)) as caught:
        unlock(home, passphrase="blue kettle")
    assert "recover" in str(caught.value)
    if keyfile.load_or_none(home) is not None:
        assert use_recovery(home, recovery, ByPassphrase("green kettle"), CLOCK) == key
        assert unlock(home, passphrase="green kettle") == key


def test_keys_of_a_later_version_are_left_alone(home: Path) -> None:
    create_home(home, ByFile(), CLOCK)
    path = home / keyfile.FILE
    path.write_text(path.read_text().replace('"samantha_keys": 1', '"samantha_keys": 2'))
    before = path.read_bytes()
    with pytest.raises(HomeError) as caught:
        unlock(home)
    assert code_of(caught) == "home.newer" and path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_only_the_owner_can_read_what_is_made(home: Path) -> None:
    create_home(home, ByFile(), CLOCK)
    [key_file] = keyplaces.key_folder().iterdir()
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in (home, home / keyfile.FILE, key_file.parent, key_file)}
    assert modes == {home: 0o700, home / keyfile.FILE: 0o600, key_file.parent: 0o700, key_file: 0o600}


def test_a_key_file_is_never_put_inside_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMANTHA_KEY_DIR", str(home / "keys"))
    with pytest.raises(HomeError) as caught:
        create_home(home, ByFile(), CLOCK)
    assert code_of(caught) == "home.key_beside_data"
    assert not (home / keyfile.FILE).exists()


def test_a_lost_key_file_and_a_lost_keychain_entry_are_said(home: Path, keychain: RememberedKeyring) -> None:
    key, recovery = create_home(home, ByKeychain(), CLOCK)
    keychain.kept.clear()
    with pytest.raises(HomeError) as caught:
        unlock(home)
    assert code_of(caught) == "home.keychain"
    use_recovery(home, recovery, ByFile(), CLOCK)
    [key_file] = keyplaces.key_folder().iterdir()
    key_file.unlink()
    with pytest.raises(HomeError) as caught:
        unlock(home)
    assert code_of(caught) == "home.key_file"
    assert unlock(home, recovery=recovery) == key


def test_two_programs_that_start_at_once_do_not_make_two_keys(home: Path) -> None:
    with writer_lock(home, CLOCK), pytest.raises(HomeBusy):
        create_home(home, ByFile(), CLOCK)
    key, _ = create_home(home, ByFile(), CLOCK)
    with pytest.raises(HomeError) as caught:
        create_home(home, ByFile(), CLOCK)
    assert code_of(caught) == "home.exists" and unlock(home) == key


@pytest.mark.anyio
async def test_a_home_is_made_at_first_use_and_opened_after(home: Path, keychain: RememberedKeyring) -> None:
    made = await open_home(home, CLOCK)
    again = await open_home(home, CLOCK)
    assert made.new and made.recovery and not again.new and again.recovery is None
    assert made.key == again.key and describe(home).how == "keychain"
    assert made.key.hex() not in repr(made) and made.recovery not in repr(made)


@pytest.mark.anyio
async def test_without_a_keychain_a_key_file_is_made_and_said(home: Path) -> None:
    await open_home(home, CLOCK)
    lock = describe(home)
    assert lock.how == "file" and str(keyplaces.key_folder()) in lock.opens_by
    assert "whole disk" in lock.does_not and "passphrase" in lock.advice


@pytest.mark.anyio
async def test_the_environment_can_give_the_passphrase(home: Path, keychain: RememberedKeyring) -> None:
    env = {"SAMANTHA_PASSPHRASE": "blue kettle"}
    made = await open_home(home, CLOCK, env=env)
    assert describe(home).how == "passphrase"
    assert (await open_home(home, CLOCK, env=env)).key == made.key


@pytest.mark.anyio
async def test_a_passphrase_is_asked_three_times(home: Path) -> None:
    create_home(home, ByPassphrase("blue kettle"), CLOCK)

    async def with_answers(*answers: str) -> OpenedHome:
        left = iter(answers)
        return await open_home(home, CLOCK, lambda: next(left), {})

    assert not (await with_answers("no", "nor this", "blue kettle")).new
    with pytest.raises(WrongKey):
        await with_answers("no", "no", "no")
    with pytest.raises(HomeError) as caught:
        await open_home(home, CLOCK, None, {})
    assert code_of(caught) == "home.locked"


@pytest.mark.parametrize("inside", ["", "deeper"])
@pytest.mark.anyio
async def test_a_home_that_is_a_file_is_said_to_be_one(inside: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a letter")
    home = tmp_path / "file" / inside
    for attempt in (lambda: create_home(home, ByFile(), CLOCK), lambda: unlock(home)):
        with pytest.raises(HomeError) as caught:
            attempt()
        assert code_of(caught) == "home.not_a_folder"
    with pytest.raises(HomeError):
        await open_home(home, CLOCK)
    assert (tmp_path / "file").read_text() == "a letter"


def test_a_plain_text_store_is_not_taken_for_a_keychain(
    keychain: RememberedKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyplaces.keychain_works()
    assert keychain.kept == {}
    monkeypatch.setattr(RememberedKeyring, "__module__", "keyrings.alt.file")
    assert not keyplaces.keychain_works()
