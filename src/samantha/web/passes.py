"""Passes: a token that opens the page once, and the cookie that a browser gets for it.

Guarantees: 256 random bits each; a token is good for one browser; nothing is written down, so the end of the program
is the end of every pass.
Does not: look at requests (`guard`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field


def _mark(secret: str) -> bytes:
    """What is kept of a secret: looking for it takes as long whatever it has in common with a right one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@dataclass(slots=True)
class Passes:
    """Those of one running server."""

    _tokens: set[bytes] = field(default_factory=set[bytes])
    _cookies: set[bytes] = field(default_factory=set[bytes])

    def token(self) -> str:
        """A new token; an older one that nobody used is good no more."""
        token = secrets.token_urlsafe(32)
        self._tokens = {_mark(token)}
        return token

    def cookie(self, token: str) -> str | None:
        """The cookie for a token, once; None for any other."""
        mark = _mark(token)
        if mark not in self._tokens:
            return None
        self._tokens.discard(mark)
        cookie = secrets.token_urlsafe(32)
        self._cookies.add(_mark(cookie))
        return cookie

    def good(self, cookie: str | None) -> bool:
        """True for a cookie that was given here."""
        return cookie is not None and _mark(cookie) in self._cookies
