"""Destroy a home: its keys first, so that nothing opens what is left, then every file; and a receipt of it.

Guarantees: what is to go is written down and signed before anything goes, so that a run that was cut off at any point
is finished by the next one; a receipt says "done" only of what was looked at again and was gone.
Does not: reach what `BEYOND` says. Overwriting a file once does not reach every cell of a flash drive.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from samantha.config import FILE as SETTINGS
from samantha.errors import HomeError, LeavingError
from samantha.ports import Clock
from samantha.store import keyfile
from samantha.store.connection import FILE as JOURNAL
from samantha.store.files import os_error, sync_folder, write_whole
from samantha.store.keyfile import key_id
from samantha.store.keyplaces import get_from_keychain, key_folder, remove_from_keychain
from samantha.store.signing import fresh_seed, is_signed, public_of, seed_of, sign
from samantha.store.writer_lock import HOLDER, LOCK, writer_lock

KIND = "samantha goodbye 1"
INTENT = "goodbye.json"
"""In the home: what is being destroyed, signed. While it is there, a goodbye was begun and not finished."""
HOME_FILES = (f"{JOURNAL}*", LOCK, HOLDER, f"{keyfile.FILE}*", f"{SETTINGS}*", "belongings.note*", f"{INTENT}*")
"""What she makes in a home, as patterns."""
BLOCK = 1 << 20
BEYOND = (
    "Exports and backups: what lies elsewhere is named above as far as she knew of it. A backup with a passphrase of "
    "its own opens with that; one under the recovery key opens with your paper.",
    "The paper with the recovery key: it opens every copy of the journal that is left anywhere. Burn it.",
    "Copies that you, a synchronised folder or a backup program of the system made of the home.",
    "The disk's own habits: every file was overwritten once, but a flash drive keeps old cells, and some file systems "
    "keep old versions. What is left there is closed under a key that is gone, except for the paper.",
    "What was sent to a language model on another machine, if you had one set.",
    "The memory of people.",
)
"""What erasure cannot reach, as the receipt and the terminal say it."""
Standing: TypeAlias = Literal["done", "begun", "changed"]


@dataclass(frozen=True, slots=True)
class Toll:
    """What is about to go, for the person to see and for the receipt."""

    episodes: int
    files: tuple[Path, ...]
    size: int
    keys: tuple[dict[str, str], ...]
    """What opens the journal, and lies outside the home: `how` and `name`."""
    copies: tuple[str, ...]
    """Copies elsewhere that we know of; they stay."""


def toll(home: Path, episodes: int, copies: tuple[str, ...]) -> Toll:
    """What would go. Reads names and sizes only."""
    files = home_files(home)
    return Toll(episodes, files, sum(path.lstat().st_size for path in files), _keys(home), copies)


def home_files(home: Path) -> tuple[Path, ...]:
    """Every file of hers in `home`."""
    found = {path for pattern in HOME_FILES for path in home.glob(pattern)}
    return tuple(sorted(path for path in found if path.is_symlink() or path.is_file()))


def is_begun(home: Path) -> bool:
    """A goodbye was begun here and not finished."""
    return (home / INTENT).exists()


def is_past_return(home: Path) -> bool:
    """Destroying has begun: there is nothing left to think over, only to finish."""
    return is_begun(home) and bool(_intent(home)["past"])


def take_back(home: Path) -> None:
    """Undo `begin`, while nothing is gone yet. Raises LeavingError `goodbye.past` when it is too late."""
    if is_past_return(home):
        raise LeavingError("Destroying has begun.", "Run `samantha goodbye` to finish.", code="goodbye.past")
    receipt = Path(_intent(home)["receipt"])
    with suppress(LeavingError):
        if standing(read_receipt(receipt)) == "begun":
            receipt.unlink()
    (home / INTENT).unlink()


def begin(home: Path, key: bytes, going: Toll, receipt: Path, clock: Clock) -> None:
    """Write down, signed, what is to be destroyed, in the home and at `receipt`. Nothing is gone after this.

    Raises HomeBusy while a talk is open, LeavingError `goodbye.receipt` where the receipt cannot be, DiskFull.
    """
    receipt = receipt.absolute()
    if receipt.resolve().is_relative_to(home.resolve()):
        raise _no_receipt(receipt, "it would go with the home")
    with writer_lock(home, clock):
        witness = fresh_seed()
        statement: dict[str, Any] = {
            "kind": KIND,
            "begun": clock.now().isoformat(timespec="seconds"),
            "home": str(home.absolute()),
            "key": key_id(key),
            "episodes": going.episodes,
            "files": [_described(path) for path in home_files(home) if path.name not in (LOCK, HOLDER)],
            "keys": list(going.keys),
            "copies_known": list(going.copies),
            "beyond": list(BEYOND),
            "witness": public_of(witness),
        }
        signed = sign(seed_of(key), statement)
        if receipt.exists():
            raise _no_receipt(receipt, "something is there already")
        table = {"receipt": str(receipt), "witness": witness.hex(), "past": False, "begun": signed}
        write_whole(home / INTENT, _json(table))
        try:
            _write_receipt(receipt, {"begun": signed})
        except BaseException:
            (home / INTENT).unlink(missing_ok=True)
            raise


def finish(home: Path, clock: Clock) -> Path:
    """Destroy what `begin` wrote down, the keys first; the path of the receipt. Safe to run again after any stop.

    Raises HomeBusy while a talk is open, HomeError where something cannot be removed; run it again then.
    """
    table = _intent(home)
    statement: dict[str, Any] = table["begun"]["statement"]
    receipt = Path(table["receipt"])
    with writer_lock(home, clock):
        # Kept before the first key goes: half a key file must never be taken for a whole one.
        write_whole(home / INTENT, _json({**table, "past": True}))
        keys = [_destroy_key(one) for one in statement["keys"]]
        _overwrite(home, [path for path in home_files(home) if path.name.startswith(keyfile.FILE)])
        last = {INTENT, LOCK, HOLDER}
        _overwrite(home, [path for path in home_files(home) if path.name not in last])
        left = [path.name for path in home_files(home) if path.name not in last]
        done = {
            "kind": f"{KIND}, done",
            "done": clock.now().isoformat(timespec="seconds"),
            "of": hashlib.sha256(_json(statement)).hexdigest(),
            "keys": keys,
            "files_left": left,
        }
        signed = sign(bytes.fromhex(table["witness"]), done)
        _write_receipt(receipt, {"begun": table["begun"], "done": signed})
        # Removed and not written over: half of it would be worse than either.
        (home / INTENT).unlink()
        sync_folder(home)
    _remove_rest(home)
    return receipt


def read_receipt(path: Path) -> dict[str, Any]:
    """The receipt at `path`. Raises LeavingError `goodbye.not_one`, `goodbye.missing`; HomeError."""
    try:
        table = json.loads(path.read_bytes())
        if table["begun"]["statement"]["kind"] == KIND:
            return cast(dict[str, Any], table)
    except FileNotFoundError as error:
        raise LeavingError(f"There is no file {path}.", "See where it was put.", code="goodbye.missing") from error
    except OSError as error:
        raise os_error(error, path) from error
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise LeavingError(f"{path} is not a receipt of a goodbye.", "Choose another file.", code="goodbye.not_one")


def standing(receipt: dict[str, Any]) -> Standing:
    """`done`: both halves are as they were signed, and belong together. `begun`: only the first half is there."""
    begun, done = receipt.get("begun"), receipt.get("done")
    if not is_signed(begun):
        return "changed"
    statement = cast(dict[str, Any], begun)["statement"]
    if done is None:
        return "begun"
    if not is_signed(done) or done["signed_by"] != statement.get("witness"):
        return "changed"
    return "done" if done["statement"].get("of") == hashlib.sha256(_json(statement)).hexdigest() else "changed"


def still_there(receipt: dict[str, Any]) -> list[str]:
    """What the receipt says is gone and this machine still has: files of the home, key files, keychain entries."""
    statement = receipt["begun"]["statement"]
    home = Path(statement["home"])
    found = [str(home / one["name"]) for one in statement["files"] if (home / one["name"]).exists()]
    return found + [f"{one['how']} {one['name']}" for one in statement["keys"] if _key_is_there(one)]


def _keys(home: Path) -> tuple[dict[str, str], ...]:
    held = keyfile.load_or_none(home)
    wraps = [wrap for entry in (held.keys if held else ()) for wrap in entry.wraps]
    return tuple(
        {"how": wrap.how, "name": str(wrap.box.get("account") or wrap.box.get("name") or "")} for wrap in wraps
    )


def _described(path: Path) -> dict[str, Any]:
    if path.is_symlink():
        return {"name": path.name, "bytes": 0, "sha256": ""}
    with path.open("rb") as file:
        return {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }


def _destroy_key(one: dict[str, str]) -> dict[str, str]:
    """Destroy what opens the journal and lies outside the home; what was found afterwards."""
    if one["how"] == "keychain":
        remove_from_keychain(one["name"])
    elif one["how"] == "file" and one["name"]:
        _overwrite(key_folder(), [key_folder() / Path(one["name"]).name])
    return {**one, "found_after": "yes" if _key_is_there(one) else "no"}


def _key_is_there(one: dict[str, str]) -> bool:
    if one["how"] == "file":
        return bool(one["name"]) and (key_folder() / Path(one["name"]).name).exists()
    if one["how"] != "keychain":
        return False
    try:
        get_from_keychain(one["name"])
    except HomeError:
        return False
    return True


def _overwrite(folder: Path, files: list[Path]) -> None:
    """Write over each file once, put that on the disk, and remove it. One that is not there is no matter."""
    try:
        for path in files:
            with suppress(FileNotFoundError):
                _write_over(path)
                path.unlink()
        if files and folder.is_dir():
            sync_folder(folder)
    except OSError as error:
        raise os_error(error, folder) from error


def _write_over(path: Path) -> None:
    if path.is_symlink():
        return  # what it points to is not hers
    with path.open("r+b") as file:
        left = path.stat().st_size
        noise = secrets.token_bytes(min(left, BLOCK))
        while left > 0:
            left -= file.write(noise[: min(left, BLOCK)])
        file.flush()
        os.fsync(file.fileno())


def _remove_rest(home: Path) -> None:
    """The lock, and the folders that nothing else is in."""
    for name in (LOCK, HOLDER):
        with suppress(OSError):
            (home / name).unlink()
    for folder in (home, key_folder()):
        with suppress(OSError):
            folder.rmdir()
            if folder.parent.name == "samantha":
                folder.parent.rmdir()


def _intent(home: Path) -> dict[str, Any]:
    try:
        table = cast(dict[str, Any], json.loads((home / INTENT).read_bytes()))
        if (
            is_signed(table["begun"])
            and public_of(bytes.fromhex(table["witness"])) == (table["begun"]["statement"]["witness"])
        ):
            return table
    except FileNotFoundError as error:
        raise LeavingError("No goodbye was begun here.", "Run `samantha goodbye`.", code="goodbye.not_begun") from error
    except OSError as error:
        raise os_error(error, home) from error
    except (ValueError, KeyError, TypeError):
        pass
    raise LeavingError(
        f"{home / INTENT} is damaged, so nobody can say what was to go.",
        "To take everything away without a receipt: samantha uninstall",
        code="goodbye.damaged",
    )


def _write_receipt(path: Path, table: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise os_error(error, path) from error
    write_whole(path, _json(table))


def _no_receipt(path: Path, why: str) -> LeavingError:
    return LeavingError(f"The receipt cannot be {path}: {why}.", "Choose another place.", code="goodbye.receipt")


def _json(table: dict[str, Any]) -> bytes:
    return (json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
