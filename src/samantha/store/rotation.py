"""Give a home a new data key: the journal is written anew under it, beside the old one, then takes its name.

Guarantees: whenever the power goes, the home opens afterwards with what opened it before, and nothing is lost.
Does not: erase the old file's blocks from the disk; they stay closed under the old key until they are overwritten.

The order: 1. `keys.json` names both keys, each wrapped; 2. the log is folded into the journal; 3. a copy under the
new key is made and synced; 4. it takes the journal's name; 5. `keys.json` names the new key only. Whoever unlocks in
between tries both. Why a copy and not `PRAGMA rekey` in place: docs/decisions/0002.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import apsw

from samantha.errors import HomeBusy, HomeDamaged, HomeError, SamanthaError, StoreError
from samantha.ports import Clock
from samantha.store import keyfile, wraps
from samantha.store.connection import FILE, KEY_BYTES, begin_wal, close, connect, make_durable, sqlite_errors
from samantha.store.files import make_empty
from samantha.store.keyfile import KeyEntry, KeyFile, key_id
from samantha.store.keys import how_locked, no_keys, unlock
from samantha.store.opening import NEW, open_writer, opens, put_in_place, remove_new
from samantha.store.recovery import to_paper
from samantha.store.writer_lock import writer_lock


def rotate(home: Path, clock: Clock, *, passphrase: str | None = None, vfs: str | None = None) -> tuple[bytes, str]:
    """Give the home a new key; returns it with its recovery key. The old recovery key opens it no more.

    Needs as much free disk as the journal is big. Raises as `unlock`, HomeBusy while anyone has the home open,
    DiskFull; then everything is as it was.
    """
    how = how_locked(home, passphrase)
    with writer_lock(home, clock):
        old = unlock(home, passphrase=passphrase)
        _settle(home, old)
        before = keyfile.load(home)
        if before is None:
            raise no_keys(home)
        new = secrets.token_bytes(KEY_BYTES)
        entry = KeyEntry(key_id(new), (wraps.close(new, how, home),))
        keyfile.save(home, before.with_keys(*before.keys, entry))
        try:
            if (home / FILE).exists():
                _copy_under(home, old, new, vfs)
                put_in_place(home)
        except SamanthaError:
            _settle(home, old if not (home / FILE).exists() or opens(home, old) else new)
            raise
        _keep_only(home, new)
    return new, to_paper(new)


def settle(home: Path, key: bytes, clock: Clock) -> None:
    """Finish what a rotation that was cut off left: `key`, which opens the journal, becomes the only one.

    Does nothing where there is nothing to finish, or while another process has the home.
    """
    keys = keyfile.load_or_none(home)
    if keys is not None and len(keys.keys) > 1:
        with suppress(HomeBusy), writer_lock(home, clock):
            if opens(home, key) or not (home / FILE).exists():
                _settle(home, key)


def _settle(home: Path, key: bytes) -> None:
    remove_new(home)
    _keep_only(home, key)


def _keep_only(home: Path, key: bytes) -> None:
    keys: KeyFile | None = keyfile.load(home)
    if keys is None:
        return
    kept = [entry for entry in keys.keys if entry.id == key_id(key)]
    gone = [entry for entry in keys.keys if entry.id != key_id(key)]
    if not kept or not gone:
        return
    keyfile.save(home, keys.with_keys(*kept))
    for wrap in (wrap for entry in gone for wrap in entry.wraps):
        wraps.drop(wrap)


def _copy_under(home: Path, old: bytes, new: bytes, vfs: str | None) -> None:
    remove_new(home)
    db = open_writer(home, old, vfs=vfs)
    try:
        _fold_log(db)
        make_empty(home / NEW)
        _vacuum_into(db, home / NEW, new, vfs)
    finally:
        close(db)
    copy = connect(home / NEW, new, write=True, vfs=vfs)
    try:
        with sqlite_errors():
            good = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # Now, so that the first opening under the new key has nothing left to change in the file.
        make_durable(copy)
        begin_wal(copy)
    finally:
        close(copy)
    if not good:
        raise HomeDamaged("The journal could not be copied whole.", "Nothing was changed; check the disk.")


def _fold_log(db: apsw.Connection) -> None:
    # A log that stays would belong to the old file and be read into the new one. Folding it away needs to be alone.
    db.set_busy_timeout(500)
    try:
        with sqlite_errors():
            mode = db.execute("PRAGMA journal_mode = DELETE").fetchall()
    except StoreError as error:
        if error.code != "store.busy":
            raise
        mode = []
    if mode != [("delete",)]:
        raise HomeBusy("Another program is reading this home.", "Close it, then change the key.")


def _vacuum_into(db: apsw.Connection, target: Path, key: bytes, vfs: str | None) -> None:
    more = f"&vfs=multipleciphers-{vfs}" if vfs else ""
    uri = f"file:{quote(target.as_posix())}?cipher=chacha20&key=raw:{key.hex()}{more}"
    failure: SamanthaError | None = None
    try:
        with sqlite_errors():
            db.execute("VACUUM INTO ?", (uri,)).fetchall()
    except SamanthaError as error:
        failure = error
    except apsw.Error:
        failure = HomeError("The journal could not be copied.", "Nothing was changed; check the disk.")
    if failure is not None:
        # Cut the chain: SQLite's own words quote the address, and with it the new key.
        failure.__cause__ = None
        failure.__context__ = None
        raise failure
