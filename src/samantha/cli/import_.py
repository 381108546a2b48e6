"""`samantha import`: talks and notes from elsewhere, brought into memory.

Guarantees: `--dry-run` keeps nothing; Ctrl-C keeps what is in, and the same command goes on from there.
Does not: read a word of it aloud: counts, names of speakers and places only.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from samantha.study.importing import Step
    from samantha.study.turns import Choice

OK, INTERRUPTED = 0, 130
KINDS = ("jsonl", "chatgpt", "whatsapp", "markdown")
"""As in `study.forms.FORMS`, without importing it; a test compares the two."""
_SAYS = {"reading": "reading turns:", "keeping": "keeping turns:", "indexing": "indexing turns:"}


def add_parser(subparsers: Any) -> None:
    """`samantha import PATH [--kind] [--me] [--zone] [--dates] [--dry-run] | --list | --undo ID`, with `--json`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "import",
        help="bring in talks and notes: WhatsApp, ChatGPT, Markdown by day",
        description=(
            "Bring talks and notes from elsewhere into memory: a WhatsApp export, a ChatGPT export, Markdown by day, "
            "talks in JSON Lines. Each as a file, a folder or the .zip. What you wrote becomes yours, what others "
            "wrote stays theirs. Twice is once: only what is new is kept. Ctrl-C stops it; the same command goes on."
        ),
    )
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="the file, folder or .zip")
    parser.add_argument("--kind", choices=KINDS, help="what it is (found out by looking)")
    parser.add_argument("--me", metavar="NAME", help='which of the speakers you are; "" when none of them is')
    parser.add_argument(
        "--zone", type=_zone, metavar="ZONE", help="where it was written, such as Europe/Brussels (this machine's)"
    )
    parser.add_argument("--dates", choices=("dmy", "mdy"), help="what 03/04 means (found out by looking)")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and keep nothing")
    parser.add_argument("--json", action="store_true", help="a JSON object in place of words")
    parser.add_argument("--list", action="store_true", help="what was brought in so far")
    parser.add_argument("--undo", type=int, metavar="ID", help="forget what came with one import, for good")
    parser.add_argument("--yes", action="store_true", help="with --undo: do not ask")
    parser.set_defaults(run=run, fail=parser.error)


def run(args: argparse.Namespace) -> int:
    """Bring it in, or say what there is; returns the exit status."""
    import anyio

    if args.list:
        return anyio.run(_list, args.json)
    if args.undo is not None:
        from samantha.cli import import_undo

        return anyio.run(import_undo.undo, args.undo, args.yes, args.json)
    if args.path is None:
        return args.fail("give the PATH of a file, a folder or a .zip, or --list, or --undo")
    path: Path = args.path
    from samantha.study.turns import Choice

    days_first = None if args.dates is None else args.dates == "dmy"
    choice = Choice(args.kind, args.me, args.zone, days_first)
    if args.dry_run:
        return anyio.run(_look, path, choice, args.json)
    try:
        return anyio.run(_bring, path, choice, args.json)
    except KeyboardInterrupt:
        print("Stopped. What is in stays; the same command goes on from there.", file=sys.stderr)
        return INTERRUPTED


async def _look(path: Path, choice: Choice, as_json: bool) -> int:
    from samantha.cli.brought import outlook_fields, outlook_lines
    from samantha.study.importing import look

    outlook = await look(path, choice)
    if as_json:
        print(json.dumps(outlook_fields(outlook), ensure_ascii=False))
    else:
        _print(outlook_lines(outlook, would=True))
    return OK


async def _bring(path: Path, choice: Choice, as_json: bool) -> int:
    from samantha.cli.brought import brought_fields, brought_lines
    from samantha.cli.counting import CountLine
    from samantha.clock import SystemClock
    from samantha.study.importing import bring_in, check_me, look

    clock = SystemClock()
    with CountLine(clock.monotonic) as line:

        def show(step: Step) -> None:
            line(_SAYS[step.phase], step.done, step.total)

        # What is wrong with the file is said before a home is opened, or made, for it.
        outlook = await look(path, choice, on_progress=show)
        check_me(outlook)

        from samantha.app import open_memory
        from samantha.cli.progress import ProgressLine
        from samantha.cli.talk import ask_passphrase, is_first
        from samantha.config import load_config

        config = load_config()
        new = is_first(config)
        with ProgressLine() as fetching:
            async with open_memory(config=config, clock=clock, passphrase=ask_passphrase, on_progress=fetching) as s:
                brought = await bring_in(s, outlook, on_progress=show)
    if as_json:
        print(json.dumps(brought_fields(brought), ensure_ascii=False))
    else:
        _print(brought_lines(brought))
    if new:
        print("`samantha key show-recovery` prints the recovery key. Keep it somewhere safe.", file=sys.stderr)
    return OK


async def _list(as_json: bool) -> int:
    from samantha.cli.brought import import_fields, import_line
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store import imports
    from samantha.store.reading import open_for_reading

    async with open_for_reading(load_config().home, SystemClock(), ask_passphrase) as store:
        found = await store.read(imports.listed) if store is not None else []
    if as_json:
        for one in found:
            print(json.dumps(import_fields(one), ensure_ascii=False))
    else:
        _print([import_line(one) for one in found] or ["Nothing was brought in yet. `samantha import PATH` does it."])
    return OK


def _print(lines: list[str]) -> None:
    from samantha.cli.lines import shown

    # A name in a file may carry a terminal's escapes.
    for line in lines:
        print(shown(line))


def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"there is no zone {name!r}; they read like Europe/Brussels") from None
