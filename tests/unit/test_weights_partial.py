"""An unfinished file: in whatever order pieces come, however often we are killed, it ends as the file or as nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weights_index import sha, some_bytes

from samantha.errors import WeightsError
from samantha.models.weights_manifest import Piece, WeightFile
from samantha.models.weights_partial import Partial


def cut(data: bytes, sizes: list[int]) -> WeightFile:
    """A file of `data` in pieces of `sizes`."""
    pieces: list[Piece] = []
    start = 0
    for size in sizes:
        pieces.append(Piece(start, size, sha(data[start : start + size])))
        start += size
    return WeightFile("thing", "thing.bin", "a test", "CC0-1.0", len(data), sha(data), (), tuple(pieces))


def chunked(data: bytes, size: int) -> Iterator[bytes]:
    """`data`, `size` bytes at a time."""
    for at in range(0, len(data), size):
        yield data[at : at + size]


@st.composite
def cuts(draw: st.DrawFn) -> tuple[bytes, WeightFile]:
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=7))
    data = draw(st.binary(min_size=sum(sizes), max_size=sum(sizes)))
    return data, cut(data, sizes)


Step = tuple[str, int, int]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["write", "flip", "short", "long", "killed", "reopen"]), st.integers(0, 6), st.integers(1, 50)
    ),
    max_size=25,
)


class Killed(Exception):
    """The process ends in the middle of a write."""


def killed_after(data: bytes, count: int) -> Iterator[bytes]:
    yield data[:count]
    raise Killed


def take(partial: Partial, data: bytes, step: Step) -> Partial:
    """One event in the life of a fetch."""
    what, index, number = step
    file = partial.file
    index %= len(file.pieces)
    piece = file.pieces[index]
    right = data[piece.start : piece.start + piece.bytes]
    if what == "reopen":
        return Partial(partial.target.parent, file)
    if what == "killed":
        with pytest.raises(Killed):
            partial.write(index, killed_after(right, number % piece.bytes), "x")
        return Partial(partial.target.parent, file)
    spoiled = {
        "write": right,
        "flip": right[:-1] + bytes([right[-1] ^ 1]),
        "short": right[:-1],
        "long": right + b"!",
    }[what]
    if what == "write":
        partial.write(index, chunked(spoiled, number), "x")
    else:
        with pytest.raises(WeightsError) as caught:
            partial.write(index, chunked(spoiled, number), "x")
        assert caught.value.code == "weights.wrong_hash"
    return partial


@settings(max_examples=30, deadline=None)
@given(cuts(), STEPS)
def test_any_life_of_a_fetch_ends_in_the_file(case: tuple[bytes, WeightFile], steps: list[Step]) -> None:
    data, file = case
    with tempfile.TemporaryDirectory() as name:
        partial = Partial(Path(name), file)
        for step in steps:
            partial = take(partial, data, step)
            assert not partial.target.exists()
            disk = partial.path.read_bytes() if partial.path.exists() else b""
            for i in partial.done:
                piece = file.pieces[i]
                assert disk[piece.start : piece.start + piece.bytes] == data[piece.start : piece.start + piece.bytes]
        for index in partial.missing:
            partial = take(partial, data, ("write", index, 7))
        assert partial.finish().read_bytes() == data
        assert sorted(p.name for p in Path(name).rglob("*") if p.is_file()) == ["thing.bin"]


@settings(max_examples=25, deadline=None)
@given(cuts(), st.data())
def test_any_flipped_byte_on_disk_costs_only_its_piece(case: tuple[bytes, WeightFile], more: st.DataObject) -> None:
    data, file = case
    at = more.draw(st.integers(0, len(data) - 1))
    with tempfile.TemporaryDirectory() as name:
        partial = Partial(Path(name), file)
        for index in partial.missing:
            partial = take(partial, data, ("write", index, 50))
        with partial.path.open("r+b") as out:
            out.seek(at)
            out.write(bytes([data[at] ^ 0x10]))
        with pytest.raises(WeightsError) as caught:
            partial.finish()
        assert caught.value.code == "weights.wrong_hash"
        assert file.sha256[:12] in caught.value.what
        assert not partial.target.exists()
        (bad,) = Partial(Path(name), file).missing
        assert file.pieces[bad].start <= at < file.pieces[bad].start + file.pieces[bad].bytes


def test_a_record_of_another_version_counts_for_nothing(tmp_path: Path) -> None:
    old, new = some_bytes(3, 90), some_bytes(4, 90)
    Partial(tmp_path, cut(old, [40, 50])).write(0, [old[:40]], "x")
    assert Partial(tmp_path, cut(old, [40, 50])).missing == [1]
    assert Partial(tmp_path, cut(new, [40, 50])).missing == [0, 1]


@pytest.mark.parametrize("junk", ["", "[]", "{", '{"sha256": 1}', "\x00\xff"])
def test_a_spoilt_record_means_starting_again(tmp_path: Path, junk: str) -> None:
    data = some_bytes(5, 90)
    file = cut(data, [40, 50])
    Partial(tmp_path, file).write(0, [data[:40]], "x")
    (tmp_path / ".unfinished" / "thing.json").write_text(junk, encoding="latin-1")
    assert Partial(tmp_path, file).missing == [0, 1]
