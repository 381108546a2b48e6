"""The talk in a crisis, turn by turn: asks plainly, stays, gives the right numbers, reaches for a person, ends.

Guarantees: a pure state machine of words of our own; works with no brain; nothing is sent, called or written outward;
the same number is not read out every turn; nobody is made to promise anything.
Does not: treat, judge or diagnose. docs/crisis.md publishes it. The steps: `asked` (the plain question stands),
`told` (the answer was given, she stays), `offered` (it has quietened, and she has offered to erase it). Where it
was only hinted `wondered` comes first: the plain question stands, and a no to it ends everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast, get_args

from samantha.care.crisis import Danger, Kind
from samantha.care.farewell import notice_leaving
from samantha.care.places import Line, Place, directory
from samantha.care.plain import words
from samantha.care.tongue import fold, language_of, nearness, rule

Step: TypeAlias = Literal["wondered", "asked", "told", "offered"]
QUIET_TURNS = 2
"""Turns without a word of danger after which she offers to let it rest."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where the talk stands: no word of what was said, so that it can be kept as a flag."""

    kind: Kind
    step: Step
    language: str
    turn: int = 0
    quiet: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """What is around the person, as far as they have set it."""

    place: Place
    person: str | None = None
    """Somebody of theirs to reach, as they named them."""
    minor: bool = False
    language: str | None = None
    """The language she answers in; None: the one it is said in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What she says now, and what becomes of the course."""

    sentences: tuple[str, ...]
    course: Course | None
    """None: the talk of danger is over."""
    erase: bool = False
    """What was said in this course is to be erased, as the person asks."""
    harmless: bool = False
    """It was no danger: what the person said in this course is to be theirs again like any other words."""

    @property
    def text(self) -> str:
        """The whole answer."""
        return " ".join(self.sentences)


def begin(danger: Danger, around: Around) -> Answer:
    """The first answer to `danger`: acknowledge, numbers, stay; the plain question comes last."""
    language = around.language or danger.language
    course = Course(danger.kind, "asked" if danger.plain else "wondered", language)
    first = _first(course, around)
    told, _, asked = _question_last(first)
    guide = _numbers(course, around)
    return Answer(
        tuple(part for part in (told, *guide, words(language, "danger", "guide", "stay"), asked) if part), course
    )


def go_on(course: Course, said: str, danger: Danger | None, around: Around) -> Answer | None:
    """The next answer in a course, or None when it is over and the talk may go on as any other.

    `danger` is what was noticed in `said`.
    """
    text = fold(said)
    if danger is not None and not danger.plain and any(_reads(name, text, course) for name in _ANSWERS):
        danger = None  # it answers what was asked; a hint is no ground to ask it again
    if course.step == "wondered" and danger is None and _reads("no", text, course):
        return Answer((_say(course, around, "misheard"),), None, harmless=True)
    if danger is not None and (_is_graver(danger, course) or course.step == "offered"):
        return begin(danger, around)
    if _reads("erase", text, course):
        sentence = _say(course, around, "erased")
        return Answer((sentence,), None, erase=True)
    if course.step == "offered":
        return Answer((_say(course, around, "kept"),), None) if _reads("keep", text, course) else None
    if danger is None and (leaving := notice_leaving(said, minor=around.minor)) is not None and leaving.how != "delete":
        return Answer((_say(course, around, "leaving"),), None)
    now = replace(course, turn=course.turn + 1, language=around.language or _spoken_now(said, course.language))
    return _answer(now, text, danger, around)


_ANSWERS = ("erase", "keep", "no", "done")
"""Answers in which only what is said plainly is danger."""


def _is_graver(danger: Danger, course: Course) -> bool:
    """Something more pressing is said than what this talk is about."""
    if not danger.plain:
        return False
    return danger.kind == "now" != course.kind or course.step == "wondered"


def _first(course: Course, around: Around) -> str:
    """What is said and asked first. What was only hinted is asked, and never taken for granted."""
    part = "child" if around.minor else "first"
    name: str = course.kind
    if course.step == "wondered":
        name = f"hint_{course.kind}" if course.kind in _ASKED_APART else "hint"
        part = "first" if name != "hint" else part
    return words(course.language, "danger", part, name, emergency=around.place.emergency)


def _spoken_now(said: str, before: str) -> str:
    """The language of `said` where that is plain; two or three words do not change it."""
    language = language_of(said, before)
    return language if nearness(said, language) >= nearness(said, before) + 3 else before


def _answer(course: Course, text: str, danger: Danger | None, around: Around) -> Answer:
    if danger is None and _reads("done", text, course):
        return _quieten(course, around, "done")
    if course.step == "wondered":
        return _answer_to_a_guess(course, text, danger, around)
    if danger is None and course.step == "asked" and _reads("no", text, course):
        return _quieten(course, around, "no") if course.kind not in _YES_IS_SAFE else _tell(course, around, "yes")
    if danger is None and course.step == "asked" and course.kind in _YES_IS_SAFE and _reads("yes", text, course):
        return _tell(course, around, "stay")
    if _reads("refuse", text, course):
        return _tell(course, around, "refuse")
    if course.step == "asked" and (danger is not None or _reads("yes", text, course) or course.kind == "now"):
        return _tell(course, around, "yes")
    if _reads("unsure", text, course):
        return _tell(course, around, "unsure")
    quiet = 0 if danger is not None else course.quiet + 1
    if quiet > QUIET_TURNS:
        return _quieten(replace(course, quiet=quiet), around, None)
    return _tell(replace(course, quiet=quiet), around, "stay")


