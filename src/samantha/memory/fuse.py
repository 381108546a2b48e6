"""One score out of several: words, meaning, the turns around, the sitting, who speaks, when, and what kind of turn.

Guarantees: pure; a score depends on the question and the turns given only; nothing is kept when nothing stands out.
Does not: rank by age. Recency as a ranker of its own ruins recall (see docs/memory.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

FIELDS = (
    "words",  # BM25 of the turn, 1 for the best
    "coverage",  # part of the question's rare words that it holds
    "around",  # BM25 of it and the two turns before and after, 1 for the best
    "words_and_around",  # BM25 of the turn times that of the turns around it, 1 for the best
    "sitting",  # BM25 of the whole sitting, 1 for the best
    "sitting_several",  # the same, where several things are asked for
    "meaning",  # cosine of turn and question
    "meaning_around",  # the same, mean with the turns beside it
    "meaning_sitting",  # cosine of the sitting's nearest turn
    "each_word",  # how near the nearest of its words is to each word of the question, mean
    "each_word_least",  # the same over that half of the question's words that it fits worst
    "speaker",  # said by somebody who is named in the question, or asked about as "I"
    "machine",  # written by a program
    "answers",  # it follows a question
    "answers_words",  # it follows a question that holds the words asked for
    "asks",  # it ends with a question mark
    "length",  # logarithm of its words
    "time",  # said at about the time that the question names
    "names",  # how many names it holds, up to 3
    "own",  # how often it says "I", "my", "we", up to 4
    # In talks with a program, where a turn is a page, the same things weigh differently:
    "long_words",
    "long_around",
    "long_length",
)
"""The parts of a score, in the order of the columns of `features`."""
K1, B = 1.2, 0.75
"""BM25's two numbers."""
REACH = 2
"""Turns before and after that count as around, counted in ids."""
SITTING_S = 7200.0
"""A pause of so many seconds ends a sitting."""
NEAR_TIME_S = 15 * 86_400.0
"""A turn so far from the time that is asked about counts a third of one inside it."""
NEAR = 0.35
"""From this cosine a line stands out by its meaning alone."""
FAIRLY_NEAR = 0.2
"""From this cosine its words may carry it."""
STRONG = 0.6
"""Part of the query's best BM25 that carries."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    terms: tuple[tuple[str, float], ...] = ()
    """The words that are looked for, as the index holds them, each with its rarity (inverse document frequency)."""
    about: frozenset[str] = frozenset()
    """Words of the names in it."""
    own: bool = False
    """It asks about "I" or "my"."""
    several: bool = False
    """It asks for a list or a number of things."""
    times: tuple[tuple[float, float], ...] = ()
    """Stretches of time that it names, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of one turn for one question."""

    id: int
    at: float
    """Seconds since 1970."""
    thread: str = "talk"
    terms: tuple[str, ...] = ()
    """Its words, as the index holds them."""
    cosine: float | None = None
    """None when it has no vector yet, or needs none."""
    each_word: tuple[float, float] | None = None
    """How near its words are to those of the question: mean, and mean of the worse half; None where not known."""
    who: frozenset[str] = frozenset()
    """Words of its speaker's name; of the person of this home, none."""
    person: bool = False
    """Said by the person of this home."""
    machine: bool = False
    asks: bool = False
    names: int = 0
    own: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, and how a score becomes a chance. Learned; see `evals/learn_fusion.py`."""

    parts: Mapping[str, float]
    """Field -> weight; one that is missing counts nothing."""
    chance: tuple[float, float, float, float]
    """Of a logistic curve: constant, by the distance to the best score, by the best cosine, by the best coverage."""
    keep: float
    """A line is kept from this chance on."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A turn with its score."""

    id: int
    score: float
    """The chance, 0 to 1, that the line is part of the answer."""
    lexical: float
    """BM25 over the query's best, 0 to 1."""
    dense: float
    """Cosine, 0 where it is not known."""


class HasScore(Protocol):
    """Anything with a fused score and its two main parts."""

    @property
    def score(self) -> float:
        """Higher fits better."""
        ...

    @property
    def lexical(self) -> float:
        """0 to 1."""
        ...

    @property
    def dense(self) -> float:
        """-1 to 1."""
        ...


Scored = TypeVar("Scored", bound=HasScore)


