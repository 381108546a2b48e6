"""Letters as they are kept: what was told for each, what was cut, and the sentences of a sealed one with their words.

Guarantees: a sealed letter is not written to again; every sentence but a bridge is kept with the words it stands on.
Does not: hold the words of answers twice; they are episodes. Composing and judging is `samantha.letters`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samantha.errors import LetterError
from samantha.ports import Tx
from samantha.store import episodes
from samantha.store.times import from_columns, to_columns
from samantha.types import Episode, Span

THREAD = "letter:"
"""How the thread of a letter's answers begins; its number follows."""
MEMORY = "memory"
"""The slot of what was told before the letter, and accepted into it."""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One letter, as kept."""

    id: int
    at: datetime
    last: datetime
    kind: str
    person: int | None
    draft: str
    episode: int | None
    """The sealed letter; None where it is not sealed."""


@dataclass(frozen=True, slots=True)
class KeptSentence:
    """A sentence of a sealed letter."""

    n: int
    text: str
    made: str
    part: str
    grounds: tuple[Span, ...]


def begin(tx: Tx, at: datetime, kind: str) -> int:
    """A new letter; gives its id."""
    at_us, offset_s, zone = to_columns(at)
    tx.execute(
        "INSERT INTO letters (at_us, offset_s, zone, last_us, kind, draft) VALUES (?, ?, ?, ?, ?, 'plainer')",
        (at_us, offset_s, zone, at_us, kind),
    )
    return tx.last_id


def tell(tx: Tx, letter: int, episode: int, slot: str, question: str, at: datetime) -> None:
    """`episode` was said for it. Raises LetterError `letter.sealed`."""
    _open(tx, letter)
    tx.execute("INSERT OR IGNORE INTO letter_told VALUES (?, ?, ?, ?)", (letter, episode, slot, question))
    tx.execute("UPDATE letters SET last_us = ? WHERE id = ?", (to_columns(at)[0], letter))


def told(tx: Tx, letter: int) -> list[tuple[Episode, str, str]]:
    """What was said for it, in order: the episode, the slot, the question."""
    rows = list(
        tx.execute("SELECT episode, slot, question FROM letter_told WHERE letter = ? ORDER BY episode", (letter,))
    )
    found = {one.id: one for one in episodes.many(tx, [int(row[0]) for row in rows])}
    return [(found[int(row[0])], str(row[1]), str(row[2])) for row in rows if int(row[0]) in found]


def cut(tx: Tx, letter: int, episode: int, start: int) -> None:
    """The sentence of `episode` that begins at `start` is not to be in it. Raises LetterError `letter.sealed`."""
    _open(tx, letter)
    tx.execute("INSERT OR IGNORE INTO letter_cuts VALUES (?, ?, ?)", (letter, episode, start))


def cuts(tx: Tx, letter: int) -> frozenset[tuple[int, int]]:
    """Episode and start of what was cut."""
    rows = tx.execute("SELECT episode, start FROM letter_cuts WHERE letter = ?", (letter,))
    return frozenset((int(row[0]), int(row[1])) for row in rows)


def choose(tx: Tx, letter: int, draft: str) -> None:
    """Which of the drafts it is to be. Raises LetterError `letter.sealed`."""
    _open(tx, letter)
    tx.execute("UPDATE letters SET draft = ? WHERE id = ?", (draft, letter))


def is_to(tx: Tx, letter: int, person: int) -> None:
    """Whom it is to, where they are known."""
    tx.execute("UPDATE letters SET person = ? WHERE id = ?", (person, letter))


def seal(tx: Tx, letter: int, episode: int, sentences: Sequence[KeptSentence]) -> None:
    """It is done: `episode` holds its text. Raises LetterError `letter.sealed`."""
    _open(tx, letter)
    for one in sentences:
        values = (letter, one.n, one.text, one.made, one.part)
        tx.execute("INSERT INTO letter_sentences VALUES (?, ?, ?, ?, ?)", values)
        for span in one.grounds:
            ground = (letter, one.n, span.episode, span.start, span.end)
            tx.execute("INSERT OR IGNORE INTO letter_grounds VALUES (?, ?, ?, ?, ?)", ground)
    tx.execute("UPDATE letters SET episode = ? WHERE id = ?", (episode, letter))


def sentences(tx: Tx, letter: int) -> list[KeptSentence]:
    """Those of a sealed letter, first to last."""
    rows = list(tx.execute("SELECT n, text, made, part FROM letter_sentences WHERE letter = ? ORDER BY n", (letter,)))
    grounds: dict[int, list[Span]] = {}
    found = tx.execute(
        "SELECT n, episode, start, end FROM letter_grounds WHERE letter = ? ORDER BY n, episode", (letter,)
    )
    for n, episode, start, end in found:
        grounds.setdefault(int(n), []).append(Span(int(episode), int(start), int(end)))
    return [KeptSentence(n, text, made, part, tuple(grounds.get(n, ()))) for n, text, made, part in rows]


def by_id(tx: Tx, id: int) -> KeptLetter | None:
    """One of them."""
    return next(iter(_found(tx, "id = ?", (id,))), None)


def everything(tx: Tx) -> list[KeptLetter]:
    """All of them, the oldest first."""
    return _found(tx, "1")


def unfinished(tx: Tx) -> KeptLetter | None:
    """The one that something was last said for and that is not sealed."""
    return max(_found(tx, "episode IS NULL"), key=lambda one: (one.last, one.id), default=None)


def _open(tx: Tx, letter: int) -> None:
    kept = by_id(tx, letter)
    if kept is None:
        raise LetterError("There is no such letter.", "`samantha write --list` shows them.", code="letter.unknown")
    if kept.episode is not None:
        raise LetterError("That letter is sealed.", "`samantha write --new` begins another.", code="letter.sealed")


def _found(tx: Tx, where: str, params: Sequence[Any] = ()) -> list[KeptLetter]:
    columns = "id, at_us, offset_s, zone, last_us, kind, person, draft, episode"
    rows = tx.execute(f"SELECT {columns} FROM letters WHERE {where} ORDER BY id", params)
    return [
        KeptLetter(id, from_columns(at, s, zone), from_columns(last, s, zone), kind, person, draft, episode)
        for id, at, s, zone, last, kind, person, draft, episode in rows
    ]
