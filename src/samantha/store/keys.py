"""The home's data key: made once, wrapped, opened, wrapped anew.

Guarantees: the key is never written in clear beside the journal, and at every moment something that the person has
opens it: the wrap, and always the recovery key.
Does not: change the key itself; `rotation` does.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from samantha.errors import HomeError, WrongKey
from samantha.ports import Clock
from samantha.store import keyfile, wraps
from samantha.store.connection import FILE, KEY_BYTES
from samantha.store.keyfile import KeyEntry, KeyFile, key_id
from samantha.store.opening import opens
from samantha.store.recovery import from_paper, to_paper
from samantha.store.wraps import ByFile, ByKeychain, ByPassphrase, How
from samantha.store.writer_lock import writer_lock


def create_home(home: Path, how: How, clock: Clock) -> tuple[bytes, str]:
    """Make the folder and a random 32-byte key; give the key and its recovery key, to be shown once.

    Raises HomeBusy, HomeError `home.exists` where there is a home already, `home.no_keys` where a journal lies
    without keys.
    """
    # Under the lock, for two programs that start at once must not both make a key.
    with writer_lock(home, clock):
        if keyfile.load(home) is not None:
            raise HomeError(
                f"There is a home in {home} already.", "Open it, or choose another folder.", code="home.exists"
            )
        if (home / FILE).exists():
            raise no_keys(home)
        key = secrets.token_bytes(KEY_BYTES)
        entry = KeyEntry(key_id(key), (wraps.close(key, how, home),))
        keyfile.save(home, KeyFile(clock.now().isoformat(timespec="seconds"), (entry,)))
    return key, to_paper(key)


def unlock(home: Path, *, passphrase: str | None = None, recovery: str | None = None) -> bytes:
    """The 32-byte data key, by the recovery key if one is given, else by what `keys.json` names.

    Raises WrongKey, HomeError (`home.locked`, `home.no_keys`, `home.keychain`, `home.key_file`,
    `home.recovery_typo`), HomeDamaged.
    """
    if recovery is not None:
        return _by_recovery(home, recovery)
    keys = keyfile.load(home)
    if keys is None or not keys.keys:
        raise no_keys(home)
    found: list[bytes] = []
    failure: HomeError | None = None
    for entry in keys.keys:
        try:
            found.append(_open_entry(entry, passphrase))
        except HomeError as error:
            failure = error
    if failure is not None and not found:
        raise failure
    return which_opens(home, found)


def relock(home: Path, key: bytes, how: How, clock: Clock) -> None:
    """Let `how` open the home from now on, and nothing else but the recovery key. The journal is not touched.

    Also makes `keys.json` anew where it was lost. Raises WrongKey when `key` is not this home's, HomeBusy, HomeError.
    """
    with writer_lock(home, clock):
        before = keyfile.load_or_none(home)
        # Checked under the lock: a key that was changed meanwhile must not be written back.
        if not _is_ours(home, key, before):
            raise WrongKey("This key is not this home's any more.", "Open the home again; nothing was changed.")
        made = before.made if before else clock.now().isoformat(timespec="seconds")
        entry = KeyEntry(key_id(key), (wraps.close(key, how, home),))
        keyfile.save(home, KeyFile(made, (entry,)))
        # Only now: had the power gone before, the old wrap would still be needed.
        for old in (wrap for known in (before.keys if before else ()) for wrap in known.wraps):
            wraps.drop(old)


def change_passphrase(home: Path, new: str, clock: Clock, *, old: str | None = None) -> None:
    """From now on the passphrase `new` opens the home. `old` is needed where there is one. Raises as `unlock`."""
    relock(home, unlock(home, passphrase=old), ByPassphrase(new), clock)


def use_recovery(home: Path, recovery: str, how: How, clock: Clock) -> bytes:
    """Open the home by its recovery key and let `how` open it from now on; give the data key. Raises as `unlock`."""
    key = unlock(home, recovery=recovery)
    relock(home, key, how, clock)
    return key


def how_locked(home: Path, passphrase: str | None = None) -> How:
    """In which way the home is locked now, to wrap another key likewise. Raises HomeError `home.no_keys`."""
    keys = keyfile.load(home)
    if keys is None or not keys.keys or not keys.keys[0].wraps:
        raise no_keys(home)
    how = keys.keys[0].wraps[0].how
    if how == "passphrase":
        if passphrase is None:
            raise HomeError("This home opens with its passphrase.", "Give the passphrase.", code="home.locked")
        return ByPassphrase(passphrase)
    return ByKeychain() if how == "keychain" else ByFile()


def which_opens(home: Path, candidates: list[bytes]) -> bytes:
    """Of the keys that may be this home's, the one that opens the journal; the first where there is no journal.

    There is more than one only after a rotation was cut off.
    """
    if len(candidates) > 1 and (home / FILE).exists():
        return next((key for key in candidates if opens(home, key)), candidates[0])
    return candidates[0]


def no_keys(home: Path) -> HomeError:
    """The error for a home without `keys.json`."""
    return HomeError(
        f"{home / keyfile.FILE} is missing: nothing says how this home is locked.",
        "Put it back from a backup, or make it anew from the recovery key: `samantha key recover`.",
        code="home.no_keys",
    )


def _open_entry(entry: KeyEntry, passphrase: str | None) -> bytes:
    failure: HomeError | None = None
    for wrap in entry.wraps:
        try:
            return wraps.open_wrap(wrap, entry.id, passphrase)
        except HomeError as error:
            failure = error
    raise failure or WrongKey("keys.json names a key but no way to open it.", "Use the recovery key.")


def _by_recovery(home: Path, recovery: str) -> bytes:
    key = from_paper(recovery)
    if not _is_ours(home, key, keyfile.load_or_none(home)):
        raise WrongKey("This is a recovery key, but not of this home.", "Look for the paper of this home.")
    return key


def _is_ours(home: Path, key: bytes, keys: KeyFile | None) -> bool:
    # The journal is the judge, for keys.json may be lost or old. A journal that opens with no key is damaged: then
    # keys.json is asked, so that the person hears of the damage and not of a wrong key.
    if opens(home, key):
        return True
    named = keys is not None and key_id(key) in {entry.id for entry in keys.keys}
    others = [entry for entry in keys.keys if entry.id != key_id(key)] if keys else []
    return named and not ((home / FILE).exists() and others)
