"""How near two everyday words are, by hand-written tables.

Guarantees: pure; `likeness` is 1 for equal stems and 0 for strangers; words that exclude each other are never alike.
Does not: cover the language. What is missing can come from word vectors (`near` in `judge`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from samantha.memory import tables
from samantha.memory.words import stem, stems_of

SAME = 0.9
"""Likeness of two words of one row of `tables.SAME`."""
KIND = 0.9
"""Likeness of a kind and one of its members ("pet", "dog"), the kind being asked for."""
TOPIC = 0.5
"""Likeness of two words of one broad topic."""

KIN = stems_of(tables.KIN)
"""Kin, as stems."""
ROLES = stems_of(tables.ROLES)
"""What a person can be to someone, as stems."""


def _rows(text: str) -> list[list[str]]:
    return [[stem(low) for low in row.split()] for row in text.split(";")]


def _groups(rows: Iterable[Iterable[str]]) -> Mapping[str, set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for n, row in enumerate(rows):
        for key in row:
            groups[key].add(n)
    return dict(groups)


def _kinds_of(text: str) -> dict[str, frozenset[str]]:
    pairs = (row.split(":") for row in text.split(";"))
    return {stem(kind.strip()): stems_of(members) for kind, members in pairs}


def _relations_of(text: str) -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in text.split(";"):
        relation, ones, others = row.split()
        out[stem(relation)] = tuple((stem(a), stem(b)) for a in ones.split("/") for b in others.split("/"))
    return out


_same = _groups(_rows(tables.SAME))
_topics = _groups(_rows(tables.TOPICS))
_exclusive = _groups(_rows(tables.EXCLUSIVE))
_kinds = _kinds_of(tables.KINDS)
OF = _relations_of(tables.RELATIONS)
"""Relations that are a relation of a relation, as stems: a nephew is a sister's son."""
KNOWN = frozenset(_same) | frozenset(_topics) | frozenset(_kinds) | frozenset(_exclusive) | KIN | ROLES
"""Every stem that stands in a table: certainly an ordinary word, not a name."""


def _meet(groups: Mapping[str, set[int]], a: str, b: str) -> bool:
    return a in groups and b in groups and not groups[a].isdisjoint(groups[b])


def excludes(a: str, b: str) -> bool:
    """True when `a` and `b` (stems) cannot both be meant: brother and sister, Monday and Friday."""
    return a != b and _meet(_exclusive, a, b) and not _meet(_same, a, b)


def likeness(asked: str, told: str) -> float:
    """How well the stem `told` answers for the stem `asked`, 0 to 1."""
    if asked == told:
        return 1.0
    if excludes(asked, told):
        return 0.0
    if _meet(_same, asked, told):
        return SAME
    if told in _kinds.get(asked, ()):
        return KIND
    return TOPIC if _meet(_topics, asked, told) else 0.0
