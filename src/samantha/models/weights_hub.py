"""A model hub: pieces of a file by HTTP ranges, where the hub can be reached.

Guarantees: a hub that is slow to answer is given up after a few seconds; HF_HUB_OFFLINE is obeyed; no token is sent.
Does not: decide whether the bytes are right (`weights_partial` does), nor list what a hub has.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import anyio

from samantha.errors import WeightsError
from samantha.models.weights_manifest import HubFile, Piece, WeightFile
from samantha.net import Net, NetError

WHY = "model files"
"""What the connection is for, as `doctor` and the page say it."""
PATIENCE_S = 3.0
"""How long a hub may take to be reached before the next source is tried, seconds."""
READ_S = 20.0
"""How long a transfer may stand still, seconds."""


def hub_address(hub: HubFile, env: Mapping[str, str] = os.environ) -> str:
    """Where `hub` is, at HF_ENDPOINT or the public hub."""
    host = env.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
    return f"{host}/{hub.repo}/resolve/{quote(hub.revision)}/{quote(hub.file)}"


async def hub_answers(net: Net, hub: HubFile, env: Mapping[str, str] = os.environ) -> bool:
    """True when the hub has `hub` and says so within a few seconds."""
    if env.get("HF_HUB_OFFLINE", "0") not in ("", "0"):
        return False
    with anyio.move_on_after(2 * PATIENCE_S):
        try:
            address = hub_address(hub, env)
            async with net.stream(
                "HEAD", address, why=WHY, connect_s=PATIENCE_S, read_s=PATIENCE_S, follow=True
            ) as got:
                return got.status_code == 200
        except NetError:
            return False
    return False


async def fetch_range(net: Net, file: WeightFile, piece: Piece, work: Path) -> Path:
    """Download one piece of `file` from its first hub address into `work`; returns the file that holds it.

    Raises WeightsError (`weights.unreachable`).
    """
    path = work / "piece"
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={piece.start}-{piece.start + piece.bytes - 1}"}
    if piece.bytes == file.bytes:
        del headers["Range"]
    left = piece.bytes
    try:
        address = hub_address(file.hub[0])
        async with (
            net.stream(
                "GET", address, why=WHY, headers=headers, connect_s=PATIENCE_S, read_s=READ_S, follow=True
            ) as got,
            await anyio.open_file(path, "wb") as out,
        ):
            if got.status_code != (206 if "Range" in headers else 200):
                raise _unreachable(file)
            async for chunk in got.aiter_raw():
                left -= len(chunk)
                if left < 0:
                    raise _unreachable(file)
                await out.write(chunk)
    except NetError as error:
        raise _unreachable(file) from error
    return path


def _unreachable(file: WeightFile) -> WeightsError:
    return WeightsError(f"The hub did not give {file.name}.", "Another source is tried.", code="weights.unreachable")
