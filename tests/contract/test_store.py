"""The Store port and the journal's queries, on the real file.

Guarantees: what a test promises is checked against an encrypted file on disk, not a stand-in.
Does not: break the disk; `tests/e2e/test_full_disk.py` does.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest

from samantha.clock import FixedClock
from samantha.errors import HomeBusy, HomeError, ReadOnly, StoreError
from samantha.ports import Store, Tx
from samantha.store import episodes, settings
from samantha.store.sqlite import open_store
from samantha.store.writer_lock import writer_lock
from samantha.types import Draft

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Budapest"))
CLOCK = FixedClock(AT)
KEY = bytes(range(32))


def heard(text: str, key: str | None = None, thread: str = "talk") -> Draft:
    return Draft(AT, "heard", "person", text, thread=thread, key=key)


def said(text: str, to: int | None, thread: str = "talk") -> Draft:
    return Draft(AT, "said", "samantha", text, thread=thread, reply_to=to)


async def test_an_episode_survives_closing(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        port: Store = store
        first = await port.run(episodes.append, heard("I have a sister, Réka."))
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert await store.read(episodes.by_id, [first.id]) == [first]


async def test_the_same_key_twice_is_the_same_episode(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        first = await store.run(episodes.append, heard("once", key="a"))
        again = await store.run(episodes.append, heard("other words", key="a"))
        assert again == first
        assert await store.read(episodes.count) == 1


async def test_what_raises_is_rolled_back(tmp_path: Path) -> None:
    def append_then_fail(tx: Tx) -> None:
        episodes.append(tx, heard("never mind"))
        raise LookupError("on purpose")

    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        with pytest.raises(LookupError):
            await store.run(append_then_fail)
        assert await store.read(episodes.count) == 0


async def test_a_read_that_stops_half_way_leaves_no_old_snapshot_behind(tmp_path: Path) -> None:
    def stops_half_way(tx: Tx) -> int:
        for (id,) in tx.execute("SELECT id FROM episodes"):
            # Another statement meanwhile, and one whose rows nobody reads.
            tx.execute("SELECT text FROM episodes")
            assert list(tx.execute("SELECT count(*) FROM episodes"))
            return int(id)
        return 0

    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        for n in range(1, 9):
            await store.run(episodes.append, heard(str(n)))
            assert [await store.read(episodes.count) for _ in range(4)] == [n] * 4
            assert [await store.read(stops_half_way) for _ in range(4)] == [1] * 4


async def test_writes_happen_on_one_thread_in_the_order_asked(tmp_path: Path) -> None:
    threads: set[int] = set()

    def append(tx: Tx, n: int) -> None:
        threads.add(threading.get_ident())
        episodes.append(tx, heard(str(n)))

    async with open_store(tmp_path, KEY, clock=CLOCK) as store, anyio.create_task_group() as tasks:

        async def ask(n: int) -> None:
            await store.run(append, n)

        for n in range(20):
            tasks.start_soon(ask, n)
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert [e.text for e in await store.read(episodes.recent, 99)] == [str(n) for n in range(20)]
    assert len(threads) == 1 and threading.get_ident() not in threads


async def test_a_reader_sees_one_moment_and_cannot_write(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def count_twice(tx: Tx) -> tuple[int, int]:
        before = episodes.count(tx)
        begun.set()
        assert go_on.wait(10)
        return before, episodes.count(tx)

    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        counted: list[tuple[int, int]] = []

        async def read() -> None:
            counted.append(await store.read(count_twice))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            assert await anyio.to_thread.run_sync(begun.wait, 10)
            await store.run(episodes.append, heard("meanwhile"))
            go_on.set()
        assert counted == [(0, 0)]
        assert await store.read(episodes.count) == 1
        with pytest.raises(ReadOnly):
            await store.read(episodes.append, heard("by the back door"))
        assert await store.read(episodes.count) == 1


async def test_a_cancelled_caller_does_not_undo_the_write(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await store.run(episodes.append, heard("said before the cut"))
        assert await store.read(episodes.count) == 1


async def test_a_cancelled_read_stops_and_leaves_the_connection_fit(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    begun = threading.Event()

    def count_for_ever(tx: Tx) -> list[tuple[int, ...]]:
        begun.set()
        return list(tx.execute(endless))

    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        for _ in range(3):  # more often than there are readers
            begun.clear()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(store.read, count_for_ever)
                await anyio.to_thread.run_sync(begun.wait, 10)
                tasks.cancel_scope.cancel()
        assert await store.read(episodes.count) == 0


async def test_one_process_writes_and_others_may_read(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        with pytest.raises(HomeBusy, match="process"):
            async with open_store(tmp_path, KEY, clock=CLOCK):
                pass
        async with open_store(tmp_path, KEY, read_only=True, clock=CLOCK) as other:
            await store.run(episodes.append, heard("seen from there"))
            assert [e.text for e in await other.read(episodes.recent, 9)] == ["seen from there"]
            with pytest.raises(ReadOnly):
                await other.run(episodes.append, heard("not from there"))


async def test_reading_where_nothing_was_written_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(HomeError) as caught:
        async with open_store(home, KEY, read_only=True, clock=CLOCK):
            pass
    assert caught.value.code == "home.missing"
    assert not home.exists()


async def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        pass
    for use in (store.run, store.read):
        with pytest.raises(StoreError) as caught:
            await use(episodes.count)
        assert caught.value.code == "store.closed"


async def test_the_time_comes_back_in_the_zone_of_speaking(tmp_path: Path) -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Budapest"))  # the hour that comes twice
    fixed = datetime.fromisoformat("2026-11-23T06:30:00.123456-03:30")
    times = [AT, AT + timedelta(days=1), twice, twice.replace(fold=1), fixed]
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        for at in times:
            await store.run(episodes.append, Draft(at, "heard", "person", "now"))
        back = [e.at for e in await store.read(episodes.recent, 9)]
    assert [(t.isoformat(), t.fold, str(t.tzinfo)) for t in back[:4]] == [
        (t.isoformat(), t.fold, "Europe/Budapest") for t in times[:4]
    ]
    assert back[4] == fixed and back[4].isoformat() == fixed.isoformat()


async def test_what_was_heard_is_unanswered_until_something_said_replies(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert await store.read(episodes.unanswered, "talk") is None
        first = await store.run(episodes.append, heard("are you there?"))
        assert await store.read(episodes.unanswered, "talk") == first
        await store.run(episodes.append, said("unasked", None))
        assert await store.read(episodes.unanswered, "talk") == first
        await store.run(episodes.append, heard("elsewhere", thread="other"))
        await store.run(episodes.append, said("yes", first.id))
        assert await store.read(episodes.unanswered, "talk") is None
        assert (await store.read(episodes.unanswered, "other")) is not None


async def test_recent_and_around_keep_to_the_thread_and_the_order(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        kept = [await store.run(episodes.append, heard(str(n), thread="ab"[n % 2])) for n in range(10)]
        assert await store.read(episodes.recent, 3) == kept[-3:]
        assert await store.read(episodes.recent, 2, "a") == [kept[6], kept[8]]
        assert await store.read(episodes.recent, 2, "a", kept[6].id) == [kept[2], kept[4]]
        assert await store.read(episodes.around, kept[4].id, 1) == [kept[2], kept[4], kept[6]]
        assert await store.read(episodes.around, kept[9].id, 1) == [kept[7], kept[9]]
        assert await store.read(episodes.around, 999, 1) == []
        assert await store.read(episodes.by_id, [kept[3].id, 999, kept[0].id]) == [kept[3], kept[0]]


async def test_settings_are_kept_and_replaced(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert await store.read(settings.get, "name") is None
        await store.run(settings.put, "name", "Réka")
        await store.run(settings.put, "name", "Rékuci")
    async with open_store(tmp_path, KEY, clock=CLOCK) as store:
        assert await store.read(settings.get, "name") == "Rékuci"
        await store.run(settings.drop, "name")
        assert await store.read(settings.get, "name") is None


def test_the_writer_lock_taken_on_one_thread_is_given_back_on_another(tmp_path: Path) -> None:
    lock = writer_lock(tmp_path, CLOCK)
    for step in (lambda: lock.__enter__(), lambda: lock.__exit__(None, None, None)):
        thread = threading.Thread(target=step)
        thread.start()
        thread.join()
    with writer_lock(tmp_path, CLOCK), pytest.raises(HomeBusy), writer_lock(tmp_path, CLOCK):
        pass
