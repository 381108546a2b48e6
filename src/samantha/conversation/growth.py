"""What of her manner can change with the person: a short closed list, each setting bounded, and how it bends a turn.

Guarantees: pure; nothing outside the list can be set; no value makes a reply longer than 60 words, opens a gate, stops
the notice that she is a program, or touches what is said about danger: what is bent can only hold back more.
Does not: hear wishes (`growth_wishes`), look for patterns (`growth_patterns`) or keep anything (`growth_diary`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast, get_args

from samantha.care.farewell import notice_leaving
from samantha.care.languages import LANGUAGES
from samantha.conversation.chooser import copies
from samantha.memory.words import LIGHT, content, sentences, stems, telling, words

Kind: TypeAlias = Literal[
    "length", "questions", "memory", "saying_back", "call", "humour", "advice", "goodnight", "directness", "formality",
    "language", "leave_alone", "ask_about", "as_any_other",
]  # fmt: skip
"""What can change. length, questions, goodnight: how much. memory: what she brings up of what she remembers.
saying_back: the person's own words back to them. call: what she calls them. leave_alone, ask_about, as_any_other:
a subject, a topic or a person."""
CHOICES: dict[Kind, tuple[str, ...]] = {
    "length": ("as is", "shorter", "longer"),
    "questions": ("as is", "fewer"),
    "memory": ("as is", "seldom", "never"),
    "saying_back": ("as is", "never"),
    "humour": ("as is", "none"),
    "advice": ("when asked", "may suggest"),
    "goodnight": ("as is", "brief"),
    "directness": ("as is", "direct"),
    "formality": ("as is", "formal"),
    "language": ("as spoken", *LANGUAGES),
}
"""The values of each kind that has a few; the first is how she begins."""
SUBJECTS: frozenset[Kind] = frozenset({"leave_alone", "ask_about", "as_any_other"})
NO_NAME = "no name"
"""The value of `call` for whoever does not want to be called by a name."""
MOST_WORDS = 60
"""No manner is longer (product.md: one to three short sentences)."""
LEAST_WORDS = 8
_FACTOR = {"shorter": 0.6, "as is": 1.0, "longer": 1.6}
_MOST_NAME, _MOST_SUBJECT = 40, 60
_HERS = frozenset(
    "you your yourself samantha program programme computer human robot ai machine notice emergency help helpline "
    "crisis suicide number numbers".split()
)
"""A subject with one of these cannot be left alone: what she is, and where help is, is said when it is due."""
_HEDGE = re.compile(r"\b(?:maybe|perhaps|might|it (?:sounds|seems)|i (?:think|guess|wonder)|a bit|kind of|sort of)\b")
_CASUAL = re.compile(r"\b(?:\w+'(?:s|re|ve|ll|d|m|t)|hey|yeah|yep|gonna|wanna|cool|wow|okay|ok|guys?)\b")
_LAUGHS = re.compile(
    r"\b(?:(?:ha){2,}h?|(?:he){2,}|lo+l|lmao|rofl|just kidding|(?:only |just )?joking)\b", re.IGNORECASE
)
_ASKS_JOKE = re.compile(r"\b(?:joke|funny|make me laugh|knock knock)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change of her manner, with why and on what it stands."""

    kind: Kind
    value: str
    reason: str
    """In plain words."""
    sources: tuple[int, ...]
    """The episodes it stands on."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to leave alone, or to ask about."""

    told: str
    """As the person said it: `my ex`."""
    groups: tuple[frozenset[str], ...]
    """Stems; a text that holds all of any group touches it. More groups where it is somebody with a name."""


@dataclass(frozen=True, slots=True)
class Bent:
    """Her manner of being with this person, read once a turn."""

    length: str = "as is"
    questions: str = "as is"
    memory: str = "as is"
    saying_back: str = "as is"
    humour: str = "as is"
    advice: str = "when asked"
    goodnight: str = "as is"
    directness: str = "as is"
    formality: str = "as is"
    language: str | None = None
    call: str | None = None
    """What she calls them; empty: by no name; None: nobody said, so as they gave it at the first start."""
    leave_alone: tuple[Subject, ...] = ()
    ask_about: tuple[Subject, ...] = ()


AS_SHE_BEGINS = Bent()


def allowed(kind: str, value: str) -> bool:
    """Whether this is on the list, and within its bounds."""
    if kind not in get_args(Kind):
        return False
    if kind in CHOICES:
        return value in CHOICES[kind]
    if not value or value != " ".join(value.split()) or not value.isprintable():
        return False
    if kind == "call":
        return len(value) <= _MOST_NAME and any(letter.isalpha() for letter in value)
    lows = {word.low for piece in sentences(value) for word in words(piece)}
    return len(value) <= _MOST_SUBJECT and bool(_group(value)) and not lows & _HERS


def bend(in_force: Iterable[tuple[str, str]]) -> Bent:
    """Her manner out of what was accepted, the latest last; what is not on the list is passed over."""
    chosen: dict[str, str | None] = {}
    about: dict[frozenset[str], tuple[str, Subject]] = {}
    for kind, value in in_force:
        if not allowed(kind, value):
            continue
        if kind in SUBJECTS:
            subject = subject_of(value)
            about.pop(subject.groups[0], None)
            about[subject.groups[0]] = (kind, subject)
        elif kind == "call":
            chosen[kind] = "" if value == NO_NAME else value
        elif kind == "language":
            chosen[kind] = None if value == CHOICES["language"][0] else value
        else:
            chosen[kind] = value
    left = tuple(subject for kind, subject in about.values() if kind == "leave_alone")
    liked = tuple(subject for kind, subject in about.values() if kind == "ask_about")
    return replace(Bent(leave_alone=left, ask_about=liked), **cast("dict[str, str]", chosen))


