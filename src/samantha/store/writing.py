"""Open a home that is there to write to it, for a command that changes one thing.

Guarantees: no home is made; one process writes at a time.
Does not: wait for a talk that is open; that is an error which says so.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from samantha.ports import Clock, Store
from samantha.store.home import open_home, require_home
from samantha.store.sqlite import open_store


@asynccontextmanager
async def open_for_writing(
    home: Path, clock: Clock, ask_passphrase: Callable[[], str] | None = None
) -> AsyncGenerator[Store]:
    """The journal of `home`. Raises HomeError `home.missing`, HomeBusy while a talk is open, and as `open_store`."""
    require_home(home)
    opened = await open_home(home, clock, ask_passphrase)
    async with open_store(home, opened.key, clock=clock) as store:
        yield store
