"""The `forget` lines of a life: the phrase is done as the person would do it, then its words are looked for everywhere.

Guarantees: only the phrase says what goes; the line's `words` are for looking alone: in every byte of the home after
decryption, in rows, in recall.
Does not: look at later answers; `life` does, at every later ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from samantha.app import Companion
from samantha.memory import forget as forgetting
from samantha.memory.recall import index_pending, rank
from samantha.ports import Tx
from samantha.store import rows


async def forget(s: Companion, what: str, words: Sequence[str], home: Path) -> str | None:
    """Forget `what`, at once and for good. None when none of `words` is found afterwards, else where one was."""
    while await index_pending(s.parts):
        pass
    plan = await forgetting.plan_phrase(s.parts, what)
    if not plan.ids:
        return "the phrase took nothing"
    receipt = await forgetting.forget(s.parts, plan, hold=False)
    if isinstance(receipt, forgetting.Held):
        return "it was held"
    proof = receipt["statement"]["proof"]
    if proof["clean"] is not True:
        return f"the receipt is not clean: {proof['why']}"
    found = await forgetting.look_for(s.parts, words)
    if not found.clean:
        return "in " + ", ".join(sorted(place.name for place in found.places if place.hits or place.unread))
    table = await s.parts.store.read(_row_with, words)
    if table is not None:
        return f"in a row of {table}"
    for word in words:
        if any(_in(word, line.episode.text) for line in await rank(s.parts, word)):
            return "in recall"
    return None


def _row_with(tx: Tx, words: Sequence[str]) -> str | None:
    """The first table that holds one of `words`, read here and not by what is being tested."""
    for table in rows.names(tx):
        for row in tx.execute(f'SELECT * FROM "{table}"'):
            if any(isinstance(value, str) and _in(word, value) for value in row for word in words):
                return table
    return None


def _in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
