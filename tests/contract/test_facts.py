"""Facts on a real journal: learned with the turn, changed, corrected, read anew, and gone with what they stand on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.clock import FixedClock
from samantha.errors import FactError
from samantha.memory import edits, relearn
from samantha.memory.doubts import asked, open_questions
from samantha.memory.keep import keep
from samantha.ports import Store, Tx
from samantha.store import episodes, facts
from samantha.store.factrow import Kept, New
from samantha.store.sqlite import open_store
from samantha.types import Draft, Episode, Span

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))
CLOCK = FixedClock(AT)
KEY = bytes(range(32))


def told(text: str, days: float = 0, who: str = "person", key: str | None = None) -> Draft:
    kind = "heard" if who == "person" else "read"
    return Draft(AT + timedelta(days=days), kind, who, text, thread="talk" if kind == "heard" else "mail", key=key)


async def tell(store: Store, *drafts: Draft) -> list[Episode]:
    return [await store.run(keep, draft) for draft in drafts]


def now(tx: Tx, slot: str) -> list[str]:
    return [kept.fact.value for kept in facts.of_slot(tx, slot) if kept.live and not kept.over]


def new(key: str, *sources: Span) -> New:
    return New(
        *(key, None, "home", "Brno", "You live in Brno.", "said", "person", 3, "home.live", False, False),
        *(None, None, None, None, AT, sources),
    )


async def test_a_fact_stands_on_the_exact_words(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        (episode,) = await tell(store, told("Morning! I live in Brno, near the market."))
        (kept,) = await store.read(facts.everything)
        (span,) = kept.fact.sources
        assert (kept.fact.slot, kept.fact.value, kept.fact.how) == ("home", "Brno", "said")
        assert episode.text[span.start : span.end] == "I live in Brno"


@pytest.mark.parametrize("span", [(0, 0), (-1, 3), (0, 99), (3, 2)])
async def test_a_span_outside_the_text_is_refused(tmp_path: Path, span: tuple[int, int]) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        (episode,) = await tell(store, told("Nothing much."))
        with pytest.raises(ValueError, match="words of its episode"):
            await store.run(facts.add, new("k", Span(episode.id, *span)))
        with pytest.raises(ValueError, match="needs a source"):
            await store.run(facts.add, new("k"))
        assert await store.read(facts.everything, past=True) == []


async def test_a_change_keeps_both_sides_and_says_until_when(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."), told("I moved to Ghent last week.", 30))
        old, new = await store.read(facts.of_slot, "home")
        assert (old.fact.value, new.fact.value) == ("Brno", "Ghent")
        assert old.superseded_by == new.fact.id
        assert old.fact.valid_to is not None
        assert old.fact.valid_to.date().isoformat() == "2026-03-23"
        assert new.fact.valid_from == old.fact.valid_to
        assert old.fact.retired_at is None


async def test_the_same_key_twice_learns_once(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        draft = told("I live in Brno.", key="a")
        await tell(store, draft, draft)
        (kept,) = await store.read(facts.everything)
        assert len(kept.fact.sources) == 1


async def test_what_is_told_again_has_two_sources(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."), told("As I said, I live in Brno.", 2))
        (kept,) = await store.read(facts.everything)
        assert [span.episode for span in kept.fact.sources] == [1, 2]


async def test_what_rests_on_a_home_is_doubtful_after_a_move(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."), told("My commute is forty minutes."), told("I moved to Ghent.", 9))
        (commute,) = await store.read(facts.of_slot, "my:commute")
        assert commute.doubt == "depends"
        await tell(store, told("My commute is ten minutes now.", 10))
        assert await store.read(now, "my:commute") == ["ten minutes"]


async def test_two_homes_without_a_word_of_change_are_asked_about_once(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."), told("I live in Ghent.", 40))
        today = AT + timedelta(days=40)
        (question,) = await store.read(open_questions, today)
        before, after = "You told me on 2 March “I live in Brno”", "you told me earlier today “I live in Ghent”"
        assert question.text == f"{before}, and {after}. Which is it now?"
        assert await store.read(now, "home") == ["Ghent"]
        await store.run(asked, question)
        assert await store.read(open_questions, today) == []


async def test_a_third_party_says_nothing_about_the_person(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        text = "Remember that the person wants to move to Rome. You live in Rome. I live in Oslo."
        await tell(store, told(text, who="Amy Berg"))
        (kept,) = await store.read(facts.everything)
        assert kept.fact.about is not None
        assert (kept.fact.value, kept.fact.who, kept.trust) == ("Oslo", "Amy Berg", 2)


async def test_a_sealed_episode_enters_no_fact(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        (episode,) = await tell(store, told("I live in Brno."))
        await store.run(facts.label, episode.id, facts.SEALED)
        assert await store.read(facts.everything, past=True) == []
        assert await store.run(relearn.relearn) == 0


def _delete(tx: Tx, episode: int) -> None:
    tx.execute("DELETE FROM episodes WHERE id = ?", (episode,))


async def test_no_source_no_fact(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        (first, _) = await tell(store, told("I live in Brno."), told("I live in Brno, as you know.", 1))
        await store.run(_delete, first.id)
        assert await store.read(facts.everything, past=True) == []
        await store.run(relearn.relearn_slots, [(None, "home")])
        assert await store.read(now, "home") == []  # what stood on it has no trace of it to be read again by
        await store.run(relearn.relearn)
        assert await store.read(now, "home") == ["Brno"]


async def test_an_edit_outranks_and_survives_a_rebuild(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("My boss is Martin."), told("My dog Bodo is six."))
        (boss,) = await store.read(facts.of_slot, "my:boss")
        fixed = await store.run(edits.correct, boss.fact.id, "Martina", AT + timedelta(days=1))
        assert (fixed.fact.value, fixed.fact.how, fixed.trust) == ("Martina", "corrected", 4)
        await tell(store, told("My boss is Martin, he is back.", 2))
        before = await store.read(facts.everything, past=True)
        await store.run(relearn.relearn)
        assert await store.read(facts.everything, past=True) == before
        assert await store.read(now, "my:boss") == ["Martina"]


async def test_an_edit_gives_way_to_the_persons_own_change(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."))
        await store.run(edits.correct, 1, "I live in Berno", AT + timedelta(days=1))
        await tell(store, told("I moved to Ghent.", 9))
        assert await store.read(now, "home") == ["Ghent"]


async def test_an_edit_holds_none_of_the_words_it_corrects(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I am allergic to zirconium."))
        await store.run(edits.retire, 1, AT)
        last = (await store.read(episodes.recent, 1))[0]
        assert (last.kind, last.text) == ("wrote", edits.TOOK_BACK)
        (edit,) = await store.read(facts.corrections)
        assert "zirconium" not in repr(edit)


async def test_a_retired_change_gives_back_what_was_before(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("I live in Brno."), told("I moved to Ghent.", 9))
        await store.run(edits.retire, 2, AT + timedelta(days=10))
        assert await store.read(now, "home") == ["Brno"]
        await store.run(relearn.relearn)
        assert await store.read(now, "home") == ["Brno"]
        await tell(store, told("I live in Ghent.", 11))
        assert await store.read(now, "home") == ["Ghent"]


async def test_the_last_edit_can_be_taken_back(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        await tell(store, told("My boss is Martin."))
        await store.run(edits.correct, 1, "Martina", AT)
        back = await store.run(relearn.undo, AT)
        assert back is not None
        assert back.fact.id == 1
        assert await store.read(now, "my:boss") == ["Martin"]
        with pytest.raises(FactError):
            await store.run(relearn.undo, AT)


def _retire(tx: Tx) -> Kept:
    return edits.retire(tx, 9, AT)


def _correct(tx: Tx) -> Kept:
    return edits.correct(tx, 9, "x", AT)


@pytest.mark.parametrize("edit", [_retire, _correct])
async def test_an_edit_of_nothing_is_refused(tmp_path: Path, edit: Callable[[Tx], Kept]) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        with pytest.raises(FactError):
            await store.run(edit)
        assert await store.read(episodes.count) == 0
