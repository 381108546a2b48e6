"""Who may ask the page for anything: which addresses, hosts, origins; and what a browser is told to keep to.

Guarantees: pure; whatever is not known to be right is refused; a handshake without an origin is no browser of ours.
Does not: keep passes (`passes`), nor answer (`site`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ADDRESS = "127.0.0.1"
"""The one address that is listened on."""
NAMES = (ADDRESS, "localhost")
"""What that address may be called in a browser. A name of anybody else's that leads here is refused (rebinding)."""
SAFE_METHODS = ("GET", "HEAD")

Refusal: TypeAlias = Literal["host", "origin", "site"]
"""Why something was refused: the name it was asked under, the page that asked, or where the browser says that is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at of a request or a handshake; a header that was not sent is None."""

    method: str
    host: str | None
    origin: str | None
    fetch_site: str | None
    """`Sec-Fetch-Site`: where the page that asks stands to us."""
    fetch_mode: str | None
    """`Sec-Fetch-Mode`: `navigate` for an address that is opened."""
    socket: bool = False


def asked_by(headers: Mapping[str, str], method: str, *, socket: bool = False) -> Asked:
    """What is looked at, out of the headers of a request; names in small letters."""
    return Asked(
        method,
        headers.get("host"),
        headers.get("origin"),
        headers.get("sec-fetch-site"),
        headers.get("sec-fetch-mode"),
        socket,
    )


def refusal(asked: Asked, port: int) -> Refusal | None:
    """Why this is not answered, or None. `port` is the one that is listened on."""
    if asked.host not in hosts(port):
        return "host"
    must_say = asked.socket or asked.method not in SAFE_METHODS
    if (must_say or asked.origin is not None) and asked.origin != f"http://{asked.host}":
        return "origin"
    # Another program's page on this machine is the "same site" whatever its port: it may open us, and no more.
    if asked.fetch_site not in (None, "none", "same-origin") and asked.fetch_mode != "navigate":
        return "site"
    return None


def hosts(port: int) -> tuple[str, ...]:
    """The `Host` headers that are ours."""
    return tuple(f"{name}:{port}" for name in NAMES)


def bad_address(address: str) -> str | None:
    """Why she does not listen on `address`, in words for the person; None where she does."""
    if address == ADDRESS:
        return None
    return (
        f"She listens on {ADDRESS} alone, which only this machine reaches. Beyond it your words would go over the "
        f"network unlocked, to whoever asks: {address} needs encryption (TLS) and a login, which she does not have yet."
    )


def headers(port: int) -> dict[str, str]:
    """What goes with every answer."""
    sockets = " ".join(f"ws://{host}" for host in hosts(port))  # Safari does not count them to 'self'
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; worker-src 'self'; "
        f"connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "microphone=(self), camera=(), geolocation=(), display-capture=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
