"""Goodbye on real homes: what is destroyed, in which order, what the receipt can prove, and what stays.

Guarantees: the bytes of keys and files are looked for afterwards; the receipt is changed by one letter everywhere.
Does not: kill processes; `test_leaving_crash.py` does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import whole_home
from tests.conftest import RememberedKeyring
from tests.whole_home import CLOCK

from samantha.errors import HomeBusy, HomeError, LeavingError
from samantha.store import destroy
from samantha.store.by_key import open_by_key
from samantha.store.keys import unlock
from samantha.store.wraps import ByFile, ByKeychain, ByPassphrase, How

pytestmark = pytest.mark.anyio
HOWS = [ByFile(), ByKeychain(), ByPassphrase("a blue kettle on the sill")]


def part(home: Path, key: bytes, receipt: Path) -> dict[str, Any]:
    destroy.begin(home, key, destroy.toll(home, 10, ("backup: /media/stick/b",)), receipt, CLOCK)
    assert destroy.finish(home, CLOCK) == receipt
    return destroy.read_receipt(receipt)


@pytest.mark.parametrize("how", HOWS, ids=lambda how: type(how).__name__)
async def test_the_key_and_every_file_are_gone_and_the_receipt_says_so(
    how: How, tmp_path: Path, keychain: RememberedKeyring
) -> None:
    home, receipt = tmp_path / "home", tmp_path / "receipt.json"
    key, paper = await whole_home.make(home, how)
    (home / "config.toml").write_text("[brain]\n")
    closed = json.loads((home / "keys.json").read_text())["keys"][0]["wraps"][0]["closed"]
    said = part(home, key, receipt)
    assert (destroy.standing(said), destroy.still_there(said)) == ("done", [])
    assert not home.exists()
    assert keychain.kept == {}
    assert not (tmp_path / "keys").exists()
    with pytest.raises(HomeError):
        unlock(home)
    statement = said["begun"]["statement"]
    assert {one["name"] for one in statement["files"]} >= {"journal.db", "keys.json", "config.toml"}
    assert statement["copies_known"] == ["backup: /media/stick/b"]
    assert any("paper" in line for line in statement["beyond"])
    for secret in (closed, key.hex(), paper, *whole_home.WORDS):
        assert secret not in receipt.read_text(encoding="utf-8")


async def test_what_is_not_hers_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = await whole_home.make(home)
    (home / "thesis.md").write_text("mine")
    (tmp_path / "precious").write_text("mine too")
    (home / "config.toml").symlink_to(tmp_path / "precious")
    part(home, key, tmp_path / "receipt")
    assert [path.name for path in home.iterdir()] == ["thesis.md"]
    assert (tmp_path / "precious").read_text() == "mine too"


async def test_nothing_goes_while_she_is_talking(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = await whole_home.make(home)
    async with open_by_key(home, key, CLOCK, write=True):
        with pytest.raises(HomeBusy):
            destroy.begin(home, key, destroy.toll(home, 10, ()), tmp_path / "receipt", CLOCK)
    assert not (tmp_path / "receipt").exists()
    assert unlock(home) == key


async def test_a_goodbye_that_was_only_begun_can_be_taken_back(tmp_path: Path) -> None:
    home, receipt = tmp_path / "home", tmp_path / "receipt"
    key, _ = await whole_home.make(home)
    destroy.begin(home, key, destroy.toll(home, 10, ()), receipt, CLOCK)
    assert destroy.standing(destroy.read_receipt(receipt)) == "begun"
    destroy.take_back(home)
    assert not destroy.is_begun(home)
    assert not receipt.exists()
    assert unlock(home) == key


async def test_the_receipt_lies_outside_and_writes_over_nothing(tmp_path: Path) -> None:
    home, taken = tmp_path / "home", tmp_path / "taken"
    key, _ = await whole_home.make(home)
    taken.write_text("mine")
    for place in (home / "receipt", taken):
        with pytest.raises(LeavingError) as refused:
            destroy.begin(home, key, destroy.toll(home, 10, ()), place, CLOCK)
        assert refused.value.code == "goodbye.receipt"
    assert taken.read_text() == "mine"
    assert not destroy.is_begun(home)


async def test_what_comes_back_is_seen(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = await whole_home.make(home)
    said = part(home, key, tmp_path / "receipt")
    home.mkdir()
    (home / "journal.db").write_bytes(b"a copy that somebody put back")
    assert destroy.still_there(said) == [str(home / "journal.db")]


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One finished receipt."""
    import anyio

    top = tmp_path_factory.mktemp("parted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMANTHA_KEY_DIR", str(top / "keys"))
        key, _ = anyio.run(whole_home.make, top / "home")
        part(top / "home", key, top / "receipt")
    return (top / "receipt").read_text(encoding="utf-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), letter=st.sampled_from('09afzZ{}" :,'))
def test_a_receipt_with_one_letter_changed_is_not_taken_for_done(
    where: float, letter: str, receipt: str, tmp_path: Path
) -> None:
    at = int(where * len(receipt))
    changed = receipt[:at] + letter + receipt[at + 1 :]
    (tmp_path / "r").write_text(changed, encoding="utf-8")
    try:
        same = json.loads(changed) == json.loads(receipt)
        assert same == (destroy.standing(destroy.read_receipt(tmp_path / "r")) == "done")
    except (LeavingError, ValueError):
        assert changed != receipt


def test_halves_of_two_receipts_do_not_go_together(receipt: str) -> None:
    one = json.loads(receipt)
    other = json.loads(receipt)
    from samantha.store.signing import fresh_seed, public_of, sign

    seed = fresh_seed()
    statement = {**one["begun"]["statement"], "episodes": 0, "witness": public_of(seed)}
    other["begun"] = sign(fresh_seed(), statement)
    assert destroy.standing(other) == "changed"
    other["done"] = sign(seed, one["done"]["statement"])
    assert destroy.standing(other) == "changed"
    del other["done"]
    assert destroy.standing(other) == "begun"
