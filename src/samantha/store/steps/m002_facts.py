"""Step 2: facts, people, and what the person corrected.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

_FROM_GOING = "(SELECT fact FROM fact_sources WHERE episode IN (SELECT id FROM going))"
_FACT_TABLES: dict[str, Stands] = {
    "facts": Stands("stands on it", where=f"id IN {_FROM_GOING}"),
    "fact_sources": Stands("stands on it", "episode", where=f"fact IN {_FROM_GOING}"),
    "fact_depends": Stands("stands on it", where=f"fact IN {_FROM_GOING} OR on_fact IN {_FROM_GOING}"),
    "corrections": Stands("goes with it", "episode"),
    "episode_labels": Stands("goes with it", "episode"),
}
_STAYS = "SELECT person FROM mentions WHERE episode NOT IN (SELECT id FROM going)"
_PEOPLE_TABLES: dict[str, Stands] = {
    "people": Stands("stands on it", where=f"id NOT IN ({_STAYS})"),
    "person_names": Stands(
        "stands on it",
        where=f"person NOT IN ({_STAYS}) OR ((how <> 'corrected' OR retired = 1) AND NOT EXISTS"
        " (SELECT 1 FROM mentions AS m WHERE m.person = person_names.person"
        " AND person_names.key IN (m.name, m.relation, m.address) AND m.episode NOT IN (SELECT id FROM going)))",
    ),
    "mentions": Stands("goes with it", "episode"),
    "person_merges": Stands("stands on it", where=f"kept NOT IN ({_STAYS}) OR gone NOT IN ({_STAYS})"),
}
TABLES: dict[str, Stands] = _FACT_TABLES | _PEOPLE_TABLES
"""Table -> what of it goes when an episode goes."""

_FACTS = (
    """CREATE TABLE facts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,            -- where it was read: the same words read again are the same fact
        about INTEGER,                       -- a person; NULL: the person of this home
        slot TEXT NOT NULL,
        value TEXT NOT NULL,
        text TEXT NOT NULL,
        how TEXT NOT NULL,                   -- said, inferred, imagined, corrected
        who TEXT NOT NULL,                   -- who said it, as in episodes
        trust INTEGER NOT NULL,              -- 0 imagined, 1 inferred, 2 a third party, 3 the person, 4 an edit
        over INTEGER NOT NULL,               -- 1: it tells that something is over
        secret INTEGER NOT NULL,             -- 1: told in confidence
        from_us INTEGER, from_offset_s INTEGER, from_precision TEXT,
        to_us INTEGER, to_offset_s INTEGER, to_precision TEXT,
        learned_us INTEGER NOT NULL, learned_offset_s INTEGER NOT NULL,
        retired_us INTEGER, retired_offset_s INTEGER,
        why TEXT,                            -- why it ended or was retired: changed, ended, corrected, retired
        superseded_by INTEGER REFERENCES facts (id) ON DELETE SET NULL,
        rule TEXT NOT NULL,                  -- the rule or the model that read it
        doubt TEXT,                          -- NULL; ask: contradicts another; asked; depends: what it rests on changed
        against INTEGER REFERENCES facts (id) ON DELETE SET NULL  -- the fact it contradicts
    ) STRICT""",
    "CREATE INDEX facts_by_slot ON facts (slot, about)",
    "CREATE INDEX facts_by_about ON facts (about) WHERE about IS NOT NULL",
    "CREATE INDEX facts_by_doubt ON facts (doubt) WHERE doubt IS NOT NULL",
    "CREATE INDEX facts_by_successor ON facts (superseded_by) WHERE superseded_by IS NOT NULL",
    "CREATE INDEX facts_by_against ON facts (against) WHERE against IS NOT NULL",
    """CREATE TABLE fact_sources (
        fact INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,              -- characters of the episode's text
        end INTEGER NOT NULL,
        PRIMARY KEY (fact, episode, start, end)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fact_sources_by_episode ON fact_sources (episode)",
    # No source, no fact: whoever takes away a source takes away what stands on it, in whatever order.
    """CREATE TRIGGER no_source_no_fact AFTER DELETE ON fact_sources
        BEGIN DELETE FROM facts WHERE id = OLD.fact; END""",
    """CREATE TABLE fact_depends (
        fact INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
        on_fact INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
        PRIMARY KEY (fact, on_fact)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fact_depends_by_ground ON fact_depends (on_fact)",
    # The person's edit is an episode of its own; this says what it did. It holds none of the words it corrects.
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        key TEXT NOT NULL,                   -- of the fact that was corrected
        about INTEGER,
        slot TEXT NOT NULL,
        value TEXT,                          -- what holds instead; NULL: nothing, it was retired
        undone INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX corrections_by_episode ON corrections (episode)",
    """CREATE TABLE episode_labels (
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        label TEXT NOT NULL,                 -- sealed: enters no fact
        PRIMARY KEY (episode, label)
    ) STRICT, WITHOUT ROWID""",
)
_PEOPLE = (
    """CREATE TABLE people (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        consent TEXT                         -- what they agreed to, where it was asked
    ) STRICT""",
    """CREATE TABLE person_names (
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        what TEXT NOT NULL,                  -- name, alias, relation, address
        text TEXT NOT NULL,                  -- as it was first said
        key TEXT NOT NULL,                   -- as it is compared
        how TEXT NOT NULL,                   -- said, inferred, corrected
        retired INTEGER NOT NULL DEFAULT 0,  -- 1: not used any more, because the person said so
        stale INTEGER NOT NULL DEFAULT 0,    -- 1: not read again yet, while everything is read anew
        UNIQUE (person, what, key)
    ) STRICT""",
    "CREATE INDEX person_names_by_key ON person_names (key)",
    """CREATE TABLE mentions (
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,              -- characters of the episode's text
        end INTEGER NOT NULL,
        person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        name TEXT,                           -- a key of person_names, as called there
        relation TEXT,                       -- likewise
        how TEXT NOT NULL,                   -- said; inferred where it was not plain who is meant
        address TEXT,                        -- likewise: where they wrote from
        met TEXT,                            -- the day on which they spoke with each other, where it says so
        stale INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (episode, start, end)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX mentions_by_person ON mentions (person, episode)",
    # Few of many mentions say a relation; what somebody was last called is looked up in the time of those.
    "CREATE INDEX mentions_by_relation ON mentions (person, episode, start) WHERE relation IS NOT NULL",
    # A merge moves no row: it says that two are one, and can be taken back.
    """CREATE TABLE person_merges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kept INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        gone INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL,
        by TEXT NOT NULL,                    -- person, or the name of a rule
        undone_us INTEGER,                   -- when the person took it back; then no rule makes it again
        stale INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE UNIQUE INDEX person_merges_by_gone ON person_merges (gone) WHERE undone_us IS NULL",
    "CREATE INDEX person_merges_by_kept ON person_merges (kept)",
    "CREATE INDEX person_merges_by_either ON person_merges (gone)",
)


def step(tx: Tx) -> None:
    """Facts, people, and what the person corrected."""
    for statement in (*_FACTS, *_PEOPLE):
        tx.execute(statement)
