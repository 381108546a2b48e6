"""The page of the day: asked for once the day is over, written in a quiet moment, from nothing but what was said.

Guarantees: no model; adds a view and touches no episode; a day's page is written once, and again only when asked.
Does not: serve as evidence: recall never reads a page. Days that were only imported get a page when it is asked for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samantha.jobs import Run, enqueue
from samantha.memory.page import Line, page_lines
from samantha.ports import Samantha, Tx
from samantha.store import facts, reflections, settings
from samantha.store.reflections import Sentence

KIND = "page"
UNTIL = "pages.until"
"""The setting that holds the last day whose page was asked for."""
BACK = timedelta(days=14)
"""How far back pages are written by themselves."""
MOST = 5_000
"""Episodes of one day that are weighed, the last ones: more come only from an import that knew no times."""


async def ask_for_pages(s: Samantha) -> None:
    """Ask for the page of each day that is over and was lived since the last time."""
    yesterday = s.clock.now().date() - timedelta(days=1)
    known = await s.store.read(settings.get, UNTIL)
    if known is not None and date.fromisoformat(known) >= yesterday:
        return
    since = yesterday - BACK
    if known is not None:
        since = max(since, date.fromisoformat(known) + timedelta(days=1))
    days = await s.store.read(reflections.days_told, since, yesterday)

    def ask(tx: Tx) -> None:
        for day in days:
            enqueue(tx, KIND, day.isoformat(), s.clock.now())
        settings.put(tx, UNTIL, yesterday.isoformat())

    await s.store.run(ask)


async def write_page(run: Run) -> None:
    """The job: compose the page of the day that the job is named after, and keep it."""
    day = date.fromisoformat(run.job.key)
    # Read and weighed on a reader's thread, so that a long day holds up no turn; kept in one short transaction.
    lines = await run.s.store.read(compose, day)
    await run.step("keep", reflections.put, day, run.s.clock.now(), lines)


def compose(tx: Tx, day: date) -> list[Sentence]:
    """The sentences of the page of `day`, as they would be written now."""
    told = reflections.told_on(tx, day)[-MOST:]
    ids = [episode.id for episode in told]
    learned = [kept.fact for kept in facts.at_episodes(tx, ids) if kept.fact.retired_at is None]
    return [_sentence(line) for line in page_lines(told, learned, reflections.unwanted(tx, ids))]


def write_now(tx: Tx, day: date, at: datetime) -> int:
    """Write the page of `day` at once, because the person asks for it, also a retired one; how many sentences."""
    reflections.restore(tx, day)
    return reflections.put(tx, day, at, compose(tx, day))


def _sentence(line: Line) -> Sentence:
    return Sentence(line.part, line.text, line.sources, line.trust, line.secret)
