"""`samantha growth`: the diary of how she changed with you, your word on it, and a yearly look back.

Guarantees: the diary and the look back read only, and work while a talk is open; what is accepted, refused or taken
back is said in words, with what holds now.
Does not: propose; that is done in quiet moments. Nothing in here is a score.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.cli.screen import Screen
    from samantha.ports import Tx
    from samantha.store.growth import Entry

NOTHING_YET = (
    "The diary is empty: she is as she began. Tell her how you would like her to be (“shorter, please”, “call me "
    "Bee”), and it is written here with its reason."
)


def add_parser(subparsers: Any) -> None:
    """`samantha growth [accept N | no N | undo [N] | year [YEAR]]`, with `--json`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "growth",
        help="how she changed with you, and why: accept, no, undo; a look back at a year",
        description="What she learned about being with you, newest first, each with its reason. Nothing about her "
        "manner changes without an entry here.",
    )
    ways = parser.add_subparsers(metavar="WAY")
    add: Callable[..., argparse.ArgumentParser] = ways.add_parser
    accept = add("accept", help="a proposal holds from now on; also one that was refused or taken back")
    no = add("no", help="not me: a proposal does not hold, and is not made again")
    undo = add("undo", help="take back what holds; what held before holds again")
    year = add("year", help="a look back: how she changed in a year, and what changed with you")
    for way, name in ((accept, "accept"), (no, "no"), (undo, "undo")):
        many = "?" if name == "undo" else None
        way.add_argument("number", type=_number, metavar="N", nargs=many, help="the number of an entry")
        way.set_defaults(run=run_deciding, way=name)
    year.add_argument("year", nargs="?", type=_year, metavar="YEAR", help="which year (this one)")
    for way in (parser, year):
        way.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="as JSON")
    parser.set_defaults(run=run)
    year.set_defaults(run=run_year)


def run(args: argparse.Namespace) -> int:
    """Print the diary; 0 also when it is empty."""
    import anyio

    from samantha.store import growth

    entries, now = anyio.run(_read, growth.everything)
    if getattr(args, "json", False):
        for entry in entries or ():
            print(json.dumps(as_fields(entry), ensure_ascii=False))
        return 0
    screen = _screen()
    if not entries:
        screen.note(NOTHING_YET)
    else:
        screen.put("\n".join(page(entries, screen, now)) + "\n")
        if any(entry.state == "proposed" for entry in entries):
            screen.note("\n`samantha growth accept N` lets it hold, `samantha growth no N` says: not me.")
    return 0


def run_deciding(args: argparse.Namespace) -> int:
    """accept, no, undo: do it, and say what holds now. Raises GrowthError, HomeError, StoreError."""
    import anyio

    print(anyio.run(_decide, args))
    return 0


def run_year(args: argparse.Namespace) -> int:
    """Print the look back at a year; 0 also when nothing of it is kept."""
    from functools import partial

    import anyio

    from samantha.cli import growth_page
    from samantha.clock import SystemClock
    from samantha.conversation.growth_year import look_back

    year = args.year or SystemClock().now().year
    found, _ = anyio.run(_read, partial(look_back, year=year))
    if getattr(args, "json", False):
        if found is not None:
            print(json.dumps(growth_page.year_fields(found), ensure_ascii=False))
        return 0
    screen = _screen()
    screen.put(growth_page.year_page(found, screen, year))
    return 0


async def _read(fn: Callable[[Tx], Any]) -> tuple[Any, datetime]:
    """What `fn` reads, None where there is no home yet; and the time now."""
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        return (await store.read(fn) if store is not None else None), clock.now()


async def _decide(args: argparse.Namespace) -> str:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.writing import open_for_writing

    clock = SystemClock()
    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        return await store.run(_do, args.way, args.number, clock.now())


def _do(tx: Tx, way: str, number: int | None, now: datetime) -> str:
    from samantha.cli.growth_page import in_words
    from samantha.conversation import growth_diary
    from samantha.conversation.growth import SUBJECTS

    if way == "accept":
        assert number is not None  # argparse asks for it
        entry = growth_diary.accept(tx, number, now)
        return f"From now on: {in_words(entry.kind, entry.value)}. `samantha growth undo {entry.id}` takes it back."
    if way == "no":
        assert number is not None
        entry = growth_diary.refuse(tx, number, now)
        return f"Not you, then: {in_words(entry.kind, entry.value)}. She will not propose it again."
    entry = growth_diary.undo(tx, number, now)
    holds = growth_diary.holds_instead(tx, entry.kind)
    again = f" Now: {in_words(entry.kind, holds)}." if holds and entry.kind not in SUBJECTS else ""
    return (
        f"Taken back: {in_words(entry.kind, entry.value)}.{again} `samantha growth accept {entry.id}` brings it back."
    )


def page(entries: list[Entry], screen: Screen, now: datetime) -> list[str]:
    """The diary, newest first: number, what, where it stands, when, and why."""
    from samantha.cli.growth_page import entry_lines

    return [line for entry in entries for line in entry_lines(entry, screen, now)]


def as_fields(entry: Entry) -> dict[str, Any]:
    """One entry, its fields by name; times are ISO 8601 with the offset."""
    from samantha.cli.growth_page import entry_fields

    return entry_fields(entry)


def _screen() -> Screen:
    from samantha.cli.screen import Screen, abilities_of

    return Screen(sys.stdout, abilities_of(sys.stdout))


def _number(text: str) -> int:
    number = int(text)
    if not 0 < number < 2**62:
        raise argparse.ArgumentTypeError("it must be the number of an entry")
    return number


def _year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 9998:
        raise argparse.ArgumentTypeError("it must be a year, such as 2026")
    return year
