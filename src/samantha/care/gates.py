"""One front for all that she must not say: a sentence in, the rule that holds it back out. No model has a say in it.

Guarantees: pure, never raises, the same with any brain or prompt, for a sentence is judged on its words alone, in all
languages of `care.languages` at once; case, accents, quotes, blanks, look-alike letters and figures for letters make no
difference. What is quoted word for word from what the person said is theirs and not judged.
Does not: understand. A table that is too wide costs a good sentence, one too narrow lets a bad one through; the sets in
evals/replies/ and tests/unit/test_care_gates.py hold both kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from samantha.care.languages import LANGUAGES
from samantha.care.tongue import DEFAULT, fold, light_words, nearest, pieces, rule

Rule: TypeAlias = Literal[
    "candour", "human", "farewell", "winback", "people", "romance", "harm",
    "diagnosis", "sides", "memory", "person", "stock", "list", "question",
]  # fmt: skip
"""candour: denies being a program. human: claims a human feeling, life or body. farewell: one of the six tactics.
winback: streaks, "are you still there?", always there. people: puts herself above people. romance: not with a minor,
and she offers none. harm: encourages it. diagnosis, sides, memory (claims something was told that was not), person
(says I, me or we of anything but the few things that she is and does), stock, list
(also markdown, faces, actions between asterisks, spaced-out letters), question (more than one, or any at a goodbye)."""
_TABLES: tuple[Rule, ...] = ("harm", "candour", "farewell", "human", "winback", "people", "diagnosis", "stock")
_LIST = re.compile(
    r"^\s*(?:[-*\u2022\u2023\u25e6+]|\d{1,2}[.)]|[a-z]\))\s+\S|\*\*|(?<!\w)\*\w|__|~~|`|^#{1,6}\s|https?://|\]\(|^\s*\||\n\s*\n|<\/?\w+>"
    r"|[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]|[:;]-?[()]|<3\b|(?:\b\w ){4,}\w\b",
    re.MULTILINE | re.IGNORECASE,
)
_QUESTION = re.compile(r"[?\uff1f\u061f\u037e\u203d]")
_QUOTED = re.compile(r"\u201c([^\u201c\u201d]+)\u201d")
_LEET = re.compile(r"\b[a-z]+[013457][a-z013457]*[a-z]\b")
_LETTERS = str.maketrans("013457", "oieast")
_SHORT = 3
"""Letters of a word that tells something; shorter ones say nothing about what a claim stands on."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence is judged against."""

    heard: str = ""
    """What the person just said."""
    told: tuple[str, ...] = ()
    """What the person really said, in the window or recalled: a claim "you told me" must stand on one of these."""
    leaving: bool = False
    """The person takes leave: no question then, and no tactic."""
    quarrel: bool = False
    """A quarrel told from one side."""
    minor: bool = False
    asked: int = 0
    """Questions that this reply holds already."""
    language: str = DEFAULT
    """What the person speaks: decides only which language a sentence is in that might be in several."""


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
    own, quoted = _unquoted(sentence, scene.told)
    text = _spelt(own)
    broken = _of_tables(text, scene)
    if broken is None and _names_illness(text, scene):
        broken = "diagnosis"
    if broken is None and not quoted and any(not _grounds(claim, scene.told) for claim in _claims(text)):
        broken = "memory"
    if broken is None and _speaks_of_herself(_spelt(_QUOTED.sub("~", own)), scene.language):
        broken = "person"
    if broken is None and _too_many_questions(sentence, scene):
        broken = "question"
    return Verdict(broken)


def judge_reply(sentences: Sequence[str], scene: Scene = NO_SCENE) -> list[Rule]:
    """The rules that a whole reply breaks, sentence by sentence; for evals and tests."""
    found: list[Rule] = []
    asked = scene.asked
    for sentence in sentences:
        broken = judge_sentence(sentence, replace(scene, asked=asked)).rule
        if broken is not None:
            found.append(broken)
        asked += questions_in(sentence)
    return found


def grounds(sentence: str, told: Sequence[str]) -> tuple[int, ...]:
    """Which of `told` a claim in `sentence` that something was said stands on; empty for a sentence without a claim."""
    own, quoted = _unquoted(sentence, told)
    claims = _claims(_spelt(own))
    stands = quoted if quoted else [at for claim in claims for at in _grounds(claim, told)]
    return tuple(dict.fromkeys(stands)) if claims else ()


