"""The embedded brain as it is used: killed, closed, locked, left by its parent.

Guarantees: a real child process with the small brain, real signals, real sockets.
Does not: measure speed; `bench/turn.py` does.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import anyio
import psutil
import pytest
from tests.weights_here import weight

import samantha.models.brain as brain_module
from samantha.clock import SystemClock
from samantha.errors import BrainError
from samantha.models.brain import Brain, check_gguf, open_brain
from samantha.models.chat import OpenAIChat
from samantha.net import Net
from samantha.ports import Sampling
from samantha.types import Message

pytestmark = pytest.mark.anyio
LONG = [Message("system", "You tell long, slow stories."), Message("user", "Tell me about a river.")]


@asynccontextmanager
async def brain_open(gguf: Path | None = None) -> AsyncGenerator[tuple[OpenAIChat, Brain, Net], None]:
    clock = SystemClock()
    async with (
        Net(clock) as net,
        open_brain(gguf or weight("brain-small"), net, threads=2, context=4096, clock=clock) as chat,
    ):
        assert isinstance(chat.local, Brain)
        yield chat, chat.local, net


async def said(chat: OpenAIChat, messages: Sequence[Message], max_tokens: int = 4, n: int = 1) -> str:
    async with aclosing(chat.stream(messages, sampling=Sampling(max_tokens=max_tokens, n=n))) as deltas:
        return "".join([delta.text async for delta in deltas])


async def busy(brain: Brain, net: Net) -> bool:
    endpoint = await brain.ready()
    root, headers = endpoint.url.removesuffix("/v1"), {"authorization": f"Bearer {endpoint.key}"}
    slots = (await net.ask("GET", f"{root}/slots", why="a test", headers=headers, timeout_s=60)).json()
    return any(slot["is_processing"] for slot in slots)


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not true():  # noqa: ASYNC110 it is another process
            await anyio.sleep(0.02)


@pytest.mark.real
async def test_killed_in_the_middle_it_says_so_and_comes_back() -> None:
    async with brain_open() as (chat, brain, _):
        await brain.ready()
        first = brain.pid
        with pytest.raises(BrainError) as caught:
            async with aclosing(chat.stream(LONG, sampling=Sampling(max_tokens=400))) as deltas:
                await anext(deltas)
                assert first is not None
                os.kill(first, signal.SIGKILL)
                async for _ in deltas:
                    pass
        assert caught.value.code == "brain.died"
        assert await said(chat, LONG)
        assert brain.pid not in (None, first)


@pytest.mark.real
async def test_a_question_right_after_a_death_waits_for_the_next_child() -> None:
    async with brain_open() as (chat, brain, _):
        await brain.ready()
        assert brain.pid is not None
        os.kill(brain.pid, signal.SIGKILL)
        assert await said(chat, LONG)  # before the supervisor had a moment to notice


async def test_a_child_that_always_dies_is_given_up_until_the_next_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gguf, child, lives = tmp_path / "a.gguf", tmp_path / "child.py", tmp_path / "lives"
    gguf.write_bytes(b"GGUF" + (3).to_bytes(4, "little"))
    child.write_text(f"open({str(lives)!r}, 'a').write('x')")
    monkeypatch.setattr(brain_module, "CHILD", child)
    async with brain_open(gguf) as (chat, brain, _):
        for asked in (1, 2):
            with pytest.raises(BrainError) as caught:
                await said(chat, LONG)
            assert caught.value.code == "brain.start"
            assert brain.pid is None
            assert lives.read_text() == "xxx" * asked


@pytest.mark.real
async def test_closing_the_stream_stops_the_decoding_and_keeps_the_prefix() -> None:
    async with brain_open() as (chat, brain, net):
        async with aclosing(chat.stream(LONG, sampling=Sampling(max_tokens=2000))) as deltas:
            await anext(deltas)
        with anyio.fail_after(30):
            while await busy(brain, net):  # noqa: ASYNC110 it is another process
                await anyio.sleep(0.05)
        endpoint = await brain.ready()
        headers = {"authorization": f"Bearer {endpoint.key}"}
        body = {"messages": [{"role": m.role, "content": m.text} for m in LONG], "max_tokens": 2, "n": 3}
        answer = await net.ask(
            "POST", f"{endpoint.url}/chat/completions", why="a test", json=body, headers=headers, timeout_s=60
        )
        timings = answer.json()["timings"]
        assert timings["prompt_n"] <= 2 < timings["cache_n"]


@pytest.mark.real
async def test_what_was_warmed_is_not_read_again_even_after_other_work() -> None:
    prefix = [Message("system", "You are calm. " * 20)]
    talk = [*prefix, Message("user", "Hello there.")]
    other = [Message("system", "Summarise. " * 20), Message("user", "One, two, three.")]
    async with brain_open() as (chat, brain, net):
        await chat.warm(prefix)
        assert await said(chat, talk, n=3)
        assert await said(chat, other)
        endpoint = await brain.ready()
        body = {"messages": [{"role": m.role, "content": m.text} for m in talk], "max_tokens": 1}
        answer = await net.ask(
            "POST",
            f"{endpoint.url}/chat/completions",
            why="a test",
            json=body,
            headers={"authorization": f"Bearer {endpoint.key}"},
            timeout_s=60,
        )
        assert answer.json()["timings"]["cache_n"] > 60


@pytest.mark.real
async def test_a_question_ends_the_reading_ahead() -> None:
    ahead = [Message("system", "You are calm and you listen well. " * 400)]
    async with brain_open() as (chat, brain, net), anyio.create_task_group() as tasks:
        await brain.ready()
        tasks.start_soon(chat.warm, ahead)
        while not await busy(brain, net):  # noqa: ASYNC110 it is another process
            await anyio.sleep(0.02)
        assert await said(chat, LONG, 1)
        assert not await busy(brain, net)  # reading on to the end would take many times as long as the one word


@pytest.mark.real
async def test_clear_leaves_nothing_to_go_on_from() -> None:
    async with brain_open() as (chat, brain, net):
        await said(chat, LONG, n=3)
        await chat.clear()
        endpoint = await brain.ready()
        body = {"messages": [{"role": m.role, "content": m.text} for m in LONG], "max_tokens": 1}
        answer = await net.ask(
            "POST",
            f"{endpoint.url}/chat/completions",
            why="a test",
            json=body,
            headers={"authorization": f"Bearer {endpoint.key}"},
            timeout_s=60,
        )
        assert answer.json()["timings"]["cache_n"] == 0


@pytest.mark.real
async def test_only_loopback_and_only_with_the_key() -> None:
    async with brain_open() as (_, brain, net):
        endpoint = await brain.ready()
        root = endpoint.url.removesuffix("/v1")
        assert endpoint.url.startswith("http://127.0.0.1:") and endpoint.key
        body = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}
        for headers in ({}, {"authorization": "Bearer wrong"}):
            for method, path in (("POST", "/v1/chat/completions"), ("GET", "/slots"), ("POST", "/completion")):
                answer = await net.ask(method, root + path, why="a test", json=body, headers=headers)
                assert answer.status_code == 401
        child = psutil.Process(brain.pid)
        listening = [c for c in child.net_connections() if c.status == psutil.CONN_LISTEN]
        assert [c.laddr.ip for c in listening] == ["127.0.0.1"]
        assert endpoint.key not in " ".join(child.cmdline()) and endpoint.key not in str(child.environ())
        assert not net.leaves_machine


@pytest.mark.real
async def test_nothing_that_is_said_is_logged() -> None:
    word = "zyzzyva-quokka"
    async with brain_open() as (chat, brain, net):
        await said(chat, [Message("user", f"Say {word}.")], 6)
        endpoint = await brain.ready()
        headers = {"authorization": f"Bearer {endpoint.key}"}
        for body in ({"messages": word}, {"messages": [{"role": word, "content": [word]}]}, {"prompt": {word: word}}):
            await net.ask("POST", f"{endpoint.url}/chat/completions", why="a test", json=body, headers=headers)
        assert word not in brain.log


PARENT = """
import anyio, sys
from pathlib import Path
import samantha.models.brain as brain_module
from samantha.clock import SystemClock
from samantha.models.brain import open_brain
from samantha.net import Net

