"""Learn the weights by which a line is judged to answer, from lives and lessons of our own, and print them.

    python evals/learn_judge.py LIFE.jsonl|LESSON.txt … [--write]

Each question is a choice between the parts of the lines recalled for it and "nothing answers"; the weights make the
right choice likely (listwise softmax, one hidden layer, weights held small). Every fifth file is left out in turn to
see what they reach.

With `--keep FILE` what was measured is kept there, and read again instead of living the lives anew.

Guarantees: the same files give the same weights on one machine.
Does not: read anything from outside the files named.
"""

from __future__ import annotations

import argparse
import pickle
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import anyio
import numpy as np
from numpy.typing import NDArray

from samantha.clock import FixedClock
from samantha.config import Config, default_weights
from samantha.memory import choice
from samantha.memory.answer import Ask, ask_kind
from samantha.memory.ask import wants
from samantha.memory.keep import keep
from samantha.memory.lookup import gather
from samantha.memory.parts import may_tell, parts_of
from samantha.memory.past import present
from samantha.memory.recall import index_pending
from samantha.memory.sense import Net
from samantha.memory.units import build_question
from samantha.memory.weigh import NAMES, asked_of, measure
from samantha.memory.when import Day, days_in
from samantha.models.echo import EchoChat
from samantha.models.embed import MiniLM
from samantha.ports import Samantha
from samantha.store.sqlite import open_store
from samantha.types import PERSON, SAMANTHA, Draft

ROOT = Path(__file__).resolve().parents[1]

from life_form import Event, read_life  # noqa: E402

SMALL = 0.01
"""How strongly weights are held small."""
STEPS = 300
RATE = 0.02
HIDDEN = 12
THRESHOLDS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""Where to begin to answer: printed, for choosing `choice.KNOWN`."""
WRITTEN = ROOT / "src" / "samantha" / "memory" / "weights" / "judge.toml"


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the measures of every part recalled for it, and which of them answer."""

    life: str
    ask: str
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    lines: NDArray[np.int64]
    """Which line each part is of."""
    abstain: bool


def main() -> None:
    """Read, learn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="put them into src/samantha/memory/weights/judge.toml")
    parser.add_argument("--keep", type=Path, help="keep what was measured in this file")
    args = parser.parse_args()
    examples = _kept(args.keep, args.files)
    lives = sorted({example.life for example in examples})
    left = [one for n in range(5) for one in _left_out(examples, set(lives[n::5]))]
    print("left out in turn; from log-odds with lead:   right first   right in three   not-told left unanswered")
    asked = sum(not one.abstain for one in examples)
    for least in THRESHOLDS:
        known = [one for one in left if one.sure > least]
        first, three = sum(one.first for one in known), sum(one.three for one in known)
        silent = sum(one.abstain and one.sure <= least for one in left)
        print(f"{least:43.1f}   {first:4} of {asked}    {three:4} of {asked}     {silent:4} of {len(left) - asked}")
    if args.write:
        write(learn(examples))


def _kept(kept: Path | None, files: list[Path]) -> list[Example]:
    if kept is not None and kept.exists():
        with kept.open("rb") as held:
            return cast("list[Example]", pickle.load(held))  # our own file, written below
    examples = [example for path in files for example in anyio.run(examples_of, path)]
    if kept is not None:
        kept.write_bytes(pickle.dumps(examples))
    return examples


@dataclass(frozen=True, slots=True)
class Judged:
    """A question that the weights were not learned from."""

    abstain: bool
    sure: float
    """As `choice` has it: the best line's log-odds, and some more for its lead over the next."""
    first: bool
    three: bool
    """A right line is among the three best that are near the best one."""


def _left_out(examples: list[Example], out: set[str]) -> list[Judged]:
    net = learn([one for one in examples if one.life not in out])
    return [_judged(one, net) for one in examples if one.life in out]


def _judged(one: Example, net: Net) -> Judged:
    scores = np.array([net.score(tuple(row)) for row in one.rows])
    best = sorted(
        {int(line): int(np.argmax(np.where(one.lines == line, scores, -np.inf))) for line in one.lines}.values()
    )
    order = sorted(best, key=lambda n: -scores[n])
    top = scores[order[0]]
    lead = min(choice.MOST_AHEAD, top - scores[order[1]]) if len(order) > 1 else choice.MOST_AHEAD
    near = [n for n in order[:3] if scores[n] >= top - choice.LIKELY]
    sure = float(top + choice.AHEAD * lead)
    return Judged(one.abstain, sure, bool(one.right[order[0]]), any(bool(one.right[n]) for n in near))


async def examples_of(path: Path) -> list[Example]:
    """Live `path` in a temporary home and measure every question of it."""
    events = read_life(_text(path)).events
    with tempfile.TemporaryDirectory(prefix="learn-") as folder:
        clock, ids, out = FixedClock(events[0].at), dict[str, int](), list[Example]()
        async with open_store(Path(folder), b"k" * 32, clock=clock) as store:
            s = Samantha(store, EchoChat(), _embedder(), clock, Config(home=Path(folder), weights=default_weights()))
            for event in events:
                if event.kind in {"say", "mail"}:
                    ids[event.id] = (await store.run(keep, _draft(event))).id
                elif event.kind == "ask":
                    while await index_pending(s):
                        pass
                    example = await _example(s, path.stem, event, ids)
                    out += [example] if example else []
    print(path.stem, len(out), flush=True)
    return out


