"""Folders and small files of the home, written so that a power cut leaves the old one or the new one.

Guarantees: what is made here is readable by its owner only, and is on the disk when a function returns.
Does not: know what the bytes mean.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from samantha.errors import DiskFull, HomeError, ReadOnly, SamanthaError


def make_home(home: Path) -> None:
    """Make the folder, mode 0700, if it is not there. Raises HomeError when it cannot be one."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise not_a_folder(home) from error
    except OSError as error:
        raise os_error(error, home) from error


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, mode 0600, whole or not at all. Raises DiskFull, ReadOnly, HomeError."""
    new = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise os_error(error, path) from error


def make_empty(path: Path) -> None:
    """Make an empty file, mode 0600; SQLite would make it readable for others."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise os_error(error, path) from error


def sync_file(path: Path) -> None:
    """Put the file's bytes on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the folder's list of names on the disk, where the system knows such a thing (Windows does not)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_a_folder(home: Path) -> HomeError:
    """The error for a home that is a file, or lies inside one."""
    return HomeError(f"{home} is not a folder.", "Choose another home with SAMANTHA_HOME.", code="home.not_a_folder")


def os_error(error: OSError, path: Path) -> SamanthaError:
    """Our error for an error of the system about `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full; nothing was changed.", "Make room on the disk, then try again.")
    if error.errno == errno.EROFS:
        return ReadOnly(f"{path} is on a read-only disk.", "Make it writable, or choose another home.")
    if error.errno == errno.ENOTDIR:
        return not_a_folder(path)
    if error.errno in (errno.EACCES, errno.EPERM):
        return HomeError(f"{path} may not be written by you.", "Change its owner or its mode.", code="home.denied")
    return HomeError(f"{path} cannot be used: {error.strerror}.", "Check the disk.", code="home.disk")
