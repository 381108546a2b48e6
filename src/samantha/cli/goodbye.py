"""`samantha goodbye`: a last letter, everything handed over, then the key and the files destroyed, with a receipt.

Guarantees: nothing goes without the word, or `--yes`; nothing said here asks anybody to stay; a run that was cut off is
finished by the next one. Works without a model.
Does not: remove the program or its model files; `samantha uninstall` does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.goodbye.letter import Life, Line
    from samantha.store.destroy import Toll
    from samantha.types import Episode

WORD = "goodbye"
NOTHING = "\nNothing was removed."
PAUSES = frozenset(("pause", "wait", "later", "not now", "not yet"))
"""Words with which somebody asks for time; only then it is spoken of."""
PAUSE = "Then it rests. Everything stays as it is, locked, and nobody asks. `samantha goodbye` is there if you want it."
LETTER = "last-letter.md"


def add_parser(subparsers: Any) -> None:
    """`samantha goodbye [--to DIR | --no-export] [--receipt FILE] [--brain] [--dry-run] [--yes] | --verify FILE`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "goodbye",
        help="a last letter, everything handed over, then all of it destroyed, with a receipt",
        description=(
            "She shows you a last letter made of what you told her, puts everything into a folder of yours if you want "
            "that, and destroys the key and the files of this home. A receipt says what was destroyed and what cannot "
            "be reached. Model files and the program stay: samantha uninstall."
        ),
    )
    export = parser.add_mutually_exclusive_group()
    export.add_argument("--to", type=Path, metavar="DIR", help="where to put everything in open formats (else it asks)")
    export.add_argument("--no-export", action="store_true", help="hand nothing over")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="where to put the receipt (this folder)")
    parser.add_argument("--brain", action="store_true", help="let the brain shorten sentences of the letter")
    parser.add_argument("--dry-run", action="store_true", help="only show (what it does in a pipe anyway)")
    parser.add_argument("--yes", action="store_true", help="do not ask; needs --to or --no-export")
    parser.add_argument("--verify", type=Path, metavar="FILE", help="check a receipt instead")
    parser.set_defaults(run=run, fail=parser.error)


def run(args: argparse.Namespace) -> int:
    """Say goodbye, or check a receipt. 0 also when the person thought better of it. Raises HomeBusy, HomeError."""
    from samantha.config import default_home
    from samantha.store import destroy

    if args.verify is not None:
        from samantha.cli.goodbye_receipt import verify

        return verify(args.verify.expanduser())
    if args.yes and not (args.no_export or args.to):
        return args.fail("--yes needs --to DIR or --no-export, so that nothing is lost by mistake")
    home = default_home()
    if destroy.is_begun(home):
        if destroy.is_past_return(home):
            print("A goodbye was begun here and cut off. This finishes it.")
            return _finish(home)
        if not args.dry_run:
            destroy.take_back(home)
    return _part(args, home)


def _part(args: argparse.Namespace, home: Path) -> int:
    import anyio

    from samantha.cli import is_terminal
    from samantha.cli.goodbye_receipt import place_for
    from samantha.cli.key import unlocked
    from samantha.store.home import require_home

    require_home(home)
    key, _ = unlocked()
    asking = is_terminal(sys.stdin) and is_terminal(sys.stdout) and not args.yes
    life, lines, sources, toll = anyio.run(_compose, home, key, args.brain)
    _show_letter(life, lines, numbered=asking)
    if args.dry_run or not (asking or args.yes):
        _show_toll(home, toll)
        print(
            "\nNothing was removed." + ("" if args.dry_run else " From a script: --yes with --to DIR or --no-export.")
        )
        return 0
    try:
        kept = _choose_lines(lines) if asking else lines
        folder = args.to.expanduser() if args.to else _choose_folder() if asking and not args.no_export else None
    except (_Pause, EOFError):
        print(PAUSE)
        return 0
    receipt = place_for(args.receipt, folder)
    _hand_over(home, key, life, kept, sources, folder, receipt if asking else None)
    toll = anyio.run(_toll, home, key)
    _show_toll(home, toll)
    if asking:
        print(f"\nThis cannot be undone. To go ahead, type {WORD}:")
        try:
            meant = _ask().strip(" \"'.!").casefold() == WORD
        except (_Pause, EOFError):
            print(PAUSE)
            return 0
        if not meant:
            print(NOTHING)
            return 0
    return _destroy(home, key, toll, receipt)


class _Pause(Exception):
    """The person asked for time."""


async def _compose(home: Path, key: bytes, brain: bool) -> tuple[Life, list[Line], list[Episode], Toll]:
    from samantha.clock import SystemClock
    from samantha.goodbye.letter import letter
    from samantha.goodbye.life import read_life, sources
    from samantha.store.by_key import open_by_key

    async with open_by_key(home, key, SystemClock()) as store:
        life = await store.read(read_life)
        lines = letter(life)
        episodes = await store.read(sources, lines)
    if brain:
        lines = await _tightened(lines, episodes)
    return life, lines, episodes, await _toll(home, key)


