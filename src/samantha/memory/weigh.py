"""How likely one or two sentences answer a question: a few measures of each, weighed by learned weights.

Guarantees: pure; a score is in log-odds against "nothing here answers", so that above 0 she knows.
Does not: choose between lines that say the same thing differently; `choice` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from samantha.memory.answers import answers
from samantha.memory.cover import HALF, SURE, Aliases, Coverage, clashes, cover, cover_unit
from samantha.memory.sense import Sense, Vectors, unit, whole, word_vectors
from samantha.memory.topics import excludes
from samantha.memory.units import Question, Unit
from samantha.memory.windows import Window
from samantha.memory.words import FUNCTION, sentences, words
from samantha.types import PERSON, Recollection

IN_KIND = 0.5
"""How plainly an answer of the kind asked for must be there."""
COVERED = 0.6
"""The share of a question that the tables alone must find in a line to vouch for it."""
_COUNTS = {"light": 0.25, "kind": 0.5}
_LEAST = 0.25
"""Rarity that a word of the question counts with at least."""
RARE = 0.6
"""From this rarity a word says something of its own."""
LEAD = 24
"""Characters by which a window is found again in its line."""
_BACK = frozenset("he she they it him her his their its that there we them".split())
NAMES = (
    *("tables", "soft", "worst", "people", "turn", "window", "kind", "rarest", "rare_words", "number", "name", "own"),
    *("words", "ahead", "hit", "length", "two", "two_joined", "in_kind", "nobody", "missing", "vouched"),
    *("vouched_share", "soft_kind", "worst_kind", "soft_worst"),
)
"""The measures, in the order of a row."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that is computed once for it."""

    question: Question
    vectors: tuple[Vectors | None, ...]
    """For each unit."""
    whole: Vectors
    ahead: Mapping[int, float]
    """By episode id: its nearness to the question beyond that of the fifth nearest line."""
    nearness: Mapping[int, float]
    sense: Sense


def asked_of(question: Question, sense: Sense) -> Asked:
    """`question` as the lines of `sense` will be measured by."""
    items = words(question.ask.question)
    rows = word_vectors(items, question.ask.question, sense.question)
    vectors: list[Vectors | None] = []
    for one in question.units:
        mine = [n for n, word in enumerate(items) if word.stem == one.stem]
        vectors.append(unit(rows[mine].mean(axis=0)) if mine else None)
    mean = whole(sense.question)
    near = {id: float(whole(tokens) @ mean) for id, tokens in sense.lines.items()}
    best = sorted(near.values(), reverse=True)
    fifth = best[4] if len(best) > 4 else 0.0
    return Asked(question, tuple(vectors), mean, {id: value - fifth for id, value in near.items()}, near, sense)


def measure(asked: Asked, window: Window, line: Recollection, aliases: Aliases) -> tuple[float, ...]:
    """The measures of `window`, a part of `line`, in the order of NAMES; each about 0 to 1."""
    question, text = asked.question, line.episode.text
    tokens = asked.sense.lines[line.episode.id]
    rows = word_vectors(window.items, text, tokens, max(0, text.find(window.text[:LEAD])))
    soft, worst, nobody, hit = _covered(asked, window, rows, aliases)
    found = cover(question, window, aliases)
    kind = answers(question, Coverage(window, 1.0, (), found.marks or _marks(asked, window, rows)))
    vouched = found.share if found.share >= COVERED and kind >= IN_KIND else 0.0
    near = float(unit(rows.mean(axis=0)) @ asked.whole) if len(rows) else 0.0
    later = sentences(window.text)[1:]
    joined = bool(later) and any(word.low in _BACK for word in words(later[-1])[:4])
    return (
        *(found.share, soft, worst, nobody, asked.nearness[line.episode.id], near, kind),
        *_novelty(asked, window),
        *(float(line.episode.who == PERSON), line.lexical, asked.ahead[line.episode.id], hit),
        *(min(len(window.items), 40) / 40, float(bool(later)), float(joined), float(kind >= IN_KIND)),
        *(float(nobody < SURE), float(worst < HALF), float(vouched > 0), vouched),
        *(soft * kind, worst * kind, soft * worst),
    )


def _covered(asked: Asked, window: Window, rows: Vectors, aliases: Aliases) -> tuple[float, float, float, float]:
    """How much of the question the window holds by table or by sense: on the whole, its worst word, its people, its
    rarest word."""
    people: list[float] = []
    plain: list[float] = []
    total = got = hit = 0.0
    for one, vector in zip(asked.question.units, asked.vectors, strict=True):
        value = max(0.0, cover_unit(one, asked.question, window, aliases)[0])
        if one.rank in {"name", "kin"}:
            people.append(value)
            continue
        if vector is not None and one.rank not in {"day", "number"}:
            value = max(value, _nearest(one, vector, window, rows, aliases))
        weight = _COUNTS.get(one.rank, 1.0) * max(_LEAST, asked.sense.rarity.get(one.low, 0.5))
        total, got, hit = total + weight, got + value * weight, max(hit, value * weight)
        if one.rank not in _COUNTS:
            plain.append(value)
    return got / total if total else 0.5, min(plain, default=0.6), min(people, default=1.0), hit


def _nearest(one: Unit, vector: Vectors, window: Window, rows: Vectors, aliases: Aliases) -> float:
    """The nearness of the word nearest in sense, of those that may mean the same and are not somebody else's."""
    near = rows @ vector
    for n in np.argsort(-near)[:3]:
        word, holder = window.items[int(n)], window.holders[int(n)]
        if word.stem in FUNCTION or excludes(one.stem, word.stem):
            continue
        if not clashes(one, word, holder, aliases):
            return max(0.0, float(near[n]))
    return 0.0


def _novelty(asked: Asked, window: Window) -> tuple[float, float, float, float]:
    """What the window says beyond the question: its rarest word, how many rare ones, a number or not, a name or not."""
    known = asked.question.stems
    new = [(word, named) for word, named in zip(window.items, window.names, strict=True) if word.stem not in known]
    rare = [asked.sense.rarity.get(word.low, 0.0) for word, _ in new if word.stem not in FUNCTION]
    return (
        max(rare, default=0.0),
        min(8, sum(value >= RARE for value in rare)) / 8,
        float(any(word.number for word, _ in new)),
        float(any(named for _, named in new)),
    )


def _marks(asked: Asked, window: Window, rows: Vectors) -> frozenset[int]:
    """Indices of the window's words that stand for words of the question."""
    stems = {one.stem for one in asked.question.units}
    marks = {n for n, word in enumerate(window.items) if word.stem in stems}
    if len(rows):
        marks |= {int((rows @ vector).argmax()) for vector in asked.vectors if vector is not None}
    return frozenset(marks)
