"""Open a journal with its key in hand, without a model and without asking anybody.

Guarantees: reading works while she talks in another process; a note about a copy is kept then too.
Does not: unlock; `keys` does.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from samantha.errors import HomeBusy, ReadOnly
from samantha.ports import Clock, Store
from samantha.store import belongings
from samantha.store.belongings import Copy
from samantha.store.sqlite import open_store


@asynccontextmanager
async def open_by_key(home: Path, key: bytes, clock: Clock, *, write: bool = False) -> AsyncGenerator[Store]:
    """The journal of `home`. Raises as `sqlite.open_store`."""
    async with open_store(home, key, read_only=not write, clock=clock) as store:
        yield store


async def keep_note(home: Path, key: bytes, clock: Clock, copy: Copy) -> None:
    """Note `copy` in the journal, or beside it where somebody else is writing there."""
    try:
        async with open_by_key(home, key, clock, write=True) as store:
            await belongings.take_over(store, home)
            await store.run(belongings.note, copy)
    except (HomeBusy, ReadOnly):
        belongings.note_beside(home, copy)
