"""Take episodes and all that stands on them out of every table, in one transaction; and put them back exactly.

Guarantees: walks `migrations.TABLES`, so that a new table is reached or the schema's test fails; what is derived is
taken until nothing more falls; an undo gives every row back with its id, its search words and its vectors.
Does not: scrub the file (`upkeep`), choose what goes (`memory.forget`), nor sign (`receipts`).
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

import apsw

from samantha.errors import StoreError
from samantha.ports import Tx
from samantha.store.migrations import TABLES
from samantha.store.times import from_columns, to_columns
from samantha.store.transaction import Transaction

Relearn: TypeAlias = Callable[[Tx, Sequence[int]], None]
"""Reads episodes anew that stay, because something stood on them and on one that went. In the same transaction."""
ROUNDS = 8
"""What is derived from what is derived falls round by round; deeper than this nothing is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a transaction took away."""

    counts: dict[str, int]
    """Table -> rows."""
    root: str
    """HMAC-SHA256 over the rows under a random key that is kept nowhere: it fits these rows and tests no guess."""
    changes: bytes
    """All of it, for putting back; the person's words."""


@dataclass(frozen=True, slots=True)
class Forget:
    """One forgetting, as the journal knows it: no word of what went."""

    id: int
    at: datetime
    what: str
    state: str
    """`held` (can be undone), `purging` (the rows are gone, the file is not scrubbed yet), `done`, `undone`."""
    counts: dict[str, int]
    root: str
    until: datetime | None
    """Until when it is held; else None."""


def take(tx: Tx, ids: Sequence[int], relearn: Relearn = lambda tx, ids: None) -> Taken:
    """Delete the episodes `ids` and everything that stands on them. Ids that are not there are passed over."""
    connection = cast(Transaction, tx).connection
    session = apsw.Session(connection, "main")
    try:
        session.config(apsw.SQLITE_SESSION_OBJCONFIG_ROWID, 1)
        for table in TABLES:
            if not _is_virtual(tx, table):
                session.attach(table)
        tx.execute("PRAGMA defer_foreign_keys = ON")
        tx.execute("CREATE TEMP TABLE going (id INTEGER PRIMARY KEY)")
        tx.executemany("INSERT OR IGNORE INTO temp.going VALUES (?)", ((id,) for id in ids))
        touched: set[int] = set()
        for _ in range(ROUNDS):
            if not _one_round(tx, touched):
                break
        tx.execute("DROP TABLE temp.going")
        if touched:
            relearn(tx, sorted(touched))
        changes = session.changeset()
    finally:
        session.close()
    return Taken(*_counted(changes), changes)


def note(tx: Tx, at: datetime, what: str, taken: Taken, hold_until: datetime | None) -> int:
    """Keep that this was forgotten, held until then or to be purged now; its number."""
    state = "purging" if hold_until is None else "held"
    tx.execute(
        "INSERT INTO forgets (at_us, offset_s, zone, what, state, counts, root) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*to_columns(at), what, state, json.dumps(taken.counts, sort_keys=True), taken.root),
    )
    new = tx.last_id
    if hold_until is not None:
        tx.execute("INSERT INTO held VALUES (?, ?, ?, ?)", (new, to_columns(hold_until)[0], _newest(tx), taken.changes))
    return new


def open_ones(tx: Tx) -> list[Forget]:
    """Those that are held or still to be scrubbed, oldest first."""
    return _forgets(tx, "f.state IN ('held', 'purging')")


def by_id(tx: Tx, id: int) -> Forget | None:
    """One of them, or None."""
    return next(iter(_forgets(tx, "f.id = ?", (id,))), None)


def set_state(tx: Tx, id: int, state: str) -> None:
    """Move it on."""
    tx.execute("UPDATE forgets SET state = ? WHERE id = ?", (state, id))


def held_changes(tx: Tx, id: int) -> bytes:
    """What a held one would put back. Raises StoreError `store.not_held`."""
    for row in tx.execute("SELECT changes FROM held WHERE forget = ?", (id,)):
        return bytes(row[0])
    raise StoreError("There is nothing held that could come back.", code="store.not_held")


