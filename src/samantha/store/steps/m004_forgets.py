"""Step 4: what was forgotten: what is held for undoing, and the receipts.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    "forgets": Stands("not about an episode", why="kind, time and counts; no word of what went"),
    "held": Stands("not about an episode", why="what was forgotten and may be taken back; it is itself what goes"),
    "receipts": Stands("not about an episode", why="counts and figures of a scan, signed; no word of what went"),
    "receipt_keys": Stands("not about an episode", why="the public halves of this home's signing keys"),
}
"""Table -> what of it goes when an episode goes."""


def step(tx: Tx) -> None:
    """What is being forgotten, what is held for undoing, and the receipts."""
    for statement in (
        """CREATE TABLE forgets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at_us INTEGER NOT NULL,              -- when the person asked
            offset_s INTEGER NOT NULL,
            zone TEXT,
            what TEXT NOT NULL,                  -- episodes, stretch, person, topic
            state TEXT NOT NULL,                 -- held, purging (rows gone, file not yet scrubbed), done, undone
            counts TEXT NOT NULL,                -- JSON: table -> rows that went
            root TEXT NOT NULL                   -- a hash over what went, under a key that was thrown away
        ) STRICT""",
        "CREATE INDEX forgets_open ON forgets (state) WHERE state IN ('held', 'purging')",
        """CREATE TABLE held (
            forget INTEGER PRIMARY KEY REFERENCES forgets (id) ON DELETE CASCADE,
            until_us INTEGER NOT NULL,
            through INTEGER NOT NULL,            -- the newest episode that there had ever been
            changes BLOB NOT NULL                -- a changeset of SQLite's session extension
        ) STRICT""",
        """CREATE TABLE receipts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            forget INTEGER NOT NULL UNIQUE REFERENCES forgets (id),
            receipt TEXT NOT NULL                -- the signed JSON, byte for byte
        ) STRICT""",
        """CREATE TABLE receipt_keys (
            public TEXT PRIMARY KEY,             -- Ed25519, hex
            since_us INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        tx.execute(statement)
