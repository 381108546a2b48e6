"""`samantha memory why | facts | correct | retire | history | undo`: what she believes, and the person's word on it.

Guarantees: why, facts and history read only, and work while a talk is open; an edit outranks every rule and model,
survives every rebuild, and the last one can be taken back.
Does not: change a word that was said; `samantha forget` takes words away.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.memory.about import Ground
    from samantha.ports import Clock, Store, Tx
    from samantha.store.factrow import Kept

NOTHING_YET = "Nothing is believed yet. `samantha talk` begins; what you tell plainly is listed here."
NOT_BELIEVED = "Nothing is believed about that. `samantha memory search` finds the words that were said."
_MOST_WHY = 8
"""Facts that `why` shows in full."""

Add = Callable[..., argparse.ArgumentParser]


def add_ways(add: Add) -> None:
    """The ways of `samantha memory` that are about facts."""
    why = add("why", help="what she believes about something, and the exact words it stands on")
    why.add_argument("words", nargs="+", metavar="WORDS", help="a name, a thing, or the number of a fact")
    listing = add("facts", help="everything she believes now; --all with what was before")
    listing.add_argument("--all", action="store_true", help="also what changed, ended or was taken back")
    history = add("history", help="everything ever believed about one thing, oldest first")
    history.add_argument("words", nargs="+", metavar="WHICH", help="the number of a fact, or words about it")
    correct = add("correct", help="put a fact right: your word outranks every rule and survives every rebuild")
    correct.add_argument("which", metavar="WHICH", help="the number of a fact, or words about it in quotes")
    correct.add_argument("value", nargs="+", metavar="NEW", help='what holds instead: Ghent, or "I live in Ghent"')
    retire = add("retire", help="a fact is wrong or unwanted: it is not believed any more")
    retire.add_argument("words", nargs="+", metavar="WHICH", help="the number of a fact, or words about it")
    undo = add("undo", help="take back the last correct or retire")
    for way, name in ((why, "why"), (listing, "facts"), (history, "history")):
        way.add_argument("--json", action="store_true", help="a JSON object a line")
        way.set_defaults(run=run_reading, way=name)
    for way, name in ((correct, "correct"), (retire, "retire"), (undo, "undo")):
        way.set_defaults(run=run_edit, way=name)


def run_reading(args: argparse.Namespace) -> int:
    """why, facts, history: print what is believed; 1 when nothing fits the words."""
    import anyio

    return anyio.run(_read, args)


def run_edit(args: argparse.Namespace) -> int:
    """correct, retire, undo: do it and say what holds now."""
    import anyio

    return anyio.run(_edit, args)


async def _read(args: argparse.Namespace) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        found = await store.read(_find, args) if store is not None else []
    if args.json:
        _print_json(found)
        return 0
    if not found:
        asked = args.way != "facts" and store is not None
        _screen().note(NOT_BELIEVED if asked else NOTHING_YET)
        return 1 if asked else 0
    _print(args, found, clock.now())
    return 0


_Found = tuple["Kept", "list[Ground]", "list[Kept]", "str | None"]


def _find(tx: Tx, args: argparse.Namespace) -> list[_Found]:
    """Each fact with its words, what it took the place of, and whom it is about."""
    from samantha.memory.about import grounds
    from samantha.memory.edits import name_of
    from samantha.store import facts

    if args.way == "facts":
        chosen = facts.everything(tx, past=args.all)
    else:
        chosen = _chosen(tx, " ".join(args.words), line=args.way == "history")
    return [
        (kept, grounds(tx, kept), facts.replaced_by(tx, kept.fact.id), name_of(tx, kept.fact.about)) for kept in chosen
    ]


def _chosen(tx: Tx, words: str, *, line: bool) -> list[Kept]:
    from samantha.memory.about import about, line_of
    from samantha.store import facts

    numbered = facts.by_id(tx, [_number(words)]) if words.isdecimal() else None
    found = about(tx, words) or about(tx, words, past=True) if numbered is None else numbered
    if line and found:
        return line_of(tx, found[0])
    return found


async def _edit(args: argparse.Namespace) -> int:
    from samantha.clock import SystemClock

    clock = SystemClock()
    async with _writing(clock) as store:
        print(await store.run(_do, args, clock.now()))
    return 0


def _do(tx: Tx, args: argparse.Namespace, now: datetime) -> str:
    """Do the edit; a sentence that says what holds now. Raises FactError."""
    from samantha.memory import edits, relearn
    from samantha.memory.about import first, line_of

    if args.way == "undo":
        back = relearn.undo(tx, now)
        return f"Taken back. She believes again: {back.fact.text}" if back and back.live else "Taken back."
    if args.way == "correct":
        kept = edits.correct(tx, _one(tx, args.which), " ".join(args.value), now)
        return f"{kept.fact.id}  {kept.fact.text} Your word on it stands; `samantha memory undo` takes it back."
    kept = edits.retire(tx, _one(tx, " ".join(args.words)), now)
    holds = first(line_of(tx, kept))
    what = f" What holds now: {holds.fact.text}" if holds is not None else ""
    return f"Not believed any more.{what} `samantha memory undo` takes that back."


def _one(tx: Tx, words: str) -> int:
    """The number of the fact that is meant. Raises FactError where it is none or several."""
    from samantha.errors import FactError

    if words.isdecimal():
        return _number(words)
    found = _chosen(tx, words, line=False)
    if not found:
        raise FactError("Nothing is believed about that.", "`samantha memory facts` lists what is.")
    if len(found) > 1:
        numbers = ", ".join(str(kept.fact.id) for kept in found[:12])
        raise FactError(
            "Several facts are about that.",
            f"`samantha memory why` shows them; give one of the numbers {numbers}.",
            code="fact.several",
        )
    return found[0].fact.id


def _number(words: str) -> int:
    return min(int(words), 2**62)


@asynccontextmanager
async def _writing(clock: Clock) -> AsyncGenerator[Store]:
    """The journal, to write to. Raises HomeError where there is none, HomeBusy while a talk is open."""
    from samantha.cli.talk import ask_passphrase
    from samantha.config import load_config
    from samantha.store.writing import open_for_writing

    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        yield store


def _print_json(found: list[_Found]) -> None:
    from samantha.cli.fact_page import as_json

    for kept, grounds, _, name in found:
        print(as_json(kept, grounds, name))


def _print(args: argparse.Namespace, found: list[_Found], now: datetime) -> None:
    from samantha.cli import fact_page

    screen = _screen()
    if args.way == "facts":
        screen.put(fact_page.listed([kept for kept, *_ in found], screen, now))
        return
    shown = found[:_MOST_WHY] if args.way == "why" else found
    before = args.way == "why"
    pages = [fact_page.whole(kept, grounds, old if before else [], screen, now) for kept, grounds, old, _ in shown]
    screen.put("\n".join(pages))
    if len(found) > len(shown):
        screen.note(f"{len(found) - len(shown)} more; use more words, or --json for all.")


def _screen() -> Any:
    from samantha.cli.screen import Screen, abilities_of

    return Screen(sys.stdout, abilities_of(sys.stdout))
