"""What plain words of life say of a feeling, which a model taught on comments does not hear: "the house is so quiet".

Guarantees: pure; each kind of tidings is a table of phrases (`cues`), a few feelings it may mean, and how good it is.
Does not: say that somebody feels so. It only lowers what the model must see before a feeling counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from samantha.conversation.cues import cue
from samantha.conversation.doings import Doing


@dataclass(frozen=True, slots=True)
class Tidings:
    """One kind of news about how somebody feels."""

    feelings: tuple[str, ...]
    """GoEmotions labels, of which the likeliest counts."""
    worth: float
    """-1, bad, to 1, good."""


_TOLD: tuple[tuple[str, Tidings], ...] = (
    ("loss", Tidings(("sadness", "grief"), -0.8)),
    ("lonely", Tidings(("sadness",), -0.6)),
    ("let_down", Tidings(("disappointment", "sadness"), -0.6)),
    ("fright", Tidings(("nervousness", "fear"), -0.5)),
    ("regret", Tidings(("remorse", "sadness"), -0.7)),
    ("shame", Tidings(("embarrassment",), -0.5)),
    ("tender", Tidings(("love", "joy"), 0.7)),
    ("relieved", Tidings(("relief", "joy"), 0.7)),
    ("unsure", Tidings(("confusion",), -0.1)),
)
_DONE: dict[Doing, Tidings] = {
    "celebrating": Tidings(("joy", "excitement", "pride"), 0.8),
    "venting": Tidings(("anger", "annoyance"), -0.7),
    "joking": Tidings(("amusement",), 0.2),
}


def tidings_in(text: str, doing: Doing) -> tuple[Tidings, ...]:
    """The tidings in `text`, with straight quotes, by somebody who is `doing` that with it."""
    told = tuple(kind for name, kind in _TOLD if cue(name).search(text))
    if doing == "celebrating":  # "no more chemo" is good news about a bad thing
        told = tuple(kind for kind in told if kind.worth > 0)
    return (*told, _DONE[doing]) if doing in _DONE else told
