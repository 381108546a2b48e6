"""What moves, candidates and rules do for a small brain: the same talks with them and with one good system prompt.

Guarantees: each talk meets a fresh home; both sides use one brain at one temperature, and hear the same words; every
talk is written down as soon as it is over, and a second run goes on where the first stopped.
Does not: judge taste. The counts are rules; the other half is reading aloud, or fresh readers: `--blind`.

    python evals/manner.py evals/openings.jsonl [--part last] [--out OUT.jsonl] [--limit N]     counts of broken rules
    python evals/manner.py evals/openings_later.jsonl --part all --blind DIR [--seed 1]         pairs for readers
    python evals/manner.py --count DIR                                                          their votes

A line: {"id", "part", "text"}, or {"id", "part", "turns": [...]} for a talk of several turns of the person.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, TextIO, TypeAlias, cast

import anyio
from blind import SIDES, Side, Talk, write_pairs
from blind import count as count_votes

from samantha.app import open_samantha
from samantha.clock import SystemClock
from samantha.config import BrainConfig, Config, default_weights
from samantha.conversation.chooser import copies, weigh
from samantha.conversation.moves import LISTENING, choose_move
from samantha.conversation.persona import head
from samantha.memory.words import stems
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.embed import MiniLM
from samantha.net import Net
from samantha.ports import Chat, Embed, Sampling
from samantha.types import Delta, Finished, Message

Line: TypeAlias = dict[str, Any]
GOOD_PROMPT = (
    "You are Samantha, a personal companion: a computer program that lives on this person's own machine. You are "
    "soft-spoken, exact and unhurried, and you answer the way a good friend does. Answer in one to three short "
    "sentences, in concrete words, the person's own where it fits, with at most one question, which comes last. No "
    "lists, no markdown, no stock phrases such as “I understand how you feel” or “It's okay to…”. When they are happy, "
    "be glad with them and ask the next question. When they are sad or angry, listen, and stay with what they said; do "
    "not flatter, diagnose or rush to advise. Give advice only when they ask for it. When they tell of a quarrel, do "
    "not judge who is right. What you do not know, you say you do not know. You cannot feel, and do not claim to."
)
"""The other side: the best single prompt we could write for this brain, with all that her manner asks for."""
TEMPERATURE = 0.7
MOST_TOKENS = 120


class Kept:
    """A brain shared between homes: what is read of our own words stays read."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def clear(self) -> None:
        """Keep the slots: only openings of this eval are in them."""


def turns_of(line: Line) -> list[str]:
    """What the person says in this talk."""
    return list(line["turns"]) if "turns" in line else [str(line["text"])]


async def plain_talk(chat: Chat, turns: list[str]) -> Line:
    """One good system prompt and the talk so far."""
    messages = [Message("system", GOOD_PROMPT)]
    sampling = Sampling(max_tokens=MOST_TOKENS, temperature=TEMPERATURE)
    for words in turns:
        messages.append(Message("user", words))
        async with aclosing(chat.stream(messages, sampling=sampling)) as deltas:
            said = "".join([delta.text async for delta in deltas]).strip()
        messages.append(Message("assistant", said))
    return {"talk": _talk(turns, [m.text for m in messages if m.role == "assistant"])}


async def our_talk(chat: Chat, turns: list[str], embed: Embed) -> Line:
    """Whole turns in a fresh home: what was said, by which moves, seconds to the first word of each reply."""
    with tempfile.TemporaryDirectory(prefix="manner-") as folder:
        os.environ["SAMANTHA_KEY_DIR"] = str(Path(folder) / "keys")
        config = Config(Path(folder) / "home", default_weights())
        said, moves, firsts = list[str](), list[str](), list[float]()
        async with open_samantha(config=config, chat=chat, embed=embed) as s:
            await s.greeting()
            for words in turns:
                said.append("")
                async with aclosing(s.turn(words)) as events:
                    async for event in events:
                        if isinstance(event, Delta):
                            said[-1] += event.text
                        elif isinstance(event, Finished):
                            moves.append(event.move)
                            firsts.append(round(event.seconds.get("first_word", 0.0), 2))
                if words is not turns[-1]:
                    await s.rest()
        return {"talk": _talk(turns, said), "moves": moves, "first_word_s": firsts}


def _talk(turns: list[str], said: list[str]) -> Talk:
    both = zip(turns, said, strict=True)
    return [{"who": who, "text": text} for pair in both for who, text in zip(("person", "samantha"), pair, strict=True)]


