"""The weights folder itself: one process at a time, room enough, and nothing left over from a killed one.

Guarantees: `alone` lets one process in and lets go even when that process is killed; leftovers go only while alone.
Does not: hold anybody back who only reads finished files.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from filelock import FileLock, Timeout

from samantha.errors import WeightsError
from samantha.models.weights_meter import size_in_words
from samantha.models.weights_partial import FOLDER

LOCK = ".lock"
"""Inside the weights folder: held by whoever fetches or imports."""
SPARE = 64 << 20
"""Bytes that must stay free on the disk whatever we do."""


@asynccontextmanager
async def alone(folder: Path, waiting: Callable[[], None]) -> AsyncGenerator[None, None]:
    """Be the only process that changes `folder`; `waiting` is called again and again while another one is.

    Raises WeightsError (`weights.folder`) when the folder cannot be made or written.
    """
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, thread_local=False)
        while True:
            try:
                lock.acquire(blocking=False)
                break
            except Timeout:
                waiting()
                await anyio.sleep(0.3)
    except OSError as error:
        raise folder_error(folder, error) from error
    try:
        await anyio.to_thread.run_sync(_sweep, folder)
        yield
    finally:
        lock.release()


def work_folder(folder: Path, key: str) -> Path:
    """An empty folder for one download; `_sweep` finds it by its name if we are killed."""
    work = folder / FOLDER / f"work-{key}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    return work


def _sweep(folder: Path) -> None:
    for left in (folder / FOLDER).glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)


def free_bytes(folder: Path) -> int:
    """Bytes free on the disk that holds `folder`, or will hold it once it is made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def check_room(folder: Path, needed: int, free: Callable[[Path], int]) -> None:
    """Raise WeightsError (`weights.no_space`) unless `needed` bytes and a reserve are free."""
    there = free(folder)
    if there < needed + SPARE:
        raise no_space(folder, f"{size_in_words(needed + SPARE)} are needed and {size_in_words(there)} are free.")


def no_space(folder: Path, detail: str = "") -> WeightsError:
    """The error for a full disk."""
    return WeightsError(
        f"There is not enough room for the model files in {folder}. {detail}".strip(),
        "Free some space, or set SAMANTHA_WEIGHTS to a folder on another disk. What was fetched so far is kept.",
        code="weights.no_space",
    )


def folder_error(folder: Path, error: OSError) -> WeightsError:
    """The error for a folder that cannot be used."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space(folder)
    return WeightsError(
        f"The model files' folder {folder} cannot be written ({error.strerror or type(error).__name__}).",
        "Give yourself the right to write there, or set SAMANTHA_WEIGHTS to another folder.",
        code="weights.folder",
    )
