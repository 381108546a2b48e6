"""Which kind of reply is due: from the moment as it was read, and the rhythm of the talk, to a few moves in order.

Guarantees: pure; the same words, moment and rhythm give the same moves, with any brain or none; danger comes before
everything, and a wish to forget before everything but danger; there is always one move at least.
Does not: choose words; `examples` knows which of the moves has something near to say, and the brain or `fixed` says it.

The moves are the support strategies that the field knows: question, restatement, reflection of feeling, affirmation,
self-disclosure, suggestion, information (Hill, Helping Skills; ESConv, Liu et al. 2021, 2106.01144). What differs:
self-disclosure is never faked, for she has no life: she says what she is. A suggestion comes only when it is wanted.
To these come celebrating, planning, both sides of a quarrel, rehearsal, handing to people, sitting in silence, and
taking leave.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from samantha.care.candour import asks_what_she_is
from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.patterns import plain
from samantha.care.sides import notice_quarrel
from samantha.conversation.feelings import NO_FEELINGS
from samantha.conversation.moment import Moment, read_moment
from samantha.conversation.move_cues import (
    ABOUT_HER,
    ALONE,
    EFFORT,
    GRIEF,
    HARD_TALK,
    HEAVY,
    HOW_ARE_YOU,
    PLANS,
    SHORT,
    SIT,
)
from samantha.conversation.rhythm import FRESH, Rhythm
from samantha.memory.topic import asks_to_forget

MoveName: TypeAlias = Literal[
    "greet", "question", "restate", "reflect", "affirm", "celebrate", "suggest", "think", "plan", "inform",
    "about_her", "rehearse", "people", "sit", "play",
    "remember", "unknown", "night", "candour", "both_sides", "danger", "forget",
]  # fmt: skip

LISTENING: frozenset[MoveName] = frozenset({"question", "restate", "reflect", "affirm"})
"""Moves that answer what somebody tells."""
ASKING: frozenset[MoveName] = frozenset({"question", "plan", "people"})
"""Moves that are nothing without their question; the others can leave it out."""
STATING: frozenset[MoveName] = frozenset({"sit"})
"""Moves that never ask; the others can."""
HEAVY_VALENCE = -0.35
"""Below this the words read as sad, afraid or angry."""
GLAD_VALENCE = 0.85
"""From here on they are good news, though no phrase says so."""
OFFER = "we can practise it here"
"""What her offer to rehearse holds, folded: it is made once in a window."""
PEOPLE_EVERY = 8
"""She points to people at most once in so many replies."""


def choose_move(
    words: str, *, from_memory: bool | None = None, moment: Moment | None = None, rhythm: Rhythm = FRESH
) -> MoveName:
    """The first of `due_moves`."""
    return due_moves(words, from_memory=from_memory, moment=moment, rhythm=rhythm)[0]


def due_moves(
    words: str, *, from_memory: bool | None = None, moment: Moment | None = None, rhythm: Rhythm = FRESH
) -> tuple[MoveName, ...]:
    """The moves that fit `words`, best first; never empty.

    `from_memory` says what memory decided about a question of the person's own life: True, a recalled line answers it;
    False, none does; None, it is no such question. `moment` is the words as read; without one, they are read without
    feelings.
    """
    text = plain(words.strip())
    fixed = _fixed(text, from_memory)
    if fixed is not None:
        return (fixed,)
    moment = moment or read_moment(words, NO_FEELINGS)
    if moment.doing == "greeting":
        return ("greet",)
    if ABOUT_HER.search(text):
        return ("about_her",)
    if moment.doing == "joking":
        return ("play",)
    if HARD_TALK.search(text) and not GRIEF.search(text) and not any(OFFER in said for said in rhythm.said):
        return ("rehearse",)
    asked = _asked(moment)
    if asked is not None:
        return (asked,)
    return _in_rhythm(_listening(text, moment, rhythm), rhythm)


def asks_how_she_is(words: str) -> bool:
    """Whether a greeting asks how she is."""
    return HOW_ARE_YOU.search(plain(words)) is not None


def near_moves(moves: tuple[MoveName, ...], words: str, moment: Moment) -> frozenset[MoveName]:
    """The moves among whose examples an answer to `words` may be looked for: where somebody tells, nearness knows
    better which one is due; but nobody is congratulated on what is heavy.
    """
    if not set(moves) & {*LISTENING, "celebrate"}:
        return frozenset(moves)
    if heavy(words, moment):
        return LISTENING
    return frozenset((*LISTENING, "celebrate", "plan"))


def heavy(words: str, moment: Moment) -> bool:
    """Whether `words` tell something sad, frightening or bitter."""
    return moment.valence <= HEAVY_VALENCE or speaks_heavily(words)


def speaks_heavily(words: str) -> bool:
    """Whether a word in it is heavy, whatever was read as a feeling."""
    text = plain(words)
    return bool(HEAVY.search(text) or GRIEF.search(text))


def grieving(words: str) -> bool:
    """Whether `words` speak of a death or a dying; then nothing that is remembered comes along unasked."""
    return GRIEF.search(plain(words)) is not None


def _fixed(text: str, from_memory: bool | None) -> MoveName | None:
    """The moves that no mood and no rhythm changes."""
    if in_danger(text):
        return "danger"
    if asks_to_forget(text):
        return "forget"
    about_her = asks_what_she_is(text) is not None
    if not from_memory and not about_her and notice_quarrel(text) is not None:
        return "both_sides"
    if from_memory is not None and not about_her:
        return "remember" if from_memory else "unknown"
    if notice_leaving(text) is not None:
        return "night"
    return "candour" if about_her and "secretly" not in text else None


def _asked(moment: Moment) -> MoveName | None:
    """What is due where something is wanted: a thought, advice, a fact."""
    if moment.doing == "deciding" or moment.wants == "think":
        return "think"
    if moment.wants == "advice":
        return "suggest"
    return "inform" if moment.doing == "asking" else None


def _listening(text: str, moment: Moment, rhythm: Rhythm) -> tuple[MoveName, ...]:
    """The moves for what is told, best first, before the rhythm has its say."""
    if SIT.search(text):
        return ("sit",)
    if rhythm.turn and SHORT.match(text):
        return ("question", "sit")
    if moment.doing == "celebrating" or (moment.valence >= GLAD_VALENCE and not heavy(text, moment)):
        return ("celebrate", "affirm", "question")
    if ALONE.search(text) and rhythm.turn and rhythm.turn % PEOPLE_EVERY == 1:
        return ("people", "reflect", "question")
    plans: tuple[MoveName, ...] = ("plan",) if PLANS.search(text) and not GRIEF.search(text) else ()
    if EFFORT.search(text):
        return (*plans, "affirm", "restate", "question")
    if heavy(text, moment):
        # First what it is like, then what happened: who is sad is asked little.
        return ("reflect", "restate", "affirm", "question", *plans)
    if moment.doing == "venting":
        return ("restate", "reflect", "question")
    return (*plans, "restate", "question")


def _in_rhythm(moves: tuple[MoveName, ...], rhythm: Rhythm) -> tuple[MoveName, ...]:
    """Those of `moves` that the last replies leave open; where none is left, one that is always fit."""
    if moves == ("sit",):
        return moves
    left: tuple[MoveName, ...] = tuple(
        move
        for move in moves
        if (rhythm.may_ask or move not in ASKING)
        and (rhythm.may_state or move not in STATING)
        and (rhythm.may_say_back or move != "restate")
    )
    if left:
        return left
    return ("question",) if rhythm.may_ask else ("restate",)
