"""EmoBench by multiple choice: the embedded brain alone, and with the moment read for it.

    python evals/emobench.py EA.jsonl EU.jsonl --out OUT.jsonl [--limit N] [--score-only]

Each question is asked with its choices in an order drawn by its id, and the brain's own chances of the first letter
choose. `alone`: the scene and the question. `moment`: the same, with one line of what was read in the scene, sentence
by sentence (`conversation.moment`). `near`: no brain, the choice nearest to what was read (its feelings, its vector).
`both`: the brain asked both ways, its log-chances averaged, and that nearness added, which weighs as much as suits the
other half of the items.

Guarantees: OUT is appended to, and a second run goes on where the first stopped; `--score-only` needs no brain; prints
a table and, last, one JSON line.
Does not: ask a server that is not our own child: others hide their chances.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import zlib
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import numpy as np

from samantha.clock import SystemClock
from samantha.config import default_weights
from samantha.conversation.feelings import LABELS, NEUTRAL, weigh
from samantha.conversation.moment import read_moment
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.chat import OpenAIChat
from samantha.models.embed import MiniLM
from samantha.net import Net

Line: TypeAlias = dict[str, Any]
KINDS = ("act", "emotion", "cause")
MODES = ("alone", "moment")
PICKS = (*MODES, "near", "both")
SYSTEM = "You understand people. Read the scene, then answer the question with one letter."
LETTERS = "ABCDEFGH"
MISSING = -12.0
"""The log-chance of a letter that is not among the likeliest twenty."""
PULLS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""What nearness may weigh."""


@dataclass(frozen=True, slots=True)
class Question:
    """One choice to make."""

    id: str
    kind: str
    scene: str
    asked: str
    choices: tuple[str, ...]
    right: str


def questions(ea: Path, eu: Path) -> list[Question]:
    """The questions of both files: an action for each item of the first, an emotion and its cause for the second."""
    found: list[Question] = []
    for line in _lines(ea):
        kind = str(line.get("question type", "")).lower()
        what = "do" if kind == "action" else "say"
        asked = f"What would it be best for {line['subject']} to {what}?"
        found.append(_question(line, "act", asked, line["choices"], line["label"]))
    for line in _lines(eu):
        who = "the one who tells this" if line["subject"] == "I" else line["subject"]
        feel = f"What does {who} feel in the end?"
        found.append(_question(line, "emotion", feel, line["emotion_choices"], line["emotion_label"]))
        why = f"Why does {who} feel so?"
        found.append(_question(line, "cause", why, line["cause_choices"], line["cause_label"]))
    return found


def _question(line: Line, kind: str, asked: str, choices: Sequence[str], right: str) -> Question:
    order = list(dict.fromkeys(choice.strip() for choice in choices))
    random.Random(f"{kind}{line['qid']}").shuffle(order)
    return Question(f"{kind}{line['qid']}", kind, line["scenario"], asked, tuple(order), right.strip())


def _lines(path: Path) -> list[Line]:
    """The English lines of a file, in an order of their own: such files are sorted by kind."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row.get("language", "en") == "en"]
    return sorted(rows, key=lambda row: zlib.crc32(str(row.get("qid", "")).encode()))


async def read_scene(model: MiniLM, scene: str) -> str:
    """What is read in a scene, sentence by sentence, in a line for the brain; empty where nothing shows."""
    pieces = [piece for piece in re.split(r"(?<=[.!?])\s+", scene) if piece.strip()]
    shown: list[str] = []
    for piece, vector in zip(pieces, await model.embed(pieces), strict=True):
        names = read_moment(piece, weigh(vector, piece)).feelings[:2]
        if names:
            shown.append(" and ".join(names))
    return f"What shows in the words, in order: {'; then '.join(shown)}." if shown else ""


async def ask(chat: OpenAIChat, net: Net, question: Question, hint: str) -> dict[str, float]:
    """The log-chance of each choice."""
    listed = "\n".join(f"{letter}. {choice}" for letter, choice in zip(LETTERS, question.choices, strict=False))
    parts = [question.scene, hint, question.asked, listed, "Answer with the letter alone."]
    messages = [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": "\n".join(part for part in parts if part)},
    ]
    if chat.local is None:
        raise SystemExit("only our own child tells its chances")
    endpoint = await chat.local.ready()
    answer = await net.ask(
        "POST",
        f"{endpoint.url}/chat/completions",
        why="the brain",
        headers={"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {},
        json={
            "model": chat.name, "messages": messages, "max_tokens": 1, "temperature": 0.0, "cache_prompt": True,
            "logprobs": True, "top_logprobs": 20,
        },
        timeout_s=300.0,
    )  # fmt: skip
    answer.raise_for_status()
    likeliest: list[Line] = answer.json()["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
    return chances_of(question.choices, likeliest)


def chances_of(choices: Sequence[str], likeliest: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The log-chance of each choice by its letter, from the likeliest first tokens."""
    letters: dict[str, float] = {}
    for token in likeliest:
        letter = str(token["token"]).strip().strip("().").upper()
        letters[letter] = max(letters.get(letter, MISSING), float(token["logprob"]))
    return {choice: letters.get(letter, MISSING) for letter, choice in zip(LETTERS, choices, strict=False)}


