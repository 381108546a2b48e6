"""Step 3: durable jobs, and the pages that reflection writes.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

_JOBS_GOING = "(SELECT job FROM job_stands WHERE episode IN (SELECT id FROM going))"
_LINES_GOING = "(SELECT sentence FROM page_sources WHERE episode IN (SELECT id FROM going))"
TABLES: dict[str, Stands] = {
    "jobs": Stands("stands on it", where=f"id IN {_JOBS_GOING}"),
    "job_steps": Stands("stands on it", where=f"job IN {_JOBS_GOING}"),
    "job_stands": Stands("stands on it", "episode", where=f"job IN {_JOBS_GOING}"),
    "pages": Stands("not about an episode", why="a day and its labels; what is said of it stands in its sentences"),
    "page_sentences": Stands("stands on it", where=f"id IN {_LINES_GOING}"),
    "page_sources": Stands("stands on it", "episode", where=f"sentence IN {_LINES_GOING}"),
    "page_retired": Stands("goes with it", "episode"),
}
"""Table -> what of it goes when an episode goes."""

_JOBS = (
    """CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,                  -- which function does it
        key TEXT NOT NULL,                   -- the same key twice is the same job; no words of anybody
        due_us INTEGER NOT NULL, due_offset_s INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',  -- waiting, done, failed
        tries INTEGER NOT NULL DEFAULT 0,    -- how often it ended in an error
        begun INTEGER NOT NULL DEFAULT 0,    -- how often it was begun since it last got a step further
        error TEXT,                          -- the code of the last error; no words
        payload TEXT,                        -- JSON; NULL once it is over
        UNIQUE (kind, key)
    ) STRICT""",
    "CREATE INDEX jobs_by_due ON jobs (due_us) WHERE state = 'waiting'",
    """CREATE TABLE job_steps (
        job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        result TEXT NOT NULL,                -- JSON
        PRIMARY KEY (job, name)
    ) STRICT, WITHOUT ROWID""",
    # What a job's payload and steps were made from, until it is over.
    """CREATE TABLE job_stands (
        job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        PRIMARY KEY (job, episode)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX job_stands_by_episode ON job_stands (episode)",
)
_PAGES = (
    """CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL UNIQUE,            -- ISO 8601, by the clock of the place where things were said
        written_us INTEGER NOT NULL, written_offset_s INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0   -- 1: the person does not want it
    ) STRICT""",
    """CREATE TABLE page_sentences (
        id INTEGER PRIMARY KEY,
        page INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,              -- 1 for the first
        part TEXT NOT NULL,                  -- day, learned, others
        text TEXT NOT NULL,
        trust INTEGER NOT NULL,              -- the lowest of its sources, as in facts
        secret INTEGER NOT NULL              -- 1: one of its sources was told in confidence
    ) STRICT""",
    "CREATE INDEX page_sentences_by_page ON page_sentences (page, place)",
    """CREATE TABLE page_sources (
        sentence INTEGER NOT NULL REFERENCES page_sentences (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,              -- characters of the episode's text
        end INTEGER NOT NULL,
        PRIMARY KEY (sentence, episode, start, end)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX page_sources_by_episode ON page_sources (episode)",
    # No source, no sentence: whoever takes away a source takes away what stands on it, in whatever order.
    """CREATE TRIGGER no_source_no_sentence AFTER DELETE ON page_sources
        BEGIN DELETE FROM page_sentences WHERE id = OLD.sentence; END""",
    # Words that the person wants on no page, however often it is written anew.
    """CREATE TABLE page_retired (
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        PRIMARY KEY (episode, start, end)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX episodes_by_time ON episodes (at_us)",
)


def step(tx: Tx) -> None:
    """Durable jobs, and the pages that reflection writes."""
    for statement in (*_JOBS, *_PAGES):
        tx.execute(statement)
