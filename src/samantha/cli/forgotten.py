"""What `samantha forget` says: the list of what would go, and a receipt in plain words.

Guarantees: words are shown before they go, and never afterwards; a receipt is told as it is, also an unclean one.
Does not: ask or decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from samantha.cli.lines import shown
from samantha.cli.listing import when
from samantha.memory.forget import Part, Plan
from samantha.models.weights import size_in_words
from samantha.store.receipts import Receipt, Standing
from samantha.types import PERSON

ENOUGH = 110
"""Characters of an episode that a line of the list shows."""
STANDING = {
    "good": "Good: signed by this home, and unchanged.",
    "changed": "Not good: this is not what was signed, or it is no receipt.",
    "another home": "Signed and unchanged, but not by this home.",
}


def plan_lines(plan: Plan, now: datetime) -> list[str]:
    """The list, numbered from 1, each with a tick where it goes; then the figures."""
    lines = [_part_line(number, part, now) for number, part in enumerate(plan.parts, start=1)]
    return [*lines, "", f"This goes: {_things(plan.rows)}."]


def plan_fields(plan: Plan) -> dict[str, Any]:
    """The same for programs."""
    parts = [{"id": part.episode.id, "why": part.why, "goes": part.taken} for part in plan.parts]
    return {"what": plan.what, "episodes": parts, "rows": plan.rows}


def receipt_lines(receipt: Receipt) -> list[str]:
    """What was done, what the scan found, what it cannot reach."""
    statement = receipt["statement"]
    proof = statement["proof"]
    lines = [f"Forgotten: {_things(statement['rows'])}."]
    if proof["clean"] is None:
        lines.append(f"No scan was made: {proof['why']}")
    else:
        size = size_in_words(sum(place["bytes"] for place in proof["places"]))
        lines.append(f"Every byte of the home was looked through ({size}, {len(proof['places'])} files).")
        lines.append(f"Before, what went was found in {proof['before']['hits']:,} places; after, in {_after(proof)}.")
        if not proof["clean"]:
            lines.append(f"This is no proof. {proof['why']} `samantha doctor` may say more.")
        lines += [f"Still there, yours to delete: {name}" for name in proof.get("copies_still_holding_it", ())]
    if statement["copies_known"]:
        lines.append("Copies that were made earlier may hold it; they are yours to delete:")
        lines += [f"  {name}" for name in statement["copies_known"]]
    lines.append(
        f"Receipt {statement['forget']} is kept; `samantha forget --receipts` lists it and says what no scan reaches."
    )
    return lines


def receipts_lines(found: Sequence[Receipt], standings: Sequence[Standing]) -> list[str]:
    """A line a receipt, and once what none of them can speak for."""
    lines: list[str] = []
    for receipt, standing in zip(found, standings, strict=True):
        statement = receipt["statement"]
        done = datetime.fromisoformat(statement["done"])
        clean = {True: "nothing left", False: "NOT clean", None: "unscanned"}[statement["proof"]["clean"]]
        mark = "" if standing == "good" else f" ({STANDING[standing]})"
        lines.append(f"{statement['forget']:>4}  {done:%Y-%m-%d %H:%M}  {_things(statement['rows'])}; {clean}{mark}")
    if found:
        lines += ["", "What no scan of the home reaches:", *(f"  - {it}" for it in found[-1]["statement"]["beyond"])]
    return lines or ["Nothing was forgotten yet."]


def _after(proof: Mapping[str, Any]) -> str:
    hits = proof["after"]["hits"]
    return f"{hits:,}" if hits else "none"


def _part_line(number: int, part: Part, now: datetime) -> str:
    one = part.episode
    who = "you" if one.who == PERSON else one.who
    text = " ".join(one.text.split())
    text = text if len(text) <= ENOUGH else text[:ENOUGH] + "…"
    return f"{number:>4} [{'x' if part.taken else ' '}] {when(one.at, now)}, {shown(who)}: {shown(text)}  ({part.why})"


def _things(rows: Mapping[str, int]) -> str:
    """`3 episodes, 2 facts`; in the order of weight, tables under their own names where there is no better one."""
    names = {"episodes": ("episode", "episodes"), "facts": ("fact", "facts"), "people": ("person", "people")}
    first = [_count(rows[table], *names[table]) for table in names if rows.get(table)]
    rest = sum(count for table, count in rows.items() if table not in names)
    return ", ".join([*first, *([f"{_count(rest, 'row', 'rows')} that stood on them"] if rest else [])]) or "nothing"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
