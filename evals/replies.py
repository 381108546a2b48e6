"""Her reply to each line of a file, every line in a fresh home: what the sets of `evals/care.py` are scored on.

    python evals/replies.py FILE.jsonl --out OUT.jsonl [--no-brain] [--limit N]

A line: {"id", "set", "history": [{"who", "text"}], "text", "at"?, "place"?, "age"?, "language"?, ...}. OUT copies it
and adds `reply`, `move`, `gates` (what was held back, and by which rule), `notice`, `seconds`.

Guarantees: OUT is appended to, and a second run goes on where the first stopped; the brain child is shared, and its
slots are cleared after every line; no life reaches the machine's own keychain.
Does not: score. `silence` lines, which have no `text`, are copied with an empty reply.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack, aclosing
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, TypeAlias

import anyio

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock, SystemClock
from samantha.config import BrainConfig, Config, default_weights
from samantha.conversation.around import AGE, LANGUAGE, MINOR, PLACE
from samantha.conversation.persona import head
from samantha.errors import BrainError
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.embed import MiniLM
from samantha.net import Net
from samantha.ports import Chat, Embed
from samantha.store import episodes, settings
from samantha.types import PERSON, SAMANTHA, Delta, Draft, Failed, Finished, Gated, Notice

Line: TypeAlias = dict[str, Any]
AT = "2026-03-03T18:30:00+00:00"
OF_AGE = 18


class Off(EchoChat):
    """The brain off: whoever asks it is told that it is away."""

    def __init__(self) -> None:
        super().__init__(self._away)

    @staticmethod
    def _away(messages: object) -> str:
        raise BrainError("The brain is off.", "Run without --no-brain.", code="brain.unreachable")


async def answer(line: Line, chat: Chat, embed: Embed) -> Line:
    """One line in a fresh home."""
    clock = FixedClock(datetime.fromisoformat(line.get("at") or AT))
    with tempfile.TemporaryDirectory(prefix="replies-") as folder:
        os.environ["SAMANTHA_KEY_DIR"] = str(Path(folder) / "keys")
        config = Config(Path(folder) / "home", default_weights(), BrainConfig(url="echo"))
        async with open_samantha(config=config, clock=clock, chat=chat, embed=embed) as s:
            await prepare(s, line)
            started = time.perf_counter()
            out = await turn(s, str(line.get("text", "")))
            return {**line, **out, "seconds": round(time.perf_counter() - started, 3)}


async def prepare(s: Companion, line: Line) -> None:
    """The person's settings, the greeting that every talk begins with, and what was said before."""
    age = line.get("age")
    young = age == MINOR or (isinstance(age, int) and age < OF_AGE)
    for name, value in ((PLACE, line.get("place")), (LANGUAGE, line.get("language")), (AGE, MINOR if young else None)):
        if value:
            await s.parts.store.run(settings.put, name, str(value))
    await s.greeting()
    for said in line.get("history") or ():
        hers = said["who"] == SAMANTHA
        if not hers:
            await s.tell(said["text"])
            continue
        draft = Draft(s.parts.clock.now(), "said", SAMANTHA, said["text"], reply_to=await _last(s))
        await s.parts.store.run(episodes.append, draft)


async def _last(s: Companion) -> int | None:
    """The id of the person's last words, which hers answer."""
    past = await s.parts.store.read(episodes.recent, 8)
    return next((episode.id for episode in reversed(past) if episode.who == PERSON), None)


async def turn(s: Companion, text: str) -> Line:
    """One whole turn: the reply, its move, and what was held back."""
    reply, move, notice = "", "", ""
    gates: list[Line] = []
    if text:
        async with aclosing(s.turn(text)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    reply += event.text
                elif isinstance(event, Gated):
                    gates.append({"rule": event.rule, "text": event.text})
                elif isinstance(event, Notice):
                    notice = event.text
                elif isinstance(event, Finished):
                    move = event.move
                elif isinstance(event, Failed):
                    move = event.code
    return {"reply": reply, "move": move, "gates": gates, "notice": notice}


def left_of(lines: list[Line], out: Path) -> list[Line]:
    """The lines that OUT does not hold yet."""
    if not out.exists():
        return lines
    done: set[str] = {json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()}
    return [line for line in lines if line["id"] not in done]


async def run(todo: list[Line], sink: TextIO, *, brain: bool) -> None:
    """Answer each line and write it at once."""
    async with AsyncExitStack() as stack:
        chat, embed = await _models(stack, brain=brain)
        for n, line in enumerate(todo):
            sink.write(json.dumps(await answer(line, chat, embed), ensure_ascii=False) + "\n")
            sink.flush()
            print(f"\r{n + 1}/{len(todo)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


async def _models(stack: AsyncExitStack, *, brain: bool) -> tuple[Chat, Embed]:
    if not brain:
        return Off(), EchoEmbed()
    files = await weights.ensure(("brain", "minilm", "minilm-tokenizer"), default_weights())
    clock = SystemClock()
    net = await stack.enter_async_context(Net(clock))
    threads = BrainConfig().threads
    chat = await stack.enter_async_context(open_brain(files["brain"], net, threads=threads, clock=clock, head=head()))
    return chat, MiniLM(files["minilm"], files["minilm-tokenizer"])


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-brain", action="store_true", help="the brain off: what rules and our own words do alone")
    parser.add_argument("--limit", type=int, help="only so many lines")
    args = parser.parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("SAMANTHA_PASSPHRASE", None)
    lines = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    todo = left_of(lines[: args.limit], args.out)
    with args.out.open("a", encoding="utf-8") as sink:
        anyio.run(lambda: run(todo, sink, brain=not args.no_brain))


if __name__ == "__main__":
    main()
