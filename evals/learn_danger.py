"""Learn how danger is weighed, from lines of our own and from public comments as ordinary talk; print what it reaches.

    python evals/learn_danger.py GOEMOTIONS_TRAIN.tsv [--comments N] [--write]

Our lines: evals/danger/*.jsonl, and the crisis and look-alike sets of evals/replies. A family is a kind and a topic in
all languages at once; families are left out in turn, whole, so that no line is measured by its neighbours.
Of the comments, those that the tables take for danger are left out: some are.

Guarantees: the same files give the same weights on one machine (numpy, seeded); nothing but the weights is written.
Does not: touch the tables. The limits are chosen by the families left out, never by a line that was learned from.
"""

from __future__ import annotations

import argparse
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import anyio
import numpy as np
from numpy.typing import NDArray

from samantha.care import alarm
from samantha.care.crisis import find_in_tables
from samantha.care.tongue import DEFAULT, language_of
from samantha.care.traits import SIZE, traits_of
from samantha.config import default_weights
from samantha.models import weights as files
from samantha.models.embed import MiniLM

Floats: TypeAlias = NDArray[np.float64]
ROOT = Path(__file__).parent
OURS = sorted((ROOT / "danger").glob("*.jsonl"))
REPLIES = [ROOT / "replies" / f"{name}.jsonl" for name in ("crisis", "crisis_later", "lookalike")]
WRITTEN = Path(alarm.__file__).parent / "weights" / "danger.npz"
FOLDS = 5
KINDS = len(alarm.KINDS)
WEIGHT_OF_A_COMMENT = 0.3
PULLS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""How much the vector may count beside the words."""
ALLOWED = 0.02
"""The share of harmless look-alikes, of families never learned from, that may be above the limit."""
HIDDEN, NETS, ROUNDS_NET, ROUNDS_WORDS, BATCH = 64, 2, 24, 10, 64


@dataclass
class Lines:
    """What is learned from: texts with their traits and vectors, and what each is."""

    texts: list[str]
    kinds: NDArray[np.intp]
    """Index into alarm.KINDS; 0 harmless."""
    folds: NDArray[np.intp]
    """In which fold each is left out; comments have their own in turn."""
    weight: Floats
    group: list[str]
    """`ours`, `replies` or `comment`."""
    tongue: NDArray[np.intp]
    """0 English, 1 another language."""
    traits: list[NDArray[np.int32]]
    vectors: NDArray[np.float32]


def read(comments: Path, most: int) -> Lines:
    """Every line, embedded."""
    rows: list[tuple[str, str, str, str]] = []
    for path in [*OURS, *REPLIES]:
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "set" in line:
                kind = "none" if line["set"] == "lookalike" else _kind_of(line)
                rows.append((line["text"], kind, "replies", "replies"))
            else:
                rows.append((line["text"], line["kind"], f"{line['kind']} {line['topic']}", "ours"))
    for n, line in enumerate(comments.read_text(encoding="utf-8").splitlines()[:most]):
        text = line.split("\t")[0]
        if find_in_tables(text) is None:
            rows.append((text, "none", f"comment {n % 50}", "comment"))
    texts = [row[0] for row in rows]
    known = {name: n for n, name in enumerate(alarm.KINDS)} | {"hint": alarm.KINDS.index("self")}
    return Lines(
        texts,
        np.array([known.get(row[1], known["self"]) for row in rows]),
        np.array([zlib.crc32(row[2].encode()) % FOLDS for row in rows]),
        np.array([WEIGHT_OF_A_COMMENT if row[3] == "comment" else 1.0 for row in rows]),
        [row[3] for row in rows],
        np.array([int(language_of(text) != DEFAULT) for text in texts]),
        [traits_of(text) for text in texts],
        anyio.run(_embed, texts),
    )


def _kind_of(line: dict[str, str]) -> str:
    """The kind of a line of the crisis sets, which name it or whose tables know it."""
    found = find_in_tables(line["text"])
    return line["kind"] if line.get("kind") in alarm.KINDS else found.kind if found else "self"


async def _embed(texts: list[str]) -> NDArray[np.float32]:
    names = ("minilm", "minilm-tokenizer")
    paths = await files.ensure(names, default_weights())
    return await MiniLM(paths[names[0]], paths[names[1]]).embed(texts)


def softmax(scores: Floats) -> Floats:
    """Shares of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def learn_words(lines: Lines, chosen: NDArray[np.intp], seed: int = 0) -> tuple[NDArray[np.float32], Floats]:
    """A weight for each trait and kind, by Adagrad on the likelihood of the kind."""
    random = np.random.default_rng(seed)
    table, base = np.zeros((SIZE, KINDS), np.float32), np.zeros(KINDS)
    seen, seen_base = np.full((SIZE, KINDS), 1e-5, np.float32), np.full(KINDS, 1e-5)
    right = np.eye(KINDS)[lines.kinds]
    for _ in range(ROUNDS_WORDS):
        order = random.permutation(chosen)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            counts: NDArray[np.intp] = np.array([lines.traits[n].size for n in part])
            places = np.concatenate([lines.traits[n] for n in part])
            size = (1 / np.sqrt(counts)).astype(np.float32)[:, None]
            begins = np.r_[0, np.cumsum(counts)[:-1]]
            scores = np.add.reduceat(table[places], begins, axis=0) * size + base
            off = ((softmax(scores) - right[part]) * lines.weight[part][:, None]).astype(np.float32)
            unique, where = np.unique(places, return_inverse=True)
            slope = np.zeros((len(unique), KINDS), np.float32)
            np.add.at(slope, where, np.repeat(off * size, counts, axis=0))
            slope += 3e-4 * table[unique] * BATCH / 8
            seen[unique] += slope * slope
            table[unique] -= 0.08 * slope / np.sqrt(seen[unique])
            seen_base += off.sum(axis=0) ** 2
            base -= 0.08 * off.sum(axis=0) / np.sqrt(seen_base)
    return table, base


