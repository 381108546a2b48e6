"""`samantha key`: how the home is locked, and changing that.

Guarantees: a secret is shown only when asked for by name, and is never taken from the command line, where others
could read it.
Does not: touch the journal, but for `rotate`.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from samantha.store.wraps import How

SHORT = 12
"""A passphrase below this many characters gets a word of advice."""


def add_parser(subparsers: Any) -> None:
    """Register `key` and its verbs."""
    parser = cast(
        argparse.ArgumentParser, subparsers.add_parser("key", help="how the journal is locked, and changing that")
    )
    verbs = parser.add_subparsers(dest="key_verb", metavar="VERB")
    for name, help in (
        ("status", "how the home is locked, what that protects and what it does not"),
        ("show-recovery", "the recovery key, to be written on paper"),
        ("passphrase", "lock the home with a passphrase, or change it"),
        ("rotate", "a new key: the journal is written anew, the old recovery key opens it no more"),
        ("recover", "open the home with the recovery key, and lock it anew"),
    ):
        verb = verbs.add_parser(name, help=help, description=help)
        if name == "passphrase":
            verb.add_argument("--remove", action="store_true", help="back to the keychain, or a key file")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run one verb; returns the exit status. Raises HomeError and its kinds."""
    verbs: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _status,
        "status": _status,
        "show-recovery": _show_recovery,
        "passphrase": _passphrase,
        "rotate": _rotate,
        "recover": _recover,
    }
    return verbs[args.key_verb](args)


def _status(args: argparse.Namespace) -> int:
    from samantha.config import default_home
    from samantha.store.locks import describe

    lock = describe(default_home())
    print(f"opens by      {lock.opens_by}")
    print(f"protects      {lock.protects}")
    print(f"does not      {lock.does_not}" if lock.does_not else "", end="\n" if lock.does_not else "")
    print(f"advice        {lock.advice}" if lock.advice else "", end="\n" if lock.advice else "")
    return 0


def _show_recovery(args: argparse.Namespace) -> int:
    from samantha.store.recovery import to_paper

    _print_recovery(to_paper(unlocked()[0]))
    return 0


def _passphrase(args: argparse.Namespace) -> int:
    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.store.keys import relock
    from samantha.store.wraps import ByPassphrase

    key, _ = unlocked()
    how = without_passphrase() if args.remove else ByPassphrase(new_passphrase())
    relock(default_home(), key, how, SystemClock())
    print("The home is locked anew. The recovery key is the same.")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.store.rotation import rotate

    _, passphrase = unlocked()
    _, recovery = rotate(default_home(), SystemClock(), passphrase=passphrase)
    print("The journal has a new key. The old recovery key opens it no more; this is the new one.")
    _print_recovery(recovery)
    return 0


def _recover(args: argparse.Namespace) -> int:
    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.store.keys import relock, unlock
    from samantha.store.wraps import ByPassphrase

    key = unlock(default_home(), recovery=ask("Recovery key: ", hidden=False))
    new = new_passphrase(may_be_empty=True)
    relock(default_home(), key, ByPassphrase(new) if new else without_passphrase(), SystemClock())
    print("The home opens again.")
    return 0


def unlocked() -> tuple[bytes, str | None]:
    """The data key, and the passphrase if one was needed."""
    import os

    from samantha.clock import SystemClock
    from samantha.config import default_home
    from samantha.store.home import PASSPHRASE, needs_passphrase
    from samantha.store.keys import unlock
    from samantha.store.rotation import settle

    home, clock = default_home(), SystemClock()
    passphrase = None
    if needs_passphrase(home):
        passphrase = os.environ.get(PASSPHRASE) or ask("Passphrase: ")
    key = unlock(home, passphrase=passphrase)
    settle(home, key, clock)
    return key, passphrase


def without_passphrase() -> How:
    """How a home is locked when nobody chooses a passphrase."""
    from samantha.store.home import default_how

    return default_how({})


def new_passphrase(*, may_be_empty: bool = False) -> str:
    """Ask for one, twice on a terminal. Raises HomeError `home.passphrase`."""
    from samantha.errors import HomeError

    hint = " (empty: the keychain, or a key file)" if may_be_empty else ""
    new = ask(f"New passphrase{hint}: ")
    if not new and not may_be_empty:
        raise HomeError("An empty passphrase locks nothing.", "Choose a few words.", code="home.passphrase")
    if new and sys.stdin.isatty() and ask("Once more: ") != new:
        raise HomeError("The two were not the same.", "Nothing was changed; try again.", code="home.passphrase")
    if 0 < len(new) < SHORT:
        print("That is short: a few plain words in a row are easier to keep and harder to guess.", file=sys.stderr)
    return new


def ask(prompt: str, *, hidden: bool = True) -> str:
    """A line from the terminal, unseen where `hidden`; from standard input where that is not a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(prompt) if hidden else input(prompt)


def _print_recovery(recovery: str) -> None:
    groups = recovery.split("-")
    print()
    print("   " + "-".join(groups[:7]) + "-")
    print("   " + "-".join(groups[7:]))
    print()
    print("Write it on paper. Whoever has it, and the journal, can read everything; without it and without the")
    print("lock, nobody can.")
