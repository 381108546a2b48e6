"""One reply, from its events to the screen or the pipe: streamed, stopped by Ctrl-C, or ended by a failure.

Guarantees: what was shown is what was delivered, and it stays; the stream is always closed, so that the journal
    says whether the reply was cut.
Does not: journal anything, nor ask for another try.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import TextIO, TypeAlias

import anyio

from samantha.cli.hush import pastes_as_one, stopped_by_ctrl_c
from samantha.cli.lines import shown
from samantha.cli.screen import ENDLESS, Reply, Screen
from samantha.cli.wrap import Wrap
from samantha.types import Delta, Failed, Finished, Notice, Said, TurnEvent

_LONG = 12.0
"""Seconds without a word before she says that it takes long."""


Seconds: TypeAlias = list[Mapping[str, float]]
"""Where the time of each finished reply went; see `types.Finished`."""


async def to_screen(events: AsyncGenerator[TurnEvent, None], screen: Screen, seconds: Seconds) -> bool:
    """Draw a reply as it comes; returns False when it failed. Ctrl-C stops it and keeps what was shown."""
    failed: Failed | None = None
    with pastes_as_one(screen.out, screen.abilities.moves):
        with anyio.CancelScope() as scope, stopped_by_ctrl_c(scope.cancel), screen.reply() as reply:
            failed = await _draw(events, reply, seconds)
        if scope.cancelled_caught:
            screen.note("(stopped)")
        if failed is not None:
            screen.note(f"{failed.text} (/again has her try once more.)")
        screen.space()
    return failed is None


async def _draw(events: AsyncGenerator[TurnEvent, None], reply: Reply, seconds: Seconds) -> Failed | None:
    failed: Failed | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(_own_up, reply)
        failed = await _follow(events, reply, seconds)
        group.cancel_scope.cancel()
    return failed


async def _own_up(reply: Reply) -> None:
    """A busy machine can take long: say so once, rather than leave the person wondering."""
    await anyio.sleep(_LONG)
    reply.still_thinking()


async def _follow(events: AsyncGenerator[TurnEvent, None], reply: Reply, seconds: Seconds) -> Failed | None:
    async with aclosing(events):
        async for event in events:
            match event:
                case Delta():
                    reply.show(event.text)
                case Said():
                    reply.settle()
                case Notice():
                    reply.apart(event.text)
                case Finished():
                    seconds.append(event.seconds)
                case Failed():
                    return event
                case _:
                    pass
    return None


async def to_pipe(events: AsyncGenerator[TurnEvent, None], out: TextIO, notes: TextIO, seconds: Seconds) -> bool:
    """Write a reply as one line of plain text; returns False when it failed, with the reason on `notes`."""
    line, failed = Wrap(ENDLESS), None
    try:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Delta):
                    _write(out, line.feed(shown(event.text)))
                elif isinstance(event, Said):
                    _write(out, line.flush())
                elif isinstance(event, Finished):
                    seconds.append(event.seconds)
                elif isinstance(event, Notice):
                    print(event.text, file=notes, flush=True)
                elif isinstance(event, Failed):
                    failed = event
    finally:
        _write(out, line.flush() + "\n")
    if failed is not None:
        print(f"{failed.text} [{failed.code}]", file=notes, flush=True)
    return failed is None


def _write(out: TextIO, text: str) -> None:
    if text:
        out.write(text)
        out.flush()
