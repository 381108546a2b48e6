"""`samantha brain`: which language model answers, where words go, and changing it in one line.

Guarantees: looking sends nothing of the person and changes nothing; only loopback is looked at.
Does not: keep a provider's key (the variable that `--key-env` names does), nor time the brain (`doctor` does).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.config import Config
    from samantha.net import Net


def add_parser(subparsers: Any) -> None:
    """Add the verb and its two ways to the command line."""
    words = "what she thinks with, where your words go, and changing it"
    parser: argparse.ArgumentParser = subparsers.add_parser("brain", help=words, description=words)
    ways = parser.add_subparsers(metavar="WAY")
    add: Callable[..., argparse.ArgumentParser] = ways.add_parser
    add("show", help="what answers now, and what else is near (the same as no word)").set_defaults(way=_show)
    use = add("use", help="take another: a file, a hub repository, an address, `default` or `small`")
    use.add_argument(
        "brain", metavar="BRAIN", help="FILE.gguf, OWNER/REPO[:FILE], http://HOST:PORT/v1, `default`, or `small`"
    )
    use.add_argument("--model", default="", help="its name, at an address that has several")
    use.add_argument("--key-env", default="", metavar="NAME", help="the environment variable that holds its key")
    use.add_argument("--yes", action="store_true", help="yes, my words may go to that host")
    use.set_defaults(way=_use)
    parser.set_defaults(run=run, way=_show)


def run(args: argparse.Namespace) -> int:
    """Run one way of `samantha brain`; returns the exit status. Raises BrainError, ConfigError, WeightsError."""
    import anyio

    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.net import Net

    config = load_config()

    async def go() -> int:
        async with Net(SystemClock()) as net:
            return await args.way(args, config, net)

    return anyio.run(go)


async def _use(args: argparse.Namespace, config: Config, net: Net) -> int:
    from samantha.cli.brain_choice import choose
    from samantha.config import save_brain

    brain = await choose(args.brain, config, net, model=args.model, key_env=args.key_env, yes=args.yes)
    if brain is None:
        print("Nothing was changed.")
        return 1
    save_brain(config.home, brain)
    return await _show(args, type(config)(config.home, config.weights, brain), net)


async def _show(args: argparse.Namespace, config: Config, net: Net) -> int:
    from samantha.models.nearby import find_nearby

    for line in in_words(config):
        print(line)
    for found in await find_nearby(net):
        if found.url != config.brain.url:
            print(f"{found.name} is running on this machine, with {', '.join(found.models[:8])}. To think with it:")
            print(f"    samantha brain use {found.url} --model {found.model}")
    return 0


def in_words(config: Config) -> list[str]:
    """What answers, and where words go: a line each."""
    from samantha.models.chat import words_go_to

    brain = config.brain
    if not brain.url:
        name = Path(brain.model).name if brain.model else "the brain that came along"
        return [f"She thinks with {name}, in a process of her own.", "Your words stay on this machine."]
    where = words_go_to(brain.url, brain.model)
    went = "Your words stay on this machine." if where == "this machine" else f"Your words go to {where}."
    key = f", with the key in {brain.key_env}" if brain.key_env else ""
    return [f"She thinks with {brain.model or 'the model'} at {brain.url}{key}.", went]
