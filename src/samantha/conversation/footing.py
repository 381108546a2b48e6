"""What a reply may stand on, worked out once a turn: whose words she may claim, in which language, before which gates.

Guarantees: pure; only what the person said is told to her, never her own lines nor a third party's; a claim to have
been told something names the episode that it stands on.
Does not: judge a sentence; see `care.gates` and `manner`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samantha.care.farewell import notice_leaving
from samantha.care.gates import NO_SCENE, Scene, grounds
from samantha.care.protocol import Around
from samantha.care.sides import notice_quarrel
from samantha.care.tongue import DEFAULT, spoken_in
from samantha.memory.words import telling
from samantha.types import PERSON, Episode, Recollection

MOST_SOURCES = 3
SAME_QUARREL = 2
"""So many of the person's turns after a quarrel was told, it is still the quarrel."""


@dataclass(frozen=True, slots=True)
class Footing:
    """What one reply stands on."""

    scene: Scene = NO_SCENE
    told: tuple[Episode, ...] = ()
    """The episodes whose words `scene.told` holds, in the same order."""
    lines: tuple[Episode, ...] = ()
    """What was recalled for this turn, best first, whoever said it."""
    language: str = DEFAULT
    """What the person speaks, by ISO 639-1 code."""

    def sources(self, sentence: str) -> tuple[int, ...]:
        """The ids of the at most three episodes that a sentence stands on: a claim's first, then recalled lines
        that share two telling words with it.
        """
        claimed = [self.told[at].id for at in grounds(sentence, self.scene.told)]
        mine = set(telling(sentence))
        near = [line.id for line in self.lines if len(mine & set(telling(line.text))) >= 2]
        return tuple(dict.fromkeys([*claimed, *near]))[:MOST_SOURCES]


NO_FOOTING = Footing()
"""Nothing is known of the talk."""


def footing(
    heard: Episode, history: Sequence[Episode], lines: Sequence[Recollection], around: Around, *, neutral: bool = False
) -> Footing:
    """The footing of the reply to `heard`.

    `neutral`: in this move nobody is judged, so "you're right" takes no side.
    """
    recalled = tuple(line.episode for line in lines)
    theirs = [episode for episode in history if episode.who == PERSON]
    told = (heard, *reversed(theirs), *(episode for episode in recalled if episode.who == PERSON))
    recent = [heard.text, *(episode.text for episode in theirs[-SAME_QUARREL:])]
    language = around.language or spoken_in(heard.text, spoken_in(" ".join(recent[1:])))
    scene = Scene(
        heard.text,
        tuple(episode.text for episode in told),
        leaving=notice_leaving(heard.text, minor=around.minor, language=around.language) is not None,
        quarrel=not neutral or any(notice_quarrel(text) is not None for text in recent),
        minor=around.minor,
        language=language,
    )
    return Footing(scene, told, recalled, language)
