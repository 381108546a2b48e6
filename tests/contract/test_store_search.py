"""Finding episodes by words and by vectors, on the real file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samantha.clock import FixedClock
from samantha.store import episodes, search
from samantha.store.opening import open_writer
from samantha.store.sqlite import open_store
from samantha.store.transaction import Transaction, transact
from samantha.types import Draft

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = bytes(32)
LINES = (
    "I am allergic to walnuts.",
    "My sister Réka lives in Pécs.",
    "We walked along the harbour and talked about sisters.",
    "The kettle is blue.",
)


def unit(*values: float) -> search.Vector:
    vector = np.array(values, np.float32)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def tx(tmp_path: Path) -> Transaction:
    """The open journal as a transaction that is never ended: enough for queries."""
    db = open_writer(tmp_path, KEY)
    transact(db, lambda tx: [episodes.append(tx, Draft(AT, "heard", "person", line)) for line in LINES], write=True)
    return Transaction(db)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("walnut", {1}),
        ("Does she have an ALLERGY?", set[int]()),
        ("allergic", {1}),
        ("reka pecs", {2}),
        ("sister", {2, 3}),
        ("walking", {3}),
        ("blue walnuts", {1, 4}),
        ("", set[int]()),
        ("?!… — 🙂", set[int]()),
    ],
)
def test_words_are_found_whatever_their_ending_case_or_accent(query: str, found: set[int], tx: Transaction) -> None:
    hits = search.words(tx, query, 9)
    assert {id for id, _ in hits} == found
    assert all(score > 0 for _, score in hits)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_words_are_found_up_to_k_and_before_an_id(tx: Transaction) -> None:
    assert len(search.words(tx, "sister", 1)) == 1
    assert [id for id, _ in search.words(tx, "sister", 9, before=3)] == [2]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.sampled_from(['" OR 1', "text:*", "NEAR(a b)", "a AND", "^x", "-", "(", "'"]))
def test_no_query_is_ever_taken_for_syntax(tx: Transaction, query: str) -> None:
    assert all(1 <= id <= len(LINES) for id, _ in search.words(tx, query, 9))


def test_a_pasted_page_is_searched_too(tx: Transaction) -> None:
    assert [id for id, _ in search.words(tx, "kettle " + "and so on " * 5000, 1)] == [4]


def test_the_nearest_vector_comes_first_with_its_cosine(tx: Transaction) -> None:
    for id, vector in ((1, unit(1, 0, 0)), (2, unit(1, 1, 0)), (3, unit(-1, 0, 0))):
        search.put_vector(tx, id, "m", vector)
    hits = search.nearest(tx, "m", unit(1, 0, 0), 9)
    assert [id for id, _ in hits] == [1, 2, 3]
    assert [score for _, score in hits] == pytest.approx([1.0, 2**-0.5, -1.0], abs=5e-3)
    assert max(score for _, score in hits) <= 1.0


def test_vectors_of_two_models_are_never_mixed(tx: Transaction) -> None:
    search.put_vector(tx, 1, "small", unit(1, 0))
    search.put_vector(tx, 2, "large", unit(1, 0, 0, 0, 0))
    assert [id for id, _ in search.nearest(tx, "small", unit(1, 0), 9)] == [1]
    assert search.nearest(tx, "unknown", unit(1, 0), 9) == []
    assert [e.id for e in search.unembedded(tx, "small", 9)] == [2, 3, 4]
    assert [e.id for e in search.unembedded(tx, "unknown", 2)] == [1, 2]
    search.drop_vectors(tx, "small")
    assert search.nearest(tx, "small", unit(1, 0), 9) == []
    assert [id for id, _ in search.nearest(tx, "large", unit(1, 0, 0, 0, 0), 9)] == [2]
    assert list(tx.execute("SELECT count(*) FROM episode_bits")) == [(1,)]


def test_a_vector_is_replaced(tx: Transaction) -> None:
    search.put_vector(tx, 1, "m", unit(1, 0))
    search.put_vector(tx, 1, "m", unit(0, 1))
    assert search.nearest(tx, "m", unit(0, 1), 9) == [(1, pytest.approx(1.0, abs=5e-3))]


def test_among_thousands_the_nearest_are_still_found(tx: Transaction) -> None:
    dice = np.random.default_rng(7)
    many, dim = 3_000, 384
    vectors = dice.normal(size=(many, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tx.execute("BEGIN")
    for row, vector in enumerate(vectors):
        episode = episodes.append(tx, Draft(AT, "heard", "person", f"line {row}"))
        search.put_vector(tx, episode.id, "m", vector)
    tx.execute("COMMIT")
    found = right = 0
    for query in vectors[:20] + 0.05 * dice.normal(size=(20, dim)).astype(np.float32):
        best = np.argsort(-(vectors @ query))[:10] + len(LINES) + 1
        hits = search.nearest(tx, "m", query, 10)
        assert hits[0][0] == best[0]
        found, right = found + 10, right + len({id for id, _ in hits} & set(best.tolist()))
    assert right / found > 0.9


@pytest.mark.anyio
async def test_words_and_vectors_survive_closing(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        kept = await store.run(episodes.append, Draft(AT, "heard", "person", "the lighthouse"))
        await store.run(search.put_vector, kept.id, "m", unit(1, 2, 3))
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        assert [id for id, _ in await store.read(search.words, "lighthouse", 1)] == [kept.id]
        assert [id for id, _ in await store.read(search.nearest, "m", unit(1, 2, 3), 1)] == [kept.id]
