"""How much of the evidence for a question is among the first lines recalled, on long talks from a file.

    python evals/recall.py FILE.jsonl [--conversations 4-10]

Guarantees: the journal, the indexes and the fusion are the ones she uses; prints a table and, last, one JSON line.
Does not: cut or judge; it measures the order alone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import anyio

from samantha.clock import FixedClock, SystemClock
from samantha.config import Config, default_weights
from samantha.memory.recall import index_pending, rank
from samantha.models import weights
from samantha.models.echo import EchoChat
from samantha.models.embed import MiniLM
from samantha.ports import Samantha
from samantha.store import episodes
from samantha.store.sqlite import open_store
from samantha.types import Draft

Talk: TypeAlias = dict[str, Any]
START = datetime.fromisoformat("2026-01-01T18:00:00+00:00")
DEPTHS = (1, 5, 10, 20)


def main() -> None:
    """Read the arguments, recall, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--conversations", default="1-", help="first-last, counted from 1")
    args = parser.parse_args()
    first, _, last = args.conversations.partition("-")
    talks = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows: list[dict[str, float]] = []
    for talk in talks[int(first) - 1 : int(last) if last else len(talks)]:
        found = anyio.run(_talk, talk)
        rows += found
        print(f"{talk['conversation']!s:12} {_line(found)}")
    print(f"{'all':12} {_line(rows)}")
    print(json.dumps(_figures(rows)))


async def _talk(talk: Talk) -> list[dict[str, float]]:
    """One row a question: the share of its evidence found at each depth, and the milliseconds."""
    files = await weights.ensure(("minilm", "minilm-tokenizer"), default_weights(), clock=SystemClock())
    embed = MiniLM(files["minilm"], files["minilm-tokenizer"])
    clock = FixedClock(START)
    with tempfile.TemporaryDirectory(prefix="recall-") as folder:
        home = Path(folder)
        async with open_store(home, os.urandom(32), clock=clock) as store:
            s = Samantha(store, EchoChat(), embed, clock, Config(home=home, weights=home))
            ids: dict[str, int] = {}
            for n, turn in enumerate(talk["turns"]):
                at = START + timedelta(days=turn.get("session", 0), minutes=n % 90)
                draft = Draft(at, "heard", turn["speaker"], turn["text"])
                ids[turn["id"]] = (await store.run(episodes.append, draft)).id
            while await index_pending(s):
                pass
            asked = [q for q in talk["questions"] if any(turn in ids for turn in q["evidence"])]
            return [await _question(s, q, ids) for q in asked]


async def _question(s: Samantha, question: Talk, ids: dict[str, int]) -> dict[str, float]:
    evidence = {ids[turn] for turn in question["evidence"] if turn in ids}
    started = time.perf_counter()
    order = [line.episode.id for line in await rank(s, question["q"])]
    row = {"ms": (time.perf_counter() - started) * 1000}
    return row | {f"r@{k}": len(evidence & set(order[:k])) / len(evidence) for k in DEPTHS}


def _figures(rows: list[dict[str, float]]) -> dict[str, float | int]:
    means = {f"r@{k}": round(statistics.fmean(row[f"r@{k}"] for row in rows), 3) for k in DEPTHS}
    times = sorted(row["ms"] for row in rows)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    return {**means, "query_p50_ms": round(p50, 1), "query_p95_ms": round(p95, 1), "questions": len(rows)}


def _line(rows: list[dict[str, float]]) -> str:
    return "  ".join(f"{key} {value}" for key, value in _figures(rows).items())


if __name__ == "__main__":
    main()
