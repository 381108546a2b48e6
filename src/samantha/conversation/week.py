"""The page of a week: calls made, letters sent, people met and evenings without her, each with the words it stands on.

Guarantees: reads only; counted anew each time from what the person said, so that forgetting and better rules need
nothing more; one thing told twice counts once; an evening counts only when it is over and she was in use before it.
Does not: compare weeks, keep streaks, or count what was not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from samantha.care.given import Given, What, given_in
from samantha.memory.dates import times_in
from samantha.people import who
from samantha.ports import Tx
from samantha.store import given as rows
from samantha.store import people
from samantha.types import Episode, Span

LATER = timedelta(days=3)
"""So long after a week something of it may still be told: "on Sunday I called my mum"."""
SHORT = 3
"""A week with her on no more days than this is a short one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was done, in the person's words."""

    what: What
    day: date
    words: str
    source: Span
    off: bool
    """The person took it off the page."""


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    first: date
    last: date
    items: tuple[Item, ...]
    """Everything, also what was taken off, in the order of the days."""
    evenings: tuple[date, ...]
    """The evenings that are over and were spent without her."""
    days_here: int
    """On how many days the person talked with her."""
    over: bool

    def count(self, what: What) -> int:
        """How many things of a kind count."""
        return sum(item.what == what and not item.off for item in self.items)

    @property
    def short(self) -> bool:
        """Little of it was spent with her."""
        return self.days_here <= SHORT


def read_week(tx: Tx, day: date, now: datetime) -> Week:
    """The week that `day` lies in, as it stands at `now`, aware and in the person's zone."""
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    # A day wider on both sides: which day it was is said by the clock of the speaker, whatever zone that was in.
    start = datetime.combine(first - timedelta(days=1), time.min, now.tzinfo)
    end = datetime.combine(last + timedelta(days=2), time.min, now.tzinfo)
    items: list[Item] = []
    seen: set[tuple[object, ...]] = set()
    off = rows.taken_off(tx)
    for episode in rows.told(tx, start, end + LATER):
        for one in given_in(episode.text):
            item = _item(tx, episode, one, off)
            key = _key(tx, item) if item is not None and first <= item.day <= last else None
            if item is not None and key is not None and key not in seen:
                seen.add(key)
                items.append(item)
    items.sort(key=lambda item: (item.day, item.source.episode, item.source.start))
    here = [day for day in rows.days_here(tx, start, end) if first <= day <= last]
    return Week(first, last, tuple(items), _evenings(tx, first, start, end, now), len(here), now.date() > last)


def _item(tx: Tx, episode: Episode, one: Given, off: set[tuple[int, int]]) -> Item | None:
    """None for a name that is nobody's: "I visited Ghent"."""
    span = Span(episode.id, one.start, one.end)
    if not one.sure and not people.overlapping(tx, span):
        return None
    words = episode.text[one.start : one.end]
    return Item(one.what, _day(words, episode.at), words, span, (episode.id, one.start) in off)


def _day(words: str, said: datetime) -> date:
    """The day that the words name, if it lies before they were said; else the day of saying."""
    named = [timed.when.start.date() for timed in times_in(words, said, past=True) if timed.when.precision != "year"]
    days = [day for day in named if timedelta() <= said.date() - day <= timedelta(days=13)]
    return days[0] if len(days) == 1 else said.date()


def _key(tx: Tx, item: Item) -> tuple[object, ...]:
    """The same for two tellings of one thing: kind, day, and with whom; where nobody is known, the words."""
    ids = {who.same_as(tx, mention.person)[0] for mention in people.overlapping(tx, item.source)}
    return (item.what, item.day, tuple(sorted(ids)) or " ".join(item.words.casefold().split()))


def _evenings(tx: Tx, first: date, start: datetime, end: datetime, now: datetime) -> tuple[date, ...]:
    begun = rows.first_day(tx)
    if begun is None:
        return ()
    here = rows.evenings_here(tx, start, end)
    days = [first + timedelta(days=n) for n in range(7)]
    return tuple(day for day in days if begun < day < now.date() and day not in here)
