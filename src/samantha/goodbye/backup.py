"""A home in one locked file: written while she may be talking, checked, and made a home again.

Guarantees: a backup takes its name when it is whole and was read back; a home takes its name when every row of it was
compared with what the backup says; whatever goes wrong before leaves neither.
Does not: decide when, or how many are kept; `schedule` and `rotation` do.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from samantha.config import FILE as SETTINGS
from samantha.errors import HomeError, LeavingError
from samantha.ports import Clock
from samantha.store import container, keyfile, snapshot, wraps
from samantha.store.belongings import Copy
from samantha.store.connection import FILE as JOURNAL
from samantha.store.container import Part, Password
from samantha.store.files import make_empty, os_error, sync_file, sync_folder
from samantha.store.keyfile import key_id
from samantha.store.keys import relock
from samantha.store.recovery import from_paper, to_paper
from samantha.store.wraps import How
from samantha.store.writer_lock import HOLDER, LOCK

FORMAT = 1
MANIFEST, KEY = "manifest.json", "recovery-key.txt"
PARTS = (MANIFEST, KEY, JOURNAL, SETTINGS)
"""What lies in a backup, in this order; settings only where there are some."""
PART, COPY = ".part", ".journal.part"
"""Behind the name of a backup that is not whole yet, and of the journal's encrypted copy that goes into it."""
OURS = (keyfile.FILE, f"{keyfile.FILE}.new", LOCK, HOLDER, f"{JOURNAL}-wal", f"{JOURNAL}-shm")
"""What else can lie in a home that is being made."""
RESTORING = ".restoring"
"""Behind the name of a home that is not whole yet."""
MOST_SMALL = 1 << 24
"""No part but the journal is longer."""
Show: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, of how much; 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself."""

    made: str
    """ISO 8601."""
    schema: int
    key_id: str
    through: int
    """The newest episode's id."""
    rows: dict[str, tuple[int, str]]
    sha256: dict[str, str]
    """Part -> SHA-256."""

    @property
    def episodes(self) -> int:
        """How many episodes it holds."""
        return self.rows.get("episodes", (0, ""))[0]


def silent(what: str, done: int, of: int) -> None:
    """A `Show` that shows nothing."""


def by_recovery(typed: str) -> Password:
    """The password of a backup that the recovery key opens. Raises HomeError `home.recovery_typo`."""
    return Password("recovery key", to_paper(from_paper(typed)))


