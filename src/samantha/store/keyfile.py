"""`keys.json`: which keys the journal may have, each wrapped, never in clear.

Guarantees: the file is replaced whole or not at all, and survives a power cut once `save` returns.
Does not: wrap or unwrap; `wraps` does.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from samantha.errors import HomeDamaged, HomeError
from samantha.store.files import os_error, write_whole

FILE = "keys.json"
"""Name of the file inside the home."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Wrap:
    """A data key, closed by something else."""

    how: str
    """`keychain`, `passphrase` or `file`."""
    box: dict[str, Any]
    """What is needed to open it, but for the secret: salts, nonces, sizes, names; bytes as hex."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One data key: two stand in the file only while a key is being changed."""

    id: str
    """The key's own fingerprint, see `key_id`."""
    wraps: tuple[Wrap, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What `keys.json` says."""

    made: str
    """When the home was made, ISO 8601."""
    keys: tuple[KeyEntry, ...]

    def with_keys(self, *keys: KeyEntry) -> KeyFile:
        """The same file with these keys instead."""
        return replace(self, keys=keys)


def key_id(key: bytes) -> str:
    """16 hex digits that tell one key from another and say nothing of either (BLAKE2b of 256 random bits)."""
    return hashlib.blake2b(key, digest_size=8, person=b"samantha-keyid").hexdigest()


def load(home: Path) -> KeyFile | None:
    """Read `keys.json`; None when there is none. Raises HomeDamaged when it is not what we write."""
    try:
        raw = (home / FILE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise os_error(error, home) from error
    try:
        table = cast(dict[str, Any], json.loads(raw))
        if table["samantha_keys"] > FORMAT:
            raise HomeError(
                "This home's keys were written by a later Samantha.", "Install that version.", code="home.newer"
            )
        keys = tuple(
            KeyEntry(str(entry["id"]), tuple(Wrap(str(w.pop("how")), dict(w)) for w in entry["wraps"]))
            for entry in table["keys"]
        )
        return KeyFile(str(table["made"]), keys)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HomeDamaged(
            f"{home / FILE} is damaged.",
            "Put it back from a backup, or make a new one from the recovery key: `samantha key recover`.",
        ) from error


def load_or_none(home: Path) -> KeyFile | None:
    """As `load`, but a damaged file is as good as none: for the ways that mend it."""
    try:
        return load(home)
    except HomeDamaged:
        return None


def save(home: Path, keys: KeyFile) -> None:
    """Write `keys.json` whole or not at all. Raises DiskFull, ReadOnly, HomeError."""
    table = {
        "samantha_keys": FORMAT,
        "opens": "journal.db, SQLite3MC, cipher chacha20, raw key; see docs/journal.md",
        "made": keys.made,
        "keys": [{"id": k.id, "wraps": [{"how": w.how, **w.box} for w in k.wraps]} for k in keys.keys],
    }
    write_whole(home / FILE, (json.dumps(table, indent=1) + "\n").encode())


def says_key_is_right(home: Path, key: bytes) -> bool:
    """True when `keys.json` names exactly this key, so that a file which does not open with it is damaged."""
    keys = load_or_none(home)
    return keys is not None and key_id(key) in {entry.id for entry in keys.keys}
