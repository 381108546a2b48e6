"""Two transcripts side by side for a reader who does not know which is which, and the counting of their votes.

DIR holds `pairs/ID.txt` and `READ-ME.txt` for the readers, and apart from them `hidden/said.jsonl` (what either side
said) and `hidden/key.json` (which letter is which side). A reader writes `votes/NAME.json`: {"ID": "A"|"B"|"same", …}.

Guarantees: pure but for the files it is given; the same seed and ids give the same order of A and B; the two sides come
first about equally often.
Does not: judge, nor run a brain; see `manner.py`.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

Side: TypeAlias = Literal["ours", "plain"]
SIDES: tuple[Side, ...] = ("plain", "ours")
Talk: TypeAlias = list[dict[str, str]]
"""{"who": "person"|"samantha", "text"}, in order."""

READ_ME = """\
Each file in pairs/ holds two short talks, A and B, in which a person says the same words to two companions: computer
programs that are meant to listen like a good friend would: attentive, plain, warm without gush, exact about what was
said. Which of the two would you rather have talked to, if you had been the person?

Judge what is said, not how long it is. Count against a side: not having listened, inventing, advice nobody asked for,
phrases that fit anything, sounding like a form. Read every pair for itself, and don't guess which program is which.

Write votes/YOURNAME.json beside pairs/: {"ID": "A", "ID": "B", "ID": "same", ...}, one entry for each file.
"""


def letters(ids: Sequence[str], seed: int) -> dict[str, dict[str, Side]]:
    """Which side is A and which is B, for each id; A is ours in half of them, by lot."""
    lot = random.Random(seed)
    first: list[Side] = [SIDES[n % 2] for n in range(len(ids))]
    lot.shuffle(first)
    return {id: {"A": a, "B": SIDES[1 - SIDES.index(a)]} for id, a in zip(ids, first, strict=True)}


def page(id: str, talks: Mapping[Side, Talk], key: Mapping[str, Side]) -> str:
    """One pair as a reader sees it."""
    names = {"person": "Person", "samantha": "Companion"}
    parts = [f"pair {id}"]
    for letter in ("A", "B"):
        lines = [f"  {names[turn['who']]}: {' '.join(turn['text'].split())}" for turn in talks[key[letter]]]
        parts.append("\n".join([letter, *lines]))
    return "\n\n".join(parts) + "\n"


def write_pairs(folder: Path, said: Sequence[Mapping[str, Any]], seed: int) -> int:
    """Write the pages of every id that both sides have answered, and the key; how many pages."""
    talks: dict[str, dict[Side, Talk]] = {}
    for row in said:
        talks.setdefault(row["id"], {})[row["side"]] = row["talk"]
    whole = {id: sides for id, sides in talks.items() if len(sides) == len(SIDES)}
    key = letters(sorted(whole), seed)
    for name in ("pairs", "hidden", "votes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for id, sides in whole.items():
        (folder / "pairs" / f"{id}.txt").write_text(page(id, sides, key[id]), encoding="utf-8")
    (folder / "READ-ME.txt").write_text(READ_ME, encoding="utf-8")
    (folder / "hidden" / "key.json").write_text(json.dumps(key, indent=1), encoding="utf-8")
    return len(whole)


def count(folder: Path) -> dict[str, Any]:
    """The votes of all readers: by vote, and by opening, where the side with more votes has it.

    Raises ValueError for a vote that is none of A, B and same, or for a pair that is not there.
    """
    key: dict[str, dict[str, Side]] = json.loads((folder / "hidden" / "key.json").read_text(encoding="utf-8"))
    votes = Counter[str]()
    by_id: dict[str, Counter[str]] = {}
    readers = sorted((folder / "votes").glob("*.json"))
    for file in readers:
        for id, letter in json.loads(file.read_text(encoding="utf-8")).items():
            if id not in key or letter not in ("A", "B", "same"):
                raise ValueError(f"{file.name}: {id}: {letter!r} is no vote on a pair of this folder")
            side = "same" if letter == "same" else key[id][letter]
            votes[side] += 1
            by_id.setdefault(id, Counter())[side] += 1
    won = Counter(_winner(counts) for counts in by_id.values())
    n = max(1, len(by_id))
    return {
        "readers": len(readers), "pairs": len(key), "read": len(by_id),
        "votes_ours": votes["ours"], "votes_plain": votes["plain"], "votes_same": votes["same"],
        "ours": won["ours"], "plain": won["plain"], "same": won["same"],
        "ours_share": round(won["ours"] / n, 3), "plain_share": round(won["plain"] / n, 3),
    }  # fmt: skip


def _winner(counts: Counter[str]) -> str:
    if counts["ours"] == counts["plain"]:
        return "same"
    return "ours" if counts["ours"] > counts["plain"] else "plain"