def learn_net(lines: Lines, chosen: NDArray[np.intp], seed: int) -> list[Floats]:
    """One hidden layer over the vector, by Adam, with units left out at random."""
    random = np.random.default_rng(seed)
    width = lines.vectors.shape[1]
    net = [
        random.normal(0, 0.3, (width, HIDDEN)),
        np.zeros(HIDDEN),
        random.normal(0, 0.2, (HIDDEN, KINDS)),
        np.zeros(KINDS),
    ]
    mean, square = [np.zeros_like(part) for part in net], [np.zeros_like(part) for part in net]
    right, steps = np.eye(KINDS)[lines.kinds], 0
    for turn in range(ROUNDS_NET):
        order, rate = random.permutation(chosen), 2e-3 * (1 - turn / ROUNDS_NET * 0.8)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            given = lines.vectors[part].astype(np.float64)
            raw = given @ net[0] + net[1]
            kept = (random.random(raw.shape) > 0.3) / 0.7
            hidden = np.maximum(raw, 0) * kept
            off = (softmax(hidden @ net[2] + net[3]) - right[part]) * lines.weight[part][:, None] / BATCH
            back = (off @ net[2].T) * kept * (raw > 0)
            slopes = [
                given.T @ back + 1e-4 * net[0],
                back.sum(axis=0),
                hidden.T @ off + 1e-4 * net[2],
                off.sum(axis=0),
            ]
            steps += 1
            for n, slope in enumerate(slopes):
                mean[n] = 0.9 * mean[n] + 0.1 * slope
                square[n] = 0.999 * square[n] + 0.001 * slope**2
                whole = np.sqrt(square[n] / (1 - 0.999**steps)) + 1e-8
                net[n] = net[n] - rate * mean[n] / (1 - 0.9**steps) / whole
    return net


def score(
    lines: Lines, chosen: NDArray[np.intp], words: tuple[NDArray[np.float32], Floats], nets: list[list[Floats]]
) -> tuple[Floats, Floats]:
    """Scores by words and by vectors, each float64[n, kinds]."""
    table, base = words
    by_words = np.array([table[lines.traits[n]].sum(axis=0) / np.sqrt(len(lines.traits[n])) for n in chosen]) + base
    given = lines.vectors[chosen].astype(np.float64)
    by_vector = np.mean([np.maximum(given @ n[0] + n[1], 0) @ n[2] + n[3] for n in nets], axis=0)
    return by_words, by_vector


def left_out(lines: Lines) -> tuple[Floats, Floats]:
    """Each line's scores, by words and by vector, from weights that saw nothing of its family."""
    by_words, by_vector = np.zeros((len(lines.texts), KINDS)), np.zeros((len(lines.texts), KINDS))
    for fold in range(FOLDS):
        learn, test = np.flatnonzero(lines.folds != fold), np.flatnonzero(lines.folds == fold)
        nets = [learn_net(lines, learn, seed) for seed in range(NETS)]
        by_words[test], by_vector[test] = score(lines, test, learn_words(lines, learn), nets)
        print(f"fold {fold + 1} of {FOLDS}: {len(learn)} learned from, {len(test)} left out", flush=True)
    return by_words, by_vector


def odds(scores: Floats) -> Floats:
    """Log-odds of danger against none, of each row."""
    most = scores.max(axis=1)
    return np.log(np.exp(scores[:, 1:] - most[:, None]).sum(axis=1)) - (scores[:, 0] - most)


