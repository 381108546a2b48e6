"""Three rehearsals with the embedded brain, or with none: what the other says, what is shown, what was held back.

Guarantees: each meets a fresh home and the same words of the person; a turn is a line of OUT, which is appended to:
a scene that is in it is not played again, so that a run which was stopped goes on.
Does not: judge; they are to be read aloud. The figures are counts of rules.

    python evals/rehearsals.py --out OUT.jsonl [--no-brain] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from contextlib import AsyncExitStack, aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import anyio

from samantha.app import Companion, open_samantha
from samantha.clock import FixedClock, SystemClock
from samantha.config import BrainConfig, Config, default_weights
from samantha.errors import BrainError
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.net import Net
from samantha.ports import Chat
from samantha.types import Delta, Gated

AT = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
SCENES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mother": (
        (
            "My mother Helen wants us all at her table on Christmas Eve, every year.",
            "Mum gets quiet when we cancel, and then she cries in the kitchen.",
            "My mother has cooked for twelve since my grandmother died.",
        ),
        (
            "Let's practise talking to my mother about Christmas.",
            "that we stay at home this year and she isn't hurt",
            "quiet, and then she cries",
            "Mum, we are not coming on Christmas Eve this year.",
            "You always make it so hard to say no!",
            "I'm sorry, that was sharp. I know how much the evening means to you.",
            "It got loud, and then I found the way back.",
            "again",
            "Mum, I know you look forward to it all year. I'm tired, and I would like one quiet evening at home.",
            "Could we come on the 27th, all of us, and bring the food?",
            "What would make it easier for you?",
            "Thank you, Mum. I love your table.",
            "better",
            "enough",
            "On Sunday at three, in her kitchen.",
        ),
    ),
    "boss": (
        (
            "My boss Mr Harper moved my holiday for the third time.",
            "My boss laughs it off when I bring something up.",
        ),
        (
            "Can we rehearse the talk with my boss about my holiday?",
            "two fixed weeks in August",
            "he waves it away and jokes",
            "I want my two weeks in August, and I want them in writing.",
            "You promised! If you don't sign it, I'll quit.",
            "Is this funny to you?",
            "I lost it.",
            "on",
            "I see that August is busy for you. What do you need so that I can go?",
            "I could hand over everything in July and be on the phone one morning a week.",
            "enough",
            "Tomorrow at ten, in his office.",
        ),
    ),
    "sister": (
        (
            "My sister Iris borrowed 800 euros last spring for her car.",
            "Iris gets angry when somebody talks about money.",
        ),
        (
            "Pretend you're my sister Iris.",
            "the 800 euros she owes me",
            "that she pays it back bit by bit",
            "loud",
            "Iris, do you have a minute? It is about the money for the car.",
            "I felt awkward every time we met, so I kept quiet.",
            "What would be possible for you each month?",
            "pause",
            "surprisingly fine",
            "enough",
            "skip",
        ),
    ),
}
"""Name -> what was told before, and what the person says in the rehearsal. Nobody's life: written for this."""


async def play(s: Companion, clock: FixedClock, name: str) -> list[dict[str, Any]]:
    """One scene, turn by turn."""
    told, lines = SCENES[name]
    for text in told:
        clock.set(clock.now() + timedelta(minutes=1))
        await s.tell(text)
    rows: list[dict[str, Any]] = []
    for text in lines:
        clock.set(clock.now() + timedelta(minutes=1))
        reply, held = "", list[dict[str, str]]()
        before = SystemClock().monotonic()
        async with aclosing(s.turn(text)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    reply += event.text
                elif isinstance(event, Gated):
                    held.append({"rule": event.rule, "text": event.text})
        seconds = round(SystemClock().monotonic() - before, 2)
        rows.append({"scene": name, "text": text, "reply": reply, "held": held, "seconds": seconds})
    return rows


class Kept:
    """A brain shared between the scenes."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)


def _rows(path: Path) -> list[dict[str, Any]]:
    """What OUT holds; none where there is none."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def _away(messages: Any) -> str:
    raise BrainError("It is away.", "Nothing.", code="brain.unreachable")


async def run(out: TextIO, names: list[str], brain: bool) -> None:
    """The scenes `names`, each written when it is over."""
    async with AsyncExitStack() as stack:
        chat: Any = EchoChat(_away)
        if brain:
            net = await stack.enter_async_context(Net(SystemClock()))
            gguf = (await weights.ensure(("brain",), default_weights()))["brain"]
            opened = open_brain(gguf, net, threads=BrainConfig().threads, clock=SystemClock())
            chat = Kept(await stack.enter_async_context(opened))
        for name in names:
            clock = FixedClock(AT)
            with tempfile.TemporaryDirectory() as home:
                config = Config(Path(home), default_weights(), BrainConfig(url="echo"))
                async with open_samantha(config=config, clock=clock, chat=chat, embed=EchoEmbed()) as s:
                    found = await play(s, clock, name)
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
            out.flush()
            print(f"{name}: {len(found)} turns", flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--no-brain", action="store_true")
    args = parser.parse_args()
    done = {row["scene"] for row in _rows(args.out)}
    names = [name for name in list(SCENES)[: args.limit] if name not in done]
    if names:
        with args.out.open("a", encoding="utf-8") as out:
            anyio.run(run, out, names, not args.no_brain)
    rows = _rows(args.out)
    played = [row for row in rows if row["reply"].startswith("[as ")]
    held = [one["rule"] for row in rows for one in row["held"]]
    seconds = sorted(row["seconds"] for row in played)
    figures = {
        "turns": len(rows),
        "played": len(played),
        "held": len(held),
        "rules": {rule: held.count(rule) for rule in sorted(set(held))},
        "seconds_median": seconds[len(seconds) // 2] if seconds else None,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
