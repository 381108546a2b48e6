"""The Embed port, over MiniLM, an OpenAI-compatible server and the echo.

Guarantees: what one adapter promises, all keep.
Does not: judge how good the vectors are; the evals do.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest

from samantha.clock import SystemClock
from samantha.config import default_weights
from samantha.errors import BrainError, WeightsError
from samantha.models.echo import EchoEmbed
from samantha.models.embed import MiniLM, OpenAIEmbed
from samantha.net import Net
from samantha.ports import Embed

pytestmark = pytest.mark.anyio
ADAPTERS = ["echo", "server", pytest.param("minilm", marks=pytest.mark.real)]


class _Server(BaseHTTPRequestHandler):
    """Vectors that depend on each text alone, given in reverse order, as the protocol allows."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("Authorization") != "Bearer key" or any(text == "" for text in body["input"]):
            self._send(400, {})
            return
        rows = [{"index": n, "embedding": _vector(text)} for n, text in enumerate(body["input"])]
        self._send(200, {"data": rows[::-1]})

    def _send(self, status: int, data: dict[str, Any]) -> None:
        content = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _vector(text: str) -> list[float]:
    return [float(text.count(letter)) for letter in "aeiost ,"]


@asynccontextmanager
async def server_embed(key: str = "key", dim: int = 8) -> AsyncGenerator[OpenAIEmbed]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        async with Net(SystemClock()) as net:
            yield OpenAIEmbed(net, f"http://127.0.0.1:{server.server_port}/v1", "letters", dim, key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def minilm() -> MiniLM:
    folder = default_weights()
    files = folder / "all-minilm-l6-v2-int8.onnx", folder / "all-minilm-l6-v2-tokenizer.json"
    if not all(file.exists() for file in files):
        if os.environ.get("CI"):
            pytest.fail("the embedder's files are missing")
        pytest.skip("the embedder's files are not here")
    return MiniLM(*files)


@asynccontextmanager
async def adapter(name: str) -> AsyncGenerator[Embed]:
    if name == "server":
        async with server_embed() as embed:
            yield embed
    else:
        yield EchoEmbed() if name == "echo" else minilm()


@pytest.mark.parametrize("name", ADAPTERS)
async def test_rows_are_float32_of_unit_length_in_order(name: str) -> None:
    texts = ["a cat on a mat", "", "x" * 5000, "árvíztűrő 🙂 \x00", "a cat on a mat", *(f"text {n}" for n in range(80))]
    async with adapter(name) as embed:
        rows = await embed.embed(texts)
        alone = await embed.embed(texts[:1])
    assert rows.shape == (len(texts), embed.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)
    assert np.allclose(rows[0], rows[4], atol=1e-3)
    # int8 arithmetic depends a little on what shares the batch.
    assert float(rows[0] @ alone[0]) > 0.98


@pytest.mark.parametrize("name", ADAPTERS)
async def test_no_texts_give_no_rows(name: str) -> None:
    async with adapter(name) as embed:
        assert (await embed.embed([])).shape == (0, embed.dim)


@pytest.mark.parametrize("name", ADAPTERS)
async def test_two_askers_at_once_get_their_own(name: str) -> None:
    got: dict[str, Any] = {}

    async def ask(text: str) -> None:
        got[text] = (await embed.embed([text]))[0]

    async with adapter(name) as embed:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, "a sister is coming")
            tasks.start_soon(ask, "tea")
        again = (await embed.embed(["tea"]))[0]
    assert float(got["tea"] @ again) > 0.99


@pytest.mark.real
async def test_minilm_brings_one_meaning_in_two_words_together() -> None:
    rows = await minilm().embed(["My dog is ill.", "The puppy is sick.", "The train leaves at nine."])
    assert float(rows[0] @ rows[1]) > float(rows[0] @ rows[2]) + 0.2


async def test_a_missing_or_broken_model_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"missing.*samantha weights") as missing:
        await MiniLM(tmp_path / "no.onnx", tmp_path / "no.json").embed(["a"])
    assert missing.value.code == "weights.unusable"
    (tmp_path / "no.onnx").write_bytes(b"not a model")
    with pytest.raises(WeightsError, match="cannot be read"):
        await MiniLM(tmp_path / "no.onnx", tmp_path / "no.json").embed(["a"])


async def test_a_server_that_refuses_or_answers_oddly_is_a_clear_error() -> None:
    async with server_embed(key="wrong") as embed:
        with pytest.raises(BrainError) as refused:
            await embed.embed(["a"])
    async with server_embed(dim=9) as embed:
        with pytest.raises(BrainError) as odd:
            await embed.embed(["a"])
    assert (refused.value.code, odd.value.code) == ("embed.refused", "embed.shape")


async def test_a_server_that_is_away_is_a_clear_error() -> None:
    async with Net(SystemClock()) as net:
        with pytest.raises(BrainError) as away:
            await OpenAIEmbed(net, "http://127.0.0.1:9/v1", "m", 8).embed(["private words"])
    assert away.value.code == "embed.unreachable"
    assert "private" not in str(away.value)
