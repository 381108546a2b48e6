"""`samantha restore`: a backup made into a home, on this machine or an empty one.

Guarantees: nothing is written over; the home is there when every row of it was compared, or not at all.
Does not: need the machine that it came from, nor a model.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """`samantha restore FILE [--home DIR]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "restore",
        help="make a backup a home again, here or on an empty machine",
        description=(
            "Make a backup a home again. It asks for what locked the backup: the recovery key, or its passphrase. "
            "The home is locked anew: by SAMANTHA_PASSPHRASE if set, else the keychain, else a key file."
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--home", metavar="DIR", default=argparse.SUPPRESS, help="an empty folder for the home (where homes lie)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore; returns the exit status. Raises LeavingError, HomeError and their kinds; then there is no home."""
    from samantha.cli.backup import password_for
    from samantha.cli.counting import CountLine
    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.goodbye import backup
    from samantha.store.home import default_how

    file, home, clock = args.file.expanduser(), default_home(), SystemClock()
    # Said before anybody types 56 letters.
    backup.check_empty(home)
    password = password_for(file)
    with CountLine(clock.monotonic) as line:
        _, contents = backup.restore(file, password, home, default_how(), clock, line)
    rows = sum(count for count, _ in contents.rows.values())
    print(f"The home is in {home}: {contents.episodes:,} episodes; all {rows:,} rows are as they were on")
    print(f"{contents.made.replace('T', ' ')}. The recovery key is the one that it had. `samantha talk` goes on.")
    return 0
