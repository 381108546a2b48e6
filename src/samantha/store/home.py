"""Open a person's home, or make it at first use.

Guarantees: a home is made only where there is neither a journal nor keys; nothing that exists is written over.
Does not: open the journal; `sqlite.open_store` does, with the key from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread

from samantha.errors import HomeError, WrongKey
from samantha.ports import Clock
from samantha.store import keyfile
from samantha.store.keyplaces import keychain_works
from samantha.store.keys import create_home, unlock
from samantha.store.opening import journal_is_there
from samantha.store.rotation import settle
from samantha.store.wraps import ByFile, ByKeychain, ByPassphrase, How

PASSPHRASE = "SAMANTHA_PASSPHRASE"
"""The environment variable that gives the passphrase where nobody can be asked."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class OpenedHome:
    """A home that is unlocked."""

    key: bytes
    """32 bytes, for `open_store`."""
    new: bool
    """True when it was made just now."""
    recovery: str | None
    """To be shown once when `new`; later `samantha key show-recovery` shows it."""

    def __repr__(self) -> str:
        return f"OpenedHome(new={self.new})"


async def open_home(
    home: Path,
    clock: Clock,
    ask_passphrase: Callable[[], str] | None = None,
    env: Mapping[str, str] = os.environ,
) -> OpenedHome:
    """Unlock `home`, or make it: locked by SAMANTHA_PASSPHRASE if set, else the keychain, else a key file.

    `ask_passphrase` is called, up to three times, only where a passphrase is needed and the environment has none. It
    may wait for the person: it runs on the caller's thread, so that Ctrl-C reaches it.
    Raises as `keys.unlock` and `keys.create_home`.
    """
    made = await anyio.to_thread.run_sync(_make_if_new, home, clock, env)
    if made is not None:
        return made
    given = env.get(PASSPHRASE) or None
    asking = given is None and ask_passphrase is not None and needs_passphrase(home)
    for left in reversed(range(TRIES if asking else 1)):
        passphrase = ask_passphrase() if asking and ask_passphrase is not None else given
        try:
            key = await anyio.to_thread.run_sync(_unlock, home, passphrase, clock)
            return OpenedHome(key, False, None)
        except WrongKey:
            if not left:
                raise
    raise AssertionError("unreachable")


def default_how(env: Mapping[str, str] = os.environ) -> How:
    """How a new home is locked on this machine when nobody chose."""
    passphrase = env.get(PASSPHRASE)
    if passphrase:
        return ByPassphrase(passphrase)
    return ByKeychain() if keychain_works() else ByFile()


def require_home(home: Path) -> None:
    """Raise HomeError `home.missing` where there is nobody's home."""
    if keyfile.load(home) is None and not journal_is_there(home):
        raise HomeError(f"There is no home in {home}.", "Begin with `samantha talk`.", code="home.missing")


def needs_passphrase(home: Path) -> bool:
    """True when only a passphrase (or the recovery key) opens `home`."""
    keys = keyfile.load(home)
    return keys is not None and any(wrap.how == "passphrase" for entry in keys.keys for wrap in entry.wraps)


def _make_if_new(home: Path, clock: Clock, env: Mapping[str, str]) -> OpenedHome | None:
    if keyfile.load(home) is not None or journal_is_there(home):
        return None
    key, recovery = create_home(home, default_how(env), clock)
    return OpenedHome(key, True, recovery)


def _unlock(home: Path, passphrase: str | None, clock: Clock) -> bytes:
    key = unlock(home, passphrase=passphrase)
    settle(home, key, clock)
    return key
