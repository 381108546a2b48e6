"""The one talk that pages come to, on a real journal and without a browser: who is there, what fails, what is kept."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from tests.e2e.page_server import PITCHES, Hums, loud, over
from tests.e2e.test_turn import journal

from samantha.app import Companion, open_samantha
from samantha.config import BrainConfig, Config
from samantha.errors import DiskFull
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.echo_voice import EchoTTS
from samantha.ports import HEARD_RATE
from samantha.types import Episode
from samantha.voice.call import Senses
from samantha.web import room as rooms
from samantha.web.frames import Hello, Playhead, Tap, Typed
from samantha.web.room import Page, Room
from samantha.web.turns import Turns

pytestmark = pytest.mark.anyio
FIRST = PITCHES[180]
ANEW = Hello("", 0, 0.0, 0.0)
REPLY = "Lunch by the river, with Amy. What did she say?"


@dataclass(slots=True)
class Tab:
    """A page that remembers what it was sent, and plays at once whatever it gets."""

    sent: list[str | bytes] = field(default_factory=list[str | bytes])
    ended: bool = False
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = Page(self.sent.append, self._end)

    def _end(self) -> None:
        self.ended = True

    def events(self, what: str) -> list[dict[str, Any]]:
        parsed = [json.loads(one) for one in self.sent if isinstance(one, str)]
        return [one for one in parsed if one["what"] == what]

    def lines(self) -> list[tuple[str, str]]:
        """Every line as it stands now."""
        found = {line["id"]: line for state in self.events("state")[-1:] for line in state["lines"]}
        found.update({line["id"]: line for line in self.events("line")})
        return [(line["who"], line["text"]) for line in found.values() if line["text"]]

    def sounded(self) -> float:
        """Seconds of sound."""
        return sum((len(one) - 8) / 2 / EchoTTS.rate for one in self.sent if isinstance(one, bytes))


def open_home(home: Path) -> AbstractAsyncContextManager[Companion]:
    """A home with a scripted brain, in the time that really passes: quiet moments are waited for."""
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    return open_samantha(config=config, chat=EchoChat([REPLY] * 9), embed=EchoEmbed())


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not true():  # noqa: ASYNC110  what is looked at is what a page was sent, which has no event
            await anyio.sleep(0.01)


async def kept_by(s: Companion, so_many: int) -> list[Episode]:
    """The journal, once it holds so many."""
    with anyio.fail_after(60):
        while len(kept := await journal(s)) < so_many:  # noqa: ASYNC110
            await anyio.sleep(0.01)
    return kept


@asynccontextmanager
async def running(s: Companion) -> AsyncGenerator[Room, None]:
    room = Room(s, Senses(lambda: loud, stt=Hums(), look=over, tts=EchoTTS(), language="en"))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(room.run)
        yield room
        tasks.cancel_scope.cancel()


async def arrived(room: Room, hello: Hello = ANEW) -> Tab:
    tab = Tab()
    room.arrive(tab.page, hello)
    await until(lambda: bool(tab.events("state")) and any(who == "samantha" for who, _ in tab.lines()))
    return tab


async def say(room: Room, tab: Tab, words: str) -> None:
    """Words that the scripted ear knows, and silence until they are answered."""
    from tests.browser import hummed

    sound = np.concatenate([hummed(words), np.zeros(2 * HEARD_RATE, dtype=np.float32)])
    frames = (sound * 32_000).astype("<i2").reshape(-1, 320)
    for frame in frames:
        await room.take(tab.page, frame.tobytes())
        await anyio.sleep(0.001)


async def test_typed_and_spoken_turns_are_kept_as_what_they_were(tmp_path: Path) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        await room.take(tab.page, Typed("I slept badly.", "k1"))
        await room.take(tab.page, Typed("I slept badly.", "k1"))  # sent again after a lost connection
        await until(lambda: len([line for line in tab.lines() if line[0] == "samantha"]) == 2)
        await say(room, tab, FIRST)
        await until(lambda: tab.sounded() > 1.0)
        await room.take(tab.page, Playhead(1, 60.0))
        kept = [(one.who, one.text, one.origin) for one in await kept_by(s, 4)]
    assert [origin for _, _, origin in kept] == ["typed", "typed", "spoken", "spoken"]
    assert [text for who, text, _ in kept if who == "person"] == ["I slept badly.", FIRST]


async def test_typing_while_she_speaks_cuts_her_where_she_was_heard(tmp_path: Path) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        await say(room, tab, FIRST)
        await until(lambda: tab.sounded() > 1.0)
        await room.take(tab.page, Playhead(1, 0.6))
        await room.take(tab.page, Typed("Never mind that.", "k2"))
        await until(lambda: ("you", "Never mind that.") in tab.lines() and tab.lines()[-1][0] == "samantha")
        await until(lambda: tab.events("mode")[-1]["mode"] == "listening")
        kept = await kept_by(s, 4)
    assert kept[1].cut and kept[1].text == "Lunch by"
    assert (kept[2].text, kept[2].origin, kept[3].cut) == ("Never mind that.", "typed", False)


async def test_stop_ends_a_typed_reply_and_keeps_what_was_shown(tmp_path: Path) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        before = len(tab.lines())
        await room.take(tab.page, Typed("I slept badly.", "k1"))
        await until(lambda: len(tab.lines()) >= before + 1)
        await room.take(tab.page, Tap())
        await until(lambda: bool(tab.events("mode")) and tab.events("mode")[-1]["mode"] == "listening")
        kept = await journal(s)
    assert kept[0].text == "I slept badly."
    assert "".join(text for _, text in tab.lines()[before + 1 :]) == "".join(one.text for one in kept[1:])


async def test_a_turn_that_cannot_be_kept_is_told_and_the_next_one_can_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        call = tab.events("state")[-1]["call"]

        async def full(words: str) -> None:
            raise DiskFull("The disk is full.", "Make room.")

        with monkeypatch.context() as patch:
            patch.setattr(Turns, "hear", lambda self, words: full(words))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
            await say(room, tab, FIRST)
            await until(lambda: ("trouble", "The disk is full. Make room.") in tab.lines())
        await until(lambda: tab.events("state")[-1]["call"] != call)
        await say(room, tab, PITCHES[300])
        await until(lambda: tab.sounded() > 0.5)
        heard = [one.text for one in await journal(s) if one.who == "person"]
    assert heard == [PITCHES[300]]


async def test_a_newer_page_takes_over_and_the_older_is_told(tmp_path: Path) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        older = await arrived(room)
        newer = await arrived(room)
        assert older.events("elsewhere") and older.ended and not newer.ended
        assert newer.events("state")[-1]["call"] == older.events("state")[-1]["call"]
        await room.take(older.page, Typed("From the older one.", "k1"))
        room.leave(older.page)
        await room.take(newer.page, Typed("From the newer one.", "k2"))
        await until(lambda: newer.lines()[-1][0] == "samantha" and len(newer.lines()) >= 3)
        heard = [one.text for one in await journal(s) if one.who == "person"]
    assert heard == ["From the newer one."]


async def test_a_talk_waits_for_its_page_and_then_ends_where_it_was_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        call = tab.events("state")[-1]["call"]
        await say(room, tab, FIRST)
        await until(lambda: tab.sounded() > 1.0)
        await room.take(tab.page, Playhead(1, 0.6))
        room.leave(tab.page)
        back = await arrived(room, Hello(call, 1, tab.sounded(), 0.6))
        assert back.events("state")[-1]["call"] == call and not back.events("from")
        monkeypatch.setattr(rooms, "KEPT_OPEN", 0.05)
        room.leave(back.page)
        kept = await kept_by(s, 2)
        assert [(one.text, one.cut) for one in kept] == [(FIRST, False), ("Lunch by", True)]
        again = await arrived(room)
        assert again.events("state")[-1]["call"] != call
        assert ("samantha", "Lunch by") in again.lines()


async def test_quiet_work_is_done_when_nothing_happens_and_stops_for_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    async def rest(self: Companion) -> None:
        seen.append("begun")
        try:
            await anyio.sleep_forever()
        finally:
            seen.append("stopped")

    monkeypatch.setattr(Companion, "rest", rest)
    async with open_home(tmp_path) as s, running(s) as room:
        tab = await arrived(room)
        await until(lambda: seen == ["begun"])
        await say(room, tab, FIRST)
        assert seen[:2] == ["begun", "stopped"]
