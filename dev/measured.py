"""Runs the benches and draws the README's table from what they say.

Guarantees: a figure in the table is one that a bench printed in this very run; a figure that is missing is named.
Does not: measure anything itself. Each bench prints a table of its own and, as its last line, one JSON object.
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
ROWS = {
    "bench/turn.py": (
        ("cold_ttft_s", "first word of the first reply, from a cold start", "{:.1f} s"),
        ("cold_kept_s", "the same at later starts, what opens every prompt kept read", "{:.1f} s"),
        ("warm_ttft_s", "first word of a reply, median", "{:.1f} s"),
        ("with_lines_s", "the same, when something is remembered for it", "{:.1f} s"),
        ("slowest_over_median", "the slowest turn against the median", "{:.1f} times"),
        ("decode_tps", "speaking", "{:.0f} tokens/s"),
        ("rss_gb", "memory, everything together", "{:.1f} GB"),
    ),
    "bench/journal.py": (
        ("append_p50_ms", "writing a turn to disk, median", "{:.1f} ms"),
        ("append_p99_ms", "writing a turn to disk, slowest of a hundred", "{:.1f} ms"),
        ("reopen_p50_ms", "opening again after a kill, median", "{:.0f} ms"),
    ),
}
"""For each bench the keys of its JSON line that go into the README, with words and a form."""
BLOCK = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Run every bench, print its output and the table; `--write` puts the table into the README."""
    pairs: list[tuple[str, str]] = []
    for bench in ROWS:
        module = bench.removesuffix(".py").replace("/", ".")
        done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, flush=True)
        if done.returncode:
            return done.returncode
        pairs += figures(bench, done.stdout)
    table = draw(pairs, machine())
    print(table)
    if "--write" in arguments:
        README.write_text(placed(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    return 0


def figures(bench: str, printed: str) -> list[tuple[str, str]]:
    """What was measured, and the figure, from the last line of a bench's output. Raises ValueError without one."""
    told: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    missing = [key for key, _, _ in ROWS[bench] if key not in told]
    if missing:
        print(f"{bench} says nothing of {', '.join(missing)}", file=sys.stderr)
    return [(what, form.format(told[key])) for key, what, form in ROWS[bench] if key in told]


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
