"""Recall and writing in homes of growing size: how fast, how large, and whether what was told is still found.

    python bench/memory.py [--turns 1000,10000,100000,1000000] [--svg FILE.svg] [--home DIR]

Guarantees: the journal, its encryption, the indexes and recall are the ones she uses; prints a table and, last, one
JSON line. Planted facts and every question are embedded by the real model.
Does not: embed every filler turn, which would take hours. A filler's text is one of some thousand generated sentences
with two words of its own; its vectors are that sentence's, really embedded, with noise added.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import numpy as np
import psutil

from samantha.clock import FixedClock, SystemClock
from samantha.config import Config, default_weights
from samantha.memory.keep import keep
from samantha.memory.pieces import Seen, seen
from samantha.memory.recall import index_pending, let_go, rank
from samantha.models import weights as files_of
from samantha.models.echo import EchoChat
from samantha.models.embed import MiniLM
from samantha.ports import Samantha, Tx
from samantha.store import episodes, pieces, search
from samantha.store.sqlite import open_store
from samantha.types import Draft

START = datetime(2020, 1, 1, 18, tzinfo=UTC)
POOL = 3_000
NOISE = 0.5
"""Length of the noise beside a vector of length 1: cosine of about .9 to the sentence that it is made from."""
AT_ONCE = 5_000
ASKED = 100
WRITTEN = 60
NAMES = "Rachel Tom Amy Ben Nora Idris June Marek Sam Tova Esme Graham Mira Dana".split()
THINGS = (
    "the garden,the kettle,my bicycle,the train,a long walk,the meeting,dinner,the new neighbours,my back,the choir,"
    "the exam,that book,the dentist,a parcel,the rain,the heating,my old school,the market,a song,the cat"
).split(",")
SAYINGS = (
    "{name} told me about {thing} today",
    "I keep thinking of {thing} and what {name} said",
    "we had trouble with {thing} again, {name} laughed about it",
    "I was tired and {thing} did not help, so I called {name}",
    "tomorrow {name} and I will see about {thing}",
    "it was a quiet day, only {thing} and a little {word}",
    "I read about {word} and {other} until late",
    "{name} has started with {word}, which I find strange",
    "at work it was all {word} and {other} today",
    "I dreamt of {word}, and of {thing}",
)
FACTS = (
    ("Where is the spare key hidden?", "The spare key is hidden under the blue flowerpot by the shed."),
    ("What is Rachel allergic to?", "My sister Rachel is allergic to walnuts, even a trace of them."),
    ("Who repairs my violin?", "Old Mr Okafor in Elm Row repairs my violin."),
    ("What did grandmother leave me in her will?", "In her will my grandmother left me the green piano."),
    ("Which tablets do I take for migraine?", "For my migraine I take sumatriptan, fifty milligrams."),
    ("What is the name of Amy's parrot?", "Amy has a parrot, and he is called Admiral Biscuit."),
    ("Where did we spend our honeymoon?", "We spent our honeymoon in a lighthouse on the Faroe Islands."),
    ("When is the boiler's insurance due?", "The insurance of the boiler is due on the fourteenth of October."),
    ("What does Idris study?", "Idris studies marine archaeology in Galway."),
    ("Why did I leave the orchestra?", "I left the orchestra because of the conductor's temper."),
)


@dataclass
class Reading:
    """One size of home, measured."""

    turns: int
    recall_p50_ms: float
    recall_p95_ms: float
    first_recall_ms: float
    """The first question after opening, when the signs are read into memory."""
    found_at_3: float
    """Part of the planted facts among the first three lines."""
    write_p50_ms: float
    """A turn kept, with everything that rules learn from it, and its vector made."""
    file_mb: float
    rebuild_words_s: float
    filled_s: float
    rss_mb: float


def main() -> None:
    """Measure each size in a home of its own; print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", default="1000,10000,100000")
    parser.add_argument("--svg", type=Path, help="where to draw the plot")
    parser.add_argument("--home", type=Path, help="a folder for the homes (a temporary one)")
    args = parser.parse_args()
    sizes = [int(part) for part in args.turns.split(",")]
    readings: list[Reading] = []
    print("  ".join(f"{name:>15}" for name in Reading.__dataclass_fields__))
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="memory-", dir=args.home) as folder:
            readings.append(anyio.run(_measure, Path(folder), size))
        print("  ".join(f"{value:>15}" for value in asdict(readings[-1]).values()), flush=True)
    if args.svg:
        args.svg.write_text(plot(readings), encoding="utf-8")
    print(json.dumps({f"{key}@{row.turns}": value for row in readings for key, value in asdict(row).items()}))


