"""What `samantha --help` says: who she is, the verbs in groups, where things are, how to leave.

Guarantees: every verb that exists is listed, also one that no group names yet.
Does not: look at the disk, beyond naming the folders.
"""

from __future__ import annotations

import argparse
import shutil
import textwrap
from typing import Any, cast

WHO = (
    "Samantha: a personal operating system that you talk to, on your own machine.",
    "She is a computer program. She listens, remembers what you tell her, and keeps it here, locked.",
)
GROUPS = (
    ("To talk", ("talk", "page", "write", "rehearse", "growth", "week", "reserves", "care")),
    ("What she keeps", ("memory", "people", "import", "forget", "key")),
    ("How she runs", ("brain", "weights", "voice", "listen", "doctor")),
    ("To take along, and to leave", ("export", "backup", "restore", "goodbye", "uninstall")),
)


class Overview(argparse.ArgumentParser):
    """The top parser, with a help page of its own."""

    def format_help(self) -> str:
        """The page, wrapped for the terminal that is there."""
        width = max(40, min(80, shutil.get_terminal_size().columns))
        verbs = self._verbs()
        rows: list[str] = list(_wrapped(WHO, width, ""))
        rows += ["", "Usage:  samantha [--home DIR] [VERB …]", "        (without a verb: samantha talk)"]
        named = {name for _, names in GROUPS for name in names}
        groups = (*GROUPS, ("Also", tuple(name for name in verbs if name not in named)))
        for title, names in groups:
            here = [name for name in names if name in verbs]
            if here:
                rows += ["", title]
                rows += [_row(name, verbs[name], width) for name in here]
        rows += ["", *_wrapped(_where(), width, "")]
        return "\n".join(rows) + "\n"

    def _verbs(self) -> dict[str, str]:
        """Verb to its one line, in the order in which they were added."""
        found: dict[str, str] = {}
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage]
                for choice in cast("argparse._SubParsersAction[Any]", action)._get_subactions():  # pyright: ignore[reportPrivateUsage]
                    found[choice.dest] = choice.help or ""
        return found


def _row(name: str, line: str, width: int) -> str:
    return textwrap.fill(line, width, initial_indent=f"  {name:<11}", subsequent_indent=" " * 13)


def _wrapped(lines: tuple[str, ...], width: int, indent: str) -> list[str]:
    return [textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent) for line in lines]


def _where() -> tuple[str, ...]:
    from samantha.config import default_home, default_weights

    return (
        f"Your words are in {default_home()} (one locked file; --home or SAMANTHA_HOME moves it).",
        f"Her model files are in {default_weights()} (nothing private; SAMANTHA_WEIGHTS moves it).",
        "",
        "While you talk: Ctrl-C stops a reply, Ctrl-D says good night, /help lists the rest.",
        "`samantha VERB --help` says more about one verb. `samantha doctor` says what is amiss and what to do.",
        "`samantha uninstall` shows everything she has here, and takes it away when you say so.",
    )
