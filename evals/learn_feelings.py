"""Learn how feelings are read from GoEmotions' training part, and say once what that reaches on its dev part.

    python evals/learn_feelings.py TRAIN.tsv [DEV.tsv] [--write] [--keep FOLDER] [--members N]

Five small nets are taught, each on four fifths of TRAIN; what each says of the fifth it has not seen chooses from which
probability on a label counts. Together, their scores averaged, they are the model. DEV is only ever measured on.

The lines are GoEmotions' own: text, tab, label numbers with commas, tab, id (Demszky et al., 2020; Apache-2.0).
`--keep` keeps the vectors of the texts there, two minutes of embedding, for the next time.

Guarantees: the same files give the same weights on one machine; numpy alone; a table and, last, one JSON line.
Does not: read anything from outside the files named.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import numpy as np
from numpy.typing import NDArray

from samantha.config import default_weights
from samantha.conversation.feelings import DIM, LABELS, READS, SIGNS, signs_of
from samantha.models.embed import MiniLM

Floats: TypeAlias = NDArray[np.floating[Any]]
Places: TypeAlias = NDArray[np.int64]

FOLDER = Path(__file__).resolve().parents[1] / "src" / "samantha" / "conversation" / "weights"
FOLDS = 5
HIDDEN = 32
"""Of each net; the model holds them all side by side."""
EPOCHS = 7
BATCH = 256
RATE, SIGN_RATE = 1e-3, 0.5
DROP, SIGN_DROP = 0.6, 0.2
SMALL, SIGN_SMALL = 1e-4, 5e-5
"""How strongly weights are held small."""
RARE = 0.25
"""The rarer a label, the more one line of it counts: by its share to this power."""
WIDE = 4.0
"""The vectors are of unit length; the hidden layer sees them so much longer."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts as the model sees them, n of them."""

    texts: tuple[str, ...]
    vectors: Floats
    """float32[n, 384]"""
    labels: Floats
    """float32[n, 28], 0 or 1"""
    places: Places
    """The signs of all texts, one text after the other."""
    starts: Places
    """int64[n + 1]: where each text's signs begin."""
    fold: Places
    """int64[n]: 0 to 4, by the line's id."""

    def signs(self, rows: Places) -> tuple[Places, Floats, Places]:
        """The signs of `rows`, what each weighs, and where each row begins among them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        begins = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        at: Places = np.repeat(self.starts[rows] - begins, lengths) + np.arange(int(lengths.sum()))
        weight = np.repeat(1.0 / np.sqrt(lengths), lengths).astype(np.float32)
        return self.places[at], weight, begins


class Learner:
    """One net while it learns: Adam for the dense parts, AdaGrad for the signs (each is met in few lines)."""

    def __init__(self, labels: Floats, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        shares = labels.mean(axis=0)
        narrow = 1.0 / np.sqrt(DIM)
        self.dense: dict[str, Floats] = {
            "inward": self.random.normal(0, narrow, (DIM, HIDDEN)).astype(np.float32) * np.float32(WIDE),
            "bend": np.zeros(HIDDEN, np.float32),
            "outward": self.random.normal(0, 0.3 / np.sqrt(HIDDEN), (HIDDEN, len(LABELS))).astype(np.float32),
            "straight": np.zeros((DIM, len(LABELS)), np.float32),
            "base": np.log(shares / (1 - shares)).astype(np.float32),
        }
        self.signs = np.zeros((SIGNS, len(LABELS)), np.float32)
        self._seen = np.full_like(self.signs, 1e-4)
        self._mean = {name: np.zeros_like(part) for name, part in self.dense.items()}
        self._square = {name: np.zeros_like(part) for name, part in self.dense.items()}
        self._counts = (1.0 / shares) ** RARE
        self._step = 0

    def learn(self, lines: Lines, rows: Places) -> None:
        """Go over `rows` EPOCHS times, more slowly toward the end."""
        steps = EPOCHS * (len(rows) // BATCH)
        for _ in range(EPOCHS):
            order = self.random.permutation(rows)
            for start in range(0, len(order) - BATCH + 1, BATCH):
                self._step += 1
                self._one(lines, order[start : start + BATCH], 1 - self._step / (steps + 1))

    def _one(self, lines: Lines, rows: Places, slow: float) -> None:
        net, x, y = self.dense, lines.vectors[rows], lines.labels[rows]
        before = x @ net["inward"] + net["bend"]
        kept = (self.random.random(before.shape) > DROP) / (1 - DROP)
        hidden = (np.maximum(before, 0) * kept).astype(np.float32)
        places, weight, begins = lines.signs(rows)
        weight = weight * ((self.random.random(len(weight)) > SIGN_DROP) / (1 - SIGN_DROP)).astype(np.float32)
        spoken = np.add.reduceat(self.signs[places] * weight[:, None], begins)
        chance = _chance(hidden @ net["outward"] + x @ net["straight"] + spoken + net["base"])
        error = ((chance - y) * np.where(y > 0, self._counts, 1.0)).astype(np.float32)
        back = ((error @ net["outward"].T) * kept * (before > 0)).astype(np.float32)
        slopes = {
            "inward": x.T @ back * np.float32(WIDE), "bend": back.sum(0), "outward": hidden.T @ error,
            "straight": x.T @ error, "base": error.sum(0),
        }  # fmt: skip
        for name, slope in slopes.items():
            held = SMALL * net[name] if name in ("inward", "outward", "straight") else 0.0
            self._adam(name, slope / BATCH + held, slow * (3 if name == "straight" else 1))
        self._adagrad(places, error, weight, begins, slow)

    def _adam(self, name: str, slope: Floats, slow: float) -> None:
        self._mean[name] = 0.9 * self._mean[name] + 0.1 * slope
        self._square[name] = 0.999 * self._square[name] + 0.001 * slope * slope
        mean = self._mean[name] / (1 - 0.9**self._step)
        square = self._square[name] / (1 - 0.999**self._step)
        scale = WIDE if name == "inward" else 1.0
        self.dense[name] = (self.dense[name] - RATE * slow * scale * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)

    def _adagrad(self, places: Places, error: Floats, weight: Floats, begins: Places, slow: float) -> None:
        order = np.argsort(places, kind="stable")
        rows = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(places))))[order]
        sorted_places = places[order]
        firsts = np.concatenate([[0], np.flatnonzero(np.diff(sorted_places)) + 1])
        met = sorted_places[firsts]
        slope = np.add.reduceat(error[rows] * weight[order][:, None], firsts)
        slope += SIGN_SMALL * BATCH * self.signs[met]
        self._seen[met] += slope * slope
        self.signs[met] -= SIGN_RATE * slow * slope / np.sqrt(self._seen[met])

    def scores(self, lines: Lines, rows: Places) -> Floats:
        """The log-odds of each label for `rows`, float32[n, 28]."""
        return scores({**self.dense, "signs": self.signs}, lines, rows)


def scores(net: dict[str, Any], lines: Lines, rows: Places) -> Floats:
    """What a net says of `rows`, in parts that fit into memory."""
    found: list[Floats] = []
    for part in np.array_split(rows, max(len(rows) // 2000, 1)):
        x = lines.vectors[part]
        places, weight, begins = lines.signs(part)
        hidden = np.maximum(x @ net["inward"] + net["bend"], 0)
        spoken = np.add.reduceat(net["signs"][places] * weight[:, None], begins)
        found.append(hidden @ net["outward"] + x @ net["straight"] + spoken + net["base"])
    return np.concatenate(found).astype(np.float32)


def together(members: Sequence[Learner], least: Floats) -> dict[str, NDArray[Any]]:
    """The members as one net, as it is shipped: hidden layers side by side, the rest averaged, signs in whole steps."""
    many = len(members)
    signs = np.mean([one.signs for one in members], axis=0)
    scale = (np.abs(signs).max(axis=0) / 127).astype(np.float32)
    return {
        "inward": np.concatenate([one.dense["inward"] for one in members], axis=1).astype(np.float16),
        "bend": np.concatenate([one.dense["bend"] for one in members]).astype(np.float16),
        "outward": (np.concatenate([one.dense["outward"] for one in members]) / many).astype(np.float16),
        "straight": np.mean([one.dense["straight"] for one in members], axis=0).astype(np.float16),
        "signs": np.rint(signs / scale).astype(np.int8),
        "scale": scale,
        "base": np.mean([one.dense["base"] for one in members], axis=0).astype(np.float32),
        "least": least,
    }


def thresholds(labels: Floats, chances: Floats) -> Floats:
    """For each label the probability from which its F1 is best, float32[28]."""
    least = np.zeros(len(LABELS), np.float32)
    for k in range(len(LABELS)):
        order = np.argsort(-chances[:, k], kind="stable")
        right = np.cumsum(labels[order, k])
        f1 = 2 * right / (np.arange(1, len(order) + 1) + labels[:, k].sum())
        best = int(f1.argmax())
        least[k] = (chances[order[best], k] + chances[order[min(best + 1, len(order) - 1)], k]) / 2
    return least


def measure(labels: Floats, chances: Floats, least: Floats) -> dict[str, float]:
    """Macro-F1 over labels that may be several; macro-F1 and accuracy of the likeliest, on lines with one label."""
    one = labels.sum(axis=1) == 1
    truth = labels[one].argmax(axis=1)
    said = chances[one].argmax(axis=1)
    eye = np.eye(len(LABELS), dtype=np.float32)
    return {
        "lines": len(labels), "multi_macro_f1": round(float(f1_of(labels, chances >= least).mean()), 4),
        "single_lines": int(one.sum()), "single_macro_f1": round(float(f1_of(eye[truth], eye[said]).mean()), 4),
        "single_accuracy": round(float((truth == said).mean()), 4),
    }  # fmt: skip


def f1_of(truth: Floats, said: NDArray[Any]) -> Floats:
    """F1 of each label."""
    right = (truth * said).sum(axis=0)
    return 2 * right / np.maximum(truth.sum(axis=0) + said.sum(axis=0), 1e-9)


def _chance(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-odds))


def read(path: Path, keep: Path | None) -> Lines:
    """The lines of a file, embedded."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    texts = tuple(row[0] for row in rows)
    labels = np.zeros((len(rows), len(LABELS)), np.float32)
    for n, row in enumerate(rows):
        labels[n, [int(k) for k in row[1].split(",")]] = 1
    signs = [signs_of(text) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in signs])])
    fold = np.array([zlib.crc32(row[2].encode()) % FOLDS for row in rows])
    return Lines(texts, vectors_of(path, texts, keep), labels, np.concatenate(signs), starts, fold)


