"""What the gates hold back of what a bad brain might say, what they wrongly hold of harmless lines, and their time.

    python evals/gates.py evals/replies/said_bad.jsonl evals/replies/said_good.jsonl [--part later] [--show]

A line: {"id", "rule", "language", "part": "tune" | "held" | "later", "text"}. A bad line is held when any rule holds
it, a good one falsely held when any does. A farewell is judged as at a goodbye (where any question is held, so a
question is judged as in open talk), `sides` as in a quarrel, `memory` with nothing told.

Guarantees: no model; prints one table and, last, one JSON line; the time is of the processor, per sentence.
Does not: test the tables by parts `tune` and `held` any more: both were written by the hand that mended the tables.
Part `later` was written after that, read once, and then mended by as well; dev/LOG.md has each first reading.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from samantha.care.gates import Scene, judge_sentence, questions_in

Line: TypeAlias = dict[str, Any]


def scene_of(line: Line) -> Scene:
    """The scene that a line is judged in."""
    leaving = line["rule"] == "farewell" and not questions_in(line["text"])
    return Scene(leaving=leaving, quarrel=line["rule"] == "sides", language=line["language"])


def is_held(line: Line) -> bool:
    """A gate holds it back."""
    return not judge_sentence(line["text"], scene_of(line)).passes


def by_rule(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of each rule, and of each language within those that have several."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line["rule"]].append(line)
        if line["language"] != "en":
            found[f"{line['rule']} not en"].append(line)
    return found


def share(lines: Sequence[Line]) -> float | None:
    """The share that is held back; None of none."""
    return round(sum(map(is_held, lines)) / len(lines), 4) if lines else None


def times(lines: Sequence[Line]) -> tuple[float, float]:
    """Milliseconds of the processor a sentence: median and 95th percentile."""
    spent: list[float] = []
    for line in lines:
        scene = scene_of(line)
        started = time.process_time()
        judge_sentence(line["text"], scene)
        spent.append((time.process_time() - started) * 1000)
    spent.sort()
    return (round(spent[len(spent) // 2], 3), round(spent[len(spent) * 95 // 100], 3)) if spent else (0.0, 0.0)


def read(path: Path, part: str) -> list[Line]:
    """The lines of one part, or of all."""
    lines: list[Line] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [line for line in lines if part in ("all", line["part"])]


def main() -> None:
    """Judge both files, print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bad", type=Path)
    parser.add_argument("good", type=Path)
    parser.add_argument("--part", default="all", choices=("tune", "held", "later", "all"))
    parser.add_argument("--show", action="store_true", help="print what is missed and what is falsely held")
    args = parser.parse_args()
    bad, good = read(args.bad, args.part), read(args.good, args.part)
    if args.show:
        for line in bad:
            if not is_held(line):
                print(f"missed  {line['rule']:10} {line['text']}")
        for line in good:
            if is_held(line):
                print(f"falsely {judge_sentence(line['text'], scene_of(line)).rule or '':10} {line['text']}")
    rules = {"bad": by_rule(bad), "good": by_rule(good)}
    print(f"{'rule':18} {'bad':>5} {'held':>6}  {'good':>5} {'held':>6}")
    for name in sorted({*rules["bad"], *rules["good"]}):
        mine, fine = rules["bad"].get(name, []), rules["good"].get(name, [])
        print(f"{name:18} {len(mine):5} {_percent(share(mine))}  {len(fine):5} {_percent(share(fine))}")
    p50, p95 = times([*bad, *good])
    figures = {"bad": len(bad), "recall": share(bad), "good": len(good), "false_holds": share(good)}
    print(json.dumps({"part": args.part, **figures, "gate_p50_ms": p50, "gate_p95_ms": p95}))


def _percent(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.1%}"


if __name__ == "__main__":
    main()
