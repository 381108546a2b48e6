"""A small server on loopback that speaks the OpenAI chat protocol, well or badly, as a test wants it.

Guarantees: real sockets; every request's head and body is kept for the test to read.
Does not: think. It answers with the frames that it was given.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import anyio
from anyio.abc import SocketAttribute, SocketStream


@dataclass
class Server:
    """What to answer, and what was asked."""

    frames: list[bytes] = field(default_factory=list[bytes])
    """Written one by one."""
    status: str = "200 OK"
    headers: tuple[str, ...] = ("content-type: text/event-stream", "transfer-encoding: chunked")
    break_off: bool = False
    """Close without the chunk that ends a body."""
    pause_s: float = 0.0
    """Wait before each frame."""
    heads: list[str] = field(default_factory=list[str])
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    written: int = 0
    gone: anyio.Event = field(default_factory=anyio.Event)
    """Set when the asker closed while frames were left."""
    routes: dict[str, tuple[tuple[str, ...], bytes]] = field(default_factory=dict[str, tuple[tuple[str, ...], bytes]])
    """Paths that have an answer of their own: its headers and its body, from where a range begins."""
    url: str = ""

    async def answer(self, stream: SocketStream) -> None:
        """Serve one request, then close."""
        async with stream:
            head, rest = await _head(stream)
            length = next((int(h[15:]) for h in head.lower().split("\r\n") if h.startswith("content-length:")), 0)
            while len(rest) < length:
                rest += await stream.receive()
            self.heads.append(head)
            self.bodies.append(json.loads(rest) if rest else {})
            path = head.split(" ")[1]
            if path in self.routes:
                await stream.send(self._routed(path, head))
                return
            lines = [f"HTTP/1.1 {self.status}", *self.headers, "connection: close", "", ""]
            await stream.send("\r\n".join(lines).encode())
            try:
                await self._write(stream)
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                self.gone.set()

    def _routed(self, path: str, head: str) -> bytes:
        headers, body = self.routes[path]
        wanted = re.search(r"^range: bytes=(\d+)-", head, re.IGNORECASE | re.MULTILINE)
        status = "206 Partial Content" if wanted else "200 OK"
        body = body[int(wanted[1]) :] if wanted else body
        lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body)}", "connection: close", "", ""]
        return "\r\n".join(lines).encode() + body

    async def _write(self, stream: SocketStream) -> None:
        chunked = "transfer-encoding: chunked" in self.headers
        for frame in self.frames:
            await anyio.sleep(self.pause_s)
            await stream.send(b"%x\r\n%b\r\n" % (len(frame), frame) if chunked else frame)
            self.written += 1
        if chunked and not self.break_off:
            await stream.send(b"0\r\n\r\n")


async def _head(stream: SocketStream) -> tuple[str, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += await stream.receive()
    head, _, rest = data.partition(b"\r\n\r\n")
    return head.decode(), rest


@asynccontextmanager
async def serving(server: Server) -> AsyncGenerator[Server, None]:
    """`server`, listening; its `url` ends in /v1."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    server.url = f"http://127.0.0.1:{listener.extra(SocketAttribute.local_port)}/v1"

    async def answer(stream: SocketStream) -> None:
        with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
            await server.answer(stream)

    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, answer)
        yield server
        tasks.cancel_scope.cancel()


def event(*, text: str | None = None, choice: int = 0, finish: str | None = None) -> bytes:
    """One SSE frame with one choice."""
    delta = {} if text is None else {"content": text}
    body = {"choices": [{"index": choice, "delta": delta, "finish_reason": finish}]}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def told(texts: Sequence[str], *, finish: str = "stop") -> list[bytes]:
    """A well-behaved answer in so many pieces."""
    return [*(event(text=text) for text in texts), event(finish=finish), DONE]