def count(words: str, reply: str) -> Counter[str]:
    """Which rules a reply breaks."""
    move = choose_move(words)
    broken: Counter[str] = Counter(dict.fromkeys(weigh(reply, words, move, frozenset(stems(words))).faults, 1))
    broken["questions over 1"] = int(reply.count("?") > 1)
    broken["copies them"] = int(copies(reply, words))
    broken["over 40 words"] = int(len(reply.split()) > 40)
    broken["names nothing of theirs"] = int(
        move in {*LISTENING, "celebrate"} and not set(stems(words)) & set(stems(reply))
    )
    return broken


@asynccontextmanager
async def models() -> AsyncGenerator[tuple[Chat, Embed], None]:
    """The embedded ones, shared by all talks."""
    files = await weights.ensure(("brain", "minilm", "minilm-tokenizer"), default_weights())
    clock = SystemClock()
    threads = BrainConfig().threads
    heads = default_weights() / "heads"
    async with (
        Net(clock) as net,
        open_brain(files["brain"], net, threads=threads, clock=clock, head=head(), heads=heads) as brain,
    ):
        yield cast(Chat, Kept(brain)), MiniLM(files["minilm"], files["minilm-tokenizer"])


def read(out: Path) -> list[Line]:
    """What an earlier run wrote."""
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []


async def run(lines: list[Line], done: set[tuple[str, str]], sink: TextIO) -> None:
    """Both sides of every talk that is not done, one side after the other: two heads would push each other out."""
    async with models() as (chat, embed):
        for side in SIDES:
            todo = [line for line in lines if (line["id"], side) not in done]
            for n, line in enumerate(todo):
                turns = turns_of(line)
                said = await (plain_talk(chat, turns) if side == "plain" else our_talk(chat, turns, embed))
                row = {**line, "side": side, **said}
                sink.write(json.dumps(row, ensure_ascii=False) + "\n")
                sink.flush()
                print(f"\r{side} {n + 1}/{len(todo)} ", end="", flush=True)
    print("\r", end="")


def table(rows: list[Line]) -> None:
    """The counts of broken rules, over all replies, and the JSON line."""
    sides: dict[Side, Counter[str]] = {side: Counter[str]() for side in SIDES}
    clean, words, replies = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        talk = row["talk"]
        for heard, said in zip(talk[::2], talk[1::2], strict=True):
            broken = count(heard["text"], said["text"])
            sides[row["side"]].update(broken)
            clean[row["side"]] += not any(broken.values())
            words[row["side"]] += len(said["text"].split())
            replies[row["side"]] += 1
    for rule in sorted({*sides["plain"], *sides["ours"]}):
        print(f"{rule:28} {sides['plain'][rule]:4} {sides['ours'][rule]:4}")
    means = {side: words[side] / max(1, replies[side]) for side in SIDES}
    print(f"{'words a reply, mean':28} {means['plain']:4.0f} {means['ours']:4.0f}   (one good prompt | ours)")
    shares = {f"{side}_clean": clean[side] for side in SIDES}
    faults = {f"{side}_faults": sum(sides[side].values()) for side in SIDES}
    print(json.dumps({"n": replies["ours"], **shares, **faults}))


def main() -> None:
    """Run, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--part", default="last", help="tune, held, last, later or all")
    parser.add_argument("--out", type=Path, help="where the talks are written, and found again by a second run")
    parser.add_argument("--limit", type=int, help="only so many talks")
    parser.add_argument("--blind", type=Path, metavar="DIR", help="write pairs for readers who must not know")
    parser.add_argument("--seed", type=int, default=1, help="of the order of A and B")
    parser.add_argument("--count", type=Path, metavar="DIR", help="count the readers' votes, and nothing else")
    args = parser.parse_args()
    if args.count is not None:
        print(json.dumps(count_votes(args.count)))
        return
    if args.file is None:
        parser.error("a file of openings is needed")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    lines = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [line for line in lines if args.part in ("all", line["part"])][: args.limit]
    out = args.blind / "hidden" / "said.jsonl" if args.blind is not None else args.out
    if out is None:
        out = Path(tempfile.mkdtemp()) / "said.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    done = {(row["id"], row["side"]) for row in read(out)}
    with out.open("a", encoding="utf-8") as sink:
        anyio.run(run, lines, done, sink)
    ids = {line["id"] for line in lines}
    rows = [row for row in read(out) if row["id"] in ids]
    table(rows)
    if args.blind is not None:
        print(f"{write_pairs(args.blind, rows, args.seed)} pairs in {args.blind / 'pairs'}")


if __name__ == "__main__":
    main()
