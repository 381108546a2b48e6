"""`samantha memory day`: the page of a day, each sentence with the words it stands on.

Guarantees: showing reads only; retiring takes sentences off pages and never a word out of the journal.
Does not: need a model.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from samantha.ports import Tx
    from samantha.store.reflections import Page
    from samantha.types import Episode

NO_PAGE = "There is no page of that day. One is written in a quiet moment after a day is over, if anything mattered."
_PARTS = {"day": "", "learned": "What she learned", "others": "What others wrote"}


def add_way(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`samantha memory day [DATE] [--write | --retire [N]]`, with `--json`."""
    way = add(
        "day",
        help="the page of a day, with the words each sentence stands on",
        description=(
            "The page of a day: what mattered of what was said, and what she learned, each sentence with its source. "
            "It is written in a quiet moment after the day is over, and is a view only: nothing is remembered by it."
        ),
    )
    way.add_argument(
        "date", nargs="?", type=_day, metavar="DATE", help="2026-03-02, today or yesterday (the last page)"
    )
    change = way.add_mutually_exclusive_group()
    change.add_argument("--write", action="store_true", help="write the page now, in place of what there is")
    change.add_argument(
        "--retire", nargs="?", type=int, const=0, metavar="N", help="take sentence N off for good, or the whole page"
    )
    way.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="a JSON object a line")
    way.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show, write or retire the page; returns the exit status."""
    import anyio

    return anyio.run(_run, args)


async def _run(args: argparse.Namespace) -> int:
    from samantha.clock import SystemClock

    clock = SystemClock()
    wanted: date | int | None = args.date
    day = _counted_back(wanted, clock.now()) if isinstance(wanted, int) else wanted
    if args.write or args.retire is not None:
        if not await _change(day, args, clock):
            return 1
        if args.retire is not None:
            return 0
    return await _show(day, getattr(args, "json", False), clock)


async def _change(asked: date | None, args: argparse.Namespace, clock: Any) -> bool:
    from samantha.cli.talk import ask_passphrase
    from samantha.config import load_config
    from samantha.memory import reflect
    from samantha.store import reflections
    from samantha.store.writing import open_for_writing

    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        last = await store.read(reflections.last_day)
        day: date = asked or last or clock.now().date()
        if args.write:
            await store.run(reflect.write_now, day, clock.now())
        elif args.retire:
            if not await store.run(reflections.retire_sentence, day, args.retire):
                print(f"There is no sentence {args.retire} on the page of {day}.", file=sys.stderr)
                return False
            print("It is off the page, and comes on none again. The words themselves are kept.")
        else:
            await store.run(reflections.retire, day)
            print(f"The page of {day} is gone and is not written again by itself. The words themselves are kept.")
    return True


async def _show(day: date | None, as_json: bool, clock: Any) -> int:
    from samantha.cli.screen import Screen, abilities_of
    from samantha.cli.talk import ask_passphrase
    from samantha.config import load_config
    from samantha.store.reading import open_for_reading

    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        page, said = await store.read(_read, day) if store is not None else (None, {})
    if page is not None and page.sentences and as_json:
        print(_as_json(page))
    elif page is not None and page.sentences:
        screen = Screen(sys.stdout, abilities_of(sys.stdout))
        screen.put(_as_text(page, said, screen))
    elif not as_json:
        Screen(sys.stdout, abilities_of(sys.stdout)).note(NO_PAGE)
    return 0


def _read(tx: Tx, day: date | None) -> tuple[Page | None, dict[int, Episode]]:
    from samantha.store import episodes, reflections

    day = day or reflections.last_day(tx)
    page = reflections.page(tx, day) if day else None
    ids = [span.episode for one in (page.sentences if page else ()) for span in one.sources]
    return page, {episode.id: episode for episode in episodes.by_id(tx, ids)}


def _as_text(page: Page, said: dict[int, Episode], screen: Any) -> str:
    from samantha.cli.lines import shown
    from samantha.memory.when import DAYS, MONTHS

    day = page.day
    rows = [f"  {screen.coral(f'{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}')}"]
    part = "day"
    for place, one in enumerate(page.sentences, 1):
        if one.part != part:
            part = one.part
            rows += ["", screen.faint(f"  {_PARTS[part]}")]
        first = said[one.sources[0].episode]
        marks = ", ".join(f"{span.episode}:{span.start}-{span.end}" for span in one.sources)
        kept = " · in confidence" if one.secret else ""
        rows += [f"  {place}. {shown(one.text)}", screen.faint(f"     {first.at:%H:%M} · {marks}{kept}")]
    return "\n".join(rows) + "\n"


def _as_json(page: Page) -> str:
    fields = {
        "day": page.day.isoformat(),
        "written": page.written.isoformat(),
        "trust": page.trust,
        "secret": page.secret,
        "sentences": [
            {
                "part": one.part,
                "text": one.text,
                "trust": one.trust,
                "secret": one.secret,
                "sources": [[span.episode, span.start, span.end] for span in one.sources],
            }
            for one in page.sentences
        ],
    }
    return json.dumps(fields, ensure_ascii=False)


def _day(text: str) -> date | int:
    """A date, or how many days back from today."""
    from datetime import date

    back = {"today": 0, "yesterday": 1}.get(text.lower())
    if back is not None:
        return back
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date looks like 2026-03-02") from None


def _counted_back(days: int, now: datetime) -> date:
    from datetime import timedelta

    return now.date() - timedelta(days=days)
