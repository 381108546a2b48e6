"""Everything of hers on this machine: what it is, where, how big; and how it is taken away.

Guarantees: only files that she made by name are ever removed, and a folder only when nothing else is left in it, so
    that a home set to the wrong folder costs nobody their files.
Does not: ask, nor overwrite the disk's blocks (what is left there is closed under a key that is gone).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from samantha.config import Config
from samantha.store.destroy import HOME_FILES

HUB = "hub"
"""Inside the weights folder: models that the person had fetched from a hub (see `models.hub_gguf`)."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """One place."""

    what: str
    where: str
    size: int
    """Bytes; 0 where it does not apply."""
    paths: tuple[Path, ...] = ()
    """Files and folders of hers there."""
    others: tuple[str, ...] = ()
    """Names of what lies beside them and is not hers; it stays."""
    there: bool = True
    """False when there is nothing of it on this machine."""


def words(config: Config) -> Belonging:
    """The home: journal, wrapped keys, settings."""
    paths = tuple(sorted({path for pattern in HOME_FILES for path in config.home.glob(pattern)}))
    return _belonging("your words, and their settings", config.home, paths)


def model_files(config: Config) -> Belonging:
    """The weights folder, as far as it is hers."""
    from samantha.models.mouth_speed import FILE as MOUTH
    from samantha.models.weights import status
    from samantha.models.weights_check import SEEN
    from samantha.models.weights_folder import LOCK
    from samantha.models.weights_partial import FOLDER

    names = [found.path for found in status(config.weights)]
    names += [config.weights / name for name in (SEEN, f"{SEEN}.new", MOUTH, LOCK, FOLDER, HUB)]
    return _belonging(
        "model files", config.weights, tuple(path for path in names if path.exists() or path.is_symlink())
    )


def keys(config: Config) -> Iterator[Belonging]:
    """What opens the journal, and lies outside the home."""
    from samantha.store import keyfile
    from samantha.store.keyplaces import SERVICE, key_folder

    held = keyfile.load_or_none(config.home)
    for wrap in (wrap for entry in (held.keys if held else ()) for wrap in entry.wraps):
        if wrap.how == "file":
            path = key_folder() / str(wrap.box.get("name"))
            yield _belonging("the key file", path.parent, (path,) if path.exists() else ())
        elif wrap.how == "keychain":
            yield Belonging("the key", f"your system's keychain, under {SERVICE}", 0)


def remove_words(config: Config) -> None:
    """Take the keys away, then the home. Raises HomeBusy while a talk is open; then nothing was removed."""
    from samantha.clock import SystemClock
    from samantha.store import keyfile, wraps
    from samantha.store.keyplaces import key_folder
    from samantha.store.writer_lock import LOCK, writer_lock

    if not config.home.exists():
        return
    with writer_lock(config.home, SystemClock()):
        held = keyfile.load_or_none(config.home)
        for wrap in (wrap for entry in (held.keys if held else ()) for wrap in entry.wraps):
            wraps.drop(wrap)
        _remove(path for path in words(config).paths if path.name != LOCK)
    _remove([config.home / LOCK])
    _leave(config.home, key_folder())


def remove_model_files(config: Config) -> None:
    """Take the model files away."""
    _remove(model_files(config).paths)
    _leave(config.weights)


def _belonging(what: str, where: Path, paths: tuple[Path, ...]) -> Belonging:
    tops = {path.relative_to(where).parts[0] for path in paths}
    beside = [path.name for path in where.iterdir() if path.name not in tops] if paths and where.is_dir() else []
    others = tuple(sorted(beside))
    return Belonging(what, str(where), sum(map(_size, paths)), paths, others, there=bool(paths))


def _size(path: Path) -> int:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            return sum(inner.lstat().st_size for inner in path.rglob("*") if not inner.is_dir())
        return path.lstat().st_size
    return 0


def _remove(paths: Iterator[Path] | list[Path] | tuple[Path, ...]) -> None:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _leave(*folders: Path) -> None:
    """Remove these folders, and the one above each, where nothing is left in them."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
            if folder.parent.name == "samantha":
                folder.parent.rmdir()
