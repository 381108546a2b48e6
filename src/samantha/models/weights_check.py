"""What is in the weights folder, and whether it is right.

Guarantees: a file is called verified only when its hash was read from disk and matched; the result is remembered by
size and time of change, so that asking again is quick.
Does not: notice a byte that rots while size and time stay the same; `verify` reads everything again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from samantha.models.weights_manifest import Manifest, WeightFile, load_manifest
from samantha.models.weights_partial import Partial, blocks, ignore_bytes, sha256_of, write_whole

State: TypeAlias = Literal["missing", "unfinished", "unchecked", "verified", "wrong"]
"""`unchecked`: the size is right and nobody has read it yet."""

SEEN = ".checked.json"
"""Inside the weights folder: the hash each file had when it was last read."""


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One model file, as it stands in the folder."""

    file: WeightFile
    path: Path
    state: State
    kept: int
    """Bytes that are here: all of them, or those of the parts an unfinished download left."""
    found: str
    """The hash that was read, empty where none was."""


def status(folder: Path, manifest: Manifest | None = None) -> list[FileStatus]:
    """Every file of the manifest, without reading any of them. Raises OSError for a folder that cannot be read."""
    seen = _load(folder)
    return [_status(folder, file, seen) for file in (manifest or load_manifest()).files.values()]


def check(
    folder: Path, file: WeightFile, *, again: bool = False, on_bytes: Callable[[int], None] = ignore_bytes
) -> FileStatus:
    """Like `status` for one file, but never `unchecked`: it is read when it must be, always with `again`. Blocks."""
    seen = {} if again else _load(folder)
    found = _status(folder, file, seen)
    if found.state != "unchecked":
        return found
    remember(folder, file, sha256_of(blocks(found.path), on_bytes))
    return _status(folder, file, _load(folder))


def verify(
    folder: Path,
    files: Iterable[WeightFile],
    on_bytes: Callable[[int], None] = ignore_bytes,
) -> list[FileStatus]:
    """Read every one of `files` again, whatever was remembered. Blocks; `on_bytes` hears each length read."""
    return [check(folder, file, again=True, on_bytes=on_bytes) for file in files]


def remember(folder: Path, file: WeightFile, sha256: str) -> None:
    """Keep the hash that was just read, so that the next start need not read it again."""
    path = folder / file.file
    try:
        stat = path.stat()
        seen = _load(folder)
        seen[file.file] = {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": sha256}
        write_whole(folder / SEEN, json.dumps(seen, indent=1))
    except OSError:
        # A folder that cannot be written is read anew each time: slower, and as right.
        return


def _status(folder: Path, file: WeightFile, seen: Mapping[str, Mapping[str, Any]]) -> FileStatus:
    path = folder / file.file
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        partial = Partial(folder, file)
        kept = sum(file.pieces[i].bytes for i in partial.done)
        return FileStatus(file, path, "unfinished" if kept else "missing", kept, "")
    known = seen.get(file.file, {})
    found = str(known.get("sha256", ""))
    if stat.st_size != file.bytes or not path.is_file():
        return FileStatus(file, path, "wrong", stat.st_size, "")
    if (known.get("bytes"), known.get("mtime_ns")) != (stat.st_size, stat.st_mtime_ns):
        return FileStatus(file, path, "unchecked", stat.st_size, "")
    return FileStatus(file, path, "verified" if found == file.sha256 else "wrong", stat.st_size, found)


def _load(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        seen: Any = json.loads((folder / SEEN).read_text(encoding="utf-8"))
        return {str(name): dict(entry) for name, entry in seen.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
