"""Fetches a GGUF file that the person names from a model hub into the weights folder.

Guarantees: the hash that the hub states for the file is checked, and a file without one is refused; disk is checked
first; a download resumes; no half file is ever given back; no token is sent.
Does not: vouch for what a stranger put on the hub; the person chose it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import anyio

from samantha.errors import WeightsError
from samantha.models.weights_folder import check_room, folder_error, free_bytes
from samantha.net import Net, NetError, Response

REFERENCE = re.compile(r"([\w][\w.-]*/[\w][\w.-]*)(?::([\w./+-]+))?")
"""`OWNER/REPO`, with a file's name or a part of it after a colon."""
WHY = "model files"
PREFERRED = "q4_k_m"
"""Taken where nothing is said and there are several: small, and good enough."""


@dataclass(frozen=True, slots=True)
class HubGguf:
    """One GGUF file on a hub."""

    repo: str
    path: str
    bytes: int
    sha256: str


async def fetch_gguf(
    reference: str,
    folder: Path,
    net: Net,
    *,
    show: Callable[[int, int], None] = lambda done, total: None,
    env: Mapping[str, str] = os.environ,
    free: Callable[[Path], int] = free_bytes,
) -> Path:
    """Download what `reference` names (see `REFERENCE`) below `folder`, unless it is there; returns its path.

    `show` gets bytes done and in all. Raises WeightsError: `weights.unknown`, `weights.unreachable`,
    `weights.wrong_hash`, `weights.no_space`, `weights.folder`.
    """
    hub = env.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
    wanted = choose(reference, await _listing(net, hub, reference))
    target = folder / "hub" / wanted.repo.replace("/", "--") / Path(wanted.path).name
    if target.is_file() and target.stat().st_size == wanted.bytes:
        return target  # its hash was checked before it got this name
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        check_room(folder, wanted.bytes - _size(part), free)
        await _download(net, f"{hub}/{wanted.repo}/resolve/main/{quote(wanted.path)}", part, wanted, show)
        if await anyio.to_thread.run_sync(_sha256, part) != wanted.sha256:
            part.unlink()
            raise WeightsError(
                f"{target.name} came, but it is not the file that the hub describes.",
                "Try again; what came was thrown away.",
                code="weights.wrong_hash",
            )
        part.replace(target)
    except OSError as error:
        raise folder_error(folder, error) from error
    return target


def choose(reference: str, files: tuple[HubGguf, ...]) -> HubGguf:
    """The file of a repository that `reference` means. Raises WeightsError (`weights.unknown`)."""
    match = REFERENCE.fullmatch(reference)
    part = (match[2] if match else None) or ""
    fitting = [file for file in files if part.casefold() in file.path.casefold()]
    exact = [file for file in fitting if file.path == part]
    preferred = [file for file in fitting if PREFERRED in file.path.casefold()]
    for candidates in (exact, fitting, preferred):
        if len(candidates) == 1:
            return candidates[0]
    if not fitting:
        raise WeightsError(
            f"There is no GGUF file like that in {reference}.", "Look at the repository's page.", code="weights.unknown"
        )
    names = ", ".join(file.path for file in fitting[:12])
    raise WeightsError(
        f"{reference} has several: {names}.", "Name one after a colon: OWNER/REPO:FILE", code="weights.unknown"
    )


async def _listing(net: Net, hub: str, reference: str) -> tuple[HubGguf, ...]:
    repo = reference.partition(":")[0]
    try:
        answer = await net.ask("GET", f"{hub}/api/models/{repo}/tree/main?recursive=true", why=WHY, timeout_s=10)
        rows: Any = answer.json() if answer.status_code == 200 else None
    except (NetError, ValueError) as error:
        raise _unreachable(hub) from error
    if answer.status_code in (401, 404):
        raise WeightsError(
            f"The hub has no open repository {repo}.", "Check its name: OWNER/REPO.", code="weights.unknown"
        )
    if not isinstance(rows, list):
        raise _unreachable(hub)
    return tuple(file for row in cast(list[Any], rows) if (file := _file(repo, row)) is not None)


def _file(repo: str, row: Any) -> HubGguf | None:
    """One row of a hub's listing, None unless it is a GGUF file whose hash is stated."""
    if not isinstance(row, dict):
        return None
    fields = cast(dict[str, Any], row)
    path, lfs = fields.get("path"), fields.get("lfs")
    if not isinstance(path, str) or not path.endswith(".gguf") or not isinstance(lfs, dict):
        return None
    stated = cast(dict[str, Any], lfs)
    sha256, size = stated.get("oid"), stated.get("size")
    if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-f]{64}", sha256) or not isinstance(size, int):
        return None
    return HubGguf(repo, path, size, sha256)


async def _download(net: Net, url: str, part: Path, wanted: HubGguf, show: Callable[[int, int], None]) -> None:
    done = _size(part)
    if done >= wanted.bytes:
        return
    headers = {"accept-encoding": "identity"} | ({"range": f"bytes={done}-"} if done else {})
    try:
        async with net.stream("GET", url, why=WHY, headers=headers, follow=True) as response:
            if response.status_code not in (200, 206):
                raise _unreachable(url)
            await _write(response, part, done if response.status_code == 206 else 0, wanted.bytes, show)
    except NetError as error:
        raise _unreachable(url) from error


async def _write(response: Response, part: Path, done: int, total: int, show: Callable[[int, int], None]) -> None:
    async with await anyio.open_file(part, "r+b" if done else "wb") as file:
        await file.seek(done)
        async for piece in response.aiter_raw():
            done += len(piece)
            if done > total:
                return  # more than was announced: the hash will refuse what is there
            await file.write(piece)
            show(done, total)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreachable(hub: str) -> WeightsError:
    return WeightsError(
        "The model hub does not answer, or broke off.",
        "Try again later (what came is kept), or give a GGUF file that is on this machine.",
        code="weights.unreachable",
    )
