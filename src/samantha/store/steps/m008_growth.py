"""Step 8: the diary of how she changed with the person: what was proposed, why, and what became of it.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    # The person's word on it, which nothing can read anew: it comes back with the episodes it stands on.
    "growth": Stands(
        "goes with it",
        "episode",
        where="id IN (SELECT entry FROM growth_sources WHERE episode IN (SELECT id FROM going))",
    ),
    "growth_sources": Stands(
        "goes with it",
        "episode",
        where="entry IN (SELECT entry FROM growth_sources WHERE episode IN (SELECT id FROM going))",
    ),
}
"""Table -> what of it goes when an episode goes."""

_GROWTH = (
    """CREATE TABLE growth (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,  -- the newest it stands on
        kind TEXT NOT NULL,                  -- what of her manner: length, questions, leave_alone
        value TEXT NOT NULL,                 -- to what: shorter, a name, a subject
        reason TEXT NOT NULL,                -- in plain words
        by TEXT NOT NULL,                    -- wish: the person said so; pattern: seen over many turns
        state TEXT NOT NULL,                 -- proposed, accepted, refused, undone
        place INTEGER,                       -- the order of coming into force; NULL unless accepted
        made_us INTEGER NOT NULL, made_offset_s INTEGER NOT NULL,
        decided_us INTEGER, decided_offset_s INTEGER  -- when it was accepted, refused or undone
    ) STRICT""",
    "CREATE INDEX growth_by_place ON growth (place) WHERE place IS NOT NULL",
    """CREATE TABLE growth_sources (
        entry INTEGER NOT NULL REFERENCES growth (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        PRIMARY KEY (entry, episode)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX growth_sources_by_episode ON growth_sources (episode)",
    # No source, no entry: whoever takes away a source takes away what stands on it, in whatever order.
    """CREATE TRIGGER no_source_no_growth AFTER DELETE ON growth_sources
        BEGIN DELETE FROM growth WHERE id = OLD.entry; END""",
)


def step(tx: Tx) -> None:
    """The diary of how she changed with the person."""
    for statement in _GROWTH:
        tx.execute(statement)
