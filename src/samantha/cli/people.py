"""`samantha people`: who is in this life, and putting right who is who.

Guarantees: listing reads only, and works while a talk is open; a merge can be taken back, and nothing is lost by it.
Does not: forget anybody; `samantha forget` does.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.people.card import Card
    from samantha.ports import Tx
    from samantha.store.factrow import Kept

NOBODY_YET = "Nobody has come up yet. `samantha talk` begins; whoever you speak of is listed here."
EDITS = {"merge": 2, "unmerge": 1, "rename": 2, "relation": 2}
"""Words that put something right -> how many names follow."""


def add_parser(subparsers: Any) -> None:
    """`samantha people [NAME] | merge A B | unmerge NAME | rename NAME NEW | relation NAME WHAT`, with `--json`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "people",
        help="who is in your life: names, how they came up, when you last spoke of them",
        description=(
            "Who is in your life. Without a word: everybody, who came up last first. With a NAME (or a relation, such "
            "as sister, or a number of the list's --json): names, how they came up, what she believes."
        ),
        epilog=(
            "merge A B: the two are one person, called as A. unmerge NAME: take the last merge back; both are as they "
            "were. rename NAME NEW: what you want them to be called. relation NAME WHAT: what they are to you, such as "
            "sister, or none. A name of several words goes in quotes there."
        ),
        usage="samantha people [-h] [--json] [NAME | merge A B | unmerge NAME | rename NAME NEW | relation NAME WHAT]",
    )
    parser.add_argument("words", nargs="*", metavar="NAME", help="a name, a relation or a number")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    parser.set_defaults(run=run, fail=parser.error)


def run(args: argparse.Namespace) -> int:
    """List, show or put right; returns the exit status."""
    import anyio

    words: list[str] = args.words
    edit = words[0] if words and words[0] in EDITS else None
    if edit:
        if len(words) != EDITS[edit] + 1:
            return args.fail(f"{edit} takes {('one name', 'two names')[EDITS[edit] - 1]}; put quotes round each")
        return anyio.run(_put_right, edit, words[1:])
    return anyio.run(_show, " ".join(words), args.json)


async def _show(name: str, as_json: bool) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.people.card import cards
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        if store is None:
            _note(NOBODY_YET, as_json)
        elif name:
            found, facts = await store.read(_look_up, name)
            return _print_one(found, facts, name, as_json, clock.now())
        else:
            _print_all(await store.read(cards), as_json, clock.now())
    return 0


def _look_up(tx: Tx, name: str) -> tuple[list[Card], list[Kept]]:
    """Those who may be meant, and, of a single one, what is believed now."""
    from samantha.people.card import card
    from samantha.store import facts

    found = [card(tx, id) for id in _meant(tx, name)]
    if len(found) != 1:
        return found, []
    believed = facts.of_slots(tx, "", found[0].ids)
    return found, [kept for kept in believed if kept.fact.retired_at is None]


def _meant(tx: Tx, name: str) -> list[int]:
    """The ids of those whom `name` may mean: by number, name, address or relation."""
    from samantha.people import who
    from samantha.store import people

    if name.isdecimal() and len(name) < 10 and people.exists(tx, int(name)):
        return [people.root(tx, int(name))]
    return [person.id for person in who.candidates(tx, name)]


async def _put_right(edit: str, names: list[str]) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.writing import open_for_writing

    clock = SystemClock()
    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        said = await store.run(_edit, edit, names, clock.now())
    print(said)
    return 0


def _edit(tx: Tx, edit: str, names: list[str], at: datetime) -> str:
    """Do it, and say in a sentence what was done. Raises PersonError."""
    from samantha.people import who
    from samantha.people.card import card

    first = _only(tx, names[0])
    if edit == "rename":
        who.rename(tx, first, names[1])
        return f"{card(tx, first).title} it is. The names they had still find them."
    if edit == "relation":
        who.relate(tx, first, None if names[1].lower() == "none" else names[1])
        now = card(tx, first)
        return f"Kept, and no rule changes it: {now.title}, {now.person.relation or 'no relation'}."
    if edit == "merge":
        second = _only(tx, names[1])
        who.merge(tx, first, second, at)
        return f"They are one person now: {card(tx, first).title}. `samantha people unmerge` takes that back."
    one, other = who.unmerge(tx, first, at)
    return f"They are two again: {card(tx, one).title} and {card(tx, other).title}."


def _only(tx: Tx, name: str) -> int:
    """The one whom `name` means. Raises PersonError where it is nobody or several."""
    from samantha.errors import PersonError

    found = _meant(tx, name)
    if not found:
        raise PersonError("Nobody of that name came up.", "`samantha people` lists everybody.")
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise PersonError(
            "Several people are called that.", f"Give one of the numbers {numbers} instead.", code="person.several"
        )
    return found[0]


def _print_all(cards: list[Card], as_json: bool, now: datetime) -> None:
    from samantha.cli import people_page

    if not cards:
        _note(NOBODY_YET, as_json)
    elif as_json:
        print("\n".join(map(people_page.as_json, cards)))
    else:
        screen = _screen()
        screen.put(people_page.list_of(cards, screen, now))


def _print_one(found: list[Card], facts: list[Kept], name: str, as_json: bool, now: datetime) -> int:
    from samantha.cli import people_page

    if as_json:
        for card in found:
            print(people_page.as_json(card, facts))
    elif len(found) == 1:
        screen = _screen()
        screen.put(people_page.page_of(found[0], facts, screen, now))
    elif found:
        screen = _screen()
        screen.note("Several people are called that; give the number of one.")
        screen.put("".join(f"  {card.person.id:>4}  {people_page.one_line(card, now)}\n" for card in found))
    else:
        _screen().note("Nobody of that name came up. `samantha people` lists everybody.")
    return 0 if found else 1


def _note(text: str, as_json: bool) -> None:
    if not as_json:
        _screen().note(text)


def _screen() -> Any:
    from samantha.cli.screen import Screen, abilities_of

    return Screen(sys.stdout, abilities_of(sys.stdout))
