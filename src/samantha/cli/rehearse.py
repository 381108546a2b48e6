"""`samantha rehearse`: practise a hard talk; she plays the other from what you told her, and says that it is play.

Guarantees: it is the same rehearsal as in `samantha talk`, begun with a sentence that is shown before it is said;
leaving in the middle keeps it, and without a name it goes on.
Does not: say what the other would really answer; nobody knows that.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.ports import Store
    from samantha.store.rehearsals import Rehearsal

NONE_YET = "Nothing was practised yet. `samantha rehearse NAME` begins, such as `samantha rehearse Mum`."
BEGIN, GO_ON = "Can we rehearse a talk?", "Let's go on with the rehearsal."


def add_parser(subparsers: Any) -> None:
    """`samantha rehearse [NAME …] [--about WORDS] [--plain] | --list [--json]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "rehearse",
        help="practise a hard talk: she plays the other, from what you told her",
        description=(
            "Practise a hard talk. She plays the other one, from what you told her, and marks it as play; “pause” is "
            "out of role at once; then she shows which of your words escalated and which repaired, and asks when the "
            "real talk will be. What is said in play teaches her nothing. Without a name, one that was left goes on."
        ),
    )
    parser.add_argument("name", nargs="*", metavar="NAME", help="with whom, such as Mum, Tom, or my boss")
    parser.add_argument("--about", metavar="WORDS", help="what the talk is about")
    parser.add_argument("--plain", action="store_true", help="no line editing, no drawing: one line in, one line out")
    parser.add_argument("--list", action="store_true", help="only show what was practised, and when it will be real")
    parser.add_argument("--json", action="store_true", help="with --list: a line of JSON each")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Practise, until the person leaves; or list. Raises HomeError, StoreError."""
    import anyio

    if args.list:
        return anyio.run(_list, bool(args.json))
    from samantha.cli import talk

    async def opening(store: Store) -> str:
        return sentence(" ".join(args.name), args.about or "") or await _go_on_or_begin(store)

    return talk.run(args, opening)


def sentence(name: str, about: str) -> str:
    """What is said to begin: it is shown, and journalled like anything that the person says. Empty without either."""
    whom, what = " ".join(name.split()), " ".join(about.split())
    if not whom:
        return f"Can we rehearse a talk about {what.removeprefix('about ')}?" if what else ""
    if what and not what.startswith(("about ", "that ", "for ", "why ", "how ", "because ")):
        what = f"about {what}"
    return f"Let's practise talking to {whom}{f' {what}' if what else ''}."


async def _go_on_or_begin(store: Store) -> str:
    from samantha.store import rehearsals

    found = await store.read(rehearsals.everything)
    return GO_ON if any(one.step != "done" for one in found) else BEGIN


async def _list(as_json: bool) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store import rehearsals
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        found = await store.read(rehearsals.everything) if store is not None else []
    if as_json:
        for one in found:
            print(json.dumps(as_fields(one), ensure_ascii=False))
    elif not found:
        print(NONE_YET)
    else:
        print("\n".join(row(one, clock.now()) for one in found))
    return 0


def as_fields(one: Rehearsal) -> dict[str, Any]:
    """One rehearsal as fields by name; times are ISO 8601, null where none was told."""
    from samantha.conversation.rehearsal import from_state

    room = from_state(one.step, one.state)
    return {
        "id": one.id,
        "at": one.at.isoformat(),
        "other": room.other if room else None,
        "about": room.about if room else None,
        "want": room.want if room else None,
        "step": one.step,
        "plan": one.plan,
        "real": one.real.isoformat() if one.real else None,
        "ask": one.ask.isoformat() if one.ask else None,
        "asked": one.asked,
    }


def row(one: Rehearsal, now: datetime) -> str:
    """One rehearsal on a line: when, with whom, about what, and where it stands."""
    from samantha.cli.lines import shown
    from samantha.cli.listing import when
    from samantha.conversation.rehearsal import from_state
    from samantha.conversation.rehearsal_wish import named

    room = from_state(one.step, one.state)
    whom = shown(named(room.other)) if room else "somebody"
    what = f", {shown(room.about)}" if room and room.about else ""
    if one.step != "done":
        where = "left in the middle; `samantha rehearse` goes on"
    elif one.plan is None:
        where = "practised"
    else:
        where = f"the real one: {shown(one.plan)}{' (asked how it went)' if one.asked else ''}"
    return f"{when(one.at, now)}  {whom}{what}: {where}"
