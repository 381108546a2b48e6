"""Learn how danger is weighed, from lines of our own and from public comments as ordinary talk; print what it reaches.

    python evals/learn_danger.py GOEMOTIONS_TRAIN.tsv [--comments N] [--write]

Our lines: evals/danger/*.jsonl, the crisis and look-alike sets of evals/replies, and the part `tune` of its others. A
family is a kind and a topic in all languages at once, or a whole set; families are left out in turn, so that no line is
measured by its neighbours. Of the comments, those that the tables take for danger are left out: some are.

Guarantees: the same files give the same weights on one machine (numpy, seeded); nothing but the weights is written.
Does not: touch the tables. The limits are chosen by the families left out, never by a line that was learned from.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable
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
ORDINARY = [ROOT / "replies" / f"{name}.jsonl" for name in ("ordinary", "quarrel", "claims", "fact", "farewell")]
"""Of these the part `tune` is learned from."""
LIVES = sorted((ROOT / "lives").glob("*.jsonl"))
"""Ordinary talk of made-up people."""
WRITTEN = Path(alarm.__file__).parent / "weights" / "danger.npz"
FOLDS = 6
KINDS = len(alarm.KINDS)
WEIGHT_OF_TALK = 0.3
ALLOWED = {"least": 0.06, "alone": 0.03}
"""The share of our harmless lines above the limit, with a vector and without, while their family is left out. Learned
from all of them, it is less."""
ALLOWED_IN_TALK = 0.003
"""The same of ordinary talk: lives, comments, and sets that have nothing to do with danger."""
HIDDEN, NETS, ROUNDS, BATCH = 32, 2, 12, 64
DROPPED, WITHOUT_VECTOR = 0.3, 0.3
PARTS = ("inward", "bend", "outward", "lift")


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
    """`ours`, `replies`, `ordinary`, `life` or `comment`."""
    tongue: NDArray[np.intp]
    """0 English, 1 another language."""
    traits: list[NDArray[np.int32]]
    vectors: NDArray[np.float32]

    def is_ours(self) -> NDArray[np.bool_]:
        """Which lines were written to be danger, or to look like it."""
        return np.isin(self.group, ("ours", "replies"))


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
    for path in ORDINARY:
        told = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        mine = [line["text"] for line in told if line.get("part") == "tune"]
        rows += [(text, "none", path.stem, "ordinary") for text in mine if find_in_tables(text) is None]
    for path in LIVES:
        told = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        rows += [(text, "none", path.stem, "life") for text in _harmless(line.get("say", "") for line in told)]
    for n, line in enumerate(comments.read_text(encoding="utf-8").splitlines()[:most]):
        family = f"comment {n % 50}"
        rows += [(text, "none", family, "comment") for text in _harmless([line.split("\t")[0]])]
    texts = [row[0] for row in rows]
    known = {name: n for n, name in enumerate(alarm.KINDS)} | {"hint": alarm.KINDS.index("self")}
    return Lines(
        texts,
        np.array([known.get(row[1], known["self"]) for row in rows]),
        np.array([zlib.crc32(row[2].encode()) % FOLDS for row in rows]),
        np.array([WEIGHT_OF_TALK if row[3] in ("comment", "life") else 1.0 for row in rows]),
        [row[3] for row in rows],
        np.array([int(language_of(text) != DEFAULT) for text in texts]),
        [traits_of(text) for text in texts],
        anyio.run(_embed, texts),
    )


def _harmless(texts: Iterable[str]) -> list[str]:
    """The texts in which no table finds danger, and each of their sentences, as it would be looked at by itself."""
    told = [text for text in texts if text.strip() and find_in_tables(text) is None]
    return list(dict.fromkeys(look for text in told for look in alarm.looks_at(text)))


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


@dataclass
class Net:
    """One net: what each place of a trait and each number of a vector add to the hidden layer, and on to the kinds."""

    signs: NDArray[np.float32]
    parts: list[Floats]
    """inward[d, h], bend[h], outward[h, k], lift[k]"""


def learn(lines: Lines, chosen: NDArray[np.intp], seed: int) -> Net:
    """Learn a net from the `chosen` lines: Adagrad for the traits, Adam for the rest.

    In a share of the steps the vector is left out, so that the net can do without one.
    """
    random = np.random.default_rng(seed)
    signs = random.normal(0, 0.05, (SIZE, HIDDEN)).astype(np.float32)
    seen = np.full((SIZE, HIDDEN), 1e-4, np.float32)
    width = lines.vectors.shape[1]
    shapes = ((0.3, (width, HIDDEN)), (0.0, (HIDDEN,)), (0.2, (HIDDEN, KINDS)), (0.0, (KINDS,)))
    parts: list[Floats] = [random.normal(0, 1, shape) * spread for spread, shape in shapes]
    adam = Adam(parts)
    right = np.eye(KINDS)[lines.kinds]
    for turn in range(ROUNDS):
        order = random.permutation(chosen)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            given = lines.vectors[part] * (random.random((len(part), 1)) > WITHOUT_VECTOR)
            traits = [_some(lines.traits[n], random) for n in _ints(part)]
            places, counts = np.concatenate(traits), np.array([trait.size for trait in traits])
            size = (1 / np.sqrt(counts)).astype(np.float32)[:, None]
            begins = np.r_[0, np.cumsum(counts)[:-1]]
            raw = given @ parts[0] + parts[1] + np.add.reduceat(signs[places], begins, axis=0) * size
            kept = (random.random(raw.shape) > DROPPED) / (1 - DROPPED)
            hidden = np.maximum(raw, 0) * kept
            off = (softmax(hidden @ parts[2] + parts[3]) - right[part]) * lines.weight[part][:, None] / BATCH
            back = (off @ parts[2].T) * kept * (raw > 0)
            slopes = [given.T @ back, back.sum(axis=0), hidden.T @ off, off.sum(axis=0)]
            adam.step(slopes, 2e-3 * (1 - turn / ROUNDS * 0.8))
            unique, where = np.unique(places, return_inverse=True)
            slope = np.zeros((len(unique), HIDDEN), np.float32)
            np.add.at(slope, where, np.repeat((back * size * BATCH).astype(np.float32), counts, axis=0))
            seen[unique] += slope * slope
            signs[unique] -= 0.03 * slope / np.sqrt(seen[unique])
    return Net(signs, parts)


def _ints(chosen: NDArray[np.intp]) -> list[int]:
    return [int(n) for n in chosen]


def _some(places: NDArray[np.int32], random: np.random.Generator) -> NDArray[np.int32]:
    """Most of the traits, so that none is leaned on alone."""
    some = places[random.random(places.size) > DROPPED]
    return some if some.size else places[:1]


class Adam:
    """Adam's steps on some arrays, in place."""

    def __init__(self, parts: list[Floats]) -> None:
        """`parts` are changed by `step`."""
        self._parts = parts
        self._mean = [np.zeros_like(part) for part in parts]
        self._square = [np.zeros_like(part) for part in parts]
        self._steps = 0

    def step(self, slopes: list[Floats], rate: float) -> None:
        """One step against `slopes`."""
        self._steps += 1
        for n, slope in enumerate(slopes):
            self._mean[n] = 0.9 * self._mean[n] + 0.1 * slope
            self._square[n] = 0.999 * self._square[n] + 0.001 * slope**2
            whole = np.sqrt(self._square[n] / (1 - 0.999**self._steps)) + 1e-8
            self._parts[n] -= rate * self._mean[n] / (1 - 0.9**self._steps) / whole


