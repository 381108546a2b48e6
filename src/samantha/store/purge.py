"""Forget for good: scan, delete, scrub, scan again, sign. And finish what was cut off or has been held long enough.

Guarantees: until the deleting commits nothing has changed; from then on, whatever happens, opening the home for
writing finishes it. What the cheap scrubbing leaves is found by the scan, and then the whole file is written anew.
Does not: choose what goes; `memory.forget` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from samantha.errors import SamanthaError
from samantha.store import belongings, forgetting, receipts, sought
from samantha.store.forgetting import Relearn, Taken
from samantha.store.needles import Finder, Needle
from samantha.store.receipts import Receipt, Scans
from samantha.store.scan import Scanned, Show
from samantha.store.sought import Sought
from samantha.store.transaction import Transaction
from samantha.store.upkeep import THOROUGH, Upkeep

What: TypeAlias = Literal["episodes", "stretch", "person", "topic"]
HELD_FOR = timedelta(minutes=10)


def _quiet(done: int, of: int) -> None:
    """Nobody watches."""


def _nothing_to_learn(tx: object, ids: Sequence[int]) -> None:
    """Nothing is derived."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be forgotten."""

    what: What
    ids: tuple[int, ...]
    more: tuple[Path, ...] = ()
    """Files and folders outside the home to be scanned with it."""
    relearn: Relearn = _nothing_to_learn


def erase(keep: Upkeep, request: Request, show: Show = _quiet) -> Receipt:
    """Forget at once and for good. Raises DiskFull, StoreError: before the deleting, nothing has changed; after it,
    opening the home again finishes it."""
    what = keep.run(sought.sought, request.ids)
    held = _held_too(keep, what)
    if any(needle.kind == "text" for needle in held):
        # The same sentences would come back with what is held, so that can no longer be taken back.
        settle(keep, request.more, show, also_held=True)
    else:
        what = _without(what, held)
    before = keep.scan(what, request.more, show)
    id = keep.run(_take, request, keep.clock.now(), None)
    return _finish(keep, id, what, before, request.more, show)


def hold(keep: Upkeep, request: Request) -> int:
    """Take it out of memory, and hold it for HELD_FOR; the number by which it can be undone."""
    now = keep.clock.now()
    id = keep.run(_take, request, now, now + HELD_FOR)
    keep.forget_pages()
    return id


def undo(keep: Upkeep, id: int, relearn: Relearn = _nothing_to_learn) -> dict[str, int]:
    """Put back what is held; table -> rows. What was said meanwhile is weighed with it by `relearn`.

    Raises StoreError `store.not_held`.
    """
    return keep.run(forgetting.undo, id, relearn)


def settle(keep: Upkeep, more: Iterable[Path] = (), show: Show = _quiet, *, also_held: bool = False) -> list[Receipt]:
    """Finish everything that is due: what was cut off, and what has been held long enough (`also_held`: all of it)."""
    done: list[Receipt] = []
    for forget in keep.run(forgetting.open_ones):
        if forget.state == "purging":
            keep.scrub(THOROUGH)
            done.append(keep.run(_write_receipt, keep, forget.id, None))
        elif also_held or (forget.until is not None and forget.until <= keep.clock.now()):
            what = keep.run(_what_is_held, forget.id)
            before = keep.scan(what, more, show)
            keep.run(forgetting.release, forget.id)
            done.append(_finish(keep, forget.id, what, before, more, show))
    return done


def settle_quietly(keep: Upkeep) -> None:
    """The same at opening: a full disk or another reader must keep nobody out; then it is done another time."""
    try:
        settle(keep)
    except SamanthaError:
        return


def _take(tx: Transaction, request: Request, now: datetime, until: datetime | None) -> int:
    taken: Taken = forgetting.take(tx, request.ids, request.relearn)
    return forgetting.note(tx, now, request.what, taken, until)


def _held_too(keep: Upkeep, what: Sought) -> list[Needle]:
    """What of it stands in something that can still be taken back."""
    held = [one.id for one in keep.run(forgetting.open_ones) if one.state == "held"]
    finder = Finder(what.needles)
    found = {number for id in held for number in finder.find(keep.run(forgetting.held_changes, id))}
    return [finder.needles[number] for number in found]


def _without(what: Sought, held: Sequence[Needle]) -> Sought:
    """The same without single words that something held has as well: they may rightly be found, until it goes."""
    shared = {(it.kind, it.thing) for it in held if it.kind in ("word", "stem")}
    kept = tuple(it for it in what.needles if (it.kind, it.thing) not in shared)
    things = {kind: len({it.thing for it in kept if it.kind == kind}) for kind in what.things}
    return replace(what, needles=kept, things=things, shared=what.shared + len(shared))


def _what_is_held(tx: Transaction, id: int) -> Sought:
    texts, who, blobs = forgetting.held_texts(forgetting.held_changes(tx, id))
    return sought.of_held(tx, texts, who, blobs)


def _finish(keep: Upkeep, id: int, what: Sought, before: Scanned, more: Iterable[Path], show: Show) -> Receipt:
    what = keep.run(sought.without_ours, what)
    keep.scrub()
    after = keep.scan(what, more, show)
    for depth in range(1, THOROUGH + 1):
        if after.clean:
            break
        keep.scrub(depth)
        after = keep.scan(what, more, show)
    return keep.run(_write_receipt, keep, id, Scans(what, before, after))


def _write_receipt(tx: Transaction, keep: Upkeep, id: int, scans: Scans | None) -> Receipt:
    forget = forgetting.by_id(tx, id)
    assert forget is not None, "it was noted in the transaction that deleted"
    now = keep.clock.now()
    copies = [f"{copy.kind}: {copy.path}" for copy in belongings.known(tx)]
    receipt = keep.sign(receipts.compose(forget, now, scans, copies))
    receipts.keep(tx, id, receipt, now)
    return receipt
