"""The parts of a recalled line that may answer: its sentences, each with whose words they are and whom they point to.

Guarantees: pure; questions, wishes and dreams are no part, for they tell nothing.
Does not: compare anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from samantha.memory.ask import is_question
from samantha.memory.voices import own_part
from samantha.memory.when import Day
from samantha.memory.whose import SELF, THIRD
from samantha.memory.windows import Window, people_in, windows_of
from samantha.types import PERSON, Episode

PAUSE_S = 1800.0
"""After so many seconds of silence a "she" does not point back any more."""


_UNREAL = re.compile(
    r"\b(?:i wish|if (?:i|we|he|she|they|it|only)\b.*\b(?:had|were|was|would|could|'d)|imagine|pretend|i dreamt|"
    r"i dreamed|in (?:my|the|a) dream|"
    r"would(?:n't)? it be|as if|one day i(?:'d| would| might)|would love to have)\b",
    re.IGNORECASE,
)


SOMEBODY = frozenset({THIRD})
"""Who wrote what the person pasted or quoted."""
_OWN = re.compile(r"\b(?:i|i'm|me|my|mine|myself|we|our|ours|us)\b", re.IGNORECASE)


def parts_of(episode: Episode, before: Sequence[Episode]) -> list[Window]:
    """Each sentence of `episode`, and each with the one before it; `before` are the turns just before."""
    day, earlier = Day(episode.at.date()), _antecedent(episode, before)
    if episode.who != PERSON:
        sender = _sender(episode.who)
        return windows_of(episode.text, sender, day, earlier, sender=sender, skip=tells_nothing)
    own = own_part(episode.text)
    out = windows_of(own, frozenset({SELF}), day, earlier, skip=tells_nothing)
    if own.rstrip() != episode.text.replace("’", "'").replace("‘", "'").rstrip():
        # What they paste or quote is somebody else's: its "I" is not theirs.
        out += windows_of(episode.text, SOMEBODY, day, earlier, sender=SOMEBODY, skip=tells_nothing)
    return out


def may_tell(episode: Episode, window: Window, question: str) -> bool:
    """Whether a part may answer at all: what was pasted or quoted tells nothing about the person themselves."""
    return not (episode.who == PERSON and window.sender and _OWN.search(question))


def _antecedent(episode: Episode, before: Sequence[Episode]) -> list[str]:
    """The nearest of the turns before that names somebody, if the talk did not pause in between."""
    at = episode.at
    for turn in sorted((turn for turn in before if turn.who == episode.who), key=lambda turn: -turn.id):
        if abs((at - turn.at).total_seconds()) > PAUSE_S:
            return []
        if people_in(turn.text):
            return [turn.text]
        at = turn.at
    return []


def _sender(who: str) -> frozenset[str]:
    return frozenset(part.lower() for part in re.findall(r"[^\W\d_]+", who.split("<")[0])) or frozenset({THIRD})


def tells_nothing(sentence: str) -> bool:
    """It asks, or speaks of what is not: no answer stands in it."""
    return is_question(sentence) or bool(_UNREAL.search(sentence))
