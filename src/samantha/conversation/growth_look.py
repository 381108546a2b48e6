"""Looking for patterns in a quiet moment: the latest turns are read, and at most one change is proposed.

Guarantees: nothing sealed, imported, played or said by others is looked at; nothing comes into force here; a look is a
job that is done once a week, also after a crash.
Does not: need a model.
"""

from __future__ import annotations

from samantha.conversation import growth_diary
from samantha.conversation.growth_patterns import Edit, Turn, find_patterns
from samantha.jobs import Kinds, Run, enqueue
from samantha.ports import Samantha, Tx
from samantha.store import episodes, facts, jobs, sealed
from samantha.types import PERSON, SAMANTHA, Episode

KIND = "growth"
THREAD = "talk"
LOOKED_AT = 400
"""Episodes of the talk that are looked at, the latest."""
IN_PERSON = frozenset({"typed", "voice"})
"""How what counts came in."""


async def ask_for_a_look(s: Samantha) -> None:
    """Ask for this week's look, where nobody did."""
    now = s.clock.now()
    year, week, _ = now.date().isocalendar()
    key = f"{year}-W{week:02}"
    if await s.store.read(jobs.by_key, KIND, key) is None:
        await s.store.run(enqueue, KIND, key, now)


async def look(run: Run) -> None:
    """The job: find patterns, and write down the first that is new."""
    await run.step("propose", _propose, run.s)


def _propose(tx: Tx, s: Samantha) -> int | None:
    now = s.clock.now()
    return growth_diary.propose(tx, find_patterns(turns(tx), edits(tx), now), now)


def turns(tx: Tx) -> list[Turn]:
    """The latest turns of the talk that may be looked at, oldest first."""
    hidden = sealed.all_of(tx)
    said: dict[int, Episode] = {}
    heard: list[Episode] = []
    for episode in episodes.recent(tx, LOOKED_AT, THREAD):
        if episode.id in hidden or episode.origin not in IN_PERSON:
            continue
        if episode.who == SAMANTHA and episode.reply_to is not None:
            said[episode.reply_to] = episode
        elif episode.who == PERSON and episode.kind == "heard":
            heard.append(episode)
    return [_turn(episode, said.get(episode.id)) for episode in heard]


def edits(tx: Tx) -> list[Edit]:
    """What the person put right of beliefs, oldest first."""
    made = facts.corrections(tx)
    at = {episode.id: episode.at for episode in episodes.many(tx, [one.episode for one in made])}
    hidden = sealed.all_of(tx)
    return [Edit(one.episode, at[one.episode], one.slot) for one in made if one.episode in at.keys() - hidden]


def _turn(heard: Episode, said: Episode | None) -> Turn:
    return Turn(heard.id, heard.at, heard.text, said.text if said else "", said.cut if said else False)


KINDS: Kinds = {KIND: look}
"""Kind of job -> what does it, for `memory.chores.do_chores`."""