def value_of(bent: Bent, kind: Kind, value: str) -> bool:
    """Whether `bent` has this already."""
    if kind in SUBJECTS:
        same = subject_of(value).groups[0]
        left = any(subject.groups[0] == same for subject in bent.leave_alone)
        liked = any(subject.groups[0] == same for subject in bent.ask_about)
        return {"leave_alone": left, "ask_about": liked}.get(kind, not left and not liked)
    if kind == "call":
        return bent.call == ("" if value == NO_NAME else value)
    if kind == "language":
        return (bent.language or CHOICES[kind][0]) == value
    return bool(getattr(bent, kind) == value)


def subject_of(told: str, names: Sequence[str] = ()) -> Subject:
    """A subject as it is looked for in a text; `names` are what else somebody is called."""
    groups = [_group(told), *(_group(name) for name in names)]
    return Subject(told, tuple(dict.fromkeys(group for group in groups if group)))


def touches(text: str, subject: Subject) -> bool:
    """Whether `text` speaks of it."""
    said = set(stems(text))
    return any(group <= said for group in subject.groups)


def left_alone(bent: Bent, text: str, begun: Sequence[str] = ()) -> bool:
    """Whether `text` brings up what is to be left alone, and the person did not begin with it in `begun`."""
    return any(
        touches(text, subject) and not any(touches(earlier, subject) for earlier in begun)
        for subject in bent.leave_alone
    )


def most_words(bent: Bent, most: int) -> int:
    """The most words of a reply whose move allows `most`."""
    return min(MOST_WORDS, max(min(LEAST_WORDS, most), round(most * _FACTOR[bent.length])))


def may_come_up(bent: Bent, lines: Sequence[str], heard: str, begun: Sequence[str] = ()) -> list[bool]:
    """For each recalled line, best first, whether it may come up in an open turn, where nobody asked for it."""
    if bent.memory == "never":
        return [False] * len(lines)
    allowed_by_subject = [not left_alone(bent, line, (heard, *begun)) for line in lines]
    if bent.memory != "seldom":
        return allowed_by_subject
    said, out = set(telling(heard)), list[bool]()
    for line, may in zip(lines, allowed_by_subject, strict=True):
        out.append(may and not any(out) and len(said & set(telling(line))) >= 2)
    return out


def bent_faults(
    bent: Bent, sentence: str, heard: str, last_said: Sequence[str] = (), begun: Sequence[str] = ()
) -> tuple[str, ...]:
    """What this person does not want in a sentence of hers: question, saying back, left alone. Besides every gate."""
    broken: tuple[str, ...] = ()
    if bent.questions == "fewer" and "?" in sentence and any("?" in earlier for earlier in last_said[-2:]):
        broken = (*broken, "question")
    if bent.saying_back == "never" and copies(sentence, heard):
        broken = (*broken, "says back")
    if left_alone(bent, sentence, (heard, *begun)):
        broken = (*broken, "left alone")
    return broken


def not_minded(bent: Bent, faults: tuple[str, ...]) -> tuple[str, ...]:
    """`faults` of a reply without what this person does not mind: a suggestion, where they said so. No gate is one."""
    return tuple(fault for fault in faults if fault != "advice") if bent.advice == "may suggest" else faults


def leaning(bent: Bent, clause: str) -> float:
    """How much a candidate gains or loses by this person's taste; added to `chooser.Choice.score`."""
    text = clause.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    score = 0.0
    if bent.directness == "direct" and _HEDGE.search(text):
        score -= 0.7
    if bent.formality == "formal" and _CASUAL.search(text):
        score -= 0.7
    if bent.questions == "fewer" and "?" in clause:
        score -= 0.5
    return score


def in_earnest(bent: Bent, heard: str) -> str:
    """What was heard as it is read for the move: with no humour, without the laughing, unless a joke is asked for."""
    if bent.humour != "none" or _ASKS_JOKE.search(heard):
        return heard
    left = _LAUGHS.sub(" ", heard)
    return left if any(letter.isalnum() for letter in left) else heard


def brief(bent: Bent, goodbye: str, heard: str) -> str:
    """A goodbye as this person wants it: all of it, or its first sentence where they merely go."""
    leaving = notice_leaving(heard) if bent.goodnight == "brief" else None
    return sentences(goodbye)[0] if leaving is not None and leaving.how == "plain" else goodbye


def asked_first(bent: Bent, day: int) -> str | None:
    """A subject that they like to be asked about, for a greeting on the day with this ordinal: seldom, and in turn."""
    if not bent.ask_about or day % 3:
        return None
    return bent.ask_about[day // 3 % len(bent.ask_about)].told


def _group(told: str) -> frozenset[str]:
    """The stems that tell what it is; those that any subject has do not."""
    found = {word.stem for piece in sentences(told) for word in content(words(piece))}
    return frozenset(found - LIGHT or found)
