"""How close a letter is to the sender's own way of writing: runs of letters and the little words, with an interval.

Guarantees: pure; no training; the same texts and seed give the same figures; too little text is said to be too little.
Does not: tell who wrote something. A few sentences are noisy, which is what the interval is for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LITTLE = (
    "a about after all am an and are as at be because been before but by can could did do down even for from get go had"
    " has have he her here him his how i if in into is it just like me more much my never no not now of"
    " off on one only or"
    " our out over really she so some still such than that the them then there they this to too up us very was we well"
    " were what when where which who will with would you your"
).split()
ENOUGH = 400
"""Characters of own writing under which nothing is said."""
_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Style:
    """How a letter compares."""

    word: str
    """`yours`, `closer to yours`, `in between`, `closer to a machine's`, or `too little to say`."""
    closer: float
    """Distance to the plain draft less distance to the sender: above 0 is closer to the sender."""
    low: float
    high: float
    """The middle 90 per cent of the same over the sender's samples drawn again."""


def style(letter: str, samples: Sequence[str], plain: str, seed: int = 0) -> Style:
    """Compare `letter` with the sender's own `samples` and with a plain model draft of the same kind."""
    pieces = [piece for sample in samples for piece in _pieces(sample)]
    if sum(len(piece) for piece in pieces) < ENOUGH or len(letter) < ENOUGH // 4 or not plain.strip():
        return Style("too little to say", 0.0, 0.0, 0.0)
    rng = np.random.default_rng(seed)
    grams = _vocabulary([letter, plain, *pieces])
    ours, machine = _profile([letter], grams), _profile([plain], grams)
    table = [_profile([piece], grams) for piece in pieces]
    whole = _closer(ours, _profile(pieces, grams), machine)
    drawn: list[float] = []
    for _ in range(_DRAWS):
        picks = rng.integers(0, len(table), len(table))
        mean = np.mean([table[int(n)] for n in picks], axis=0)
        drawn.append(_closer(ours, mean, machine))
    low, high = (float(value) for value in np.quantile(drawn, (0.05, 0.95)))
    return Style(_word(whole, low, high), whole, low, high)


def _word(closer: float, low: float, high: float) -> str:
    if low > 0.05:
        return "yours"
    if low > 0:
        return "closer to yours"
    if high < 0:
        return "closer to a machine's"
    return "in between"


def _closer(letter: NDArray[np.float64], sender: NDArray[np.float64], machine: NDArray[np.float64]) -> float:
    return _distance(letter, machine) - _distance(letter, sender)


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """1 less the cosine."""
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return 1.0 - float(one @ other) / length if length else 1.0


def _pieces(text: str) -> list[str]:
    """A sample in stretches of about 300 characters, at sentence ends."""
    out: list[str] = [""]
    for sentence in re.split(r"(?<=[.!?…])\s+", text.strip()):
        if len(out[-1]) > 300:
            out.append("")
        out[-1] = f"{out[-1]} {sentence}".strip()
    return [piece for piece in out if piece]


def _grams(text: str) -> Counter[str]:
    plain = f" {' '.join(text.casefold().split())} "
    return Counter(plain[at : at + n] for n in (3, 4) for at in range(len(plain) - n + 1))


def _vocabulary(texts: Sequence[str]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for text in texts:
        total.update(set(_grams(text)))
    kept = [gram for gram, n in sorted(total.items(), key=lambda item: (-item[1], item[0])) if n > 1][:2000]
    return {gram: at for at, gram in enumerate(kept)}


def _profile(texts: Sequence[str], grams: dict[str, int]) -> NDArray[np.float64]:
    """float64[d]: shares of runs of letters, and of little words, each of unit length."""
    runs, little = np.zeros(len(grams)), np.zeros(len(_LITTLE))
    for text in texts:
        for gram, n in _grams(text).items():
            if gram in grams:
                runs[grams[gram]] += n
        counted = Counter(re.findall(r"[a-z']+", text.casefold()))
        little += np.array([counted[word] for word in _LITTLE], dtype=np.float64)
    return np.concatenate([_unit(np.sqrt(runs)), _unit(np.sqrt(little))])


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(values))
    return values / length if length else values
