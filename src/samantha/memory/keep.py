"""The one way into memory: an episode is journalled together with everything that follows from it by rule.

Guarantees: one transaction, so that a crash leaves the words and what was learned from them, or neither; no model.
Does not: embed; that is made up in quiet moments (`recall.index_pending`).
"""

from __future__ import annotations

from samantha.memory.learn import learn
from samantha.memory.meet import meet
from samantha.ports import Tx
from samantha.store import episodes, imports
from samantha.types import Draft, Episode


def keep(tx: Tx, draft: Draft) -> Episode:
    """Journal `draft` and learn from it what rules can; the same key twice is the same episode. Raises StoreError."""
    before = imports.known(tx, [draft.key]) if draft.key else {}
    episode = episodes.append(tx, draft)
    if not before:
        take_in(tx, episode)
    return episode


def take_in(tx: Tx, episode: Episode) -> None:
    """Learn from an episode that is journalled what rules can: who came up in it, and what it tells."""
    meet(tx, episode)
    learn(tx, episode)
