"""Step 10: letters, the answers and memories that they stand on, what was cut, and the sentences of sealed ones.

Guarantees: never changed once released; a change is a new step.
Does not: run itself; `migrations` does.
"""

from __future__ import annotations

from samantha.ports import Tx
from samantha.store.erasure import Stands

_SEALED = "SELECT id FROM letters WHERE episode IN (SELECT id FROM going)"
_GROUNDS = (
    "EXISTS (SELECT 1 FROM letter_grounds g WHERE g.letter = letter_sentences.letter AND g.n = letter_sentences.n"
)

TABLES: dict[str, Stands] = {
    # A sentence goes with any of the words that it stands on, and with the letter it was sealed in.
    "letter_sentences": Stands(
        "stands on it",
        where=f"letter IN ({_SEALED}) OR {_GROUNDS} AND g.episode IN (SELECT id FROM going))",
    ),
    # A letter goes with its sealed text, and with the last thing that was told for it.
    "letters": Stands(
        "stands on it",
        where="episode IN (SELECT id FROM going) OR (episode IS NULL"
        " AND EXISTS (SELECT 1 FROM letter_told t WHERE t.letter = letters.id AND t.episode IN (SELECT id FROM going))"
        " AND NOT EXISTS (SELECT 1 FROM letter_told t WHERE t.letter = letters.id"
        " AND t.episode NOT IN (SELECT id FROM going)))",
    ),
    "letter_grounds": Stands("goes with it", "episode"),
    "letter_told": Stands("goes with it", "episode"),
    "letter_cuts": Stands("goes with it", "episode"),
}
"""Table -> what of it goes when an episode goes."""

_LETTERS = (
    """CREATE TABLE letters (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: the thread of its answers is named after it
        at_us INTEGER NOT NULL, offset_s INTEGER NOT NULL, zone TEXT, -- when it was begun
        last_us INTEGER NOT NULL,            -- when something was last said for it
        kind TEXT NOT NULL,                  -- a name of letters.kinds
        person INTEGER,                      -- whom it is to, where they are known in people
        draft TEXT NOT NULL,                 -- which of the drafts is chosen
        episode INTEGER REFERENCES episodes (id) ON DELETE CASCADE -- the sealed letter; NULL: not sealed
    ) STRICT""",
    """CREATE TABLE letter_told (
        letter INTEGER NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        slot TEXT NOT NULL,                  -- the part that was asked about; `memory`: told before, and accepted
        question TEXT NOT NULL,              -- our question; empty where none was asked
        PRIMARY KEY (letter, episode)
    ) STRICT""",
    """CREATE TABLE letter_cuts (
        letter INTEGER NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,              -- the sentence of that episode that was cut, in characters
        PRIMARY KEY (letter, episode, start)
    ) STRICT""",
    """CREATE TABLE letter_sentences (
        letter INTEGER NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
        n INTEGER NOT NULL,                  -- from 1
        text TEXT NOT NULL,
        made TEXT NOT NULL,                  -- yours, tightened, bridge
        part TEXT NOT NULL,
        PRIMARY KEY (letter, n)
    ) STRICT""",
    """CREATE TABLE letter_grounds (
        letter INTEGER NOT NULL, n INTEGER NOT NULL,
        episode INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
        start INTEGER NOT NULL, end INTEGER NOT NULL, -- the words that sentence n stands on, in characters
        PRIMARY KEY (letter, n, episode, start),
        FOREIGN KEY (letter, n) REFERENCES letter_sentences (letter, n) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX letter_told_by_episode ON letter_told (episode)",
    "CREATE INDEX letter_grounds_by_episode ON letter_grounds (episode)",
)


def step(tx: Tx) -> None:
    """Letters and what they stand on."""
    for statement in _LETTERS:
        tx.execute(statement)