async def _tightened(lines: list[Line], episodes: list[Episode]) -> list[Line]:
    from samantha.app import open_samantha
    from samantha.cli.progress import ProgressLine
    from samantha.cli.talk import ask_passphrase
    from samantha.goodbye.tighten import tightened

    with ProgressLine() as progress:
        async with open_samantha(passphrase=ask_passphrase, on_progress=progress) as s:
            return await tightened(s.parts.chat, lines, {episode.id: episode for episode in episodes})


async def _toll(home: Path, key: bytes) -> Toll:
    from samantha.clock import SystemClock
    from samantha.store import belongings, destroy, episodes
    from samantha.store.by_key import open_by_key

    async with open_by_key(home, key, SystemClock()) as store:
        count = await store.read(episodes.count)
        copies = [*await store.read(belongings.known), *belongings.pending(home)]
    return destroy.toll(home, count, tuple(f"{copy.kind}: {copy.path}" for copy in copies))


def _show_letter(life: Life, lines: list[Line], *, numbered: bool) -> None:
    from samantha.cli.screen import Screen, abilities_of

    screen = Screen(sys.stdout, abilities_of(sys.stdout))
    screen.space()
    screen.say(f"Dear {life.name}," if life.name else "Dear you,")
    for number, line in enumerate(lines, 1):
        screen.say(f"{number}. {line.text}" if numbered else line.text)
    screen.say("Samantha")


def _choose_lines(lines: list[Line]) -> list[Line]:
    """The lines the person wants in the letter; all at the first Enter."""
    out: set[int] = set()
    print("This is your letter. A number leaves that line out, `none` leaves out the letter, Enter keeps it.")
    while True:
        typed = _ask()
        if not typed:
            return [line for number, line in enumerate(lines, 1) if number not in out]
        if typed == "none":
            return []
        numbers = [int(word) for word in typed.replace(",", " ").split() if word.isdecimal()]
        out |= {number for number in numbers if 1 <= number <= len(lines)}
        print(f"Left out: {', '.join(map(str, sorted(out))) or 'nothing'}. Enter when it is right.")


def _choose_folder() -> Path | None:
    print("Where shall everything you told me go, in files that any program opens? A new folder; Enter to skip.")
    typed = _ask()
    return Path(typed).expanduser() if typed else None


def _hand_over(
    home: Path,
    key: bytes,
    life: Life,
    lines: list[Line],
    sources: list[Episode],
    folder: Path | None,
    receipt: Path | None,
) -> None:
    """Put the letter and everything else where the person said; a letter alone lies beside the receipt."""
    import anyio

    from samantha.cli.export import PLAIN, write
    from samantha.goodbye.letter import page
    from samantha.store.files import write_whole

    text = page(life, lines, sources) if lines else None
    if folder is not None:
        copy = anyio.run(write, home, key, folder, {LETTER: text} if text else None)
        print(f"Everything is in {copy.path}" + (f", the letter in letters/{LETTER}" if text else "") + f". {PLAIN}")
    elif text and receipt is not None:
        path = receipt.with_suffix(".letter.md")
        write_whole(path, text.encode())
        print(f"The letter is {path}.")


def _show_toll(home: Path, toll: Toll) -> None:
    from samantha.models.weights import size_in_words
    from samantha.store.destroy import BEYOND

    print("\nThis is destroyed, the key first:")
    print(f"  {toll.episodes:,} episodes and all that was learned from them, in {home} ({size_in_words(toll.size)})")
    for one in toll.keys:
        where = {"file": "the key file", "keychain": "the key in your system's keychain"}.get(one["how"])
        print(f"  {where}" if where else "  what your passphrase opened")
    print("This stays where it is:")
    for copy in toll.copies:
        print(f"  {copy}")
    print("  the program and its model files: samantha uninstall")
    print("This cannot be reached from here:")
    for line in BEYOND:
        print(f"  {line}")


def _destroy(home: Path, key: bytes, toll: Toll, receipt: Path) -> int:
    from samantha.clock import SystemClock
    from samantha.store import destroy

    destroy.begin(home, key, toll, receipt, SystemClock())
    return _finish(home)


def _finish(home: Path) -> int:
    from samantha.clock import SystemClock
    from samantha.store import destroy

    receipt = destroy.finish(home, SystemClock())
    print(f"\nIt is done. The receipt is {receipt}; samantha goodbye --verify checks it.")
    print("Go well.")
    return 0


def _ask() -> str:
    typed = input("› ").strip()
    if typed.strip(" .!").casefold() in PAUSES:
        raise _Pause
    return typed
