"""Pages of days as they are kept: sentences, the words that each stands on, and what the person wants on no page.

Guarantees: a page is a view: writing it anew replaces it, and touches no episode; no source, no sentence.
Does not: choose what stands on a page; `memory.page` does. Recall never reads pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from samantha.ports import Tx
from samantha.store import episodes
from samantha.store.facts import SEALED
from samantha.store.times import EPOCH, from_columns, to_columns
from samantha.types import Episode, Span

AWAY = timedelta(hours=15)
"""No clock on earth is farther from UTC."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a page."""

    part: str
    """`day`, `learned` or `others`."""
    text: str
    sources: tuple[Span, ...]
    trust: int
    """The lowest of its sources, as in facts."""
    secret: bool
    """One of its sources was told in confidence."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one day."""

    day: date
    written: datetime
    retired: bool
    sentences: tuple[Sentence, ...]

    @property
    def trust(self) -> int:
        """The lowest of its sentences."""
        return min((sentence.trust for sentence in self.sentences), default=0)

    @property
    def secret(self) -> bool:
        """Whether any of it was told in confidence."""
        return any(sentence.secret for sentence in self.sentences)


def told_on(tx: Tx, day: date) -> list[Episode]:
    """The episodes of `day`, by the clock of the place where each was said, in order, without what is sealed or was
    said in play.
    """
    begin = datetime.combine(day, time(), EPOCH.tzinfo)
    low, high = (to_columns(at)[0] for at in (begin - AWAY, begin + timedelta(days=1) + AWAY))
    rows = tx.execute(
        f"SELECT {episodes.COLUMNS} FROM episodes WHERE at_us >= ? AND at_us < ?"
        " AND id NOT IN (SELECT episode FROM episode_labels WHERE label = ?) ORDER BY id",
        (low, high, SEALED),
    )
    return [found for found in map(episodes.episode, rows) if found.at.date() == day and not found.played]


def days_told(tx: Tx, since: date, until: date) -> list[date]:
    """The days from `since` to `until`, both included, on which anything happened."""
    low = to_columns(datetime.combine(since, time(), EPOCH.tzinfo) - AWAY)[0]
    high = to_columns(datetime.combine(until, time(), EPOCH.tzinfo) + timedelta(days=1) + AWAY)[0]
    rows = tx.execute(
        "SELECT DISTINCT date(at_us / 1000000 + offset_s, 'unixepoch') FROM episodes WHERE at_us >= ? AND at_us < ?",
        (low, high),
    )
    return sorted(day for day in (date.fromisoformat(row[0]) for row in rows) if since <= day <= until)


def put(tx: Tx, day: date, written: datetime, sentences: Sequence[Sentence]) -> int:
    """Write the page of `day` in place of what was there; how many sentences. A retired page stays retired.

    A sentence of which an episode was forgotten or sealed meanwhile is left out.
    """
    at_us, offset_s, _ = to_columns(written)
    tx.execute(
        "INSERT INTO pages (day, written_us, written_offset_s) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET"
        " written_us = excluded.written_us, written_offset_s = excluded.written_offset_s",
        (day.isoformat(), at_us, offset_s),
    )
    page, retired = next(iter(tx.execute("SELECT id, retired FROM pages WHERE day = ?", (day.isoformat(),))))
    tx.execute("DELETE FROM page_sentences WHERE page = ?", (page,))
    if retired:
        return 0
    fit = [one for one in sentences if one.sources and all(_stands(tx, span) for span in one.sources)]
    for place, one in enumerate(fit, 1):
        tx.execute(
            "INSERT INTO page_sentences (page, place, part, text, trust, secret) VALUES (?, ?, ?, ?, ?, ?)",
            (page, place, one.part, one.text, one.trust, int(one.secret)),
        )
        sentence = tx.last_id
        spans = [(sentence, span.episode, span.start, span.end) for span in dict.fromkeys(one.sources)]
        tx.executemany("INSERT INTO page_sources (sentence, episode, start, end) VALUES (?, ?, ?, ?)", spans)
    return len(fit)


def _stands(tx: Tx, span: Span) -> bool:
    rows = tx.execute(
        "SELECT 1 FROM episodes WHERE id = ? AND id NOT IN (SELECT episode FROM episode_labels WHERE label = ?)",
        (span.episode, SEALED),
    )
    return any(True for _ in rows)


def page(tx: Tx, day: date) -> Page | None:
    """The page of `day`, also a retired one; None where none was written or nothing is left of it."""
    for id, written_us, offset_s, retired in tx.execute(
        "SELECT id, written_us, written_offset_s, retired FROM pages WHERE day = ?", (day.isoformat(),)
    ):
        rows = list(
            tx.execute("SELECT id, part, text, trust, secret FROM page_sentences WHERE page = ? ORDER BY place", (id,))
        )
        sentences = tuple(_sentence(tx, row) for row in rows)
        if sentences or retired:
            return Page(day, from_columns(written_us, offset_s, None), bool(retired), sentences)
    return None


def last_day(tx: Tx) -> date | None:
    """The last day of which there is a page with something on it."""
    rows = tx.execute("SELECT max(day) FROM pages WHERE retired = 0 AND id IN (SELECT page FROM page_sentences)")
    return next((date.fromisoformat(row[0]) for row in rows if row[0]), None)


def retire(tx: Tx, day: date) -> None:
    """The person does not want this page: its sentences go, and no job writes them again."""
    tx.execute("UPDATE pages SET retired = 1 WHERE day = ?", (day.isoformat(),))
    tx.execute("DELETE FROM page_sentences WHERE page IN (SELECT id FROM pages WHERE day = ?)", (day.isoformat(),))


def restore(tx: Tx, day: date) -> None:
    """The person wants a page of this day again."""
    tx.execute("UPDATE pages SET retired = 0 WHERE day = ?", (day.isoformat(),))


def retire_sentence(tx: Tx, day: date, place: int) -> bool:
    """The person wants these words on no page; False where there is no such sentence."""
    rows = tx.execute(
        "SELECT s.id FROM page_sentences AS s JOIN pages AS p ON p.id = s.page WHERE p.day = ? ORDER BY s.place",
        (day.isoformat(),),
    )
    ids = [int(row[0]) for row in rows]
    if not 1 <= place <= len(ids):
        return False
    id = ids[place - 1]
    tx.execute(
        "INSERT OR IGNORE INTO page_retired SELECT episode, start, end FROM page_sources WHERE sentence = ?", (id,)
    )
    tx.execute("DELETE FROM page_sentences WHERE id = ?", (id,))
    return True


def unwanted(tx: Tx, ids: Sequence[int]) -> frozenset[Span]:
    """Of these episodes, the words that the person wants on no page."""
    rows = tx.execute(
        f"SELECT episode, start, end FROM page_retired WHERE episode IN ({', '.join('?' * len(ids))})", ids
    )
    return frozenset(Span(int(episode), int(start), int(end)) for episode, start, end in rows)


def _sentence(tx: Tx, row: Sequence[Any]) -> Sentence:
    id, part, text, trust, secret = row
    spans = tx.execute("SELECT episode, start, end FROM page_sources WHERE sentence = ? ORDER BY episode, start", (id,))
    sources = tuple(Span(int(episode), int(start), int(end)) for episode, start, end in spans)
    return Sentence(part, text, sources, int(trust), bool(secret))
