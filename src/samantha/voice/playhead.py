"""How much of a reply was heard, from how much of its sound was played.

Guarantees: pure; more played is never less heard; everything played is everything heard; what is heard ends with a
whole word.
Does not: know where in a phrase a word is: it takes every letter to last as long, which `bench/voice.py` checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BEGUN = 0.5
"""So much of a word must have been played for it to count as heard."""


@dataclass(frozen=True, slots=True)
class Sounded:
    """A phrase and how long it sounds."""

    text: str
    seconds: float


@dataclass(slots=True)
class Playhead:
    """The phrases of one reply in the order in which they are played."""

    phrases: list[Sounded] = field(default_factory=list[Sounded])

    def add(self, text: str, seconds: float) -> None:
        """A phrase more; 0 seconds for a text without a sound, which is heard with what comes before it."""
        self.phrases.append(Sounded(text, seconds))

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(phrase.text for phrase in self.phrases)

    @property
    def seconds(self) -> float:
        """How long all of it sounds."""
        return sum(phrase.seconds for phrase in self.phrases)

    def heard(self, played: float) -> str:
        """The text of the first `played` seconds."""
        if played <= 0:
            return ""
        out: list[str] = []
        for phrase in self.phrases:
            if played >= phrase.seconds - 1e-6:
                out.append(phrase.text)
                played -= phrase.seconds
                continue
            out.append(begun_words(phrase.text, played / phrase.seconds))
            break
        return "".join(out).rstrip()


def begun_words(text: str, share: float) -> str:
    """The words of `text` of which at least half was said, when `share` of it (0 to 1) was."""
    said = share * len(text)
    end = 0
    for word in re.finditer(r"\S+", text):
        if word.start() + BEGUN * (word.end() - word.start()) > said:
            break
        end = word.end()
    return text[:end]
