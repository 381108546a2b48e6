"""The command line: one file a verb, and this one, which starts them.

Guarantees: every error on purpose is said in words on stderr with its code; Ctrl-C and a closed pipe are quiet.
Does not: import anything slow before a verb runs, so that `--help` comes at once.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from keyword import iskeyword
from typing import TextIO, cast

from samantha.cli.overview import Overview
from samantha.errors import SamanthaError

VERBS = (
    "talk",
    "page",
    "rehearse",
    "write",
    "memory",
    "people",
    "care",
    "reserves",
    "week",
    "growth",
    "import",
    "brain",
    "weights",
    "voice",
    "listen",
    "key",
    "forget",
    "export",
    "backup",
    "restore",
    "goodbye",
    "doctor",
    "uninstall",
)
"""Modules of this package with `add_parser(subparsers)`; each sets `run(args) -> int`. Add a verb here."""

OK, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 130, 141
"""Exit statuses; 2 is argparse's own for a command that it cannot read."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status. `argv` is without the program's name."""
    _forgive_encodings()
    trace = os.environ.get("SAMANTHA_TRACE", "") not in ("", "0")
    if not trace:
        _hush_libraries()
    try:
        args = build_parser().parse_args(argv)
        trace = trace or args.trace
        run = cast(Callable[[argparse.Namespace], int], args.run)
        with _home(args.home):
            status = run(args)
            sys.stdout.flush()
        return status
    except BaseException as error:  # noqa: BLE001  a group may hold anything, and nothing may reach the person raw
        return _explain(error, trace)


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar. Without a verb, `talk` runs."""
    parser = Overview(prog="samantha", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--home", metavar="DIR", help="the folder of one person (or set SAMANTHA_HOME)")
    parser.add_argument("--trace", action="store_true", help="show where in the program an error arose")
    subparsers = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=argparse.ArgumentParser)
    for verb in VERBS:
        # A verb that is a word of Python's cannot name a module.
        import_module(f"samantha.cli.{verb}" + "_" * iskeyword(verb)).add_parser(subparsers)
    parser.set_defaults(run=_talk)
    return parser


def _talk(args: argparse.Namespace) -> int:
    from samantha.cli import talk

    return talk.run(args)


@contextmanager
def _home(folder: str | None) -> Generator[None]:
    """Let `--home` mean for one command what SAMANTHA_HOME means for a shell."""
    before = os.environ.get("SAMANTHA_HOME")
    if folder is not None:
        os.environ["SAMANTHA_HOME"] = folder
    try:
        yield
    finally:
        if folder is not None:
            os.environ.pop("SAMANTHA_HOME", None)
            if before is not None:
                os.environ["SAMANTHA_HOME"] = before


def _explain(error: BaseException, trace: bool) -> int:
    """Say an error in words on stderr; returns the exit status."""
    leaf = _leaf(error)
    if isinstance(leaf, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(leaf, BrokenPipeError):
        _drop_stdout()
        return PIPE_CLOSED
    if isinstance(leaf, SystemExit):
        return leaf.code if isinstance(leaf.code, int) else OK if leaf.code is None else FAILED
    if isinstance(leaf, SamanthaError):
        _say(f"{leaf} [{leaf.code}]")
    else:
        _say(
            f"Something went wrong that should not have ({type(leaf).__name__}). What was written before is safe."
            + ("" if trace else " `samantha --trace` shows where.")
        )
    if trace:
        _say(_where(leaf))
    return FAILED


def _leaf(error: BaseException) -> BaseException:
    """The error to speak of, out of a tree of groups: one raised on purpose before any other."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    leaves = [_leaf(child) for child in cast("BaseExceptionGroup[BaseException]", error).exceptions]
    for kind in (SamanthaError, BrokenPipeError, KeyboardInterrupt):
        for leaf in leaves:
            if isinstance(leaf, kind):
                return leaf
    return leaves[0]


def _where(error: BaseException) -> str:
    """File, line and function for each frame, and the kinds of errors; no message, which may quote the person."""
    import traceback

    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        parts.append("\n".join(f"  {f.filename}:{f.lineno} in {f.name}" for f in frames) + f"\n{type(seen).__name__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\nbecause of\n".join(parts)


def _say(text: str) -> None:
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def _drop_stdout() -> None:
    """Whoever read our output is gone: keep the interpreter from complaining when it flushes at exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass


def _hush_libraries() -> None:
    """What a library logs would fall into the middle of a talk, and might quote it."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def _forgive_encodings() -> None:
    """A terminal that cannot show a letter shows a question mark instead of stopping the talk."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            cast(Callable[..., None], reconfigure)(errors="replace")


def _version() -> str:
    from samantha import __version__

    return f"samantha {__version__}"


def is_terminal(stream: TextIO) -> bool:
    """True when a person sits at the other end of `stream`."""
    try:
        return stream.isatty()
    except ValueError:
        return False
