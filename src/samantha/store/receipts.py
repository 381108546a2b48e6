"""Receipts of what was forgotten: written, kept, checked.

Guarantees: a receipt says what kind, when, how many rows of which table, and what a scan found before and after, signed
with the home's own key; it holds no word of what went, nor a hash that a guess could be tested against.
Does not: prove anything about copies elsewhere; `BEYOND` says so in every receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from samantha.ports import Tx
from samantha.store.forgetting import Forget
from samantha.store.scan import Scanned
from samantha.store.signing import is_signed
from samantha.store.sought import Sought
from samantha.store.times import to_columns

Receipt: TypeAlias = dict[str, Any]
"""`{"statement", "signed_by", "signature"}`; see `signing`. The statement is what `compose` gives."""
Standing: TypeAlias = Literal["good", "changed", "another home"]
KIND = "samantha forgetting 1"
SEEN = 0.9
CUT_OFF = {"clean": None, "why": "The machine stopped in between; at the next opening the file was written anew."}
BEYOND = (
    "Copies that you or other programs made of the home, an export or a backup.",
    "Old versions of the file that the disk or its system keeps by itself: snapshots, spare cells of a flash drive. "
    "They are closed under the home's key; `samantha key rotate` makes that key useless for what is written later.",
    "What was sent to a language model on another machine, if you had one set.",
    "The memory of people.",
)


@dataclass(frozen=True, slots=True)
class Scans:
    """What was looked for, and what a scan found before and after."""

    what: Sought
    before: Scanned
    after: Scanned


def compose(forget: Forget, done: datetime, scans: Scans | None, copies: Sequence[str]) -> dict[str, Any]:
    """The statement of a receipt. Without scans, `proof` says that the forgetting was cut off and finished later."""
    return {
        "kind": KIND,
        "forget": forget.id,
        "what": forget.what,
        "asked": forget.at.isoformat(),
        "done": done.isoformat(),
        "rows": dict(sorted(forget.counts.items())),
        "root": forget.root,
        "proof": CUT_OFF if scans is None else proof(scans),
        "copies_known": list(copies),
        "beyond": list(BEYOND),
    }


def proof(scans: Scans) -> dict[str, Any]:
    """What was looked for, where, and what was found; `clean` is True when nothing is left and the scan could see."""
    what, before, after = scans.what, scans.before, scans.after
    clean = after.clean and could_see(what, before)
    return {
        "clean": clean,
        "why": "" if clean else _why(after),
        "sought": {**what.things, "short_words": len(what.short), "shared_with_what_stays": what.shared},
        "before": {"found": _sizes(before.found), "hits": before.hits, "unread": before.unread},
        "after": {"found": _sizes(after.found), "hits": after.hits, "unread": after.unread, "in_rows": after.rows},
        "places": [
            {"name": it.name, "bytes": it.bytes, "pages": it.pages, "unread": it.unread, "hits": it.hits}
            for it in after.places
            if not it.outside
        ],
        "copies_still_holding_it": [it.name for it in after.places if it.outside and it.hits],
    }


def could_see(what: Sought, before: Scanned) -> bool:
    """The scan before found what was there to find: every text and vector, and the words but for a few.

    A word that the end of a page cuts in two is seen by no scan; terms are often shortened beyond telling.
    """
    found = _sizes(before.found)
    return all(
        found.get(kind, 0) >= count * (SEEN if kind == "word" else 1)
        for kind, count in what.things.items()
        if kind != "stem"
    )


def _sizes(found: Mapping[str, set[int]]) -> dict[str, int]:
    return {kind: len(things) for kind, things in sorted(found.items())}


def _why(after: Scanned) -> str:
    if after.unread:
        return "Some pages or files could not be read."
    if after.hits:
        return "Something was still found."
    return "The scan before did not find all that was there, so finding nothing afterwards proves nothing."


def keep(tx: Tx, forget: int, receipt: Receipt, since: datetime) -> None:
    """Keep a receipt and its public key; the forgetting is done."""
    text = json.dumps(receipt, ensure_ascii=False, sort_keys=True)
    tx.execute("INSERT INTO receipts (forget, receipt) VALUES (?, ?)", (forget, text))
    tx.execute("INSERT OR IGNORE INTO receipt_keys VALUES (?, ?)", (receipt["signed_by"], to_columns(since)[0]))
    tx.execute("UPDATE forgets SET state = 'done' WHERE id = ?", (forget,))


def kept(tx: Tx) -> list[Receipt]:
    """Every receipt, oldest first."""
    return [json.loads(row[0]) for row in tx.execute("SELECT receipt FROM receipts ORDER BY id")]


def keys(tx: Tx) -> frozenset[str]:
    """The public keys with which this home ever signed."""
    return frozenset(str(row[0]) for row in tx.execute("SELECT public FROM receipt_keys"))


def standing(receipt: object, ours: frozenset[str]) -> Standing:
    """`good`: ours, unchanged. `changed`: not what was signed, or no receipt. `another home`: signed, but not here."""
    if not is_signed(receipt):
        return "changed"
    table = cast(Mapping[str, Any], receipt)
    if cast(Mapping[str, Any], table["statement"]).get("kind") != KIND:
        return "changed"
    return "good" if table["signed_by"] in ours else "another home"
