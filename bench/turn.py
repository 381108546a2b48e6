"""How long a typed talk takes: the first delivered word cold and warm, over many turns; decoding speed; memory.

Guarantees: prints one table and, last, one JSON line; a fresh home that is removed afterwards; the real brain.
Does not: measure a person. Between turns she rests until she has read ahead, as while somebody types; how long that
takes is a row of its own.

    python bench/turn.py [--turns 60] [--brain brain|brain-small]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import statistics
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from time import perf_counter
from typing import Any

import anyio
import psutil

from samantha.app import Companion, open_samantha
from samantha.config import BrainConfig, Config, default_weights
from samantha.models import weights
from samantha.ports import Chat, ChatDelta, Sampling
from samantha.types import Failed, Finished, Message, Recalled

TOLD = (
    "Amy lives in the yellow house by the river with her two boys.",
    "Amy is moving to Lisbon in June because of her new job.",
    "Amy and I met in the choir when we were nineteen.",
    "My sister Rachel is allergic to peanuts.",
    "Rachel teaches chemistry at the school on Mill Road.",
    "Rachel broke her wrist skating last winter.",
    "Tom and I play chess on Thursdays, he always takes black.",
    "Tom's mother is in hospital in Leeds.",
    "Tom wants to sail to the islands in his old boat.",
)
SAID = (
    "Amy came by with the boys and we sat by the river.",
    "Rachel called from school and she sounded tired.",
    "Tom lost at chess today and blamed the light.",
    "I helped Amy pack boxes for Lisbon all morning.",
    "Rachel's wrist still hurts when it rains.",
    "Tom sat with his mother in the hospital in Leeds again.",
    "I walked home along the river and thought of Amy.",
    "Rachel made a cake without peanuts, of course.",
    "Tom painted the old boat green.",
    "We sang the old choir songs, Amy and I.",
)


class Timed:
    """A Chat that notes when a stream was asked for and when its first token came."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.first: list[float] = []
        """Seconds to the first token, a stream each."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling,
    ) -> AsyncGenerator[ChatDelta, None]:
        """As the Chat inside."""
        started, first = perf_counter(), True
        async with aclosing(self._chat.stream(messages, tools, schema, sampling=sampling)) as deltas:
            async for delta in deltas:
                if first:
                    self.first.append(perf_counter() - started)
                    first = False
                yield delta


@dataclasses.dataclass
class Turn:
    """One turn's figures, in seconds."""

    word: float
    recall: float
    token: float
    lines: int
    rest: float = 0.0


async def one_turn(s: Companion, chat: Timed, words: str) -> Turn:
    """Take a turn to its end."""
    chat.first.clear()
    lines = 0
    async with aclosing(s.turn(words)) as events:
        async for event in events:
            if isinstance(event, Recalled):
                lines = len(event.lines)
            elif isinstance(event, Failed):
                raise SystemExit(f"a turn failed: {event.code}")
            elif isinstance(event, Finished):
                seconds = event.seconds
                return Turn(seconds["first_word"], seconds["recall"], chat.first[0] if chat.first else 0.0, lines)
    raise SystemExit("a turn gave no reply")


async def decoding(chat: Chat) -> float:
    """Tokens a second, one reply alone."""
    messages = [Message("user", "Count from one to one hundred in words.")]
    async with aclosing(chat.stream(messages, sampling=Sampling(max_tokens=65, temperature=0.0))) as deltas:
        stamps = [perf_counter() async for delta in deltas if delta.text]
    return (len(stamps) - 1) / (stamps[-1] - stamps[0])


def tree_gb() -> float:
    """Resident memory of this process and its children, in GB (1e9 bytes)."""
    here = psutil.Process()
    return sum(p.memory_info().rss for p in [here, *here.children(recursive=True)]) / 1e9


async def cold_again(config: Config) -> float:
    """Seconds from opening a second time to the first delivered word: the head is kept read by now."""
    opened = perf_counter()
    async with open_samantha(config=config) as s:
        chat = Timed(s.parts.chat)
        s.parts = dataclasses.replace(s.parts, chat=chat)
        ready = perf_counter() - opened
        return ready + (await one_turn(s, chat, "Hello, it was a long day at the harbour.")).word


