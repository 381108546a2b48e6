"""Live a life from a file in a fresh home, and count what she remembers, says right, and does not make up.

    python evals/life.py FILE.jsonl [--no-brain] [--limit N] [--home DIR]

Guarantees: a new process after every night; a simulated clock; nothing is decoded for what is only said; prints what
was wrong with the file, a table and, last, one JSON line.
Does not: judge by a model; see `life_score`. What a line may hold is in `life_form`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

import anyio
from life_form import Event, days, read_life
from life_score import CITED, Asked, Forgotten, Told, abstains, cites, figures, hits, holds, matches, table

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock
from samantha.memory.answer import UNKNOWN, Ask, ask_kind
from samantha.memory.ask import wants
from samantha.memory.keep import keep
from samantha.memory.lookup import look_up
from samantha.memory.recall import index_pending
from samantha.models.echo import EchoChat
from samantha.types import SAMANTHA, Delta, Draft, Said


class Forget(Protocol):
    """How a `forget` line is carried out; `life_forget.forget`, where it is there."""

    async def __call__(self, s: Companion, what: str, words: Sequence[str], home: Path) -> str | None:
        """Forget `what`. None when none of `words` is found afterwards, else where one was."""
        ...


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
    life = read_life(args.file.read_text(encoding="utf-8"))
    events = life.events[: args.limit] if args.limit else life.events
    if args.day:
        _one_day(events[slice(*args.day)], args.home, args.state, brain=not args.no_brain)
        return
    if args.home is not None and args.home.exists() and any(args.home.iterdir()):
        parser.error(f"{args.home} is not empty; a life needs a fresh home")
    for note in life.notes:
        print(f"{args.file.name}: {note}")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="life-") as folder:
        home = args.home or Path(folder) / "home"
        told = _live(args, events, home, Path(folder))
    print(table(told))
    counts = {"days": len(days(events)), "notes": len(life.notes), "wall_s": round(time.perf_counter() - started, 1)}
    print(json.dumps(figures(told) | counts))


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


def _load(state: Path) -> Told:
    if not state.exists():
        return Told()
    raw = json.loads(state.read_text(encoding="utf-8"))
    asked = [Asked(**row) for row in raw["asked"]]
    return Told(asked, raw["ids"], [Forgotten(**row) for row in raw["forgotten"]], raw["said"])


def _one_day(events: Sequence[Event], home: Path, state: Path, *, brain: bool) -> None:
    told = _load(state)
    anyio.run(_live_day, events, home, told, brain)
    state.write_text(json.dumps(asdict(told)), encoding="utf-8")


async def _live_day(events: Sequence[Event], home: Path, told: Told, brain: bool) -> None:
    clock = FixedClock(events[0].at)
    async with open_samantha(home, clock=clock, chat=None if brain else EchoChat()) as s:
        for event in events:
            clock.set(event.at)
            await _live_event(s, event, home, told, brain)


async def _live_event(s: Companion, event: Event, home: Path, told: Told, brain: bool) -> None:
    if event.kind == "say":
        told.ids.setdefault(event.id, (await s.tell(event.text)).id)
        told.said += 1
    elif event.kind == "mail":
        told.ids.setdefault(event.id, await _read_mail(s, event.sender, event.text, event.at))
        told.said += 1
    elif event.kind == "ask":
        if brain:
            await s.rest()
        told.asked.append(await _ask(s, event, told, brain=brain))
    elif event.kind == "forget":
        told.forgotten.append(await _forget(s, event, home))


async def _read_mail(s: Companion, sender: str, text: str, at: datetime) -> int:
    draft = Draft(at, "read", sender, text, thread="mail", origin="eval")
    episode = await s.parts.store.run(keep, draft)
    await index_pending(s.parts)
    return episode.id


async def _ask(s: Companion, event: Event, told: Told, *, brain: bool) -> Asked:
    started = time.perf_counter()
    answer, cited = await (_by_turn(s, event.text) if brain else _by_recall(s, event.text))
    seconds = time.perf_counter() - started
    names = {episode: name for name, episode in told.ids.items()}
    shown = [names[id] for id in cited if id in names]
    right = abstains(answer, event.text) if event.abstain else matches(answer, event.expect)
    rejected = hits(answer, event.reject)
    for gone in told.forgotten:
        word = holds(answer, gone.words) if gone.clean else None
        if word is not None and holds(event.text, [word]) is None:
            gone.clean, gone.why = False, f"said in the answer to {event.id}"
    source = cites(shown, event.source)
    right = right and not rejected
    return Asked(event.id, event.text, answer, shown, seconds, right, source, event.abstain, rejected, event.label)


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
    await s.parts.store.run(keep, draft)
    return answer, [line.id for line in lines]


async def _forget(s: Companion, event: Event, home: Path) -> Forgotten:
    forget = _forgetting()
    if forget is None:
        return Forgotten(event.id, list(event.words), None, "not yet")
    found = await forget(s, event.text, event.words, home)
    return Forgotten(event.id, list(event.words), found is None, found or "")


def _forgetting() -> Forget | None:
    """`forget` of `life_forget.py` beside this file, when that is there."""
    if importlib.util.find_spec("life_forget") is None:
        return None
    return cast(Forget, importlib.import_module("life_forget").forget)


if __name__ == "__main__":
    main()
