"""What a turn is made of, before a word is spoken: what came to mind, whether it answers, which move is due.

Guarantees: a question about the person's life gets a verdict from memory; her own lines are never evidence.
Does not: speak, and asks no model but the embedder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from samantha.care.protocol import Answer
from samantha.care.tongue import DEFAULT, spoken_in
from samantha.conversation import growth_diary
from samantha.conversation.growth import AS_SHE_BEGINS, Bent, in_earnest, may_come_up
from samantha.conversation.growth_wishes import Wish, hear_wishes
from samantha.conversation.moment import Moment
from samantha.conversation.moves import MoveName, due_moves, grieving, heavy, near_moves
from samantha.conversation.own_words import Own, own_part
from samantha.conversation.rehearsal_room import Turned
from samantha.conversation.rhythm import FRESH, REMEMBER_EVERY, Rhythm, follow
from samantha.conversation.sensing import near, sense
from samantha.memory import answer
from samantha.memory.lookup import look_up
from samantha.memory.recall import recall
from samantha.memory.words import stems
from samantha.people import who
from samantha.ports import Samantha, Tx
from samantha.store import sealed
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

PROMPT_LINES = 3
"""How many recalled lines the brain reads at most."""
ADVICE_LINES = 2
"""How many of them where the person wants a thought or advice."""
BEFORE = 3
"""So many of the person's last turns say in what mood the talk is."""


@dataclass(slots=True)
class Report:
    """What became of a reply, filled while it streams."""

    move: str = ""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Where the time went: journal, recall, first_word, total."""
    danger: Answer | None = None
    """The protocol's answer, where the talk is about danger."""
    wishes: tuple[Wish, ...] = ()
    """What was wished of her manner, which holds as soon as her answer is journalled."""
    rehearsal: Turned | None = None
    """What a rehearsal answers, where one is under way or begins."""
    whole: bool = False
    """The reply was made to its end."""
    remembered: int | None = None
    """Her replies since something remembered came along unasked; None: never yet. Known before the reply."""
    came_along: bool = False
    """Something remembered came along in this one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One turn, read."""

    move: MoveName
    lines: tuple[Recollection, ...]
    """What came to mind and may be used, best first; for a question from memory, what answers it."""
    verdict: answer.Verdict | None
    wants: str
    """What kind of answer a question from memory wants; else empty."""
    known: frozenset[str]
    """Stems of everything that was said in the window, recalled, or just heard."""
    last_said: tuple[str, ...]
    """Her last two replies."""
    history: tuple[Episode, ...] = ()
    bent: Bent = AS_SHE_BEGINS
    """Her manner of being with this person."""
    rhythm: Rhythm = FRESH
    own: Own | None = None
    """What of the reply is said in words of our own."""

    @property
    def came_along(self) -> bool:
        """Something remembered came along into what is told, unasked."""
        return self.verdict is None and bool(self.lines) and self.move not in ("suggest", "think")

    @property
    def begun(self) -> tuple[str, ...]:
        """What the person said lately, but for wishes: a subject that is in it, they began with themselves."""
        return begun(self.history)


async def read_turn(
    s: Samantha,
    heard: Episode,
    history: tuple[Episode, ...],
    wishes: tuple[Wish, ...] = (),
    remembered: int | None = None,
) -> Reading:
    """Recall, decide whether a question can be answered, and choose the move; `wishes` hold in this turn already.

    `remembered` as in `Report`.
    """
    asked = answer.ask_kind(heard.text)
    now = s.clock.now()
    hidden = await s.store.read(sealed.all_of)
    bent = await s.store.read(growth_diary.manner, wishes)
    if asked and not asked.sure and asked.names:
        asked = replace(asked, sure=await s.store.read(_told_of, asked.names))
    verdict = await look_up(s, asked, exclude={heard.id, *hidden}, now=now) if asked else None
    from_memory = _from_memory(asked, verdict)
    rhythm = follow(history)
    words = in_earnest(bent, heard.text)
    before = [episode.text for episode in history if episode.who == PERSON][-BEFORE:]
    sensed = await sense(s, words, before)
    moves = due_moves(words, from_memory=from_memory, moment=sensed.moment, rhythm=rhythm)
    own = None
    if s.chat.continues and spoken_in(words) == DEFAULT:  # a larger brain than the embedded one needs no words of ours
        found = await near(s, sensed, near_moves(moves, words, sensed.moment), words)
        own = own_part(moves, found, words, rhythm, sensed.moment.feelings) if sensed.vector is not None else None
    move = own.move if own is not None else moves[0]
    if from_memory is None:
        window = {heard.id, *hidden, *(episode.id for episode in history)}
        most = 0 if own and not own.more else _most_lines(move, heard.text, sensed.moment, remembered)
        lines = await recall(s, heard.text, k=PROMPT_LINES, exclude=window, now=now) if most else []
        used = tuple(come_up(bent, lines, heard.text, history)[:most])
    else:
        used = verdict.lines[:PROMPT_LINES] if verdict else ()
    texts = [heard.text, *(episode.text for episode in history), *(line.episode.text for line in used)]
    last = tuple(episode.text for episode in history if episode.who == SAMANTHA)[-2:]
    known = frozenset(stem for text in texts for stem in stems(text))
    wants = asked.wants if asked else ""
    return Reading(move, used, verdict, wants, known, last, history, bent, rhythm, own)


def _most_lines(move: MoveName, heard: str, moment: Moment, remembered: int | None) -> int:
    """How many recalled lines may come along unasked: few for advice; else one, seldom, and none into a grief."""
    if move in ("suggest", "think"):
        return ADVICE_LINES
    if move in ("inform", "play", "greet") or grieving(heard) or heavy(heard, moment):
        return 0
    return 1 if remembered is None or remembered >= REMEMBER_EVERY - 1 else 0


def begun(history: Sequence[Episode]) -> tuple[str, ...]:
    """The person's last two turns in `history`, without the wishes about her manner in them."""
    return tuple(hear_wishes(episode.text)[1] for episode in history if episode.who == PERSON)[-2:]


def come_up(
    bent: Bent, lines: Sequence[Recollection], heard: str, history: Sequence[Episode] = ()
) -> list[Recollection]:
    """The recalled lines that may come up unasked: what is to be left alone does not, unless the person begins."""
    if bent == AS_SHE_BEGINS:
        return list(lines)
    may = may_come_up(bent, [line.episode.text for line in lines], heard, begun(history))
    return [line for line, allowed in zip(lines, may, strict=True) if allowed]


def _told_of(tx: Tx, names: Sequence[str]) -> bool:
    """Whether somebody of the person's is called by one of `names`."""
    return any(who.known(tx, name) for name in names)


def _from_memory(asked: answer.Ask | None, verdict: answer.Verdict | None) -> bool | None:
    """True: a line answers. False: none does, and she says so. None: no question for memory, or perhaps none."""
    if asked is None or verdict is None:
        return None
    if verdict.known:
        return True
    return False if asked.sure else None
