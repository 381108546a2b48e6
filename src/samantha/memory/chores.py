"""What is done in quiet moments, one job after the other: the list of kinds, and asking for what has become due.

Guarantees: may be cancelled at any time; nothing of it is lost or done twice.
Does not: need a brain, but for `study`.
"""

from __future__ import annotations

from samantha.jobs import Kinds, run_due
from samantha.memory import imagine, reflect
from samantha.ports import Samantha

KINDS: Kinds = {reflect.KIND: reflect.write_page}
"""Kind of job -> what does it. A new kind is added here."""
_NO_MORE: Kinds = {}


async def do_chores(s: Samantha, more: Kinds = _NO_MORE) -> int:
    """Ask for what has become due and do it; how many jobs were finished. `more`: kinds of the rooms above."""
    await reflect.ask_for_pages(s)
    return await run_due(s, {**KINDS, **more})


async def study(s: Samantha) -> int:
    """Let the brain read what no rule understood; how many episodes. Raises nothing for a brain that is away."""
    await s.store.run(imagine.ask_for, s.clock.now())
    return await run_due(s, {imagine.KIND: imagine.imagine})