async def main():
    clock = SystemClock()
    async with Net(clock) as net, open_brain(Path(sys.argv[1]), net, context=1024, clock=clock) as chat:
        await chat.local.ready()
        print(chat.local.pid, flush=True)
        await anyio.sleep_forever()

anyio.run(main)
"""


@pytest.mark.real
async def test_no_child_is_left_when_the_parent_is_killed() -> None:
    gguf = weight("brain-small")
    async with await anyio.open_process([sys.executable, "-c", PARENT, str(gguf)]) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(await parent.stdout.receive()))
        assert child.is_running()
        parent.kill()
        await parent.wait()
    await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


@pytest.mark.real
async def test_leaving_ends_the_child_even_while_it_loads() -> None:
    before = {p.pid for p in psutil.Process().children()}
    async with brain_open() as (_, brain, _):
        await until(lambda: brain.pid is not None)
    assert {p.pid for p in psutil.Process().children()} <= before


async def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    text, broken = tmp_path / "a.gguf", tmp_path / "b.gguf"
    text.write_bytes(b"hello")
    broken.write_bytes(b"GGUF" + (3).to_bytes(4, "little") + os.urandom(4096))
    for path in (text, broken, tmp_path / "none.gguf", tmp_path):
        async with brain_open(path) as (chat, _, _):
            with pytest.raises(BrainError) as caught:
                await said(chat, LONG)
            assert caught.value.code == "brain.bad_model"
            assert "samantha brain use" in str(caught.value) or str(path) in str(caught.value)
    check_gguf(broken)  # only the child can tell
    with pytest.raises(BrainError):
        check_gguf(text)


async def test_too_little_memory_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    huge = tmp_path / "huge.gguf"
    with huge.open("wb") as file:
        file.write(b"GGUF" + (3).to_bytes(4, "little"))
        file.truncate(1 << 42)  # sparse: takes no room
    async with brain_open(huge) as (chat, brain, _):
        with pytest.raises(BrainError) as caught:
            await said(chat, LONG)
        assert caught.value.code == "brain.no_memory"
        assert brain.pid is None
