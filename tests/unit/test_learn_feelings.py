"""Learning feelings: what the script teaches, chooses and measures, on lines made up here; EmoBench by its choices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from evals.emobench import MISSING, Question, best_pull, chances_of, score
from evals.learn_feelings import Learner, Lines, f1_of, measure, scores, thresholds, together

from samantha.conversation.feelings import DIM, LABELS, signs_of


def lines_of(count: int, seed: int = 0) -> Lines:
    """Lines of which every fourth says "thanks", which is gratitude; the rest are neutral."""
    random = np.random.default_rng(seed)
    texts = tuple("thanks a lot" if n % 4 == 0 else f"the table number {n % 7}" for n in range(count))
    labels = np.zeros((count, len(LABELS)), np.float32)
    for n, text in enumerate(texts):
        labels[n, LABELS.index("gratitude" if "thanks" in text else "neutral")] = 1
    labels[:, :] = np.maximum(labels, random.random(labels.shape) < 0.02)
    vectors = random.normal(size=(count, DIM)).astype(np.float32) / math.sqrt(DIM)
    signs = [signs_of(text) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in signs])])
    return Lines(texts, vectors, labels, np.concatenate(signs), starts, np.arange(count) % 5)


def test_a_net_learns_what_is_plain_and_the_same_twice() -> None:
    lines = lines_of(1024)
    rows = np.arange(1024)
    first, second = Learner(lines.labels, seed=1), Learner(lines.labels, seed=1)
    for one in (first, second):
        one.learn(lines, rows)
    said = first.scores(lines, rows)
    assert (said == second.scores(lines, rows)).all()
    thanks = lines.labels[:, LABELS.index("gratitude")] * (rows % 4 == 0) > 0
    column = said[:, LABELS.index("gratitude")]
    assert column[thanks].min() > column[rows % 4 != 0].max()


def test_members_together_say_their_mean() -> None:
    lines = lines_of(512)
    rows = np.arange(512)
    members = [Learner(lines.labels, seed=seed) for seed in (1, 2)]
    for one in members:
        one.learn(lines, rows)
    net = together(members, np.full(28, 0.5, np.float32))
    shipped = {**net, "signs": net["signs"] * net["scale"]}
    mean = np.mean([one.scores(lines, rows) for one in members], axis=0)
    assert np.abs(scores(shipped, lines, rows) - mean).max() < 0.05  # eight bits a sign, sixteen elsewhere


def test_a_bound_is_where_f1_is_best() -> None:
    labels = np.zeros((6, 28), np.float32)
    chances = np.zeros((6, 28), np.float32)
    chances[:, 0] = (0.9, 0.8, 0.7, 0.3, 0.2, 0.1)
    labels[:, 0] = (1, 1, 1, 0, 0, 0)
    least = thresholds(labels, chances)
    assert 0.3 < least[0] <= 0.7
    assert f1_of(labels, chances >= least)[0] == 1


def test_lines_with_one_label_are_measured_by_the_likeliest() -> None:
    labels = np.zeros((3, 28), np.float32)
    labels[0, 4] = labels[1, 5] = labels[2, 4] = labels[2, 5] = 1
    chances = np.zeros((3, 28), np.float32)
    chances[0, 4] = chances[1, 4] = 0.9
    found = measure(labels, chances, np.full(28, 0.5, np.float32))
    assert found["single_lines"] == 2
    assert found["single_accuracy"] == 0.5


def token(text: str, chance: float) -> dict[str, Any]:
    return {"token": text, "logprob": chance}


def test_a_letter_counts_in_any_dress_and_the_rest_is_far() -> None:
    likeliest = [token("The", -0.1), token(" B", -1.0), token("B", -3.0), token("(c)", -2.0)]
    assert chances_of(("x", "y", "z"), likeliest) == {"x": MISSING, "y": -1.0, "z": -2.0}


def asked(kind: str, count: int) -> list[Question]:
    return [Question(f"{kind}{n}", kind, "A scene.", "What?", ("good", "bad"), "good") for n in range(count)]


def rows_of(questions: Sequence[Question], mode: str, right: int) -> list[dict[str, Any]]:
    """Answers of which the first `right` are right."""
    return [
        {"id": q.id, "mode": mode, "chances": {"good": -1.0 if n < right else -3.0, "bad": -2.0}, "right": "good"}
        for n, q in enumerate(questions)
    ]


def test_only_what_was_asked_both_ways_is_scored(capsys: pytest.CaptureFixture[str]) -> None:
    acts = asked("act", 10)
    rows = rows_of(acts, "alone", 4) + rows_of(acts[:8], "moment", 6)
    near = {q.id: {"good": 0.5, "bad": 0.5} for q in acts}
    found = score(acts, rows, near)
    assert (found["act_asked"], found["act_alone"], found["act_moment"]) == (8, 0.5, 0.75)
    assert "act" in capsys.readouterr().out


def test_an_item_of_emotion_and_cause_is_right_when_both_are() -> None:
    emotions, causes = asked("emotion", 4), asked("cause", 4)
    both = [*emotions, *causes]
    rows = [row for mode in ("alone", "moment") for row in rows_of(emotions, mode, 3) + rows_of(causes, mode, 2)]
    near = {q.id: {"good": 0.5, "bad": 0.5} for q in both}
    assert score(both, rows, near)["eu_alone"] == 0.5


def test_nearness_weighs_nothing_where_it_misleads() -> None:
    acts = asked("act", 6)
    assert best_pull("act", acts, {q.id: {"good": 0.1, "bad": 0.9} for q in acts}) == 0
    assert best_pull("act", acts, {q.id: {"good": 0.9, "bad": 0.1} for q in acts}) > 0