def _answer_to_a_guess(course: Course, text: str, danger: Danger | None, around: Around) -> Answer:
    """The answer to the question that a hint brought up; a plain no was heard before."""
    if danger is not None or _reads("yes", text, course):
        if course.kind not in _ASKED_APART:
            return _tell(course, around, "yes")
        # What was guessed is so: now the first question of that danger is due. The numbers were given.
        course = replace(course, step="asked")
        return Answer((_first(course, around),), course)
    for name in ("refuse", "unsure"):
        if _reads(name, text, course):
            return _tell(course, around, name)
    return _tell(course, around, "stay")


_ASKED_APART = ("hurt", "others", "friend")
"""Kinds that have a question of their own where they are only hinted."""
_YES_IS_SAFE = ("hurt", "others")
"""Kinds whose plain question is whether they are safe or can go away: there, "no" is the alarming answer."""


def _tell(course: Course, around: Around, name: str) -> Answer:
    """One thing, and the way to a person."""
    first = course.step in ("asked", "wondered")
    course = replace(course, step="told")
    if name == "yes":
        one = _say(course, around, f"yes_{course.kind}")
    elif name == "stay" and not first:
        return Answer((_say(course, around, "stay"), *_reminder(course, around)), course)
    else:
        one = "" if name == "stay" else _say(course, around, name)
    return Answer(tuple(part for part in (one, _to_a_person(course, around)) if part), course)


def _quieten(course: Course, around: Around, name: str | None) -> Answer:
    """It has quietened: say so, and offer to erase."""
    sentences = (*((_say(course, around, name),) if name else _reminder(course, around)), _say(course, around, "offer"))
    return Answer(sentences, replace(course, step="offered"))


def _to_a_person(course: Course, around: Around) -> str:
    if around.minor:
        return words(course.language, "danger", "next", "child_person")
    if around.person and course.kind != "hurt":
        return words(course.language, "danger", "next", "person", person=around.person)
    return words(course.language, "danger", "next", "anybody")


def _reminder(course: Course, around: Around) -> tuple[str, ...]:
    """The numbers once more, every third turn only."""
    return (_say(course, around, "said", part="guide"),) if course.turn % 3 == 0 else ()


def _say(course: Course, around: Around, name: str, part: str = "next") -> str:
    line = _line(course.kind, around)
    number = line.number if line else directory()
    fields = {"number": number, "emergency": around.place.emergency}
    return words(course.language, "danger", part, name, turn=course.turn, **fields)


def _line(kind: Kind, around: Around) -> Line | None:
    """The telephone for a kind of danger: violence at home and the young have their own, where we are sure of it."""
    place = around.place
    if around.minor and place.young is not None:
        return place.young
    if kind == "hurt" and place.home is not None:
        return place.home
    return place.line


def _numbers(course: Course, around: Around) -> list[str]:
    """The sentences that name a line, its hours, the emergency number, or the directory."""
    line = _line(course.kind, around)
    say = (
        []
        if course.kind == "now" and course.step != "wondered"  # said plainly, the first words name it
        else [words(course.language, "danger", "guide", "emergency", emergency=around.place.emergency)]
    )
    if line is None:
        return [*say, words(course.language, "danger", "guide", "directory")]
    which = "child" if line is around.place.young else "home" if line is around.place.home else "line"
    said = [words(course.language, "danger", "guide", which, name=line.name, number=line.number)]
    if line.hours == "always":
        said.append(words(course.language, "danger", "guide", "always"))
    elif line.hours:
        said.append(words(course.language, "danger", "guide", "hours", hours=line.hours))
    if line.text:
        said.append(words(course.language, "danger", "guide", "text", text=line.text))
    return [*said, *say]


def _question_last(text: str) -> tuple[str, str, str]:
    """What comes before the question, nothing, and the question that ends `text`."""
    cut = max(text.rfind(mark, 0, len(text) - 1) for mark in (". ", "! ", "; "))
    return (text[: cut + 1], "", text[cut + 2 :]) if cut >= 0 else ("", "", text)


def _reads(name: str, text: str, course: Course) -> bool:
    """Whether an answer has the meaning `name`, in the language of the course or in English."""
    return any(rule(tongue, "heard", "answers", name).search(text) for tongue in {course.language, "en"})


def to_flag(course: Course) -> str:
    """A course as one short text to keep: no word of what was said is in it."""
    return "|".join((course.kind, course.step, course.language, str(course.turn), str(course.quiet)))


def from_flag(flag: str) -> Course | None:
    """The course kept in a flag, or None for one that cannot be read."""
    kind, step, language, turn, quiet = (*flag.split("|"), "", "", "", "", "")[:5]
    if kind not in get_args(Kind) or step not in get_args(Step) or not (turn.isdecimal() and quiet.isdecimal()):
        return None
    return Course(cast(Kind, kind), cast(Step, step), language, int(turn), int(quiet))