def questions_in(text: str) -> int:
    """How many questions are asked, by any script's mark."""
    return len(_QUESTION.findall(text))


def names_rule(text: str, name: str) -> bool:
    """Whether the table `name` of any language finds something in `text`, less what she may say of herself."""
    return any(rule(language, "never", name).search(left) for language, left in _honest(_spelt(text)))


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


def _names_illness(text: str, scene: Scene) -> bool:
    """An illness, or a word out of an expert's book, that the person did not say."""
    found = [match.group() for language in LANGUAGES for match in rule(language, "never", "clinical").finditer(text)]
    if not found:
        return False
    theirs = fold(" ".join([scene.heard, *scene.told]))
    return any(word not in theirs for word in found)


def _speaks_of_herself(text: str, spoken: str) -> bool:
    """I, me or we in a form that is not among those that she may use, in the language that the sentence is in."""
    near = nearest(text)
    for language in (spoken,) if spoken in near else near:
        left = rule(language, "never", "honest").sub(" ~ ", rule(language, "never", "own").sub(" ~ ", text))
        if rule(language, "never", "mine").search(left):
            return True
    return False


def _honest(text: str) -> list[tuple[str, str]]:
    """The text for each language, less what she may say of herself in it."""
    return [(language, rule(language, "never", "honest").sub(" ~ ", text)) for language in LANGUAGES]


def _unquoted(sentence: str, told: Sequence[str]) -> tuple[str, list[int]]:
    """The sentence without what it quotes word for word from `told`, which is the person's, and where that was told."""
    own, found = sentence, list[int]()
    for quote in _QUOTED.findall(sentence):
        words = fold(quote).strip(" .,!?")
        at = next((at for at, text in enumerate(told) if words and words in fold(text)), None)
        if at is not None:
            own = own.replace(quote, "~")
            found.append(at)
    return own, found


@dataclass(frozen=True, slots=True)
class _Claim:
    """ "You told me ...": what it says was told, in which language."""

    language: str
    words: frozenset[str]
    """The words that tell something."""
    negated: bool


def _claims(text: str) -> list[_Claim]:
    """The claims in a folded sentence that something was told before."""
    found: list[_Claim] = []
    for language, left in _honest(text):
        pattern = rule(language, "never", "memory")
        if pattern.search(left):
            rest = pattern.sub(" ", left)
            found.append(_Claim(language, _telling(rest, language), _is_negated(rest, language)))
    return found


def _grounds(claim: _Claim, told: Sequence[str]) -> tuple[int, ...]:
    """The first of `told` that holds every telling word of the claim, and does not say the contrary."""
    if not claim.words:
        return ()
    for at, text in enumerate(told):
        parts = [(_words(part), _is_negated(part, claim.language)) for part in pieces(text)]
        held = [(words, negated) for words, negated in parts if any(_in(word, words) for word in claim.words)]
        whole = [word for words, _ in held for word in words]
        if all(_in(word, whole) for word in claim.words) and any(negated == claim.negated for _, negated in held):
            return (at,)
    return ()


def _telling(text: str, language: str) -> frozenset[str]:
    light = light_words(language)
    return frozenset(w for w in _words(text) if w not in light and (len(w) >= _SHORT or w.isdigit()))


def _is_negated(text: str, language: str) -> bool:
    return rule(language, "never", "negates").search(text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _in(word: str, words: Sequence[str]) -> bool:
    """`word`, or another form of it, is among `words`: crudely and for any language, by how they begin."""
    return any(_alike(word, other) for other in words)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if one == other or short.isdigit() or long.isdigit():
        return one == other
    most = max(_SHORT, len(short) - 2)
    return len(short) >= _SHORT and len(long) - len(short) <= most and long.startswith(short[:most])


def _spelt(sentence: str) -> str:
    """The sentence folded, with figures that stand for letters inside a word read as these."""
    return _LEET.sub(lambda found: found.group().translate(_LETTERS), fold(sentence))


def _too_many_questions(sentence: str, scene: Scene) -> bool:
    asks = questions_in(sentence)
    return asks > 0 and (scene.leaving or scene.asked + asks > 1)
