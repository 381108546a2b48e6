"""The pages of an export that a person reads: a day, a person, what is believed, and what all the files are.

Guarantees: pure; words that were said stand in quotation blocks, exactly as they were said, line by line.
Does not: leave out or shorten anything that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samantha.memory.when import DAYS, MONTHS
from samantha.store.belief import Belief
from samantha.types import PERSON, SAMANTHA, Episode

GIVEN_UP = ("corrected", "retired")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, for a page and a card."""

    id: int
    file: str
    """Name of the page, without ending."""
    name: str
    also: tuple[str, ...]
    relation: str | None
    addresses: tuple[str, ...]
    episodes: tuple[int, ...]
    """Where they came up, in the order of writing."""


def day_file(day: date) -> str:
    """`days/2026/2026-03-03.md`."""
    return f"days/{day.year:04d}/{day.isoformat()}.md"


def day_in_words(day: date) -> str:
    """`Tuesday, 3 March 2026`."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def day_page(day: date, episodes: Sequence[Episode], noted: Sequence[str] = ()) -> str:
    """Everything of one day, in the order of the clock, and under it what she noted of that day."""
    rows = [f"# {day_in_words(day)}", "", *[_entry(episode, f"{episode.at:%H:%M}") for episode in episodes]]
    rows += ["## What she noted", "", *[f"- {' '.join(told.split())}" for told in noted], ""] if noted else []
    return "\n".join(rows)


def person_page(somebody: Somebody, beliefs: Sequence[Belief], episodes: Sequence[Episode]) -> str:
    """One person: what they are called, what is believed of them, and every line in which they came up."""
    rows = [f"# {somebody.name}", ""]
    rows += [f"- your {somebody.relation}"] if somebody.relation and somebody.relation != somebody.name else []
    rows += [f"- also called {name}" for name in somebody.also]
    rows += [f"- mail: {address}" for address in somebody.addresses]
    rows += _believed(beliefs)
    rows += ["", "## Where they came up", ""]
    rows += [_entry(episode, _day_and_hour(episode.at)) for episode in episodes]
    return "\n".join(rows) + ("" if episodes else "\n")


def about_page(beliefs: Sequence[Belief]) -> str:
    """What is believed about the person of this home."""
    return "\n".join(["# About you", *(_believed(beliefs) or ["", "Nothing was learned yet."])]) + "\n"


def readme(made: datetime, files: Mapping[str, str], left_out: Mapping[str, str]) -> str:
    """`README.txt`: what every file is. `files`: path -> a line; `left_out`: table -> why it is not here."""
    width = max(map(len, files), default=0) + 2
    rows = [
        f"Your life as you told it to Samantha, taken along on {day_in_words(made.date())}.",
        "",
        "Nothing in this folder is locked: whoever can open it can read it. Keep it where you would keep a diary.",
        "Everything is plain text in UTF-8. The .md files read well in any editor (they are Markdown); the .jsonl",
        "files hold one JSON object a line; calendar.ics and people.vcf open in any calendar and address book.",
        "",
        *[f"{path:<{width}}{what}" for path, what in files.items()],
        "",
        "Times are of the clock where something was said; in the .jsonl files they carry the offset from UTC. An",
        "episode is one thing that was said, heard, read or done; `who` is `person` for you, `samantha` for her, else",
        "a name. A fact stands on characters of an episode: fact_sources.jsonl says on which.",
        "",
        "Not here:",
        *[f"{table:<{width}}{why}" for table, why in left_out.items()],
        "",
        "manifest.json holds the SHA-256 of every file. With Samantha: samantha export --check FOLDER. Without her, on",
        "Linux or a Mac: sha256sum or shasum -a 256, and compare.",
    ]
    return "\n".join(rows) + "\n"


def _believed(beliefs: Sequence[Belief]) -> list[str]:
    now = [one for one in beliefs if one.retired is None and one.end is None]
    earlier = [one for one in beliefs if one not in now and one.why not in GIVEN_UP]
    rows: list[str] = []
    for title, some in (("What holds", now), ("What was", earlier)):
        if some:
            rows += ["", f"## {title}", "", *map(_belief, some)]
    return rows


def _belief(belief: Belief) -> str:
    said = [f"since {belief.start.date().isoformat()}"] if belief.start else []
    said += [f"until {belief.end.date().isoformat()}"] if belief.end else []
    said += [f"{belief.how} by {_who(belief.who)}", f"learned {belief.learned.date().isoformat()}"]
    return "- " + " ".join(f"{belief.text} ({', '.join(said)})".split())


def _entry(episode: Episode, when: str) -> str:
    how = f"{', in play' if episode.played else ''}{' (stopped there)' if episode.cut else ''}"
    quoted = "\n".join(f"> {line}" for line in episode.text.split("\n"))
    return f"**{_who(episode.who)}**, {when}{how}\n\n{quoted}\n"


def _day_and_hour(at: datetime) -> str:
    return f"[{at.date().isoformat()}](../{day_file(at.date())}), {at:%H:%M}"


def _who(who: str) -> str:
    return {PERSON: "you", SAMANTHA: "Samantha"}.get(who, who)
