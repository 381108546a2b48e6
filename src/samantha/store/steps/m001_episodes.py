"""Step 1: episodes, their words, their vectors, and the home's few settings.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    "episodes": Stands("is the episode", "id"),
    "episode_words": Stands("search words", "rowid"),
    "episode_vectors": Stands("goes with it", "episode"),
    "episode_bits": Stands("goes with it", "episode"),
    "embedders": Stands("not about an episode", why="names of models only"),
    "settings": Stands(
        "not about an episode", why="values of the home; a setting that quotes the person has its own verb"
    ),
}
"""Table -> what of it goes when an episode goes."""


def step(tx: Tx) -> None:
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
