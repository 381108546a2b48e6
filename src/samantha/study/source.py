"""What the person pointed at, opened: a file, a folder or a zip, as pieces of decoded text.

Guarantees: read in pieces, never whole; links inside a folder or a zip are not followed; sizes are bounded before they
are read, so that a small zip cannot fill the memory.
Does not: know what the text means, nor write anything.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from samantha.errors import ImportFailed

LARGEST = 1 << 30
"""Bytes of one piece of text, unpacked."""
MOST = 100_000
"""Files in a folder or a zip."""
DEPTH = 12
"""Folders below the one given."""
TIGHTEST = 300
"""A piece of text never packs to less than one part in so many; a zip bomb does."""
_SMALL = 10 << 20
_HEAD = 1 << 16
_CHUNK = 1 << 18
_TEXTS = (".txt", ".md", ".markdown", ".json", ".jsonl", ".ndjson")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(slots=True)
class TextPiece:
    """One file of text; implements `turns.Piece`."""

    name: str
    size: int
    _open: Callable[[], AbstractContextManager[IO[bytes]]]
    _encoding: str | None = None

    @property
    def head(self) -> str:
        """Its first characters, undecodable ones replaced."""
        with _reading(self.name), self._open() as file:
            data = file.read(_HEAD)
        return data.decode(_marked(data) or "utf-8", "replace").lstrip("\ufeff")

    @property
    def encoding(self) -> str:
        """How its bytes are read: by its mark, else UTF-8 where that holds throughout, else Windows-1252."""
        if self._encoding is None:
            with _reading(self.name), self._open() as file:
                self._encoding = _detect(file, self.name)
        return self._encoding

    def lines(self) -> Iterator[str]:
        """Its lines without their ends."""
        encoding = self.encoding
        with _reading(self.name), self._open() as file, io.TextIOWrapper(file, encoding, "replace") as text:
            for line in text:
                yield line.rstrip("\n")

    def chunks(self) -> Iterator[str]:
        """Its text in pieces."""
        encoding = self.encoding
        with _reading(self.name), self._open() as file, io.TextIOWrapper(file, encoding, "replace") as text:
            while chunk := text.read(_CHUNK):
                yield chunk

    def digest(self) -> bytes:
        """SHA-256 of its bytes."""
        with _reading(self.name), self._open() as file:
            return _sha256(file)


def _sha256(file: IO[bytes]) -> bytes:
    digest = hashlib.sha256()
    while data := file.read(_CHUNK):
        digest.update(data)
    return digest.digest()


@dataclass(slots=True)
class Source:
    """What was given, opened; implements `turns.Given`."""

    path: Path
    pieces: list[TextPiece]
    packed: bool = False
    """It is a zip."""
    passed: list[str] = field(default_factory=list[str])
    """Names of links and packages in it that were not followed."""

    @property
    def name(self) -> str:
        """Its own name, without the folders above it."""
        return self.path.name

    def digest(self) -> str:
        """SHA-256 over its pieces and their names, as hexadecimal digits; a renamed file has the same."""
        if len(self.pieces) == 1:
            return self.pieces[0].digest().hex()
        whole = hashlib.sha256()
        for piece in self.pieces:
            whole.update(piece.name.encode("utf-8", "surrogatepass") + b"\0" + piece.digest())
        return whole.hexdigest()


def open_source(path: Path) -> Source:
    """The text in `path`. Raises ImportFailed: `import.missing`, `.denied`, `.empty`, `.no_text`, `.too_large`,
    `.damaged`, `.locked`, `.nested`."""
    with _reading(path.name):
        path = path.expanduser().resolve()
        if not path.exists():
            raise ImportFailed(f"There is nothing at {path}.", "See how it is spelt.", code="import.missing")
        if path.is_dir():
            source = _folder(path)
        elif not path.is_file():
            raise ImportFailed(
                f"{path.name} is no plain file.", "Give a file, a folder or a zip.", code="import.no_text"
            )
        elif path.stat().st_size == 0:
            raise _empty(path.name)
        elif zipfile.is_zipfile(path):
            source = _zip(path)
        else:
            source = Source(path, [TextPiece(path.name, path.stat().st_size, _opener(path))])
    for piece in source.pieces:
        if piece.size > LARGEST:
            raise _too_large(piece.name)
    if all(piece.size == 0 for piece in source.pieces):
        raise _empty(path.name)
    return source


def _folder(path: Path) -> Source:
    source = Source(path, [])
    level, count = [path], 0
    for _ in range(DEPTH + 1):
        below: list[Path] = []
        for here in level:
            for found in sorted(here.iterdir()):
                name = found.relative_to(path).as_posix()
                if found.name.startswith("."):
                    continue
                if found.is_symlink():
                    source.passed.append(name)
                elif found.is_dir():
                    below.append(found)
                elif found.is_file() and found.suffix.lower() in _TEXTS:
                    count += 1
                    _check_count(count, path.name)
                    source.pieces.append(TextPiece(name, found.stat().st_size, _opener(found)))
        level = below
    source.pieces.sort(key=lambda piece: piece.name)
    if not source.pieces:
        raise _no_text(path.name)
    return source


def _opener(path: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: path.open("rb")


def _zip(path: Path) -> Source:
    source = Source(path, [], packed=True)
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
    _check_count(len(members), path.name)
    for member in members:
        name = member.filename
        kind = PurePosixPath(name).suffix.lower()
        if member.is_dir() or name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("."):
            continue
        if stat.S_ISLNK(member.external_attr >> 16) or kind == ".zip":
            source.passed.append(name)
        elif kind in _TEXTS:
            source.pieces.append(_member(path, member))
    if not source.pieces and any(name.lower().endswith(".zip") for name in source.passed):
        raise ImportFailed(
            f"{path.name} holds another zip and no text.", "Unpack it and give the inner one.", code="import.nested"
        )
    if not source.pieces:
        raise _no_text(path.name)
    source.pieces.sort(key=lambda piece: piece.name)
    return source


def _member(path: Path, member: zipfile.ZipInfo) -> TextPiece:
    if member.flag_bits & 0x1:
        raise ImportFailed(f"{path.name} is locked with a password.", "Unpack it first.", code="import.locked")
    # What a member says of its size is a bound: no more than that is ever unpacked.
    if member.file_size > LARGEST:
        raise _too_large(member.filename)
    if member.file_size > _SMALL and member.file_size > TIGHTEST * max(1, member.compress_size):
        raise ImportFailed(
            f"{path.name} would unpack to far more than text ever does.", "It was not read.", code="import.bomb"
        )
    return TextPiece(member.filename, member.file_size, lambda: _unpacked(path, member))


@contextmanager
def _unpacked(path: Path, member: zipfile.ZipInfo) -> Generator[IO[bytes]]:
    with zipfile.ZipFile(path) as package, package.open(member) as file:
        yield file


def _marked(data: bytes) -> str | None:
    """The encoding that a mark at the beginning, or the look of the bytes, tells."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    # UTF-16 without a mark: of plain letters every second byte is empty.
    if len(data) >= 4 and data[1] == 0 == data[3] and data[0] and data[2]:
        return "utf-16-le"
    return None


