"""What is answered under the page's address: the page, its few files, the one socket, and a polite no to the rest.

Guarantees: `guard` and `passes` are asked before anything else, for every path; every answer carries their headers;
nothing is read from a path that was asked for.
Does not: listen on an address (`serve`).
"""

from __future__ import annotations

import html
from collections.abc import Callable, MutableMapping
from importlib.resources import files
from typing import Any, Final, TypeAlias

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from samantha.care.candour import notice
from samantha.care.tongue import DEFAULT
from samantha.web.frames import Hello, Up, read_up
from samantha.web.guard import asked_by, headers, refusal
from samantha.web.passes import Passes
from samantha.web.room import Page, Room

KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "html": "text/html"}
WAITING = 4096
"""Messages that wait for a page; one that takes none for so long counts as lost, and finds all of it on its return."""
HELLO = 10.0
"""Seconds for the first message of a socket."""
ELSEWHERE, NO_HELLO, TOO_SLOW = 4001, 4000, 4002
"""Codes with which a socket is closed."""
NO_PASS = (
    "This page opens with the address that `samantha page` shows, in the browser where that was opened first.\n"
    "For another browser, press Enter where `samantha page` runs: it shows a new one.\n"
)
USED = "That address was used already, or it was never hers.\n" + NO_PASS
REFUSED = "She answers only her own page.\n"
Answer: TypeAlias = Callable[[Request], Response]


def site(room: Room, passes: Passes, port: int) -> ASGIApp:
    """The whole of it, as one application."""
    cookie = f"samantha-{port}"

    def enter(request: Request) -> Response:
        token = request.query_params.get("token", "")
        new = passes.cookie(token) if request.method == "GET" else None
        if new is None and not passes.good(request.cookies.get(cookie)):
            return PlainTextResponse(USED, 403)
        answer = RedirectResponse("/", 303)
        if new is not None:
            answer.set_cookie(cookie, new, path="/", httponly=True, samesite="strict")
        return answer

    async def live(socket: WebSocket) -> None:
        await _live(room, socket)

    routes = [Route("/enter", enter), WebSocketRoute("/live", live), *(Route(path, one) for path, one in _files())]
    return Guarded(Starlette(routes=routes), passes, port, cookie)


def _files() -> list[tuple[str, Answer]]:
    """Everything in `static`, each under its own path, the page under `/`."""
    found: list[tuple[str, Answer]] = []
    for file in files("samantha.web").joinpath("static").iterdir():
        content, kind = file.read_text(encoding="utf-8"), KINDS[file.name.rpartition(".")[2]]
        if kind == "text/html":
            content = content.replace("{{notice}}", html.escape(notice(DEFAULT, spoken=True)))
        found.append(("/" if file.name == "index.html" else f"/{file.name}", _answer(content, kind)))
    return found


def _answer(content: str, kind: str) -> Answer:
    return lambda request: Response(content, media_type=kind)


class Guarded:
    """Asks who it is before the application inside hears of it."""

    def __init__(self, inside: ASGIApp, passes: Passes, port: int, cookie: str) -> None:
        self._inside, self._passes, self._port, self._cookie = inside, passes, port, cookie
        self._headers: Final = [(name.encode(), value.encode()) for name, value in headers(port).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        words = self._no(HTTPConnection(scope))
        if scope["type"] == "websocket":
            await (_shut(receive, send) if words else self._inside(scope, receive, send))
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers]
            await send(message)

        answer = PlainTextResponse(words, 403) if words else self._inside
        await answer(scope, receive, with_headers)

    def _no(self, asks: HTTPConnection) -> str:
        """Why not, in words; empty where nothing speaks against it."""
        socket = asks.scope["type"] == "websocket"
        said = {name: ", ".join(asks.headers.getlist(name)) for name in set(asks.headers)}
        if refusal(asked_by(said, asks.scope.get("method", "GET"), socket=socket), self._port) is not None:
            return REFUSED
        if asks.url.path != "/enter" and not self._passes.good(asks.cookies.get(self._cookie)):
            return NO_PASS
        return ""


async def _shut(receive: Receive, send: Send) -> None:
    """Refuse a handshake: the browser sees 403."""
    await receive()
    closed: Message = {"type": "websocket.close", "code": 1008}
    await send(closed)


async def _live(room: Room, socket: WebSocket) -> None:
    """One socket from its first message to its end."""
    await socket.accept()
    first: Up | bytes | None = None
    with anyio.move_on_after(HELLO):
        first = await _next(socket)
    if not isinstance(first, Hello):
        if first is not None:
            await socket.close(NO_HELLO)
        return
    queue, waiting = anyio.create_memory_object_stream[str | bytes](WAITING)

    def put(message: str | bytes) -> None:
        try:
            queue.send_nowait(message)
        except (anyio.WouldBlock, anyio.ClosedResourceError, anyio.BrokenResourceError):
            queue.close()

    page = Page(put, queue.close)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_write, socket, waiting)
        room.arrive(page, first)
        try:
            while (message := await _next(socket)) is not None:
                await room.take(page, message)
        finally:
            room.leave(page)
            queue.close()
            tasks.cancel_scope.cancel()


async def _write(socket: WebSocket, waiting: MemoryObjectReceiveStream[str | bytes]) -> None:
    """Send what is put into the queue, then close."""
    try:
        async with waiting:
            async for message in waiting:
                if isinstance(message, str):
                    await socket.send_text(message)
                else:
                    await socket.send_bytes(message)
        await socket.close(ELSEWHERE)
    except (WebSocketDisconnect, RuntimeError):
        pass  # the reading side sees the end too


async def _next(socket: WebSocket) -> Up | bytes | None:
    """The next message that means something; None at the end."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        sound, text = message.get("bytes"), message.get("text")
        if sound is not None:
            return sound
        if text is not None and (up := read_up(text)) is not None:
            return up