def _draft(event: Event) -> Draft:
    if event.kind == "mail":
        return Draft(event.at, "read", event.sender, event.text, thread="mail")
    return Draft(event.at, "heard", PERSON, event.text)


def _embedder() -> MiniLM:
    folder = default_weights()
    return MiniLM(folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json")


def _text(path: Path) -> str:
    if path.suffix == ".jsonl":
        return path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, str(ROOT / "evals" / "lives" / "make.py"), str(path), "--to", folder]
        subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
        return (Path(folder) / f"{path.stem}.jsonl").read_text(encoding="utf-8")


async def _example(s: Samantha, life: str, event: Event, ids: dict[str, int]) -> Example | None:
    ask = ask_kind(event.text) or Ask(event.text, wants(event.text))
    found = await gather(s, ask)
    assert found.sense is not None
    plain, _ = present(ask.question)
    question = build_question(Ask(plain, ask.wants, ask.before), days_in(plain, Day(event.at.date())))
    asked = asked_of(question, found.sense)
    rows, right, lines = list[tuple[float, ...]](), list[bool](), list[int]()
    wanted = {ids[name] for name in event.source if name in ids}
    for line in found.lines:
        if line.episode.who == SAMANTHA:
            continue
        for window in parts_of(line.episode, found.before.get(line.episode.id, ())):
            if not may_tell(line.episode, window, ask.question):
                continue
            rows.append(measure(asked, window, line, found.aliases))
            lines.append(line.episode.id)
            tells = all(re.search(pattern, window.text, re.IGNORECASE) for pattern in event.expect)
            right.append(not event.abstain and (line.episode.id in wanted if wanted else tells))
    if not rows or (wanted and not any(right)):
        print("  not recalled:", event.id, event.text)
        return None
    return Example(life, event.text, np.array(rows), np.array(right), np.array(lines), event.abstain)


def learn(examples: list[Example], seed: int = 0) -> Net:
    """A small net that makes the right parts likely: softmax over all parts and nothing, by Adam."""
    every = np.concatenate([one.rows for one in examples])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-3
    rows = (every - mean) / spread
    ends = np.cumsum([0, *(len(one.rows) for one in examples)])
    dice = np.random.default_rng(seed)
    net = [
        dice.normal(0, 0.3, (len(NAMES), HIDDEN)), np.zeros(HIDDEN), dice.normal(0, 0.1, HIDDEN),
        np.zeros(len(NAMES)), np.zeros(1),
    ]  # fmt: skip
    first = [np.zeros_like(part) for part in net]
    second = [np.zeros_like(part) for part in net]
    for step in range(1, STEPS + 1):
        hidden = np.tanh(rows @ net[0] + net[1])
        scores = hidden @ net[2] + rows @ net[3] + net[4]
        wrong = np.concatenate([_wrong(one, scores[a:b]) for one, a, b in zip(examples, ends, ends[1:], strict=False)])
        wrong /= len(examples)
        back = np.outer(wrong, net[2]) * (1 - hidden**2)
        slopes = [rows.T @ back, back.sum(axis=0), hidden.T @ wrong, rows.T @ wrong, np.array([wrong.sum()])]
        for n, slope in enumerate(slopes):
            slope = slope + SMALL * net[n] * (n in {0, 2, 3})
            first[n] = 0.9 * first[n] + 0.1 * slope
            second[n] = 0.99 * second[n] + 0.01 * slope**2
            net[n] -= RATE * (first[n] / (1 - 0.9**step)) / (np.sqrt(second[n] / (1 - 0.99**step)) + 1e-8)
    # What was measured is no unit of the net's: fold mean and spread into it, so that she need not know them.
    inner, straight = net[0] / spread[:, None], net[3] / spread
    return Net(inner, net[1] - mean @ inner, net[2], straight, float(net[4][0] - mean @ straight))


def _wrong(one: Example, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much too likely each part is."""
    top = max(0.0, float(scores.max()))
    likely = np.exp(scores - top)
    likely /= likely.sum() + np.exp(-top)
    if one.abstain or not one.right.any():
        return likely * float(one.abstain)
    held = np.where(one.right, np.exp(np.where(one.right, scores - scores[one.right].max(), 0.0)), 0.0)
    return likely - held / held.sum()


def write(net: Net) -> None:
    """Put the net into the file that holds it."""
    head = WRITTEN.read_text(encoding="utf-8").split("\nnames =")[0]
    rows = [",".join(f"{value:.4g}" for value in row) for row in net.inner]
    text = "\n".join(f"  [{row}]," for row in rows)
    plain = {"shift": net.shift, "outer": net.outer, "straight": net.straight}
    lists = "\n".join(f"{name} = [{','.join(f'{value:.4g}' for value in row)}]" for name, row in plain.items())
    names = ", ".join(f'"{name}"' for name in NAMES)
    WRITTEN.write_text(f"{head}\nnames = [{names}]\ninner = [\n{text}\n]\n{lists}\nconstant = {net.constant:.4g}\n")


if __name__ == "__main__":
    main()
