"""Step 5: smaller vectors, their signs in the order of writing, signs of single words, and how many episodes hold each.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does. Vectors that were there are made again in quiet moments, or by
`samantha memory rebuild`.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

TABLES: dict[str, Stands] = {
    "episode_terms": Stands("not about an episode", why="a way to count in the search words; it holds nothing itself"),
    "episode_pieces": Stands("goes with it", "episode"),
    "vectors_up_to": Stands("not about an episode", why="one number a model: up to which episode vectors are complete"),
    "vector_losses": Stands("not about an episode", why="one number: how often a vector was deleted or replaced"),
}
"""Table -> what of it goes when an episode goes. The vectors' own are declared in step 1."""


def step(tx: Tx) -> None:
    """Smaller vectors, their signs in the order of writing, signs of single words, and how many episodes hold each."""
    for statement in (
        "DROP TABLE episode_vectors",
        "DROP TABLE episode_bits",
        # With a rowid: without one, a vector this long would lie on overflow pages, and cost twice to read.
        """CREATE TABLE episode_vectors (
            id INTEGER PRIMARY KEY,
            embedder INTEGER NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            vector BLOB NOT NULL,                  -- int8[d], of any length
            UNIQUE (embedder, episode)
        ) STRICT""",
        "CREATE INDEX episode_vectors_by_episode ON episode_vectors (episode)",
        """CREATE TABLE episode_bits (
            id INTEGER PRIMARY KEY,                -- the order of writing, so that what is new is read alone
            embedder INTEGER NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            bits BLOB NOT NULL,                    -- the signs of the vector, one bit each
            UNIQUE (embedder, episode)
        ) STRICT""",
        "CREATE INDEX episode_bits_by_episode ON episode_bits (episode)",
        """CREATE TABLE episode_pieces (
            id INTEGER PRIMARY KEY,
            embedder INTEGER NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            bits BLOB NOT NULL,                    -- the signs of the vectors of its telling words, one after another
            UNIQUE (embedder, episode)
        ) STRICT""",
        "CREATE INDEX episode_pieces_by_episode ON episode_pieces (episode)",
        # Else every look for what has no vector yet would go through the whole journal.
        """CREATE TABLE vectors_up_to (
            embedder INTEGER PRIMARY KEY REFERENCES embedders (id) ON DELETE CASCADE,
            episode INTEGER NOT NULL               -- up to this one nothing lacks a vector of this model
        ) STRICT""",
        """CREATE TRIGGER episode_vectors_gone AFTER DELETE ON episode_vectors
            BEGIN UPDATE vectors_up_to SET episode = min(episode, old.episode - 1) WHERE embedder = old.embedder;
            END""",
        # Whoever holds signs in memory drops them when this number has changed.
        "CREATE TABLE vector_losses (many INTEGER NOT NULL) STRICT",
        "INSERT INTO vector_losses (many) VALUES (0)",
        """CREATE TRIGGER episode_bits_gone AFTER DELETE ON episode_bits
            BEGIN UPDATE vector_losses SET many = many + 1; END""",
        """CREATE TRIGGER episode_bits_changed AFTER UPDATE ON episode_bits
            BEGIN UPDATE vector_losses SET many = many + 1; END""",
        "CREATE VIRTUAL TABLE episode_terms USING fts5vocab (episode_words, row)",
    ):
        tx.execute(statement)
