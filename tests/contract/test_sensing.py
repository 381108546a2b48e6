"""The words of a turn through an embedder, and the setting that says whether feelings are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from samantha.app import Companion, open_samantha
from samantha.cli.care import page
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation.around import FEELINGS, UNREAD, around
from samantha.conversation.feelings import DIM, READS
from samantha.conversation.sensing import sense
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Vectors
from samantha.store import settings

pytestmark = pytest.mark.anyio
WORDS = "Thank you so much, I love it!"


class Named(EchoEmbed):
    """Vectors of the kind that feelings are read from."""

    name = READS

    def __init__(self) -> None:
        super().__init__(DIM)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.eye(1, DIM, dtype=np.float32), (len(texts), 1))


def home(folder: Path) -> Config:
    return Config(folder / "home", folder / "weights", BrainConfig(url="echo"))


async def felt_in(s: Companion) -> tuple[str, ...]:
    return (await sense(s.parts, WORDS, ())).moment.feelings


async def test_feelings_are_read_until_the_person_says_not_to(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 3, 3, 18, 0, tzinfo=UTC))
    async with open_samantha(config=home(tmp_path), clock=clock, chat=EchoChat(), embed=Named()) as s:
        assert "gratitude" in await felt_in(s)
        await s.parts.store.run(settings.put, FEELINGS, UNREAD)
        sensed = await sense(s.parts, WORDS, ())
        assert sensed.moment.feelings == ()
        assert (sensed.moment.valence, sensed.moment.strength) == (0.0, 0.0)
        assert sensed.vector is not None  # examples may still be near
        await s.parts.store.run(settings.drop, FEELINGS)
        assert "gratitude" in await felt_in(s)


async def test_another_embedder_reads_no_feelings(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 3, 3, 18, 0, tzinfo=UTC))
    async with open_samantha(config=home(tmp_path), clock=clock, chat=EchoChat(), embed=EchoEmbed()) as s:
        sensed = await sense(s.parts, WORDS, ())
        assert sensed.moment.feelings == ()
        assert sensed.vector is None


async def test_the_page_says_whether_they_are_read(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 3, 3, 18, 0, tzinfo=UTC))
    async with open_samantha(config=home(tmp_path), clock=clock, chat=EchoChat(), embed=EchoEmbed()) as s:
        found = await s.parts.store.read(around, clock.now())
        assert any("never from a voice" in line for line in page(found))
        assert any(line.startswith("feelings") and "not read" in line for line in page(found, unread=True))
