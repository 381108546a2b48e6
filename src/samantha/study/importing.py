"""Bring talks and notes from elsewhere into memory: look first, then keep them in batches, then index.

Guarantees: everything goes through `memory.keep`; a batch is in whole or not at all; what is in already is not kept
again, so that a broken-off import goes on where it was, and twice is once.
Does not: draw or ask; the command does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import Literal

import anyio.to_thread

from samantha.clock import machine_zone
from samantha.errors import ImportFailed
from samantha.memory.keep import keep
from samantha.memory.recall import index_pending
from samantha.ports import Samantha, Tx
from samantha.store import imports
from samantha.study.becoming import Becoming, whole
from samantha.study.forms import recognise
from samantha.study.source import Source, open_source
from samantha.study.turns import Choice, Form, Item, LeftOut, Turn, Unread
from samantha.types import PERSON, Draft

BATCH = 200
"""Turns written in one transaction."""
SAMPLE = 100
"""Turns at the beginning of a talk that are looked up to see whether it is here under another name."""
ENOUGH = 3
"""Fewer of them say nothing: a greeting may stand in two talks."""
AT_ONCE = 5_000
"""Items that are read between two words about how far the reading is."""
NAMED = 1_000
"""Places that could not be read and are named; all are counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is."""

    phase: Literal["reading", "keeping", "indexing"]
    done: int
    total: int
    """0 while it is not known."""


Show = Callable[[Step], None]


def silent(step: Step) -> None:
    """Show nothing."""


@dataclass(slots=True)
class Outlook:
    """What is in a file, before anything of it is kept."""

    form: Form
    given: Source
    choice: Choice
    turns: int = 0
    speakers: Counter[str] = field(default_factory=Counter[str])
    """Turns by who wrote them, as in Episode.who."""
    talks: set[str] = field(default_factory=set[str])
    first: datetime | None = None
    last: datetime | None = None
    unread: list[Unread] = field(default_factory=list[Unread])
    """The first NAMED of them."""
    unread_count: int = 0
    left_out: Counter[str] = field(default_factory=Counter[str])
    """What is nobody's turn, by what it is."""
    notes: list[str] = field(default_factory=list[str])
    """How something doubtful was taken."""

    @property
    def name(self) -> str:
        """The file's own name, without the folders above it."""
        return self.given.name


@dataclass(slots=True)
class Brought:
    """What an import did."""

    id: int | None
    """Its number, for taking it back; None when the file brought nothing that is here now."""
    outlook: Outlook
    new: int = 0
    before: int = 0
    """Turns that were in memory already."""
    indexed: int = 0
    ids: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """(talk, the file's own id of a turn) -> episode, new or not; filled when asked for."""


async def look(
    source: Path,
    choice: Choice = Choice(),  # noqa: B008 frozen
    *,
    on_progress: Show = silent,
) -> Outlook:
    """What `source` holds and how it would be taken. Reads all of it and keeps nothing. Raises ImportFailed."""
    on_progress(Step("reading", 0, 0))
    outlook, items = await anyio.to_thread.run_sync(_begin, source, choice)
    becoming = Becoming(outlook.form.name, choice, _zone(choice), datetime.max.replace(tzinfo=UTC))
    # In parts, so that Ctrl-C is heard between two of them.
    while await anyio.to_thread.run_sync(_count_some, outlook, items, becoming):
        on_progress(Step("reading", outlook.turns, 0))
    if not outlook.turns:
        raise ImportFailed(
            f"{outlook.name} was read as {outlook.form.title}, and there is not one turn in it.",
            "If it is something else, say what with --kind.",
            code="import.no_turns",
        )
    outlook.notes += [f"{name} is a link or a package and was not followed." for name in outlook.given.passed]
    return outlook


def check_me(outlook: Outlook) -> None:
    """Raise ImportFailed (`import.nobody`, `import.who`) where it is not known which speaker is the person."""
    if outlook.speakers[PERSON]:
        return
    if outlook.choice.me:
        raise ImportFailed(
            f"Nobody in {outlook.name} has the name that --me gives.",
            "--dry-run lists who wrote what; give the name as it stands there.",
            code="import.nobody",
        )
    if outlook.form.asks_me and outlook.choice.me is None:
        raise ImportFailed(
            f"Which of those who wrote in {outlook.name} are you?",
            'Say it with --me NAME (--dry-run lists them), or --me "" when none of them is you.',
            code="import.who",
        )


