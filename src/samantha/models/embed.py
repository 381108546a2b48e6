"""Texts to vectors: MiniLM in this process, or an OpenAI-compatible server.

Guarantees: float32 rows of unit length in the order of the texts; the event loop never waits for arithmetic.
Does not: cache. A text is cut at 256 tokens (MiniLM) or where the server cuts it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import anyio
import anyio.to_thread
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from samantha.errors import BrainError, WeightsError
from samantha.net import Net, NetError
from samantha.ports import Vectors
from samantha.types import Tokens

MOST_TOKENS = 256
"""Tokens read of one text, as the model was trained."""
BATCH = 16
"""Texts in one run of the model, of about equal length."""
OFFERED = 64
"""Texts in one request to a server."""


class MiniLM:
    """all-MiniLM-L6-v2, int8, by ONNX Runtime on one thread. Implements the `Embed` port.

    The files are opened at the first text, in the worker thread; one thread embeds at a time, so that
    indexing never takes the machine from a reply.
    """

    name = "all-minilm-l6-v2-int8"
    dim = 384

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """`model` is the ONNX file, `tokenizer` its tokenizer.json; neither is opened yet."""
        self._model = model
        self._tokens = tokenizer
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None
        self._lock = threading.Lock()
        self._limiter: anyio.CapacityLimiter | None = None

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """float32[len(texts), 384], unit length each. Raises WeightsError when a file is missing or no model."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(self._embed, list(texts), limiter=self._limiter)

    def _embed(self, texts: list[str]) -> Vectors:
        session, tokenizer = self._load()
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        # Texts of one length together: padding is arithmetic thrown away.
        order = sorted(range(len(texts)), key=lambda n: len(encoded[n]))
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            out[part] = _pooled(session, [encoded[n] for n in part])
        return out

    async def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The vectors of each text's word pieces, float32[n, 384]. Raises WeightsError when a file is missing."""
        if not texts:
            return []
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(self._tokens_of, list(texts), limiter=self._limiter)

    def _tokens_of(self, texts: list[str]) -> list[Tokens]:
        session, tokenizer = self._load()
        encoded = tokenizer.encode_batch(texts)
        out: dict[int, Tokens] = {}
        order = sorted(range(len(texts)), key=lambda n: len(encoded[n].ids))
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            hidden, _ = _hidden(session, [encoded[n].ids for n in part])
            for row, n in enumerate(part):
                out[n] = Tokens(_unit(hidden[row, : len(encoded[n].ids)]), tuple(encoded[n].offsets))
        return [out[n] for n in range(len(texts))]

    def _load(self) -> tuple[InferenceSession, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                self._loaded = (_session(self._model), _tokenizer(self._tokens))
            return self._loaded


def _session(path: Path) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises its own kinds for a missing and for a broken file
        raise _unusable(path) from error


def _tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises plain Exception
        raise _unusable(path) from error
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _unusable(path: Path) -> WeightsError:
    what = "is missing" if not path.exists() else "cannot be read as a model"
    return WeightsError(f"{path} {what}.", "Run `samantha weights fetch`, then try again.", code="weights.unusable")


def _pooled(session: InferenceSession, rows: list[list[int]]) -> NDArray[np.float32]:
    """Mean of the token vectors of each row, brought to unit length."""
    hidden, mask = _hidden(session, rows)
    return _unit((hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def _hidden(session: InferenceSession, rows: list[list[int]]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """What the model's last layer makes of each token, [rows, longest, d], and which of them are there."""
    ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = row
        mask[n, : len(row)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    return session.run(None, feed)[0], mask


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    """Rows of unit length; a row of zeros, or of no numbers at all, becomes the first unit vector."""
    rows = np.nan_to_num(np.asarray(rows, dtype=np.float32), posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = lengths[:, 0] == 0
    rows[empty, 0] = 1.0
    lengths[empty] = 1.0
    return (rows / lengths).astype(np.float32)


class OpenAIEmbed:
    """One embedding model at one OpenAI-compatible address. Implements the `Embed` port."""

    def __init__(self, net: Net, url: str, model: str, dim: int, key: str | None = None) -> None:
        """`url` is the base address with `/v1`; `dim` the length of the model's vectors."""
        self._net = net
        self._url = url.rstrip("/") + "/embeddings"
        self._model = model
        self._dim = dim
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    @property
    def name(self) -> str:
        """The model's name and the length of its vectors."""
        return f"{self._model}-{self._dim}"

    @property
    def dim(self) -> int:
        """d, the length of a vector."""
        return self._dim

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """float32[len(texts), dim], unit length each. Raises BrainError `embed.*` when it gives none."""
        parts = [await self._ask(texts[n : n + OFFERED]) for n in range(0, len(texts), OFFERED)]
        return np.concatenate(parts) if parts else np.zeros((0, self._dim), dtype=np.float32)

    async def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """None: such a server gives whole texts' vectors alone."""
        return []

    async def _ask(self, texts: Sequence[str]) -> Vectors:
        # Servers refuse an empty text; a blank is as good as nothing.
        body = {"model": self._model, "input": [text or " " for text in texts]}
        try:
            response = await self._net.ask(
                "POST", self._url, why="vectors", json=body, headers=self._headers, timeout_s=60.0
            )
        except NetError as error:
            raise BrainError(
                f"The embedding server at {error.host} did not answer.",
                "Check that it runs and that the address is right.",
                code=f"embed.{error.fault}",
            ) from None
        if response.status_code != 200:
            raise BrainError(
                f"The embedding server refused ({response.status_code}).",
                "Check the model's name and the key.",
                code="embed.refused",
            )
        return self._rows(response.content, len(texts))

    def _rows(self, content: bytes, count: int) -> Vectors:
        try:
            data = cast(list[dict[str, Any]], json.loads(content)["data"])
            ordered = sorted(data, key=lambda row: int(row.get("index", 0)))
            rows = np.array([row["embedding"] for row in ordered], dtype=np.float32)
        except (ValueError, KeyError, TypeError, AttributeError):
            rows = np.zeros((0, 0), dtype=np.float32)
        if rows.shape != (count, self._dim):
            raise BrainError(
                "The embedding server's answer has the wrong shape.",
                f"The model must give vectors of length {self._dim}.",
                code="embed.shape",
            )
        return _unit(rows)
