"""A rehearsal of a hard talk, step by step: with whom, about what, play, pause, what it did, and when it is real.

Guarantees: pure; each question is asked once and can be skipped; out of role whenever asked; ends after MOST_ROUNDS
pauses whatever is said; a goodbye leaves at once and nothing holds. It is Rehearsal's room (Shaikh et al., CHI 2024),
ended by an appointment for the real talk.
Does not: play (`rehearsal_other`), read moves (`rehearsal_moves`) or keep anything (`rehearsal_room`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias, cast, get_args

from samantha.care.candour import asks_what_she_is, what_she_is
from samantha.care.farewell import notice_leaving
from samantha.care.patterns import plain
from samantha.conversation import rehearsal_answers as answers
from samantha.conversation.rehearsal_moves import read_moves, show
from samantha.conversation.rehearsal_other import BEGINS, HARDEST, Temper, harden, temper_of
from samantha.conversation.rehearsal_wish import Wish, courts, dead, harmed, label, named, other_in, sexual
from samantha.memory.dates import When, times_in
from samantha.memory.when import DAYS, MONTHS

Step: TypeAlias = Literal["who", "about", "want", "manner", "play", "landed", "next", "when", "unsaid", "done"]
"""What is waited for: an answer to a question of setting up, words in role, how it landed, what next, when it will be
real; words that nobody answers (`unsaid`); nothing any more."""
ROLE: frozenset[Step] = frozenset({"play", "unsaid"})
LONG, SHORT = 4, 3
"""Turns in role before a pause: fewer where the person's words escalated."""
MOST_ROUNDS = 6
MOST_UNSAID = 12
IN_ROLE_FROM = 3
"""Words: between two rounds so many that are no answer are a line of the play; fewer mean that it goes on."""
ASK_WITHOUT_DAY = timedelta(days=7)
"""Where no day was told, she asks after so long whether the talk took place."""

ASK: dict[Step, str] = {
    "who": "Whom is the talk with? I play the other one, from what you told me.",
    "about": "What is it about? One sentence, or “skip”.",
    "want": "What do you want out of it, at the end? Or “skip”.",
    "manner": "How is {other} when it gets hard: loud, quiet, waving it away, or listening? Or “skip”.",
    "landed": "Out of role: I am Samantha again. How did that land with you?",
    "next": "Again from the top, on from here, or enough?",
    "when": "When and where will you have the real talk? Or “skip”.",
}
FROM_TOLD = "Now I play the other one: {other}, from what you told me; it is not what they would really say."
FROM_LITTLE = "Now I play the other one: {other}, with little to go by; it is not what they would really say."
BEGIN = "Say “pause” whenever you want out. You begin."
BACK = "Back in the play: {other} again, and not what they would really say. You go on."
TOP, ON = "From the top, then. You begin.", "On, then. It is your turn."
ANOTHER_TIME = "Another time, then."
OPEN = "Then we leave it open. It is yours to have or not."
MARKED = "{day}, then. I ask you once, afterwards, how it went."
SOMETIME = "Then when it comes. I ask you once, in a week, whether it took place."
MUCH = "That is a good deal of practice for one day."
TOO_MUCH = "Then that is enough for today. It stays as it is, for when you want it."
DEAD = "{Other} has died, and nobody is played here as if they were alive. If you like, say what stayed unsaid."
NO_ONE_ANSWERS = "Nobody speaks as {other} here. If you like, say what you would want to say; nobody answers back."
NOT_THAT = "That is not played here."
LISTENS = ("Go on.", "It is said now.", "Take your time with it.", "Say all of it.")
KEPT = "It stays as it is. “Go on with the rehearsal” brings it back."
UNSAID_OVER = "It is said, and it stays here."


@dataclass(frozen=True, slots=True)
class Room:
    """Where a rehearsal stands. `other`, `about`, `want` and `how` are the person's words."""

    step: Step
    other: str = ""
    about: str = ""
    want: str = ""
    how: str = ""
    """How the other is when it gets hard."""
    temper: Temper = "defensive"
    begins: int = BEGINS
    """How hard the other stands at the beginning of a round."""
    hardness: int = BEGINS
    turns: int = 0
    """In role, since the last pause."""
    rounds: int = 0
    """Pauses so far."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the one who is played, before anything is played."""

    told: bool = False
    """Something was told about them."""
    dead: bool = False
    harmed: bool = False
    """They hurt or frightened the person."""
    minor: bool = False
    """The person of this home is one."""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Plan:
    """The real talk, as the person means to have it."""

    words: str
    real: datetime | None
    """The beginning of its day or hour; None where no time was told."""
    ask: datetime
    """From when she may ask how it went, once."""


