"""`samantha backup`: the whole home in one locked file; by itself now and then, where the person chose so.

Guarantees: works while a talk is open, and without a model; a password is never taken from the command line.
Does not: write over a file, nor send one anywhere.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.store.container import Password

PASSWORD = "SAMANTHA_BACKUP_PASSWORD"
"""The environment variable that gives a backup's password where nobody can be asked."""


def add_parser(subparsers: Any) -> None:
    """`samantha backup FILE [--passphrase | --check]`, `--every day --keep 7 --to DIR`, `--never`, `--plan`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "backup",
        help="the whole home in one locked file; by itself, if you choose so",
        description=(
            "The whole home in one file, locked by your recovery key, or by a passphrase of its own. "
            "`samantha restore` makes it a home again, on any machine."
        ),
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a file that is not there yet")
    parser.add_argument("--passphrase", action="store_true", help="lock it with a passphrase of its own")
    parser.add_argument("--check", action="store_true", help="read FILE whole and compare it, without restoring it")
    plan = parser.add_argument_group("by itself, when she is closed and one is due (off until you choose it)")
    plan.add_argument("--every", choices=("day", "week", "month"), help="how often")
    plan.add_argument("--keep", type=_count, default=7, metavar="N", help="how many are kept (7)")
    plan.add_argument("--to", type=Path, metavar="DIR", help="a folder, best on another disk")
    plan.add_argument("--never", action="store_true", help="not any more; what was written stays")
    plan.add_argument("--plan", action="store_true", help="what is chosen now, and how the last one went")
    parser.set_defaults(run=run, fail=parser.error)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises LeavingError, HomeError and their kinds."""
    from samantha.cli import backup_plan

    if args.every is not None or args.never or args.plan:
        return backup_plan.run(args)
    if args.file is None:
        return args.fail("give the FILE to write, or --every with --to")
    return _check(args.file.expanduser()) if args.check else _write(args.file.expanduser(), args.passphrase)


def _write(file: Path, own: bool) -> int:
    import anyio

    from samantha.cli.counting import CountLine
    from samantha.cli.key import new_passphrase, unlocked
    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.goodbye import backup
    from samantha.store.by_key import keep_note
    from samantha.store.container import Password
    from samantha.store.home import require_home
    from samantha.store.recovery import to_paper

    home, clock = default_home(), SystemClock()
    require_home(home)
    key, _ = unlocked()
    if own:
        password = Password("passphrase", os.environ.get(PASSWORD) or new_passphrase())
    else:
        password = backup.by_recovery(to_paper(key))
    with CountLine(clock.monotonic) as line:
        copy = backup.write(home, key, file, password, clock.now(), line)
    anyio.run(keep_note, home, key, clock, copy)
    opens = "your passphrase for it" if own else "your recovery key (samantha key show-recovery)"
    print(f"The backup is {copy.path}. It was read back and is whole. It opens with {opens}.")
    return 0


def _check(file: Path) -> int:
    from samantha.cli.counting import CountLine
    from samantha.clock import SystemClock
    from samantha.goodbye import backup

    with CountLine(SystemClock().monotonic) as line:
        contents = backup.check(file, password_for(file), line)
    print(f"This backup is whole: {contents.episodes:,} episodes, made {contents.made.replace('T', ' ')}.")
    return 0


def password_for(file: Path) -> Password:
    """What opens the backup `file`: from the environment, or asked for. Raises LeavingError, HomeError."""
    from samantha.cli.key import ask
    from samantha.goodbye.backup import by_recovery
    from samantha.store.container import Password, opens_by

    kind = opens_by(file)
    typed = os.environ.get(PASSWORD) or ask(
        "Recovery key: " if kind == "recovery key" else "The backup's passphrase: ", hidden=kind != "recovery key"
    )
    sys.stderr.flush()
    return by_recovery(typed) if kind == "recovery key" else Password(kind, typed)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return number
