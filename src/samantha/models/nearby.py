"""Looks for model servers that already run on this machine: Ollama and LM Studio.

Guarantees: only loopback is asked, at the ports these programs are known for, and nothing of the person is sent.
Does not: choose one. What is found is offered; the person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import anyio

from samantha.clock import SystemClock
from samantha.net import Net, NetError

PATIENCE_S = 0.3
"""Seconds for each to answer; on loopback a living server takes a few milliseconds."""
KNOWN = (("Ollama", 11434), ("LM Studio", 1234))
"""Programs, and the ports they listen on unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A model server on this machine."""

    name: str
    """The program's name."""
    url: str
    """Base address with `/v1`, as `samantha brain use` takes it."""
    models: tuple[str, ...]
    """As the server lists them, without those that only embed and those that run elsewhere; at least one."""

    @property
    def model(self) -> str:
        """The one to offer: the first that the server lists."""
        return self.models[0]


async def find_nearby(net: Net | None = None, known: Sequence[tuple[str, int]] = KNOWN) -> tuple[Nearby, ...]:
    """The servers that answer, in the order of `known`; takes about `PATIENCE_S` at most. Never raises.

    `net` counts the connections; None: a client of its own.
    """
    if net is None:
        async with Net(SystemClock()) as own:
            return await find_nearby(own, known)
    found: dict[str, Nearby] = {}

    async def look(name: str, port: int) -> None:
        url = f"http://127.0.0.1:{port}/v1"
        with anyio.move_on_after(2 * PATIENCE_S):
            models = tuple(model for model in await list_models(net, url) or () if _can_talk_here(model))
            if models:
                found[name] = Nearby(name, url, models)

    async with anyio.create_task_group() as tasks:
        for name, port in known:
            tasks.start_soon(look, name, port)
    return tuple(found[name] for name, _ in known if name in found)


def _can_talk_here(model: str) -> bool:
    # Ollama passes models with the first ending on to its own servers.
    return not model.endswith("-cloud") and "embed" not in model.casefold()


async def list_models(
    net: Net, url: str, key: str | None = None, *, timeout_s: float = PATIENCE_S
) -> tuple[str, ...] | None:
    """The names of the models that the server at `url` lists; None when it does not answer as such a server does."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        answer = await net.ask("GET", f"{url}/models", why="looking for a brain", headers=headers, timeout_s=timeout_s)
        listed: Any = answer.json() if answer.status_code == 200 else None
    except (NetError, ValueError):
        return None
    if not isinstance(listed, dict):
        return None
    rows: Any = cast(dict[str, Any], listed).get("data")
    if not isinstance(rows, list):
        return None
    names = [cast(dict[str, Any], row).get("id") for row in cast(list[Any], rows) if isinstance(row, dict)]
    return tuple(name for name in names if isinstance(name, str) and name.isprintable())
