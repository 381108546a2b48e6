"""Close a data key with something the person has or knows, and open it again.

Guarantees: a wrap opens with the right secret only, and a changed byte of it is noticed (ChaCha20-Poly1305).
Does not: write `keys.json`; `keys` does.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from samantha.errors import HomeDamaged, HomeError, WrongKey
from samantha.store import keyplaces
from samantha.store.keyfile import Wrap, key_id

ARGON2 = {"memory_kib": 65_536, "passes": 3, "lanes": 4}
"""Argon2id's cost for new passphrases: 64 MiB, three passes (RFC 9106, second recommended option)."""
MOST_MEMORY_KIB = 4 << 20
"""A `keys.json` that asks for more than 4 GiB was not written by us."""


@dataclass(frozen=True, slots=True)
class ByKeychain:
    """The system's keychain holds the wrapping key."""


@dataclass(frozen=True, slots=True)
class ByFile:
    """A file of mode 0600 outside the home holds the wrapping key."""


@dataclass(frozen=True, slots=True)
class ByPassphrase:
    """The wrapping key is made from a passphrase."""

    passphrase: str

    def __repr__(self) -> str:
        return "ByPassphrase(...)"


How: TypeAlias = ByKeychain | ByPassphrase | ByFile


def close(key: bytes, how: How, home: Path) -> Wrap:
    """Wrap `key`; puts a fresh wrapping key in the keychain or its file. Raises HomeError and its kinds."""
    name = f"{key_id(key)}-{secrets.token_hex(4)}"
    if isinstance(how, ByPassphrase):
        cost = {"salt": secrets.token_hex(16), **ARGON2}
        return Wrap("passphrase", {**cost, **_seal(_stretch(how.passphrase, cost), key)})
    fresh = secrets.token_bytes(32)
    if isinstance(how, ByKeychain):
        keyplaces.put_in_keychain(name, fresh)
        return Wrap("keychain", {"account": name, **_seal(fresh, key)})
    keyplaces.put_in_file(name, fresh, home)
    return Wrap("file", {"name": name, **_seal(fresh, key)})


def open_wrap(wrap: Wrap, id: str, passphrase: str | None) -> bytes:
    """The data key with fingerprint `id`.

    Raises WrongKey for a wrong passphrase, HomeError `home.locked` when one is needed and none was given,
    `home.keychain` or `home.key_file` when those have no answer, HomeDamaged when the wrap is not one of ours.
    """
    try:
        if wrap.how == "passphrase":
            if passphrase is None:
                raise HomeError("This home opens with its passphrase.", "Give the passphrase.", code="home.locked")
            return _unseal(_stretch(passphrase, wrap.box), wrap, id)
        if wrap.how == "keychain":
            return _unseal(keyplaces.get_from_keychain(str(wrap.box["account"])), wrap, id)
        if wrap.how == "file":
            return _unseal(keyplaces.get_from_file(str(wrap.box["name"])), wrap, id)
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged() from error
    raise _damaged()


def drop(wrap: Wrap) -> None:
    """Remove what `close` put outside the home, once nothing needs it."""
    if wrap.how == "keychain":
        keyplaces.remove_from_keychain(str(wrap.box.get("account")))
    elif wrap.how == "file":
        keyplaces.remove_file(str(wrap.box.get("name")))


def _seal(by: bytes, key: bytes) -> dict[str, str]:
    nonce = secrets.token_bytes(12)
    return {"nonce": nonce.hex(), "closed": ChaCha20Poly1305(by).encrypt(nonce, key, _bound_to(key_id(key))).hex()}


def _unseal(by: bytes, wrap: Wrap, id: str) -> bytes:
    nonce, closed = bytes.fromhex(wrap.box["nonce"]), bytes.fromhex(wrap.box["closed"])
    try:
        key = ChaCha20Poly1305(by).decrypt(nonce, closed, _bound_to(id))
    except InvalidTag as error:
        # A wrong passphrase and a changed byte look alike; the words must fit both.
        raise WrongKey(
            "That does not open this home." if wrap.how != "passphrase" else "That is not this home's passphrase.",
            "Try again, or use the recovery key: `samantha key recover`.",
        ) from error
    return key


def _stretch(passphrase: str, cost: Mapping[str, object]) -> bytes:
    memory, passes, lanes = (int(str(cost[name])) for name in ("memory_kib", "passes", "lanes"))
    if not (8 * lanes <= memory <= MOST_MEMORY_KIB and 1 <= passes <= 100 and 1 <= lanes <= 64):
        raise ValueError("no cost of ours")
    # The same letters can be typed as different code points on two systems; NFC makes them one.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(typed, bytes.fromhex(str(cost["salt"])), passes, memory, lanes, 32, Type.ID)


def _bound_to(id: str) -> bytes:
    return b"samantha wrap of key " + id.encode()


def _damaged() -> HomeDamaged:
    return HomeDamaged(
        "keys.json is damaged.", "Put it back from a backup, or use the recovery key: `samantha key recover`."
    )
