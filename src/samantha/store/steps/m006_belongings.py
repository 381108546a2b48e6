"""Step 6: imports, exports and backups that we know of.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    "belongings": Stands("not about an episode", why="where copies were put, and their hashes; no word of them"),
    # The file's name goes with the last of its episodes.
    "imports": Stands(
        "stands on it",
        where="id IN (SELECT import FROM import_episodes WHERE episode IN (SELECT id FROM going))"
        " AND id NOT IN (SELECT import FROM import_episodes WHERE episode NOT IN (SELECT id FROM going))",
    ),
    "import_episodes": Stands("goes with it", "episode"),
}
"""Table -> what of it goes when an episode goes."""

_BELONGINGS = (
    """CREATE TABLE belongings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,                  -- export, backup
        path TEXT NOT NULL,                  -- where it was put
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL,
        sha256 TEXT NOT NULL,                -- of the export's manifest, or of the backup
        through INTEGER NOT NULL,            -- the newest episode it holds; 0: none
        gone INTEGER NOT NULL DEFAULT 0,     -- 1: removed by us, or said to be gone by the person
        UNIQUE (kind, path, sha256)
    ) STRICT""",
    """CREATE TABLE imports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        form TEXT NOT NULL,                  -- what kind of file it was
        name TEXT NOT NULL,                  -- the file's own name, without its folder
        within TEXT NOT NULL,                -- what the keys of its turns name the talk, where it holds one; else empty
        sha256 TEXT NOT NULL,                -- of the file
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL, zone TEXT,
        whole INTEGER NOT NULL,              -- 0: broken off
        unread INTEGER NOT NULL,             -- places that could not be read
        UNIQUE (form, sha256)
    ) STRICT""",
    """CREATE TABLE import_episodes (
        episode INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
        import INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX import_episodes_by_import ON import_episodes (import)",
)


def step(tx: Tx) -> None:
    """Imports, exports and backups that we know of."""
    for statement in _BELONGINGS:
        tx.execute(statement)
