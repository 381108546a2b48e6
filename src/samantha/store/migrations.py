"""The journal's schema, one numbered function a step.

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
from samantha.store.transaction import transact

APPLICATION_ID = 0x53414D41
"""`SAMA`: says in the file's header whose file it is."""


def m001_episodes(tx: Tx) -> None:
    """Episodes, their words, their vectors, and the home's few settings."""
    for statement in (
        """CREATE TABLE episodes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of writing; never used twice
            at_us INTEGER NOT NULL,                -- microseconds since 1970-01-01 UTC
            offset_s INTEGER NOT NULL,             -- the speaker's offset from UTC at that moment, seconds
            zone TEXT,                             -- the speaker's IANA zone, where it was known
            kind TEXT NOT NULL,
            who TEXT NOT NULL,
            text TEXT NOT NULL,
            thread TEXT NOT NULL,
            cut INTEGER NOT NULL,
            origin TEXT NOT NULL,
            reply_to INTEGER REFERENCES episodes (id) ON DELETE SET NULL,
            key TEXT UNIQUE                        -- idempotency: the same key twice is the same episode
        ) STRICT""",
        "CREATE INDEX episodes_by_thread ON episodes (thread, id)",
        "CREATE INDEX episodes_by_reply ON episodes (reply_to) WHERE reply_to IS NOT NULL",
        """CREATE VIRTUAL TABLE episode_words USING fts5 (
            text, content = 'episodes', content_rowid = 'id',
            tokenize = 'porter unicode61 remove_diacritics 2')""",
        # Else a forgotten word would stay in the index until its segment is merged.
        "INSERT INTO episode_words (episode_words, rank) VALUES ('secure-delete', 1)",
        """CREATE TABLE embedders (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE              -- model and version
        ) STRICT""",
        # With a rowid: without one, a vector this long would lie on overflow pages, and cost twice to read.
        """CREATE TABLE episode_vectors (
            id INTEGER PRIMARY KEY,
            embedder INTEGER NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            vector BLOB NOT NULL,                  -- float32[d], little-endian, unit length
            UNIQUE (embedder, episode)
        ) STRICT""",
        "CREATE INDEX episode_vectors_by_episode ON episode_vectors (episode)",
        """CREATE TABLE episode_bits (
            embedder INTEGER NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            bits BLOB NOT NULL,                    -- the signs of the vector, one bit each
            PRIMARY KEY (embedder, episode)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX episode_bits_by_episode ON episode_bits (episode)",
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ):
        tx.execute(statement)


Step: TypeAlias = Callable[[Tx], None]
STEPS: tuple[Step, ...] = (m001_episodes,)
"""Step n brings a journal from version n - 1 to n."""


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
        raise _newer()
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
        raise _newer()
    for number in range(before, len(steps)):
        transact(db, lambda tx, n=number: _take(tx, steps[n], n + 1), write=True)
    return len(steps) - before


def _take(tx: Tx, step: Step, number: int) -> None:
    step(tx)
    tx.execute(f"PRAGMA user_version = {number}")
    tx.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _newer() -> SchemaTooNew:
    return SchemaTooNew(
        "This journal was written by a later Samantha.",
        "Install that version or a later one; nothing was changed.",
    )
