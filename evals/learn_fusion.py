"""Learn the weights of the fusion anew, on talks with known evidence, and say how good they are on talks left out.

    python evals/learn_fusion.py FILE.jsonl:1-3 [FILE.jsonl:1-5 …] [--out FILE.toml] [--cache FILE.npz]

Guarantees: what is learned from is what recall itself finds and sees; the same files give the same numbers. A listwise
softmax over the candidates of each question, with a little ridge; then a logistic curve that turns scores to chances.
Does not: look at a talk outside the ranges given.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import numpy as np
from numpy.typing import NDArray
from recall import Brought, brought, chosen  # the module beside this one

from samantha.memory.fuse import FIELDS, features
from samantha.memory.pieces import seen
from samantha.memory.recall import find
from samantha.store.near import Near
from samantha.types import SAMANTHA

Floats = NDArray[np.float64]
RIDGE = 1e-2
STEPS = 30


@dataclass
class Asked:
    """One question: what recall found, and which of it is evidence."""

    talk: str
    file: int
    category: str
    parts: Floats
    """float[n, len(FIELDS)]"""
    gold: NDArray[np.int64]
    """Rows of `parts` that are evidence."""
    wanted: int
    """How many pieces of evidence there are, found or not."""
    sessions: NDArray[np.int64]
    meaning: float
    """The best cosine of all."""


def main() -> None:
    """Gather, learn, print; write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="FILE.jsonl:FIRST-LAST")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    parser.add_argument("--cache", type=Path, help="where to keep what was gathered, for another try")
    parser.add_argument("--fields", help="learn these fields alone, by commas")
    args = parser.parse_args()
    if args.cache and args.cache.exists():
        asked: list[Asked] = pickle.loads(args.cache.read_bytes())  # a file of our own making
    else:
        asked = [row for n, name in enumerate(args.files) for row in _gather(name, n)]
        if args.cache:
            args.cache.write_bytes(pickle.dumps(asked))
    fields = args.fields.split(",") if args.fields else list(FIELDS)
    columns = [FIELDS.index(name) for name in fields]
    print(_report("each talk by the others", _left_out(asked, columns)))
    learned = learn(asked, columns)
    print(_report("all by themselves", [(row, row.parts[:, columns] @ learned) for row in asked]))
    pairs = _left_out(asked, columns)
    chance = _chance(pairs)
    keep = _threshold(pairs, chance)
    text = _written(args.files, fields, learned, chance, keep)
    print(text)
    if args.out:
        args.out.write_text(text, encoding="utf-8")


def _gather(name: str, file: int) -> list[Asked]:
    path, _, which = name.rpartition(":")
    return [row for talk in chosen(Path(path), which) for row in anyio.run(_asked, talk, file)]


async def _asked(talk: dict[str, Any], file: int) -> list[Asked]:
    out: list[Asked] = []
    async with brought(talk) as home:
        near = Near()
        for question in talk["questions"]:
            row = await _one(home, near, question, file)
            out += [row] if row is not None else []
    print(talk["conversation"], len(out), flush=True)
    return out


async def _one(home: Brought, near: Near, question: dict[str, Any], file: int) -> Asked | None:
    text = str(question["q"])
    evidence: list[object] = question.get("evidence") or []
    gold = {home.ids[str(id)] for id in evidence if str(id) in home.ids}
    how = seen(text, (await home.s.embed.tokens([text]))[0])
    found = await home.s.store.read(find, near, home.s.embed.name, how, text, home.asked_at)
    parts = features(found.question, found.turns) if found.turns else np.zeros((0, len(FIELDS)))
    own = np.array([found.episodes[turn.id].who != SAMANTHA for turn in found.turns], dtype=bool)
    ids = [turn.id for turn in found.turns if found.episodes[turn.id].who != SAMANTHA]
    names = sorted(set(home.sessions.values()))
    return Asked(
        str(home.talk["conversation"]),
        file,
        str(question.get("category", "")),
        parts[own] if len(parts) else parts,
        np.array([n for n, id in enumerate(ids) if id in gold], dtype=np.int64),
        len(gold),
        np.array([names.index(home.sessions[id]) for id in ids], dtype=np.int64),
        float(parts[:, FIELDS.index("meaning")].max()) if len(parts) else 0.0,
    )


def learn(asked: Sequence[Asked], columns: Sequence[int]) -> Floats:
    """The weights that give the evidence most of a softmax over each question's candidates. Newton's method."""
    rows = [row for row in asked if len(row.gold)]
    # Every file counts as much as the others, but no question more than twice.
    size = [sum(row.file == n for row in rows) for n in range(max(row.file for row in rows) + 1)]
    weight = np.array([min(2.0, max(size) / size[row.file]) for row in rows])
    every = np.concatenate([row.parts[:, columns] for row in rows])
    centre, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    data = [(row.parts[:, columns] - centre) / spread for row in rows]
    w = np.zeros(len(columns))
    loss, slope, curve = _loss(w, data, rows, weight)
    for _ in range(STEPS):
        step = np.linalg.solve(curve, slope)
        # Newton's step may go too far: half of it then, and half again.
        tried = _loss(w - step, data, rows, weight)
        while tried[0] > loss and np.abs(step).max() > 1e-9:
            step = step / 2
            tried = _loss(w - step, data, rows, weight)
        w, before = w - step, loss
        loss, slope, curve = tried
        if before - loss < 1e-7:
            break
    return w / spread


