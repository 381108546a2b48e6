"""What a forgetting must make unfindable: out of the episodes that go, all that nothing which stays holds too.

Guarantees: works from the rows as they are, inside one transaction; a word that a staying episode holds is not sought,
for it may rightly be found, and is counted as shared.
Does not: look for anything; `scan` does. What it gives holds the person's words, in memory only.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from samantha.ports import Tx
from samantha.store.episodes import COLUMNS
from samantha.store.migrations import TABLES
from samantha.store.needles import (
    SHORTEST,
    Finder,
    Needle,
    other_forms,
    stem_needles,
    text_needles,
    vector_needles,
    word_needles,
)

ROWS = 4_000
"""Rows that are compared at a time, where they are compared by rows."""
AT_ONCE = 1 << 20
"""Bytes of staying text that are compared at a time."""
SEARCHED = tuple(table for table, stands in TABLES.items() if stands.how == "search words")
"""The full-text tables."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for, before and after."""

    needles: tuple[Needle, ...]
    stems: frozenset[str] = frozenset()
    """Terms that only the going episodes have; they must leave the search indexes."""
    short: frozenset[str] = frozenset()
    """Names of less than SHORTEST letters, lower case: looked for in rows and terms, for bytes would find chance."""
    plain: frozenset[str] = frozenset()
    """Words that were said in small letters too, so that they are no names."""
    shared: int = 0
    """Words and pieces of texts that staying episodes hold too, and that may therefore be found."""
    things: dict[str, int] = field(default_factory=dict[str, int])
    """Kind -> how many texts, words, … the needles belong to."""


def sought(tx: Tx, ids: Sequence[int]) -> Sought:
    """Needles for these episodes, their vectors and their words."""
    with _gone(tx, ids):
        rows = list(tx.execute("SELECT text, who FROM episodes WHERE id IN (SELECT id FROM temp.gone)"))
        blobs = {bytes(row[0]) for select in _blob_columns(tx, "IN") for row in tx.execute(select)}
        return _sought(tx, [str(row[0]) for row in rows], [str(row[1]) for row in rows], blobs)


def of_held(tx: Tx, texts: Sequence[str], who: Sequence[str], blobs: Iterable[bytes]) -> Sought:
    """The same for what is in no table any more, but held for undoing."""
    with _gone(tx, ()):
        return _sought(tx, texts, who, set(blobs))


def without_ours(tx: Tx, what: Sought) -> Sought:
    """The same without words that are no trace: our own, and those that two columns make where they meet.

    To be asked after the deleting, when only rows that stay are left. A plain word is ours where a row that is derived
    has it in small letters, such as a relation, a slot, or "live" in a fact's sentence; a name never is.
    """
    ours = {
        word
        for table, column in _text_columns(tx, ("goes with it", "stands on it"))
        for (value,) in tx.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')
        for word in re.findall(r"\w+", str(value))
        if word in what.plain
    }
    gone = {it.thing for it in what.needles if it.kind == "word" and it.raw.decode(errors="ignore") in ours}
    met = seams(tx, Finder([it for it in what.needles if it.kind in ("word", "stem")]))
    things = dict(what.things) | ({"word": what.things["word"] - len(gone)} if gone else {})
    return replace(
        what,
        needles=tuple(it for it in what.needles if it.raw not in met and not (it.kind == "word" and it.thing in gone)),
        stems=frozenset(what.stems - _stems(tx, ours)),
        things=things,
    )


def seams(tx: Tx, finder: Finder) -> set[bytes]:
    """Needles that no value of a row that stays holds, but that stand where two of them lie end to end in the file.

    A row, and an index's entry, are written without anything between: `Brafenzor` and `brakem` make `zorbrakem`.
    """
    apart: set[int] = set()
    joined: set[int] = set()
    for table in (table for table, stands in TABLES.items() if stands.how != "search words"):
        orders = [tx.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]
        for (index,) in list(tx.execute("SELECT name FROM pragma_index_list(?)", (table,))):
            orders.append(tx.execute("SELECT name FROM pragma_index_xinfo(?) WHERE cid >= 0 ORDER BY seqno", (index,)))
        for order in orders:
            columns = ", ".join(f'"{row[0]}"' for row in order)
            for rows in _many_at_once(tx.execute(f'SELECT {columns} FROM "{table}"')):
                apart.update(finder.find(b"\n\n".join(part for row in rows for part in row)))
                joined.update(finder.find(b"\n\n".join(b"".join(row) for row in rows)))
    return {finder.needles[number].raw for number in joined - apart}


