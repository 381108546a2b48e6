"""Every page of the journal's file and of its log, opened in memory one after the other.

Guarantees: what lies in the file is read, not what SQLite would show of it: free pages, overflow pages, old frames of
the log. Each page is checked by its tag; one that does not open is said so. Nothing is written anywhere.
Does not: know what a page is for.

The format is SQLite3 Multiple Ciphers' `chacha20` with a raw key: the last 32 bytes of a page are a nonce and a tag
(RFC 8439); the one-time key comes from block `counter ^ page`, the page from the block after it; page 1 keeps its first
24 bytes in clear. https://utelle.github.io/SQLite3MultipleCiphers/docs/ciphers/cipher_chacha20/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.poly1305 import Poly1305

RESERVED = 32
"""Bytes at a page's end: 16 of nonce, 16 of tag."""
PLAIN = 24
"""Bytes of page 1 that are not closed: the salt, and the part of SQLite's header that says how big pages are."""
LOG_HEAD, FRAME_HEAD = 32, 24
"""Bytes before the frames of a log, and before each frame's page (sqlite.org/fileformat2.html#walformat)."""
TRIES = 3
"""A page that is being written while it is read is read again."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it lies in a file."""

    number: int
    body: bytes
    """In clear where `opened`; else as it lies there."""
    opened: bool


def page_size(journal: Path) -> int:
    """Bytes of a page of the file at `journal`, 512 to 65,536; 0 where it is too short to say."""
    with journal.open("rb") as file:
        head = file.read(PLAIN)
    if len(head) < PLAIN:
        return 0
    size = struct.unpack(">H", head[16:18])[0]
    return 65_536 if size == 1 else size


def journal_pages(journal: Path, key: bytes) -> Iterator[Page]:
    """Every page of the file, in its order, to the file's last byte."""
    size = page_size(journal)
    if not size:
        return
    with journal.open("rb") as file:
        for number in range(1, -(-journal.stat().st_size // size) + 1):
            yield _read(file, (number - 1) * size, size, number, key)


def log_pages(log: Path, size: int, key: bytes) -> Iterator[Page]:
    """The page of every frame of the log, also of frames that were folded into the journal long ago."""
    with log.open("rb") as file:
        at = LOG_HEAD
        while len(head := _at(file, at, FRAME_HEAD)) == FRAME_HEAD:
            number = struct.unpack(">I", head[:4])[0]
            yield _read(file, at + FRAME_HEAD, size, number, key)
            at += FRAME_HEAD + size


def open_page(raw: bytes, number: int, key: bytes) -> bytes | None:
    """The page in clear, without its last 32 bytes; None when it was not closed under this key."""
    if not any(raw):
        # Never written: the page that SQLite keeps free for its locks, or room that a killed process had asked for.
        return bytes(max(0, len(raw) - RESERVED))
    if len(raw) <= RESERVED + PLAIN:
        return None
    body = len(raw) - RESERVED
    nonce, tag = raw[body : body + 16], raw[body + 16 :]
    counter = struct.unpack("<I", nonce[12:])[0] ^ number
    once = _stream(key, counter, nonce, bytes(64))
    check = Poly1305(once[:32])
    check.update(raw[: body + 16])
    try:
        check.verify(tag)
    except InvalidSignature:
        return None
    plain = PLAIN if number == 1 else 0
    return raw[:plain] + _stream(once[32:], counter + 1, nonce, raw[plain:body])


def _stream(key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
    start = struct.pack("<I", counter & 0xFFFFFFFF) + nonce[:12]
    return Cipher(algorithms.ChaCha20(key, start), mode=None).encryptor().update(data)


def _read(file: BinaryIO, at: int, size: int, number: int, key: bytes) -> Page:
    raw = b""
    for _ in range(TRIES):
        raw = _at(file, at, size)
        body = open_page(raw, number, key)
        if body is not None:
            return Page(number, body, True)
    return Page(number, raw, False)


def _at(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)