def vectors_of(path: Path, texts: Sequence[str], keep: Path | None) -> Floats:
    """The texts' vectors, from `keep` where they lie there already."""
    kept = keep / f"{sha(path)[:12]}-{READS}.npy" if keep else None
    if kept and kept.exists():
        return np.load(kept)
    vectors = anyio.run(_embed, list(texts))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, vectors)
    return vectors


async def _embed(texts: list[str]) -> Floats:
    folder = default_weights()
    model = MiniLM(folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json")
    found: list[Floats] = []
    for start in range(0, len(texts), 4096):
        found.append(await model.embed(texts[start : start + 4096]))
        print(f"embedded {start + len(found[-1])} of {len(texts)}", flush=True)
    return np.concatenate(found)


def sha(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Learn, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path, nargs="?")
    parser.add_argument("--write", action="store_true", help="put them into src/samantha/conversation/weights")
    parser.add_argument("--keep", type=Path, help="keep the vectors of the texts in this folder")
    parser.add_argument("--members", type=int, default=FOLDS, choices=range(1, FOLDS + 1), help="fewer, to try things")
    args = parser.parse_args()
    lines = read(args.train, args.keep)
    members: list[Learner] = []
    unseen = np.zeros_like(lines.labels)
    for n in range(args.members):
        members.append(Learner(lines.labels[lines.fold != n], seed=n))
        members[n].learn(lines, np.flatnonzero(lines.fold != n))
        rows = np.flatnonzero(lines.fold == n)
        unseen[rows] = _chance(members[n].scores(lines, rows))
        print(f"net {n + 1} of {args.members} taught", flush=True)
    seen = np.flatnonzero(lines.fold < args.members)
    least = thresholds(lines.labels[seen], unseen[seen])
    net = together(members, least)
    figures = {"train": measure(lines.labels[seen], unseen[seen], least)}
    print("train, each line by a net that has not seen it:", figures["train"])
    if args.dev:
        dev = read(args.dev, args.keep)
        shipped = {**net, "signs": net["signs"] * net["scale"]}
        chances = _chance(scores(shipped, dev, np.arange(len(dev.texts))))
        figures["dev"] = measure(dev.labels, chances, least)
        _table(dev.labels, chances, least)
    if args.write:
        write(net, args.train, figures)
    print(json.dumps(figures))


def _table(labels: Floats, chances: Floats, least: Floats) -> None:
    f1 = f1_of(labels, chances >= least)
    print(f"\n{'dev':<16} {'lines':>6} {'F1':>6} {'counts from':>12}")
    for k in np.argsort(-labels.sum(axis=0)):
        print(f"{LABELS[k]:<16} {int(labels[:, k].sum()):>6} {f1[k]:>6.3f} {least[k]:>12.2f}")


def write(net: dict[str, NDArray[Any]], train: Path, figures: dict[str, dict[str, float]]) -> None:
    """The weights, and beside them what they are."""
    target = FOLDER / "feelings.npz"
    np.savez_compressed(target, **net)  # pyright: ignore[reportArgumentType]
    dev = figures.get("dev", {})
    (FOLDER / "feelings.md").write_text(
        f"""# How feelings are read: feelings.npz

Learned by `python evals/learn_feelings.py TRAIN DEV --write` from the training part of GoEmotions, and nothing else.

- Data: GoEmotions (Demszky et al., 2020: "GoEmotions: A Dataset of Fine-Grained Emotions"), Apache-2.0.
  SHA-256 of the training file: {sha(train)}
- Model: {figures["train"]["lines"]} lines; vectors of {READS}; {FOLDS} nets of {HIDDEN} hidden units, side by side.
- SHA-256 of feelings.npz: {sha(target)}
- On the dev part, once: macro-F1 over 28 labels {dev.get("multi_macro_f1")}; on lines with one label macro-F1
  {dev.get("single_macro_f1")}, accuracy {dev.get("single_accuracy")}.

These weights carry the data's licence, Apache-2.0. They hold sums over hashes of words, no text.
""",
        encoding="utf-8",
    )
    print(f"written: {target}, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