def _loss(w: Floats, data: Sequence[Floats], rows: Sequence[Asked], weight: Floats) -> tuple[float, Floats, Floats]:
    """The loss at `w`, its slope and its curvature."""
    loss, slope, curve = RIDGE * float(w @ w), 2 * RIDGE * w, 2 * RIDGE * np.eye(len(w))
    for x, row, much in zip(data, rows, weight / weight.sum(), strict=True):
        score = x @ w
        high = score.max()
        p = np.exp(score - high)
        total = p.sum()
        p /= total
        mean = p @ x
        loss += much * float(high + np.log(total) - score[row.gold].mean())
        slope = slope + much * (mean - x[row.gold].mean(axis=0))
        curve = curve + much * ((x * p[:, None]).T @ x - np.outer(mean, mean))
    return loss, slope, curve


def _left_out(asked: Sequence[Asked], columns: Sequence[int]) -> list[tuple[Asked, Floats]]:
    """Each question with its scores, by weights that were learned without its talk."""
    out: list[tuple[Asked, Floats]] = []
    for talk in sorted({row.talk for row in asked}):
        w = learn([row for row in asked if row.talk != talk], columns)
        out += [(row, row.parts[:, columns] @ w) for row in asked if row.talk == talk]
    return out


def _report(title: str, pairs: Sequence[tuple[Asked, Floats]]) -> str:
    lines = [title]
    for file in sorted({row.file for row, _ in pairs}):
        mine = [(row, score) for row, score in pairs if row.file == file and row.wanted]
        depths = {k: float(np.mean([_found(row, score, k) for row, score in mine])) for k in (1, 5, 10, 20)}
        any1 = float(np.mean([_first_session(row, score) for row, score in mine]))
        kinds = {
            kind: round(float(np.mean([_found(row, score, 10) for row, score in mine if row.category == kind])), 3)
            for kind in sorted({row.category for row, _ in mine})
        }
        figures = "  ".join(f"r@{k} {value:.3f}" for k, value in depths.items())
        lines.append(f"  file {file + 1}: {len(mine)} questions  {figures}  session any@1 {any1:.3f}  {kinds}")
    return "\n".join(lines)


def _found(row: Asked, score: Floats, k: int) -> float:
    return len(np.intersect1d(np.argsort(-score, kind="stable")[:k], row.gold)) / row.wanted


def _first_session(row: Asked, score: Floats) -> float:
    return float(len(score) > 0 and row.sessions[int(np.argmax(score))] in row.sessions[row.gold])


def _heights(row: Asked, score: Floats) -> Floats:
    """What the chance is drawn from: 1, the distance to the best, the best cosine, the best coverage."""
    words = row.parts[:, FIELDS.index("coverage")].max()
    same = np.ones(len(score))
    return np.stack([same, score - score.max(), same * row.meaning, same * words], axis=1)


def _chance(pairs: Sequence[tuple[Asked, Floats]]) -> Floats:
    """A logistic curve: is this line evidence? Questions without any count too."""
    x: list[Floats] = []
    y: list[Floats] = []
    for row, score in pairs:
        if not len(score):
            continue
        top = np.argsort(-score)[:20]
        x.append(_heights(row, score)[top])
        y.append(np.isin(top, row.gold).astype(float))
    rows, wanted = np.concatenate(x), np.concatenate(y)
    w = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-rows @ w))
        slope = rows.T @ (p - wanted) + 1e-3 * w
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + 1e-3 * np.eye(len(w))
        w -= np.linalg.solve(curve, slope)
    return w


def _threshold(pairs: Sequence[tuple[Asked, Floats]], chance: Floats, recall: float = 0.8) -> float:
    """The highest chance to keep from at which `recall` of the first file's evidence is still kept, of ten lines."""
    found: list[tuple[float, float]] = []
    for keep in np.arange(0.02, 0.6, 0.005):
        kept_part: list[float] = []
        right: list[float] = []
        for row, score in pairs:
            if not row.wanted or row.file:
                continue
            p = 1 / (1 + np.exp(-_heights(row, score) @ chance))
            top = [n for n in np.argsort(-score)[:10] if p[n] >= keep]
            hit = len(np.intersect1d(top, row.gold))
            kept_part.append(hit / row.wanted)
            right += [hit / len(top)] if top else []
        found.append((float(keep), float(np.mean(kept_part))))
        if len(found) % 8 == 1:
            print(f"  keep {keep:.3f}: recall {np.mean(kept_part):.3f}, precision {np.mean(right):.3f}")
    return max((keep for keep, part in found if part >= recall), default=0.02)


def _written(files: Sequence[str], fields: Sequence[str], learned: Floats, chance: Floats, keep: float) -> str:
    names = ", ".join(f"{Path(name.rpartition(':')[0]).name} {name.rpartition(':')[2]}" for name in files)
    lines = [
        "# How the parts of a score are weighed; see memory/fuse.py. Learned, not set by hand:",
        f"# `python evals/learn_fusion.py` on {names} (listwise softmax, ridge {RIDGE}).",
        f"keep = {keep:.3f}",
        f"chance = [{', '.join(f'{number:.3f}' for number in chance)}]",
        "",
        "[parts]",
        *(f"{name} = {value:.3f}" for name, value in zip(fields, learned, strict=True)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
