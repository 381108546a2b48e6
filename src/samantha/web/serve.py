"""Listening for browsers on this machine's own address.

Guarantees: no other address is ever listened on; when it ends, what she was saying is recorded as far as it was heard.
Does not: open a home or a browser (`cli.page`).
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import anyio
import uvicorn

from samantha.app import Companion
from samantha.errors import PageError
from samantha.voice.call import Senses
from samantha.web.guard import ADDRESS, bad_address
from samantha.web.passes import Passes
from samantha.web.room import Room
from samantha.web.site import site

PORT = 7262
"""SAMA on a telephone. One port for good, for a browser remembers the microphone's permission by it."""
LARGEST = 64 * 1024
"""Bytes of one message of a page."""
PATIENCE = 2
"""Seconds for open connections at the end."""


class _Server(uvicorn.Server):
    """Says when it is ready; signals are the command's business."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Captures none."""
        yield


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is being served."""

    port: int
    _passes: Passes
    _server: uvicorn.Server

    def address(self) -> str:
        """A new address that opens the page once; one from before that was not used opens it no more."""
        return f"http://{ADDRESS}:{self.port}/enter?token={self._passes.token()}"

    def stop(self) -> None:
        """End `serve`."""
        self._server.should_exit = True


def listen(address: str = ADDRESS, port: int = PORT) -> socket.socket:
    """The socket that browsers come to. `port` 0: any. Raises PageError (`page.address`, `page.port`)."""
    why = bad_address(address)
    if why is not None:
        raise PageError(
            why,
            f"Leave --address out, and open her on this machine. From another one, `ssh -L {port}:{ADDRESS}:{port}` "
            "to this machine brings her page there, locked.",
            code="page.address",
        )
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two programs listen on one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((ADDRESS, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise PageError(
            f"Port {port} cannot be listened on ({getattr(error, 'strerror', None) or type(error).__name__}).",
            "Is her page open already? Else take another one: `samantha page --port 0` takes any that is free.",
            code="page.port",
        ) from error
    return listening


async def serve(samantha: Companion, senses: Senses, listening: socket.socket, ready: Callable[[Served], None]) -> None:
    """Serve the page until it is stopped or cancelled; `ready` is called once browsers can come. Closes the socket."""
    port, passes = int(listening.getsockname()[1]), Passes()
    room = Room(samantha, senses)
    config = uvicorn.Config(
        site(room, passes, port),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,  # sound does not shrink, and the loop has better things to do
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config)
    server.ready = lambda: ready(Served(port, passes, server))
    with listening:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(room.run)
            await server.serve(sockets=[listening])
            tasks.cancel_scope.cancel()