async def measure(turns: int, brain: str, each: bool) -> dict[str, float]:
    """All figures."""
    folder = default_weights()
    gguf = (await weights.ensure((brain,), folder))[brain]
    shutil.rmtree(folder / "heads", ignore_errors=True)  # kept from an earlier start, it would make the cold one warm
    with tempfile.TemporaryDirectory() as home:
        config = Config(Path(home), folder, BrainConfig(model=str(gguf)))
        opened = perf_counter()
        async with open_samantha(config=config) as s:
            chat = Timed(s.parts.chat)
            s.parts = dataclasses.replace(s.parts, chat=chat)
            for line in TOLD:
                told = await s.tell(line)
                s.talk.start = told.id + 1  # as if told on an earlier day: recalled, not in the prompt's window
            ready = perf_counter() - opened
            taken = [await one_turn(s, chat, "Hello, it was a long day at the harbour.")]
            for n in range(turns - 1):
                rested = perf_counter()
                await s.rest()
                taken[-1].rest = perf_counter() - rested
                taken.append(await one_turn(s, chat, SAID[n % len(SAID)]))
                print(f"\r{n + 2}/{turns} {taken[-1].word:.2f} s", end="", flush=True)
            print("\r", end="")
            for n, t in enumerate(taken if each else (), 1):
                print(f"turn {n:3}: word {t.word:5.2f}, read {t.token:5.2f}, lines {t.lines}, rest {t.rest:.2f}")
            row = figures(taken, ready, await decoding(s.parts.chat), tree_gb())
    with tempfile.TemporaryDirectory() as home:
        return row | {"cold_kept_s": await cold_again(dataclasses.replace(config, home=Path(home)))}


def figures(taken: list[Turn], ready: float, tps: float, rss: float) -> dict[str, float]:
    """What the turns come to. Turn 1 is cold; 5 to the last are the steady ones."""
    steady = taken[4:] or taken[1:]
    words = sorted(turn.word for turn in steady)
    median = statistics.median(words)
    recalled = [turn for turn in steady if turn.lines]
    return {
        "cold_ttft_s": ready + taken[0].word,
        "warm_ttft_s": median,
        "warm_p90_s": words[int(len(words) * 0.9)],
        "slowest_over_median": words[-1] / median,
        "recall_s": statistics.median(turn.recall for turn in steady),
        "first_token_s": statistics.median(turn.token for turn in steady),
        "candidates_s": statistics.median(turn.word - turn.recall - turn.token for turn in steady),
        "rest_p50_s": statistics.median(turn.rest for turn in steady),
        "rest_max_s": max(turn.rest for turn in taken),
        "lines_recalled": statistics.mean(turn.lines for turn in steady),
        "with_lines_s": statistics.median(turn.word for turn in recalled) if recalled else 0.0,
        "early_s": statistics.median(turn.word for turn in taken[4:14]) if len(taken) > 14 else median,
        "late_s": statistics.median(turn.word for turn in taken[-10:]),
        "decode_tps": tps,
        "rss_gb": rss,
        "turns": len(taken),
    }


NAMES = {
    "cold_ttft_s": "first delivered word, cold (open, load, read the head), s",
    "cold_kept_s": "first delivered word, cold, the head kept read from an earlier start, s",
    "warm_ttft_s": "first delivered word, turns 5 on, p50, s",
    "warm_p90_s": "  the same, p90, s",
    "slowest_over_median": "  slowest over median",
    "recall_s": "  of which recall, p50, s",
    "first_token_s": "  of which reading to the first token, p50, s",
    "candidates_s": "  of which candidates and choice, p50, s",
    "with_lines_s": "first delivered word in turns with lines recalled, p50, s",
    "lines_recalled": "lines recalled a turn, mean",
    "early_s": "first delivered word, turns 5 to 14, p50, s",
    "late_s": "first delivered word, last ten turns, p50, s",
    "rest_p50_s": "reading ahead between turns, p50, s",
    "rest_max_s": "reading ahead between turns, longest, s",
    "decode_tps": "decoding, tokens a second",
    "rss_gb": "resident memory, whole process tree, GB",
    "turns": "turns",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--brain", default="brain", help="a name of models/weights.toml")
    parser.add_argument("--each", action="store_true", help="print a line for each turn too")
    args = parser.parse_args()
    row = anyio.run(measure, max(6, args.turns), args.brain, args.each)
    for key, value in row.items():
        print(f"{NAMES[key]:62} {value:8.2f}")
    print(json.dumps({key: round(value, 3) for key, value in row.items()}))


if __name__ == "__main__":
    main()