def score(lines: Lines, chosen: NDArray[np.intp], net: Net) -> tuple[Floats, Floats]:
    """Scores with the vector and without one, each float64[n, kinds]."""
    inward, bend, outward, lift = net.parts
    traits = [lines.traits[n] for n in _ints(chosen)]
    words = np.array([net.signs[places].sum(axis=0) / np.sqrt(places.size) for places in traits]) + bend
    both = words + lines.vectors[chosen] @ inward
    return np.maximum(both, 0) @ outward + lift, np.maximum(words, 0) @ outward + lift


def left_out(lines: Lines) -> tuple[Floats, Floats]:
    """Each line's log-odds, with the vector and without one, from a net that saw nothing of its family."""
    both, alone = np.zeros(len(lines.texts)), np.zeros(len(lines.texts))
    for fold in range(FOLDS):
        chosen, test = np.flatnonzero(lines.folds != fold), np.flatnonzero(lines.folds == fold)
        both[test], alone[test] = (odds(scores) for scores in score(lines, test, learn(lines, chosen, 0)))
        print(f"fold {fold + 1} of {FOLDS}: {len(chosen)} learned from, {len(test)} left out", flush=True)
    return both, alone


def odds(scores: Floats) -> Floats:
    """Log-odds of danger against none, of each row."""
    most = scores.max(axis=1)
    return np.log(np.exp(scores[:, 1:] - most[:, None]).sum(axis=1)) - (scores[:, 0] - most)


