"""What `samantha doctor` tries out: opening the journal, reading everything, timing the brain.

Guarantees: reads only, also beside an open talk; what needs a passphrase is tried only when the environment has it.
Does not: keep any figure, nor use the network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import anyio

from samantha.cli.checks import Finding, needed_files
from samantha.clock import SystemClock
from samantha.config import Config
from samantha.ports import Chat, Sampling, Store
from samantha.types import Message

ASKED = "Tell me about the weather in early spring, in a few plain sentences."
SHORT, LONGEST_S = 48, 3.0
"""Tokens of the timed answer, and seconds after which it is stopped."""
SLOW = 5.0
"""Tokens a second below which a talk is no pleasure."""
BUSY = 1.5
"""Load for each core above which other programs slow her down."""


def journal(config: Config) -> Iterator[Finding]:
    """Does it open, how much is in it, how fast was the last talk?"""
    yield from _journal(config, deep=False)


def journal_whole(config: Config) -> Iterator[Finding]:
    """The same, with every page read."""
    yield from _journal(config, deep=True)


def files_whole(config: Config) -> Iterator[Finding]:
    """Every model file that a talk needs and that is here, read again and compared with its hash."""
    from samantha.models.weights import load_manifest, status, verify

    here = {found.file.name for found in status(config.weights) if found.state not in ("missing", "unfinished")}
    for file in load_manifest().pick(needed_files(config)):
        if file.name not in here:
            continue
        (found,) = verify(config.weights, [file])
        right = found.state == "verified"
        text = f"{file.name}: read again, {'right' if right else 'damaged'}"
        yield Finding(
            "model files", "well" if right else "wrong", text, "" if right else f"samantha weights fetch {file.name}"
        )


def speed(config: Config) -> Iterator[Finding]:
    """Start the embedded brain, ask it one thing, say how fast it was."""
    from samantha.models.weights import load_manifest, status

    if config.brain.url:
        yield Finding("speed", "note", "only the embedded brain is timed", "A talk's own figures stand under journal.")
        return
    if config.brain.model:
        gguf = Path(config.brain.model).expanduser()
    else:
        gguf = config.weights / load_manifest().files["brain"].file
        if next(found for found in status(config.weights) if found.file.name == "brain").state == "missing":
            yield Finding("speed", "note", "there is no brain here to time", "samantha weights fetch")
            return
    load_s, first_s, rate = anyio.run(_time, config, gguf)
    text = f"ready after {load_s:.1f} s, first token after {first_s:.1f} s, then {rate:.1f} tokens a second"
    if rate >= SLOW:
        yield Finding("speed", "well", text)
    elif _busy():
        yield Finding("speed", "note", f"{text}; other programs keep this machine busy", "Try again in a quiet moment.")
    else:
        yield Finding("speed", "note", text, "samantha brain use small")


def _busy() -> bool:
    import psutil

    return psutil.getloadavg()[0] / (os.cpu_count() or 1) > BUSY


async def _time(config: Config, gguf: Path) -> tuple[float, float, float]:
    """Seconds until ready, seconds to the first token of a short prompt, tokens a second after it."""
    from samantha.models.brain import open_brain
    from samantha.net import Net

    clock = SystemClock()
    begun = clock.monotonic()
    async with Net(clock) as net, open_brain(gguf, net, threads=config.brain.threads, clock=clock) as chat:
        await _answer(chat, 1)
        ready = clock.monotonic()
        marks: list[float] = []
        async with aclosing(chat.stream([Message("user", ASKED)], sampling=Sampling(SHORT))) as stream:
            async for _ in stream:
                marks.append(clock.monotonic())
                if marks[-1] - marks[0] > LONGEST_S:
                    break
    spent = marks[-1] - marks[0]
    return ready - begun, marks[0] - ready, (len(marks) - 1) / spent if spent > 0 else 0.0


async def _answer(chat: Chat, tokens: int) -> None:
    async for _ in chat.stream([Message("user", "Hello.")], sampling=Sampling(tokens)):
        pass


def _journal(config: Config, deep: bool) -> Iterator[Finding]:
    from samantha.store.connection import FILE
    from samantha.store.home import PASSPHRASE, needs_passphrase

    if not (config.home / FILE).exists():
        return
    if needs_passphrase(config.home) and not os.environ.get(PASSPHRASE):
        yield Finding("journal", "well", f"opens with a passphrase; not looked into ({PASSPHRASE} would let me)")
        return
    yield from anyio.run(_look_inside, config, deep)


async def _look_inside(config: Config, deep: bool) -> list[Finding]:
    from samantha.cli.backup_plan import backups
    from samantha.store import episodes
    from samantha.store.reading import open_for_reading

    async with open_for_reading(config.home, SystemClock()) as store:
        if store is None:
            return []
        many = await store.read(episodes.count)
        found = [Finding("journal", "well", f"opens; {many:,} {'episode' if many == 1 else 'episodes'} in it")]
        if deep:
            found.append(await _whole(store))
        return [*found, *await _speeds(store), await backups(store)]


async def _whole(store: Store) -> Finding:
    from samantha.store.integrity import problems

    if await store.read(problems) == 0:
        return Finding("journal", "well", "every page was read and is whole")
    todo = "Copy the home folder somewhere safe now, then put the file back from a backup."
    return Finding("journal", "wrong", "some pages of the file are damaged", todo)


async def _speeds(store: Store) -> list[Finding]:
    from samantha.cli.speeds import last

    speeds = await last(store)
    return [] if speeds is None else [Finding("speed", "well", f"the last talk: {speeds.in_words()}")]
