"""The receipt of a goodbye: where it goes, and checking one.

Guarantees: a receipt is never written over; checking needs nothing but the file, and changes nothing.
Does not: write one; `store.destroy` does.
"""

from __future__ import annotations

from pathlib import Path


def verify(path: Path) -> int:
    """Say what the receipt at `path` says, whether it is as it was signed, and what is still there; 1 if it is not."""
    from samantha.store import destroy

    receipt = destroy.read_receipt(path)
    state, there = destroy.standing(receipt), destroy.still_there(receipt)
    said = receipt["begun"]["statement"]
    if state == "changed":
        print("This receipt is not as it was signed.")
        return 1
    if state == "begun":
        print(f"A goodbye was begun on {said['begun']} and not finished. `samantha goodbye` finishes it.")
        return 1
    done = receipt["done"]["statement"]
    print(f"Signed by the home with the key {said['key']}, and as it was signed.")
    print(
        f"{said['episodes']:,} episodes in {len(said['files'])} files were destroyed on {done['done']}, the key first."
    )
    left = [
        *done["files_left"],
        *(f"{one['how']} {one['name']}" for one in done["keys"] if one["found_after"] == "yes"),
    ]
    for name in dict.fromkeys([*left, *there]):
        print(f"  still there: {name}")
    print("On this machine nothing of it is there." if not (left or there) else "That is left.")
    return 1 if left or there else 0


def place_for(asked: Path | None, folder: Path | None) -> Path:
    """Where the receipt goes: where the person said, else beside the export, else here."""
    from samantha.clock import SystemClock

    if asked is not None:
        return asked.expanduser().absolute()
    place = folder.absolute().parent if folder is not None else Path.cwd()
    name = f"samantha-goodbye-{SystemClock().now():%Y-%m-%d}"
    number = 1
    while (place / f"{name}{f'-{number}' if number > 1 else ''}.json").exists():
        number += 1
    return place / f"{name}{f'-{number}' if number > 1 else ''}.json"
