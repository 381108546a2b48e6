"""`samantha forget`: shows what would go, takes it out of memory and of the file, and proves it with a receipt.

Guarantees: nothing goes that was not shown first, and in a pipe nothing goes without `--yes`; Ctrl-C before the last
question changes nothing.
Does not: reach copies elsewhere; it names those that it knows of.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.config import Config
    from samantha.memory.forget import Held, Plan
    from samantha.ports import Samantha
    from samantha.store.receipts import Receipt
    from samantha.store.scan import Show

OK, FAILED = 0, 1
NOTHING = "Nothing with that was found; nothing was changed."
CHOOSE = "Enter takes it as it stands. Numbers (2 5-7) put a tick or take it away. q leaves everything as it is."
HOLD_OR_NOW = (
    "How? h: hold it for ten minutes, so that `samantha forget --undo` can bring it back; f: at once and for good."
)


def add_parser(subparsers: Any) -> None:
    """`samantha forget [WHAT …] [--person NAME] [--words …] [--from DAY] [--to DAY] [--now | --hold] …`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "forget",
        help="take something out of memory, for good, with a receipt",
        description=(
            'Forget an episode (by its id, as `samantha memory recent --json` gives it), a time ("last Tuesday"), a '
            'topic ("everything about the clinic") or a person. It is shown first. Then it goes from every table, '
            "index and vector, the file is scrubbed, every byte of the home is looked through, and a signed receipt "
            "is kept. At once and for good, or held for ten minutes in which --undo brings it back."
        ),
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", help="ids, or a phrase")
    parser.add_argument("--person", metavar="NAME", help="everything that speaks of somebody, by name or relation")
    parser.add_argument("--words", nargs="+", metavar="WORD", help="every line with these words")
    parser.add_argument("--from", dest="start", type=_day, metavar="DAY", help="a time's first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="end", type=_day, metavar="DAY", help="a time's last day, YYYY-MM-DD")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--now", action="store_true", help="at once and for good (what a script gets)")
    how.add_argument("--hold", action="store_true", help="hold it for ten minutes, so that --undo can bring it back")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--dry-run", action="store_true", help="only show what would go")
    parser.add_argument("--undo", action="store_true", help="bring back what was forgotten last and is still held")
    parser.add_argument("--receipts", action="store_true", help="every receipt, and what no scan reaches")
    parser.add_argument(
        "--verify",
        nargs="?",
        const="",
        metavar="FILE",
        help="check a receipt in FILE, or all of this home's; with --words, look through every byte for them again",
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="also write the receipt to FILE")
    parser.add_argument("--json", action="store_true", help="JSON in place of words")
    parser.set_defaults(run=run, fail=parser.error)


def run(args: argparse.Namespace) -> int:
    """Do what the arguments say; returns the exit status."""
    import anyio

    if args.verify is not None:
        return anyio.run(_verify, args)
    if args.receipts:
        return anyio.run(_receipts, args)
    if not (args.undo or args.what or args.person or args.words or args.start or args.end):
        return args.fail('say what: ids, a phrase such as "everything about the clinic", --person, --words, --from')
    return anyio.run(_undo if args.undo else _forget, args)


async def _forget(args: argparse.Namespace) -> int:
    from samantha.cli.forgotten import plan_fields, receipt_lines
    from samantha.memory.forget import Held, copies, forget

    async def go(s: Samantha, config: Config, show: Show) -> int:
        plan = await _planned(s, args)
        if not plan.parts:
            _say(args, {"what": plan.what, "episodes": [], "rows": {}}, [NOTHING])
            return OK
        chosen = await _confirmed(s, plan, args)
        if chosen is None or not chosen.ids:
            _say(args, plan_fields(plan), ["Nothing was changed."])
            return OK
        outside = [Path(copy.path) for copy in await copies(s, chosen.ids) if copy.kind == "export"]
        more = [path for path in (*outside, config.weights / "heads") if path.exists()]
        done = await forget(s, chosen, hold=_holds(args), more=more, show=show)
        if isinstance(done, Held):
            _say(args, {"held": done.id, "until": done.until.isoformat()}, _held_lines(done))
            return OK
        _save(args, done)
        _say(args, done, receipt_lines(done))
        return OK if done["statement"]["proof"]["clean"] else FAILED

    return await _open(go)


async def _undo(args: argparse.Namespace) -> int:
    from samantha.memory.forget import undo

    async def go(s: Samantha, config: Config, show: Show) -> int:
        rows = await undo(s)
        _say(args, {"back": rows}, [f"It is back: {rows.get('episodes', 0):,} lines, as they were."])
        return OK

    return await _open(go)


async def _receipts(args: argparse.Namespace) -> int:
    from samantha.cli.forgotten import receipts_lines
    from samantha.store.receipts import standing

    found, ours = await _read_receipts()
    if args.json:
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
    else:
        _print(receipts_lines(found, [standing(one, ours) for one in found]))
    return OK


async def _verify(args: argparse.Namespace) -> int:
    from samantha.cli.forgotten import STANDING
    from samantha.store.receipts import standing

    found, ours = await _read_receipts()
    if args.verify:
        try:
            found = [_read_json(Path(args.verify))]
        except (OSError, ValueError):
            print(f"{args.verify} cannot be read as a receipt.", file=sys.stderr)
            return FAILED
    standings = [standing(one, ours) for one in found]
    lines = [f"receipt {_number(one)}: {STANDING[how]}" for one, how in zip(found, standings, strict=True)]
    left = await _look_again(_asked_words(args))
    if left is not None:
        lines.append("None of these words is anywhere in the home." if not left else f"Found in {left:,} places.")
    _say(args, {"standings": standings, "found": left}, lines or ["There is no receipt yet."])
    return OK if set(standings) <= {"good"} and not left else FAILED


def _asked_words(args: argparse.Namespace) -> list[str]:
    """What to look for again: given, or asked for on a terminal."""
    if args.words or args.json or not _someone_is_there():
        return list(args.words or [])
    print("To look through every byte of the home for something again, type it (Enter: no):")
    typed = _typed()
    return [] if typed in ("", "q") else [typed]


async def _look_again(words: list[str]) -> int | None:
    if not words:
        return None
    from samantha.memory.forget import look_for

    counts: list[int] = []

    async def go(s: Samantha, config: Config, show: Show) -> int:
        found = await look_for(s, words, show=show)
        counts.append(found.hits + found.unread)
        return OK

    await _open(go)
    return counts[0]


async def _open(go: Callable[..., Any]) -> int:
    """Run `go(s, config, show)` with the home open and a line that says how far a scan is."""
    from samantha.app import open_memory
    from samantha.cli.counting import CountLine
    from samantha.cli.progress import ProgressLine
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config

    config, clock = load_config(), SystemClock()
    with ProgressLine() as fetching, CountLine(clock.monotonic) as line:

        def show(done: int, of: int) -> None:
            if of > MANY:
                line("looking through every byte, kB:", done // 1000, of // 1000)

        async with open_memory(config=config, clock=clock, passphrase=ask_passphrase, on_progress=fetching) as s:
            return await go(s, config, show)


MANY = 50_000_000
"""Bytes from which a scan takes long enough to be worth a line."""


async def _planned(s: Samantha, args: argparse.Namespace) -> Plan:
    from samantha.memory import forget

    now = s.clock.now()
    if args.start or args.end:
        start = (args.start or datetime(1, 1, 2)).replace(tzinfo=now.tzinfo)
        end = (args.end or now.replace(tzinfo=None)).replace(hour=23, minute=59, second=59, microsecond=999_999)
        return await forget.plan_stretch(s, start, end.replace(tzinfo=now.tzinfo))
    if args.person:
        return await forget.plan_person(s, args.person)
    if args.what and all(word.isdigit() for word in args.what):
        return await forget.plan_ids(s, [int(word) for word in args.what])
    return await forget.plan_phrase(s, " ".join(args.words or args.what))


async def _confirmed(s: Samantha, plan: Plan, args: argparse.Namespace) -> Plan | None:
    """The plan as the person wants it, None when they thought better of it. Also settles how, where they may say."""
    from samantha.cli.forgotten import plan_lines
    from samantha.memory.forget import choose

    now = s.clock.now()
    if not args.json:
        _print(plan_lines(plan, now))
    if args.dry_run:
        return None
    if args.yes:
        return plan
    if args.json or not _someone_is_there():
        print("To forget it from a script, add --yes.", file=sys.stderr)
        return None
    while True:
        print(CHOOSE)
        typed = _typed()
        if typed in ("q", "quit", "no", "n"):
            return None
        if not typed:
            break
        ids = {part.episode.id for n, part in enumerate(plan.parts, 1) if part.taken != (n in numbers(typed))}
        plan = await choose(s, plan, ids)
        _print(plan_lines(plan, now))
    if not (args.now or args.hold):
        print(HOLD_OR_NOW)
        typed = _typed()
        if typed not in ("h", "hold", "f", "for good", "now"):
            return None
        args.hold = typed.startswith("h")
    return plan


def numbers(typed: str) -> set[int]:
    """`2 5-7` gives 2, 5, 6, 7; what is no number is passed over."""
    found: set[int] = set()
    for word in typed.replace(",", " ").split():
        first, _, last = word.partition("-")
        if first.isdigit() and (not last or last.isdigit()):
            found.update(range(int(first), min(int(last or first), int(first) + 100_000) + 1))
    return found


def _holds(args: argparse.Namespace) -> bool:
    return bool(args.hold)


def _held_lines(held: Held) -> list[str]:
    return [
        f"It is out of memory, and can come back until {held.until:%H:%M} (`samantha forget --undo`).",
        "After that it is purged, with its receipt, as soon as she is open; `samantha forget --receipts` shows it.",
    ]


def _save(args: argparse.Namespace, receipt: Receipt) -> None:
    if args.save is not None:
        args.save.write_text(json.dumps(receipt, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


async def _read_receipts() -> tuple[list[Any], frozenset[str]]:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store import receipts
    from samantha.store.reading import open_for_reading

    async with open_for_reading(load_config().home, SystemClock(), ask_passphrase) as store:
        if store is None:
            return [], frozenset()
        return list(await store.read(receipts.kept)), await store.read(receipts.keys)


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _typed() -> str:
    """A line from the terminal; `q` where the input has ended."""
    try:
        return input("› ").strip().casefold()
    except EOFError:
        return "q"


def _number(receipt: Any) -> object:
    try:
        return receipt["statement"]["forget"]
    except (KeyError, TypeError):
        return "?"


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written YYYY-MM-DD") from None


def _someone_is_there() -> bool:
    from samantha.cli import is_terminal

    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def _say(args: argparse.Namespace, fields: Any, lines: list[str]) -> None:
    if args.json:
        print(json.dumps(fields, ensure_ascii=False))
    else:
        _print(lines)


def _print(lines: list[str]) -> None:
    for line in lines:
        print(line)
