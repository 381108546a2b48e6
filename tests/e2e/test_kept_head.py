"""The head that is kept read between two children: with the real small brain."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

import pytest
from tests.weights_here import weight

from samantha.clock import SystemClock
from samantha.models.brain import open_brain
from samantha.models.chat import OpenAIChat
from samantha.models.kept_head import KeptHead
from samantha.net import Net
from samantha.ports import Sampling
from samantha.types import Message

pytestmark = [pytest.mark.anyio, pytest.mark.real]
HEAD = (
    Message("system", "You are a lighthouse keeper. " + "The sea is wide and the nights are long. " * 8),
    Message("user", "Is the lamp lit?"),
    Message("assistant", "It is, and it turns."),
)
SECRET = "My sister Iris moved to Lisbon."


async def talk(heads: Path, *, rest: bool) -> None:
    """Take a turn with a new child."""
    clock = SystemClock()
    async with Net(clock) as net:
        brain = open_brain(weight("brain-small"), net, threads=2, context=4096, clock=clock, head=HEAD, heads=heads)
        async with brain as chat:
            question = [*HEAD, Message("user", SECRET)]
            if rest:
                await chat.warm(question)
            async with aclosing(chat.stream(question, sampling=Sampling(max_tokens=4))) as deltas:
                assert [delta async for delta in deltas]


async def reused(heads: Path, *, restore: bool) -> int:
    """How many tokens of the head a new child need not read."""
    clock = SystemClock()
    kept = KeptHead(HEAD, weight("brain-small"), heads)
    async with Net(clock) as net:
        brain = open_brain(weight("brain-small"), net, threads=2, context=4096, clock=clock, head=HEAD, heads=heads)
        async with brain as chat:
            assert chat.local is not None
            endpoint = await chat.local.ready()
            headers = {"authorization": f"Bearer {endpoint.key}"}
            if restore:
                assert await kept.restore(net, endpoint.url.removesuffix("/v1"), headers)
            return await cached(chat, net)


async def cached(chat: OpenAIChat, net: Net) -> int:
    assert chat.local is not None
    endpoint = await chat.local.ready()
    answer = await net.ask(
        "POST",
        f"{endpoint.url}/chat/completions",
        why="a test",
        headers={"authorization": f"Bearer {endpoint.key}"},
        json={"messages": [{"role": m.role, "content": m.text} for m in HEAD], "max_tokens": 1},
        timeout_s=100,
    )
    return int(answer.json()["timings"]["cache_n"])


async def test_the_head_is_kept_and_nobodys_words_with_it(tmp_path: Path) -> None:
    await talk(tmp_path, rest=True)
    (file,) = [path.name for path in files(tmp_path)]
    assert file == KeptHead(HEAD, weight("brain-small"), tmp_path).name
    kept = (tmp_path / file).read_bytes()
    await talk(tmp_path, rest=False)
    assert (tmp_path / file).read_bytes() == kept, "a talk adds nothing to it"
    assert await reused(tmp_path, restore=False) == 0
    assert await reused(tmp_path, restore=True) > 50


def files(folder: Path) -> list[Path]:
    return list(folder.glob("*"))


async def test_a_file_that_does_not_fit_is_thrown_away(tmp_path: Path) -> None:
    kept = KeptHead(HEAD, weight("brain-small"), tmp_path)
    kept.path.write_bytes(b"not a slot")
    await talk(tmp_path, rest=True)
    assert kept.path.read_bytes() != b"not a slot" and kept.path.stat().st_size > 1000


def test_another_head_has_another_file(tmp_path: Path) -> None:
    gguf = tmp_path / "a.gguf"
    gguf.write_bytes(b"GGUF")
    names = {KeptHead(head, gguf, tmp_path).name for head in (HEAD, HEAD[:1])}
    assert len(names) == 2
