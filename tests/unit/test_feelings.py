"""The small model of feelings: its weights, its signs, and what it does with strange vectors and words."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.config import default_weights
from samantha.conversation.feelings import (
    DIM,
    LABELS,
    NEGATIVE,
    NEUTRAL,
    NO_FEELINGS,
    POSITIVE,
    SIGNS,
    felt,
    signs_of,
    weigh,
)
from samantha.conversation.weights import FILE, feelings_net
from samantha.models.embed import MiniLM

FIRST = np.eye(1, DIM, dtype=np.float32)[0]


def test_the_labels_are_those_of_the_data_in_its_order() -> None:
    assert len(LABELS) == 28
    assert (LABELS[0], LABELS[15], LABELS[27]) == ("admiration", "gratitude", NEUTRAL)
    assert set(LABELS) > POSITIVE | NEGATIVE
    assert not POSITIVE & NEGATIVE


def test_the_weights_fit_each_other_and_are_the_ones_described() -> None:
    net = feelings_net()
    hidden = net.bend.shape[0]
    assert net.inward.shape == (DIM, hidden)
    assert net.outward.shape == (hidden, 28)
    assert net.straight.shape == (DIM, 28)
    assert net.signs.shape == (SIGNS, 28)
    assert net.signs.dtype == np.int8
    assert net.scale.shape == net.base.shape == net.least.shape == (28,)
    assert ((net.least > 0) & (net.least < 1)).all()
    folder = resources.files("samantha.conversation.weights")
    data = folder.joinpath(FILE).read_bytes()
    assert len(data) < 1_000_000
    assert hashlib.sha256(data).hexdigest() in folder.joinpath("feelings.md").read_text(encoding="utf-8")


@given(st.text(max_size=3000))
def test_signs_are_places_each_once(words: str) -> None:
    places = signs_of(words)
    assert len(places) > 0
    assert (np.diff(places) > 0).all()
    assert places[0] >= 0
    assert places[-1] < SIGNS


def test_a_stretched_or_shouted_word_has_the_signs_of_the_word_and_one_more() -> None:
    assert set(signs_of("so good")) < set(signs_of("SO GOOD")) | set(signs_of("so good"))
    assert len(set(signs_of("GOOD")) - set(signs_of("good"))) == 1
    assert len(set(signs_of("soo")) ^ set(signs_of("soooooo"))) == 1


@given(st.text(max_size=200), st.integers(0, 2**32 - 1))
def test_every_label_gets_a_probability(words: str, seed: int) -> None:
    vector = np.random.default_rng(seed).normal(size=DIM).astype(np.float32)
    read = weigh(vector / np.linalg.norm(vector), words)
    assert tuple(read) == LABELS
    assert all(0 <= chance <= 1 for chance in read.values())
    assert NEUTRAL not in felt(read)


@pytest.mark.parametrize("shape", [(64,), (1, DIM), (0,), (768,)])
def test_another_embedder_gives_none(shape: tuple[int, ...]) -> None:
    assert weigh(np.ones(shape, np.float32), "I love it") is NO_FEELINGS
    assert felt(NO_FEELINGS) == ()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_vector_of_no_numbers_gives_none(bad: float) -> None:
    vector = FIRST.copy()
    vector[3] = bad
    assert weigh(vector, "I love it") is NO_FEELINGS


def test_words_alone_move_it() -> None:
    assert weigh(FIRST, "thank you so much")["gratitude"] > 0.5 > weigh(FIRST, "the table is here")["gratitude"]
    assert weigh(FIRST, "i hate this")["anger"] > weigh(FIRST, "the table is here")["anger"]


def test_what_counts_is_strongest_first_and_above_its_own_bound() -> None:
    least = dict(zip(LABELS, feelings_net().least.tolist(), strict=True))
    read = {label: least[label] - 0.001 for label in LABELS} | {"joy": 0.7, "pride": 0.9, NEUTRAL: 1.0}
    assert felt(read) == ("pride", "joy")


@pytest.mark.real
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("words", "one_of"),
    [
        ("I'm so proud of my little sister.", {"pride"}),
        ("Thank you so much, that was kind.", {"gratitude"}),
        ("I am scared of the dark.", {"fear"}),
        ("This is disgusting.", {"disgust"}),
        ("I'm really sorry for what I did.", {"remorse"}),
        ("I love you.", {"love"}),
        ("The bus comes at nine.", set[str]()),
    ],
)
async def test_plain_feelings_are_read_from_real_vectors(words: str, one_of: set[str]) -> None:
    folder = default_weights()
    model = MiniLM(folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json")
    found = set(felt(weigh((await model.embed([words]))[0], words)))
    assert found & one_of if one_of else not found


def test_the_text_beside_the_weights_says_data_and_licence() -> None:
    text = resources.files("samantha.conversation.weights").joinpath("feelings.md").read_text(encoding="utf-8")
    assert "Apache-2.0" in text
    assert "GoEmotions" in text
    assert re.search(r"training file: [0-9a-f]{64}", text)
