"""Bring the pieces that are missing: from the hub where it answers, else from carriers, several at once.

Guarantees: every piece that came in right stays, whatever happens to the others; the first failure stops the rest.
Does not: lock the folder (`weights` does), nor trust any source.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import anyio

from samantha.errors import WeightsError
from samantha.models.carriers import fetch_carrier, read_member
from samantha.models.weights_check import remember
from samantha.models.weights_folder import check_room, folder_error, free_bytes, no_space, work_folder
from samantha.models.weights_hub import WHY, fetch_range, hub_answers
from samantha.models.weights_manifest import Carrier
from samantha.models.weights_meter import Meter, Progress, Step
from samantha.models.weights_partial import Partial, blocks
from samantha.net import Net
from samantha.ports import Clock

AT_ONCE = 3
"""Downloads side by side."""
LOOK_S = 0.25
"""How often the progress is told, seconds."""

Show: TypeAlias = Callable[[Progress], None]
Place: TypeAlias = tuple[Partial, int]
"""A piece of a file: where to write, and which."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One download, and the pieces it fills."""

    key: str
    whence: str
    expected: int
    """About how many bytes it brings."""
    places: tuple[Place, ...]
    carrier: Carrier | None
    """None: from the hub."""


def hub_parcels(partials: Sequence[Partial]) -> list[Parcel]:
    """One parcel for each missing piece of a file that a hub has."""
    return [
        Parcel(f"hub-{p.file.name}-{i}", "the hub", p.file.pieces[i].bytes, ((p, i),), None)
        for p in partials
        if p.file.hub
        for i in p.missing
    ]


def carrier_parcels(partials: Sequence[Partial], kinds: Sequence[str]) -> list[Parcel]:
    """One parcel for each carrier that holds a missing piece, in the order of first need."""
    places: dict[Carrier, list[Place]] = {}
    for p in partials:
        for i in p.missing:
            carrier = p.file.pieces[i].carrier
            if carrier and carrier.kind in kinds:
                places.setdefault(carrier, []).append((p, i))
    return [Parcel(f"package-{n}", str(c), c.bytes, tuple(at), c) for n, (c, at) in enumerate(places.items())]