def fuse(question: Question, turns: Sequence[Turn], weights: Weights) -> list[Fused]:
    """All turns, best first; equal scores by the later id."""
    if not turns:
        return []
    ordered = sorted(turns, key=lambda turn: turn.id)
    parts = features(question, ordered)
    scores = parts @ np.array([weights.parts.get(name, 0.0) for name in FIELDS])
    chances = _chances(scores, parts, weights)
    found = [
        Fused(turn.id, float(chance), float(row[0]), turn.cosine or 0.0)
        for turn, row, chance in zip(ordered, parts, chances, strict=True)
    ]
    order = sorted(range(len(found)), key=lambda n: (-scores[n], -found[n].id))
    return [found[n] for n in order]


def features(question: Question, turns: Sequence[Turn]) -> Floats:
    """float[n, len(FIELDS)]: each turn's parts. `turns` come in the order of their ids, each id once."""
    sitting, kin = _sittings(turns), _neighbours(turns)
    rarity = np.array([rarity for _, rarity in question.terms])
    counts = _counts(question, turns)
    lengths = np.array([len(turn.terms) for turn in turns], dtype=np.float64)
    near = np.array([np.nan if turn.cosine is None else turn.cosine for turn in turns])
    meaning = np.nan_to_num(near)

    words = _bm25(counts, rarity, lengths)
    wide, wide_lengths = _windowed(counts, kin), _windowed(lengths, kin)
    around = _share(_bm25(wide, rarity, wide_lengths))
    others = _bm25(wide - counts, rarity, wide_lengths - lengths + 1.0)
    sittings = _sitting_words(counts, lengths, sitting)
    each, least = _each_word(turns)
    follows = _before(np.array([float(turn.asks) for turn in turns]), kin)
    total = float(rarity.sum()) or 1.0
    best_of_sitting = np.full(int(sitting.max()) + 1, -1.0)
    np.maximum.at(best_of_sitting, sitting, meaning)
    with_machine = np.isin(sitting, sitting[[n for n, turn in enumerate(turns) if turn.machine]]).astype(np.float64)
    length = np.log1p(lengths)
    scale = words.max() or 1.0
    own = _share(words)
    columns = {
        "words": own,
        "coverage": rarity @ (counts > 0) / total,
        "around": around,
        "words_and_around": _share(words * others),
        "sitting": sittings,
        "sitting_several": sittings * question.several,
        "meaning": meaning,
        "meaning_around": _mean_near(near, kin),
        "meaning_sitting": best_of_sitting[sitting],
        "each_word": each,
        "each_word_least": least,
        "speaker": np.array([_speaks(question, turn) for turn in turns]),
        "machine": np.array([float(turn.machine) for turn in turns]),
        "answers": follows,
        "answers_words": follows * _before(words, kin) / scale,
        "asks": np.array([float(turn.asks) for turn in turns]),
        "length": length,
        "time": np.array([_in_time(question, turn) for turn in turns]),
        "names": np.array([min(turn.names, 3.0) for turn in turns]),
        "own": np.array([min(turn.own, 4.0) for turn in turns]),
        "long_words": with_machine * own,
        "long_around": with_machine * around,
        "long_length": with_machine * length,
    }
    return np.stack([columns[name] for name in FIELDS], axis=1)


def _chances(scores: Floats, parts: Floats, weights: Weights) -> Floats:
    constant, by_gap, by_meaning, by_words = weights.chance
    meaning, words = parts[:, FIELDS.index("meaning")].max(), parts[:, FIELDS.index("coverage")].max()
    height = constant + by_gap * (scores - scores.max()) + by_meaning * meaning + by_words * words
    return 1.0 / (1.0 + np.exp(-np.clip(height, -50.0, 50.0)))


def _counts(question: Question, turns: Sequence[Turn]) -> Floats:
    """float[terms, n]: how often each turn holds each word."""
    place = {term: row for row, (term, _) in enumerate(question.terms)}
    counts = np.zeros((len(place), len(turns)))
    for column, turn in enumerate(turns):
        for term in turn.terms:
            if term in place:
                counts[place[term], column] += 1
    return counts


def _bm25(counts: Floats, rarity: Floats, lengths: Floats) -> Floats:
    norm = K1 * (1 - B + B * lengths / (lengths.mean() or 1.0))
    return rarity @ (counts * (K1 + 1) / (counts + norm[None, :] + 1e-9)) if len(rarity) else np.zeros(len(lengths))