def write(home: Path, key: bytes, target: Path, password: Password, at: datetime, show: Show = silent) -> Copy:
    """Back up `home` into the new file `target`, also while she is talking; what to note about it.

    Raises LeavingError `backup.exists`, `backup.beside_data`, DiskFull, HomeError, StoreError and their kinds; then
    there is no `target`.
    """
    target = target.absolute()
    if target.exists():
        raise LeavingError(f"{target} is there already.", "Choose another name.", code="backup.exists")
    if target.resolve().is_relative_to(home.resolve()):
        raise LeavingError(
            "A backup inside the home would go with it.", "Choose another place.", code="backup.beside_data"
        )
    part, copy = target.with_name(target.name + PART), target.with_name(target.name + COPY)
    with _removed_after(part, copy, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        snapshot.take(home, key, copy, lambda done, of: show("copying the journal", done, of))
        held = snapshot.look(copy, key, lambda rows: show("reading every row", rows, 0))
        parts: dict[str, Path | bytes] = {KEY: f"{to_paper(key)}\n".encode(), JOURNAL: copy}
        if (home / SETTINGS).exists():
            parts[SETTINGS] = (home / SETTINGS).read_bytes()
        contents = _contents(held, key, at, parts)
        make_empty(part)
        with part.open("r+b") as file:
            all_parts = {MANIFEST: _manifest(contents), **parts}
            container.write(file, all_parts, password, lambda done, of: show("locking it", done, of))
        sync_file(part)
        check(part, password, show)
        sha256 = _hash(part)
        # Before it takes its name: whoever is killed after that does not come back to tidy up.
        copy.unlink()
        part.replace(target)
        sync_folder(target.parent)
    return Copy("backup", str(target), at, sha256, contents.through)


def check(path: Path, password: Password, show: Show = silent) -> Contents:
    """Read the whole backup, compare every part with its hash, and give what it holds. Writes nothing.

    Raises LeavingError (`backup.damaged`, `backup.password`, `backup.not_one`, `backup.newer`, `backup.missing`).
    """
    contents, _, _ = _unpack(path, password, None, show)
    return contents


def restore(
    path: Path, password: Password, home: Path, how: How, clock: Clock, show: Show = silent
) -> tuple[bytes, Contents]:
    """Make the home that `path` holds at `home`, which must be empty or not there; its data key and what it holds.

    `how` opens it from then on, beside the recovery key it always had. Raises as `check`, LeavingError
    `backup.not_empty`, SchemaTooNew, DiskFull, HomeError; then there is no home.
    """
    home = home.absolute()
    check_empty(home)
    part = home.with_name(home.name + RESTORING)
    _clear(part)
    try:
        part.mkdir(parents=True, mode=0o700)
        contents, key, settings = _unpack(path, password, part, show)
        _compare(part, key, contents, show)
        if settings is not None:
            (part / SETTINGS).write_bytes(settings)
        relock(part, key, how, clock)
        for name in (LOCK, HOLDER):
            (part / name).unlink(missing_ok=True)
        sync_folder(part)
        if home.exists():
            home.rmdir()
        part.replace(home)
        sync_folder(home.parent)
    except OSError as error:
        raise os_error(error, home) from error
    finally:
        _clear(part)
    return key, contents


def check_empty(home: Path) -> None:
    """Raise LeavingError `backup.not_empty`, or HomeError, unless a home can be made at `home`."""
    try:
        there = sorted(path.name for path in home.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise os_error(error, home) from error
    if there:
        raise LeavingError(
            f"{home} is not empty, and nothing is ever written over.",
            "Choose another folder with --home, or move that one away.",
            code="backup.not_empty",
        )


def _compare(part: Path, key: bytes, contents: Contents, show: Show) -> None:
    held = snapshot.look(part / JOURNAL, key, lambda rows: show("comparing every row", rows, 0))
    if (held.rows, held.schema, held.through) != (contents.rows, contents.schema, contents.through):
        raise container.damaged()


def _contents(held: snapshot.Snapshot, key: bytes, at: datetime, parts: dict[str, Path | bytes]) -> Contents:
    sha256 = {
        name: hashlib.sha256(part).hexdigest() if isinstance(part, bytes) else _hash(part)
        for name, part in parts.items()
    }
    return Contents(at.isoformat(timespec="seconds"), held.schema, key_id(key), held.through, held.rows, sha256)


def _manifest(contents: Contents) -> bytes:
    table = {
        "format": FORMAT,
        "made": contents.made,
        "schema": contents.schema,
        "key": contents.key_id,
        "through": contents.through,
        "rows": contents.rows,
        "sha256": contents.sha256,
    }
    return (json.dumps(table, indent=1) + "\n").encode()


def _read_manifest(data: bytes) -> Contents:
    try:
        table: dict[str, Any] = json.loads(data)
        if table["format"] > FORMAT:
            raise LeavingError(
                "This backup was written by a later Samantha.", "Install that or a later one.", code="backup.newer"
            )
        rows = {str(name): (int(count), str(hash)) for name, (count, hash) in table["rows"].items()}
        sha256 = {str(name): str(hash) for name, hash in table["sha256"].items()}
        return Contents(table["made"], table["schema"], table["key"], table["through"], rows, sha256)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise container.damaged() from error


def _unpack(path: Path, password: Password, into: Path | None, show: Show) -> tuple[Contents, bytes, bytes | None]:
    """Read every part, the journal into the folder `into` where there is one; contents, data key, settings."""
    small: dict[str, bytes] = {}
    hashes: dict[str, str] = {}
    with container.opened(path, password) as parts:
        for part, expected in zip(parts, PARTS, strict=False):
            if part.name != expected:
                raise container.damaged()
            if part.name == JOURNAL:
                hashes[JOURNAL] = _journal(part, into / JOURNAL if into is not None else None, show)
            else:
                small[part.name] = _small(part)
                hashes[part.name] = hashlib.sha256(small[part.name]).hexdigest()
    hashes.pop(MANIFEST, None)
    contents = _read_manifest(small.get(MANIFEST, b""))
    try:
        key = from_paper(small.get(KEY, b"").decode())
    except (HomeError, UnicodeDecodeError) as error:
        raise container.damaged() from error
    if hashes != contents.sha256 or JOURNAL not in hashes or key_id(key) != contents.key_id:
        raise container.damaged()
    return contents, key, small.get(SETTINGS)


def _journal(part: Part, target: Path | None, show: Show) -> str:
    hash, done = hashlib.sha256(), 0
    if target is not None:
        make_empty(target)
    with target.open("r+b") if target is not None else open(os.devnull, "wb") as file:  # noqa: PTH123
        for block in part.blocks():
            hash.update(block)
            file.write(block)
            done += len(block)
            show("opening it", done, part.size)
    if target is not None:
        sync_file(target)
    return hash.hexdigest()


def _small(part: Part) -> bytes:
    if part.size > MOST_SMALL:
        raise container.damaged()
    return b"".join(part.blocks())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _removed_after(part: Path, copy: Path, target: Path) -> Generator[None]:
    """Begin without, and end without, what is only needed on the way."""
    try:
        for path in (part, copy):
            path.unlink(missing_ok=True)
        yield
    except OSError as error:
        raise os_error(error, target) from error
    finally:
        for path in (part, copy, copy.with_name(copy.name + "-journal"), copy.with_name(copy.name + "-wal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _clear(part: Path) -> None:
    """Remove a home that never became one, and what it put outside itself."""
    held = keyfile.load_or_none(part) if part.is_dir() else None
    for wrap in (wrap for entry in (held.keys if held else ()) for wrap in entry.wraps):
        wraps.drop(wrap)
    with suppress(OSError):
        for name in (*PARTS, *OURS):
            (part / name).unlink(missing_ok=True)
        part.rmdir()