@dataclass(frozen=True, slots=True)
class Next:
    """What comes now."""

    room: Room
    says: tuple[str, ...]
    """Her own sentences, out of role; after the played line, where there is one."""
    plays: bool = False
    """The other answers first."""
    here: bool = True
    """The person is still in the room."""
    gave: bool = False
    """Words of this turn are in the room now, so that they must go together."""
    plan: Plan | None = None
    opens: bool = False
    """What was told about the other is what she names now, as the ground she plays on."""


def begin(wish: Wish, known: Known = NOTHING_KNOWN) -> Next:
    """The first question that the wish leaves open, or the play."""
    room = Room("who", wish.other, wish.about)
    return _set_up(room, known, "who" if wish.other else None, f"{wish.other} {wish.about}", gave=True)


def come_back(room: Room) -> Next:
    """The room again after it was left: the question that stands, or the play."""
    if room.step == "play":
        return Next(room, (BACK.format(other=named(room.other)),))
    if room.step == "unsaid":
        return Next(room, (LISTENS[-1],))
    return Next(room, (_ask(room),))


def in_role(room: Room, words: str) -> bool:
    """Whether `words` are said in role: journalled, and true of nobody."""
    if _leaves(room, words) or _steps_out(words):
        return False
    if room.step == "next":
        short = len(words.split()) < IN_ROLE_FROM
        return not (short or answers.again(words) or answers.on(words) or answers.skips(words))
    return room.step in ROLE


def go_on(room: Room, words: str, at: datetime, said: Sequence[str] = (), known: Known = NOTHING_KNOWN) -> Next | None:
    """What comes after `words`; None where the person takes leave, or the rehearsal is over.

    `said`: their turns in role since the last pause, without this one; `at`: aware, when it is said.
    """
    if room.step == "done" or _leaves(room, words):
        return None
    if in_role(room, words):
        return _listen(room) if room.step == "unsaid" else _play(replace(room, step="play"), words, said)
    if room.step in ROLE:
        return _step_out(room, words)
    if room.step == "landed":
        return _landed(room, words, said)
    if room.step == "next":
        return _what_next(room, words)
    if room.step == "when":
        return _when(room, words, at)
    return _answered(room, words, known)


def _answered(room: Room, words: str, known: Known) -> Next:
    """An answer to a question of setting up."""
    if _enough(words):
        return Next(replace(room, step="done"), (ANOTHER_TIME,), here=False)
    told = "" if answers.skips(words) or answers.starts(words) else " ".join(words.split())[:400]
    step = room.step
    if step == "who":
        room = replace(room, other=other_in(told))
    elif step == "about":
        room = replace(room, about=told)
    elif step == "want":
        room = replace(room, want=told)
    else:
        temper, hardness = temper_of(told) or (room.temper, room.begins)
        room = replace(room, how=told, temper=temper, begins=hardness, hardness=hardness)
    after = "manner" if answers.starts(words) else step
    return _set_up(room, known, after, told, gave=bool(told))


_SETTING_UP: tuple[Step, ...] = ("who", "about", "want", "manner")


def _set_up(room: Room, known: Known, after: Step | None, told: str, *, gave: bool) -> Next:
    """The next question after that of `after` which has no answer yet, or the play; or no play at all."""
    refused = _refuse(room, known, told)
    if refused is not None:
        return replace(refused, gave=gave)
    for step in _SETTING_UP[_SETTING_UP.index(after) + 1 if after is not None else 0 :]:
        if step != "about" or not room.about:
            asking = replace(room, step=step)
            return Next(asking, (_ask(asking),), gave=gave)
    room = replace(room, step="play")
    ground = FROM_TOLD if known.told or room.how else FROM_LITTLE
    return Next(room, (ground.format(other=named(room.other)), BEGIN), gave=gave, opens=True)


def _refuse(room: Room, known: Known, told: str) -> Next | None:
    """Nobody dead is played as alive, nobody who hurt the person, no love with a child, nothing of sex."""
    other = named(room.other)
    if sexual(told):
        return Next(replace(room, step="done"), (NOT_THAT,), here=False)
    if known.dead or dead(told):
        return Next(replace(room, step="unsaid"), (DEAD.format(Other=other[:1].upper() + other[1:]),))
    if known.harmed or harmed(told) or (known.minor and courts(f"{room.other} {told}")):
        return Next(replace(room, step="unsaid"), (NO_ONE_ANSWERS.format(other=other),))
    return None


def _play(room: Room, words: str, said: Sequence[str]) -> Next:
    """One turn in role: the other answers; after a few, a pause."""
    moves = read_moves(words)
    room = replace(room, turns=room.turns + 1, hardness=harden(room.hardness, moves))
    sharp = any(move.escalates for text in (*said, words) for move in read_moves(text))
    if room.turns < (SHORT if sharp else LONG):
        return Next(room, (), plays=True)
    return Next(_paused(room), (ASK["landed"],), plays=True)


