"""The Wyoming adapters: counted as connections, and a server that misbehaves is told in words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import pytest
from tests.wyoming_server import free_port, wyoming_server

from samantha.clock import SystemClock
from samantha.errors import ConfigError, VoiceError
from samantha.models.echo_voice import sound_of
from samantha.models.wyoming import Place, WyomingSTT, WyomingTTS, place_of
from samantha.net import Net

pytestmark = pytest.mark.anyio
SOUND = sound_of("hello there")


async def both_fail(place: Place, patience: float = 5.0) -> None:
    with pytest.raises(VoiceError) as deaf:
        await WyomingSTT(place, answer_s=patience).transcribe(SOUND)
    with pytest.raises(VoiceError) as mute:
        async for _ in WyomingTTS(place, answer_s=patience).speak("Hello there."):
            pass
    assert (deaf.value.code, mute.value.code) == ("voice.recogniser", "voice.speaker")
    assert "hello" not in f"{deaf.value} {mute.value}".lower()


@asynccontextmanager
async def server(
    act: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncGenerator[Place]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await act(reader, writer)
        finally:
            writer.close()

    port = free_port()
    listening = await asyncio.start_server(answer, "127.0.0.1", port)
    try:
        yield Place("127.0.0.1", port)
    finally:
        listening.close()
        await listening.wait_closed()
        await anyio.wait_all_tasks_blocked()  # whoever answered sees that the other one is gone


async def test_a_connection_is_counted_with_its_reason() -> None:
    with wyoming_server() as port:
        async with Net(SystemClock()) as net:
            place = Place("127.0.0.1", port)
            assert (await WyomingSTT(place, net).transcribe(SOUND)).text == "hello there"
            assert [chunk async for chunk in WyomingTTS(place, net, voice="any").speak("Hello.")]
            assert [(one.host, one.port, one.why) for one in net.connections()] == [
                ("127.0.0.1", port, "what you say to her"),
                ("127.0.0.1", port, "what she says aloud"),
            ]
            assert not net.leaves_machine


def test_where_words_go_is_known_beforehand() -> None:
    far = Place("ears.example.org", 10300)
    assert WyomingSTT(far).where == WyomingTTS(far).where == "ears.example.org"


async def test_a_server_that_is_away() -> None:
    await both_fail(Place("127.0.0.1", free_port()))


async def test_a_server_that_hangs() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass

    async with server(hang) as place:
        await both_fail(place, 0.2)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\x00 nonsense\n",
        b'{"no": "type"}\n',
        b"[1, 2]\n",
        b'{"type": "error", "data": {"text": "no"}}\n',
        b'{"type": "audio-chunk", "data": {"rate": "x"}, "payload_length": 3}\nabc',
        b'{"type": "audio-chunk", "data": {"rate": 16000, "width": 2, "channels": 1}, "payload_length": 900}\nabc',
    ],
)
async def test_a_server_that_leaves_or_talks_nonsense(said: bytes) -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said)
        await writer.drain()

    async with server(nonsense) as place:
        await both_fail(place)


@pytest.mark.parametrize("setting", ["tcp://", "tcp://host", "http://host:1", "tcp://host:99999", "tcp://[:1"])
def test_what_names_no_server_is_refused(setting: str) -> None:
    with pytest.raises(ConfigError, match=r"voice\.ear"):
        place_of(setting, "voice.ear")
