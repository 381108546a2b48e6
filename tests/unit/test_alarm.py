"""Danger weighed by what was learned: one answer for the same words, never an error, a vector that fits or none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.alarm import KINDS, MOST_LOOKS, looks_at, odds, weigh_danger
from samantha.care.crisis import find_in_tables, notice_danger
from samantha.care.languages import LANGUAGES, load
from samantha.care.senses import senses_of
from samantha.care.traits import SIZE, traits_of
from samantha.care.weights import danger_net


def vectors_for(words: str, seed: int = 1) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(seed).normal(size=(len(looks_at(words)), 384)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.text(max_size=300))
def test_any_words_can_be_weighed(words: str) -> None:
    places = traits_of(words)
    assert places.size and (places >= 0).all() and (places < SIZE).all() and (np.diff(places) > 0).all()
    assert 1 <= len(looks_at(words)) <= MOST_LOOKS + 1
    assert weigh_danger(words) == weigh_danger(words)
    assert np.isfinite(weigh_danger(words, vectors_for(words)).over)


@given(st.text(max_size=60), st.sampled_from([(1, 384), (2, 384), (1, 32), (0, 384)]))
def test_a_vector_that_does_not_fit_is_no_vector(words: str, shape: tuple[int, int]) -> None:
    if shape != (len(looks_at(words)), 384):
        assert weigh_danger(words, np.ones(shape, np.float32)) == weigh_danger(words)
    assert weigh_danger(words, np.full((len(looks_at(words)), 384), np.nan, np.float32)) == weigh_danger(words)


def test_case_accents_and_quotes_make_no_difference() -> None:
    for words in ("I can't see a way out", "Je n'ai plus ma place ici", "Nie mam już siły żyć"):
        for other in (words.upper(), words.replace("'", "’"), f" {words}  "):
            assert weigh_danger(other) == weigh_danger(words)


def test_a_sense_is_the_same_in_every_language() -> None:
    said = {"en": "I want to die", "de": "Ich will sterben", "fr": "Je veux mourir", "es": "Quiero morir"}
    for words in said.values():
        assert any({"want", "die"} <= {sense for word in line for sense in word} for line in senses_of(words))
    names = set(load("en", "senses")["senses"])
    for language in LANGUAGES:
        assert set(load(language, "senses")["senses"]) == names


@pytest.mark.parametrize(
    "words",
    [
        "The ledge has been calling me all week and tonight I'll answer it.",
        "My wages go to him and so does my passport, and I sleep where he says.",
        "Ich habe alles geregelt und ihr werdet mich nicht mehr sehen müssen.",
        "Mes enfants respireraient si je n'étais plus de ce monde, et je pense à le quitter.",
    ],
)
def test_what_no_table_knows_is_only_hinted(words: str) -> None:
    assert find_in_tables(words) is None, "else this shows nothing"
    found = notice_danger(words)
    assert found is not None and not found.plain


@pytest.mark.parametrize(
    "words",
    [
        "The bus was late and I got soaked.",
        "I don't want to live in Leeds.",
        "My phone died on the bridge.",
        "Goodbye, see you on Thursday.",
        "Die Suppe ist ohne Salz besser.",
        "Je suis fatiguée, je vais me coucher.",
        "I'm so tired after work that I could sleep for a week.",
    ],
)
def test_what_is_harmless_is_left_alone(words: str) -> None:
    assert notice_danger(words) is None


def test_ordinary_talk_is_left_alone() -> None:
    evals = Path(__file__).parents[2] / "evals"
    told = [json.loads(line)["text"] for line in (evals / "openings.jsonl").read_text(encoding="utf-8").splitlines()]
    alarmed = [words for words in told if find_in_tables(words) is None and notice_danger(words) is not None]
    assert len(told) > 50 and len(alarmed) * 25 <= len(told), alarmed


def test_the_weights_that_ship() -> None:
    net = danger_net()
    assert net.signs.shape[1] == SIZE and net.outward.shape[2] == len(KINDS)
    assert all(np.isfinite(part).all() for part in (net.inward, net.bend, net.outward, net.lift, net.least, net.alone))
    assert odds([0.0] * len(KINDS)) == pytest.approx(np.log(6))
