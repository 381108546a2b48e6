"""`samantha backup --every …`: the plan by which backups are written without being asked for.

Guarantees: nothing is planned until the person says so, and one word ends it.
Does not: write a backup; closing a talk does.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samantha.cli.checks import Finding
    from samantha.goodbye.schedule import Last, Plan
    from samantha.ports import Store

NONE = "No backups are written by themselves. To choose it: samantha backup --every day --keep 7 --to DIR"


def run(args: argparse.Namespace) -> int:
    """Choose, end or show the plan. Raises HomeBusy while a talk is open."""
    import anyio

    from samantha.cli.key import unlocked
    from samantha.config import default_home
    from samantha.store.home import require_home

    home = default_home()
    require_home(home)
    if args.every is not None and not _is_place(args.to, home):
        return args.fail("give --to with a folder that is there, outside her home")
    key, _ = unlocked()
    for line in anyio.run(_run, args, home, key):
        print(line)
    return 0


def in_words(plan: Plan | None, last: Last | None) -> str:
    """One line: what is chosen and how the last one went."""
    if plan is None:
        return NONE
    said = f"A backup every {plan.every} into {plan.to}, the last {plan.keep} kept; written when she is closed."
    if last is None or (last.made is None and not last.error):
        return f"{said} None was due yet."
    made = f" The last: {last.made:%Y-%m-%d %H:%M}." if last.made else ""
    return said + made + (f" The latest try failed: {last.error}" if last.error else "")


async def backups(store: Store) -> Finding:
    """What `samantha doctor` says of backups: the last one, the plan, what went wrong."""
    from samantha.cli.checks import Finding
    from samantha.goodbye import schedule
    from samantha.store import belongings

    plan, last = await store.read(schedule.read_plan), await store.read(schedule.read_last)
    if plan is not None:
        failed = last is not None and bool(last.error)
        todo = "See that the folder is there and has room." if failed else ""
        return Finding("backups", "note" if failed else "well", in_words(plan, last), todo)
    known = await store.read(belongings.known, "backup")
    if not known:
        return Finding("backups", "note", "none is known", "samantha backup FILE, or by itself: samantha backup --help")
    return Finding("backups", "well", f"the last on {known[-1].at:%Y-%m-%d}, {known[-1].path}; none by itself")


async def _run(args: argparse.Namespace, home: Path, key: bytes) -> list[str]:
    from samantha.clock import SystemClock
    from samantha.goodbye import schedule
    from samantha.goodbye.schedule import Plan
    from samantha.store.by_key import open_by_key

    async with open_by_key(home, key, SystemClock(), write=not args.plan) as store:
        if not args.plan:
            plan = None if args.never else Plan(args.every, args.keep, str(args.to.expanduser().absolute()))
            await store.run(schedule.choose, plan)
        return [in_words(await store.read(schedule.read_plan), await store.read(schedule.read_last))]


def _is_place(to: Path | None, home: Path) -> bool:
    if to is None or not to.expanduser().is_dir():
        return False
    return not to.expanduser().resolve().is_relative_to(home.resolve())
