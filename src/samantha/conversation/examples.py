"""What we would answer ourselves: pairs of what somebody may say and a good reply, and which of them are near.

Guarantees: pure; an answer of ours is given only where what was heard is very near to what it was written for, says
no more and no less of "not", and asks for nothing that was just told; never one that was said in this window.
Does not: embed; vectors come from outside, and only those of the embedder the distances were measured on (`READS`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from numpy.typing import NDArray

from samantha import prompts
from samantha.care.patterns import any_of, plain
from samantha.conversation.answered import answered
from samantha.conversation.move_cues import GRIEF
from samantha.conversation.rhythm import fold
from samantha.memory.words import sentences

FILE = "examples.toml"
WHOLE = 0.72
"""Cosine from which our own answer is said as it stands; docs/decisions/0012 has the readings."""
NEARER = 0.62
"""Cosine from which our own question may stand in for the brain's."""
_NOT = any_of(r"""
    not|never|no|nobody|nothing|none|without|neither|nor|hardly
    \w+n't
""")
_AHEAD = any_of(r"""
    tomorrow|tonight|next (?:week|month|year|summer|spring|autumn|winter|\w+day)
    will|going to|gonna|soon|about to|coming
    \w+'ll|would have|want to|planning|on (?:mon|tues|wednes|thurs|fri|satur|sun)day
""")
_OF_WHOM = re.compile(r"\b(?:she|her|hers|he|him|his)\b", re.IGNORECASE)
_WOMEN = any_of("mother|mum|mom|sister|daughter|wife|girlfriend|grandmother|aunt|niece|woman|she|her|bride")
_MEN = any_of("father|dad|brother|son|husband|boyfriend|grandfather|uncle|nephew|man|he|him|his|groom")
_SHORTER, _LONGER = 0.6, 1.5
"""Much shorter than what the example answers, part of it was not told; much longer, something else was told too."""


@dataclass(frozen=True, slots=True)
class Example:
    """One pair, its reply taken apart."""

    move: str
    said: str
    statement: str
    """Without a question; may be empty."""
    question: str
    """The question at its end; may be empty."""


@dataclass(frozen=True, slots=True)
class Near:
    """An example and how near it is to what was heard."""

    example: Example
    cosine: float


@cache
def examples() -> tuple[Example, ...]:
    """All pairs, in the order of the file."""
    table: dict[str, Any] = tomllib.loads(prompts.load(FILE))
    return tuple(_taken_apart(move, said, reply) for move, row in table.items() for said, reply in row["pairs"])


def nearest(vector: NDArray[Any], table: NDArray[Any], moves: Collection[str], heard: str) -> list[Near]:
    """The examples of `moves` that may answer `heard`, nearest first.

    `vector` float32[d] and `table` float32[n, d], a row an example in the order of `examples()`, of unit length each.
    """
    cosines = table @ vector
    found = [Near(one, float(cosines[n])) for n, one in enumerate(examples()) if one.move in moves]
    fit = [near for near in found if alike(near.example, heard)]
    return sorted(fit, key=lambda near: -near.cosine)


def our_answer(
    near: Sequence[Near], heard: str, said: Collection[str], *, ask: Callable[[str], bool]
) -> tuple[Example, str, str] | None:
    """The first example near enough that has something new to say: it, the statement and the question to say.

    `said` holds what she said before, folded. `ask` tells whether a reply of a move asks. None: nothing of ours fits.
    """
    for one in near:
        if one.cosine < WHOLE:
            break
        example = one.example
        if not _as_long(example.said, heard):
            continue
        statement = "" if fold(example.statement) in said else example.statement
        question = example.question if ask(example.move) and _is_open(example.question, heard, said) else ""
        if example.statement and not statement:
            continue
        if statement or question:
            return example, statement, question
    return None


def our_question(near: Sequence[Near], heard: str, said: Collection[str]) -> str:
    """The question of the nearest example that asks for nothing told and nothing asked before; else empty."""
    asked = (one.example.question for one in near if one.cosine >= NEARER)
    return next((question for question in asked if _is_open(question, heard, said)), "")


def _is_open(question: str, heard: str, said: Collection[str]) -> bool:
    return bool(question) and not answered(question, heard) and fold(question) not in said


def _as_long(said: str, heard: str) -> bool:
    words = len(said.split())
    return _SHORTER * words - 1 <= len(heard.split()) <= _LONGER * words + 3


def alike(example: Example, heard: str) -> bool:
    """What distance does not tell: whether both deny, both speak of a death, both look ahead, and of whom.

    "I got the job" and "I didn't get the job", "my mother died" and "my mother broke her wrist" are near.
    """
    said, told = plain(example.said), plain(heard)
    if any(bool(cue.search(said)) != bool(cue.search(told)) for cue in (_NOT, GRIEF, _AHEAD)):
        return False
    meant = {word.lower() for word in _OF_WHOM.findall(f"{example.statement} {example.question}")}
    return meant <= {word.lower() for word in _OF_WHOM.findall(told)} | _implied(told)


def _implied(told: str) -> set[str]:
    """The pronouns that fit somebody who is named by relation: "she" and "her" for "my mother"."""
    out: set[str] = set()
    for cue, pronouns in ((_WOMEN, "she her hers"), (_MEN, "he him his")):
        if cue.search(told):
            out.update(pronouns.split())
    return out


def _taken_apart(move: str, said: str, reply: str) -> Example:
    pieces = sentences(reply)
    question = pieces.pop() if re.search(r"\?[”\"']?$", pieces[-1]) else ""
    return Example(move, said, " ".join(pieces), question)