def limits(lines: Lines, both: Floats, alone: Floats) -> dict[str, list[float]]:
    """From which odds on there is an alarm, with a vector and without, for English and for other languages."""
    found: dict[str, list[float]] = {"least": [], "alone": []}
    for tongue, name in enumerate(("English", "other languages")):
        for key, values in (("least", both), ("alone", alone)):
            harmless = np.sort(values[(lines.tongue == tongue) & (lines.kinds == 0) & lines.is_ours()])
            talk = values[(lines.tongue == tongue) & (lines.kinds == 0) & ~lines.is_ours()]
            limit = _at(harmless, ALLOWED[key])
            if not tongue:  # nearly all talk is English; what is taken for another language there is mostly misread
                limit = max(limit, _at(np.sort(talk), ALLOWED_IN_TALK))
            found[key].append(limit)
            print(f"\n{name}, {'with the vector' if key == 'least' else 'words alone'}: limit {limit:.2f}")
            curve(lines, values, lines.tongue == tongue, limit)
    return found


def _at(rising: Floats, share: float) -> float:
    """The limit above which no more than `share` of the values lie."""
    return float(rising[int(np.ceil(len(rising) * (1 - share))) - 1])


def curve(lines: Lines, values: Floats, mine: NDArray[np.bool_], chosen: float) -> None:
    """What limits come to, by where a line is from; `+tables` counts what a table finds too."""
    group, danger = np.array(lines.group), mine & (lines.kinds > 0)
    tables = np.array([find_in_tables(text) is not None for text in lines.texts])
    rows = {
        "danger": danger & (group == "ours"),
        "sets": danger & (group == "replies"),
        "alike": mine & ~danger & (group == "ours"),
        "sets'": mine & ~danger & (group == "replies"),
        "talk": mine & ~lines.is_ours(),
    }
    print(f"{'limit':>6}" + "".join(f"{name:>9}" for name in rows) + "  +tables: danger, alike")
    for limit in sorted([*np.arange(-1, 5, 1.0), chosen]):
        over = values > limit
        shares = [over[row].mean() if row.any() else float("nan") for row in rows.values()]
        shares += [(over | tables)[rows[name]].mean() for name in ("danger", "alike")]
        print(f"{limit:6.2f}" + "".join(f"{share:9.3f}" for share in shares))


def write(nets: list[Net], found: dict[str, list[float]]) -> None:
    """Write the weights beside the code."""
    signs: NDArray[np.float32] = np.stack([net.signs for net in nets])
    scale: NDArray[np.float32] = np.abs(signs).max(axis=1) / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "signs": np.round(signs / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float32),
        **{name: np.stack([net.parts[n] for net in nets]).astype(np.float16) for n, name in enumerate(PARTS)},
        **{name: np.array(values, np.float32) for name, values in found.items()},
    }
    with WRITTEN.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
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
    ours = int(lines.is_ours().sum())
    print(f"{danger} lines of danger, {ours - danger} alike, {len(lines.texts) - ours} of ordinary talk", flush=True)
    found = limits(lines, *left_out(lines))
    print("\n" + json.dumps({key: [round(value, 3) for value in values] for key, values in found.items()}))
    if args.write:
        write([learn(lines, np.arange(len(lines.texts)), seed) for seed in range(NETS)], found)


if __name__ == "__main__":
    main()
