"""`samantha memory`: what was said, by whom, when, in the exact words.

Guarantees: reads only, and works while a talk is open in another process.
Does not: need a model; it finds by words, not by meaning.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from samantha.cli import memory_day, memory_facts, memory_rebuild

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.types import Episode

NOTHING_YET = "There is nothing here yet. `samantha talk` begins."
NOT_FOUND = "Nothing with those words was said here."


def add_parser(subparsers: Any) -> None:
    """`samantha memory recent [-n N] | search WORDS…`, with `--json`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "memory",
        help="what was said, by whom and when; `memory search WORDS` finds it",
        description="What she remembers: who said it, when, and the exact words. It works while a talk is open.",
    )
    ways = parser.add_subparsers(metavar="WAY")
    add: Callable[..., argparse.ArgumentParser] = ways.add_parser
    recent = add("recent", help="the latest, oldest first (the same as no word)")
    search = add("search", help="what holds any of these words, what fits best first")
    search.add_argument("words", nargs="+", metavar="WORDS")
    for way in (parser, recent, search):
        way.add_argument("-n", type=_count, default=argparse.SUPPRESS, metavar="N", help="how many at most (20)")
        way.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="a JSON object a line")
    parser.set_defaults(run=run)
    memory_facts.add_ways(add)
    memory_day.add_way(add)
    memory_rebuild.add_way(add)


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0 also when there is nothing."""
    import anyio

    words: list[str] | None = getattr(args, "words", None)
    found, now = anyio.run(_find, words, getattr(args, "n", 20))
    if getattr(args, "json", False):
        from samantha.cli.listing import as_json

        for episode in found or ():
            print(as_json(episode))
    else:
        _show(found, words is not None, now)
    return 0


async def _find(words: Sequence[str] | None, n: int) -> tuple[list[Episode] | None, datetime]:
    """The episodes, None where there is no home yet, and the time now."""
    from samantha.cli.listing import look_up
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store import episodes
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        if store is None:
            return None, clock.now()
        if words is None:
            return await store.read(episodes.recent, n), clock.now()
        return await store.read(look_up, " ".join(words), n), clock.now()


def _show(found: list[Episode] | None, searched: bool, now: datetime) -> None:
    from samantha.cli.listing import page
    from samantha.cli.screen import Screen, abilities_of

    screen = Screen(sys.stdout, abilities_of(sys.stdout))
    if found:
        screen.put(page(found, screen, now))
    else:
        screen.note(NOT_FOUND if searched and found is not None else NOTHING_YET)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return number