def _many_at_once(rows: Iterable[tuple[object, ...]]) -> Iterator[list[list[bytes]]]:
    """The texts of rows, as bytes, some thousand rows at a time; a number or a blob stands as one byte."""
    batch: list[list[bytes]] = []
    for row in rows:
        # NULL, 0 and 1 take no room in a row.
        batch.append([it.encode() if isinstance(it, str) else b"\0" for it in row if it not in (None, 0, 1)])
        if len(batch) == ROWS:
            yield batch
            batch = []
    yield batch


def of_words(words: Iterable[str]) -> Sought:
    """Needles for words or sentences that a person types to look for, whoever holds them."""
    needles: list[Needle] = []
    short: set[str] = set()
    for thing, word in enumerate(dict.fromkeys(word.strip() for word in words)):
        if len(word) < SHORTEST:
            short |= {word.lower()} if word else set()
        else:
            needles += word_needles(word, thing)
    return Sought(tuple(needles), short=frozenset(short), things={"word": len({n.thing for n in needles})})


@contextmanager
def _gone(tx: Tx, ids: Sequence[int]) -> Generator[None]:
    """The ids in `temp.gone`, for as long as the block runs."""
    tx.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")
    tx.executemany("INSERT OR IGNORE INTO temp.gone VALUES (?)", ((id,) for id in ids))
    yield
    tx.execute("DROP TABLE temp.gone")


def _sought(tx: Tx, texts: Sequence[str], who: Sequence[str], blobs: set[bytes]) -> Sought:
    words = {word.lower() for text in (*texts, *who) for word in _WORD.findall(text)}
    words = {word for word in words if len(word) > 1 and not _stays(tx, word)}
    needles: list[Needle] = []
    different = list(dict.fromkeys(texts))
    for thing, text in enumerate(different):
        needles += text_needles(text, thing)
    long = sorted(word for word in words if len(word) >= SHORTEST)
    for thing, word in enumerate(long):
        needles += word_needles(word, thing)
    held = _held_by_others(tx, needles)
    shared = {long[it.thing] for it in needles if it.kind == "word" and it.raw in held}
    words -= shared
    stems = frozenset(_stems(tx, words) - _stems(tx, shared))
    kept = [it for it in needles if it.raw not in held and not (it.kind == "word" and long[it.thing] in shared)]
    partly_shared = {it.thing for it in needles if it.kind == "text" and it.raw in held}
    whole = {it.thing for it in needles if it.kind == "text"} - partly_shared
    kept += [it for thing in sorted(whole) for it in other_forms(different[thing], thing)]
    kept += stem_needles({stem: thing for thing, stem in enumerate(sorted(stems))}, _terms(tx, stems))
    for thing, blob in enumerate(sorted(blobs - _staying_blobs(tx, blobs))):
        kept += vector_needles(blob, thing)
    things = {kind: len({it.thing for it in kept if it.kind == kind}) for kind in {it.kind for it in kept}}
    seen = {word for text in (*texts, *who) for word in _WORD.findall(text)}
    # Short names only: "is" and "me" stand in every sentence that we make ourselves.
    short = frozenset(word for word in words if len(word) < SHORTEST and word not in seen)
    plain = frozenset(words & seen)
    return Sought(tuple(kept), stems, short, plain, len(held), dict(sorted(things.items())))


def _stays(tx: Tx, word: str) -> bool:
    """An episode that stays has this word, or another of its stem."""
    found = tx.execute(
        "SELECT 1 FROM episode_words WHERE episode_words MATCH ? AND rowid NOT IN (SELECT id FROM temp.gone) LIMIT 1",
        (f'"{word}"',),
    )
    return any(True for _ in found)


def _held_by_others(tx: Tx, needles: Sequence[Needle]) -> set[bytes]:
    """The bytes of those that stand in what stays: other episodes, and the words of the schema itself."""
    finder = Finder(needles)
    return {finder.needles[number].raw for stretch in _staying_text(tx) for number in finder.find(stretch)}


def _staying_text(tx: Tx) -> Iterator[bytes]:
    batch, size = list[bytes](), 0
    told = tx.execute(f"SELECT {COLUMNS}, key FROM episodes WHERE id NOT IN (SELECT id FROM temp.gone)")
    schema = tx.execute("SELECT name, sql FROM sqlite_schema")
    # Our own words: names of models, receipts of earlier forgettings.
    ours = (
        row
        for table, column in _text_columns(tx, ("not about an episode",))
        for row in tx.execute(f'SELECT "{column}" FROM "{table}"')
    )
    for part in (*_strings(told), *_strings(schema), *_strings(ours)):
        batch.append(part)
        size += len(part)
        if size > AT_ONCE:
            yield b"\n\n".join(batch)
            batch, size = [], 0
    yield b"\n\n".join(batch)