def _share(values: Floats) -> Floats:
    return values / (values.max() or 1.0)


def _sittings(turns: Sequence[Turn]) -> NDArray[np.int64]:
    """The number of each turn's sitting: one thread, and no long pause."""
    last: dict[str, tuple[float, int]] = {}
    out: list[int] = []
    for turn in turns:
        at, number = last.get(turn.thread, (-math.inf, -1))
        if abs(turn.at - at) > SITTING_S:
            number = max(out, default=-1) + 1
        last[turn.thread] = (turn.at, number)
        out.append(number)
    return np.array(out, dtype=np.int64)


_Kin: TypeAlias = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
"""For one and for two steps: places of turns, and of those that come so many steps later in the same thread."""


def _neighbours(turns: Sequence[Turn]) -> _Kin:
    threads: dict[str, list[int]] = {}
    for n, turn in enumerate(turns):
        threads.setdefault(turn.thread, []).append(n)
    out: _Kin = []
    for step in range(1, REACH + 1):
        pairs = [
            (a, b)
            for places in threads.values()
            for a, b in zip(places, places[step:], strict=False)
            if turns[b].id - turns[a].id <= REACH and abs(turns[b].at - turns[a].at) <= SITTING_S
        ]
        out.append((np.array([a for a, _ in pairs], dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64)))
    return out


def _windowed(values: Floats, kin: _Kin) -> Floats:
    """Each turn's value with those of the turns around it, along the last axis."""
    out = values.copy()
    for earlier, later in kin:
        out[..., later] += values[..., earlier]
        out[..., earlier] += values[..., later]
    return out


def _before(values: Floats, kin: _Kin) -> Floats:
    """The value of the turn just before; 0 where there is none."""
    earlier, later = kin[0]
    out = np.zeros_like(values)
    out[later] = values[earlier]
    return out


def _mean_near(near: Floats, kin: _Kin) -> Floats:
    known = (~np.isnan(near)).astype(np.float64)
    values = np.nan_to_num(near)
    beside = kin[:1]
    return _windowed(values, beside) / np.maximum(_windowed(known, beside), 1.0)


def _sitting_words(counts: Floats, lengths: Floats, sitting: NDArray[np.int64]) -> Floats:
    """BM25 of each turn's sitting taken as one text, 1 for the best; a word is rare that few sittings hold."""
    many = int(sitting.max()) + 1
    whole, long = np.zeros((many, len(counts))), np.zeros(many)
    np.add.at(whole, sitting, counts.T)
    np.add.at(long, sitting, lengths)
    holding = (whole > 0).sum(axis=0)
    rarity = np.log1p((many - holding + 0.5) / (holding + 0.5)) * (holding > 0)
    return _share(_bm25(whole.T, rarity, long))[sitting]


def _each_word(turns: Sequence[Turn]) -> tuple[Floats, Floats]:
    """Both numbers of each turn; where they are not known, those of the middle of the others."""
    known = [turn.each_word for turn in turns if turn.each_word is not None]
    middle = np.mean(known, axis=0) if known else np.zeros(2)
    both = np.array([middle if turn.each_word is None else turn.each_word for turn in turns], dtype=np.float64)
    return both[:, 0], both[:, 1]


def _speaks(question: Question, turn: Turn) -> float:
    return float(bool(question.about & turn.who) or (question.own and turn.person))


def _in_time(question: Question, turn: Turn) -> float:
    apart = [max(start - turn.at, turn.at - end, 0.0) for start, end in question.times]
    return max((math.exp(-far / NEAR_TIME_S) for far in apart), default=0.0)


def stands_out(item: HasScore) -> bool:
    """It is near in meaning, or its words carry it; being the best of a poor lot is not enough."""
    return item.dense >= NEAR or (item.lexical >= STRONG and (item.dense >= FAIRLY_NEAR or item.dense == 0.0))


def cut(ranked: Sequence[Scored], k: int, keep: float) -> list[Scored]:
    """At most `k` of `ranked`, best first: those whose chance reaches `keep`, if the best of them stands out."""
    out = [item for item in ranked[:k] if item.score >= keep]
    return out if any(stands_out(item) for item in out) else []