def _step_out(room: Room, words: str) -> Next:
    if room.step == "unsaid":
        return Next(replace(room, step="done"), (UNSAID_OVER,), here=False)
    if asks_what_she_is(words) is not None:
        return Next(_paused(room), (what_she_is(words, None, room.rounds), _ask(replace(room, step="landed"))))
    if room.turns == 0 or (room.rounds and answers.ends(words)):
        return Next(replace(room, step="when", turns=0), (ASK["when"],))
    return Next(_paused(room), (ASK["landed"],))


def _listen(room: Room) -> Next:
    """What stayed unsaid is heard, and nobody answers for the other."""
    room = replace(room, turns=room.turns + 1)
    if room.turns >= MOST_UNSAID:
        return Next(replace(room, step="done"), (UNSAID_OVER,), here=False)
    return Next(room, (LISTENS[(room.turns - 1) % len(LISTENS)],))


def _landed(room: Room, words: str, said: Sequence[str]) -> Next:
    """How it landed was answered: what the moves did, and what next."""
    room = replace(room, turns=0)
    if answers.too_much(words):
        return Next(replace(room, step="next"), (TOO_MUCH,), here=False)
    if answers.ends(words) or answers.stops(words):
        return Next(replace(room, step="when"), (ASK["when"],))
    shown = show(said) if said else ()
    if room.rounds >= MOST_ROUNDS:
        return Next(replace(room, step="when"), (*shown, MUCH, ASK["when"]))
    return Next(replace(room, step="next"), (*shown, ASK["next"]))


def _what_next(room: Room, words: str) -> Next:
    if answers.again(words):
        return Next(replace(room, step="play", turns=0, hardness=room.begins), (TOP,))
    if answers.pauses(words):
        return Next(room, (KEPT,), here=False)
    if answers.skips(words) or _enough(words):
        return Next(replace(room, step="when"), (ASK["when"],))
    return Next(replace(room, step="play", turns=0), (ON,))


def _when(room: Room, words: str, at: datetime) -> Next:
    """When and where the real talk will be; nothing is asked twice."""
    over = replace(room, step="done")
    if answers.skips(words) or _enough(words):
        return Next(over, (OPEN,), here=False)
    told = " ".join(words.split())[:200]
    ahead = [timed for timed in times_in(words, at) if timed.when.end > at]
    if not ahead:
        plan = Plan(told, None, at + ASK_WITHOUT_DAY)
        return Next(over, (SOMETIME,), here=False, gave=True, plan=plan)
    when = ahead[0].when
    plan = Plan(told, when.start, ask_from(when))
    return Next(
        over, (MARKED.format(day=_day(when, words[ahead[0].start : ahead[0].end])),), here=False, gave=True, plan=plan
    )


def _day(when: When, words: str) -> str:
    """The day as it was understood, so that a wrong one is seen; a week or a month in the words themselves."""
    if when.precision not in ("day", "hour", "minute"):
        return words[:1].upper() + words[1:]
    return f"{DAYS[when.start.weekday()]} {when.start.day} {MONTHS[when.start.month - 1]}"


def ask_from(when: When) -> datetime:
    """The morning after: by then it has been, or has not."""
    last = (when.end - timedelta(microseconds=1)).date()
    return datetime.combine(last + timedelta(days=1), time(6), when.end.tzinfo)


def _paused(room: Room) -> Room:
    return replace(room, step="landed", rounds=room.rounds + 1)


def _ask(room: Room) -> str:
    return ASK[room.step].format(other=named(room.other))


def _enough(words: str) -> bool:
    return answers.out(words) or answers.ends(words)


def _steps_out(words: str) -> bool:
    return _enough(words) or asks_what_she_is(words) is not None


def _leaves(room: Room, words: str) -> bool:
    """They take leave of her, not of the one who is played: "Bye, Mum" is said in role."""
    if notice_leaving(words) is None:
        return False
    to_other = room.step in ROLE and label(room.other).split()[0].casefold() in plain(words).casefold()
    return not to_other


def to_state(room: Room) -> str:
    """A room as text to keep; the step stands beside it."""
    fields = asdict(room)
    del fields["step"]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def from_state(step: str, state: str) -> Room | None:
    """The room that was kept, or None for one that cannot be read."""
    try:
        kept = json.loads(state)
        room = Room(cast(Step, step), **kept)
    except (TypeError, ValueError):
        return None
    whole = step in get_args(Step) and room.temper in get_args(Temper) and 0 <= room.hardness <= HARDEST
    return room if whole else None