def _strings(rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    return (str(value).encode() for row in rows for value in row if value is not None)


def _stems(tx: Tx, words: Iterable[str]) -> set[str]:
    """The terms that the search indexes make of `words`."""
    stems: set[str] = set()
    for how in {tokenizer(tx, table) for table in SEARCHED}:
        quoted = how.replace("'", "''")
        tx.execute(f"CREATE VIRTUAL TABLE temp.to_stems USING fts5 (text, tokenize = '{quoted}')")
        tx.execute("CREATE VIRTUAL TABLE temp.stems USING fts5vocab (temp, to_stems, row)")
        tx.executemany("INSERT INTO temp.to_stems VALUES (?)", ((word,) for word in words))
        stems |= {str(row[0]) for row in tx.execute("SELECT term FROM temp.stems")}
        tx.execute("DROP TABLE temp.stems")
        tx.execute("DROP TABLE temp.to_stems")
    return stems


def tokenizer(tx: Tx, table: str) -> str:
    """How the search table cuts text into terms, in FTS5's own words."""
    sql = next((str(row[0]) for row in tx.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))), "")
    found = re.search(r"tokenize\s*=\s*(?:'([^']*)'|\"([^\"]*)\")", sql)
    return (found[1] or found[2]) if found else "unicode61"


def _terms(tx: Tx, but: frozenset[str]) -> Iterator[str]:
    """Every term of the search indexes, one after the other, without those in `but`."""
    for table in SEARCHED:
        with_vocabulary(tx, table)
        for row in tx.execute("SELECT term FROM temp.vocabulary"):
            if row[0] not in but:
                yield str(row[0])
        tx.execute("DROP TABLE temp.vocabulary")


def with_vocabulary(tx: Tx, table: str) -> None:
    """Make `temp.vocabulary` the terms of a search table; the caller drops it."""
    tx.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, {table}, row)")


def left_in_rows(tx: Tx, what: Sought) -> int:
    """How many terms and rows still hold a sought stem or short word, as SQLite itself would find them."""
    count = 0
    for table in SEARCHED:
        with_vocabulary(tx, table)
        terms = what.stems | what.short
        count += sum(1 for term in terms for _ in tx.execute("SELECT 1 FROM temp.vocabulary WHERE term = ?", (term,)))
        tx.execute("DROP TABLE temp.vocabulary")
    return count + sum(_rows_with(tx, word) for word in what.short)


def _rows_with(tx: Tx, word: str) -> int:
    """Rows of what is derived from episodes that hold the word by itself. Numbers stand everywhere."""
    if not word.isalpha():
        return 0
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    count = 0
    for table, column in _text_columns(tx, ("goes with it", "stands on it")):
        rows = tx.execute(f'SELECT "{column}" FROM "{table}" WHERE instr(lower("{column}"), ?)', (word,))
        count += sum(1 for (value,) in rows if whole.search(str(value)))
    return count


def _text_columns(tx: Tx, hows: Sequence[str]) -> list[tuple[str, str]]:
    """Every column of text of the tables whose rows stand on episodes in one of these ways."""
    found: list[tuple[str, str]] = []
    for table in (table for table, stands in TABLES.items() if stands.how in hows):
        columns = tx.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", (table,))
        found += [(table, str(row[0])) for row in columns]
    return found


def _staying_blobs(tx: Tx, blobs: set[bytes]) -> set[bytes]:
    """Of these, the ones that an episode that stays has too: equal words give equal vectors."""
    if not blobs:
        return set()
    tx.execute("CREATE TEMP TABLE gone_blobs (blob BLOB PRIMARY KEY)")
    tx.executemany("INSERT INTO temp.gone_blobs VALUES (?)", ((blob,) for blob in blobs))
    found = {bytes(row[0]) for select in _blob_columns(tx, "NOT IN") for row in tx.execute(f"{select} IN gone_blobs")}
    tx.execute("DROP TABLE temp.gone_blobs")
    return found


def _blob_columns(tx: Tx, which: str) -> list[str]:
    """A SELECT for each column of bytes of a table whose rows belong to one episode: of those IN `gone`, or NOT IN."""
    found: list[str] = []
    for table, stands in TABLES.items():
        if stands.how == "goes with it":
            columns = tx.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'BLOB'", (table,))
            where = f"{stands.column} {which} (SELECT id FROM temp.gone)"
            tail = " AND {0}" if which == "NOT IN" else ""
            found += [f"SELECT {row[0]} FROM {table} WHERE {where}{tail.format(row[0])}" for row in list(columns)]
    return found
