"""A model file that is not whole yet: its pieces are written in place, and which are right is on record.

Guarantees: a piece counts as done only after its bytes were hashed, matched and synced to disk; the file takes its
final name only after the whole of it was read back and matched. Killed at any point, it goes on from what is on record.
Does not: know where bytes come from, nor keep two processes apart (`weights` holds a lock).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from samantha.errors import WeightsError
from samantha.models.weights_manifest import Piece, WeightFile

FOLDER = ".unfinished"
"""Inside the weights folder: files on their way, and the temporary folders of downloads."""
BLOCK = 1 << 20
"""Bytes read or written at once."""


def ignore_bytes(count: int) -> None:
    """Nobody wants to know how far the hashing is."""


def blocks(path: Path, start: int = 0, size: int | None = None) -> Iterator[bytes]:
    """The bytes of `path` from `start` on, at most `size` of them, a block at a time. Raises OSError."""
    left = size if size is not None else path.stat().st_size - start
    with path.open("rb") as source:
        source.seek(start)
        while left > 0 and (block := source.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def sha256_of(chunks: Iterable[bytes], seen: Callable[[int], None] = ignore_bytes) -> str:
    """The hash of `chunks`, as 64 hexadecimal digits; `seen` hears the length of each."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        seen(len(chunk))
    return digest.hexdigest()


class Partial:
    """The unfinished state of one file. Its methods block: call them in a thread; different pieces may overlap."""

    def __init__(self, folder: Path, file: WeightFile) -> None:
        """Open what an earlier run left in `folder`, or an empty state."""
        self.file = file
        self.target = folder / file.file
        self.path = folder / FOLDER / f"{file.name}.part"
        self._record = folder / FOLDER / f"{file.name}.json"
        self._lock = threading.Lock()
        self._done = self._load()

    @property
    def done(self) -> frozenset[int]:
        """Indexes of the pieces that are written and right."""
        with self._lock:
            return frozenset(self._done)

    @property
    def missing(self) -> list[int]:
        """Indexes of the pieces still to come, in order."""
        done = self.done
        return [i for i in range(len(self.file.pieces)) if i not in done]

    def write(self, index: int, chunks: Iterable[bytes], whence: str) -> None:
        """Write piece `index` from `chunks` and put it on record.

        `whence` names the source in the error. Raises OSError, and WeightsError (`weights.wrong_hash`) when the bytes
        are not the piece's; the other pieces stay untouched.
        """
        piece = self.file.pieces[index]
        self._make_room()
        with self._lock:
            if index in self._done:  # from the first byte on it is not the old piece any more
                self._done.discard(index)
                self._save()
        digest = hashlib.sha256()
        left = piece.bytes
        with self.path.open("r+b") as out:
            out.seek(piece.start)
            for chunk in chunks:
                left -= len(chunk)
                if left < 0:
                    break
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if left != 0 or digest.hexdigest() != piece.sha256:
            raise wrong_piece(self.file, index, whence, digest.hexdigest() if left == 0 else "", piece)
        with self._lock:
            self._done.add(index)
            self._save()

    def adopt(self, found: Path) -> None:
        """Take a damaged file as the unfinished one, so that only its wrong pieces are fetched again."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        found.replace(self.path)
        self.recheck()

    def recheck(self) -> None:
        """Hash every piece on disk again and put on record which are right."""
        good: set[int] = set()
        if self.path.exists():
            for index, piece in enumerate(self.file.pieces):
                if sha256_of(blocks(self.path, piece.start, piece.bytes)) == piece.sha256:
                    good.add(index)
        with self._lock:
            self._done = good
            self._save()

    def finish(self, seen: Callable[[int], None] = ignore_bytes) -> Path:
        """Read the whole back, compare, and give it its name. Returns the final path.

        Raises WeightsError (`weights.wrong_hash`) after putting on record which pieces went bad on disk.
        """
        found = sha256_of(blocks(self.path), seen)
        if found != self.file.sha256 or self.path.stat().st_size != self.file.bytes:
            self.recheck()
            raise wrong_file(self.file, found, self.path)
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(self.target)
        sync_folder(self.target.parent)
        self._record.unlink(missing_ok=True)
        return self.target

    def _make_room(self) -> None:
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            size = self.path.stat().st_size if self.path.exists() else -1
            if size != self.file.bytes:
                with self.path.open("ab") as out:
                    out.truncate(self.file.bytes)

    def _load(self) -> set[int]:
        try:
            record: Any = json.loads(self._record.read_text(encoding="utf-8"))
            if record["sha256"] != self.file.sha256 or not self.path.exists():
                return set()
            known: dict[str, None] = dict.fromkeys(str(k) for k in record["pieces"])
        except (OSError, ValueError, KeyError, TypeError):
            return set()
        return {i for i, p in enumerate(self.file.pieces) if _key(p) in known}

    def _save(self) -> None:
        record = {"sha256": self.file.sha256, "pieces": [_key(self.file.pieces[i]) for i in sorted(self._done)]}
        write_whole(self._record, json.dumps(record))


def _key(piece: Piece) -> str:
    return f"{piece.start}:{piece.bytes}:{piece.sha256}"


def write_whole(path: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old or the new one, never a half. Raises OSError."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut; where a folder cannot be opened (Windows), the system does it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wrong_piece(file: WeightFile, index: int, whence: str, found: str, piece: Piece) -> WeightsError:
    """The error for a piece whose bytes are not what the manifest says; `found` is empty when the length differs."""
    what = (
        f"its hash begins {found[:12]} instead of {piece.sha256[:12]}"
        if found
        else "its length is not what it should be"
    )
    return WeightsError(
        f"Part {index + 1} of {len(file.pieces)} of {file.name}, from {whence}, has the wrong bytes: {what}. "
        "It was not used.",
        "Try again; if it stays so, copy the file from another machine and run `samantha weights import FOLDER`.",
        code="weights.wrong_hash",
    )


def wrong_file(file: WeightFile, found: str, path: Path) -> WeightsError:
    """The error for a whole file whose bytes are not what the manifest says."""
    return WeightsError(
        f"{path} has the wrong bytes: its hash begins {found[:12]} instead of {file.sha256[:12]}. It was not used.",
        f"Run `samantha weights fetch {file.name}`: only the damaged parts are fetched again.",
        code="weights.wrong_hash",
    )
