"""Many requests to forget over one made-up life: nothing is left in bytes, rows, recall, and every receipt verifies.

Guarantees: the program that looks reads rows by itself, and what is looked for was to be found before.
Does not: run all two hundred; `python evals/forget.py` does.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from evals import forget as many

from samantha.errors import StoreError
from samantha.memory import edits, forget
from samantha.store import facts, rows
from samantha.types import PERSON, SAMANTHA, Draft

pytestmark = pytest.mark.anyio
TERMS = "episode_words_"


@pytest.mark.timeout(300)
async def test_of_forty_forgettings_nothing_is_left(tmp_path: Path) -> None:
    outcome = await many.run(tmp_path / "home", 40, 300, seed=5)
    assert (outcome.requests, outcome.clean, outcome.good) == (40, 40, 40)
    assert (outcome.hidden_before, outcome.in_bytes, outcome.in_rows, outcome.in_recall) == (0, 0, 0, 0)
    assert outcome.kept > 100, "the rest of the life is still there"


async def test_the_looking_sees_what_was_not_forgotten(tmp_path: Path) -> None:
    """The same counting over a forgetting that leaves the vectors' episode out: it must be noticed."""
    chance = random.Random(3)
    wanted = many.targets(4, chance)
    async with many.opened(tmp_path / "home") as (s, clock):
        await many.live(s, clock, wanted, 60, chance)
        for target in wanted:
            assert all((await s.store.read(many.rows_with, target.secrets)).values())
        found = await forget.look_for(s, [word for target in wanted for word in target.secrets])
        assert found.hits >= 8 and not found.clean


async def test_holding_takes_it_out_of_recall_and_undoing_brings_every_row_back(tmp_path: Path) -> None:
    chance = random.Random(4)
    wanted = many.targets(8, chance)
    async with many.opened(tmp_path / "home") as (s, clock):
        await many.live(s, clock, wanted, 80, chance)
        for target in wanted:
            before = await s.store.read(rows.fingerprint)
            held = await forget.forget(s, await many.plan_for(s, target), hold=True)
            assert isinstance(held, forget.Held)
            for word in target.secrets:
                assert not any(word in line.episode.text for line in await many.rank(s, f"What of {word}?"))
            await forget.undo(s)
            after = await s.store.read(rows.fingerprint)
            assert _told(after) == _told(before), target.kind
            with pytest.raises(StoreError):
                await forget.undo(s)


async def test_what_one_forgotten_telling_changed_is_as_if_it_had_not_been_told(tmp_path: Path) -> None:
    async with many.opened(tmp_path / "home") as (s, clock):
        first = [Draft(clock.now(), "heard", PERSON, "I live in Ghent.")]
        await s.store.run(many.tell, first)
        before = await s.store.read(_facts)
        moved = await s.store.run(many.tell, [Draft(clock.now(), "heard", PERSON, "I moved to Lisbon.")])
        assert await s.store.read(_facts) != before
        await forget.forget(s, await forget.plan_ids(s, moved), hold=False)
        assert await s.store.read(_facts) == before


async def test_an_edit_of_the_person_stands_after_what_came_later_is_forgotten(tmp_path: Path) -> None:
    async with many.opened(tmp_path / "home") as (s, clock):
        await s.store.run(many.tell, [Draft(clock.now(), "heard", PERSON, "I live in Ghent.")])
        await s.store.run(lambda tx: edits.correct(tx, facts.everything(tx)[0].fact.id, "Antwerp", clock.now()))
        before = await s.store.read(_facts)
        later = await s.store.run(many.tell, [Draft(clock.now(), "heard", PERSON, "I moved to Lisbon.")])
        await forget.forget(s, await forget.plan_ids(s, later), hold=False)
        assert await s.store.read(_facts) == before
        assert [kept.fact.value for kept in await s.store.read(facts.everything)] == ["Antwerp"]


async def test_her_answers_and_her_quotes_go_with_it(tmp_path: Path) -> None:
    async with many.opened(tmp_path / "home") as (s, clock):
        at = clock.now()
        one = "The clinic wants me back in a week."
        ids = await s.store.run(
            many.tell,
            [
                Draft(at, "heard", PERSON, one),
                Draft(at, "said", SAMANTHA, "What day would that be?"),
                Draft(at, "heard", PERSON, "Where must I be next week?"),
                Draft(at, "said", SAMANTHA, f'You told me: "{one}"'),
                Draft(at, "heard", PERSON, "I ate plums."),
            ],
        )
        plan = await forget.plan_phrase(s, "everything about the clinic")
        assert set(plan.ids) == {ids[0], ids[1], ids[3]}


def _told(found: rows.Fingerprint) -> rows.Fingerprint:
    """Without the index's own segments, which hold the same terms cut otherwise, and the forgettings themselves."""
    ours = ("forgets", "held", "sqlite_sequence", "vector_losses", "vectors_up_to")
    return {table: value for table, value in found.items() if not table.startswith(TERMS) and table not in ours}


def _facts(tx: many.Tx) -> list[tuple[object, ...]]:
    return list(tx.execute("SELECT key, slot, value, text, to_us, retired_us, why, doubt FROM facts ORDER BY key"))
