"""How much of the evidence for a question is among the first lines recalled, on long talks from a file.

    python evals/recall.py FILE.jsonl [--conversations 4-10] [--limit N] [--jobs N]

Guarantees: each talk comes into a fresh home through `samantha import`; the journal, the indexes, the fusion and the
cut are the ones she uses; no language model; prints a table and, last, one JSON line.
Does not: judge or answer; it measures what is brought up.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import anyio

from samantha.clock import FixedClock, SystemClock
from samantha.config import Config, default_weights
from samantha.memory.fuse import cut
from samantha.memory.keep import keep
from samantha.memory.recall import index_pending, rank, weights
from samantha.models import weights as files_of
from samantha.models.echo import EchoChat
from samantha.models.embed import MiniLM
from samantha.ports import Samantha
from samantha.store import episodes
from samantha.store.sqlite import open_store
from samantha.study.importing import bring_in
from samantha.types import Draft, Episode, Recollection

Talk: TypeAlias = dict[str, Any]
START = datetime.fromisoformat("2026-01-01T18:00:00+00:00")
DEPTHS = (1, 5, 10, 20)
MOST_KEPT = 10
"""Lines that the adaptive cut may keep here; in a talk it is three."""
SHORT = 100
"""Words of a turn whose writing is timed."""
TIMED = 25
"""Turns of each talk whose writing is timed, one by one."""


@dataclass
class Brought:
    """One talk in its home."""

    s: Samantha
    talk: Talk
    ids: dict[str, int]
    """The file's id of a turn -> episode."""
    sessions: dict[int, str]
    """Episode -> the session that it stands in."""
    asked_at: datetime


@dataclass
class Row:
    """What became of one question."""

    category: str
    gold: int
    found: dict[int, float] = field(default_factory=dict[int, float])
    """Depth -> part of the evidence found."""
    any1: float = 0.0
    any5: float = 0.0
    frac10: float = 0.0
    kept: int = 0
    right: int = 0
    """Of those that were kept."""
    ms: float = 0.0


def main() -> None:
    """Read the arguments, recall, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--conversations", default="1-", help="first-last, counted from 1")
    parser.add_argument("--limit", type=int, default=0, help="questions of each talk, at most")
    parser.add_argument("--jobs", type=int, default=1, help="talks at a time")
    args = parser.parse_args()
    talks = chosen(args.file, args.conversations)
    work = partial(_one, limit=args.limit)
    rows: list[Row] = []
    writes: list[float] = []
    print(_head())
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for talk, (found, wrote) in zip(talks, (pool.map if args.jobs > 1 else map)(work, talks), strict=True):
            rows += found
            writes += wrote
            print(_line(str(talk.get("conversation", "?")), found), flush=True)
    for category in sorted({row.category for row in rows}):
        print(_line(f"category {category}", [row for row in rows if row.category == category]))
    print(_line("all", rows))
    print(json.dumps(figures(rows, writes)))


def chosen(path: Path, which: str) -> list[Talk]:
    """The talks of the file at these places: `first-last`, counted from 1; either may be missing."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    first, _, last = which.partition("-")
    if "-" not in which:
        last = first
    return [json.loads(line) for line in lines[int(first or 1) - 1 : int(last) if last else len(lines)]]


def _one(talk: Talk, limit: int) -> tuple[list[Row], list[float]]:
    return anyio.run(_measure, talk, limit)


async def _measure(talk: Talk, limit: int) -> tuple[list[Row], list[float]]:
    async with brought(talk) as home:
        rows = [await _question(home, question) for question in _questions(talk, limit)]
        return rows, await _written(home)


def _questions(talk: Talk, limit: int) -> list[Talk]:
    every: list[Talk] = talk.get("questions") or []
    asked = [question for question in every if str(question.get("q") or "").strip()]
    return asked[:limit] if limit else asked


