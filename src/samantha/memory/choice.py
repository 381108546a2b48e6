"""Which of several lines that may answer is the one: the newest of those that tell the same thing, or the oldest.

Guarantees: pure; at most three lines, best first; none when nothing is more likely to answer than not.
Does not: measure; `weigh` does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samantha.memory.cover import Aliases
from samantha.memory.parts import may_tell, parts_of
from samantha.memory.weigh import IN_KIND, NAMES, RARE, Asked, measure
from samantha.memory.words import FUNCTION, sentences, words
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

MOST = 3
"""Lines in an answer, at most."""
KNOWN = 0.6
"""Log-odds, with its lead, above which a line answers: about nine of ten questions that nothing answers stay below."""
KNOWN_TABLES = -0.7
"""The same, where the tables find enough of the question in it and an answer of the kind asked for."""
FLOOR = -1.5
"""Nothing below this is told, beside whatever."""
AHEAD, MOST_AHEAD = 0.3, 4.0
"""What a lead over the next line adds, and the lead that counts at most."""
SAME = 1.0
"""A newer line so little below the best one takes its place."""
SAME_CHANGED = 3.5
"""The same, for a newer line that says that something changed."""
AS_MUCH = 0.8
"""Part of what the best one holds of the question that another must hold to tell the same."""
LIKELY = 2.5
"""A line so little below the best one is told too."""
ENDED_FLOOR = 5.0
"""A later line that ends what the best one tells may be so far below it."""
CHANGE = re.compile(
    r"\b(?:now|no longer|not any ?more|anymore|any more|instead|moved|changed|change|switched|new|correction|"
    r"i was wrong|i meant|turns out|turned out|these days|from now on|rescheduled|postponed|brought forward|pushed|"
    r"cancelled|swapped|left|quit|gave up|packed in|stopped|sold|replaced|renamed|update|mistake|after all|broke up|"
    r"split up|put (?:up|down|back)|upped|retraining|got rid of)\b",
    re.IGNORECASE,
)
_KIND = NAMES.index("kind")
_SOFT = NAMES.index("soft")
_VOUCHED = NAMES.index("vouched")
_NOBODY = NAMES.index("nobody")


@dataclass(frozen=True, slots=True)
class Part:
    """The sentence or two of a line that answer best."""

    line: Recollection
    text: str
    row: tuple[float, ...]
    score: float

    @property
    def answers(self) -> bool:
        """It holds an answer of the kind asked for, about the ones asked about."""
        return self.row[_KIND] >= IN_KIND and not self.row[_NOBODY]


def weigh_lines(
    asked: Asked, lines: Sequence[Recollection], before: Mapping[int, Sequence[Episode]], aliases: Aliases
) -> list[Part]:
    """The best part of each line, best first. Samantha's own lines are no evidence."""
    out: list[Part] = []
    for line in lines:
        if line.episode.who == SAMANTHA or line.episode.id not in asked.sense.lines:
            continue
        parts = [
            Part(line, window.text, row, asked.sense.net.score(row))
            for window in parts_of(line.episode, before.get(line.episode.id, ()))
            if may_tell(line.episode, window, asked.question.ask.question)
            for row in [measure(asked, window, line, aliases)]
        ]
        if parts:
            out.append(max(parts, key=lambda part: part.score))
    return sorted(out, key=lambda part: (-part.score, -part.line.episode.id))


def choose(asked: Asked, parts: Sequence[Part], *, past: bool, several: bool) -> list[Part]:
    """The parts to answer with, the one that answers first."""
    top = parts[0] if parts else None
    if top is None or _sure(parts) <= (KNOWN_TABLES if top.row[_VOUCHED] else KNOWN):
        return []
    if several:
        return [part for part in parts if part.score > FLOOR and part.score >= top.score - SAME_CHANGED][:MOST]
    same = [part for part in parts if _tells_the_same(top, part)]
    first = min(same, key=_when) if past else max(same, key=_when)
    if not past:
        first = _ended(asked, first, parts) or first
    rest = [
        part
        for part in parts
        if part is not first
        and part not in same
        and part.line.episode.who == PERSON
        and part.score >= max(top.score - LIKELY, FLOOR)
    ]
    return [first, *rest][:MOST]


def _sure(parts: Sequence[Part]) -> float:
    """The best one's log-odds, and some more the farther it stands above the next."""
    ahead = parts[0].score - parts[1].score if len(parts) > 1 else MOST_AHEAD
    return parts[0].score + AHEAD * min(ahead, MOST_AHEAD)


def _when(part: Part) -> int:
    return part.line.episode.id


def _tells_the_same(top: Part, part: Part) -> bool:
    """It answers too, from the same source, and just as well, or it speaks of a change, or the best one does."""
    if part is top:
        return True
    if not part.answers or part.line.episode.who != top.line.episode.who:
        return False
    if part.row[_SOFT] < AS_MUCH * top.row[_SOFT]:
        return False
    newer = part if _when(part) > _when(top) else top
    reach = SAME_CHANGED if CHANGE.search(newer.text) else SAME
    return part.score >= max(top.score - reach, FLOOR - reach)


def _ended(asked: Asked, top: Part, parts: Sequence[Part]) -> Part | None:
    """A later line that ends what the best one tells: "Dr Hanlon has left, I'm with Dr Mistry now"."""
    told = _own_words(asked, top.text)
    later = [
        part
        for part in parts
        if _when(part) > _when(top)
        and part.line.episode.who == top.line.episode.who
        and part.score >= top.score - ENDED_FLOOR
        and CHANGE.search(part.text)
        and told & _own_words(asked, part.text)
    ]
    return max(later, key=_when, default=None)


def _own_words(asked: Asked, text: str) -> set[str]:
    """The rare words of `text`, as stems, that the question does not hold."""
    return {
        word.stem
        for sentence in sentences(text)
        for word in words(sentence)
        if word.stem not in asked.question.stems
        and word.stem not in FUNCTION
        and asked.sense.rarity.get(word.low, 0.0) >= RARE
    }
