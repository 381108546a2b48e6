"""How well the moment is read: what somebody is doing, wants and feels, against lines of our own that say so.

    python evals/moments.py evals/moments.jsonl [--part tune|held] [--wrong] [--words-only]

A line: {"id", "part", "text", "before"?: [their last turns], "doing", "wants"?, "feels"?: [labels, any is right]}.
Guarantees: prints one table and, last, one JSON line; `--words-only` reads without any model.
Does not: look at more than the files named.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio

from samantha.config import default_weights
from samantha.conversation.feelings import NEGATIVE, NO_FEELINGS, POSITIVE, Feelings, weigh
from samantha.conversation.moment import Moment, read_moment
from samantha.models.embed import MiniLM

GOOD, BAD = 0.15, -0.15
"""Beyond these a moment counts as good or bad."""


def main() -> None:
    """Read every line, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", default="")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--wrong", action="store_true", help="show what was read otherwise")
    parser.add_argument("--words-only", action="store_true", help="without the model of feelings")
    args = parser.parse_args()
    lines = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [line for line in lines if not args.part or line.get("part") == args.part]
    lines = lines[: args.limit or None]
    feelings, seconds = _none(lines) if args.words_only else anyio.run(_read, lines)
    rules = time.process_time()
    moments = [
        read_moment(line["text"], one, line.get("before", ())) for line, one in zip(lines, feelings, strict=True)
    ]
    rules = time.process_time() - rules
    if args.wrong:
        _show(lines, moments)
    _report(lines, moments, [one + rules / max(len(lines), 1) for one in seconds])


def _none(lines: Sequence[Any]) -> tuple[list[Feelings], list[float]]:
    return [NO_FEELINGS for _ in lines], [0.0 for _ in lines]


async def _read(lines: Sequence[dict[str, Any]]) -> tuple[list[Feelings], list[float]]:
    """The feelings of each line, and the seconds of processor time of embedding and weighing it."""
    folder = default_weights()
    model = MiniLM(folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json")
    weigh((await model.embed(["Warm."]))[0], "Warm.")
    read: list[Feelings] = []
    seconds: list[float] = []
    for line in lines:
        start = time.process_time()
        read.append(weigh((await model.embed([line["text"]]))[0], line["text"]))
        seconds.append(time.process_time() - start)
    return read, seconds


def _report(lines: Sequence[dict[str, Any]], moments: Sequence[Moment], seconds: Sequence[float]) -> None:
    both = list(zip(lines, moments, strict=True))
    doing = [line["doing"] == moment.doing for line, moment in both]
    wants = [line["wants"] == moment.wants for line, moment in both if "wants" in line]
    feels = [bool(set(line["feels"]) & set(moment.feelings)) for line, moment in both if "feels" in line]
    signs = [_sign(line) == _side(moment) for line, moment in both if _sign(line)]
    print(f"{'':<12} {'lines':>5} {'right':>6}   read as")
    for name in sorted({line["doing"] for line in lines}):
        read = Counter(moment.doing for line, moment in both if line["doing"] == name)
        others = ", ".join(f"{other} {count}" for other, count in read.most_common() if other != name)
        print(f"{name:<12} {read.total():>5} {read[name] / read.total():>6.2f}   {others}")
    for name, right in (("doing", doing), ("wants", wants), ("a feeling", feels), ("good or bad", signs)):
        print(f"{name:<12} {len(right):>5} {_share(right):>6.2f}")
    p50, p95 = _quantiles(seconds)
    print(json.dumps({
        "lines": len(lines), "doing_right": _share(doing), "wants_right": _share(wants), "feels_right": _share(feels),
        "side_right": _share(signs), "read_p50_ms": p50, "read_p95_ms": p95,
    }))  # fmt: skip


def _share(right: Sequence[bool]) -> float:
    return round(sum(right) / len(right), 3) if right else 0.0


def _sign(line: dict[str, Any]) -> str:
    """Whether all of a line's feelings are good, or bad; empty where they are mixed, neither, or none."""
    feels = set(line.get("feels", ()))
    if feels and feels <= POSITIVE:
        return "good"
    return "bad" if feels and feels <= NEGATIVE else ""


def _side(moment: Moment) -> str:
    if moment.valence > GOOD:
        return "good"
    return "bad" if moment.valence < BAD else "neither"


def _quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    if len(seconds) < 2:
        return 0.0, 0.0
    parts = statistics.quantiles(seconds, n=20)
    return round(parts[9] * 1000, 2), round(parts[18] * 1000, 2)


def _show(lines: Sequence[dict[str, Any]], moments: Sequence[Moment]) -> None:
    for line, moment in zip(lines, moments, strict=True):
        if line["doing"] != moment.doing or line.get("wants", moment.wants) != moment.wants:
            meant = f"{line['doing']}/{line.get('wants', '')}"
            print(f"{line['id']} {meant} read {moment.doing}/{moment.wants}: {line['text']}")
        if "feels" in line and not set(line["feels"]) & set(moment.feelings):
            print(f"{line['id']} feels {line['feels']} read {moment.feelings} {moment.valence:+.2f}: {line['text']}")


if __name__ == "__main__":
    main()
