"""A home with at least three rows in every table of the schema, also in tables that a later step adds.

Guarantees: rows are of the declared types and read back; nothing in them is anybody's life.
Does not: make sense: what a row refers to may not be there.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from samantha.clock import FixedClock
from samantha.store import episodes
from samantha.store.connection import FILE, close, connect
from samantha.store.keys import create_home
from samantha.store.migrations import TABLES
from samantha.store.rows import Fingerprint, fingerprint
from samantha.store.sqlite import open_store
from samantha.store.transaction import transact
from samantha.store.wraps import ByFile, How
from samantha.types import Draft

AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
CLOCK = FixedClock(AT)
WORDS = (
    "My sister Rachel moves to Ghent in May.",
    "The kettle is blue, and \N{SNOWMAN} stands beside it.\nA second line.",
    "I am allergic to peanuts.",
    "We broke up.",
    "Rachel’s birthday is on 4 June.",
)


async def make(home: Path, how: How | None = None, turns: int = 5) -> tuple[bytes, str]:
    """Make the home; its data key and its recovery key."""
    key, paper = create_home(home, how or ByFile(), CLOCK)
    async with open_store(home, key, clock=CLOCK) as store:
        for n in range(turns):
            at = AT + timedelta(days=n, minutes=n)
            heard = await store.run(episodes.append, Draft(at, "heard", "person", WORDS[n % len(WORDS)], key=f"h{n}"))
            said = Draft(at, "said", "samantha", f"That is turn {n}.", reply_to=heard.id)
            await store.run(episodes.append, said)
    fill(home, key)
    return key, paper


def fill(home: Path, key: bytes) -> None:
    """Put three rows into every table that has none."""
    db = connect(home / FILE, key, write=True)
    try:
        db.execute("PRAGMA foreign_keys = OFF").fetchall()
        for table in TABLES:
            if not db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall():
                for n in range(1, 4):
                    _insert(db, table, n)
    finally:
        close(db)


def all_rows(home: Path, key: bytes) -> Fingerprint:
    """Every table's rows, counted and hashed; the home must be closed."""
    db = connect(home / FILE, key, write=False)
    try:
        return transact(db, fingerprint, write=False)
    finally:
        close(db)


MEANT = {"met": "2026-03-03"}
"""Columns whose text has a form."""


def _insert(db: apsw.Connection, table: str, n: int) -> None:
    values: dict[str, object] = {}
    for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})").fetchall():
        values[name] = (
            MEANT.get(name)
            or {"INTEGER": n, "TEXT": f"{name} {n} \N{SNOWMAN}", "BLOB": bytes([n] * 8), "REAL": n / 3}[kind]
        )
    marks = ", ".join("?" * len(values))
    names = ", ".join(f'"{name}"' for name in values)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())).fetchall()
