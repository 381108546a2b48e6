"""`samantha uninstall`: what is where, how big, what goes and what stays; then, when told so, it goes.

Guarantees: nothing is removed without the word, or `--yes`; in a pipe it only shows, unless `--yes` is given.
Does not: remove the program itself while it runs (it says how), nor anything that is not hers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.cli.belongings import Belonging

WORD = "goodbye"
TAKE_ALONG = """
To take your words with you first: samantha export DIR (open formats), or samantha backup FILE (one locked file).
To part with a last letter, and a receipt of what was destroyed: samantha goodbye."""


def add_parser(subparsers: Any) -> None:
    """`samantha uninstall [--dry-run] [--keep-home] [--yes]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "uninstall",
        help="shows all that is hers on this machine, and takes it away when you say so",
        description=(
            "Shows everything of hers on this machine, model files too, and takes it away when you type the word. "
            "`samantha goodbye` destroys one home, with a letter, an export and a receipt; this asks for none of them."
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help="only show (what it does in a pipe anyway)")
    parser.add_argument("--keep-home", action="store_true", help="your words and their key stay; the rest goes")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show, ask, remove. 0 also when the person thought better of it. Raises HomeBusy while a talk is open."""
    from samantha.cli import belongings
    from samantha.config import load_config

    config = load_config()
    private = [b for b in (belongings.words(config), *belongings.keys(config)) if b.there]
    files = [b for b in (belongings.model_files(config),) if b.there]
    going = files if args.keep_home else private + files
    _show(going, private if args.keep_home else [])
    if private and not args.keep_home:
        print(TAKE_ALONG)
    if not going or args.dry_run or not (args.yes or _meant()):
        print("\nNothing was removed.")
        return 0
    if not args.keep_home:
        belongings.remove_words(config)
    belongings.remove_model_files(config)
    print(f"\nIt is gone. The program itself: remove {sys.prefix}, or run: pip uninstall samantha-os")
    return 0


def _show(going: list[Belonging], staying: list[Belonging]) -> None:
    print("This goes:")
    for line in [_line(belonging) for belonging in going] or ["nothing; there is nothing of hers here"]:
        print(f"  {line}")
    print("This stays:")
    for belonging in staying:
        print(f"  {_line(belonging)}")
    for belonging in going:
        for name in belonging.others:
            print(f"  {Path(belonging.where) / name} (not hers)")
    print(f"  the program itself: {sys.prefix}")


def _line(belonging: Belonging) -> str:
    from samantha.models.weights import size_in_words

    size = f", {size_in_words(belonging.size)}" if belonging.size else ""
    return f"{belonging.what}: {belonging.where}{size}"


def _meant() -> bool:
    """True when the person typed the word; nobody can in a pipe."""
    from samantha.cli import is_terminal

    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        print("\nTo remove it from a script, add --yes.")
        return False
    print(f"\nThis cannot be undone. To go ahead, type {WORD}:")
    try:
        return input("› ").strip(" \"'.!").casefold() == WORD
    except EOFError:
        return False
