"""Where a wrapping key can lie outside the home: the system's keychain, or a file only its owner can read.

Guarantees: nothing is ever put inside the home, and no store that writes in clear is taken for a keychain.
Does not: hold the data key itself, only the key that closes it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

import keyring
import platformdirs
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from samantha.errors import HomeError
from samantha.store.files import make_home, write_whole

SERVICE = "samantha"
"""Under which name the keychain shows our entries."""


def keychain_works() -> bool:
    """True when this session has a keychain that keeps secrets: tried by keeping one and taking it back."""
    if not _is_a_keychain(keyring.get_keyring()):
        return False
    account, probe = f"probe-{secrets.token_hex(4)}", secrets.token_hex(8)
    try:
        keyring.set_password(SERVICE, account, probe)
        kept = keyring.get_password(SERVICE, account) == probe
        keyring.delete_password(SERVICE, account)
    except Exception:  # noqa: BLE001 - a backend may raise anything: D-Bus, Windows or macOS errors
        return False
    return kept


def put_in_keychain(account: str, secret: bytes) -> None:
    """Keep `secret`. Raises HomeError `home.keychain`."""
    try:
        keyring.set_password(SERVICE, account, secret.hex())
    except Exception as error:
        raise _keychain_away() from error


def get_from_keychain(account: str) -> bytes:
    """What is kept for `account`. Raises HomeError `home.keychain` when the keychain is locked, away or without it."""
    try:
        kept = keyring.get_password(SERVICE, account)
        secret = bytes.fromhex(kept) if kept else b""
    except Exception as error:
        raise _keychain_away() from error
    if not secret:
        raise _keychain_away()
    return secret


def remove_from_keychain(account: str) -> None:
    """Forget `account`; one that is not there is no matter."""
    with suppress(Exception):  # see keychain_works
        keyring.delete_password(SERVICE, account)


def key_folder() -> Path:
    """Where key files lie: SAMANTHA_KEY_DIR, or `keys` in the user's settings folder."""
    env = os.environ.get("SAMANTHA_KEY_DIR")
    return Path(env).expanduser() if env else Path(platformdirs.user_config_dir("samantha")) / "keys"


def put_in_file(name: str, secret: bytes, home: Path) -> None:
    """Keep `secret` in `key_folder()/name`, mode 0600. Raises HomeError if that would lie inside `home`."""
    folder = key_folder()
    if folder.resolve().is_relative_to(home.resolve()):
        raise HomeError(
            f"The key would lie in {folder}, beside what it locks.",
            "Set SAMANTHA_KEY_DIR to a folder outside the home.",
            code="home.key_beside_data",
        )
    make_home(folder)
    write_whole(folder / name, secret.hex().encode() + b"\n")


def get_from_file(name: str) -> bytes:
    """What is kept under `name`. Raises HomeError `home.key_file`."""
    path = key_folder() / name
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise HomeError(
            f"The key file {path} is missing or damaged.",
            "Put it back, or use the recovery key: `samantha key recover`.",
            code="home.key_file",
        ) from error


def remove_file(name: str) -> None:
    """Remove a key file; one that is not there is no matter."""
    with suppress(OSError):
        (key_folder() / name).unlink()


def _is_a_keychain(backend: KeyringBackend) -> bool:
    if isinstance(backend, chainer.ChainerBackend):
        return bool(backend.backends) and _is_a_keychain(backend.backends[0])
    # `keyrings.alt` keeps secrets in plain or home-made files: not what anyone means by a keychain.
    if type(backend).__module__.startswith("keyrings.alt"):
        return False
    return not isinstance(backend, fail.Keyring | null.Keyring) and float(backend.priority) >= 1


def _keychain_away() -> HomeError:
    return HomeError(
        "The system's keychain is locked or away, or no longer has this home's key.",
        "Unlock it and try again, or use the recovery key: `samantha key recover`.",
        code="home.keychain",
    )