@dataclass(slots=True)
class Fetch:
    """One run over the missing pieces of several files."""

    folder: Path
    partials: Sequence[Partial]
    net: Net
    clock: Clock
    show: Show
    free: Callable[[Path], int]
    failed: WeightsError | None = None
    _meter: Meter = field(default_factory=lambda: Meter(0))
    _flying: dict[str, tuple[Path, int]] = field(default_factory=dict[str, tuple[Path, int]])
    _now: str = ""
    _landed: bool = False
    _whole: set[str] = field(default_factory=set[str])
    _spoiled: set[str] = field(default_factory=set[str])

    async def run(self, sources: Sequence[str]) -> None:
        """Fetch and finish every file. Raises WeightsError when one cannot be had."""
        try:
            for _ in range(2):  # a second round for what went bad on disk between writing and reading back
                await self._finish_complete()
                await self._from_hub(sources)
                await self._carry(carrier_parcels(self._open, [s for s in sources if s != "hub"]))
                if self.failed:
                    raise self.failed
                if not self._open:
                    return
        except OSError as error:
            raise folder_error(self.folder, error) from error
        raise unreachable([p.file.name for p in self._open])

    @property
    def _open(self) -> list[Partial]:
        return [p for p in self.partials if p.file.name not in self._whole]

    async def _from_hub(self, sources: Sequence[str]) -> None:
        parcels = hub_parcels(self._open) if "hub" in sources else []
        if parcels and await hub_answers(self.net, parcels[0].places[0][0].file.hub[0]):
            await self._carry(parcels)
            self.failed = None  # what the hub did not give, a carrier may

    async def _carry(self, parcels: Sequence[Parcel]) -> None:
        """Bring `parcels`, some at once; the first that fails is kept in `failed` and the others are called off."""
        if not parcels:
            return
        self.failed = None
        self._now = parcels[0].places[0][0].file.name
        self._check_room(parcels)
        kept = sum(p.file.pieces[i].bytes for p in self._open for i in p.done)
        self._meter = Meter(kept + sum(p.expected for p in parcels), kept)
        queue = deque(parcels)
        async with anyio.create_task_group() as watch:
            watch.start_soon(self._tell)
            async with anyio.create_task_group() as group:
                for _ in range(min(AT_ONCE, len(parcels))):
                    group.start_soon(self._worker, queue, group.cancel_scope)
            watch.cancel_scope.cancel()

    async def _worker(self, queue: deque[Parcel], scope: anyio.CancelScope) -> None:
        while queue:
            parcel = queue.popleft()
            try:
                await self._bring(parcel)
                await self._finish_complete()
            except WeightsError as error:
                self.failed = self.failed or error
                scope.cancel()
            except OSError as error:
                self.failed = self.failed or folder_error(self.folder, error)
                scope.cancel()

    async def _bring(self, parcel: Parcel) -> None:
        """Download one parcel and write its pieces, with one more try where that may help."""
        try:
            await self._bring_once(parcel)
        except WeightsError as error:
            if error.code == "weights.unreachable" and free_bytes(self.folder) < 2 * parcel.expected:
                raise no_space(self.folder) from error  # the client only said that it failed
            # Nothing has come through at all: asking again would only make the person wait.
            if error.code == "weights.no_client" or (error.code == "weights.unreachable" and not self._landed):
                raise
            await self._bring_once(parcel)
        self._landed = True

    async def _bring_once(self, parcel: Parcel) -> None:
        work = await anyio.to_thread.run_sync(work_folder, self.folder, parcel.key)
        self._flying[parcel.key] = (work, parcel.expected)
        self._now = parcel.places[0][0].file.name
        try:
            came = await self._download(parcel, work)
            for partial, index in parcel.places:
                await anyio.to_thread.run_sync(_write, partial, index, came, parcel)
            self._meter.landed(parcel.key, parcel.expected)
            self.show(self._progress("downloading", self._now))
        finally:
            self._flying.pop(parcel.key, None)
            self._meter.lost(parcel.key)
            shutil.rmtree(work, ignore_errors=True)

    def _download(self, parcel: Parcel, work: Path) -> Awaitable[Path]:
        if parcel.carrier:
            # The client opens the connection, to an address that only it knows.
            self.net.note(f"a package registry, through {parcel.carrier.kind}", WHY)
            return fetch_carrier(parcel.carrier, work)
        partial, index = parcel.places[0]
        return fetch_range(self.net, partial.file, partial.file.pieces[index], work)

    async def _finish_complete(self) -> None:
        """Give every file whose pieces are all here its name; one that went bad on disk stays open, once."""
        for partial in self._open:
            name = partial.file.name
            if partial.missing or name in self._whole:  # another worker may have finished it while we finished one
                continue
            self._whole.add(name)  # before the wait, so that no other worker finishes it too
            try:
                await anyio.to_thread.run_sync(partial.finish)
            except BaseException as error:
                self._whole.discard(name)
                if not isinstance(error, WeightsError) or not partial.missing or name in self._spoiled:
                    raise
                self._spoiled.add(name)
                continue
            await anyio.to_thread.run_sync(remember, self.folder, partial.file, partial.file.sha256)
            self.show(self._progress("ready", name))

    def _check_room(self, parcels: Sequence[Parcel]) -> None:
        # A package lies on the disk twice while its client moves it from its own scratch to where we asked for it.
        passing = 2 * sum(sorted((p.expected for p in parcels), reverse=True)[:AT_ONCE])
        lasting = sum(p.file.pieces[i].bytes for p in self._open for i in p.missing)
        check_room(self.folder, lasting + passing, self.free)

    async def _tell(self) -> None:
        while True:
            for key, (work, expected) in list(self._flying.items()):
                self._meter.flying(key, _weigh(work), expected)
            self.show(self._progress("downloading", self._now))
            await anyio.sleep(LOOK_S)

    def _progress(self, step: Step, name: str) -> Progress:
        return Progress(
            step=step,
            name=name,
            done=self._meter.done,
            total=self._meter.total,
            part=sum(len(p.done) for p in self.partials),
            parts=sum(len(p.file.pieces) for p in self.partials),
            seconds_left=self._meter.seconds_left(self.clock.monotonic()),
        )


def _write(partial: Partial, index: int, came: Path, parcel: Parcel) -> None:
    piece = partial.file.pieces[index]
    chunks = read_member(came, piece) if parcel.carrier else blocks(came)
    partial.write(index, chunks, parcel.whence)


def _weigh(work: Path) -> int:
    """Bytes under `work`, while a client is busy there."""
    total = 0
    for folder, _, names in os.walk(work):  # passes over a folder that went while we looked
        for name in names:
            try:
                total += Path(folder, name).stat().st_size
            except OSError:
                continue
    return total


def unreachable(names: Sequence[str]) -> WeightsError:
    """The error for files that no source gave."""
    return WeightsError(
        f"No source could give {', '.join(names)}.",
        "Check the network, or copy the files from another machine and run `samantha weights import FOLDER`.",
        code="weights.unreachable",
    )
