"""One suite for every Chat: the echo, the adapter over real sockets, and the embedded brain.

Guarantees: what `ports.Chat` promises is checked on each of them by the same code.
Does not: judge what a model says.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from tests.openai_server import DONE, Server, event, serving, told
from tests.weights_here import weight

from samantha.clock import SystemClock
from samantha.models.brain import open_brain
from samantha.models.chat import OpenAIChat
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.net import Net
from samantha.ports import Chat, ChatDelta, Sampling
from samantha.types import Message

pytestmark = pytest.mark.anyio
ASK = [Message("system", "You answer in one short sentence."), Message("user", "What colour is snow?")]
REAL = pytest.param("brain", marks=pytest.mark.real)


@asynccontextmanager
async def a_chat(kind: str, server: Server | None = None) -> AsyncGenerator[Chat, None]:
    if kind == "echo":
        yield EchoChat(lambda messages: ("Snow is white.", "It is white.", "White, mostly."))
        return
    async with Net(SystemClock()) as net:
        if kind == "brain":
            async with open_brain(weight("brain-small"), net, context=2048, clock=SystemClock()) as chat:
                yield chat
            return
        one = [event(text=t, choice=c) for t in ("Snow", " is", " white.") for c in range(3)]
        ends = [event(finish="stop", choice=c) for c in range(3)]
        async with serving(server or Server([*one, *ends, DONE])) as listening:
            yield OpenAIChat(net, listening.url, "some-model", "a key")


async def said(chat: Chat, messages: Sequence[Message], sampling: Sampling) -> list[ChatDelta]:
    async with aclosing(chat.stream(messages, sampling=sampling)) as deltas:
        return [delta async for delta in deltas]


@pytest.mark.parametrize("kind", ["echo", "server", REAL])
async def test_a_chat_keeps_the_contract(kind: str) -> None:
    async with a_chat(kind) as chat:
        assert chat.name and chat.where == "this machine"
        await chat.warm(ASK)
        deltas = await said(chat, ASK, Sampling(n=3, max_tokens=8, seed=4))
        assert {delta.choice for delta in deltas} == {0, 1, 2}
        for choice in range(3):
            mine = [delta for delta in deltas if delta.choice == choice]
            assert "".join(delta.text for delta in mine).strip()
            assert [delta.finish is not None for delta in mine] == [False] * (len(mine) - 1) + [True]
            assert mine[-1].finish in ("stop", "length")
        await chat.clear()
        assert await said(chat, ASK, Sampling(max_tokens=8))


@pytest.mark.parametrize("kind", ["echo", "server", REAL])
async def test_a_stream_may_be_closed_and_the_next_one_works(kind: str) -> None:
    async with a_chat(kind) as chat:
        async with aclosing(chat.stream(ASK, sampling=Sampling(max_tokens=60))) as deltas:
            async for _ in deltas:
                break
        assert await said(chat, ASK, Sampling(max_tokens=4))


@pytest.mark.parametrize("kind", ["echo", REAL])
async def test_limits_are_kept(kind: str) -> None:
    async with a_chat(kind) as chat:
        cut = await said(chat, ASK, Sampling(max_tokens=2))
        assert cut[-1].finish == "length"
        stopped = await said(chat, ASK, Sampling(max_tokens=40, temperature=0.0, stop=("white", "White")))
        assert "white" not in "".join(delta.text for delta in stopped).lower()
        assert stopped[-1].finish == "stop"


@pytest.mark.parametrize("kind", ["echo", REAL])
async def test_a_seed_gives_the_same_answer_and_choices_differ(kind: str) -> None:
    async with a_chat(kind) as chat:
        sampling = Sampling(max_tokens=12, temperature=1.0, seed=11, n=3)
        rounds = [await said(chat, ASK, sampling) for _ in range(2)]
        texts = [["".join(d.text for d in deltas if d.choice == c) for c in range(3)] for deltas in rounds]
        assert len(set(texts[0])) > 1
        if kind == "echo":  # decoding together is not exact to the last bit
            assert texts[0] == texts[1]


@pytest.mark.parametrize("kind", ["echo", REAL])
async def test_an_assistant_message_at_the_end_is_continued(kind: str) -> None:
    async with a_chat(kind) as chat:
        assert chat.continues
        begun = "Snow is white" if kind == "brain" else "Snow is"
        sampling = Sampling(max_tokens=12, temperature=0.0)
        if kind == "echo":
            await said(chat, ASK, sampling)
        deltas = await said(chat, [*ASK, Message("assistant", begun)], sampling)
        assert not "".join(delta.text for delta in deltas).startswith("Snow is")


@pytest.mark.real
async def test_a_schema_bounds_the_answer() -> None:
    schema = {"type": "object", "properties": {"colour": {"enum": ["white", "red"]}}, "required": ["colour"]}
    async with a_chat("brain") as chat:
        async with aclosing(chat.stream(ASK, schema=schema, sampling=Sampling(max_tokens=40))) as deltas:
            text = "".join([delta.text async for delta in deltas])
        assert text.replace(" ", "").replace("\n", "") in ('{"colour":"white"}', '{"colour":"red"}')


async def test_what_is_asked_arrives_as_the_protocol_has_it() -> None:
    server = Server(told(["Yes."]))
    tool: dict[str, Any] = {"type": "function", "function": {"name": "clock", "parameters": {}}}
    async with a_chat("server", server) as chat:
        sampling = Sampling(max_tokens=7, temperature=0.5, stop=("\n",), seed=3)
        async with aclosing(chat.stream(ASK, [tool], {"type": "object"}, sampling=sampling)) as deltas:
            assert [delta async for delta in deltas] == [ChatDelta("Yes."), ChatDelta("", finish="stop")]
    assert "authorization: bearer a key" in server.heads[0].lower()
    assert server.heads[0].startswith("POST /v1/chat/completions ")
    body = server.bodies[0]
    assert body["messages"] == [{"role": m.role, "content": m.text} for m in ASK]
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    rest = {k: body[k] for k in ("model", "stream", "max_tokens", "temperature", "stop", "seed", "tools")}
    assert rest == {
        "model": "some-model",
        "stream": True,
        "max_tokens": 7,
        "temperature": 0.5,
        "stop": ["\n"],
        "seed": 3,
        "tools": [tool],
    }
    assert not {"n", "cache_prompt", "return_progress", "id_slot"} & set(body)


async def test_closing_the_iterator_closes_the_connection() -> None:
    server = Server([event(text="la ")] * 10_000, pause_s=0.001)
    async with a_chat("server", server) as chat:
        async with aclosing(chat.stream(ASK)) as deltas:
            async for _ in deltas:
                break
        await server.gone.wait()
    assert server.written < 10_000


async def test_echo_vectors_are_near_for_shared_words() -> None:
    embed = EchoEmbed()
    rows = await embed.embed(["the cat sat down", "a cat sat", "quarterly tax return", ""])
    assert rows.shape == (4, embed.dim) and rows.dtype.name == "float32"
    assert all(abs(float(row @ row) - 1) < 1e-5 for row in rows)
    assert float(rows[0] @ rows[1]) > float(rows[0] @ rows[2])
