"""An export: complete, plain, checkable, of one moment; a folder that bears its name is whole.

Guarantees: real encrypted homes with rows in every table; what is read back is read without Samantha.
Does not: kill processes; `test_leaving_crash.py` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests import whole_home
from tests.whole_home import AT, CLOCK

from samantha.errors import LeavingError
from samantha.goodbye import contents, folder
from samantha.goodbye.export import export
from samantha.memory.keep import keep
from samantha.ports import Tx
from samantha.store import episodes, migrations, people
from samantha.store.people import Called, Mention
from samantha.store.sqlite import SqliteStore, open_store
from samantha.types import Draft, Span

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def opened(home: Path, key: bytes = bytes(32)) -> AsyncGenerator[SqliteStore]:
    async with open_store(home, key, clock=CLOCK) as store:
        yield store


def rows(target: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (target / f"data/{table}.jsonl").read_text(encoding="utf-8").splitlines()]


async def test_every_row_of_every_table_is_taken_along_or_said_to_be_left_out(tmp_path: Path) -> None:
    home, target = tmp_path / "home", tmp_path / "out"
    key, _ = await whole_home.make(home)
    counts = {table: count for table, (count, _) in whole_home.all_rows(home, key).items()}
    async with opened(home, key) as store:
        copy = await export(store, target, AT)
    manifest, others = folder.check(target)
    readme = (target / "README.txt").read_text(encoding="utf-8")
    assert others == []
    assert set(manifest["tables"]) == set(migrations.TABLES)
    for table, said in manifest["tables"].items():
        if "left_out" in said:
            assert contents.left_out(table) == said["left_out"]
        else:
            assert said["rows"] == counts[table] == len(rows(target, table)), table
        assert table in readme
    assert manifest["through"] == copy.through == 10
    assert not (target / folder.MARK).exists()


@pytest.mark.parametrize("table", sorted(migrations.TABLES))
def test_every_table_is_described_for_those_who_take_it_along(table: str) -> None:
    assert (table in contents.TAKEN) != (table in contents.LEFT_OUT), "say in goodbye/contents.py what it holds"


async def test_words_come_back_exactly_from_the_lines_and_from_the_pages(tmp_path: Path) -> None:
    ugly = "# not a heading\n\n> nor a quote\r\n- \N{SNOWMAN} `code` \u2028 <b>\ttab\n"
    zone = timezone(timedelta(hours=11))
    async with opened(tmp_path / "home") as store:
        for n, text in enumerate([ugly, "", "last"]):
            at = datetime(2026, 3, 3, 23, 59, tzinfo=zone) + timedelta(minutes=n)
            await store.run(episodes.append, Draft(at, "heard", "person", text))
        await export(store, tmp_path / "out", AT)
    told = rows(tmp_path / "out", "episodes")
    assert [row["text"] for row in told] == [ugly, "", "last"]
    assert told[0]["at"] == "2026-03-03T23:59:00+11:00"
    day = (tmp_path / "out/days/2026/2026-03-03.md").read_bytes().decode()
    assert day.startswith("# Tuesday, 3 March 2026\n\n**you**, 23:59\n\n> # not")
    assert "\n".join(line.removeprefix("> ") for line in day.split("\n") if line.startswith("> ")) == ugly
    assert "last" in (tmp_path / "out/days/2026/2026-03-04.md").read_text(encoding="utf-8")


async def test_days_are_of_the_speakers_clock_also_when_it_was_brought_in_later(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        for n, day in enumerate((5, 3, 4, 3)):
            at = datetime(2019, 3, day, 8, n, tzinfo=UTC)
            await store.run(episodes.append, Draft(at, "heard", "person", f"turn {n}"))
        await store.run(episodes.append, Draft(datetime(1961, 5, 6, tzinfo=UTC), "read", "Mum", "a letter"))
        await export(store, tmp_path / "out", AT)
    days = sorted(path.name for path in (tmp_path / "out/days").rglob("*.md"))
    assert days == ["1961-05-06.md", "2019-03-03.md", "2019-03-04.md", "2019-03-05.md"]
    text = (tmp_path / "out/days/2019/2019-03-03.md").read_text(encoding="utf-8")
    assert re.findall("turn .", text) == ["turn 1", "turn 3"]


async def test_what_she_noted_of_a_day_stands_under_it(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        heard = await store.run(episodes.append, Draft(AT, "heard", "person", "I moved to Ghent."))

        def note(tx: Tx) -> None:
            tx.execute("INSERT INTO pages VALUES (1, '2026-03-03', 0, 0, 0), (2, '2026-03-04', 0, 0, 1)")
            tx.execute("INSERT INTO page_sentences VALUES (1, 1, 1, 'day', 'You moved.', 3, 0)")
            tx.execute("INSERT INTO page_sources VALUES (1, ?, 0, 5)", (heard.id,))

        await store.run(note)
        await export(store, tmp_path / "out", AT)
    day = (tmp_path / "out/days/2026/2026-03-03.md").read_text(encoding="utf-8")
    assert day.endswith("> I moved to Ghent.\n\n## What she noted\n\n- You moved.\n")


async def test_a_fact_with_a_day_is_in_the_calendar_and_on_the_page_of_the_one_it_is_about(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        for n, text in enumerate(
            ("My mum Anna was born on 12 May 1961.", "I have a dentist appointment on 20 March at 9am.")
        ):
            await store.run(keep, Draft(AT, "heard", "person", text, key=str(n)))
        await export(store, tmp_path / "out", AT)
    calendar = (tmp_path / "out/calendar.ics").read_bytes().decode()
    assert "DTSTART;VALUE=DATE:19610512\r\n" in calendar
    assert "DTSTART:20260320T090000Z\r\n" in calendar
    assert "BDAY:19610512" in (tmp_path / "out/people.vcf").read_text(encoding="utf-8")
    assert "12 May 1961" in (tmp_path / "out/people/anna.md").read_text(encoding="utf-8")


async def test_people_of_one_name_have_a_page_each_with_the_lines_in_which_they_came_up(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        for n, relation in enumerate(("sister", "boss")):
            heard = await store.run(
                episodes.append, Draft(AT, "heard", "person", f"My {relation} Rachel, line {n}.", key=str(n))
            )
            id = await store.run(people.add)
            await store.run(people.call, Called(id, "name", "Rachel", "rachel", "said"))
            await store.run(people.call, Called(id, "relation", relation, relation, "said"))
            await store.run(people.mentioned, Mention(id, Span(heard.id, 0, 5), "rachel", relation, "said", None))
        await export(store, tmp_path / "out", AT)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out/people").iterdir()}
    assert sorted(pages) == ["rachel-2.md", "rachel.md"]
    assert "your sister" in pages["rachel.md"]
    assert "> My sister Rachel, line 0." in pages["rachel.md"]
    assert "line 1" not in pages["rachel.md"]
    assert "[2026-03-03](../days/2026/2026-03-03.md), 08:00" in pages["rachel.md"]
    cards = (tmp_path / "out/people.vcf").read_text(encoding="utf-8")
    assert cards.count("FN:Rachel") == 2
    assert "CATEGORIES:boss" in cards


async def test_an_empty_home_gives_a_whole_export(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        assert (await export(store, tmp_path / "out", AT, {"last.md": "Dear you"})).through == 0
    manifest, _ = folder.check(tmp_path / "out")
    assert manifest["episodes"] == 0
    assert (tmp_path / "out/letters/last.md").read_text() == "Dear you"


async def test_nothing_is_written_over_and_a_broken_off_export_is_cleared_away(tmp_path: Path) -> None:
    out, part = tmp_path / "out", tmp_path / "out.part"
    async with opened(tmp_path / "home") as store:
        out.mkdir()
        (out / "mine.txt").write_text("mine")
        with pytest.raises(LeavingError, match="nothing is ever written over"):
            await export(store, out, AT)
        (out / "mine.txt").unlink()
        part.mkdir()
        (part / "mine.txt").write_text("mine")
        with pytest.raises(LeavingError, match="in the way"):
            await export(store, out, AT)
        (part / folder.MARK).touch()
        await export(store, out, AT)
    assert not part.exists()
    assert folder.check(out)[1] == []


async def test_checking_finds_what_was_changed_removed_or_added(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    key, _ = await whole_home.make(home)
    async with opened(home, key) as store:
        await export(store, out, AT)
    page = out / "about-you.md"
    whole = page.read_bytes()

    def refused(match: str, code: str = "export.damaged", root: Path = out) -> None:
        with pytest.raises(LeavingError, match=match) as error:
            folder.check(root)
        assert error.value.code == code

    page.write_bytes(whole + b" ")
    refused("about-you.md")
    page.unlink()
    refused("about-you.md")
    page.write_bytes(whole)
    (out / "mine.txt").write_text("mine")
    assert folder.check(out)[1] == ["mine.txt"]
    manifest = (out / "manifest.json").read_text(encoding="utf-8")
    outside = manifest.replace('"about-you.md"', '"../secret"')
    for text, code in (
        ("{", "export.damaged"),
        ('{"samantha_export": 1}', "export.damaged"),
        ('{"samantha_export": 9}', "export.newer"),
        (outside, "export.damaged"),
    ):
        (out / "manifest.json").write_text(text, encoding="utf-8")
        refused("export", code)
    refused("not an export", "export.not_one", tmp_path)


async def test_an_export_is_of_one_moment_while_she_is_talking(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as store:
        await store.run(episodes.append, Draft(AT, "heard", "person", "before"))

        async def talk() -> None:
            for n in range(20):
                await store.run(episodes.append, Draft(AT, "heard", "person", f"later {n}"))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(talk)
            await export(store, tmp_path / "out", AT)
    manifest, _ = folder.check(tmp_path / "out")
    assert manifest["tables"]["episodes"]["rows"] == manifest["episodes"] == manifest["through"]
