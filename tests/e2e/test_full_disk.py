"""A disk that runs out, goes read-only or breaks at the n-th write, for every n; and a real one that is too small.

Guarantees: every refusal is an error of ours, what was acknowledged is there afterwards, and what was refused is not.
Does not: cut the power; `test_crash.py` does.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.faulty_disk import Fault, FaultyDisk, fails, is_full, is_read_only

from samantha.clock import FixedClock
from samantha.errors import DiskFull, ReadOnly, SamanthaError, StoreError
from samantha.store import episodes, rotation
from samantha.store.keys import create_home, unlock
from samantha.store.sqlite import SqliteStore, open_store
from samantha.store.wraps import ByFile
from samantha.types import Draft

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLOCK = FixedClock(AT)
KEY = bytes(range(32))


def heard(n: int) -> Draft:
    return Draft(AT, "heard", "person", f"turn {n}: " + "the long evening " * (60 * n + 1), key=f"turn-{n}")


@pytest.fixture
def disk() -> FaultyDisk:
    return FaultyDisk(is_full)


async def talk(home: Path, disk: FaultyDisk) -> tuple[list[int], list[SamanthaError]]:
    """Make or open the home and say three things; which were acknowledged, and what was refused."""
    acknowledged: list[int] = []
    refused: list[SamanthaError] = []
    try:
        async with open_store(home, KEY, clock=CLOCK, vfs=disk.name) as store:
            for n in range(3):
                try:
                    await store.run(episodes.append, heard(n))
                    acknowledged.append(n)
                except StoreError as error:
                    refused.append(error)
    except SamanthaError as error:
        refused.append(error)
    return acknowledged, refused


async def kept(home: Path) -> list[str]:
    async with open_store(home, KEY, clock=CLOCK) as store:
        assert await store.read(lambda tx: list(tx.execute("PRAGMA integrity_check"))) == [("ok",)]
        return [e.text for e in await store.read(episodes.recent, 100)]


@pytest.mark.parametrize(
    ("fault", "kind"), [(is_full, DiskFull), (is_read_only, ReadOnly), (fails, StoreError)], ids=lambda p: p.__name__
)
async def test_a_disk_that_breaks_at_the_nth_write_loses_nothing(
    fault: Fault, kind: type[StoreError], disk: FaultyDisk, tmp_path: Path
) -> None:
    # Every single write for the full disk; every third for the other two, which break in the same places.
    for at in range(1, 1000, 1 if fault is is_full else 3):
        home = tmp_path / str(at)
        disk.fault, disk.at, disk.count = fault, at, 0
        acknowledged, refused = await talk(home, disk)
        assert all(isinstance(error, kind) for error in refused), (at, refused)
        # A failed sync may or may not have reached the disk, so only "fails" may keep more than it acknowledged.
        texts = await kept(home)
        assert set(texts) >= {heard(n).text for n in acknowledged}, at
        assert fault is fails or len(texts) == len(acknowledged), at
        assert len(texts) == len(set(texts)), at
        if disk.count < at:
            assert not refused
            assert at > 60  # the scenario did write: the loop went through many points, not one
            return
    raise AssertionError("it never got through")


async def test_once_there_is_room_the_open_journal_goes_on(disk: FaultyDisk, tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK, vfs=disk.name) as store:
        await store.run(episodes.append, heard(0))
        steps = 0
        while True:
            steps += 1
            disk.at = disk.count + steps
            try:
                await store.run(episodes.append, heard(steps))
            except DiskFull:
                disk.at = 1 << 60
                assert await store.read(episodes.count) == steps
                await store.run(episodes.append, heard(steps))
            else:
                break
        assert steps > 10
        assert await store.read(episodes.count) == steps + 1


async def test_changing_the_key_on_a_full_disk_changes_nothing(
    disk: FaultyDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    key, _ = create_home(home, ByFile(), CLOCK)
    async with open_store(home, key, clock=CLOCK) as store:
        for n in range(3):
            await store.run(episodes.append, heard(n))
    for at in range(1, 1000):
        disk.at, disk.count = at, 0
        try:
            key, _ = rotation.rotate(home, CLOCK, vfs=disk.name)
        except DiskFull as error:
            told = f"{error!r} {error.__cause__!r} {error.__context__!r}"
            assert "raw:" not in told
            assert unlock(home) == key
        else:
            assert at > 10
            break
        assert sorted(p.name for p in home.iterdir() if "new" in p.name) == []
    assert unlock(home) == key
    async with open_store(home, key, clock=CLOCK) as store:
        assert await store.read(episodes.count) == 3


def opened(home: Path) -> AbstractAsyncContextManager[SqliteStore]:
    return open_store(home, KEY, clock=CLOCK)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one mebibyte."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = os.name == "posix" and _mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place))
    if not mounted:
        assert not os.environ.get("CI"), "CI must be able to mount a tmpfs"
        pytest.skip("a real small disk needs the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_a_real_small_disk_fills_up_and_loses_nothing(small_disk: Path) -> None:
    home, rest = small_disk / "home", small_disk / "rest"
    rest.write_bytes(bytes(128 << 10))
    said = 0
    async with opened(home) as store:
        with pytest.raises(DiskFull):
            for said in range(1000):
                await store.run(episodes.append, heard(said))
        assert await store.read(episodes.count) == said
    assert said > 3
    _fill(rest)
    with pytest.raises(DiskFull):
        async with opened(home) as store:
            await store.run(episodes.append, heard(said))
    with pytest.raises(DiskFull):
        create_home(small_disk / "second", ByFile(), CLOCK)
    rest.unlink()
    async with opened(home) as store:
        assert await store.read(episodes.count) == said
        await store.run(episodes.append, Draft(AT, "heard", "person", "room again", key="room"))
        assert await store.read(lambda tx: list(tx.execute("PRAGMA integrity_check"))) == [("ok",)]


async def test_a_real_read_only_disk_can_be_read_and_says_so(small_disk: Path) -> None:
    home = small_disk / "home"
    async with opened(home) as store:
        await store.run(episodes.append, heard(0))
    assert _mount("-o", "remount,ro", str(small_disk))
    with pytest.raises(ReadOnly):
        async with opened(home):
            pass
    async with open_store(home, KEY, read_only=True, clock=CLOCK) as store:
        assert await store.read(episodes.count) == 1
    with pytest.raises(ReadOnly):
        create_home(small_disk / "other", ByFile(), CLOCK)


def _mount(*args: str) -> bool:
    try:
        return subprocess.run(["mount", *args], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
