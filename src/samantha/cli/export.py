"""`samantha export`: everything in open formats, and checking such a folder.

Guarantees: says before and after that what it writes is plain; works while a talk is open, and without a model.
Does not: write into a folder that holds anything.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.store.belongings import Copy

PLAIN = "It is not locked: whoever can open the folder can read it. Keep it where you would keep a diary."


def add_parser(subparsers: Any) -> None:
    """`samantha export DIR [--check]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "export",
        help="everything you told her, in files that any program opens",
        description=(
            "Everything in open formats: pages by day and by person, lines of JSON, a calendar, cards for an address "
            "book, and a README that says what is what. Nothing of it is locked."
        ),
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="an empty folder, or one that is not there yet")
    parser.add_argument("--check", action="store_true", help="compare a folder with its own list of hashes instead")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it, or check it. Raises LeavingError, HomeError and their kinds."""
    if args.check:
        return _check(args.folder)
    import anyio

    from samantha.cli.key import unlocked
    from samantha.config import default_home
    from samantha.store.home import require_home

    require_home(default_home())
    key, _ = unlocked()
    copy = anyio.run(write, default_home(), key, args.folder.expanduser())
    print(f"Everything is in {copy.path}; its README.txt says what is what.")
    print(PLAIN)
    print(f"To look later whether it is still whole: samantha export --check {args.folder}")
    return 0


async def write(home: Path, key: bytes, folder: Path, letters: dict[str, str] | None = None) -> Copy:
    """Export `home` into `folder`, with progress on standard error, and note where it is."""
    from samantha.cli.counting import CountLine
    from samantha.clock import SystemClock
    from samantha.goodbye.export import export
    from samantha.store.by_key import keep_note, open_by_key

    clock = SystemClock()
    with CountLine(clock.monotonic) as line:
        async with open_by_key(home, key, clock) as store:
            copy = await export(store, folder, clock.now(), letters, line)
    await keep_note(home, key, clock, copy)
    return copy


def _check(folder: Path) -> int:
    from samantha.goodbye.folder import check

    manifest, others = check(folder.expanduser())
    files, size = manifest["files"], sum(said["bytes"] for said in manifest["files"].values())
    print(f"All {len(files):,} files are as they were written on {str(manifest['made'])[:10]} ({size:,} bytes).")
    for name in others[:20]:
        print(f"  not part of it: {name}")
    return 0
