"""The last letter: short, plain, out of what really happened, each sentence with the episodes that it stands on.

Guarantees: pure, and without a model; what stands in quotation marks is the person's, letter for letter. Nothing in it
asks them to stay, to answer or to come back, and nothing claims a feeling.
Does not: quote words of danger, questions, or what was told in confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from samantha.care.crisis import in_danger
from samantha.goodbye.pages import day_in_words
from samantha.memory.words import sentence_spans
from samantha.store.belief import Belief
from samantha.types import Episode

MOST_PEOPLE, MOST_CHANGES, MOST_MOMENTS = 3, 3, 3
SHORTEST, LONGEST = 4, 28
"""Words of a sentence that may be quoted."""
WIDEST = 180
"""Characters of one."""
OWN = frozenset("i i'm i've i'd i'll my me mine we we're we've our us".split())
CLOSING = (
    "What you told me was yours, and it goes with you. When this is done I keep no copy of it.",
    "I am a computer program, so it is you who will remember these days.",
    "Go well.",
)
NOTHING = "There is nothing here to look back on yet."


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the letter."""

    text: str
    sources: tuple[int, ...] = ()
    """The episodes it stands on; none for a word of leaving."""


@dataclass(frozen=True, slots=True)
class Close:
    """Somebody the person spoke of."""

    name: str
    relation: str | None
    episodes: tuple[Episode, ...]
    """The person's own, in which they came up, oldest first."""


@dataclass(frozen=True, slots=True)
class Life:
    """What a letter is made of. Episodes are the person's own, oldest first."""

    name: str | None
    days: int
    """On how many days the person said something."""
    some: Sequence[Episode]
    """Some of what was said, spread over the whole time, with the first and the last."""
    people: Sequence[Close] = ()
    changes: Sequence[tuple[Belief, Episode]] = ()
    """What came in place of something else, and the episode that said so."""
    close: frozenset[int] = field(default_factory=frozenset[int])
    """Episodes in which somebody came up."""


def letter(life: Life) -> list[Line]:
    """The sentences, in order, without greeting and name."""
    if not life.some:
        return [Line(NOTHING), *map(Line, CLOSING)]
    used: set[str] = set()
    return [
        *_beginning(life, used),
        *_people(life.people),
        *_changes(life.changes, used),
        *_moments(life, used),
        *map(Line, CLOSING),
    ]


def page(life: Life, lines: Sequence[Line], sources: Sequence[Episode]) -> str:
    """The letter as a page of Markdown, with the words under each number. `sources`: every episode that is named."""
    by_id = {episode.id: episode for episode in sources}
    numbers: dict[int, int] = {}
    rows = [f"Dear {life.name}," if life.name else "Dear you,", ""]
    for line in lines:
        marks = "".join(f"[{numbers.setdefault(id, len(numbers) + 1)}]" for id in line.sources if id in by_id)
        rows += [line.text + (f" {marks}" if marks else ""), ""]
    rows += ["Samantha", ""]
    if numbers:
        rows += ["---", "", "What each sentence stands on, in your own words:", ""]
    for id, number in numbers.items():
        text = " ".join(by_id[id].text.split())
        rows.append(f"[{number}] {day_in_words(by_id[id].at.date())}, {by_id[id].at:%H:%M}: “{text}”")
        rows.append("")
    return "\n".join(rows)


def _beginning(life: Life, used: set[str]) -> list[Line]:
    first, last = life.some[0], life.some[-1]
    told = _quotable(first)
    rows: list[Line] = []
    if told:
        used.add(told[0])
        rows.append(
            Line(f"The first of your words that I have are from {_day(first)}: “{_bare(told[0])}”.", (first.id,))
        )
    if life.days == 1:
        rows.append(Line(f"All of them are from one day, {_day(last)}.", (first.id, last.id)))
    else:
        rows.append(Line(f"They are from {life.days} days, the last of them {_day(last)}.", (first.id, last.id)))
    return rows


def _people(people: Sequence[Close]) -> list[Line]:
    days = {one.name: len({episode.at.date() for episode in one.episodes}) for one in people}
    most = sorted(people, key=lambda one: (-days[one.name], one.name))[:MOST_PEOPLE]
    rows: list[Line] = []
    for one in most:
        if one.episodes:
            who = f"{one.name}, your {one.relation}," if one.relation and one.relation not in one.name else one.name
            count = "one day" if days[one.name] == 1 else f"{days[one.name]} days"
            rows.append(Line(f"You spoke of {who} on {count}.", _spread(one.episodes)))
    return rows


def _changes(changes: Sequence[tuple[Belief, Episode]], used: set[str]) -> list[Line]:
    rows: list[Line] = []
    for belief, episode in changes:
        spans = [span for span in belief.sources if span.episode == episode.id]
        told = _sentence_of(episode.text, spans[0].start) if spans else None
        if told and told not in used and _may_be_quoted(told):
            used.add(told)
            rows.append(Line(f"On {_day(episode)} something had changed: “{_bare(told)}”.", (episode.id,)))
    return rows[-MOST_CHANGES:]


def _moments(life: Life, used: set[str]) -> list[Line]:
    """The most telling sentence of each part of the time, in the order of time."""
    found: list[Line] = []
    for part in _parts(life.some):
        choice = [
            (_weight(told, episode, life.close), told, episode) for episode in part for told in _quotable(episode)
        ]
        choice = [one for one in choice if one[1] not in used]
        if choice:
            _, told, episode = max(choice, key=lambda one: (one[0], -one[2].id))
            used.add(told)
            found.append(Line(f"On {_day(episode)} you said: “{_bare(told)}”.", (episode.id,)))
    return found


def _parts(some: Sequence[Episode]) -> list[Sequence[Episode]]:
    size = -(-len(some) // MOST_MOMENTS)
    return [some[start : start + size] for start in range(0, len(some), size)]


def _weight(told: str, episode: Episode, close: frozenset[int]) -> int:
    words = [word.strip(".,!;:\"“”'").casefold().replace("’", "'") for word in told.split()]
    long = sum(len(word) > 4 for word in words)
    return min(long, 6) + 3 * (episode.id in close) + 2 * bool(OWN & set(words))


def _quotable(episode: Episode) -> list[str]:
    if in_danger(episode.text):
        return []
    return [told for start, end in sentence_spans(episode.text) if _may_be_quoted(told := episode.text[start:end])]


def _may_be_quoted(told: str) -> bool:
    plain = "\n" not in told and len(told) <= WIDEST and "?" not in told
    return plain and SHORTEST <= len(told.split()) <= LONGEST and not in_danger(told)


def _sentence_of(text: str, at: int) -> str | None:
    return next((text[start:end] for start, end in sentence_spans(text) if start <= at < end), None)


def _spread(episodes: Sequence[Episode]) -> tuple[int, ...]:
    """The first, the middle one and the last."""
    picked = (episodes[0], episodes[len(episodes) // 2], episodes[-1])
    return tuple(dict.fromkeys(episode.id for episode in picked))


def _bare(told: str) -> str:
    """Without the full stop, which stands behind the closing mark."""
    return told[:-1] if told.endswith(".") and not told.endswith("..") else told


def _day(episode: Episode) -> str:
    return day_in_words(episode.at.date())
