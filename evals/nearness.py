"""Which part of a reply is ours, over a file of turns, with no brain: whole answers, a sentence before the question.

Guarantees: reads `text` of each line as the first turn of a talk; prints the whole answers with what they are near to,
so that they can be read; costs a vector a line.
Does not: judge whether an answer fits; read them.

    python evals/nearness.py evals/replies/ordinary.jsonl [--least 0.72] [--limit N]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import anyio

from samantha.config import default_weights
from samantha.conversation.examples import examples, nearest
from samantha.conversation.feelings import weigh
from samantha.conversation.moment import read_moment
from samantha.conversation.moves import due_moves, near_moves
from samantha.conversation.own_words import own_part
from samantha.conversation.rhythm import FRESH
from samantha.models import weights
from samantha.models.embed import MiniLM


async def run(lines: list[str], least: float) -> Counter[str]:
    """What becomes of each line; prints those with an example at `least` or nearer."""
    files = await weights.ensure(("minilm", "minilm-tokenizer"), default_weights())
    embed = MiniLM(files["minilm"], files["minilm-tokenizer"])
    table = await embed.embed([example.said for example in examples()])
    found = Counter[str]()
    for words, vector in zip(lines, await embed.embed(lines), strict=True):
        moment = read_moment(words, weigh(vector, words))
        moves = due_moves(words, moment=moment)
        near = nearest(vector, table, near_moves(moves, words, moment), words)
        own = own_part(moves, near, words, FRESH, moment.feelings)
        kind = "the brain alone" if own is None else "ours, whole" if own.whole else "ours, then a question"
        kind = "a question alone" if own is not None and not own.whole and not own.lead else kind
        found[kind] += 1
        if near and near[0].cosine >= least:
            mark = "*" if own is not None and own.whole else " "
            example = near[0].example
            print(f"{mark} {near[0].cosine:.2f} {words}  [{example.said}] {example.statement} {example.question}")
    return found


def main() -> None:
    """Read, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--least", type=float, default=0.72)
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [str(row.get("text") or row["turns"][0]) for row in rows][: args.limit]
    found = anyio.run(run, lines, args.least)
    for kind, times in found.most_common():
        print(f"{kind:24} {times:5}")
    print(json.dumps({"n": len(lines), **{kind.replace(",", "").replace(" ", "_"): n for kind, n in found.items()}}))


if __name__ == "__main__":
    main()
