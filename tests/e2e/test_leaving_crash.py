"""Export, backup, restore and goodbye while the process is killed, and on disks that are full.

Guarantees: a kill before every single step; a disk that refuses the n-th write, for every n; a real one too small.
Does not: hold the loops of kills; `tests/leaving_kills.py` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import whole_home
from tests.faulty_disk import FaultyDisk, Op, is_full
from tests.whole_home import AT, CLOCK

from samantha.errors import DiskFull
from samantha.goodbye import backup, folder
from samantha.goodbye.export import export
from samantha.store import destroy, snapshot
from samantha.store.by_key import open_by_key
from samantha.store.keys import unlock
from samantha.store.wraps import ByFile

ROOT = Path(__file__).parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing a forked process needs fork and SIGKILL")


@needs_fork
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("what", "least"), [("export", 60), ("backup", 20), ("restore", 30), ("goodbye", 30)])
def test_a_kill_before_every_step_leaves_all_or_nothing_and_the_next_run_finishes(what: str, least: int) -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.leaving_kills", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["kills"] >= least


def is_full_once(disk: FaultyDisk, op: Op) -> None:
    """Refuse one operation. (That a disk stays full is tried on a real one; here apsw could not carry two errors.)"""
    if disk.count == disk.at:
        is_full(disk, op)


@pytest.mark.anyio
async def test_a_copy_onto_a_disk_that_refuses_the_nth_write_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = await whole_home.make(home, turns=2)
    disk = FaultyDisk(is_full_once)
    for at in range(1, 4000, 7):
        disk.at, disk.count = at, 0
        target = tmp_path / str(at)
        try:
            snapshot.take(home, key, target, vfs=disk.name)
        except DiskFull:
            continue
        assert at > 20
        assert snapshot.look(target, key).rows == whole_home.all_rows(home, key)
        return
    raise AssertionError("it never got through")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of half a mebibyte."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        assert not os.environ.get("CI"), "CI must be able to mount a tmpfs"
        pytest.skip("a real small disk needs the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.anyio
@pytest.mark.parametrize("room", [0, 5_000, 100_000, 300_000])
async def test_a_real_small_disk_holds_nothing_half(room: int, small_disk: Path, tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "b"
    key, paper = await whole_home.make(home)
    password = backup.by_recovery(paper)
    backup.write(home, key, file, password, AT)
    filler = small_disk / "filler"
    filler.write_bytes(bytes((512 << 10) - room))
    with pytest.raises(DiskFull):
        backup.write(home, key, small_disk / "b", password, AT)
    with pytest.raises(DiskFull):
        backup.restore(file, password, small_disk / "home", ByFile(), CLOCK)
    if room < 100_000:
        async with open_by_key(home, key, CLOCK) as store:
            with pytest.raises(DiskFull):
                await export(store, small_disk / "out", AT)
    assert names(small_disk) == ["filler"]
    filler.unlink()
    async with open_by_key(home, key, CLOCK) as store:
        await export(store, small_disk / "out", AT)
    assert folder.check(small_disk / "out")[1] == []


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.anyio
async def test_a_goodbye_whose_receipt_has_no_room_destroys_nothing(small_disk: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = await whole_home.make(home)
    (small_disk / "filler").write_bytes(bytes(512 << 10))
    with pytest.raises(DiskFull):
        destroy.begin(home, key, destroy.toll(home, 10, ()), small_disk / "receipt", CLOCK)
    assert not destroy.is_begun(home)
    assert unlock(home) == key
    assert whole_home.all_rows(home, key)["episodes"][0] == 10
