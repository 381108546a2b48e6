"""Sign a statement with the home's own signing key, and check one without the home.

Guarantees: the signing key follows from the data key and is kept nowhere; a statement that was changed by one letter
fails, and checking needs nothing but the signed statement.
Does not: prove whose home it was, beyond that two statements with one `signed_by` come from one data key.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INFO = b"samantha receipts 1"
"""What the seed is derived for, so that it is no other key of the home."""


def seed_of(data_key: bytes) -> bytes:
    """The 32-byte Ed25519 seed of the home with this data key (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=INFO).derive(data_key)


def fresh_seed() -> bytes:
    """A seed that stands for nothing but itself, for a witness who outlives the data key."""
    return secrets.token_bytes(32)


def public_of(seed: bytes) -> str:
    """The public key, as 64 hex digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(seed: bytes, statement: Mapping[str, Any]) -> dict[str, Any]:
    """`{"statement": …, "signed_by": public key, "signature": …}`, fit for JSON."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(canonical(statement))
    return {"statement": dict(statement), "signed_by": public_of(seed), "signature": signature.hex()}


def is_signed(signed: object) -> bool:
    """True when `signed` is what `sign` gave, unchanged. False for anything else, however odd."""
    try:
        table = cast(Mapping[str, Any], signed)
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(table["signed_by"]))
        public.verify(bytes.fromhex(table["signature"]), canonical(table["statement"]))
    except (InvalidSignature, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return False
    return True


def canonical(statement: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: JSON in UTF-8, keys sorted, no spaces."""
    return json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
