"""What `samantha doctor` looks at, one function a matter, each giving findings in plain words.

Guarantees: looks only, changes nothing, asks for nothing, sends nothing.
Does not: decide how findings are shown.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, TypeAlias

from samantha.config import Config

State: TypeAlias = Literal["well", "note", "wrong"]
"""`note`: nothing is broken, but there is something to know; `wrong`: something does not work."""

PACKAGES = (
    ("SQLite", "apsw-sqlite3mc"),
    ("sqlite-vec", "sqlite-vec"),
    ("llama.cpp (xllamacpp)", "xllamacpp"),
    ("ONNX Runtime", "onnxruntime"),
)
NEEDS_MEMORY = 2_500_000_000
"""Bytes that should be free for the embedded brain, its cache and the rest of her (measured: docs/bench.md)."""
NEEDS_DISK = 200_000_000
"""Bytes free below which the journal may soon not be written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    matter: str
    """A word or two: versions, memory, disk, model files, home, lock, words, journal, speed, backups."""
    state: State
    text: str
    todo: str = ""
    """What to do about it; empty when there is nothing to do."""


def versions() -> Iterator[Finding]:
    """Samantha, Python, and what she stands on."""
    from samantha import __version__

    found = [f"samantha {__version__}", f"Python {platform.python_version()}"]
    for name, package in PACKAGES:
        try:
            found.append(f"{name} {version(package)}")
        except PackageNotFoundError:
            yield Finding("versions", "wrong", f"{name} is not installed.", "Install samantha-os again.")
    yield Finding("versions", "well", ", ".join(found))


def machine(config: Config) -> Iterator[Finding]:
    """Memory and disk."""
    import psutil

    from samantha.models.weights import size_in_words

    memory = psutil.virtual_memory()
    text = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
    text += f"{size_in_words(memory.available)} of {size_in_words(memory.total)} memory free"
    if memory.available < NEEDS_MEMORY and not config.brain.url:
        todo = "Close something, or connect a brain elsewhere: samantha brain --help"
        yield Finding("machine", "note", f"{text}; the brain wants {size_in_words(NEEDS_MEMORY)}", todo)
    else:
        yield Finding("machine", "well", text)
    for place, folder in (("home", config.home), ("model files", config.weights)):
        free = _free(folder)
        if free < NEEDS_DISK:
            yield Finding("disk", "note", f"{size_in_words(free)} free for the {place} ({folder})", "Make room.")
        else:
            yield Finding("disk", "well", f"{size_in_words(free)} free for the {place}")


def model_files(config: Config) -> Iterator[Finding]:
    """What a talk needs, whether it is here, and its hash."""
    from samantha.models.weights import load_manifest, size_in_words, status

    needed = {file.name for file in load_manifest().pick(needed_files(config))}
    for found in status(config.weights):
        file, hash = found.file, f"sha256 {found.file.sha256[:12]}…"
        what = f"{file.name}, {size_in_words(file.bytes)}"
        if found.state in ("missing", "unfinished"):
            if file.name in needed:
                todo = "`samantha talk` fetches it, or: samantha weights fetch"
                yield Finding("model files", "note", f"{what}: not here yet", todo)
        elif found.state == "wrong":
            state: State = "wrong" if file.name in needed else "note"
            yield Finding("model files", state, f"{what}: damaged", f"samantha weights fetch {file.name}")
        elif found.state == "unchecked":
            yield Finding("model files", "well", f"{what}: here; read at the next start, or: samantha weights verify")
        else:
            yield Finding("model files", "well", f"{what}: here and right, {hash}")
    yield Finding("model files", "well", f"in {config.weights}")


def needed_files(config: Config) -> tuple[str, ...]:
    """The manifest's names that a talk with these settings needs."""
    if config.brain.url == "echo":
        return ()
    return ("minilm", "minilm-tokenizer") if config.brain.url or config.brain.model else ("talk",)


def home(config: Config) -> Iterator[Finding]:
    """Where the words are, how big, how locked, and what that protects."""
    from samantha.models.weights import size_in_words
    from samantha.store.locks import describe

    if not (config.home / "journal.db").exists():
        yield Finding("home", "note", f"nothing in {config.home} yet", "Begin with: samantha talk")
        return
    size = sum(path.stat().st_size for path in config.home.glob("journal.db*"))
    yield Finding("home", "well", f"{config.home}, {size_in_words(size)}")
    if sys.platform != "win32" and config.home.stat().st_mode & 0o077:
        yield Finding("home", "note", "other users of this machine can look into it", f"chmod 700 {config.home}")
    lock = describe(config.home)
    if lock.how == "none":
        yield Finding("lock", "wrong", "nothing says how the journal is locked", "samantha key recover")
        return
    state: State = "note" if lock.advice else "well"
    yield Finding("lock", state, f"opens by {lock.opens_by}. {lock.protects} {lock.does_not}", lock.advice)


def words(config: Config) -> Iterator[Finding]:
    """Where words go to be answered."""
    from urllib.parse import urlsplit

    from samantha.net import is_loopback

    brain = config.brain
    if not brain.url:
        name = Path(brain.model).name if brain.model else "the brain that came along"
        yield Finding("words", "well", f"stay on this machine ({name})")
        if brain.model and not Path(brain.model).expanduser().is_file():
            yield Finding("words", "wrong", f"{brain.model} is not there", "Choose another: samantha brain --help")
    elif brain.url == "echo":
        yield Finding("words", "note", "are echoed by a stand-in without a model", "For a real one: samantha brain")
    elif is_loopback(urlsplit(brain.url).hostname or ""):
        yield Finding("words", "well", f"stay on this machine (a server at {brain.url})")
    else:
        host = urlsplit(brain.url).hostname or brain.url
        yield Finding(
            "words", "note", f"are sent to {host}, because it was set so", "To keep them here: samantha brain"
        )
    if brain.key_env and not os.environ.get(brain.key_env):
        todo = "Set it, or change it: samantha brain --help"
        yield Finding("words", "wrong", f"the environment variable {brain.key_env} for its key is empty", todo)
    for setting, what in ((config.voice.ear, "what you say aloud is"), (config.voice.mouth, "what she says aloud is")):
        host = urlsplit(setting).hostname if "://" in setting else None
        if host and not is_loopback(host):
            yield Finding("words", "note", f"{what} sent to {host}, because it was set so", "samantha voice --help")


def _free(folder: Path) -> int:
    from samantha.models.weights_folder import free_bytes

    return free_bytes(folder)
