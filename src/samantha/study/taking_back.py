"""Take one import back: everything that came with it is forgotten, with all that stands on it, and a receipt is kept.

Guarantees: what was in memory before that import stays; what goes is gone as after any forgetting.
Does not: touch the file it came from, so that it can be brought in again.
"""

from __future__ import annotations

from pathlib import Path

from samantha.errors import ImportFailed
from samantha.memory.forget import Held, Plan, copies, forget, plan_ids
from samantha.ports import Samantha
from samantha.store import imports
from samantha.store.receipts import Receipt
from samantha.store.scan import Show


async def plan_taking_back(s: Samantha, number: int) -> tuple[imports.Import, Plan]:
    """The import of that number, and what would go. Raises ImportFailed (`import.unknown_number`)."""
    found = [one for one in await s.store.read(imports.listed) if one.id == number]
    if not found:
        raise ImportFailed(
            f"There is no import {number}.", "`samantha import --list` shows them.", code="import.unknown_number"
        )
    ids = await s.store.read(imports.episodes_of, number)
    return found[0], await plan_ids(s, ids)


async def take_back(s: Samantha, plan: Plan, *, show: Show = lambda done, of: None) -> Receipt:
    """Forget it, at once and for good: the file it came from can bring it back. Raises as `memory.forget.forget`."""
    outside = [Path(copy.path) for copy in await copies(s, plan.ids) if copy.kind == "export"]
    more = [path for path in (*outside, s.config.weights / "heads") if path.exists()]
    receipt = await forget(s, plan, hold=False, more=more, show=show)
    assert not isinstance(receipt, Held)
    return receipt
