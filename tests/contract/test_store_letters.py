"""Letters in a real encrypted store: what they stand on, what may be offered, sealing, and what forgetting takes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samantha.clock import FixedClock
from samantha.errors import LetterError
from samantha.letters import room
from samantha.memory.keep import keep
from samantha.store import episodes, facts, forgetting, letters
from samantha.store.letters import THREAD
from samantha.store.sqlite import SqliteStore, open_store
from samantha.types import Draft, Episode

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 19, tzinfo=UTC)
KEY = b"k" * 32
MOMENT = "When I had the operation in March, she drove four hours through the snow."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqliteStore, None]:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as opened:
        yield opened


async def say(store: SqliteStore, text: str) -> Episode:
    return await store.run(keep, Draft(AT, "heard", "person", text))


async def begun(store: SqliteStore) -> tuple[int, Episode]:
    """A letter to Rachel with one answer."""
    id = await store.run(letters.begin, AT, "thanks")
    await store.run(room.tell, id, "whom", "Whom is it to?", "my sister Rachel", AT)
    heard = await store.run(room.tell, id, "moment", "What happened?", MOMENT, AT + timedelta(minutes=1))
    return id, heard


async def test_a_letter_is_read_back_whole_after_weeks(store: SqliteStore) -> None:
    id, heard = await begun(store)
    desk = await store.read(room.desk, id)
    assert desk.talk.recipient.called == "Rachel" and desk.letter is not None
    assert desk.letter.sentences[0].text == MOMENT.replace("she", "you")
    (entry,) = desk.entries
    assert (entry.episode, entry.text, entry.at[:10]) == (heard.id, MOMENT, "2026-11-23")
    kept = await store.read(letters.unfinished)
    assert kept is not None and kept.id == id


async def test_the_seal_is_an_episode_with_every_sentence_and_its_words(store: SqliteStore) -> None:
    id, heard = await begun(store)
    wrote = await store.run(room.seal, id, AT, "Jo")
    assert (wrote.kind, wrote.who, wrote.thread) == ("wrote", "person", f"{THREAD}{id}")
    assert wrote.text.startswith("Dear Rachel,") and wrote.text.endswith("Jo\n")
    (one,) = await store.read(letters.sentences, id)
    assert [(span.episode, MOMENT[span.start : span.end]) for span in one.grounds] == [(heard.id, MOMENT)]
    with pytest.raises(LetterError, match="sealed"):
        await store.run(room.tell, id, "know", "And?", "I love her.", AT)
    with pytest.raises(LetterError, match="sealed"):
        await store.run(room.seal, id, AT)
    assert await store.read(letters.unfinished) is None


async def test_an_empty_letter_cannot_be_sealed(store: SqliteStore) -> None:
    id = await store.run(letters.begin, AT, "thanks")
    with pytest.raises(LetterError, match="nothing to seal"):
        await store.run(room.seal, id, AT)
    with pytest.raises(LetterError, match="no such letter"):
        await store.read(room.desk, 99)


async def test_what_is_cut_stays_out(store: SqliteStore) -> None:
    id, _ = await begun(store)
    more = await store.run(room.tell, id, "know", "And?", "I love her. She is loud.", AT + timedelta(minutes=2))
    await store.run(letters.cut, id, more.id, 12)
    desk = await store.read(room.desk, id)
    assert desk.letter is not None and "loud" not in desk.letter.text and "I love you." in desk.letter.text
    assert [entry.why for entry in desk.entries if entry.use == "no"] == ["you cut it"]


async def test_only_the_senders_own_words_about_this_one_are_offered(store: SqliteStore) -> None:
    own = await say(store, "My sister Rachel drove me to the coast in June.")
    await say(store, "My brother Tom told me that Rachel is in debt.")
    await say(store, "Rachel told me in confidence that she is leaving.")
    hidden = await say(store, "Rachel cried on the phone.")
    await store.run(facts.label, hidden.id, facts.SEALED)
    await store.run(keep, Draft(AT, "read", "Amy", "Rachel has lost her job.", thread="mail"))
    id, _ = await begun(store)
    assert [one.id for one in await store.read(room.remembered, id)] == [own.id]
    with pytest.raises(LetterError, match="cannot go into"):
        await store.run(room.accept, id, hidden.id, AT)
    await store.run(room.accept, id, own.id, AT)
    desk = await store.read(room.desk, id)
    assert desk.letter is not None and "You drove me to the coast in June." in desk.letter.text
    assert await store.read(room.remembered, id) == []


async def test_words_of_danger_are_answered_and_enter_no_ledger(store: SqliteStore) -> None:
    id, calm = await begun(store)
    assert await store.run(room.answer_danger, calm, AT) is None
    heard = await store.run(room.tell, id, "know", "And?", "I want to kill myself tonight.", AT)
    said = await store.run(room.answer_danger, heard, AT)
    assert said is not None and facts.SEALED in await store.read(facts.labels, heard.id)
    desk = await store.read(room.desk, id)
    assert all("kill" not in entry.text for entry in desk.entries)


async def test_forgetting_an_answer_takes_it_out_of_the_letter(store: SqliteStore) -> None:
    id, heard = await begun(store)
    wrote = await store.run(room.seal, id, AT)
    await store.run(lambda tx: forgetting.take(tx, [heard.id]).counts)
    assert await store.read(letters.sentences, id) == []
    await store.run(lambda tx: forgetting.take(tx, [wrote.id]).counts)
    assert await store.read(letters.everything) == []


async def test_a_letter_goes_with_the_last_thing_told_for_it(store: SqliteStore) -> None:
    id, heard = await begun(store)
    told = [episode.id for episode, _, _ in await store.read(letters.told, id)]
    await store.run(lambda tx: forgetting.take(tx, [heard.id]).counts)
    assert [one.id for one in await store.read(letters.everything)] == [id]
    await store.run(lambda tx: forgetting.take(tx, told).counts)
    assert await store.read(letters.everything) == []
    assert await store.read(episodes.last_id) == 0
