"""Runs the benches and draws the README's table from what they say.

Guarantees: a figure in the table is one that a bench printed in this very run.
Does not: measure anything itself. Each bench prints a table of its own, and as its last line one JSON object whose
`readme` is a list of pairs: what was measured, and the figure with its unit.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BENCHES = ("bench/turn.py", "bench/journal.py")
BLOCK = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Run every bench, print its output and the table; `--write` puts the table into the README."""
    pairs: list[tuple[str, str]] = []
    for bench in BENCHES:
        done = subprocess.run([sys.executable, bench], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, flush=True)
        if done.returncode:
            return done.returncode
        pairs += figures(done.stdout)
    table = draw(pairs, machine())
    print(table)
    if "--write" in arguments:
        README.write_text(placed(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    return 0


def figures(printed: str) -> list[tuple[str, str]]:
    """The pairs in the last line of a bench's output. Raises ValueError when that line is not such an object."""
    told: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return [(str(what), str(figure)) for what, figure in told["readme"]]


def draw(pairs: list[tuple[str, str]], where: str) -> str:
    """A Markdown table, and under it the machine it was measured on."""
    rows = [f"| {what} | {figure} |" for what, figure in pairs]
    return "\n".join(["| what | measured |", "| --- | --- |", *rows, "", f"Measured by `make bench` on {where}."])


def placed(page: str, table: str) -> str:
    """`page` with `table` between its marks."""
    return BLOCK.sub(lambda marks: f"{marks[1]}{table}\n{marks[2]}", page)


def machine() -> str:
    """This machine in a few words."""
    memory = psutil.virtual_memory().total / 2**30
    cores = psutil.cpu_count() or 1
    return f"{cores} cores ({platform.machine()}), {memory:.0f} GiB, {platform.system()}, no GPU used"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
