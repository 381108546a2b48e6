"""`samantha reserves`: how often she may say something unasked, her quiet hours, and what she said that way.

Guarantees: without words it only shows; a change says what was before, so that it can be set back.
Does not: make her say anything; an unasked word comes with the greeting of a talk, and nowhere else.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from samantha.care.reserves import Budget, Hours, Reserves
    from samantha.ports import Tx

OK, FAILED = 0, 1
SHOWN = 8
"""The last unasked words that are listed."""
_FOR = {
    "connection": "somebody of yours: a birthday, one who has not come up for long",
    "engagement": "something you told: how it went, which of two tellings holds",
    "energy": "something hard: an operation, a talk that you practised",
}
HOW = """To change it:  samantha reserves connection 2        two a week; 0 is never
               samantha reserves connection 1 day    one a day
               samantha reserves quiet 22:00-8:00    or: quiet off
               samantha reserves off                 nothing unasked at all; `default` sets everything back"""


def add_parser(subparsers: Any) -> None:
    """Add the verb to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "reserves",
        help="how often she may say something unasked, and her quiet hours",
        description=(
            "Three budgets for what she says unasked, with the greeting of a talk: connection (somebody of yours), "
            "engagement (something you told), energy (something hard). One thing at most, never twice, never in quiet "
            "hours, nothing to somebody in grief. An empty budget is silence."
        ),
        epilog=HOW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="*", metavar="WORD", help="connection 2, quiet 22:00-8:00, off, default, again N")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Change what was named, then show; returns the exit status. Raises HomeError, StoreError."""
    import anyio

    return anyio.run(_run, args)


async def _run(args: argparse.Namespace) -> int:
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.reading import open_for_reading
    from samantha.store.writing import open_for_writing

    clock = SystemClock()
    home = load_config().home
    if args.what:
        async with open_for_writing(home, clock, ask_passphrase) as store:
            told = await store.run(change, [word.lower() for word in args.what])
        print(told or f"That I do not understand.\n{HOW}", file=sys.stdout if told else sys.stderr)
        return OK if told else FAILED
    async with open_for_reading(home, clock, ask_passphrase) as store:
        state = await store.read(read, clock.now()) if store is not None else None
    if args.json:
        print(json.dumps(state or {}, ensure_ascii=False))
    else:
        print("\n".join(page(state)))
    return OK


def change(tx: Tx, words: list[str]) -> str | None:
    """Do what the words say; gives what to tell the person, or None where they are not understood."""
    from samantha.care.reserves import DEFAULT, MOST, PERIODS, RESERVES
    from samantha.store import settings
    from samantha.store import unasked as rows

    name, *more = words
    if words == ["off"]:
        for reserve in RESERVES:
            rows.set_budget(tx, reserve, 0, DEFAULT[reserve].period)
        return "She says nothing unasked any more. `samantha reserves default` sets everything back."
    if words == ["default"]:
        from samantha.conversation.unasked import QUIET_HOURS

        rows.clear_budgets(tx)
        settings.drop(tx, QUIET_HOURS)
        return "Everything is as it was at first."
    if name == "quiet" and more:
        return _set_quiet(tx, " ".join(more))
    if name == "again" and len(more) == 1 and more[0].isdigit():
        return "It may come up again." if rows.take_back(tx, int(more[0])) else "Nothing like that was waved off."
    if name not in RESERVES or not 1 <= len(more) <= 3 or not more[0].isdigit() or int(more[0]) > MOST:
        return None
    period = more[-1] if len(more) > 1 else None
    if period is not None and period not in PERIODS:
        return None
    from samantha.conversation.unasked import reserves_of

    before = reserves_of(tx)[name]
    rows.set_budget(tx, name, int(more[0]), period or before.period)
    return f"{name}: {_often(int(more[0]), period or before.period)}. {_undo(name, before)}"


def _set_quiet(tx: Tx, words: str) -> str | None:
    from samantha.care.reserves import in_words, read_hours
    from samantha.conversation.unasked import OFF, QUIET_HOURS, quiet_of
    from samantha.store import settings

    before = quiet_of(tx)
    undo = f"Before: `samantha reserves quiet {in_words(before) if before else OFF}`."
    if words == OFF:
        settings.put(tx, QUIET_HOURS, OFF)
        return f"No quiet hours. {undo}"
    hours = read_hours(words)
    if hours is None or hours.start == hours.end:
        return None
    settings.put(tx, QUIET_HOURS, in_words(hours))
    return f"Quiet from {hours.start:%H:%M} to {hours.end:%H:%M}. {undo}"


def _undo(name: str, before: Budget) -> str:
    return f"Before: `samantha reserves {name} {before.words} {before.period}`."


def _often(words: int, period: str) -> str:
    return "never" if words == 0 else f"{words} a {period}"


def read(tx: Tx, now: datetime) -> dict[str, Any]:
    """Everything that is shown, as fields."""
    from samantha.care.reserves import in_words, left
    from samantha.conversation.unasked import quiet_of, reserves_of, spent
    from samantha.store import episodes
    from samantha.store import unasked as rows

    reserves: Reserves = reserves_of(tx)
    quiet: Hours | None = quiet_of(tx)
    past = spent(tx)
    budgets = {
        name: {"words": budget.words, "period": budget.period, "left": left(reserves, past, name, now)}
        for name, budget in reserves.items()
    }
    said: list[dict[str, Any]] = []
    for row in rows.rows(tx)[-SHOWN:]:
        id = rows.said_in(tx, row.id)
        found = episodes.by_id(tx, [id]) if id is not None else []
        said.append(
            {
                "number": row.id,
                "at": row.at.isoformat(),
                "reserve": row.reserve,
                "cost": row.cost,
                "kind": row.kind,
                "text": found[0].text if found else None,
                "sources": rows.stands_on(tx, row.id),
                "waved_off": row.waved is not None,
            }
        )
    return {"reserves": budgets, "quiet_hours": in_words(quiet) if quiet else None, "said": said}


def page(state: dict[str, Any] | None) -> list[str]:
    """What is shown to a person."""
    from samantha.cli.lines import shown

    if state is None:
        return ["There is nothing here yet. After your first talk this says how often she may say something unasked."]
    lines = ["What she may say unasked, once at most when you begin a talk:", ""]
    for name, one in state["reserves"].items():
        rest = "" if one["words"] == 0 else f", {one['left']} left"
        lines.append(f"  {name:<11} {_often(one['words'], one['period']) + rest:<20} {_FOR[name]}")
    lines += ["", f"  quiet       {state['quiet_hours'] or 'never'}", ""]
    if state["said"]:
        lines.append("Said lately:")
    for one in state["said"]:
        text = f"“{shown(one['text'])}”" if one["text"] else "(nothing of it is kept)"
        stands = f"  stands on {', '.join(map(str, one['sources']))}" if one["sources"] else ""
        lines.append(f"  {one['number']:>3}. {one['at'][:10]}  {text}{stands}")
        if one["waved_off"]:
            lines.append(f"       waved off; `samantha reserves again {one['number']}` lets it come up again")
    return [*lines, *([""] if state["said"] else []), HOW]
