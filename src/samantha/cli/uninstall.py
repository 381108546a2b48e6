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
    from samantha.config import Config

WORD = "goodbye"


def add_parser(subparsers: Any) -> None:
    """`samantha uninstall [--dry-run] [--keep-home] [--yes]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "uninstall",
        help="shows all that is hers on this machine, and takes it away when you say so",
        description="Shows everything of hers on this machine, and takes it away when you type the word.",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show (what it does in a pipe anyway)")
    parser.add_argument("--keep-home", action="store_true", help="your words and their key stay; the rest goes")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show, ask, remove. 0 also when the person thought better of it."""
    from samantha.cli import belongings, is_terminal
    from samantha.config import load_config

    config = load_config()
    going, staying = _sorted_out(config, args.keep_home)
    _show(going, staying, args.keep_home)
    if args.dry_run or not any(belonging.size or not belonging.paths for belonging in going):
        return 0
    if not args.yes:
        if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
            print("\nNothing was removed. With --yes it would be.")
            return 0
        if not _meant():
            print("Nothing was removed.")
            return 0
    if not args.keep_home:
        belongings.remove_words(config)
    belongings.remove_model_files(config)
    print(f"\nIt is gone. {_program()}")
    return 0


def _sorted_out(config: Config, keep_home: bool) -> tuple[list[Belonging], list[Belonging]]:
    from samantha.cli import belongings

    private = [belongings.words(config), *belongings.keys(config)]
    files = [belongings.model_files(config)]
    return (files, private) if keep_home else (private + files, [])


def _show(going: list[Belonging], staying: list[Belonging], keep_home: bool) -> None:
    here = [b for b in going if b.paths or b.size or not Path(b.where).is_absolute()]
    if not here:
        print("There is nothing of hers here to remove.")
    else:
        print("This goes:")
    for belonging in here:
        print(f"  {_line(belonging)}")
    others = [f"{belonging.where}/{name}" for belonging in going for name in belonging.others]
    stays = [_line(belonging) for belonging in staying if belonging.paths or belonging.size]
    stays += [f"{path} (not hers)" for path in others]
    print("This stays:")
    for line in [*stays, f"the program itself, in {sys.prefix}"]:
        print(f"  {line}")
    if any(b.paths for b in here) and not keep_home:
        print(
            "\nTo take your words with you first:\n"
            "  samantha memory recent -n 1000000 --json > my-words.jsonl\n"
            "or copy the home folder, and write down what `samantha key show-recovery` prints: together they open it."
        )


def _line(belonging: Belonging) -> str:
    from samantha.models.weights import size_in_words

    size = f", {size_in_words(belonging.size)}" if belonging.size else ""
    return f"{belonging.what}: {belonging.where}{size}"


def _meant() -> bool:
    print(f"\nThis cannot be undone. To go ahead, type {WORD}:")
    try:
        return input("› ").strip().casefold().strip("\"'.!") == WORD
    except EOFError:
        return False


def _program() -> str:
    return f"The program itself is in {sys.prefix}: remove that folder, or run: pip uninstall samantha-os"