def held_texts(changes: bytes) -> tuple[list[str], list[str], list[bytes]]:
    """Of what is held: the episodes' texts, who spoke them, and every blob of 16 bytes and more."""
    texts, who, blobs = list[str](), list[str](), list[bytes]()
    for change in apsw.Changeset.iter(changes):
        if change.op != "DELETE" or change.old is None:
            continue
        if change.name == "episodes":
            who.append(str(change.old[5]))
            texts.append(str(change.old[6]))
        blobs += [value for value in change.old if isinstance(value, bytes) and len(value) >= 16]
    return texts, who, blobs


def release(tx: Tx, id: int) -> None:
    """Give up what is held: from here on it cannot be undone."""
    tx.execute("DELETE FROM held WHERE forget = ?", (id,))
    set_state(tx, id, "purging")


def undo(tx: Tx, id: int, relearn: Relearn = lambda tx, ids: None) -> dict[str, int]:
    """Put back what a held one took; table -> rows. Raises StoreError `store.not_held`.

    Exactly as it was; but where something was said since, what is derived is weighed anew by `relearn`, from what comes
    back and from what was said.
    """
    changes = held_changes(tx, id)
    back = [int(c.old[0]) for c in apsw.Changeset.iter(changes) if c.name == "episodes" and c.op == "DELETE" and c.old]
    through = next(iter(tx.execute("SELECT through FROM held WHERE forget = ?", (id,))))[0]
    # A belief that was read anew meanwhile goes again, with what was said since and stood on it: that is read, too.
    since = [int(row[0]) for row in tx.execute("SELECT id FROM episodes WHERE id > ? ORDER BY id", (through,))]
    exactly = _put_back(tx, changes, TABLES)
    if not exactly:
        _put_back(tx, changes, [table for table in TABLES if not _is_derived(tx, table)])
    if not exactly or _newest(tx) != through:
        relearn(tx, sorted({*back, *since}))
    for table, stands in TABLES.items():
        if stands.how == "search words":
            _index_again(tx, table, changes)
    # Vectors came back where nobody who holds some in memory looks for new ones: a number that nobody has seen.
    tx.execute("UPDATE vector_losses SET many = abs(random() >> 8)")
    tx.execute("UPDATE vectors_up_to SET episode = 0")
    tx.execute("DELETE FROM held WHERE forget = ?", (id,))
    set_state(tx, id, "undone")
    return _counted(changes)[0]


def _newest(tx: Tx) -> int:
    """The newest episode that there ever was; an id is never used twice."""
    rows = tx.execute("SELECT seq FROM sqlite_sequence WHERE name = 'episodes'")
    return next((int(row[0]) for row in rows), 0)


def _put_back(tx: Tx, changes: bytes, tables: Collection[str]) -> bool:
    """Undo `changes` in `tables`; False, and nothing is changed, where what was said since is in the way."""
    connection = cast(Transaction, tx).connection
    inverse = apsw.Changeset.invert(changes)

    def wanted(change: apsw.TableChange) -> bool:
        return change.name in tables

    tx.execute("SAVEPOINT putting_back")
    # What triggers did then is in the changes already.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    try:
        apsw.Changeset.apply(inverse, connection, filter_change=wanted, conflict=_settle_conflict)
    except (apsw.AbortError, apsw.ConstraintError):
        tx.execute("ROLLBACK TO putting_back")
        return False
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 1)
        tx.execute("RELEASE putting_back")
    return True


def _settle_conflict(reason: int, change: apsw.TableChange) -> int:
    """What was there before comes back; what was said since stays, but where the two cannot both be."""
    if reason == apsw.SQLITE_CHANGESET_CONFLICT:
        return apsw.SQLITE_CHANGESET_REPLACE
    if reason == apsw.SQLITE_CHANGESET_FOREIGN_KEY:
        return apsw.SQLITE_CHANGESET_ABORT
    return apsw.SQLITE_CHANGESET_OMIT


def _is_derived(tx: Tx, table: str) -> bool:
    """It is made anew from episodes, or points at something that is."""
    parents = [str(row[0]) for row in tx.execute('SELECT "table" FROM pragma_foreign_key_list(?)', (table,))]
    return any(TABLES[name].how == "stands on it" for name in (table, *parents))


