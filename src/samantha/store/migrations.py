"""The journal's schema, brought up one numbered step at a time.

Guarantees: each step is one transaction together with its number, so a power cut leaves the step done or not begun.
Does not: ever change a step that was released; a change is a new step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import apsw

from samantha.errors import HomeDamaged, SchemaTooNew, StoreError
from samantha.ports import Tx
from samantha.store.connection import sqlite_errors
from samantha.store.erasure import Stands
from samantha.store.steps import (
    m001_episodes,
    m002_facts,
    m003_jobs,
    m004_forgets,
    m005_recall,
    m006_belongings,
    m007_reserves,
    m008_growth,
    m009_rehearsals,
    m010_letters,
)
from samantha.store.transaction import transact

APPLICATION_ID = 0x53414D41
"""`SAMA`: says in the file's header whose file it is."""


Step: TypeAlias = Callable[[Tx], None]
_MODULES = (
    m001_episodes,
    m002_facts,
    m003_jobs,
    m004_forgets,
    m005_recall,
    m006_belongings,
    m007_reserves,
    m008_growth,
    m009_rehearsals,
    m010_letters,
)
STEPS: tuple[Step, ...] = tuple(module.step for module in _MODULES)
"""Step n brings a journal from version n - 1 to n."""
TABLES: dict[str, Stands] = {table: stands for module in _MODULES for table, stands in module.TABLES.items()}
"""Every table of the schema -> what of it goes when an episode goes. Forgetting walks this list."""


def version(db: apsw.Connection) -> int:
    """The number of steps this journal has taken; 0 for an empty file."""
    with sqlite_errors():
        row = db.execute("PRAGMA user_version").fetchone()
        owner = db.execute("PRAGMA application_id").fetchone()
    number = int(row[0]) if row else 0
    if number and owner != (APPLICATION_ID,):
        raise HomeDamaged("The journal's file belongs to another program.", "Move it away, or choose another home.")
    return number


def check_version(db: apsw.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Raise SchemaTooNew, or StoreError `store.older`, unless the journal is exactly at the last step."""
    number = version(db)
    if number > len(steps):
        raise newer()
    if number < len(steps):
        raise StoreError(
            "This journal was written by an earlier Samantha.",
            "Run `samantha talk` once; that brings it up to date.",
            code="store.older",
        )


def migrate(db: apsw.Connection, steps: Sequence[Step] = STEPS) -> int:
    """Take the steps that are missing, one transaction each; give how many were taken. Raises SchemaTooNew."""
    before = version(db)
    if before > len(steps):
        raise newer()
    for number in range(before, len(steps)):
        transact(db, lambda tx, n=number: _take(tx, steps[n], n + 1), write=True)
    return len(steps) - before


def _take(tx: Tx, step: Step, number: int) -> None:
    step(tx)
    tx.execute(f"PRAGMA user_version = {number}")
    tx.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def newer() -> SchemaTooNew:
    """The error for a journal of a later version."""
    return SchemaTooNew(
        "This journal was written by a later Samantha.",
        "Install that version or a later one; nothing was changed.",
    )
