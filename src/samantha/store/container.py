"""A backup's container: one file, locked by a password, in which a few named parts lie (securetar, version 3).

Guarantees: a file that was cut short, changed in any bit, or is not one of ours is refused before a part is used;
what opens is exactly what was closed.
Does not: know what the parts are; `goodbye.backup` does.

The file is a plain tar of three members: `samantha-backup.json` says what this is and what opens it, `home.tar` is
the locked inner tar, `check.txt` holds the SHA-256 of all bytes before it. The hash tells damage from a wrong
password; against somebody who means harm stands the inner tar's own authentication.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import tarfile
import unicodedata
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, cast

from nacl.exceptions import CryptoError
from securetar import InvalidPasswordError, SecureTarArchive, SecureTarError

from samantha.errors import LeavingError
from samantha.store.files import os_error

FORMAT = 1
HEAD, LOCKED, CHECK = "samantha-backup.json", "home.tar", "check.txt"
"""The members of the outer tar, in this order."""
VERSION_3 = b"SecureTar\x03"
"""How the locked member begins. Earlier versions are not authenticated, so they are never read."""
TAIL = 4 * tarfile.BLOCKSIZE
"""Bytes of `check.txt` with its header, padded, and the end of the tar."""
MIB = 1 << 20
MOST_HEAD = 4096
"""The plain member is a few lines; one that is longer was not written by us."""

OpensBy: TypeAlias = Literal["recovery key", "passphrase"]
Show: TypeAlias = Callable[[int, int], None]
"""Told of how many bytes are done, of how many."""


@dataclass(frozen=True, slots=True)
class Password:
    """What locks a backup."""

    kind: OpensBy
    text: str
    """The recovery key as it is shown on paper, with its dashes, or a passphrase of the person's."""

    def __repr__(self) -> str:
        return f"Password({self.kind})"

    @property
    def typed(self) -> str:
        """The letters that are made into a key: NFC, so that two systems' ways of typing one letter are one."""
        return unicodedata.normalize("NFC", self.text)


class Part:
    """A part being read: its name and size, and its bytes, once, in order."""

    def __init__(self, name: str, size: int, stream: IO[bytes]) -> None:
        self.name = name
        self.size = size
        self._stream = stream

    def blocks(self) -> Iterator[bytes]:
        """The bytes, a mebibyte at a time. Raises LeavingError `backup.damaged` where they are not all there."""
        left = self.size
        while left:
            with _told_as_damage():
                block = self._stream.read(min(MIB, left))
            if not block:
                raise damaged()
            left -= len(block)
            yield block


def write(file: IO[bytes], parts: Mapping[str, Path | bytes], password: Password, show: Show) -> None:
    """Close `parts` (name -> file or bytes) into the open, empty, seekable `file`. Raises OSError as it comes."""
    total, done = sum(map(_size, parts.values())), 0

    def told(data: bytes) -> None:
        nonlocal done
        done += len(data)
        show(done, total)

    archive = SecureTarArchive(fileobj=file, mode="w", password=password.typed, bufsize=MIB)
    with archive:
        _add(archive.tar, HEAD, io.BytesIO(_head(password.kind)), len(_head(password.kind)))
        with archive.create_tar(LOCKED, gzip=False) as inner:
            for name, part in parts.items():
                with io.BytesIO(part) if isinstance(part, bytes) else part.open("rb") as source:
                    _add(inner, name, cast(IO[bytes], _Watched(source, told)), _size(part))
        end = file.tell()
    # The archive ends itself with zeros; ours ends with the check.
    file.truncate(end)
    file.seek(0)
    sha256 = _hash(file, end)
    file.seek(end)
    file.write(_tail(sha256, end))


def opens_by(path: Path) -> OpensBy:
    """Check the file as a whole, without a password, and say what opens it.

    Raises LeavingError `backup.not_one`, `backup.damaged`, `backup.newer`; HomeError where it cannot be read.
    """
    with _file(path) as file:
        return _checked(file)


@contextmanager
def opened(path: Path, password: Password) -> Generator[Iterator[Part]]:
    """The parts of the backup at `path`, one after the other; read each before the next.

    Raises as `opens_by`, and LeavingError `backup.password` when the password does not open it.
    """
    with _file(path) as file:
        _checked(file)
        file.seek(0)
        with _inside(file, password) as parts:
            yield parts


def damaged() -> LeavingError:
    """The error for a backup whose bytes are not what was written."""
    return LeavingError(
        "This backup is damaged: it was cut short or changed.",
        "Nothing was changed. Use another copy of it, and check the disk.",
        code="backup.damaged",
    )


