"""How a home is locked, and in plain words what that protects and what it does not.

Guarantees: reads `keys.json` only; asks for no secret.
Does not: test whether the lock opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from samantha.store import keyfile
from samantha.store.keyplaces import key_folder


@dataclass(frozen=True, slots=True)
class Lock:
    """What `doctor` says about the lock."""

    how: str
    """`keychain`, `passphrase`, `file`, or `none` where no home was made yet."""
    opens_by: str
    protects: str
    does_not: str
    advice: str = ""
    """What to do about it; empty when there is nothing."""


_PROTECTS_DISK = "Whoever takes the disk, a backup or a copy of the home reads nothing"
_AS_YOU = "A program that runs as you"
LOCKS = {
    "keychain": (
        "your system's keychain",
        f"{_PROTECTS_DISK} without logging in as you.",
        f"{_AS_YOU} while you are logged in can ask the keychain for the key.",
        "",
    ),
    "passphrase": (
        "your passphrase",
        f"{_PROTECTS_DISK} without the passphrase; nor does someone at your unlocked machine while she is closed.",
        f"{_AS_YOU} while she is open can read her memory, and a short passphrase can be guessed.",
        "",
    ),
    "file": (
        "a key file outside the home",
        "Whoever gets a copy of the home alone (a backup, a synced folder, a stick) reads nothing.",
        "Whoever takes this whole disk, or can read your files, has the key as well.",
        "Set a passphrase: `samantha key passphrase`.",
    ),
}


def describe(home: Path) -> Lock:
    """How `home` is locked. Raises HomeDamaged for a `keys.json` that cannot be read."""
    keys = keyfile.load(home)
    wraps = [wrap for entry in keys.keys[:1] for wrap in entry.wraps[:1]] if keys else []
    if keys is None or not wraps or wraps[0].how not in LOCKS:
        return Lock("none", "nothing yet", "There is no home here yet.", "", "Begin with `samantha talk`.")
    opens_by, protects, does_not, advice = LOCKS[wraps[0].how]
    if wraps[0].how == "file":
        opens_by = f"a key file: {key_folder() / str(wraps[0].box.get('name'))}"
    if len(keys.keys) > 1:
        advice = "A change of the key was cut off; open the home once and it is finished."
    return Lock(wraps[0].how, opens_by, protects, does_not, advice)
