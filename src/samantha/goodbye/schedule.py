"""Backups by themselves, once the person has chosen so: written when she is closed and one is due, a few kept.

Guarantees: off until chosen; a place that is not there (a stick that was pulled out) is not made; only backups that
were written by the plan are ever removed, and the newest never.
Does not: keep anybody from closing: what fails is noted, and `samantha doctor` says it.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import anyio.to_thread

from samantha.errors import LeavingError, SamanthaError
from samantha.goodbye import backup
from samantha.goodbye.rotation import LENGTHS, Every, is_due, surplus
from samantha.ports import Store, Tx
from samantha.store import belongings, settings
from samantha.store.belongings import Copy
from samantha.store.recovery import to_paper

PLAN, LAST = "backup.plan", "backup.last"
"""Names of the two settings."""
NAME = re.compile(r"samantha-\d{8}-\d{6}\.backup")
"""What a backup of the plan is called; the time is the machine's own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often, how many are kept, where."""

    every: Every
    keep: int
    to: str


@dataclass(frozen=True, slots=True)
class Last:
    """How the last one went."""

    at: datetime
    """When it was tried."""
    made: datetime | None
    """When the last one that worked was made."""
    error: str
    """What went wrong the last time; empty when nothing did."""


def read_plan(tx: Tx) -> Plan | None:
    """The plan; None when there is none."""
    table = _table(settings.get(tx, PLAN))
    if table is None or table.get("every") not in LENGTHS:
        return None
    return Plan(cast(Every, table["every"]), int(table["keep"]), str(table["to"]))


def read_last(tx: Tx) -> Last | None:
    """How the last one went; None before the first."""
    table = _table(settings.get(tx, LAST))
    if table is None:
        return None
    made = table.get("made")
    at = datetime.fromisoformat(table["at"])
    return Last(at, datetime.fromisoformat(made) if made else None, str(table["error"]))


def choose(tx: Tx, plan: Plan | None) -> None:
    """Keep `plan` from now on; None ends it. What was written stays."""
    if plan is None:
        settings.drop(tx, PLAN)
        settings.drop(tx, LAST)
    else:
        settings.put(tx, PLAN, json.dumps(asdict(plan)))


async def back_up_if_due(store: Store, home: Path, key: bytes, now: datetime) -> Copy | None:
    """Write a backup when the plan says so, and remove those beyond its number; what was written.

    Locked by the recovery key. An error of ours is kept for `doctor`, where it can be, and never raised.
    """
    with suppress(SamanthaError):
        plan, last = await store.read(read_plan), await store.read(read_last)
        made = last.made if last else None
        if plan is None or not is_due(made, now, plan.every):
            return None
        try:
            copy = await anyio.to_thread.run_sync(_write, plan, home, key, now)
        except SamanthaError as error:
            await store.run(_note_last, Last(now, made, f"{error.what} [{error.code}]"))
            return None
        await store.run(belongings.note, copy)
        await store.run(_note_last, Last(now, now, ""))
        await _rotate(store, plan)
        return copy
    return None


def _write(plan: Plan, home: Path, key: bytes, now: datetime) -> Copy:
    folder = Path(plan.to)
    if not folder.is_dir():
        raise LeavingError(f"{folder} is not there.", "Put the disk in, or choose another place.", code="backup.place")
    target = folder / f"samantha-{now:%Y%m%d-%H%M%S}.backup"
    return backup.write(home, key, target, backup.by_recovery(to_paper(key)), now)


async def _rotate(store: Store, plan: Plan) -> None:
    copies = {copy.path: copy.at for copy in await store.read(belongings.known, "backup") if _is_of(plan, copy)}
    for path in surplus(copies, plan.keep):
        if await anyio.to_thread.run_sync(_remove, Path(path)):
            await store.run(belongings.mark_gone, path)


def _remove(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_of(plan: Plan, copy: Copy) -> bool:
    path = Path(copy.path)
    return path.parent == Path(plan.to).absolute() and NAME.fullmatch(path.name) is not None and path.exists()


def _note_last(tx: Tx, last: Last) -> None:
    made = last.made.isoformat() if last.made else None
    settings.put(tx, LAST, json.dumps({"at": last.at.isoformat(), "made": made, "error": last.error}))


def _table(value: str | None) -> dict[str, Any] | None:
    return cast(dict[str, Any], json.loads(value)) if value else None
