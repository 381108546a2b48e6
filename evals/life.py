"""Live a life from a file in a fresh home, and count what she remembers, says right, and does not make up.

    python evals/life.py FILE.jsonl [--no-brain] [--limit N] [--home DIR]

Guarantees: a new process after every night; a simulated clock; prints a table and, last, one JSON line.
Does not: judge by a model. What counts as right is the file's own regular expressions.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import anyio

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock
from samantha.memory.answer import UNKNOWN, Ask, ask_kind
from samantha.memory.ask import wants
from samantha.memory.recall import index_pending, look_up
from samantha.models.echo import EchoChat
from samantha.store import episodes
from samantha.types import SAMANTHA, Delta, Draft, Said

Event: TypeAlias = dict[str, Any]
ABSTAINS = re.compile(
    r"don't (know|remember)|do not (know|remember)|never told|haven't told|not that I (know|remember)", re.IGNORECASE
)
CITED = 3
"""Cited events that count for one answer, at most."""


@dataclass(slots=True)
class Asked:
    """One question of the life, and what became of it."""

    id: str
    ask: str
    answer: str
    cited: list[str]
    seconds: float
    right: bool
    source_right: bool | None
    """None where the file names no source."""
    abstain: bool
    """The right answer was that she does not know."""
    rejected: bool


@dataclass(slots=True)
class Told:
    """What one process did: its answers, and which event became which episode."""

    asked: list[Asked] = field(default_factory=list[Asked])
    ids: dict[str, int] = field(default_factory=dict[str, int])
    forgets: int = 0


def main() -> None:
    """Read the arguments; run every day in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--no-brain", action="store_true", help="answer from recall alone")
    parser.add_argument("--limit", type=int, default=0, help="stop after so many events")
    parser.add_argument("--home", type=Path, help="an empty or missing folder to live in; default: a temporary one")
    parser.add_argument("--day", type=int, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    events = read_life(args.file)
    events = events[: args.limit] if args.limit else events
    if args.day:
        _one_day(events[slice(*args.day)], args.home, args.state, brain=not args.no_brain)
        return
    if args.home is not None and args.home.exists() and any(args.home.iterdir()):
        parser.error(f"{args.home} is not empty; a life needs a fresh home")
    with tempfile.TemporaryDirectory(prefix="life-") as folder:
        home = args.home or Path(folder) / "home"
        told = _live(args, events, home, Path(folder))
    print(table(told))
    print(json.dumps(figures(told)))


def read_life(path: Path) -> list[Event]:
    """The events of the file, in its order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _live(args: argparse.Namespace, events: list[Event], home: Path, folder: Path) -> Told:
    state = folder / "state.json"
    # No life may reach the machine's own keychain.
    env = os.environ | {
        "SAMANTHA_KEY_DIR": str(folder / "keys"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    env.pop("SAMANTHA_PASSPHRASE", None)
    for start, end in days(events):
        command = [sys.executable, __file__, str(args.file), "--home", str(home), "--state", str(state)]
        command += ["--day", str(start), str(end), *(["--no-brain"] if args.no_brain else [])]
        subprocess.run([*command, *(["--limit", str(args.limit)] if args.limit else [])], check=True, env=env)
    return _load(state)


def days(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Ranges of events between nights; a night belongs to neither."""
    out: list[tuple[int, int]] = []
    start = 0
    for n, event in enumerate([*events, {"night": True}]):
        if event.get("night"):
            if n > start:
                out.append((start, n))
            start = n + 1
    return out


def _load(state: Path) -> Told:
    if not state.exists():
        return Told()
    raw = json.loads(state.read_text(encoding="utf-8"))
    return Told([Asked(**row) for row in raw["asked"]], raw["ids"], raw["forgets"])


def _one_day(events: Sequence[Event], home: Path, state: Path, *, brain: bool) -> None:
    told = _load(state)
    anyio.run(_live_day, events, home, told, brain)
    state.write_text(json.dumps(asdict(told)), encoding="utf-8")


async def _live_day(events: Sequence[Event], home: Path, told: Told, brain: bool) -> None:
    clock = FixedClock(datetime.fromisoformat(events[0]["at"]))
    async with open_samantha(home, clock=clock, chat=None if brain else EchoChat()) as s:
        for event in events:
            clock.set(datetime.fromisoformat(event["at"]))
            if "say" in event:
                told.ids[event["id"]] = (await s.tell(event["say"])).id
            elif "mail" in event:
                told.ids[event["id"]] = await _read_mail(s, event["mail"], clock.now())
            elif "ask" in event:
                if brain:
                    await s.rest()
                told.asked.append(await _ask(s, event, told.ids, brain=brain))
            elif "forget" in event:
                told.forgets += 1


async def _read_mail(s: Companion, mail: dict[str, str], at: datetime) -> int:
    who = mail["from"].split("<")[0].strip() or mail["from"]
    text = "\n".join(part for part in (mail.get("subject", ""), mail["text"]) if part)
    episode = await s.parts.store.run(episodes.append, Draft(at, "read", who, text, thread="mail", origin="eval"))
    await index_pending(s.parts)
    return episode.id


async def _ask(s: Companion, event: Event, ids: dict[str, int], *, brain: bool) -> Asked:
    started = time.perf_counter()
    answer, cited = await (_by_turn(s, event["ask"]) if brain else _by_recall(s, event["ask"]))
    seconds = time.perf_counter() - started
    names = {episode: name for name, episode in ids.items()}
    shown = [names[id] for id in cited if id in names]
    abstain = bool(event.get("abstain"))
    right = abstains(answer, event["ask"]) if abstain else matches(answer, event["expect"])
    rejected = any(re.search(pattern, answer, re.IGNORECASE) for pattern in event.get("reject", ()))
    source = event.get("source")
    return Asked(
        event["id"],
        event["ask"],
        answer,
        shown,
        seconds,
        right and not rejected,
        set(source) <= set(shown) if source else None,
        abstain,
        rejected,
    )


async def _by_turn(s: Companion, text: str) -> tuple[str, list[int]]:
    """A whole turn: what was delivered, and the episodes its sentences stand on."""
    answer, cited = "", list[int]()
    async with aclosing(s.turn(text)) as turn:
        async for event in turn:
            if isinstance(event, Delta):
                answer += event.text
            elif isinstance(event, Said):
                cited += [id for id in event.sources if id not in cited]
    return answer, cited[:CITED]


async def _by_recall(s: Companion, text: str) -> tuple[str, list[int]]:
    """Recall and judgement alone: the words of the episodes that the verdict cites."""
    heard = await s.tell(text)
    ask = ask_kind(text) or Ask(text, wants(text))
    verdict = await look_up(s.parts, ask, exclude={heard.id}, now=s.parts.clock.now())
    lines = [line.episode for line in verdict.lines][:CITED]
    answer = "\n".join(line.text for line in lines) if lines else UNKNOWN[0]
    draft = Draft(s.parts.clock.now(), "said", SAMANTHA, answer, reply_to=heard.id)
    await s.parts.store.run(episodes.append, draft)
    return answer, [line.id for line in lines]


def matches(answer: str, expect: Sequence[str]) -> bool:
    """All patterns, ignoring case."""
    return all(re.search(pattern, answer, re.IGNORECASE) for pattern in expect)


def abstains(answer: str, question: str) -> bool:
    """She says that she does not know, and slips in no name, number or date that was not asked about."""
    if not ABSTAINS.search(answer.replace("’", "'")):
        return False
    asked = set(re.findall(r"\w+", question.lower()))
    for sentence in re.split(r"(?<=[.!?])\s+", answer):
        for n, word in enumerate(re.findall(r"[^\W_]+", sentence.replace("’", "'"))):
            risky = word[0].isdigit() or (word[0].isupper() and n > 0 and word not in {"I", "Samantha"})
            if risky and word.lower() not in asked:
                return False
    return True


def figures(told: Told) -> dict[str, float | int]:
    """The keys of a life's JSON line; shares from 0 to 1."""
    plain = [asked for asked in told.asked if not asked.abstain]
    blank = [asked for asked in told.asked if asked.abstain]
    sourced = [asked for asked in plain if asked.source_right is not None]
    return {
        "asks": len(told.asked),
        "right": _share([asked.right for asked in plain]),
        "source_right": _share([bool(asked.source_right) for asked in sourced]),
        "abstained": _share([asked.right for asked in blank]),
        "invented": sum(not asked.right for asked in blank),
        "reject_hits": sum(asked.rejected for asked in told.asked),
        "forgets": told.forgets,
        "forgets_clean": 0,
        "ask_p50_s": round(statistics.median(asked.seconds for asked in told.asked), 3) if told.asked else 0.0,
    }


def _share(marks: Sequence[bool]) -> float:
    return round(sum(marks) / len(marks), 3) if marks else 0.0


def table(told: Told) -> str:
    """One row a question."""
    rows = [f"{'':4}{'id':6}{'s':>6}  {'asked':44} {'answered':60} cited"]
    for asked in told.asked:
        mark = "ok" if asked.right and asked.source_right in (None, True) else "src" if asked.right else "NO"
        answer = " ".join(asked.answer.split())
        rows.append(
            f"{mark:4}{asked.id:6}{asked.seconds:6.2f}  {asked.ask[:44]:44} {answer[:60]:60} {' '.join(asked.cited)}"
        )
    if told.forgets:
        rows.append(f"forget: not yet ({told.forgets} asked for, 0 done)")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
