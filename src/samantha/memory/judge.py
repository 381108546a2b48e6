"""Whether recalled lines can answer a question about the person's own life, and which of them.

Guarantees: pure; at most three lines; a question that no line answers gets an empty verdict, and Samantha says so.
Does not: find lines (`recall`) nor write sentences (`say`). It would rather not know than be wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from samantha.memory.answers import answers
from samantha.memory.ask import Ask, ask_kind, wants
from samantha.memory.choice import choose, weigh_lines
from samantha.memory.cover import Aliases, Coverage, Near, cover, far
from samantha.memory.intents import JOB
from samantha.memory.parts import may_tell, parts_of, tells_nothing
from samantha.memory.past import present
from samantha.memory.sense import Sense
from samantha.memory.topics import KIN
from samantha.memory.units import Question, build_question
from samantha.memory.weigh import asked_of
from samantha.memory.when import Day, days_in
from samantha.memory.whose import NOBODY, aliases_of
from samantha.memory.windows import LONGEST, Window, pieces, windows_of
from samantha.memory.words import LIGHT, sentences, stems_of, telling
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

MOST = 3
"""Lines in a verdict, at most."""
ENOUGH = 0.6
"""A window below this share of the question answers nothing."""
KIND_ENOUGH = 0.5
"""How plainly an answer of the kind asked for must be there."""
CLOSE = 0.86
"""A second line within this part of the best one is an answer too, when several are asked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be answered, and from what."""

    question: str
    lines: tuple[Recollection, ...] = ()
    """The evidence, best first; empty when she does not remember."""
    quotes: tuple[str, ...] = ()
    """For each line, the sentence or two of it that answer."""
    confidence: float = 0.0
    """0 to 1, for choosing between lines; not a probability."""
    past: bool = False
    """It was asked how things were before."""

    @property
    def known(self) -> bool:
        """There is an answer."""
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class _Found:
    line: Recollection
    quote: str
    score: float
    share: float


CHANGED = 0.75
"""A newer line that speaks of a change wins from here."""


_CHANGE = re.compile(
    r"\b(?:now|no longer|not any ?more|anymore|any more|instead|actually|moved|changed|change|switched|new|"
    r"correction|i was wrong|i meant|turns out|turned out|"
    r"rather than|since|these days|from now on|used to|rescheduled|postponed|brought forward|cancelled|pushed|"
    r"swapped|left|quit|gave up|stopped|sold|"
    r"replaced|update|wrong|mistake|not \w+ after all|after all|started|got a job|have to correct)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:before|used to|previous(?:ly)?|old|first|original(?:ly)?|former(?:ly)?|ex|earlier|back then|last)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:who all|all (?:my|the|of)|names of|what are|who are|both|kids|children|siblings|brothers|sisters|pets|"
    r"cats|dogs|"
    r"friends|sons|daughters|plans|everything|(?:which|what) (?!is\b|was\b|does\b|has\b|class\b|address\b|"
    r"bus\b)\w+[^s\W]s\b)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:changed my mind|cancel\w*|not going|called off|no longer|instead|after all|isn't happening|fell through|"
    r"decided against|postponed)\b",
    re.IGNORECASE,
)


def judge(
    question: Ask | str,
    lines: Sequence[Recollection],
    *,
    now: datetime | None = None,
    before: Mapping[int, Sequence[Episode]] | None = None,
    aliases: Aliases | None = None,
    near: Near = far,
    sense: Sense | None = None,
) -> Verdict:
    """Which of `lines`, at most three, answer `question`; none when nothing does.

    `now` is when it is asked; `before` holds, by episode id, the turns just before a line, for its he and she;
    `aliases` names that mean one person (read from the lines when not given); `near` compares words by meaning.
    With `sense` learned weights decide, the tables being one measure of many; without, the tables alone. Samantha's
    own lines are never evidence, and neither is a question.
    """
    ask = question if isinstance(question, Ask) else ask_kind(question) or Ask(question, wants(question))
    ask = replace(ask, question=ask.question[-LONGEST:], before=ask.before[-LONGEST:])
    plain, past = present(ask.question) if sense else (ask.question, False)
    ask = replace(ask, question=plain)
    today = Day(now.date()) if now else None
    taken = build_question(ask, days_in(ask.question, today))
    taken = _with_names(taken, ask, today)
    if not taken.units:
        return Verdict(ask.question)
    if aliases is None:
        aliases = aliases_of(line.episode.text for line in lines if line.episode.who == PERSON)
    if sense is not None:
        asked = asked_of(taken, sense)
        weighed = weigh_lines(asked, lines, before or {}, aliases)
        parts = choose(asked, weighed, past=past, several=not _one_answer(taken))
        sure = 1 / (1 + math.exp(-parts[0].score)) if parts else 0.0
        return Verdict(ask.question, tuple(part.line for part in parts), tuple(part.text for part in parts), sure, past)
    found = [
        hit
        for line in lines
        if line.episode.who != SAMANTHA
        and (hit := _best(taken, line, (before or {}).get(line.episode.id, ()), aliases, near)) is not None
    ]
    chosen = _choose(taken, found, lines)
    return Verdict(
        ask.question,
        tuple(hit.line for hit in chosen),
        tuple(hit.quote for hit in chosen),
        chosen[0].score if chosen else 0.0,
    )


def in_kind(sentence: str, question: Ask | str) -> bool:
    """Whether `sentence`, said in answer, holds an answer of the kind that `question` wants, beyond its own words."""
    ask = question if isinstance(question, Ask) else ask_kind(question) or Ask(question, wants(question))
    taken = build_question(ask)
    whole = windows_of(sentence, NOBODY, None, skip=lambda _: False)
    return any(answers(taken, Coverage(window, 1.0, (), _marks(taken, window))) >= KIND_ENOUGH for window in whole)


def _marks(taken: Question, window: Window) -> frozenset[int]:
    asked = {unit.stem for unit in taken.units}
    return frozenset(n for n, word in enumerate(window.items) if word.stem in asked)


def _with_names(taken: Question, ask: Ask, today: Day | None) -> Question:
    """Let "Rachel is coming. What can't she eat?" ask about Rachel."""
    if not ask.before or not re.search(r"\b(?:he|she|they|him|her|his|their|them)\b", ask.question, re.IGNORECASE):
        return taken
    if taken.people:
        return taken
    last = sentences(ask.before)[-1:]
    people = [unit for text in last for unit in build_question(Ask(text, "what")).people]
    return replace(taken, units=(*taken.units, *people[:1]))


def _best(
    taken: Question, line: Recollection, before: Sequence[Episode], aliases: Aliases, near: Near
) -> _Found | None:
    best: _Found | None = None
    for window in parts_of(line.episode, before):
        if not may_tell(line.episode, window, taken.ask.question):
            continue
        found = _cover(taken, window, aliases, near)
        if found.share < ENOUGH:
            continue
        kind = answers(taken, found)
        if kind < KIND_ENOUGH:
            continue
        score = 0.62 * found.share + 0.14 * kind + 0.24 * max(0.0, line.dense) - 0.01 * (len(window.items) > 24)
        if best is None or score > best.score + 0.02:
            best = _Found(line, window.text, score, found.share)
    return best


def _cover(taken: Question, window: Window, aliases: Aliases, near: Near) -> Coverage:
    """As `cover`; and "Am I moving to Berlin?" is answered by any word that it was called off."""
    found = cover(taken, window, aliases, near)
    if found.share < ENOUGH and taken.ask.wants == "yes_no" and _TURNED.search(window.text):
        named = [unit for unit in taken.units if unit.rank in {"name", "rare", "kin"}]
        if named:
            found = cover(replace(taken, units=tuple(named)), window, aliases, near)
            return replace(found, share=found.share * 0.85)
    return found


def _choose(taken: Question, found: list[_Found], told: Sequence[Recollection]) -> list[_Found]:
    """The best; the newest of those that say the same thing differently; more only where several are asked for."""
    if not found:
        return []
    ranked = sorted(found, key=lambda hit: (-hit.score, -hit.line.episode.id))
    top = ranked[0]
    over = _overtaken(taken, top, told)
    if over is not None:
        return [over]
    if _one_answer(taken):
        return [top if _PAST.search(taken.ask.question) else _newest(ranked, top)]
    close = [hit for hit in ranked if hit.score >= CLOSE * top.score]
    return [top, *(hit for hit in close if hit is not top)][:MOST]


_STATES = {JOB.name} | stems_of(
    "work job live drive own use stay study play learn teach rent employ home school boss manager"
)
_MINE = re.compile(r"\W*(?:(?:and|so|well|but|actually|big news|news)\W+)*(?:i|we|i'm|i've|we've)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:left|leaving|quit|moved|sold|no longer|not any ?more|switched|swapped|changed|"
    r"gave up|given up|now|instead)\b",
    re.IGNORECASE,
)


def _overtaken(taken: Question, top: _Found, told: Sequence[Recollection]) -> _Found | None:
    """A later line that ends the state which the best line tells of: "I left the library; I'm at the bakery now"."""
    if _PAST.search(taken.ask.question) or not any(
        unit.stem in _STATES or unit.stem == JOB.name for unit in taken.units
    ):
        return None
    answer = {key for key in telling(top.quote) if key not in taken.stems and key not in LIGHT and key not in KIN}
    for line in sorted(told, key=lambda line: -line.episode.id):
        later = line.episode.id > top.line.episode.id and line.episode.who == top.line.episode.who
        for sentence in pieces(line.episode.text) if later else ():
            mine = re.match(
                r"\W*(?:(?:and|so|well|but|actually|big news|news),? )*(?:i|we|i'm|i've|we've)\b",
                sentence,
                re.IGNORECASE,
            )
            if mine and _ENDED.search(sentence) and answer & set(telling(sentence)) and not tells_nothing(sentence):
                return _Found(line, sentence, top.score, top.share)
    return None


def _newest(ranked: list[_Found], top: _Found) -> _Found:
    """The latest line that says the same thing differently, or says that it changed."""
    newer = [
        hit
        for hit in ranked
        if hit.line.episode.id > top.line.episode.id
        and (
            hit.score >= 0.95 * top.score
            or (hit.score >= CHANGED * top.score and hit.share > 0.91 * top.share and _CHANGE.search(hit.quote))
        )
    ]
    return max(newer, key=lambda hit: hit.line.episode.id, default=top)


def _one_answer(taken: Question) -> bool:
    ranks = {unit.rank for unit in taken.units}
    if taken.ask.wants == "what" and "day" in ranks and ranks <= {"day", "light", "number"}:
        return False  # "What do I have on Tuesday?" may be two things
    return not _SEVERAL.search(taken.ask.question)
