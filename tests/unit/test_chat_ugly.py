"""The chat adapter against servers that speak the protocol badly, over real sockets."""

from __future__ import annotations

import json
from contextlib import aclosing
from datetime import UTC, datetime

import anyio
import pytest
from tests.openai_server import DONE, Server, event, serving, told

from samantha.clock import FixedClock
from samantha.config import BrainConfig
from samantha.errors import BrainError, ConfigError
from samantha.models.chat import OpenAIChat
from samantha.net import Net
from samantha.ports import ChatDelta, Sampling
from samantha.types import Message

pytestmark = pytest.mark.anyio
SECRET = "the words of the person"
END = ChatDelta("", finish="stop")


async def ask(server: Server, silence_s: float, n: int = 1) -> tuple[list[ChatDelta], BrainError | None]:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    got: list[ChatDelta] = []
    async with Net(clock) as net, serving(server):
        chat = OpenAIChat(net, server.url + "/", "m", "the-key", silence_s=silence_s)
        try:
            async with aclosing(chat.stream([Message("user", SECRET)], sampling=Sampling(n=n))) as deltas:
                async for delta in deltas:
                    got.append(delta)  # noqa: PERF401 what came before an error counts
        except BrainError as error:
            return got, error
    return got, None


async def heard(server: Server, *, n: int = 1) -> list[ChatDelta]:
    got, error = await ask(server, 20.0, n)
    assert error is None
    return got


async def failure(server: Server, *, silence_s: float = 20.0) -> BrainError:
    _, error = await ask(server, silence_s)
    assert error is not None
    assert SECRET not in str(error) and "the-key" not in str(error)
    assert error.next.endswith((".", "brain", "default"))
    return error


CHATTER = b": ping\n\nretry: 10\r\n\r\ndata: {}\n\ndata: " + json.dumps({"choices": []}).encode() + b"\n\n"


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        pytest.param([CHATTER, *told(["a", "b"])], [ChatDelta("a"), ChatDelta("b"), END], id="comments"),
        pytest.param([event(text="a"), DONE], [ChatDelta("a"), END], id="no finish"),
        pytest.param([event(text="a")], [ChatDelta("a"), END], id="no finish, no DONE, whole body"),
        pytest.param([DONE], [END], id="nothing at all"),
        pytest.param([event(text="a", finish="length")], [ChatDelta("a", finish="length")], id="text with finish"),
        pytest.param([*told(["a"]), event(text="late")], [ChatDelta("a"), END], id="words after the end"),
        pytest.param(
            [event(text="a"), event(finish="content_filter"), DONE], [ChatDelta("a"), END], id="an unknown finish"
        ),
        pytest.param([b'data: {"choices":[null,{"delta":[]},{"delta":{"content":7}}]}\n\n', DONE], [END], id="odd"),
        pytest.param([bytes([b]) for b in b"".join(told(["a\u2028"]))], [ChatDelta("a\u2028"), END], id="by bytes"),
    ],
)
async def test_odd_streams_are_read(frames: list[bytes], expected: list[ChatDelta]) -> None:
    assert await heard(Server(frames)) == expected


async def test_a_server_that_does_not_stream_is_read() -> None:
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "All."}, "finish_reason": "stop"}]}
    raw = json.dumps(body).encode()
    server = Server([raw], headers=("content-type: application/json", f"content-length: {len(raw)}"))
    assert await heard(server) == [ChatDelta("All.", finish="stop")]


async def test_a_server_that_ignores_n_gives_choice_0() -> None:
    assert await heard(Server(told(["a"])), n=3) == [ChatDelta("a"), END]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        ("401 Unauthorized", b"{}", "brain.refused"),
        ("403 Forbidden", b"<html>", "brain.refused"),
        ("404 Not Found", b'{"error":{"message":"model not found"}}', "brain.refused"),
        ("400 Bad Request", b'{"error":{"type":"exceed_context_size_error"}}', "brain.refused"),
        ("422 No", SECRET.encode(), "brain.refused"),
        ("301 Moved", b"", "brain.refused"),
        ("408 Late", b"", "brain.timeout"),
        ("429 Too Many Requests", b"", "brain.busy"),
        ("503 Service Unavailable", b"", "brain.busy"),
        ("500 Internal Server Error", b"\xff\xfe", "brain.died"),
        ("504 Gateway Timeout", b"", "brain.timeout"),
    ],
)
async def test_a_refusal_has_a_code_and_says_what_to_do(status: str, body: bytes, code: str) -> None:
    assert (await failure(Server([body] if body else [], status=status))).code == code


