"""The data key as letters on paper, and back.

Guarantees: any one wrong character is noticed, and its group named; case, spaces, dashes, O for 0 and I or L for 1
do not matter.
Does not: keep anything; whoever holds these letters holds the journal.
"""

from __future__ import annotations

import hashlib

from samantha.errors import HomeError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""
GROUP = 4
CHECK_BYTES = 3
"""SHA-256 of the key, first bytes: 32 + 3 bytes are exactly 56 letters, 14 groups of four."""
LETTERS = 56


def to_paper(key: bytes) -> str:
    """The 32-byte key as 14 groups of four letters, the last of them partly a checksum."""
    number = int.from_bytes(key + _check(key), "big")
    letters = "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (LETTERS - 1), -1, -5))
    return "-".join(letters[i : i + GROUP] for i in range(0, LETTERS, GROUP))


def from_paper(text: str) -> bytes:
    """The 32-byte key. Raises HomeError `home.recovery_typo`, naming the group where it can."""
    letters = _tidy(text)
    strange = next((i for i, letter in enumerate(letters) if letter not in ALPHABET), None)
    if strange is not None:
        raise _typo(f"Group {strange // GROUP + 1} has a character that a recovery key never has.")
    if len(letters) != LETTERS:
        raise _typo(f"A recovery key has {LETTERS} letters and digits; this has {len(letters)}.")
    key = _key(letters)
    if key is None:
        group = _likely_group(letters)
        raise _typo(f"Look at group {group} again." if group else "Compare it with the paper, group by group.")
    return key


def _tidy(text: str) -> str:
    kept = "".join(c for c in text.upper() if not c.isspace() and c not in "-\u2010\u2011\u2013\u2014_.")
    return kept.translate(str.maketrans("OIL", "011"))


def _key(letters: str) -> bytes | None:
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    raw = number.to_bytes(LETTERS * 5 // 8, "big")
    key, check = raw[:-CHECK_BYTES], raw[-CHECK_BYTES:]
    return key if _check(key) == check else None


def _likely_group(letters: str) -> int | None:
    # One wrong letter is the usual slip: find whose change would make the checksum right. A wrong guess has a
    # chance of about one in ten thousand, and costs the person a second look.
    for i in range(LETTERS):
        for other in ALPHABET:
            if _key(letters[:i] + other + letters[i + 1 :]) is not None:
                return i // GROUP + 1
    return None


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"samantha recovery key" + key).digest()[:CHECK_BYTES]


def _typo(hint: str) -> HomeError:
    return HomeError(f"This recovery key is mistyped. {hint}", "Nothing was changed.", code="home.recovery_typo")
