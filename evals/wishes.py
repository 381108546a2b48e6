"""How many lines of a file are taken for a wish about her manner: `python evals/wishes.py FILE…`.

A line is a text; of a table with tabs its first column, of JSON Lines every `text` and `prompt` in it. Prints the lines
that are taken for one and, last, how many of how many. For files of which none should be.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samantha.conversation.growth_wishes import hear_wishes


def texts(path: Path) -> Iterator[str]:
    """The texts of a file."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if path.suffix == ".jsonl":
            yield from within(json.loads(line))
        else:
            yield line.split("\t")[0]


def within(value: Any) -> Iterator[str]:
    """Every `text` and `prompt` in a JSON value."""
    if isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            yield from within(one)
    elif isinstance(value, dict):
        for key, one in value.items():  # pyright: ignore[reportUnknownVariableType]
            if key in ("text", "prompt") and isinstance(one, str):
                yield one
            else:
                yield from within(one)


def run() -> None:
    """Read the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken = every = 0
    for path in parser.parse_args().files:
        for text in texts(path):
            every += 1
            wishes, _ = hear_wishes(text)
            if wishes:
                taken += 1
                print(", ".join(f"{wish.kind}={wish.value}" for wish in wishes), text, sep="\t")
    print(f"{taken} of {every}")


if __name__ == "__main__":
    run()
