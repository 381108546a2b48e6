"""What moves, candidates and rules do for a small brain: the same openings with them and with one good system prompt.

Guarantees: each opening meets a fresh home; both sides use one brain, one seedless temperature; every reply is written
to OUT as a line, so that the figures can be read against the words.
Does not: judge taste. The counts are rules; reading the transcripts aloud is the other half.

    python evals/manner.py evals/openings.jsonl [--part last] [--out OUT.jsonl] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from contextlib import aclosing
from pathlib import Path
from typing import Any, cast

import anyio

from samantha.app import open_samantha
from samantha.clock import SystemClock
from samantha.config import BrainConfig, Config, default_weights
from samantha.conversation.chooser import copies, weigh
from samantha.conversation.moves import choose_move
from samantha.memory.words import stems
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.net import Net
from samantha.ports import Chat, Sampling
from samantha.types import Delta, Finished, Message

GOOD_PROMPT = (
    "You are Samantha, a warm, calm friend who lives as a computer program on this person's own computer. "
    "Answer in one to three short sentences, in plain words, with at most one question. Stay with what they said. "
    "No lists, no stock phrases, no advice unless asked. Be glad with them when they are glad. "
    "You cannot feel and do not claim to."
)
"""The other side: the best single prompt we could write for this brain."""


class Kept:
    """A brain shared between homes: what is read of our own words stays read."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def clear(self) -> None:
        """Keep the slots: only openings of this eval are in them."""


async def plain_reply(chat: Chat, words: str) -> str:
    """One good system prompt, one answer."""
    messages = [Message("system", GOOD_PROMPT), Message("user", words)]
    async with aclosing(chat.stream(messages, sampling=Sampling(max_tokens=120, temperature=0.7))) as deltas:
        return "".join([delta.text async for delta in deltas]).strip()


async def our_reply(chat: Chat, words: str) -> tuple[str, str, float]:
    """A whole turn in a fresh home: the reply, its move, seconds to the first word."""
    with tempfile.TemporaryDirectory() as home:
        config = Config(Path(home), default_weights())
        async with open_samantha(config=config, chat=chat) as s, aclosing(s.turn(words)) as events:
            text, move, first = "", "", 0.0
            async for event in events:
                if isinstance(event, Delta):
                    text += event.text
                elif isinstance(event, Finished):
                    move, first = event.move, event.seconds.get("first_word", 0.0)
            return text, move, first


def count(words: str, reply: str) -> Counter[str]:
    """Which rules a reply breaks."""
    move = choose_move(words)
    broken: Counter[str] = Counter(dict.fromkeys(weigh(reply, words, move, frozenset(stems(words))).faults, 1))
    broken["questions over 1"] = int(reply.count("?") > 1)
    broken["copies them"] = int(copies(reply, words))
    broken["over 40 words"] = int(len(reply.split()) > 40)
    broken["names nothing of theirs"] = int(
        move in ("listen", "celebrate") and not set(stems(words)) & set(stems(reply))
    )
    return broken


async def run(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both sides for every opening."""
    gguf = (await weights.ensure(("brain",), default_weights()))["brain"]
    clock = SystemClock()
    rows: list[dict[str, Any]] = []
    async with Net(clock) as net, open_brain(gguf, net, threads=BrainConfig().threads, clock=clock) as brain:
        chat = cast(Chat, Kept(brain))
        # One side after the other: the two heads would push each other out of the brain's slots.
        for line in lines:
            rows.append({**line, "plain": await plain_reply(chat, line["text"])})
            print(f"\rplain {len(rows)}/{len(lines)}", end="", flush=True)
        for n, row in enumerate(rows):
            row["ours"], row["move"], first = await our_reply(chat, row["text"])
            row["first_word_s"] = round(first, 2)
            print(f"\rours  {n + 1}/{len(lines)}", end="", flush=True)
    print("\r", end="")
    return rows


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", default="last", choices=("tune", "held", "last", "all"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    lines = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = anyio.run(run, [line for line in lines if args.part in ("all", line["part"])][: args.limit])
    if args.out is not None:
        args.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    sides = {side: Counter[str]() for side in ("plain", "ours")}
    for row in rows:
        for side, broken in sides.items():
            broken.update(count(row["text"], row[side]))
    for rule in sorted({*sides["plain"], *sides["ours"]}):
        print(f"{rule:28} {sides['plain'][rule]:4} {sides['ours'][rule]:4}")
    words = {side: sum(len(row[side].split()) for row in rows) / max(1, len(rows)) for side in sides}
    print(
        f"{'words a reply, mean':28} {words['plain']:4.0f} {words['ours']:4.0f}   (one good prompt | moves and rules)"
    )
    shares = {f"{side}_clean": sum(not any(count(r["text"], r[side]).values()) for r in rows) for side in sides}
    print(json.dumps({"n": len(rows), **shares, **{f"{side}_faults": sum(sides[side].values()) for side in sides}}))


if __name__ == "__main__":
    main()
