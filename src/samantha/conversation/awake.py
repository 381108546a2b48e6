"""The rules that every turn is read and gated with, compiled before somebody waits for them.

Guarantees: done once in a process; changes no answer.
Does not: read anything of a person. Measured: the first turn of a talk took 0.6 s longer without, and a microphone
that is listened to in the same process heard nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from samantha.care.languages import LANGUAGES, load
from samantha.care.tongue import rule
from samantha.conversation.manner import faults

TABLES = ("heard", "never")
"""What she listens for, and what she does not say."""
_NO_RULES = ("parts", "order")


@cache
def wake() -> None:
    """Compile the rules of every language. About a second of arithmetic at the first call."""
    for language in LANGUAGES:
        for file in TABLES:
            for path in _paths(load(language, file)):
                rule(language, file, *path)
    faults("You went home by the river.")


def _paths(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Where in a table a rule stands."""
    for name, value in table.items():
        if isinstance(value, dict) and name not in _NO_RULES:
            yield from ((name, *rest) for rest in _paths(value))  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, str) and name not in _NO_RULES:
            yield (name,)
