"""Step 7: what may be said unasked, what was, and what the person took off the page of a week.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    "reserves": Stands("not about an episode", why="three budgets that the person set: names and numbers"),
    # It stays when what was said is forgotten, so that forgetting gives her no second word in the same week.
    "spendings": Stands("not about an episode", why="when how much of which budget was spent; no word of what for"),
    "unasked": Stands(
        "stands on it",
        where="spending IN (SELECT spending FROM unasked_stands WHERE episode IN (SELECT id FROM going))",
    ),
    "unasked_stands": Stands(
        "stands on it",
        "episode",
        where="spending IN (SELECT spending FROM unasked_stands WHERE episode IN (SELECT id FROM going))",
    ),
    "given_off": Stands("goes with it", "episode"),
}
"""Table -> what of it goes when an episode goes."""

_RESERVES = (
    """CREATE TABLE reserves (
        name TEXT PRIMARY KEY,               -- connection, engagement, energy
        budget INTEGER NOT NULL,             -- unasked words; 0: never
        period TEXT NOT NULL                 -- day, week
    ) STRICT""",
    """CREATE TABLE spendings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL,
        reserve TEXT NOT NULL,
        cost INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX spendings_by_time ON spendings (at_us)",
    """CREATE TABLE unasked (
        spending INTEGER PRIMARY KEY REFERENCES spendings (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,                  -- birthday, silence, plan, doubt, …
        key TEXT NOT NULL UNIQUE,            -- what makes it the same thing: ids and years
        subject TEXT NOT NULL,               -- whom or what it is about
        waved_us INTEGER                     -- when the person waved it off
    ) STRICT""",
    """CREATE TABLE unasked_stands (
        spending INTEGER NOT NULL REFERENCES unasked (spending) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        PRIMARY KEY (spending, episode)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX unasked_stands_by_episode ON unasked_stands (episode)",
    """CREATE TABLE given_off (
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,              -- the character at which what does not count begins
        PRIMARY KEY (episode, start)
    ) STRICT, WITHOUT ROWID""",
)


def step(tx: Tx) -> None:
    """What may be said unasked, what was, and what the person took off the page of a week."""
    for statement in _RESERVES:
        tx.execute(statement)
