"""Step 9: rehearsals of hard talks, and which episodes belong to them.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

_GIVEN = "SELECT rehearsal FROM rehearsal_episodes WHERE gave = 1 AND episode IN (SELECT id FROM going)"

TABLES: dict[str, Stands] = {
    # With the words that say whom it was with or what it was about, the whole goes; with one played line, the line.
    "rehearsals": Stands("stands on it", where=f"id IN ({_GIVEN})"),
    "rehearsal_episodes": Stands("goes with it", "episode"),
}
"""Table -> what of it goes when an episode goes."""

_REHEARSALS = (
    """CREATE TABLE rehearsals (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: the thread of the play is named after it
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL, zone TEXT, -- when it began
        last_us INTEGER NOT NULL,            -- when something was last said in it
        person INTEGER,                      -- who is played, where they are known in people
        step TEXT NOT NULL,                  -- where it stands
        state TEXT NOT NULL,                 -- the rest of it as JSON: whom, about what, what is wanted, how hard
        here INTEGER NOT NULL,               -- 1: the person is in the room, and what they say belongs to it
        plan TEXT,                           -- when and where the real talk will be, in the person's words
        real_us INTEGER, real_offset_s INTEGER, -- the beginning of that day, where a day was told
        ask_us INTEGER,                      -- from when she may ask how it went; NULL: never
        asked INTEGER NOT NULL DEFAULT 0     -- 1: she did, and never does again
    ) STRICT""",
    "CREATE UNIQUE INDEX rehearsals_here ON rehearsals (here) WHERE here = 1",
    """CREATE TABLE rehearsal_episodes (
        episode INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
        rehearsal INTEGER NOT NULL REFERENCES rehearsals (id) ON DELETE CASCADE,
        gave INTEGER NOT NULL                -- 1: words of it are in the row
    ) STRICT""",
    "CREATE INDEX rehearsal_episodes_by_rehearsal ON rehearsal_episodes (rehearsal)",
)


def step(tx: Tx) -> None:
    """Rehearsals of hard talks, and which episodes belong to them."""
    for statement in _REHEARSALS:
        tx.execute(statement)