def _one_round(tx: Tx, touched: set[int]) -> int:
    """Mark every row whose condition holds, then delete what is marked; how many rows that were."""
    marked = {table: _key_columns(tx, table) for table, stands in TABLES.items() if stands.condition is not None}
    for table, keys in marked.items():
        tx.execute(f"CREATE TEMP TABLE mark_{table} AS SELECT {keys} FROM {table} WHERE {TABLES[table].condition}")
    while _spread(tx, marked):
        pass
    for table, keys in marked.items():
        column = TABLES[table].column
        if column and TABLES[table].how != "search words":
            rows = tx.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE ({keys}) IN (SELECT * FROM temp.mark_{table})"
                f" AND {column} NOT IN (SELECT id FROM temp.going)"
            )
            touched.update(int(row[0]) for row in rows)
    deleted = 0
    # Search words first: an index over other tables' rows reads the words it must drop from them.
    for table, keys in sorted(marked.items(), key=lambda pair: TABLES[pair[0]].how != "search words"):
        tx.execute(f"DELETE FROM {table} WHERE ({keys}) IN (SELECT * FROM temp.mark_{table})")
        deleted += tx.changes if TABLES[table].how != "search words" else 0
    for table in marked:
        tx.execute(f"DROP TABLE temp.mark_{table}")
    return deleted


def _spread(tx: Tx, marked: dict[str, str]) -> int:
    """Mark what points at a marked row of something derived, too; how many rows that were.

    A fact that another one ended was shaped by it: it goes, and is read anew from its own words.
    """
    added = 0
    for table, keys in marked.items():
        if TABLES[table].how in ("is the episode", "search words"):
            continue
        for key in list(tx.execute("SELECT * FROM pragma_foreign_key_list(?)", (table,))):
            parent, column = str(key[2]), str(key[3])
            if TABLES[parent].how == "stands on it":
                tx.execute(
                    f"INSERT INTO temp.mark_{table} SELECT {keys} FROM {table} WHERE {column} IN"
                    f" (SELECT * FROM temp.mark_{parent}) AND ({keys}) NOT IN (SELECT * FROM temp.mark_{table})"
                )
                added += tx.changes
    return added


def _key_columns(tx: Tx, table: str) -> str:
    without = next((row[0] for row in tx.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,))), 0)
    if not without:
        return "rowid"
    rows = tx.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return ", ".join(f'"{row[0]}"' for row in rows)


def _is_virtual(tx: Tx, table: str) -> bool:
    rows = tx.execute("SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,))
    return [row[0] for row in rows] == ["virtual"]


def _counted(changes: bytes) -> tuple[dict[str, int], str]:
    """Rows that went, by table, and a hash over them that nobody can test a guess against."""
    key = secrets.token_bytes(32)
    leaves: list[bytes] = []
    counts: Counter[str] = Counter()
    for change in apsw.Changeset.iter(changes):
        if change.op == "DELETE":
            counts[change.name] += 1
            leaves.append(hmac.digest(key, repr((change.name, change.old)).encode("utf-8", "replace"), "sha256"))
    return dict(counts), hmac.digest(key, b"".join(sorted(leaves)), "sha256").hex()


def _index_again(tx: Tx, table: str, changes: bytes) -> None:
    """Give a search table the words of the rows that came back."""
    sql = next(iter(tx.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))))[0]
    content = re.search(r"content\s*=\s*'?(\w+)'?", str(sql))
    if content is None:
        raise StoreError(f"{table} keeps no words that could be indexed again.", code="store.in_the_way")
    source = content[1]
    columns = ", ".join(f'"{row[0]}"' for row in tx.execute("SELECT name FROM pragma_table_info(?)", (table,)))
    back = [c.old[0] for c in apsw.Changeset.iter(changes) if c.name == source and c.op == "DELETE" and c.old]
    tx.executemany(
        f"INSERT INTO {table} (rowid, {columns}) SELECT rowid, {columns} FROM {source} WHERE rowid = ?",
        ((id,) for id in back),
    )


def _forgets(tx: Tx, where: str, params: Sequence[int] = ()) -> list[Forget]:
    rows = tx.execute(
        "SELECT f.id, f.at_us, f.offset_s, f.zone, f.what, f.state, f.counts, f.root, h.until_us"
        f" FROM forgets AS f LEFT JOIN held AS h ON h.forget = f.id WHERE {where} ORDER BY f.id",
        params,
    )
    found: list[Forget] = []
    for id, at_us, offset_s, zone, what, state, counts, root, until_us in rows:
        until = None if until_us is None else from_columns(until_us, offset_s, zone)
        found.append(Forget(id, from_columns(at_us, offset_s, zone), what, state, json.loads(counts), root, until))
    return found
