"""Everything in open formats: pages to read, lines of JSON for a machine, a calendar, cards, and a manifest of hashes.

Guarantees: of one moment, also while she is talking; a folder that bears its name is whole.
Does not: lock anything; what it writes is plain, and the README in it says so.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from samantha.goodbye import contents, dates, pages
from samantha.goodbye.backup import Show, silent
from samantha.goodbye.filenames import file_name
from samantha.goodbye.folder import Folder, new_folder, seal
from samantha.goodbye.ics import Event, calendar
from samantha.goodbye.pages import Somebody, day_file
from samantha.goodbye.vcard import Card, cards
from samantha.ports import Store, Tx
from samantha.store import episodes, people, plain
from samantha.store.belief import Belief
from samantha.store.belongings import Copy
from samantha.store.migrations import TABLES
from samantha.types import Episode

CHUNK = 500
"""Episodes held in memory at a time; a day with more is held whole."""
Told: TypeAlias = dict[str, str]
"""Path (or a pattern of paths) -> what it is, for the README."""


async def export(
    store: Store, target: Path, at: datetime, letters: Mapping[str, str] | None = None, show: Show = silent
) -> Copy:
    """Write the folder `target`, which must be empty or not there; what to note about it.

    `letters`: file name -> text, put into `letters/` as they are. Raises LeavingError `export.not_empty`, DiskFull,
    HomeError, StoreError; then there is no `target`, or the empty one that was.
    """
    return await store.read(_export, target, at, letters or {}, show)


def _export(tx: Tx, target: Path, at: datetime, letters: Mapping[str, str], show: Show) -> Copy:
    with new_folder(target) as folder:
        told: Told = {"README.txt": "this page"}
        everybody, beliefs, first = _everybody(tx), plain.beliefs(tx), plain.first_at_us(tx)
        total = episodes.count(tx)
        _days(tx, folder, told, total, show)
        _people(tx, folder, told, everybody, beliefs, show)
        _calendar_and_cards(folder, told, everybody, beliefs, first)
        for name, text in letters.items():
            folder.put(f"letters/{name}", text)
            told["letters/"] = "letters, as they are"
        tables = _tables(tx, folder, told, show)
        told["manifest.json"] = "the SHA-256 and the size of every file"
        away = {table: said["left_out"] for table, said in tables.items() if "left_out" in said}
        folder.put("README.txt", pages.readme(at, told, away))
        through = plain.newest(tx)
        more = {"made": at.isoformat(timespec="seconds"), "through": through, "episodes": total, "tables": tables}
        sha256 = seal(folder, more)
    return Copy("export", str(target.absolute()), at, sha256, through)


def _days(tx: Tx, folder: Folder, told: Told, total: int, show: Show) -> None:
    done, noted = 0, plain.noted(tx)
    for day, group in groupby(_in_order(tx), key=lambda episode: episode.at.date()):
        some = list(group)
        folder.put(day_file(day), pages.day_page(day, some, noted.get(day.isoformat(), ())))
        done += len(some)
        show("days", done, total)
    if done:
        told["days/YEAR/DATE.md"] = "everything of a day, word for word, in the order of the clock"


def _in_order(tx: Tx) -> Iterable[Episode]:
    ids = plain.by_day(tx)
    for start in range(0, len(ids), CHUNK):
        yield from episodes.by_id(tx, ids[start : start + CHUNK])


def _everybody(tx: Tx) -> list[Somebody]:
    taken: set[str] = set()
    found: list[Somebody] = []
    for id in people.everybody(tx):
        family = people.family(tx, id)
        called = [one for one in people.called(tx, family) if not one.retired]
        names = _unique(one.text for one in called if one.what in ("name", "alias"))
        relation = next((one.text for one in called if one.what == "relation"), None)
        name = names[0] if names else f"my {relation}" if relation else f"somebody ({id})"
        addresses = _unique(one.text for one in called if one.what == "address")
        where = sorted({mention.span.episode for mention in people.mentions(tx, family)})
        file = file_name(name, taken)
        found.append(Somebody(id, file, name, tuple(names[1:]), relation, tuple(addresses), tuple(where)))
    return found


def _people(
    tx: Tx, folder: Folder, told: Told, everybody: Sequence[Somebody], beliefs: Sequence[Belief], show: Show
) -> None:
    for done, somebody in enumerate(everybody):
        family = set(people.family(tx, somebody.id))
        some = [belief for belief in beliefs if belief.about in family]
        page = pages.person_page(somebody, some, episodes.by_id(tx, somebody.episodes))
        folder.put(f"people/{somebody.file}.md", page)
        show("people", done + 1, len(everybody))
    folder.put("about-you.md", pages.about_page([belief for belief in beliefs if belief.about is None]))
    told["about-you.md"] = "what was believed about you, and what was once"
    if everybody:
        told["people/NAME.md"] = "one page for each of your people: what was believed of them, and where they came up"


def _calendar_and_cards(
    folder: Folder, told: Told, everybody: Sequence[Somebody], beliefs: Sequence[Belief], first: int
) -> None:
    now = [belief for belief in beliefs if belief.retired is None]
    names = {somebody.id: somebody.name for somebody in everybody}
    folder.put("calendar.ics", calendar(_events(now, names)))
    told["calendar.ics"] = "dated plans and birthdays (iCalendar)"
    births = {belief.about: dates.birthday(belief) for belief in now if belief.slot == dates.BIRTHDAY}
    folder.put(
        "people.vcf",
        cards(
            Card(
                f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'samantha:{first}:person:{one.id}')}",
                *(one.name, one.also, one.relation, births.get(one.id), one.addresses),
            )
            for one in everybody
        ),
    )
    told["people.vcf"] = "your people as cards (vCard 4.0)"


def _events(beliefs: Iterable[Belief], names: Mapping[int, str]) -> Iterable[Event]:
    for belief in beliefs:
        uid = f"{hashlib.sha256(belief.key.encode()).hexdigest()[:32]}@samantha"
        birthday = dates.birthday(belief)
        if birthday is not None:
            year, month, day = birthday
            # A year that nobody said is one that has a 29th of February.
            start = date(year or 1904, month, day)
            yield Event(uid, belief.text, start, belief.learned, yearly=True)
        elif dates.is_dated(belief) and belief.start is not None:
            whole_day = belief.start_precision == "day"
            about = names.get(belief.about or 0, "")
            yield Event(uid, belief.text, belief.start.date() if whole_day else belief.start, belief.learned, about)


def _tables(tx: Tx, folder: Folder, told: Told, show: Show) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for done, table in enumerate(TABLES):
        show("tables", done + 1, len(TABLES))
        why = contents.left_out(table)
        if why is not None:
            found[table] = {"left_out": why}
            continue
        path = f"data/{table}.jsonl"
        found[table] = {"file": path, "rows": folder.put_lines(path, plain.dump(tx, table))}
        told[path] = contents.described(table)
    return found


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