def _detect(file: IO[bytes], name: str) -> str:
    data = file.read(_CHUNK)
    if marked := _marked(data):
        return marked
    if b"\0" in data:
        raise _no_text(name)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while data:
            decoder.decode(data)
            data = file.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


@contextmanager
def _reading(name: str) -> Generator[None]:
    """Errors of the system and of packages as ours."""
    try:
        yield
    except _BROKEN as error:
        raise ImportFailed(
            f"{name} is damaged and cannot be read to its end ({type(error).__name__}).",
            "Export or copy it again; nothing of it was lost here.",
            code="import.damaged",
        ) from error
    except OSError as error:
        raise ImportFailed(
            f"{name} cannot be read ({error.strerror or type(error).__name__}).",
            "See who may read it.",
            code="import.denied",
        ) from error


def _check_count(count: int, name: str) -> None:
    if count > MOST:
        raise ImportFailed(
            f"{name} holds more than {MOST:,} files.", "Give a smaller part of it.", code="import.too_large"
        )


def _empty(name: str) -> ImportFailed:
    return ImportFailed(f"{name} is empty.", "Export it again.", code="import.empty")


def _no_text(name: str) -> ImportFailed:
    return ImportFailed(
        f"{name} holds no text that can be read.", "docs/import.md says what can be.", code="import.no_text"
    )


def _too_large(name: str) -> ImportFailed:
    return ImportFailed(
        f"{name} is larger than {LARGEST >> 30} GiB of text.", "Give it in parts.", code="import.too_large"
    )