async def run(todo: Sequence[tuple[Question, str]], rows: Sequence[Line], out: Path) -> None:
    """Ask each question in each mode that OUT, which holds `rows`, lacks, and write the answer at once.

    Where nothing was read in a scene, the answer without a reading is the answer with it.
    """
    alone = {row["id"]: row["chances"] for row in rows if row["mode"] == "alone"}
    async with AsyncExitStack() as stack:
        files = await weights.ensure(("brain", "minilm", "minilm-tokenizer"), default_weights())
        clock = SystemClock()
        net = await stack.enter_async_context(Net(clock))
        chat = await stack.enter_async_context(open_brain(files["brain"], net, clock=clock))
        model = MiniLM(files["minilm"], files["minilm-tokenizer"])
        with out.open("a", encoding="utf-8") as sink:
            for n, (question, mode) in enumerate(todo):
                hint = await read_scene(model, question.scene) if mode == "moment" else ""
                same = alone.get(question.id) if mode == "moment" and not hint else None
                chances = same or await ask(chat, net, question, hint)
                if mode == "alone":
                    alone[question.id] = chances
                row = {"id": question.id, "mode": mode, "hint": hint, "chances": chances, "right": question.right}
                sink.write(json.dumps(row, ensure_ascii=False) + "\n")
                sink.flush()
                print(f"\r{n + 1}/{len(todo)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


async def nearness(asked: Sequence[Question]) -> dict[str, dict[str, float]]:
    """How near each choice is to what was read in its scene: cosines of feelings and of vectors, 0 to 1 about."""
    folder = default_weights()
    model = MiniLM(folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json")
    found: dict[str, dict[str, float]] = {}
    for question in asked:
        if question.kind == "emotion":
            said = [
                f"{question.asked.removeprefix('What does ').split(' feel ')[0]} feels {c}." for c in question.choices
            ]
        else:
            said = list(question.choices)
        end = " ".join(re.split(r"(?<=[.!?])\s+", question.scene)[-2:])
        vectors = await model.embed([question.scene, end, *said])
        ours = _shown(vectors[1], end)
        pairs = zip(question.choices, vectors[2:], said, strict=True)
        found[question.id] = {
            choice: 0.5 * float(vectors[0] @ vector) + 0.5 * _cosine(ours, _shown(vector, words))
            for choice, vector, words in pairs
        }
    return found


def _shown(vector: Any, words: str) -> Any:
    read = weigh(vector, words)
    return np.array([read[label] for label in LABELS if label != NEUTRAL])


def _cosine(one: Any, two: Any) -> float:
    return float(one @ two / (np.linalg.norm(one) * np.linalg.norm(two) + 1e-9))


def best_pull(kind: str, asked: Sequence[Question], near: Mapping[str, Mapping[str, float]]) -> float:
    """How much nearness should weigh: what makes the right choices of these questions likeliest, with no brain."""
    of_kind = [q for q in asked if q.kind == kind and q.right in near[q.id]]

    def fit(pull: float) -> float:
        total = 0.0
        for question in of_kind:
            values = near[question.id]
            norm = math.log(sum(math.exp(pull * value) for value in values.values()))
            total += pull * values[question.right] - norm
        return total

    return max(PULLS, key=fit) if of_kind else 0.0


def score(asked: Sequence[Question], rows: Sequence[Line], near: Mapping[str, Mapping[str, float]]) -> Line:
    """Shares right by kind and mode, over the questions that were asked in every mode."""
    said = {(row["id"], row["mode"]): row["chances"] for row in rows}
    whole = [q for q in asked if all((q.id, mode) in said for mode in MODES)]
    result: Line = {}
    right: dict[str, set[str]] = {mode: set() for mode in PICKS}
    print(f"{'':<10} {'asked':>6} {'chance':>7} " + " ".join(f"{mode:>7}" for mode in PICKS))
    for kind in KINDS:
        of_kind = [q for q in whole if q.kind == kind]
        pulls = [best_pull(kind, [q for q in asked if _half(q) != half], near) for half in (0, 1)]
        hits = {mode: {q.id for q in of_kind if _pick(mode, q, said, near, pulls) == q.right} for mode in PICKS}
        for mode, found in hits.items():
            right[mode] |= found
            result[f"{kind}_{mode}"] = round(len(found) / max(len(of_kind), 1), 3)
        result[f"{kind}_asked"], result[f"{kind}_pulls"] = len(of_kind), pulls
        chance = sum(1 / len(q.choices) for q in of_kind) / max(len(of_kind), 1)
        shares = " ".join(f"{result[f'{kind}_{mode}']:>7.3f}" for mode in PICKS)
        print(f"{kind:<10} {len(of_kind):>6} {chance:>7.3f} {shares}")
    ids = {q.id for q in whole}
    items = [q.id.removeprefix("emotion") for q in whole if q.id.replace("emotion", "cause") in ids - {q.id}]
    for mode, found in right.items():
        result[f"eu_{mode}"] = round(sum({f"emotion{i}", f"cause{i}"} <= found for i in items) / max(len(items), 1), 3)
    print(f"{'EU, both':<10} {len(items):>6} {'':>7} " + " ".join(f"{result[f'eu_{mode}']:>7.3f}" for mode in PICKS))
    return result


def _pick(
    mode: str, question: Question, said: Mapping[Any, Any], near: Mapping[str, Mapping[str, float]], pulls: list[float]
) -> str:
    """The choice that a mode makes."""
    if mode == "near":
        return _best(near[question.id])
    if mode in MODES:
        return _best(said[question.id, mode])
    pull = pulls[_half(question)]
    asked = [said[question.id, mode] for mode in MODES]
    return _best({c: sum(one[c] for one in asked) / 2 + pull * near[question.id][c] for c in question.choices})


def _half(question: Question) -> int:
    """Which half of the items a question is in; an emotion and its cause are in one."""
    return zlib.crc32(re.sub(r"^\D+", "", question.id).encode()) % 2


def _best(values: Mapping[str, float]) -> str:
    return max(values, key=lambda choice: values[choice])


def main() -> None:
    """Ask what is left to ask, then score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ea", type=Path)
    parser.add_argument("eu", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="only the first so many items of each file")
    parser.add_argument("--seconds", type=int, help="stop asking after so long")
    parser.add_argument("--score-only", action="store_true", help="ask nothing")
    args = parser.parse_args()
    asked = questions(args.ea, args.eu)
    rows: list[Line] = _lines(args.out) if args.out.exists() else []
    if not args.score_only:
        done = {(row["id"], row["mode"]) for row in rows}
        first = _first(asked, args.limit)
        todo = [(q, mode) for q in first for mode in MODES if (q.id, mode) not in done]
        anyio.run(_bounded, todo, rows, args.out, args.seconds)
        rows = _lines(args.out)
    near = anyio.run(nearness, asked)
    print(json.dumps(score(asked, rows, near)))


def _first(asked: Sequence[Question], limit: int | None) -> list[Question]:
    """The questions of the first `limit` items of each file, an item of one after an item of the other."""
    acts = [q for q in asked if q.kind == "act"][:limit]
    others = [q for q in asked if q.kind != "act"][: 2 * limit if limit else None]
    mixed: list[Question] = []
    for n in range(max(len(acts), len(others) // 2)):
        mixed += acts[n : n + 1] + others[2 * n : 2 * n + 2]
    return mixed


async def _bounded(
    todo: Sequence[tuple[Question, str]], rows: Sequence[Line], out: Path, seconds: float | None
) -> None:
    with anyio.move_on_after(seconds if seconds else math.inf):
        await run(todo, rows, out)


if __name__ == "__main__":
    main()
