"""Many forgettings over one made-up life: is anything left, in the bytes, in recall, in facts, in pages?

    python evals/forget.py [--requests N] [--turns N] [--seed N] [--home DIR]

Guarantees: every request has words of its own that stand nowhere else, so that one left behind is noticed; each is
looked for before (it must be found) and after; rows are read by this program itself, not by the code under test.
Does not: use a model; vectors are hashed words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

import anyio
import psutil

from samantha.clock import FixedClock
from samantha.config import load_config
from samantha.memory import forget
from samantha.memory.keep import keep
from samantha.memory.recall import index_pending, rank
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha, Tx
from samantha.store import receipts, rows
from samantha.store.sqlite import open_store
from samantha.types import PERSON, SAMANTHA, Draft

Kind: TypeAlias = Literal["episode", "stretch", "person", "topic"]
KINDS: tuple[Kind, ...] = ("episode", "stretch", "person", "topic")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SYLLABLES = "bra cel dro fen gul hib jor kem lun mav nop pir quo ras sed tiv vul wex yan zor".split()
CHATTER = (
    "The soup was too salty again, and I ate it anyway.",
    "I walked along the canal for an hour, it was cold and clear.",
    "Work was long; nobody wanted to decide anything.",
    "I read two chapters before I fell asleep.",
    "The neighbour's dog barked until ten.",
    "I have to buy milk and stamps.",
)
RELATIONS = ("cousin", "neighbour", "dentist", "colleague", "aunt", "landlord")


@dataclass(slots=True)
class Target:
    """One thing that will be forgotten."""

    kind: Kind
    secrets: tuple[str, ...]
    """Words that stand nowhere else."""
    ask: str
    """The phrase or name to ask with."""
    day: datetime
    ids: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class Outcome:
    """What was counted."""

    requests: int = 0
    clean: int = 0
    good: int = 0
    hidden_before: int = 0
    """Secrets that were nowhere to be found before: then their absence would prove nothing."""
    in_bytes: int = 0
    in_rows: int = 0
    in_recall: int = 0
    seconds: list[float] = field(default_factory=list[float])
    kept: int = 0
    """Turns at the end."""
    file_mb: float = 0.0
    grew_mb: float = 0.0
    """How much more memory the process has at the end."""


def targets(count: int, chance: random.Random) -> list[Target]:
    """`count` things with words of their own, the four kinds in turn, each on a day of its own."""
    made: set[str] = set()

    def word() -> str:
        while (new := "".join(chance.sample(SYLLABLES, 3))) in made:
            pass
        made.add(new)
        return new

    found: list[Target] = []
    for n in range(count):
        kind, day = KINDS[n % 4], START + timedelta(days=n)
        first, second = word(), word()
        name = first.capitalize()
        ask = {"episode": "", "stretch": f"{day:%Y-%m-%d}", "person": name, "topic": f"everything about the {first}"}
        found.append(Target(kind, (first, second), ask[kind], day))
    return found


def lines(target: Target) -> list[tuple[str, str]]:
    """What is said around one target: (who, text)."""
    first, second = target.secrets
    name = first.capitalize()
    if target.kind == "episode":
        return [
            (PERSON, f"I hid the {first} key behind the {second} clock."),
            (SAMANTHA, f"Behind the {second} clock."),
        ]
    if target.kind == "stretch":
        return [
            (PERSON, f"Today I signed the {first} papers, and I am ashamed."),
            (SAMANTHA, "That sounds heavy."),
            (PERSON, f'She only said "{second}", and left.'),
        ]
    if target.kind == "person":
        relation = RELATIONS[len(first + second) % len(RELATIONS)]
        return [
            (PERSON, f"My {relation} {name} lives in {second.capitalize()}."),
            (PERSON, f"{name} is allergic to peanuts, and {name}'s birthday is on 3 May."),
            (SAMANTHA, f"You told me that {name} is allergic to peanuts."),
        ]
    return [
        (PERSON, f"I was at the {first} this morning, and Dr. {second.capitalize()} was kind."),
        (PERSON, f"The {first} wants me back in a week."),
        (PERSON, "Where do I have to be in a week?"),
        (SAMANTHA, f'You told me: "The {first} wants me back in a week."'),
        (PERSON, f"Dr. {second.capitalize()} rang about the results."),
    ]


async def live(s: Samantha, clock: FixedClock, wanted: list[Target], turns: int, chance: random.Random) -> None:
    """Tell it all, day by day, with chatter between, until there are `turns`."""
    each = max(0, turns - sum(len(lines(target)) for target in wanted)) // max(1, len(wanted))
    for target in wanted:
        clock.set(target.day)
        drafts = [Draft(target.day, *_kind(who), text) for who, text in lines(target)]
        other = [Draft(target.day + timedelta(hours=3), *_kind(PERSON), chance.choice(CHATTER)) for _ in range(each)]
        target.ids = await s.store.run(tell, drafts)
        # A day that is forgotten whole goes with its chatter; so the others' chatter is on days of its own.
        await s.store.run(tell, other)
    while await index_pending(s):
        pass


def _kind(who: str) -> tuple[Any, str]:
    return ("said" if who == SAMANTHA else "heard"), who


def tell(tx: Tx, drafts: list[Draft]) -> list[int]:
    """Keep them one after the other, her lines as answers to the one before; their ids."""
    told: list[int] = []
    for draft in drafts:
        before = told[-1] if told and draft.who == SAMANTHA else None
        told.append(keep(tx, Draft(draft.at, draft.kind, draft.who, draft.text, reply_to=before)).id)
    return told


async def forget_all(s: Samantha, clock: FixedClock, wanted: list[Target], outcome: Outcome) -> None:
    """Forget one after the other, and look for each."""
    clock.set(wanted[-1].day + timedelta(days=1))
    for target in wanted:
        outcome.hidden_before += sum(not count for count in (await s.store.read(rows_with, target.secrets)).values())
        plan = await plan_for(s, target)
        started = time.perf_counter()
        receipt = await forget.forget(s, plan, hold=False)
        assert isinstance(receipt, dict)
        outcome.seconds.append(time.perf_counter() - started)
        outcome.requests += 1
        outcome.clean += receipt["statement"]["proof"]["clean"] is True
        outcome.good += receipts.standing(json.loads(json.dumps(receipt)), await s.store.read(receipts.keys)) == "good"
        outcome.in_rows += sum((await s.store.read(rows_with, target.secrets)).values())
        for word in target.secrets:
            found = await rank(s, f"What about {word}?")
            outcome.in_recall += sum(word in line.episode.text.lower() for line in found)
    everything = [word for target in wanted for word in target.secrets]
    outcome.in_bytes = (await forget.look_for(s, everything)).hits


async def plan_for(s: Samantha, target: Target) -> forget.Plan:
    """What would go, asked for as a person would ask."""
    if target.kind == "episode":
        return await forget.plan_ids(s, target.ids[:1])
    if target.kind == "stretch":
        start = target.day.replace(hour=0)
        return await forget.plan_stretch(s, start, start + timedelta(days=1))
    if target.kind == "person":
        return await forget.plan_person(s, target.ask)
    return await forget.plan_phrase(s, target.ask)


def rows_with(tx: Tx, words: Sequence[str]) -> dict[str, int]:
    """How many values of any row of any table hold each word, as this program reads them."""
    found = dict.fromkeys(words, 0)
    for table in (name for name in rows.names(tx) if name != "filler"):
        for row in tx.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                text = (
                    value
                    if isinstance(value, str)
                    else bytes(value).decode("latin-1")
                    if isinstance(value, bytes)
                    else ""
                )
                low = text.lower()
                for word in words:
                    found[word] += word in low
    return found


@asynccontextmanager
async def opened(home: Path) -> AsyncGenerator[tuple[Samantha, FixedClock]]:
    """A fresh home, without a brain."""
    clock = FixedClock(START)
    async with open_store(home, bytes(range(32)), clock=clock) as store:
        yield Samantha(store, EchoChat(), EchoEmbed(), clock, load_config(home)), clock


async def run(home: Path, requests: int, turns: int, seed: int, filler: int = 0) -> Outcome:
    """The whole: live, forget, count. `filler` megabytes of noise make the file as large as many years would."""
    chance = random.Random(seed)
    outcome = Outcome()
    wanted = targets(requests, chance)
    async with opened(home) as (s, clock):
        await live(s, clock, wanted, turns, chance)
        if filler:
            await s.store.run(_fill, filler)
        before = _memory()
        await forget_all(s, clock, wanted, outcome)
        outcome.grew_mb = _memory() - before
        outcome.file_mb = sum(path.stat().st_size for path in home.iterdir()) / 1e6  # noqa: ASYNC240 nothing waits
        outcome.kept = await s.store.read(lambda tx: next(iter(tx.execute("SELECT count(*) FROM episodes")))[0])
    return outcome


def _fill(tx: Tx, megabytes: int) -> None:
    tx.execute("CREATE TABLE filler (noise BLOB)")
    for _ in range(megabytes):
        tx.executemany("INSERT INTO filler VALUES (randomblob(?))", [(3_900,)] * 256)


def _memory() -> float:
    return psutil.Process().memory_info().rss / 1e6


def figures(outcome: Outcome) -> dict[str, float | int]:
    """The keys of the JSON line."""
    return {
        "forgets": outcome.requests,
        "forgets_clean": outcome.clean,
        "receipts_good": outcome.good,
        "hidden_before": outcome.hidden_before,
        "hits_bytes": outcome.in_bytes,
        "hits_rows": outcome.in_rows,
        "hits_recall": outcome.in_recall,
        "turns_left": outcome.kept,
        "forget_p50_s": round(statistics.median(outcome.seconds), 3) if outcome.seconds else 0.0,
        "home_mb": round(outcome.file_mb, 1),
        "memory_grew_mb": round(outcome.grew_mb, 1),
        "forget_max_s": round(max(outcome.seconds, default=0.0), 3),
    }


def main() -> None:
    """Read the arguments, run, print a table and a JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--turns", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty or missing folder; default: a temporary one")
    parser.add_argument("--filler", type=int, default=0, metavar="MB", help="make the journal so much larger")
    args = parser.parse_args()
    os.environ.pop("SAMANTHA_PASSPHRASE", None)
    with tempfile.TemporaryDirectory(prefix="forget-") as folder:
        outcome = anyio.run(run, args.home or Path(folder) / "home", args.requests, args.turns, args.seed, args.filler)
    for name, value in figures(outcome).items():
        print(f"{name:16} {value:>10,}")
    print(json.dumps(figures(outcome)))


if __name__ == "__main__":
    main()
