"""Patterns over many turns out of which a change of her manner is proposed, with the thresholds stated.

Guarantees: pure; nothing is proposed from fewer turns than its threshold; the reason counts and quotes nobody.
Does not: read the journal or write a proposal down (`growth_look`); what is sealed or not the person's is not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from samantha.care.candour import PAUSE
from samantha.care.farewell import notice_leaving
from samantha.conversation.growth import Proposal

LATELY = 40
"""Replies that a pattern is looked for in, the latest."""
CUT, CUT_SHARE, WORTH_CUTTING = 8, 0.25, 12
"""So many replies of more than so many words were stopped, and that share of such replies: she talks too long."""
MORE = 6
"""So often more was asked for: she talks too little."""
SHORT_ANSWERS, SHORT_SHARE, SHORT = 10, 0.5, 2
"""So many questions were answered with so few words, and that share of them: she asks too much."""
CORRECTED, CORRECTED_WITHIN = 3, timedelta(days=30)
"""So often one thing was put right within so long: she should bring up less."""
SITTINGS, ALIKE, NEAR = 10, 8, 0.25
"""Of so many sittings so many ended with a goodbye, each about as long as the middle one: then it can be short."""
SHORTEST, LONGEST = timedelta(minutes=3), timedelta(minutes=90)
"""Sittings outside of this say nothing about a habit."""
KEPT_SOURCES = 3
"""How many of the episodes an entry stands on: the latest."""
_MORE = re.compile(
    r"^\W*(?:go on|tell me more|and then|say more|more|and|keep going|continue|what else|elaborate)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the person, with what she said to it."""

    id: int
    at: datetime
    heard: str
    said: str
    """Empty where nothing was said."""
    cut: bool
    """The person stopped her."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The person put right what was believed of one slot."""

    episode: int
    at: datetime
    slot: str


def find_patterns(turns: Sequence[Turn], edits: Sequence[Edit], now: datetime) -> list[Proposal]:
    """What the latest turns, oldest first, would have proposed; what is clearest first."""
    late = turns[-LATELY:]
    looked: tuple[Callable[[], Proposal | None], ...] = (
        lambda: _cut_short(late),
        lambda: _asks_too_much(late),
        lambda: _wants_more(late),
        lambda: _put_right(edits, now),
        lambda: _leaves_alike(turns),
    )
    return [found for look in looked if (found := look()) is not None]


def sittings(turns: Sequence[Turn]) -> list[list[Turn]]:
    """The turns by sitting: a pause between two turns ends one."""
    found: list[list[Turn]] = []
    for turn in turns:
        if found and timedelta() <= turn.at - found[-1][-1].at < PAUSE:
            found[-1].append(turn)
        else:
            found.append([turn])
    return found


def _cut_short(turns: Sequence[Turn]) -> Proposal | None:
    long = [turn for turn in turns if turn.cut or len(turn.said.split()) > WORTH_CUTTING]
    cut = [turn for turn in long if turn.cut]
    if len(cut) < CUT or len(cut) < CUT_SHARE * len(long):
        return None
    reason = f"Of my last {len(turns)} replies you stopped {len(cut)} before their end."
    return Proposal("length", "shorter", reason, _latest(turn.id for turn in cut))


def _wants_more(turns: Sequence[Turn]) -> Proposal | None:
    more = [turn for before, turn in pairwise(turns) if before.said and _MORE.match(turn.heard)]
    if len(more) < MORE:
        return None
    reason = f"After {len(more)} of my last {len(turns)} replies you asked me to go on."
    return Proposal("length", "longer", reason, _latest(turn.id for turn in more))


def _asks_too_much(turns: Sequence[Turn]) -> Proposal | None:
    asked = [
        after
        for before, after in pairwise(turns)
        if before.said.rstrip().endswith("?") and after.at - before.at < PAUSE
    ]
    short = [turn for turn in asked if len(turn.heard.split()) <= SHORT]
    if len(short) < SHORT_ANSWERS or len(short) < SHORT_SHARE * len(asked):
        return None
    reason = f"Of my last {len(asked)} questions you answered {len(short)} with a word or two."
    return Proposal("questions", "fewer", reason, _latest(turn.id for turn in short))


def _put_right(edits: Sequence[Edit], now: datetime) -> Proposal | None:
    late = [edit for edit in edits if timedelta() <= now - edit.at <= CORRECTED_WITHIN]
    for slot in dict.fromkeys(edit.slot for edit in reversed(late)):
        of_it = [edit for edit in late if edit.slot == slot]
        if len(of_it) >= CORRECTED:
            reason = f"Within thirty days you put right {len(of_it)} times what I believed about one thing."
            return Proposal("memory", "seldom", reason, _latest(edit.episode for edit in of_it))
    return None


def _leaves_alike(turns: Sequence[Turn]) -> Proposal | None:
    late = sittings(turns)[-SITTINGS:]
    if len(late) < SITTINGS:
        return None
    middle = timedelta(seconds=median(_length(sitting).total_seconds() for sitting in late))
    if not SHORTEST <= middle <= LONGEST:
        return None
    alike = [sitting for sitting in late if abs(_length(sitting) - middle) <= NEAR * middle]
    left = [sitting[-1] for sitting in alike if notice_leaving(sitting[-1].heard) is not None]
    if len(left) < ALIKE:
        return None
    minutes = round(middle.total_seconds() / 60)
    reason = f"{len(left)} of your last {len(late)} talks ended with a goodbye after about {minutes} minutes."
    return Proposal("goodnight", "brief", reason, _latest(turn.id for turn in left))


def _length(sitting: Sequence[Turn]) -> timedelta:
    return sitting[-1].at - sitting[0].at


def _latest(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(ids)[-KEPT_SOURCES:])
