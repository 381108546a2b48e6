"""The one HTTP client: everything that goes over a socket from this process passes here and is counted.

Guarantees: each request and each TCP connection is recorded with host, port and reason before it happens; loopback
traffic never goes through a proxy; redirects are followed only where the caller says so.
Does not: see what other programs (pip, npm) open, unless whoever starts them calls `note`; nor record what was sent.
"""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias

import anyio.lowlevel
import httpx

from samantha.ports import Clock

Response: TypeAlias = httpx.Response
Fault: TypeAlias = Literal["unreachable", "timeout", "broken", "address"]
"""`unreachable`: no connection; `broken`: it ended in the middle; `address`: the URL cannot be used."""


class NetError(Exception):
    """A request that did not get its answer. Carries the fault and the host, never a body or a header."""

    def __init__(self, fault: Fault, host: str) -> None:
        super().__init__(f"{fault}: {host}")
        self.fault: Fault = fault
        self.host = host


@dataclass(frozen=True, slots=True)
class Connection:
    """What one host was asked, for one reason."""

    host: str
    port: int
    why: str
    """In words for the person, for instance `the brain` or `model files`."""
    first: datetime
    last: datetime
    requests: int = 0
    opened: int = 0
    """TCP connections begun. Behind a proxy these are counted on the proxy's host."""

    @property
    def leaves_machine(self) -> bool:
        """True unless the host is this machine's loopback."""
        return not is_loopback(self.host)


class Net:
    """HTTP for one Samantha. Use it as an async context manager, or call `aclose`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, int, str], Connection] = {}
        self._near: httpx.AsyncClient | None = None
        self._far: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection that is still open."""
        for client in (self._near, self._far):
            if client is not None:
                await client.aclose()
        self._near = self._far = None

    def connections(self) -> tuple[Connection, ...]:
        """Everything asked so far, in the order it first happened."""
        return tuple(self._seen.values())

    @property
    def leaves_machine(self) -> bool:
        """True once anything was sent beyond loopback."""
        return any(connection.leaves_machine for connection in self._seen.values())

    def note(self, host: str, why: str, port: int = 443) -> None:
        """Record a connection that another program opened for us."""
        self._record(host, port, why, requests=1, opened=1)

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        why: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        connect_s: float = 5.0,
        read_s: float | None = 60.0,
        follow: bool = False,
    ) -> AsyncGenerator[Response, None]:
        """Ask, and give the response before its body was read; leaving the block closes it.

        `read_s` bounds the wait between two pieces, None for no bound. Raises NetError, also while the body is read.
        """
        host = host_of(url)
        timeout = httpx.Timeout(30.0, connect=connect_s, read=read_s)
        try:
            async with self._client(host).stream(
                method,
                url,
                json=json,
                headers=headers,
                timeout=timeout,
                follow_redirects=follow,
                extensions={"why": why},
            ) as response:
                try:
                    yield response
                finally:
                    if not response.is_closed:
                        await response.aclose()
                        await _let_generators_end()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NetError("address", host) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise NetError("unreachable", host) from error
        except httpx.TimeoutException as error:
            raise NetError("timeout", host) from error
        except httpx.TransportError as error:
            raise NetError("broken", host) from error

    async def ask(
        self,
        method: str,
        url: str,
        *,
        why: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 10.0,
    ) -> Response:
        """Ask and read the whole answer. Raises NetError; an HTTP error status is returned, not raised."""
        async with self.stream(
            method, url, why=why, json=json, headers=headers, connect_s=timeout_s, read_s=timeout_s
        ) as response:
            await response.aread()
            return response

    def _client(self, host: str) -> httpx.AsyncClient:
        hooks = {"request": [self._on_request]}
        if is_loopback(host):
            if self._near is None:
                # No proxy and no certificate store: loading one takes longer than a whole loopback request.
                # A new connection each time: on loopback it costs nothing, and llama.cpp's server closes one after each
                # stream, which loses a request that was just sent over it.
                once = httpx.Limits(max_keepalive_connections=0)
                self._near = httpx.AsyncClient(trust_env=False, verify=False, limits=once, event_hooks=hooks)
            return self._near
        if self._far is None:
            self._far = httpx.AsyncClient(event_hooks=hooks)
        return self._far

    async def _on_request(self, request: httpx.Request) -> None:
        # Runs for each hop of a redirect too.
        why = str(request.extensions.get("why", ""))
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        self._record(request.url.host, port, why, requests=1)

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            if event == "connection.connect_tcp.started":
                self._record(str(info["host"]), int(info["port"]), why, opened=1)

        request.extensions = {**request.extensions, "trace": trace}

    def _record(self, host: str, port: int, why: str, *, requests: int = 0, opened: int = 0) -> None:
        now = self._clock.now()
        old = self._seen.get((host, port, why)) or Connection(host, port, why, first=now, last=now)
        new = replace(old, last=now, requests=old.requests + requests, opened=old.opened + opened)
        self._seen[host, port, why] = new


async def _let_generators_end() -> None:
    """Give the loop the rounds it needs to end the nested generators that httpx leaves behind in a half-read body.

    Each is closed by a task of the loop's own, one after the other; left alone, they would outlive the request.
    """
    for _ in range(24):
        await anyio.lowlevel.cancel_shielded_checkpoint()


def host_of(url: str) -> str:
    """The host of `url`, empty when there is none."""
    try:
        return httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):
        return ""


def is_loopback(host: str) -> bool:
    """True for `localhost` and for addresses that never leave the machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
