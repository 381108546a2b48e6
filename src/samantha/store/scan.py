"""Look through every byte of a home for what must not be there: each page of the journal and its log, each other file.

Guarantees: pages are opened in memory only, a megabyte at a time; a page or file that could not be read is counted, and
then nothing is called clean. The same scan that finds nothing after a forgetting was able to find it before.
Does not: see the disk below the files (old blocks, snapshots, a drive's spare cells), nor open a backup.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from samantha.config import FILE as SETTINGS
from samantha.store import keyfile
from samantha.store.connection import FILE
from samantha.store.needles import Finder, Needle
from samantha.store.pages import Page, journal_pages, log_pages, page_size

Show: TypeAlias = Callable[[int, int], None]
"""Told how many bytes of how many were looked through."""
BLOCK = 1 << 20
OWN_WORDS = frozenset({SETTINGS, keyfile.FILE})
"""Files of our own words: a single word that stands there says nothing, a sentence does."""
JOURNALS = (FILE, FILE + ".new")


@dataclass(slots=True)
class Place:
    """One file, looked through."""

    name: str
    """Its path inside the home; the whole path of a file outside it."""
    bytes: int = 0
    pages: int = 0
    """Pages opened; 0 for a file that has none."""
    unread: int = 0
    """Pages or stretches that could not be read."""
    hits: int = 0
    """Places in it that hold something sought."""
    outside: bool = False
    """Not in the home: a copy that was put elsewhere. It is told, and changes nothing about the home being clean."""


@dataclass(slots=True)
class Scanned:
    """What a scan found. Says how much and where, never what."""

    places: list[Place] = field(default_factory=list[Place])
    found: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    """Kind of needle -> the things that were found, by number."""
    rows: int = 0
    """Terms and rows that SQLite itself still finds; see `sought.left_in_rows`."""

    @property
    def hits(self) -> int:
        """Everything found in the home."""
        return self.rows + sum(place.hits for place in self.places if not place.outside)

    @property
    def unread(self) -> int:
        """Pages and stretches that could not be read: no scan with one of them proves anything."""
        return sum(place.unread for place in self.places if not place.outside)

    @property
    def clean(self) -> bool:
        """Everything was read, and nothing was found."""
        return not self.hits and not self.unread


def scan(
    home: Path, key: bytes, needles: Sequence[Needle], more: Iterable[Path] = (), show: Show = lambda done, of: None
) -> Scanned:
    """Look for `needles` in the whole home, and in `more` files and folders outside it."""
    finder = Finder(needles)
    result = Scanned()
    files = [*_files(home), *(file for top in more for file in _files(top))]
    total = sum(_size(file) for file in files)
    done = 0
    for file in files:
        inside = file.is_relative_to(home)
        place = Place(str(file.relative_to(home)) if inside else str(file), outside=not inside)
        result.places.append(place)
        weak = file.parent == home and file.name in OWN_WORDS
        try:
            for block in _blocks(file, home, key, place):
                _note(result, place, finder, finder.find(block), sentences_only=weak)
                show(min(total, done + place.bytes), total)
        except OSError:
            place.unread += 1
        done += place.bytes
    return result


def _note(result: Scanned, place: Place, finder: Finder, found: dict[int, int], *, sentences_only: bool) -> None:
    kinds: dict[str, set[int]] = defaultdict(set)
    for number, count in found.items():
        needle = finder.needles[number]
        if sentences_only and needle.kind in ("word", "stem"):
            continue
        place.hits += count
        kinds[needle.kind] |= finder.things[number]
    for kind, things in kinds.items():
        result.found.setdefault(kind, set()).update(things)


def _blocks(file: Path, home: Path, key: bytes, place: Place) -> Iterator[bytes]:
    """The file's bytes in clear, in stretches; the end of one stands at the beginning of the next again."""
    if file.parent == home and file.name in JOURNALS and page_size(file):
        yield from _opened(journal_pages(file, key), place)
    elif file.parent == home and file.name == FILE + "-wal":
        yield from _opened(log_pages(file, page_size(home / FILE), key), place)
    else:
        yield from _raw(file, place)


def _opened(pages: Iterator[Page], place: Place) -> Iterator[bytes]:
    batch: list[bytes] = []
    size = 0
    for page in pages:
        place.pages += page.opened
        place.unread += not page.opened
        place.bytes += len(page.body)
        size += len(page.body)
        batch.append(page.body)
        if size >= BLOCK:
            yield b"".join(batch)
            batch, size = [], 0
    if batch:
        yield b"".join(batch)


def _raw(file: Path, place: Place) -> Iterator[bytes]:
    tail = b""
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            place.bytes += len(block)
            yield tail + block
            # Longer than any needle; what stands whole in it is counted twice, which makes no lie of "nothing".
            tail = block[-256:]


def _files(top: Path) -> list[Path]:
    """Every file at or below `top`, in a settled order; links are not followed out of it."""
    if top.is_file():
        return [top]
    found = [Path(folder) / name for folder, _, names in os.walk(top) for name in names]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
