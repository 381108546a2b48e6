"""Reading the moment: what the person is doing with these words, how they feel and how strongly, and what they want.

Guarantees: pure; never raises; danger comes first, leaving second; the same words and turns before give the same
moment, with any brain or none.
Does not: hear a voice, understand irony that no word gives away, or say anything; moves and prompts do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samantha.care.patterns import plain
from samantha.conversation.doings import Doing, Mood, Wants, brief, doing_of, wants_of
from samantha.conversation.feelings import Feelings, felt
from samantha.conversation.tidings import Tidings, tidings_in

__all__ = ["Doing", "Moment", "Wants", "read_moment"]

_VALENCE = {
    "joy": 1.0, "love": 1.0, "excitement": 0.9, "pride": 0.9, "gratitude": 0.8, "relief": 0.7, "admiration": 0.6,
    "amusement": 0.6, "optimism": 0.6, "caring": 0.3, "approval": 0.3, "desire": 0.1,
    "grief": -1.0, "sadness": -0.9, "anger": -0.9, "disgust": -0.8, "fear": -0.8, "remorse": -0.8,
    "disappointment": -0.7, "nervousness": -0.6, "embarrassment": -0.5, "annoyance": -0.6, "disapproval": -0.4,
    "confusion": -0.1,
}  # fmt: skip
"""How good or bad a feeling is: the sign is that of the GoEmotions paper's groups (Demszky et al., 2020), the size our
own; realization, curiosity and surprise are neither."""
_ANGRY = ("anger", "annoyance", "disgust")
_GLAD = ("joy", "excitement", "pride", "love", "gratitude", "relief")
_SAD = ("sadness", "grief", "disappointment", "remorse", "fear", "nervousness")
_MOODS: tuple[tuple[Mood, tuple[str, ...]], ...] = (("angry", _ANGRY), ("glad", _GLAD), ("sad", _SAD))
_CLEAR: dict[Mood, float] = {"angry": 0.4, "glad": 0.6, "sad": 0.4}
"""From here the strongest feelings settle what the words leave open."""
_FORMULA = ("greeting", "leaving")
"""What is said in these is custom: "good night" admires nobody."""
_CUSTOM = ("admiration", "approval", "curiosity", "excitement")
_LOUD = re.compile(r"!|\b[A-Z]{3,}\b|(\w)\1{2,}|\b(?:so|really|very|absolutely|never|ever|all|fuck\w*|god)\b")
_LOUDNESS = 0.08
"""What one loud sign adds to the strength; at most four count."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn of the person, as it was read."""

    doing: Doing
    wants: Wants
    feelings: tuple[str, ...]
    """GoEmotions labels that are likely enough, strongest first; never "neutral"."""
    valence: float
    """-1, bad, to 1, good."""
    strength: float
    """0, calm, to 1."""


def read_moment(words: str, feelings: Feelings, before: Sequence[str] = ()) -> Moment:
    """Read `words`. `feelings` comes from `feelings.weigh`, `before` holds the person's last turns, oldest first.

    Without feelings (`NO_FEELINGS`) none are read from the words either: valence and strength are 0.
    """
    text = plain(words.strip())
    doing = doing_of(text, _mood(feelings), [plain(turn) for turn in before])
    text = brief(text)
    wants = wants_of(text, doing)
    if not feelings:
        return Moment(doing, wants, (), 0.0, 0.0)
    told = tidings_in(text, doing)
    names = _names(feelings, told, doing)
    return Moment(doing, wants, names, _valence(names, feelings, told), _strength(words, feelings, told))


def _mood(feelings: Feelings) -> Mood:
    """What the strongest feelings add up to, where they are clear."""
    sums: dict[Mood, float] = {mood: sum(feelings.get(name, 0.0) for name in names) for mood, names in _MOODS}
    best = max(sums, key=lambda mood: sums[mood])
    return best if sums[best] >= _CLEAR[best] else ""


def _names(feelings: Feelings, told: Sequence[Tidings], doing: Doing) -> tuple[str, ...]:
    """What the model sees, and the likeliest of what each kind of tidings may mean; strongest first."""
    names = dict.fromkeys(felt(feelings))
    for kind in told:
        if not names.keys() & set(kind.feelings):
            names[max(kind.feelings, key=lambda name: feelings.get(name, 0.0))] = None
    custom = _CUSTOM if doing in _FORMULA else ()
    return tuple(sorted((name for name in names if name not in custom), key=lambda name: -feelings.get(name, 0.0)))


def _valence(names: Sequence[str], feelings: Feelings, told: Sequence[Tidings]) -> float:
    """Good less bad, by how likely each feeling is; what the words tell outright counts for more."""
    seen = {name: feelings.get(name, 0.0) for name in _VALENCE}
    custom = set(_CUSTOM) - set(names)
    total = sum(chance * _VALENCE[name] for name, chance in seen.items() if name not in custom)
    if told:
        total = total / 2 + sum(kind.worth for kind in told) / len(told)
    return max(-1.0, min(1.0, total))


def _strength(words: str, feelings: Feelings, told: Sequence[Tidings]) -> float:
    """How likely the likeliest feeling is, and how loud the words are. Curiosity and the like are no heat."""
    loud = min(sum(1 for _ in _LOUD.finditer(words)), 4) * _LOUDNESS
    told_least = max((abs(kind.worth) / 2 for kind in told), default=0.0)
    likeliest = max(feelings.get(name, 0.0) for name in _VALENCE)
    return max(0.0, min(1.0, max(likeliest, told_least) + loud))
