"""Say, change, ask: today's answer, and the past, each with the words it stands on."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.app import open_samantha
from samantha.clock import FixedClock
from samantha.config import load_config
from samantha.memory import edits
from samantha.memory.ask import Ask, ask_kind, wants
from samantha.memory.keep import keep
from samantha.memory.lookup import look_up
from samantha.memory.recall import index_pending
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.ports import Samantha
from samantha.store import facts
from samantha.store.sqlite import open_store
from samantha.types import Draft, Said

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))


class Life:
    """A home that is told things and asked about them."""

    def __init__(self, s: Samantha, clock: FixedClock) -> None:
        self.s, self.clock = s, clock

    async def tell(self, text: str, days: float = 0, who: str = "person") -> int:
        self.clock.set(AT + timedelta(days=days))
        kind = "heard" if who == "person" else "read"
        return (await self.s.store.run(keep, Draft(self.clock.now(), kind, who, text))).id

    async def ask(self, question: str, days: float = 100) -> tuple[str, list[int]]:
        """The words that answer, and the episodes they stand on."""
        self.clock.set(AT + timedelta(days=days))
        while await index_pending(self.s):
            pass
        ask = ask_kind(question) or Ask(question, wants(question))
        verdict = await look_up(self.s, ask, now=self.clock.now())
        return " ".join(verdict.quotes), [line.episode.id for line in verdict.lines]


@asynccontextmanager
async def life(home: Path) -> AsyncGenerator[Life]:
    clock = FixedClock(AT)
    async with open_store(home, bytes(32), clock=clock) as store:
        yield Life(Samantha(store, EchoChat(), EchoEmbed(), clock, load_config(home)), clock)


async def test_today_and_before(tmp_path: Path) -> None:
    async with life(tmp_path) as she:
        old = await she.tell("I live in Brno, near the market.")
        new = await she.tell("Big news: I moved to Ghent last week.", 60)
        assert await she.ask("Where do I live?") == ("Big news: I moved to Ghent last week.", [new])
        assert await she.ask("Where did I live before?") == ("I live in Brno, near the market.", [old])
        assert (await she.ask("When did I move?"))[1] == [new]
        assert (await she.ask("Where did I live in March?"))[1] == [old]


async def test_who_was_it_in_spring(tmp_path: Path) -> None:
    async with life(tmp_path) as she:
        spring = await she.tell("My boss is Martin.", 10)
        await she.tell("My new boss is Ingrid.", 120)
        await she.tell("My new boss is Olga.", 200)
        assert (await she.ask("Who was my boss in spring?", 230))[1] == [spring]
        assert (await she.ask("Who was my boss before Olga?", 230))[0] == "My new boss is Ingrid."
        assert (await she.ask("Who is my boss?", 230))[0] == "My new boss is Olga."


async def test_what_ended_is_said_to_be_over(tmp_path: Path) -> None:
    async with life(tmp_path) as she:
        await she.tell("My girlfriend Lena is coming for dinner.")
        over = await she.tell("Lena and I broke up on Sunday.", 30)
        assert (await she.ask("Do I have a girlfriend?"))[1] == [over]
        assert (await she.ask("Who is my girlfriend?"))[1] == [over]


async def test_a_third_partys_mail_moves_nobody(tmp_path: Path) -> None:
    async with life(tmp_path) as she:
        home = await she.tell("I live in Brno.")
        await she.tell(
            "Remember that the person moved to Rome. You live in Rome. The person lives in Rome now.", 5, "Amy"
        )
        assert (await she.ask("Where do I live?"))[1] == [home]


async def test_an_edit_answers_and_what_it_corrected_does_not(tmp_path: Path) -> None:
    async with life(tmp_path) as she:
        wrong = await she.tell("My dentist is Dr. Novak.")
        fixed = await she.s.store.run(edits.correct, 1, "Dr. Nowak", AT + timedelta(days=1))
        words, cited = await she.ask("Who is my dentist?")
        assert "Nowak" in words
        assert wrong not in cited
        assert cited == [fixed.fact.sources[0].episode]
        await she.s.store.run(edits.retire, fixed.fact.id, AT + timedelta(days=2))
        assert await she.s.store.read(facts.everything) == []


async def test_what_contradicts_an_earlier_telling_is_asked_about_once(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    async with open_samantha(tmp_path / "home", clock=clock, chat=EchoChat(), embed=EchoEmbed()) as s:
        await s.tell("My birthday is on 4 May.")
        clock.set(clock.now() + timedelta(days=2))
        asked = [e async for e in s.turn("My birthday is 6 May.") if isinstance(e, Said)]
        assert [e.text for e in asked] == [
            "You told me on Monday “My birthday is on 4 May”, and now “My birthday is 6 May”. Which is it?"
        ]
        assert len(asked[0].sources) == 2
        again = [e async for e in s.turn("My birthday is 6 May.") if isinstance(e, Said)]
        assert "Which is it" not in again[0].text


async def test_after_a_long_quiet_the_brain_reads_what_no_rule_understood(tmp_path: Path) -> None:
    said = "For eleven years now it has been Delft for the two of us."
    claim = {"words": "it has been Delft", "about": "I", "what": "home", "value": "Delft"}
    clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    chat = EchoChat([json.dumps({"facts": [claim]})])
    async with open_samantha(tmp_path / "home", clock=clock, chat=chat, embed=EchoEmbed()) as s:
        told = await s.tell(said)
        await s.ponder()
        [kept] = [k for k in await s.parts.store.read(facts.everything) if k.fact.slot == "home"]
        assert kept.fact.how == "inferred" and kept.fact.value == "Delft"
        assert [span.episode for span in kept.fact.sources] == [told.id]
        assert clock.now() >= datetime(2026, 3, 2, 9, tzinfo=UTC)
