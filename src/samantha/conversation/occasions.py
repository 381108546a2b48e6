"""What she might say unasked when a talk begins: a birthday, how something went, a doubt, somebody gone quiet.

Guarantees: reads only; each occasion is about one person or one thing, with the episodes that it stands on; nobody who
died, who is an ex, or with whom it ended badly is brought up; what the person has told already is not asked.
Does not: choose, spend or say; `unasked` does. Plans and doubts are in English, as the rules that read them are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from samantha.care.patterns import any_of, plain
from samantha.care.reserves import Kind, Occasion
from samantha.care.tongue import DEFAULT
from samantha.care.unasked import heavy, saying
from samantha.conversation import growth, growth_diary, rehearsal_room
from samantha.conversation.days import name_day
from samantha.memory import doubts
from samantha.memory.dates import times_in
from samantha.memory.facts import mentions
from samantha.people import who
from samantha.people.relations import kin
from samantha.ports import Tx
from samantha.store import episodes, facts, people
from samantha.store import unasked as rows
from samantha.store.factrow import Kept

SOON = 3
"""Days before a birthday on which it may be brought up: time for a card."""
QUIET_AFTER = timedelta(weeks=6)
"""Somebody close who has not come up for so long may be brought to mind."""
TALKED = 5
"""Days of talk since then, so that it is their silence and not hers."""
ASK_WITHIN = timedelta(days=5)
"""So long after something happened she may ask how it was."""
AFTER = timedelta(hours=3)
"""And not before it has been over for this long, where an hour was told."""
_CLOSE = frozenset("partner spouse husband wife girlfriend boyfriend fiancé fiancée friend".split()) | {
    "best friend",
    "old friend",
}
_OFTEN_RELATED, _OFTEN = 2, 5
"""Days on which somebody must have come up to count as close: with a relation that says so, and without."""
_MOST = 200
"""Episodes about somebody that are looked at."""
_HARD = re.compile(
    r"\b(?:operation|surgery|scan|mri|biopsy|chemo(?:therapy)?|results|hearing|trial|custody|court|diagnosis)\b"
)
_ASKED_AFTER = re.compile(
    r"\b(?:interview|exam|test|appointment|concert|wedding|christening|party|dinner|lunch|breakfast|trip|meeting|"
    r"presentation|talk|audition|race|marathon|date|visit|recital|match|game|viewing|reunion|exhibition|opening|show|"
    r"performance|play|premiere|lesson|class|course|rehearsal|hike|holiday|reading|vernissage|launch|pitch|review)\b"
)
_ENDED = any_of(
    r"""
    never (?:want|wants|wanted) to (?:see|hear|speak|talk)
    (?:no|broke off|cut off|breaking off) (?:all )?contact
    cut (?:him|her|them|my \w+|[a-z]+) (?:off|out)
    blocked (?:him|her|them|me|[a-z]+)
    (?:don't|do not|not) (?:talk|speak|talking|speaking) (?:to (?:each other|him|her|them) )?any ?more
    fell out|fallen out|falling out
    restraining order|stalk(?:s|ed|ing|er)
    abus(?:e|ed|es|ive|ing)|toxic|hit me|beat me|threatened me|hate (?:him|her|them)|cheated on
    """
)
_OF_BIRTHDAY = any_of(r"birthday|bday|present|presents|gift|cake|party|card|congratulat\w*")


@dataclass(frozen=True, slots=True)
class Told:
    """An occasion with the words for it."""

    occasion: Occasion
    text: str
    sources: tuple[int, ...]
    """The episodes it stands on; never empty."""
    done: Callable[[Tx], object] | None = None
    """What else is to be kept once it was said."""


Source: TypeAlias = Callable[[Tx, datetime, str], Iterator[Told]]


def occasions(tx: Tx, now: datetime, language: str = DEFAULT) -> list[Told]:
    """Everything that could be said at `now`, the best of each kind first; nothing that is to be left alone."""
    found = [told for source in SOURCES for told in source(tx, now, language)]
    bent = growth_diary.manner(tx) if found else growth.AS_SHE_BEGINS
    return [told for told in found if not growth.left_alone(bent, told.text)]


def birthdays(tx: Tx, now: datetime, language: str) -> Iterator[Told]:
    """Birthdays of today and the next days, the nearest first; the person's own on the day."""
    found: list[tuple[int, Kept]] = []
    for kept in facts.by_id(tx, rows.birthdays(tx)):
        day = next_birthday(kept.fact.value, kept.fact.learned_at, now.date())
        if day is not None and (day - now.date()).days <= SOON:
            found.append(((day - now.date()).days, kept))
    for days, kept in sorted(found, key=lambda pair: (pair[0], pair[1].fact.id)):
        told = _birthday(tx, now, days, kept, language)
        if told is not None:
            yield told


def _birthday(tx: Tx, now: datetime, days: int, kept: Kept, language: str) -> Told | None:
    about, sources = kept.fact.about, _sources(kept)
    year = (now + timedelta(days=days)).year
    if about is None:
        told = Told(Occasion("birthday", f"birthday:own:{year}", "own"), saying("own", language), sources)
        return told if days == 0 else None
    ids = who.same_as(tx, about)
    name = _called(tx, ids, language)
    if name is None or _left_alone(tx, ids) or _spoken_of_birthday(tx, ids, now):
        return None
    which = "today" if days == 0 else "tomorrow" if days == 1 else "soon"
    text = saying(which, language, name=name, days=str(days))
    return Told(Occasion("birthday", f"birthday:{ids[0]}:{year}", f"person:{ids[0]}"), text, sources)


def next_birthday(value: str, learned: datetime, today: date) -> date | None:
    """The first birthday on or after `today`, from the words that name its day; None where they name none."""
    days = [timed.when for timed in times_in(value, learned) if timed.when.precision == "day"]
    if len(days) != 1:
        return None
    born = days[0].start
    for year in (today.year, today.year + 1):
        leap = (born.month, born.day) == (2, 29) and not _is_leap(year)
        day = date(year, 2, 28) if leap else date(year, born.month, born.day)
        if day >= today:
            return day
    return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def went(tx: Tx, now: datetime, language: str) -> Iterator[Told]:
    """What was planned and has happened, the latest first, unless it was told of since."""
    for kept in facts.by_id(tx, rows.happened(tx, now - ASK_WITHIN, now)):
        start = kept.fact.valid_from
        thing = _thing(kept)
        if start is None or thing is None or kept.fact.about is not None:
            continue
        over = start + AFTER if kept.from_precision == "minute" else kept.fact.valid_to or start + timedelta(days=1)
        if now < over or any(mentions(thing, text) for _, _, text in rows.own_words(tx, start)):
            continue
        day = name_day(start, now)
        text = f"The {thing} was {day if day in ('today', 'yesterday') else f'on {day}'}. How was it?"
        kind: Kind = "hard" if _HARD.search(thing) else "plan"
        yield Told(Occasion(kind, f"plan:{kept.fact.id}", kept.fact.slot), text, _sources(kept))


def _thing(kept: Kept) -> str | None:
    """What it was, in the words in which it was told; None for what nobody asks after, such as a bin day."""
    wanted = set(kept.fact.slot.partition(":")[2].split())
    found = list(re.finditer(r"[\w'-]+", kept.fact.text.lower()))
    places = [match for match in found if match[0] in wanted]
    if not wanted or {match[0] for match in places} != wanted:
        return None
    thing = kept.fact.text[places[0].start() : places[-1].end()].lower()
    return thing if len(thing.split()) <= 6 and (_HARD.search(thing) or _ASKED_AFTER.search(thing)) else None


def doubtful(tx: Tx, now: datetime, language: str) -> Iterator[Told]:
    """Two tellings of which one can hold, the latest first."""
    for question in doubts.open_questions(tx, now):
        occasion = Occasion("doubt", f"doubt:{question.fact}:{question.against}", f"fact:{question.fact}")
        yield Told(occasion, question.text, question.episodes, lambda tx, asked=question: doubts.asked(tx, asked))


def gone_quiet(tx: Tx, now: datetime, language: str) -> Iterator[Told]:
    """People who are close and have not come up for long, family first; nobody where she herself was not talked to."""
    if rows.days_of_talk(tx, now - QUIET_AFTER) < TALKED:
        return
    seen: dict[int, list[rows.Known]] = {}
    for known in rows.known(tx):
        seen.setdefault(people.root(tx, known.person), []).append(known)
    found = [(root, group) for root, group in seen.items() if _is_quiet(group, now)]
    close = [(_closeness(tx, root, group), root, group) for root, group in found]
    for _, root, group in sorted((one for one in close if one[0] > 0), key=lambda one: (-one[0], one[1])):
        ids = who.same_as(tx, root)
        name = _called(tx, ids, language)
        if name is None or _left_alone(tx, ids):
            continue
        last = max(group, key=lambda known: known.last)
        text = saying("silence", language, name=name, weeks=str((now - last.last).days // 7))
        yield Told(Occasion("silence", f"silence:{root}:{last.episode}", f"person:{root}"), text, (last.episode,))


def _is_quiet(group: Sequence[rows.Known], now: datetime) -> bool:
    since = now - QUIET_AFTER
    return all(known.last < since and (known.met is None or known.met < since.date()) for known in group)


def _closeness(tx: Tx, root: int, group: Sequence[rows.Known]) -> int:
    """0: not close. Else the more the closer: the days on which they came up, family and partners before others."""
    relation = who.person(tx, root).relation
    days = sum(known.days for known in group)
    if relation is not None and (kin(relation) or relation in _CLOSE):
        return 1000 + days if days >= _OFTEN_RELATED else 0
    return days if relation is None and days >= _OFTEN else 0


def _left_alone(tx: Tx, ids: Sequence[int]) -> bool:
    """They died, they are an ex, or what was told of them says that it is over, or hurts."""
    person = who.person(tx, ids[0])
    if person.relation is not None and person.relation.startswith("ex"):
        return True
    if any(about in ids for about, _ in rows.deaths(tx)):
        return True
    where = sorted({mention.span.episode for mention in people.mentions(tx, ids)})[-_MOST:]
    texts = [episode.text for episode in episodes.many(tx, where)]
    return any(_ENDED.search(plain(text)) or heavy(text) == "grief" for text in texts)


def _spoken_of_birthday(tx: Tx, ids: Sequence[int], now: datetime) -> bool:
    """The person thinks of it already: they spoke of them and of a present, a card or the day itself just now."""
    where = {mention.span.episode for mention in people.mentions(tx, ids)}
    lately = rows.own_words(tx, now - timedelta(days=SOON + 1))
    return any(id in where and _OF_BIRTHDAY.search(text) for id, _, text in lately)


def _called(tx: Tx, ids: Sequence[int], language: str) -> str | None:
    """What to call them; somebody without a name only in English, where "your sister" can be said."""
    person = who.person(tx, ids[0])
    if person.names:
        return person.names[0]
    return f"your {person.relation}" if person.relation and language == DEFAULT else None


def _sources(kept: Kept) -> tuple[int, ...]:
    return tuple(dict.fromkeys(span.episode for span in kept.fact.sources))


def rehearsed(tx: Tx, now: datetime, language: str) -> Iterator[Told]:
    """A talk that was practised and has had its day: how it went is asked once."""
    follow_up = rehearsal_room.due(tx, now)
    if follow_up is not None and follow_up.episodes:
        subject = f"person:{follow_up.person}" if follow_up.person is not None else f"rehearsal:{follow_up.rehearsal}"
        occasion = Occasion("rehearsal", f"rehearsal:{follow_up.rehearsal}", subject)
        yield Told(occasion, follow_up.text, follow_up.episodes, lambda tx: rehearsal_room.asked(tx, follow_up))


SOURCES: tuple[Source, ...] = (birthdays, rehearsed, went, doubtful, gone_quiet)
"""Where occasions come from. A new one is added here, and its kind in `care.reserves`."""