async def bring_in(
    s: Samantha,
    source: Path | Outlook,
    choice: Choice = Choice(),  # noqa: B008 frozen
    *,
    on_progress: Show = silent,
    index: bool = True,
    want_ids: bool = False,
) -> Brought:
    """Keep every turn of `source` that memory does not hold yet, then make their vectors (unless `index` is False).

    An Outlook in place of a path is one that `look` gave; its choice holds. Safe to cancel or kill at any moment, and
    to repeat. Raises ImportFailed before anything is kept, StoreError.
    """
    outlook = source if isinstance(source, Outlook) else await look(source, choice, on_progress=on_progress)
    check_me(outlook)
    given, choice = outlook.given, outlook.choice
    now = s.clock.now()
    digest = await anyio.to_thread.run_sync(given.digest)
    within = await _within(s, outlook)
    number = await s.store.run(imports.begin, outlook.form.name, whole(given.name), whole(within), digest, now)
    brought = Brought(number, outlook)
    turns = _turns(outlook.form, given, choice)
    becoming = Becoming(outlook.form.name, choice, _zone(choice), now, within=within)
    while batch := await anyio.to_thread.run_sync(_next, turns, becoming):
        ids = await s.store.run(_keep, number, [draft for _, draft in batch])
        new = sum(is_new for _, is_new in ids)
        brought.new += new
        brought.before += len(batch) - new
        if want_ids:
            names = ((turn.talk, turn.id) for turn, _ in batch)
            brought.ids |= {
                (talk, id): episode for (talk, id), (episode, _) in zip(names, ids, strict=True) if id is not None
            }
        on_progress(Step("keeping", brought.new + brought.before, outlook.turns))
    if not await s.store.run(imports.finish, number, outlook.unread_count):
        brought.id = None
    if index:
        await _index(s, brought, on_progress)
    return brought


def _begin(path: Path, choice: Choice) -> tuple[Outlook, Iterator[Item]]:
    given = open_source(path)
    form = recognise(given, choice.form)
    return Outlook(form, given, choice), form.read(given, choice)


def _count_some(outlook: Outlook, items: Iterator[Item], becoming: Becoming) -> bool:
    """Count the next AT_ONCE items; False when there was none left."""
    some = list(islice(items, AT_ONCE))
    for item in some:
        _count(outlook, item, becoming)
    return bool(some)


def _count(outlook: Outlook, item: Item, becoming: Becoming) -> None:
    if isinstance(item, Turn):
        draft = becoming.draft(item)
        outlook.turns += 1
        outlook.speakers[draft.who] += 1
        outlook.talks.add(item.talk)
        if item.at is not None:
            outlook.first = min(outlook.first or draft.at, draft.at)
            outlook.last = max(outlook.last or draft.at, draft.at)
    elif isinstance(item, Unread):
        outlook.unread_count += 1
        if len(outlook.unread) < NAMED:
            outlook.unread.append(item)
    elif isinstance(item, LeftOut):
        outlook.left_out[item.what] += 1
    else:
        outlook.notes.append(item.text)


async def _within(s: Samantha, outlook: Outlook) -> str:
    """Under which name the talk was kept earlier, where its form does not say which talk it is; else empty.

    A contact that was given another name, or a renamed file, would else bring the whole talk again.
    """
    if not outlook.form.renamed or len(outlook.talks) != 1:
        return ""
    own, choice = next(iter(outlook.talks)), outlook.choice
    earlier = [one for one in await s.store.read(imports.listed) if one.form == outlook.form.name]
    names = dict.fromkeys([own, *(one.within for one in earlier if one.within)])
    turns = await anyio.to_thread.run_sync(lambda: list(islice(_turns(outlook.form, outlook.given, choice), SAMPLE)))
    found: dict[str, int] = {}
    for name in names:
        becoming = Becoming(outlook.form.name, choice, _zone(choice), s.clock.now(), within=name)
        keys = [becoming.draft(turn).key or "" for turn in turns]
        found[name] = len(await s.store.read(imports.known, keys))
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= max(ENOUGH, len(turns) / 2) else own


def _turns(form: Form, given: Source, choice: Choice) -> Iterator[Turn]:
    return (item for item in form.read(given, choice) if isinstance(item, Turn))


def _next(turns: Iterator[Turn], becoming: Becoming) -> list[tuple[Turn, Draft]]:
    return [(turn, becoming.draft(turn)) for turn in islice(turns, BATCH)]


def _keep(tx: Tx, number: int, drafts: Sequence[Draft]) -> list[tuple[int, bool]]:
    """One batch: the episode of each draft, and whether it is new."""
    before = imports.known(tx, [draft.key for draft in drafts if draft.key])
    kept: list[tuple[int, bool]] = []
    for draft in drafts:
        known = before.get(draft.key or "")
        if known is None:
            # A key that comes twice in one batch is one episode, and the second time it is not new.
            known = before[draft.key or ""] = keep(tx, draft).id
            kept.append((known, True))
        else:
            kept.append((known, False))
    imports.came_with(tx, number, [id for id, new in kept if new])
    return kept


async def _index(s: Samantha, brought: Brought, on_progress: Show) -> None:
    """Make the vectors that are missing, those of an import that was broken off among them."""
    while done := await index_pending(s, BATCH):
        brought.indexed += done
        on_progress(Step("indexing", brought.indexed, max(brought.new, brought.indexed)))


def _zone(choice: Choice) -> tzinfo:
    return choice.zone or machine_zone()
