"""A folder of plain files with a manifest of their hashes: written beside its name, and renamed when it is whole.

Guarantees: the folder takes its name when every file is on the disk; what a killed process left is cleared away at the
next try; checking needs only the folder.
Does not: know what is in the files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, cast

from samantha.errors import LeavingError
from samantha.store.files import os_error, sync_file, sync_folder

FORMAT = 1
MANIFEST = "manifest.json"
PART = ".part"
"""Behind the name of a folder that is not whole yet."""
MARK = ".samantha-export"
"""Lies in a folder that is not whole yet, so that nobody else's folder is ever cleared away."""
BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""Letters that many readers take for the end of a line, as JSON can also write them."""


@dataclass(slots=True)
class Folder:
    """A folder being written. Made by `new_folder`."""

    root: Path
    files: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """Path -> sha256, bytes and, for lines of JSON, rows."""

    def put(self, path: str, text: str) -> None:
        """Write a file. Raises OSError as it comes."""
        data = text.encode("utf-8", "replace")
        self._file(path, [data])

    def put_lines(self, path: str, rows: Iterable[dict[str, Any]]) -> int:
        """Write rows as lines of JSON, as they come; how many there were."""
        count = 0

        def lines() -> Generator[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield (json.dumps(row, ensure_ascii=False).translate(BREAKS) + "\n").encode("utf-8", "replace")

        self._file(path, lines())
        self.files[path]["rows"] = count
        return count

    def _file(self, path: str, pieces: Iterable[bytes]) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        hash, size = hashlib.sha256(), 0
        with target.open("xb") as file:
            for piece in pieces:
                file.write(piece)
                hash.update(piece)
                size += len(piece)
        self.files[path] = {"sha256": hash.hexdigest(), "bytes": size}


@contextmanager
def new_folder(target: Path) -> Generator[Folder]:
    """A folder that becomes `target` when the block ends well. Call `seal` inside, last.

    Raises LeavingError `export.not_empty`, DiskFull, HomeError; then there is no `target`, or the empty one that was.
    """
    target = target.absolute()
    part = target.with_name(target.name + PART)
    try:
        _check_empty(target)
        _clear(part)
        part.mkdir(parents=True, mode=0o700)
        (part / MARK).touch()
        try:
            yield Folder(part)
            _sync(part)
            if target.exists():
                target.rmdir()
            part.rename(target)
            sync_folder(target.parent)
            # Last: a folder that is not whole must always be known for ours.
            (target / MARK).unlink()
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(part)
            raise
    except OSError as error:
        raise os_error(error, target) from error


def seal(folder: Folder, more: dict[str, Any]) -> str:
    """Write the manifest with `more` in it; its SHA-256."""
    table = {"samantha_export": FORMAT, **more, "files": folder.files}
    data = json.dumps(table, indent=1, ensure_ascii=False) + "\n"
    (folder.root / MANIFEST).write_text(data, encoding="utf-8", newline="\n")
    return hashlib.sha256(data.encode()).hexdigest()


def check(root: Path) -> tuple[dict[str, Any], list[str]]:
    """Compare every file with the manifest; the manifest, and the names of files that are not in it.

    Raises LeavingError `export.not_one`, `export.newer`, `export.damaged`, which names the first files that differ.
    """
    manifest = _manifest(root)
    try:
        wrong = [path for path, said in manifest["files"].items() if not _is_right(root, path, said)]
        known = {str(PurePosixPath(path)) for path in manifest["files"]} | {MANIFEST, MARK}
        others = [str(path.relative_to(root).as_posix()) for path in root.rglob("*") if not path.is_dir()]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _damaged("its manifest.json") from error
    except OSError as error:
        raise os_error(error, root) from error
    if wrong:
        rest = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise _damaged(", ".join(wrong[:3]) + rest)
    return manifest, sorted(set(others) - known)


def _manifest(root: Path) -> dict[str, Any]:
    try:
        data = (root / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LeavingError(
            f"{root} is not an export: there is no {MANIFEST} in it.", "Choose another folder.", code="export.not_one"
        ) from error
    except OSError as error:
        raise os_error(error, root) from error
    try:
        manifest = cast(dict[str, Any], json.loads(data))
        newer = manifest["samantha_export"] > FORMAT
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged("its manifest.json") from error
    if newer:
        raise LeavingError("This export was written by a later Samantha.", "Install that.", code="export.newer")
    return manifest


def _is_right(root: Path, path: str, said: dict[str, Any]) -> bool:
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts:
        return False
    try:
        with (root / inside).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == said["sha256"]
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _damaged(what: str) -> LeavingError:
    return LeavingError(
        f"This export is not as it was written: {what}.", "Use another copy, or export anew.", code="export.damaged"
    )


def _check_empty(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists():
        raise LeavingError(
            f"{target} is not an empty folder, and nothing is ever written over.",
            "Name a folder that is empty, or not there yet.",
            code="export.not_empty",
        )


def _clear(part: Path) -> None:
    if not part.exists():
        return
    if not (part / MARK).exists() and any(part.iterdir()):
        raise LeavingError(
            f"{part} is in the way, and is not a broken-off export.", "Move it away.", code="export.not_empty"
        )
    shutil.rmtree(part)


def _sync(root: Path) -> None:
    """Put everything on the disk: at once where the system can, else file by file."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in root.rglob("*"):
        if path.is_file():
            sync_file(path)