async def _measure(folder: Path, size: int) -> Reading:
    found = await files_of.ensure(("minilm", "minilm-tokenizer"), default_weights(), clock=SystemClock())
    embed = MiniLM(found["minilm"], found["minilm-tokenizer"])
    dice, chance = random.Random(size), np.random.default_rng(size)
    pool = [_sentence(dice) for _ in range(POOL)]
    views = [seen(text, one) for text, one in zip(pool, await embed.tokens(pool), strict=True)]
    clock = FixedClock(START + timedelta(minutes=10 * size))
    async with open_store(folder, os.urandom(32), clock=clock) as store:
        s = Samantha(store, EchoChat(), embed, clock, Config(home=folder, weights=folder))
        started = time.perf_counter()
        planted = set(dice.sample(range(size), len(FACTS)))
        told = iter(FACTS)
        for first in range(0, size, AT_ONCE):
            rows = range(first, min(first + AT_ONCE, size))
            drafts = [(n, next(told)[1] if n in planted else None) for n in rows]
            await store.run(_fill, embed.name, drafts, pool, views, dice, chance)
        while await index_pending(s, 64):
            pass
        filled = time.perf_counter() - started
        let_go(store)
        times, right, first_ms = await _asked(s, pool, dice)
        wrote = [await _write(s, _sentence(dice)) for _ in range(WRITTEN)]
        started = time.perf_counter()
        await store.run(search.index_words_again)
        words = time.perf_counter() - started
        rss = psutil.Process().memory_info().rss / 1e6
    return Reading(
        size,
        _quantile(times, 0.5),
        _quantile(times, 0.95),
        round(first_ms, 1),
        right,
        _quantile(wrote, 0.5),
        _megabytes(folder),
        round(words, 1),
        round(filled, 1),
        round(rss),
    )


def _megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 1e6, 1)


def _sentence(dice: random.Random) -> str:
    # Words of their own in the long tail that talk has: a syllable pair each.
    made = [f"{dice.choice('bdfgklmnprstvz')}{dice.choice('aeiou')}{_tail(dice)}" for _ in range(2)]
    return dice.choice(SAYINGS).format(name=dice.choice(NAMES), thing=dice.choice(THINGS), word=made[0], other=made[1])


def _tail(dice: random.Random) -> str:
    number = int(dice.paretovariate(0.8))
    out = ""
    while number and len(out) < 12:
        number, part = divmod(number, 20)
        out += "lmnrst"[part % 6] + "aeiou"[part % 5]
    return out


def _fill(
    tx: Tx,
    model: str,
    drafts: Sequence[tuple[int, str | None]],
    pool: Sequence[str],
    views: Sequence[Seen],
    dice: random.Random,
    chance: np.random.Generator,
) -> None:
    embedder = search.known_embedder(tx, model)
    for n, fact in drafts:
        at = START + timedelta(minutes=10 * n)
        text, which = fact, 0
        if text is None:
            which = dice.randrange(len(pool))
            text = f"{pool[which]}, {_sentence(dice).split()[-1]} {_tail(dice)}"
        new = episodes.append(tx, Draft(at, "heard", "person", text))
        if fact is None:
            view = views[which]
            near = view.whole + NOISE * chance.normal(size=view.whole.shape) / np.sqrt(view.whole.size)
            search.put_vector(tx, new.id, model, near.astype(np.float32))
            pieces.put(tx, embedder, new.id, view.pieces)


async def _asked(s: Samantha, pool: Sequence[str], dice: random.Random) -> tuple[list[float], float, float]:
    """Milliseconds of each question; the part of the planted facts found; the first question's milliseconds."""
    questions = [(question, fact) for question, fact in FACTS]
    questions += [(f"When did I say that {dice.choice(pool)}?", "") for _ in range(ASKED - len(FACTS))]
    times: list[float] = []
    right = 0
    for question, fact in [questions[0], *questions]:
        started = time.perf_counter()
        lines = await rank(s, question)
        times.append((time.perf_counter() - started) * 1000)
        right += bool(fact) and fact in [line.episode.text for line in lines[:3]] and len(times) > 1
    return times[1:], round(right / len(FACTS), 2), times[0]


async def _write(s: Samantha, text: str) -> float:
    started = time.perf_counter()
    await s.store.run(keep, Draft(s.clock.now(), "heard", "person", text))
    await index_pending(s, 1)
    return (time.perf_counter() - started) * 1000


def _quantile(values: Sequence[float], q: float) -> float:
    found = sorted(values)
    return round(found[min(len(found) - 1, int(len(found) * q))], 1) if found else 0.0


WIDTH, HEIGHT, LEFT, BOTTOM = 640, 360, 70, 50


def plot(readings: Sequence[Reading]) -> str:
    """Recall's p50 and p95 against turns, both on logarithmic scales, as SVG."""
    low, high = min(row.turns for row in readings), max(row.turns for row in readings)
    top = max(300.0, *(row.recall_p95_ms for row in readings)) * 1.3

    def x(turns: float) -> float:
        return LEFT + (WIDTH - LEFT - 30) * (np.log10(turns / low) / max(1e-9, np.log10(high / low)))

    def y(ms: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 30) * np.log10(max(ms, 5.0) / 5.0) / np.log10(top / 5.0)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        '<text x="70" y="20">Recall: milliseconds a question, by turns in memory</text>',
    ]
    for ms in (5, 10, 20, 50, 100, 250):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 30}" y1="{y(ms):.0f}" y2="{y(ms):.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(ms) + 4:.0f}" text-anchor="end">{ms}</text>')
    parts += [
        f'<text x="{x(row.turns):.0f}" y="{HEIGHT - 22}" text-anchor="middle">{row.turns:,}</text>' for row in readings
    ]
    for name, colour in (("recall_p50_ms", "#2a6f97"), ("recall_p95_ms", "#c1502e")):
        points = [(x(row.turns), y(getattr(row, name))) for row in readings]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        label = name.split("_")[1]
        parts.append(f'<text x="{points[-1][0] - 6:.0f}" y="{points[-1][1] - 8:.0f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
