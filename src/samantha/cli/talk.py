"""`samantha talk`: she is there, and you type.

Guarantees: on a terminal she streams, and Ctrl-C and Ctrl-D do the gentle thing; in a pipe it is a line for a line.
Does not: know how a reply is made, nor keep anything; the journal does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from samantha.cli.screen import Screen
    from samantha.config import Config
    from samantha.ports import Store

    Opening: TypeAlias = Callable[[Store], Awaitable[str]]

OK, FAILED, ENDED = 0, 1, 143


def add_parser(subparsers: Any) -> None:
    """`samantha talk [--plain | --voice]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "talk",
        help="talk with her (what `samantha` alone does); reads a line a turn when piped",
        description=(
            "Talk with her. On a terminal: Ctrl-C stops a reply and keeps what was shown, Ctrl-D says good night, the "
            "up arrow brings back what you said, Alt-Enter begins a new line, /help lists the rest. When standard "
            "input is not a terminal, each line is a turn and each reply a line; notes go to standard error. "
            "Exit status: 0 at the end of the input, 1 when a turn failed."
        ),
    )
    parser.add_argument("--plain", action="store_true", help="no line editing, no drawing: one line in, one line out")
    parser.add_argument("--voice", action="store_true", help="speak and listen through this machine's sound card")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, opening: Opening | None = None) -> int:
    """Talk until the person leaves or the input ends. `opening` gives what is said first, in the person's name."""
    import anyio

    from samantha.cli import is_terminal

    if getattr(args, "voice", False):
        from samantha.cli.talk_voice import talk_aloud

        return anyio.run(talk_aloud)
    plain = bool(getattr(args, "plain", False))
    if plain or not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return anyio.run(_in_pipe, opening)
    return anyio.run(_on_terminal, opening)


async def _in_pipe(opening: Opening | None) -> int:
    import anyio

    from samantha.app import open_samantha
    from samantha.cli.first import meet_in_pipe
    from samantha.cli.hush import endings, on_signal
    from samantha.cli.piped import standard_input, talk_through_pipe
    from samantha.cli.progress import ProgressLine
    from samantha.config import load_config

    fd, config = standard_input(), load_config()
    if (missing := what_is_missing(config)) is not None:
        print(missing, file=sys.stderr, flush=True)
    with anyio.CancelScope() as scope, on_signal(endings(), scope.cancel), ProgressLine() as show:
        async with open_samantha(passphrase=ask_passphrase, on_progress=show) as samantha:
            if samantha.new:
                await meet_in_pipe(samantha, config.home, sys.stderr)
            first = await opening(samantha.parts.store) if opening is not None else ""
            return OK if await talk_through_pipe(samantha, fd, sys.stdout, sys.stderr, first) else FAILED
    return ENDED


async def _on_terminal(opening: Opening | None) -> int:
    import anyio

    from samantha.cli.hush import endings, hushed, on_signal
    from samantha.cli.screen import Screen, read_abilities
    from samantha.config import load_config

    screen = Screen(sys.stdout, read_abilities())
    with anyio.CancelScope() as scope, on_signal(endings(), scope.cancel), hushed(sys.stdin):
        return await _meet_and_talk(screen, load_config(), opening)
    return ENDED


async def _meet_and_talk(screen: Screen, config: Config, begin: Opening | None) -> int:
    from samantha.app import open_samantha
    from samantha.cli.first import meet, offer_nearby
    from samantha.cli.progress import ProgressLine
    from samantha.cli.prompt import Prompt
    from samantha.cli.session import Session, past_lines
    from samantha.config import load_config

    prompt = Prompt(screen)
    screen.space()
    first = not config.brain.url and is_first(config)
    if first and not await offer_nearby(config.home, config.brain, screen, prompt):
        return OK
    if (missing := what_is_missing(load_config())) is not None:
        screen.say(missing)
    async with AsyncExitStack() as stack:
        with ProgressLine() as show:
            opening = open_samantha(passphrase=ask_passphrase, on_progress=show)
            samantha = await stack.enter_async_context(opening)
        prompt.remember(await past_lines(samantha.parts.store))
        session = Session(samantha, screen, prompt)
        if samantha.new and not await meet(samantha, config.home, screen, prompt):
            await session.good_night()
            return OK
        await session.run(await begin(samantha.parts.store) if begin is not None else "")
    return OK


def what_is_missing(config: Config) -> str | None:
    """What will be fetched before she can talk, and how much of it; None when everything is here."""
    from samantha.cli.checks import needed_files
    from samantha.models.weights import load_manifest, size_in_words, status

    needed = {file.name for file in load_manifest().pick(needed_files(config))}
    missing = [f for f in status(config.weights) if f.file.name in needed and f.state in ("missing", "unfinished")]
    if not missing:
        return None
    size = size_in_words(sum(found.file.bytes - found.kept for found in missing))
    files = "a model file" if len(missing) == 1 else f"{len(missing)} model files"
    return f"First I need {files}: {size}, fetched once into {config.weights}, and checked before they are used."


def is_first(config: Config) -> bool:
    """True when this home has no journal yet."""
    return not (config.home / "journal.db").exists()


def ask_passphrase() -> str:
    """Ask on the terminal itself, unseen, also when standard input is a pipe.

    Raises WrongKey (`home.passphrase`) where there is no terminal to ask on.
    """
    import getpass
    import warnings

    from samantha.errors import WrongKey

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass("  Passphrase: ")
        except (getpass.GetPassWarning, EOFError, OSError):
            raise WrongKey(
                "The journal is locked with a passphrase, and there is no terminal to ask for it.",
                "Start her in a terminal, or change the lock with `samantha key`.",
                code="home.passphrase",
            ) from None