async def test_too_long_is_said_in_words() -> None:
    error = await failure(Server([b'{"error":{"code":"context_length_exceeded"}}'], status="400 Bad Request"))
    assert "longer than the model can read" in str(error)


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (Server([event(text="a")], break_off=True), "brain.died"),
        (Server([event(text="a")], headers=("content-type: text/event-stream",)), "brain.died"),
        (Server([event(text="a"), b'data: {"error":{"code":500,"message":"x"}}\n\n']), "brain.died"),
        (Server([b'data: {"error":{"code":429}}\n\n']), "brain.busy"),
        (Server([b'data: {"error":"overloaded"}\n\n']), "brain.died"),
        (Server([b"data: {not json\n\n"]), "brain.died"),
        (Server([b"data: 7\n\n"]), "brain.died"),
        (Server([event(text="a")] * 3, pause_s=5.0), "brain.timeout"),
    ],
    ids=["torn", "closed", "error object", "busy object", "error text", "no json", "no object", "silence"],
)
async def test_an_answer_that_breaks_off_says_so(server: Server, code: str) -> None:
    assert (await failure(server, silence_s=0.2 if code == "brain.timeout" else 20.0)).code == code


async def test_an_end_without_framing_is_whole_after_done() -> None:
    server = Server(told(["a"]), headers=("content-type: text/event-stream",))
    assert await heard(server) == [ChatDelta("a"), END]


async def test_nobody_there() -> None:
    async with Net(FixedClock(datetime(2026, 1, 1, tzinfo=UTC))) as net:
        chat = OpenAIChat(net, "http://127.0.0.1:9/v1", "m")
        with pytest.raises(BrainError) as caught:
            async with aclosing(chat.stream([Message("user", SECRET)])) as deltas:
                await anext(deltas)
        assert caught.value.code == "brain.unreachable"
        await chat.warm([Message("user", SECRET)])  # nothing to warm, and nothing to raise
        await chat.clear()
        assert [c.requests for c in net.connections()] == [1]


@pytest.mark.parametrize("url", ["not a url", "ftp://127.0.0.1/v1", ""])
async def test_an_address_that_is_none(url: str) -> None:
    async with Net(FixedClock(datetime(2026, 1, 1, tzinfo=UTC))) as net:
        with pytest.raises(BrainError) as caught:
            await anext(OpenAIChat(net, url, "m").stream([Message("user", SECRET)]))
        assert caught.value.code == "brain.unreachable"


async def test_a_redirect_is_not_followed() -> None:
    other = Server(told(["stolen"]))
    async with serving(other):
        there = (f"location: {other.url}/chat/completions", "content-length: 0")
        assert (await failure(Server(status="307 Temporary Redirect", headers=there))).code == "brain.refused"
    assert other.bodies == []


async def test_where_the_words_go_is_said() -> None:
    net = Net(FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    assert OpenAIChat(net, "http://localhost:11434/v1", "llama3").where == "this machine"
    assert OpenAIChat(net, "http://[::1]:1234/v1", "llama3").where == "this machine"
    assert OpenAIChat(net, "http://localhost:11434/v1", "big:120b-cloud").where == "ollama.com"
    assert OpenAIChat(net, "https://api.example.org/v1", "m").where == "api.example.org"
    assert not OpenAIChat(net, "http://localhost:11434/v1", "llama3").continues
    await net.aclose()


async def test_a_key_comes_from_the_named_variable_only() -> None:
    net = Net(FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    brain = BrainConfig(url="http://127.0.0.1:1/v1", model="m", key_env="SOME_KEY")
    assert OpenAIChat.from_config(net, brain, {"SOME_KEY": "k"}).name == "m"
    with pytest.raises(ConfigError) as caught:
        OpenAIChat.from_config(net, brain, {})
    assert caught.value.code == "config.key_env" and "SOME_KEY" in str(caught.value)
    await anyio.lowlevel.checkpoint()
