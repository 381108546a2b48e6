"""Pairs for readers who must not know, and the counting of their votes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evals.blind import count, letters, page, write_pairs


def said(*ids: str) -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "side": side,
            "talk": [{"who": "person", "text": "I got the job!"}, {"who": "samantha", "text": f"said by {side}"}],
        }
        for id in ids
        for side in ("plain", "ours")
    ]


def test_each_side_is_a_in_half_of_the_pairs_and_the_seed_decides_which() -> None:
    ids = [f"x{n}" for n in range(60)]
    key = letters(ids, 1)
    assert sum(sides["A"] == "ours" for sides in key.values()) == 30
    assert all({*sides.values()} == {"ours", "plain"} for sides in key.values())
    assert key == letters(ids, 1) != letters(ids, 2)


def test_a_page_tells_no_side() -> None:
    talk = [{"who": "person", "text": "Hello."}, {"who": "samantha", "text": "Good\nevening."}]
    text = page("x1", {"ours": talk, "plain": talk}, {"A": "ours", "B": "plain"})
    assert "ours" not in text and "plain" not in text
    assert text.count("Companion: Good evening.") == 2


def test_only_pairs_that_both_sides_answered_are_written(tmp_path: Path) -> None:
    assert write_pairs(tmp_path, [*said("x1", "x2"), said("x3")[0]], 1) == 2
    assert sorted(file.stem for file in (tmp_path / "pairs").iterdir()) == ["x1", "x2"]
    assert "said by" in (tmp_path / "pairs" / "x1.txt").read_text(encoding="utf-8")
    assert not list((tmp_path / "pairs").glob("*.json")), "the key is not where the readers look"


def test_votes_are_counted_by_side_and_by_pair(tmp_path: Path) -> None:
    write_pairs(tmp_path, said("x1", "x2", "x3", "x4"), 7)
    key = json.loads((tmp_path / "hidden" / "key.json").read_text(encoding="utf-8"))
    ours = {id: next(letter for letter, side in sides.items() if side == "ours") for id, sides in key.items()}
    other = {"A": "B", "B": "A"}
    votes = tmp_path / "votes"
    (votes / "one.json").write_text(json.dumps({**ours, "x4": other[ours["x4"]]}), encoding="utf-8")
    (votes / "two.json").write_text(json.dumps({"x1": ours["x1"], "x2": other[ours["x2"]], "x3": "same"}), "utf-8")
    figures = count(tmp_path)
    assert (figures["readers"], figures["pairs"], figures["read"]) == (2, 4, 4)
    assert (figures["votes_ours"], figures["votes_plain"], figures["votes_same"]) == (4, 2, 1)
    assert (figures["ours"], figures["plain"], figures["same"]) == (2, 1, 1)
    assert figures["ours_share"] == 0.5


@pytest.mark.parametrize("vote", [{"x9": "A"}, {"x1": "ours"}])
def test_what_is_no_vote_is_refused(tmp_path: Path, vote: dict[str, str]) -> None:
    write_pairs(tmp_path, said("x1"), 1)
    (tmp_path / "votes" / "one.json").write_text(json.dumps(vote), encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.json"):
        count(tmp_path)