@asynccontextmanager
async def brought(talk: Talk) -> AsyncGenerator[Brought]:
    """`talk` imported into a fresh home, with every vector made."""
    found = await files_of.ensure(("minilm", "minilm-tokenizer"), default_weights(), clock=SystemClock())
    embed = MiniLM(found["minilm"], found["minilm-tokenizer"])
    clock = FixedClock(START)
    with tempfile.TemporaryDirectory(prefix="recall-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        async with open_store(home, os.urandom(32), clock=clock) as store:
            s = Samantha(store, EchoChat(), embed, clock, Config(home=home, weights=home))
            file = Path(folder) / "talk.jsonl"
            file.write_text(json.dumps(_plain(talk), ensure_ascii=False) + "\n", encoding="utf-8")
            done = await bring_in(s, file, index=False, want_ids=True)
            ids = {name: id for (_, name), id in done.ids.items()}
            while await index_pending(s, 1024):
                pass
            kept = await store.read(episodes.by_id, list(ids.values()))
            asked_at = max((episode.at for episode in kept), default=START) + timedelta(days=1)
            yield Brought(s, talk, ids, {episode.id: episode.thread for episode in kept}, asked_at)


def _plain(talk: Talk) -> Talk:
    """The talk with what the form leaves open filled in: a turn without an id, a speaker or a session."""
    given: list[Talk] = talk.get("turns") or []
    turns = [
        {
            "id": str(turn.get("id", n)),
            "session": str(turn.get("session", "")),
            "speaker": str(turn.get("speaker") or "somebody"),
            "at": str(turn.get("at") or ""),
            "text": str(turn.get("text") or ""),
        }
        for n, turn in enumerate(given)
    ]
    return {"conversation": str(talk.get("conversation", "talk")), "turns": turns}


async def _question(home: Brought, question: Talk) -> Row:
    evidence: list[object] = question.get("evidence") or []
    gold = {home.ids[str(turn)] for turn in evidence if str(turn) in home.ids}
    row = Row(str(question.get("category", "")), len(gold))
    started = time.perf_counter()
    ranked = await rank(home.s, str(question["q"]), now=home.asked_at)
    row.ms = (time.perf_counter() - started) * 1000
    order = [line.episode.id for line in ranked]
    kept = [line.episode.id for line in cut(ranked, MOST_KEPT, weights().keep)]
    row.kept, row.right = len(kept), len(gold & set(kept))
    if gold:
        row.found = {k: len(gold & set(order[:k])) / len(gold) for k in DEPTHS}
        sessions = sessions_in_order(home, ranked)
        wanted = {home.sessions[id] for id in gold}
        row.any1 = float(bool(wanted & set(sessions[:1])))
        row.any5 = float(bool(wanted & set(sessions[:5])))
        row.frac10 = len(wanted & set(sessions[:10])) / len(wanted)
    return row


def sessions_in_order(home: Brought, ranked: Sequence[Recollection]) -> list[str]:
    """Sessions by the best line of each."""
    return list(dict.fromkeys(home.sessions[line.episode.id] for line in ranked))


async def _written(home: Brought) -> list[float]:
    """Milliseconds to write a turn, with everything that rules learn from it, and to make its vector."""
    given: list[Talk] = home.talk.get("turns") or []
    texts = [str(turn.get("text") or "") for turn in given]
    short = [text for text in texts if 0 < len(text.split()) <= SHORT][:TIMED]
    out: list[float] = []
    for text in short:
        started = time.perf_counter()
        await home.s.store.run(_keep, Draft(home.asked_at, "heard", "person", text, thread="timed"))
        await index_pending(home.s, 1)
        out.append((time.perf_counter() - started) * 1000)
    return out


def _keep(tx: Any, draft: Draft) -> Episode:
    return keep(tx, draft)


def figures(rows: Sequence[Row], writes: Sequence[float]) -> dict[str, float | int]:
    """The keys of the JSON line; shares from 0 to 1."""
    told = [row for row in rows if row.gold]
    blank = [row for row in rows if row.category == "abstention"]
    several = [row for row in told if row.category == "1"]
    out: dict[str, float | int] = {f"r@{k}": _mean(row.found[k] for row in told) for k in DEPTHS}
    out |= {
        "session_any@1": _mean(row.any1 for row in told),
        "session_any@5": _mean(row.any5 for row in told),
        "session_frac@10": _mean(row.frac10 for row in told),
        "cat1_r@10": _mean(row.found[10] for row in several),
        "precision": _mean(row.right / row.kept for row in told if row.kept),
        "cut_recall": _mean(row.right / row.gold for row in told),
        "cut_lines": _mean(float(row.kept) for row in told),
        "abstained": _mean(float(row.kept == 0) for row in blank),
        "query_p50_ms": _quantile([row.ms for row in rows], 0.5),
        "query_p95_ms": _quantile([row.ms for row in rows], 0.95),
        "write_p50_ms": _quantile(writes, 0.5),
        "questions": len(rows),
        "questions_with_evidence": len(told),
    }
    return out


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(statistics.fmean(found), 3) if found else 0.0


def _quantile(values: Iterable[float], q: float) -> float:
    found = sorted(values)
    return round(found[min(len(found) - 1, int(len(found) * q))], 1) if found else 0.0


COLUMNS = ("r@1", "r@5", "r@10", "r@20", "session_any@1", "session_frac@10", "precision", "cut_recall", "cut_lines")


def _head() -> str:
    return f"{'':26}{'asked':>6}" + "".join(f"{name.replace('session_', 's.'):>11}" for name in COLUMNS)


def _line(name: str, rows: Sequence[Row]) -> str:
    found = figures(rows, ())
    return f"{name[:25]:26}{len(rows):6}" + "".join(f"{found[column]:11.3f}" for column in COLUMNS)


if __name__ == "__main__":
    main()