def choose(lines: Lines, both: Floats, danger: NDArray[np.bool_], allowed: float) -> float:
    """The lowest limit at which, of what is harmless and ours, at most the share `allowed` is above it."""
    harmless = np.sort(both[~danger & (np.array(lines.group) != "comment")])
    return float(harmless[int(np.ceil(len(harmless) * (1 - allowed))) - 1])


def curve(name: str, lines: Lines, both: Floats, danger: NDArray[np.bool_], tables: NDArray[np.bool_]) -> None:
    """What limits come to: danger caught, look-alikes and comments alarmed; on our lines with the tables, too."""
    group = np.array(lines.group)
    print(f"\n{name}\n{'limit':>6} {'danger':>7} {'+tables':>8} {'alike':>7} {'+tables':>8} {'comment':>8}")
    for limit in np.arange(-1, 4.5, 0.5):
        over = both > limit
        row = [over[danger].mean(), (over | tables)[danger & (group == "ours")].mean()]
        alike = ~danger & (group != "comment")
        row += [over[alike].mean(), (over | tables)[alike & (group == "ours")].mean()]
        comments = over[group == "comment"]
        row.append(comments.mean() if len(comments) else float("nan"))
        print(f"{limit:6.1f} " + " ".join(f"{value:7.3f}" for value in row))


def limits(lines: Lines, by_words: Floats, by_vector: Floats) -> dict[str, NDArray[np.float32]]:
    """How much the vector counts, and from which odds on there is an alarm, for English and for other languages."""
    danger, tables = lines.kinds > 0, np.array([find_in_tables(text) is not None for text in lines.texts])
    found: dict[str, list[float]] = {"pull": [], "least": [], "alone": []}
    for tongue, name in enumerate(("English", "other languages")):
        # Comments are English; in other languages our own lines alone are looked at.
        mine = np.flatnonzero(lines.tongue == tongue)
        part = _of(lines, mine)
        held, known = danger[mine], tables[mine]
        pulls = {pull: odds(by_words[mine] + pull * by_vector[mine]) for pull in PULLS}
        best = max(PULLS, key=lambda pull: (pulls[pull][held] > choose(part, pulls[pull], held, ALLOWED)).mean())
        alone = odds(by_words[mine])
        curve(f"{name}, the vector counted {best} times", part, pulls[best], held, known)
        curve(f"{name}, words alone", part, alone, held, known)
        found["pull"].append(best)
        found["least"].append(choose(part, pulls[best], held, ALLOWED))
        found["alone"].append(choose(part, alone, held, ALLOWED))
    return {key: np.array(values, np.float32) for key, values in found.items()}


def _of(lines: Lines, chosen: NDArray[np.intp]) -> Lines:
    pick = [int(n) for n in chosen]
    return Lines(
        [lines.texts[n] for n in pick],
        lines.kinds[chosen],
        lines.folds[chosen],
        lines.weight[chosen],
        [lines.group[n] for n in pick],
        lines.tongue[chosen],
        [lines.traits[n] for n in pick],
        lines.vectors[chosen],
    )


def write(
    words: tuple[NDArray[np.float32], Floats], nets: list[list[Floats]], found: dict[str, NDArray[np.float32]]
) -> None:
    """Write the weights beside the code."""
    table, base = words
    scale = np.abs(table).max(axis=0) / 127
    inward, bend, outward, lift = (np.stack([net[n] for net in nets]).astype(np.float16) for n in range(4))
    signs = np.round(table / scale).astype(np.int8)
    parts = {"signs": signs, "scale": scale, "base": base.astype(np.float32), **found}
    np.savez_compressed(WRITTEN, allow_pickle=False, inward=inward, bend=bend, outward=outward, lift=lift, **parts)
    print(f"written: {WRITTEN.name}, {WRITTEN.stat().st_size // 1024} KiB")


def main() -> None:
    """Read, leave out family by family, choose the limits; with --write learn from everything and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comments", type=Path, help="GoEmotions' train.tsv")
    parser.add_argument("--comments", dest="most", type=int, default=16000, help="how many of them")
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    args = parser.parse_args()
    lines = read(args.comments, args.most)
    danger = int((lines.kinds > 0).sum())
    ours = sum(group != "comment" for group in lines.group)
    print(f"{danger} lines of danger, {ours - danger} harmless ones, {len(lines.texts) - ours} comments", flush=True)
    found = limits(lines, *left_out(lines))
    print("\n" + json.dumps({key: [round(float(value), 3) for value in values] for key, values in found.items()}))
    if args.write:
        every = np.arange(len(lines.texts))
        write(learn_words(lines, every), [learn_net(lines, every, seed) for seed in range(NETS)], found)


if __name__ == "__main__":
    main()