@contextmanager
def _inside(file: IO[bytes], password: Password) -> Generator[Iterator[Part]]:
    with _told_as_damage():
        archive = SecureTarArchive(fileobj=file, mode="r", password=password.typed).open()
        members = [archive.tar.next(), archive.tar.next()]
        locked = members[1]
        if locked is None or locked.name != LOCKED:
            raise damaged()
        file.seek(locked.offset_data)
        if file.read(len(VERSION_3)) != VERSION_3:
            raise damaged()
        stream = archive.extract_tar(locked)
        plain = stream.__enter__()
        inner = tarfile.open(fileobj=cast(Any, plain), mode="r|", bufsize=MIB)  # noqa: SIM115
    try:
        yield _parts(inner)
    finally:
        inner.close()
        stream.__exit__(None, None, None)
        archive.close()


def _parts(inner: tarfile.TarFile) -> Iterator[Part]:
    while True:
        with _told_as_damage():
            member = inner.next()
            stream = inner.extractfile(member) if member is not None and member.isreg() else None
        if member is None:
            return
        if stream is None:
            raise damaged()
        yield Part(member.name, member.size, stream)


def _checked(file: IO[bytes]) -> OpensBy:
    """Compare the hash at the end with the bytes before it; give what the head says."""
    with _told_as_damage():
        _compare(file)
        member = tarfile.open(fileobj=file, mode="r:").next()  # noqa: SIM115
        if member is None or not 0 < member.size <= MOST_HEAD:
            raise damaged()
        file.seek(member.offset_data)
        said = json.loads(file.read(member.size))
        number, by = int(said["samantha_backup"]), str(said["opens_by"])
    if number > FORMAT:
        raise LeavingError(
            "This backup was written by a later Samantha.", "Install that version or a later one.", code="backup.newer"
        )
    if by not in ("recovery key", "passphrase"):
        raise damaged()
    return by


def _compare(file: IO[bytes]) -> None:
    """Read everything; leaves `file` at its beginning."""
    start = file.read(tarfile.BLOCKSIZE)
    if not start.startswith(HEAD.encode() + b"\0"):
        raise LeavingError("This file is not a backup of Samantha's.", "Choose another file.", code="backup.not_one")
    end = file.seek(0, io.SEEK_END) - TAIL
    if end < len(start):
        raise damaged()
    file.seek(end)
    tail = file.read(TAIL)
    file.seek(0)
    if tail != _tail(_hash(file, end), end):
        raise damaged()
    file.seek(0)


def _head(kind: OpensBy) -> bytes:
    said = {
        "samantha_backup": FORMAT,
        "what": "A backup of one person's home. home.tar is locked; `samantha restore` opens it.",
        "opens_by": kind,
        "without_samantha": "securetar 3 (XChaCha20-Poly1305 secretstream, Argon2id); see docs/leaving.md",
    }
    return (json.dumps(said, indent=1) + "\n").encode()


def _tail(sha256: str, size: int) -> bytes:
    """`check.txt` as a tar member of fixed length, and the end of the tar."""
    text = f"{sha256} {size:020d}\n".encode()
    member = tarfile.TarInfo(CHECK)
    member.size = len(text)
    head = member.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    return (head + text).ljust(TAIL, b"\0")


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, source)


class _Watched(io.RawIOBase):
    """A file that tells how much of it was read."""

    def __init__(self, source: IO[bytes], told: Callable[[bytes], None]) -> None:
        self._source = source
        self._told = told

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self._told(data)
        return data


def _size(part: Path | bytes) -> int:
    return len(part) if isinstance(part, bytes) else part.stat().st_size


def _hash(file: IO[bytes], size: int) -> str:
    hash, left = hashlib.sha256(), size
    while left:
        block = file.read(min(MIB, left))
        if not block:
            break
        hash.update(block)
        left -= len(block)
    return hash.hexdigest()


@contextmanager
def _told_as_damage() -> Generator[None]:
    try:
        yield
    except InvalidPasswordError as error:
        raise LeavingError(
            "That does not open this backup.", "Try again; nothing was changed.", code="backup.password"
        ) from error
    except (SecureTarError, CryptoError, tarfile.TarError, struct.error) as error:
        raise damaged() from error
    except (ValueError, KeyError, TypeError, EOFError, OverflowError, RecursionError) as error:
        raise damaged() from error
    except OSError as error:
        raise LeavingError(
            "The backup cannot be read: its disk failed.", "Use another copy of it.", code="backup.unreadable"
        ) from error


@contextmanager
def _file(path: Path) -> Generator[IO[bytes]]:
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise LeavingError(f"There is no file {path}.", "See where it was put.", code="backup.missing") from error
    except IsADirectoryError as error:
        raise LeavingError(f"{path} is a folder.", "Name the backup's file.", code="backup.not_one") from error
    except OSError as error:
        raise os_error(error, path) from error
    with file:
        yield file
