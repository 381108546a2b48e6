"""A talk through a pipe: a line in is a turn, a line out is her reply, so that a talk can be scripted.

Guarantees: standard output carries her replies and nothing else, one line for each line that had words.
Does not: ask questions, know commands (every line is words), or wait for a person.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import TextIO

import anyio

from samantha.cli.deliver import Seconds, to_pipe
from samantha.cli.lines import Line, cut_lines, read_line
from samantha.cli.speeds import keep
from samantha.cli.talker import Talker
from samantha.errors import SamanthaError

_PATIENCE = 3
"""Lines that are not text before the whole input is taken for something else."""
_QUIET = 0.5
"""Seconds without a line before idle work begins."""


class NotText(SamanthaError):
    """Standard input is not text."""

    code = "input.binary"


async def talk_through_pipe(samantha: Talker, fd: int, out: TextIO, notes: TextIO, first: str = "") -> bool:
    """Answer each line of `fd` until its end; returns False when a turn failed. Raises NotText.

    `first` is noted and answered before any line.
    """
    well, bad, seconds = True, 0, list[Mapping[str, float]]()
    if first:
        print(f"(You: {first})", file=notes, flush=True)
        well = await _answer(samantha, first, out, notes, seconds)
    async with aclosing(_lines(samantha, fd)) as lines:
        async for line in lines:
            if line.binary:
                bad += 1
                if bad >= _PATIENCE:
                    raise NotText("What comes in is not text.", "Give her lines of UTF-8 text, one line a turn.")
                print("A line that is not text was left out.", file=notes, flush=True)
                continue
            if line.replaced:
                print(f"{line.replaced} bytes of a line were not UTF-8; � stands for them.", file=notes, flush=True)
            if line.text:
                well = await _answer(samantha, line.text, out, notes, seconds) and well
    await keep(samantha.parts.store, seconds)
    return well


async def _answer(samantha: Talker, text: str, out: TextIO, notes: TextIO, seconds: Seconds) -> bool:
    try:
        return await to_pipe(samantha.turn(text), out, notes, seconds)
    except SamanthaError as error:
        print(f"{error} [{error.code}]", file=notes, flush=True)
        return False


async def _lines(samantha: Talker, fd: int) -> AsyncGenerator[Line, None]:
    buffer, first = bytearray(), True
    while True:
        more = await _read(samantha, fd)
        if first and more:
            more, first = more.removeprefix(b"\xef\xbb\xbf"), False
        buffer += more
        for raw in cut_lines(buffer, end=not more):
            yield read_line(raw)
        if not more:
            return


async def _read(samantha: Talker, fd: int) -> bytes:
    """The next bytes; while nothing comes for a moment, she does her idle work."""
    found = b""
    async with anyio.create_task_group() as group:
        group.start_soon(_rest, samantha)
        found = await _read_in_thread(fd)
        group.cancel_scope.cancel()
    return found


async def _rest(samantha: Talker) -> None:
    await anyio.sleep(_QUIET)
    await rest_softly(samantha)


async def rest_softly(samantha: Talker) -> None:
    """Idle work; its failures are not the person's concern while they type (the next turn says what matters)."""
    with suppress(SamanthaError):
        await samantha.rest()


async def _read_in_thread(fd: int) -> bytes:
    """`os.read` where it may block for ever: in a daemon thread, which the end of the program does not wait for.

    (`anyio.to_thread` joins its threads at the end, and a buffered reader would hold a lock then.)
    """
    loop, answer = asyncio.get_running_loop(), asyncio.Event()
    found: list[bytes | OSError] = []

    def read() -> None:
        try:
            found.append(os.read(fd, 1 << 16))
        except OSError as error:
            found.append(error)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(answer.set)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    await answer.wait()
    if isinstance(found[0], OSError):
        raise SamanthaError(
            f"Standard input cannot be read ({found[0].strerror}).",
            "Give her a pipe or a file.",
            code="input.unreadable",
        ) from found[0]
    return found[0]


def standard_input() -> int:
    """Its file descriptor. Raises SamanthaError (`input.none`) when the program was started without one."""
    try:
        return sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):
        raise SamanthaError(
            "There is no standard input.", "Start her in a terminal, or pipe text to her.", code="input.none"
        ) from None
