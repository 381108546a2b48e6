"""`samantha memory rebuild`: the indexes made again from what was said.

Guarantees: Ctrl-C at any moment leaves a memory that works; the same command, or a quiet moment, makes the rest.
Does not: change a word of the journal, nor what the person corrected.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

OK, INTERRUPTED = 0, 130
_SAYS = {"words": "indexing words", "facts": "reading facts", "vectors": "making vectors:"}


def add_way(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`samantha memory rebuild [--all]`, with `--json`."""
    way = add(
        "rebuild",
        help="make the indexes again from what was said; safe to stop",
        description=(
            "Make what is derived from the journal again: the index of words, the facts that rules read, and the "
            "vectors that are missing. Not a word of what was said changes. Ctrl-C stops it; the same command goes on."
        ),
    )
    way.add_argument("--all", action="store_true", dest="everything", help="also the vectors that are there")
    way.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="a JSON object")
    way.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make them; returns the exit status."""
    import anyio

    try:
        made = anyio.run(_rebuild, args.everything)
    except KeyboardInterrupt:
        print("Stopped. Memory works as it is; the same command makes the rest.", file=sys.stderr)
        return INTERRUPTED
    if made is None:
        print("There is nothing here yet. `samantha talk` begins.")
    elif getattr(args, "json", False):
        print(json.dumps(made))
    else:
        print(", ".join(f"{name}: {many:,} made" for name, many in made.items()) + ".")
    return OK


async def _rebuild(everything: bool) -> dict[str, int] | None:
    from samantha.app import open_memory
    from samantha.cli.counting import CountLine
    from samantha.cli.progress import ProgressLine
    from samantha.cli.talk import ask_passphrase, is_first
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.memory.rebuild import rebuild

    config, clock = load_config(), SystemClock()
    if is_first(config):
        return None
    with ProgressLine() as fetching:
        async with open_memory(config=config, clock=clock, passphrase=ask_passphrase, on_progress=fetching) as s:
            with CountLine(clock.monotonic) as line:
                return await rebuild(
                    s, everything=everything, show=lambda stage, done, of: line(_SAYS.get(stage, stage), done, of)
                )
