"""Open a home only to read it, also while another process talks there.

Guarantees: nothing is made or changed; a home that is not there gives None.
Does not: wait for the writer, nor see what it has not committed.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import anyio.to_thread

from samantha.ports import Clock, Store
from samantha.store import keyfile
from samantha.store.connection import FILE
from samantha.store.home import PASSPHRASE, needs_passphrase
from samantha.store.keys import unlock
from samantha.store.sqlite import open_store


@asynccontextmanager
async def open_for_reading(
    home: Path, clock: Clock, ask_passphrase: Callable[[], str] | None = None
) -> AsyncGenerator[Store | None]:
    """The journal of `home`, or None where there is no home yet.

    SAMANTHA_PASSPHRASE, else `ask_passphrase`, is used only where a passphrase is needed. Raises as `keys.unlock` and
    `sqlite.open_store`.
    """
    if keyfile.load(home) is None and not (home / FILE).exists():
        yield None
        return
    passphrase = os.environ.get(PASSPHRASE) or None
    if passphrase is None and ask_passphrase is not None and needs_passphrase(home):
        passphrase = ask_passphrase()
    key = await anyio.to_thread.run_sync(partial(unlock, home, passphrase=passphrase))
    async with open_store(home, key, read_only=True, clock=clock) as store:
        yield store
