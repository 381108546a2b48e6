"""`samantha week`: the page of a week, small and kind: calls, letters, meetings, evenings, each in the person's words.

Guarantees: showing reads only; taking something off changes the page and no word in the journal; nothing is compared.
Does not: need a model, or a calendar.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from samantha.conversation.week import Item, Week

OK, FAILED = 0, 1
EMPTY = "Nothing of that kind was told. What is lived need not be told."
NOBODY = "There is nothing here yet. When you tell of your days, this page counts your calls, letters and meetings."
GOOD = "A week with little of me in it is a good week."
_TITLES = {"call": "calls made", "letter": "letters sent", "meeting": "people met", "evening": "evenings out"}


def add_parser(subparsers: Any) -> None:
    """Add the verb to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "week",
        help="the page of a week: calls made, letters sent, people met, evenings without her",
        description=(
            "The page of a week, Monday to Sunday, counted from what you told her, each line with your own words. "
            "It says nothing of other weeks. A calendar cannot be connected yet."
        ),
    )
    parser.add_argument("date", nargs="?", type=_day, metavar="DATE", help="a day of the week, such as 2026-03-02")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--off", type=int, metavar="N", help="line N does not count")
    change.add_argument("--on", type=int, metavar="N", help="line N counts again")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the page, or change what counts; returns the exit status. Raises HomeError, StoreError."""
    import anyio

    return anyio.run(_run, args)


async def _run(args: argparse.Namespace) -> int:
    if args.off is not None or args.on is not None:
        return await _change(args)
    week = await _read(args.date)
    if args.json:
        print(json.dumps(_as_fields(week), ensure_ascii=False))
    else:
        from samantha.cli.screen import Screen, abilities_of

        screen = Screen(sys.stdout, abilities_of(sys.stdout))
        if week is None:
            screen.note(NOBODY)
        else:
            screen.put("\n".join(page(week, screen)) + "\n")
    return OK


async def _read(day: date | None) -> Week | None:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.conversation.week import read_week
    from samantha.store import given
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    now = clock.now()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        if store is None or await store.read(given.first_day) is None:
            return None
        return await store.read(read_week, day or now.date(), now)


async def _change(args: argparse.Namespace) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.conversation.week import read_week
    from samantha.store import given
    from samantha.store.writing import open_for_writing

    clock = SystemClock()
    now = clock.now()
    number: int = args.off if args.off is not None else args.on
    day: date = args.date or now.date()
    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        week: Week = await store.read(read_week, day, now)
        if not 1 <= number <= len(week.items):
            print(f"There is no line {number} on that page.", file=sys.stderr)
            return FAILED
        source = week.items[number - 1].source
        await store.run(given.take_off if args.off is not None else given.put_back, source.episode, source.start)
    if args.off is not None:
        print(f"Line {number} does not count. `samantha week {week.first} --on {number}` puts it back.")
    else:
        print(f"Line {number} counts.")
    return OK


def page(week: Week, screen: Any) -> list[str]:
    """The lines of the page."""
    from samantha.care.given import WHATS

    rows = [screen.coral(f"  The week from {_written(week.first)} to {_written(week.last)}"), ""]
    numbered = list(enumerate(week.items, 1))
    for what in WHATS:
        mine = [(n, item) for n, item in numbered if item.what == what and not item.off]
        if mine:
            rows += [f"  {_TITLES[what]:<20} {len(mine)}", *(_line(n, item, screen) for n, item in mine), ""]
    if week.evenings:
        rows += [f"  {'evenings without me':<20} {len(week.evenings)}", screen.faint(f"     {_names(week)}"), ""]
    if not any(not item.off for item in week.items) and not week.evenings:
        rows += [f"  {EMPTY}", ""]
    rows.append(f"  {closing(week)}")
    return rows


def closing(week: Week) -> str:
    """The last line: kind, whatever the week was."""
    here = "not here at all" if week.days_here == 0 else f"here on {week.days_here} day{'s' * (week.days_here != 1)}"
    so_far = "" if week.over else " so far"
    return f"You were {here}{so_far}. {GOOD}" if week.short else GOOD


def _line(number: int, item: Item, screen: Any) -> str:
    from samantha.cli.lines import shown
    from samantha.memory.when import DAYS

    return screen.faint(f"  {number:>3}. {DAYS[item.day.weekday()]}: “{shown(' '.join(item.words.split()))}”")


def _written(day: date) -> str:
    from samantha.memory.when import DAYS, MONTHS

    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _names(week: Week) -> str:
    from samantha.memory.when import DAYS

    return ", ".join(DAYS[day.weekday()] for day in week.evenings)


def _as_fields(week: Week | None) -> dict[str, Any]:
    if week is None:
        return {"from": None, "to": None, "items": [], "evenings_without": [], "days_here": 0}
    from samantha.care.given import WHATS

    items = [
        {
            "line": n,
            "what": item.what,
            "day": item.day.isoformat(),
            "words": item.words,
            "source": [item.source.episode, item.source.start, item.source.end],
            "counts": not item.off,
        }
        for n, item in enumerate(week.items, 1)
    ]
    return {
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        **{_TITLES[what].replace(" ", "_"): week.count(what) for what in WHATS},
        "evenings_without": [day.isoformat() for day in week.evenings],
        "days_here": week.days_here,
        "items": items,
    }


def _day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date looks like 2026-03-02") from None
