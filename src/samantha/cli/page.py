"""`samantha page`: a talk by ear and mouth in a browser on this machine.

Guarantees: prints one address, which opens the page once; listens on this machine's own address alone.
Does not: serve another machine; encryption and a login are not there yet.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from samantha.errors import PageError

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

    from samantha.web.serve import Served

OK = 0
WORDS = """Samantha is at this address, for one browser, once:

  {address}

Enter shows another address, for another browser. Ctrl-C ends it."""
KEPT = """What she remembers is in one locked file, in {home}.
`samantha key show-recovery` prints the recovery key. Keep it somewhere safe."""


def add_parser(subparsers: Any) -> None:
    """`samantha page [--port N] [--no-open] [--address ADDRESS]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "page",
        help="talk with her in a browser on this machine, by ear and mouth",
        description=(
            "Talk with her in a browser on this machine. Prints an address that opens the page in one browser, once; "
            "Enter prints another, Ctrl-C ends it. Only this machine reaches it."
        ),
    )
    parser.add_argument("--port", type=int, metavar="N", help="another port than 7262; 0 takes any that is free")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser, only print the address")
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on: 127.0.0.1, and no other yet")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve the page until it is ended. Raises PageError, HomeError, StoreError, WeightsError."""
    import anyio

    if find_spec("starlette") is None or find_spec("uvicorn") is None or find_spec("websockets") is None:
        raise PageError(
            "The page's parts are not installed.",
            "Install them: pip install 'samantha-os[web,voice]'.",
            code="page.parts",
        )
    from samantha.web.serve import PORT, listen

    listening = listen(args.address, PORT if args.port is None else args.port)
    return anyio.run(_serve, listening, not args.no_open)


async def _serve(listening: socket.socket, browser: bool) -> int:
    from samantha.app import open_samantha
    from samantha.cli.progress import ProgressLine
    from samantha.cli.talk import ask_passphrase, what_is_missing
    from samantha.config import load_config
    from samantha.senses import open_senses
    from samantha.web.serve import serve

    config = load_config()
    if (missing := what_is_missing(config)) is not None:
        print(missing, file=sys.stderr, flush=True)
    with listening, ProgressLine() as show:
        async with open_samantha(passphrase=ask_passphrase, on_progress=show) as samantha:
            senses = await open_senses(config, net=samantha.net, on_progress=show)
            if samantha.new:
                print(KEPT.format(home=config.home), file=sys.stderr, flush=True)

            async def begin(ready: Callable[[Served], None]) -> None:
                await serve(samantha, senses, listening, ready)

            await _until_ended(begin, browser)
    return OK


async def _until_ended(begin: Callable[[Callable[[Served], None]], Awaitable[None]], browser: bool) -> None:
    """Serve until Ctrl-C or the system's own way of ending a program."""
    import signal

    import anyio

    from samantha.cli.hush import endings, on_signal

    served: list[Served] = []

    def ready(page: Served) -> None:
        served.append(page)
        address = page.address()
        print(WORDS.format(address=address), flush=True)
        if browser:
            tasks.start_soon(_open, address)

    with anyio.CancelScope() as early:

        def end() -> None:
            served[0].stop() if served else early.cancel()

        with on_signal((signal.SIGINT, *endings()), end):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_more, served)
                await begin(ready)
                tasks.cancel_scope.cancel()
    print()


async def _open(address: str) -> None:
    import webbrowser

    import anyio

    await anyio.to_thread.run_sync(webbrowser.open, address, abandon_on_cancel=True)


async def _more(served: list[Served]) -> None:
    """A new address for each Enter."""
    import anyio

    from samantha.cli import is_terminal

    while is_terminal(sys.stdin) and sys.platform != "win32":
        await anyio.wait_readable(sys.stdin)
        if not sys.stdin.readline():
            return
        if served:
            print(f"  {served[0].address()}", flush=True)
