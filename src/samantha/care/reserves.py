"""Whether she may say something that nobody asked for: three budgets that the person sets, quiet hours, never twice.

Guarantees: pure; within any stretch as long as a budget's period no more is spent than the budget; nothing in quiet
hours, to somebody in grief or danger, about what was said before or was waved off; where it is not sure, silence.
Does not: find occasions, choose words, or remind anybody of her: an unasked word comes with the greeting of a talk
that the person began, and nowhere else. The question after a bad hour belongs to the crisis protocol: it costs nothing
and does not wait for the end of quiet hours, for whoever talks at night only would never hear it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

Reserve: TypeAlias = Literal["connection", "engagement", "energy"]
"""connection: bringing somebody of theirs to mind. engagement: asking after what they told. energy: asking after what
was hard."""
RESERVES: tuple[Reserve, ...] = get_args(Reserve)
Period: TypeAlias = Literal["day", "week"]
PERIODS: Mapping[Period, timedelta] = MappingProxyType({"day": timedelta(days=1), "week": timedelta(days=7)})
Kind: TypeAlias = Literal["return", "birthday", "rehearsal", "hard", "plan", "doubt", "silence"]
"""return: a gentle question after a bad hour. rehearsal: how the practised talk went. hard: how something hard went.
plan: how something went. doubt: which of two tellings holds. silence: somebody close who has not come up for long."""
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Which comes first where there are several occasions; only one is spoken of."""
Mood: TypeAlias = Literal["open", "grief", "danger", "upset", "tired", "busy", "leaving"]
"""How the person is, as far as it is known; she begins something only with one who is `open`."""
APART = timedelta(hours=6)
"""Between two unasked words; a talk that is opened again within it gets a plain hello."""
MOST = 20
"""The largest budget."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many unasked words in a period; 0: never."""

    words: int
    period: Period = "week"


Reserves: TypeAlias = Mapping[Reserve, Budget]
DEFAULT: Reserves = MappingProxyType({"connection": Budget(2), "engagement": Budget(3), "energy": Budget(1)})
"""What holds until the person sets another: together less than one unasked word a day."""
SPENDS: Mapping[Kind, tuple[Reserve | None, int]] = MappingProxyType(
    {
        "return": (None, 0),
        "birthday": ("connection", 1),
        "rehearsal": ("energy", 1),
        "hard": ("energy", 1),
        "plan": ("engagement", 1),
        "doubt": ("engagement", 1),
        "silence": ("connection", 1),
    }
)
"""What each kind of word spends, and how much of it."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet hours by the person's clock: `start` belongs to them, `end` does not; the two equal: the whole day."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        """Whether `at` lies in them; they may go over midnight."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


QUIET = Hours(time(22), time(8))
"""The quiet hours until the person sets others."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that could be said: one person, one reason."""

    kind: Kind
    key: str
    """What makes it the same thing: said once, it is not said again."""
    subject: str
    """Whom or what it is about; waved off once, it is left alone."""


@dataclass(frozen=True, slots=True)
class Spent:
    """An unasked word that was said."""

    at: datetime
    reserve: Reserve | None
    cost: int
    key: str = ""
    """Empty where what it was about has been forgotten."""
    subject: str = ""
    waved: bool = False
    """The person waved it off."""


Reason: TypeAlias = Literal["mood", "quiet hours", "said before", "waved off", "too soon", "empty"]


@dataclass(frozen=True, slots=True)
class Silent:
    """She says nothing of it."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Speak:
    """She may say it, and it spends this."""

    reserve: Reserve | None
    cost: int


def may_speak(
    reserves: Reserves, spent: Sequence[Spent], quiet: Hours | None, now: datetime, occasion: Occasion, mood: Mood
) -> Silent | Speak:
    """Whether `occasion` may be spoken of at `now`, aware and in the person's zone. `spent`: everything ever said."""
    own = occasion.kind == "return"
    if mood != "open" and not (own and mood == "danger"):
        return Silent("mood")
    if quiet is not None and not own and quiet.hold(now.time()):
        return Silent("quiet hours")
    if any(one.waved and one.subject == occasion.subject for one in spent):
        return Silent("waved off")
    if any(one.key == occasion.key for one in spent):
        return Silent("said before")
    if not own and any(abs(now - one.at) < APART for one in spent):
        return Silent("too soon")
    reserve, cost = SPENDS[occasion.kind]
    if reserve is not None and cost > left(reserves, spent, reserve, now):
        return Silent("empty")
    return Speak(reserve, cost)


def choose(
    reserves: Reserves,
    spent: Sequence[Spent],
    quiet: Hours | None,
    now: datetime,
    found: Iterable[Occasion],
    mood: Mood,
) -> tuple[Occasion, Speak] | None:
    """The one occasion to speak of, by the order of KINDS and then as given; None: she says nothing."""
    for occasion in sorted(found, key=lambda one: KINDS.index(one.kind)):
        answer = may_speak(reserves, spent, quiet, now, occasion, mood)
        if isinstance(answer, Speak):
            return occasion, answer
    return None


def left(reserves: Reserves, spent: Iterable[Spent], reserve: Reserve, now: datetime) -> int:
    """How much of `reserve` may be spent at `now`, 0 or more.

    Counts what was spent less than a period away on either side, so that a clock that is set back gives nothing anew.
    """
    budget = reserves.get(reserve, DEFAULT[reserve])
    near = PERIODS[budget.period]
    used = sum(one.cost for one in spent if one.reserve == reserve and abs(now - one.at) < near)
    return max(0, budget.words - used)


_TIME = re.compile(r"(?P<h>\d{1,2})(?:[:.h](?P<m>\d\d)?)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


def read_time(text: str) -> time | None:
    """A time of day as people write it: `22:00`, `8`, `10 pm`; None where it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found["h"]), int(found["m"] or 0), (found["half"] or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    hour = 0 if hour == 24 and not minute else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_hours(text: str) -> Hours | None:
    """Quiet hours as people write them: `22:00-8:00`, `10pm to 7am`; None where they are none."""
    parts = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*", text.strip(), flags=re.IGNORECASE)
    times = [read_time(part) for part in parts]
    if len(times) != 2 or times[0] is None or times[1] is None:
        return None
    return Hours(times[0], times[1])


def in_words(hours: Hours) -> str:
    """`22:00-08:00`."""
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}"
