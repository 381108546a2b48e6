"""One typed turn, whole: the person's words are journalled first, what was delivered last.

Guarantees: the heard episode is committed before any model call; what is journalled as said is exactly the deltas
that were handed over, also when the reader stops in the middle or the process is told to end.
Does not: draw or speak. A reply that the brain broke off leaves the turn unanswered, so that it can be answered again.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

import anyio
import anyio.to_thread

from samantha.care.alarm import Vectors
from samantha.conversation import candour, danger, growth_diary, growth_look, rehearsal_room, unasked
from samantha.conversation.awake import wake
from samantha.conversation.context import move_window, stable_part
from samantha.conversation.persona import head
from samantha.conversation.reading import Report
from samantha.conversation.reply import reply
from samantha.conversation.sensing import get_ready
from samantha.errors import BrainError
from samantha.memory.chores import do_chores, study
from samantha.memory.keep import keep
from samantha.memory.recall import index_pending
from samantha.ports import Samantha, Tx
from samantha.store import episodes, sealed
from samantha.types import PERSON, SAMANTHA, Delta, Draft, Episode, Failed, Finished, Heard, TurnEvent

QUIET_S = 600.0
"""So many quiet seconds, and the brain is free for other thoughts."""
WINDOW_EPISODES = 60
"""The most past episodes that are read from the journal for a prompt."""


class Delivery(Protocol):
    """Somebody who hands a reply over more slowly than it is made: a voice."""

    async def finished(self) -> None:
        """Wait until all that was handed over was heard, or the reply was cut."""
        ...

    def heard(self, given: str) -> str:
        """What of `given`, everything that was handed over, was heard."""
        ...

    @property
    def cut(self) -> bool:
        """It was cut before its end."""
        ...


class AtOnce:
    """Handing over is delivering: on a screen."""

    cut = False

    async def finished(self) -> None:
        """Nothing is waited for."""

    def heard(self, given: str) -> str:
        """All of it."""
        return given


@dataclass(slots=True)
class Talk:
    """What one open talk keeps in memory; everything of it can be made again from the journal."""

    thread: str = "talk"
    origin: str = "typed"
    start: int = 0
    """The id where the prompt's history starts; moved in quiet moments."""
    begun: bool = False
    """A turn was taken, or the greeting handed over; what begins a talk is said then."""
    remembered: int | None = None
    """Her replies since something remembered came along unasked; None: never yet."""


async def hear(s: Samantha, talk: Talk, text: str, key: str | None = None) -> Episode:
    """Journal the person's words. When this returns, a power cut cannot lose them."""
    draft = Draft(s.clock.now(), "heard", PERSON, text, thread=talk.thread, origin=talk.origin, key=key)
    return await s.store.run(_hear, draft, await danger.sense(s, text))


def _hear(tx: Tx, draft: Draft, vectors: Vectors | None) -> Episode:
    heard = rehearsal_room.hear(tx, draft, vectors)
    unasked.hear_answer(tx, heard)
    return heard


async def take_turn(s: Samantha, talk: Talk, text: str, key: str | None = None) -> AsyncGenerator[TurnEvent, None]:
    """Hear `text` and answer it. Close the generator to stop the reply; what was handed over is kept as cut."""
    started = s.clock.monotonic()
    heard = await hear(s, talk, text, key)
    report = Report(seconds={"journal": s.clock.monotonic() - started})
    yield Heard(heard)
    async with aclosing(answer_turn(s, talk, heard, report)) as events:
        async for event in events:
            yield event


