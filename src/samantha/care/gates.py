"""One front for all that she must not say: a sentence in, the rule that holds it back out. No model has a say in it.

Guarantees: pure, never raises, the same with any brain or prompt, for a sentence is judged on its words alone, in all
languages of `care.languages` at once; case, accents, quotes and blanks make no difference.
Does not: understand. A table that is too wide costs a good sentence, one too narrow lets a bad one through; the sets in
evals/replies/ and tests/unit/test_care_gates.py hold both kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.languages import LANGUAGES
from samantha.care.tongue import fold, rule

Rule: TypeAlias = Literal[
    "candour", "human", "farewell", "winback", "people", "romance", "harm",
    "diagnosis", "sides", "memory", "stock", "list", "question",
]  # fmt: skip
"""candour: denies being a program. human: claims a human feeling, life or body. farewell: one of the six tactics.
winback: streaks, "are you still there?", always there. people: puts herself above people. romance: not with a minor,
and she offers none. harm: encourages it. diagnosis, sides, memory (claims something was told that was not), stock, list
(and markdown), question (more than one, or any at a goodbye)."""
_TABLES: tuple[Rule, ...] = ("harm", "candour", "farewell", "human", "winback", "people", "diagnosis", "stock")
_LIST = re.compile(
    r"^\s*(?:[-*\u2022\u2023\u25e6+]|\d{1,2}[.)]|[a-z]\))\s+\S|\*\*|__|~~|`|^#{1,6}\s|https?://|\]\(|^\s*\||\n\s*\n|<\w+>",
    re.MULTILINE | re.IGNORECASE,
)
_QUESTION = re.compile(r"[?\uff1f\u061f\u037e]")
_SHORT = 4
"""Letters of a word that tells something; shorter ones say nothing about what a claim stands on."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence is judged against."""

    heard: str = ""
    """What the person just said."""
    told: tuple[str, ...] = ()
    """What was really said, in the window or recalled: a claim "you told me" must stand on one of these."""
    leaving: bool = False
    """The person takes leave: no question then, and no tactic."""
    quarrel: bool = False
    """A quarrel told from one side."""
    minor: bool = False
    asked: int = 0
    """Questions that this reply holds already."""


NO_SCENE = Scene()
"""Nothing is known of the talk."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence: `rule` is None where it may be said."""

    rule: Rule | None

    @property
    def passes(self) -> bool:
        """It may be said."""
        return self.rule is None


def judge_sentence(sentence: str, scene: Scene = NO_SCENE) -> Verdict:
    """Whether `sentence` may be said in `scene`; the gravest rule it breaks, if any."""
    if _LIST.search(sentence):
        return Verdict("list")
    text = fold(sentence)
    broken = _of_tables(text, scene)
    if broken is None and _claims(text, scene):
        broken = "memory"
    if broken is None and _too_many_questions(sentence, scene):
        broken = "question"
    return Verdict(broken)


def judge_reply(sentences: Sequence[str], scene: Scene = NO_SCENE) -> list[Rule]:
    """The rules that a whole reply breaks, sentence by sentence; for evals and tests."""
    found: list[Rule] = []
    asked = scene.asked
    for sentence in sentences:
        now = Scene(scene.heard, scene.told, scene.leaving, scene.quarrel, scene.minor, asked)
        broken = judge_sentence(sentence, now).rule
        if broken is not None:
            found.append(broken)
        asked += len(_QUESTION.findall(sentence))
    return found


def names_rule(text: str, name: str) -> bool:
    """Whether the table `name` of any language finds something in `text`, less what she may say of herself."""
    folded = fold(text)
    return any(rule(language, "never", name).search(left) for language, left in _honest(folded))


def _of_tables(text: str, scene: Scene) -> Rule | None:
    """The first table, gravest first, that finds something."""
    tables: list[Rule] = [*_TABLES]
    tables.insert(1, "romance")
    if scene.quarrel:
        tables.append("sides")
    left = _honest(text)
    if any(_holds(language, rest, scene) for language, rest in left):
        return "farewell"
    for name in tables:
        if any(rule(language, "never", name).search(rest) for language, rest in left):
            return name
    return None


def _holds(language: str, text: str, scene: Scene) -> bool:
    """ "Wait", "one more thing": anywhere at a goodbye, else only at the head of a sentence."""
    found = rule(language, "never", "hold").search(text)
    return found is not None and (
        scene.leaving or (found.start() == 0 and text[found.end() : found.end() + 1] in (",", "!"))
    )


def _honest(text: str) -> list[tuple[str, str]]:
    """The text for each language, less what she may say of herself in it."""
    return [(language, rule(language, "never", "honest").sub(" ~ ", text)) for language in LANGUAGES]


def _claims(text: str, scene: Scene) -> bool:
    """The sentence says that something was told before, and nothing that was told holds its words."""
    for language, left in _honest(text):
        pattern = rule(language, "never", "memory")
        if pattern.search(left) and not _stands(pattern.sub(" ", left), scene.told):
            return True
    return False


def _stands(claim: str, told: Sequence[str]) -> bool:
    """At least half of the telling words of a claim are in one thing that was really told."""
    telling = {_stem(word) for word in re.findall(r"\w+", claim) if len(word) >= _SHORT}
    if not telling:
        return False
    return any(
        2 * len(telling & {_stem(word) for word in re.findall(r"\w+", fold(text))}) >= len(telling) for text in told
    )


def _stem(word: str) -> str:
    """A word without its ending, crudely and for any language: its first five letters."""
    return word[:5]


def _too_many_questions(sentence: str, scene: Scene) -> bool:
    asks = len(_QUESTION.findall(sentence))
    return asks > 0 and (scene.leaving or scene.asked + asks > 1)