async def answer_turn(
    s: Samantha, talk: Talk, heard: Episode, report: Report | None = None, delivery: Delivery | None = None
) -> AsyncGenerator[TurnEvent, None]:
    """Answer an episode that is in the journal already: the second half of a turn, or a turn that was left open.

    With a `delivery` what it says was heard is journalled; else everything that was yielded.
    """
    report = report or Report()
    delivery = delivery or AtOnce()
    report.remembered = talk.remembered
    started = s.clock.monotonic()
    given, told = list[str](), list[candour.Due]()
    failure, said = None, None
    try:
        async with aclosing(_reply_and_notices(s, talk, heard, report, told)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    report.seconds.setdefault("first_word", s.clock.monotonic() - started)
                    given.append(event.text)
                yield event
        await delivery.finished()
    except BrainError as error:
        failure = error
        await delivery.finished()
    finally:
        with anyio.CancelScope(shield=True):
            cut = delivery.cut or not report.whole
            text = delivery.heard("".join(given))
            said = await _record(s, talk, heard, report, text, cut=cut, failed=failure is not None)
            for due in told if not delivery.cut else ():
                await candour.given(s, due)
    talk.remembered = _since(talk.remembered, report)
    report.seconds["total"] = s.clock.monotonic() - started
    if failure is not None:
        yield Failed(failure.code, str(failure), heard.id)
    elif said is not None:
        yield Finished(said, report.move, report.seconds)


async def _reply_and_notices(
    s: Samantha, talk: Talk, heard: Episode, report: Report, told: list[candour.Due]
) -> AsyncGenerator[TurnEvent, None]:
    """The reply, with the notices that are due before and after it; those that were handed over stand in `told`."""
    history = await window(s, talk, before=heard.id)
    owed = await candour.due_before(s, heard.text, begins=not talk.begun)
    talk.begun = True
    try:
        async with aclosing(reply(s, heard, history, report)) as events:
            async for event in events:
                while owed and report.danger is None:  # in danger nothing stands before the answer
                    yield owed[0].notice
                    told.append(owed.pop(0))
                yield event
        report.whole = True
    except BrainError:
        for due in await _due_after(s, heard, told):
            yield due.notice
            told.append(due)
        raise
    for due in await _due_after(s, heard, told):
        yield due.notice
        told.append(due)


async def _due_after(s: Samantha, heard: Episode, told: Sequence[candour.Due]) -> list[candour.Due]:
    """What is due after the reply, less what stood before it."""
    return [due for due in await candour.due_after(s, heard.text) if due.name not in {one.name for one in told}]


def _since(remembered: int | None, report: Report) -> int | None:
    """Her replies since something remembered came along, after this one."""
    if report.came_along:
        return 0
    return None if remembered is None else remembered + 1


async def _record(
    s: Samantha, talk: Talk, heard: Episode, report: Report, text: str, *, cut: bool, failed: bool
) -> Episode | None:
    """Journal what was delivered. A reply that failed does not count as an answer, so that the turn stays open."""
    if not text:
        return None
    draft = Draft(
        s.clock.now(),
        "said",
        SAMANTHA,
        text,
        thread=talk.thread,
        cut=cut,
        origin=talk.origin,
        reply_to=None if failed else heard.id,
    )
    if report.danger is not None:
        return await s.store.run(danger.record, draft, heard, report.danger)
    if report.rehearsal is not None:
        return await s.store.run(rehearsal_room.record, draft, report.rehearsal)
    if report.wishes:
        return await s.store.run(growth_diary.record, draft, heard, report.wishes)
    return await s.store.run(keep, draft)


async def window(s: Samantha, talk: Talk, before: int | None = None) -> tuple[Episode, ...]:
    """The past turns that the brain reads, oldest first; never one that is sealed."""
    recent = await s.store.read(episodes.recent, WINDOW_EPISODES, talk.thread, before)
    hidden = await s.store.read(sealed.all_of)
    past = [episode for episode in recent if episode.id not in hidden]
    if past and past[0].id > talk.start:
        talk.start = past[0].id
    talk.start = move_window(past, talk.start)
    return tuple(episode for episode in past if episode.id >= talk.start)


async def rest(s: Samantha, talk: Talk) -> None:
    """What is done while the person is quiet: index what was said, do what has become due, let the brain read ahead.

    Can be cancelled at any time; a job goes on in the next quiet moment.
    """
    await anyio.to_thread.run_sync(wake, abandon_on_cancel=True)
    while await index_pending(s, 64):
        pass
    await growth_look.ask_for_a_look(s)
    await do_chores(s, growth_look.KINDS)
    await get_ready(s)
    await s.chat.warm(stable_part(head(), await window(s, talk)))


async def ponder(s: Samantha, talk: Talk) -> None:
    """After QUIET_S without a word, let the brain look at what no rule understood, then read ahead again.

    It takes the brain from what it keeps read, so it waits; can be cancelled at any time.
    """
    await s.clock.sleep(QUIET_S)
    if await study(s):
        await s.chat.warm(stable_part(head(), await window(s, talk)))
