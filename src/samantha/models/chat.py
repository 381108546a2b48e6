"""The Chat port over the OpenAI protocol: our own child process, Ollama, vLLM, LM Studio or any provider.

Guarantees: every failure is a BrainError with a code; every choice that began ends with a delta that has `finish`;
closing the iterator closes the HTTP stream, which stops the decoding; an error carries neither words nor the key.
Does not: hand on tool calls or a model's hidden reasoning; make up what a server lacks: one that ignores `n` gives
choice 0 only, and only our own child continues an assistant message.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, NamedTuple, Protocol, Self

import anyio

from samantha.config import BrainConfig
from samantha.errors import BrainError, ConfigError
from samantha.models.answer import Answer, events_of
from samantha.models.kept_head import SLOT, KeptHead
from samantha.models.refusals import DEFAULT, died, not_reached, refusal, timeout
from samantha.net import Net, NetError, Response, host_of, is_loopback
from samantha.ports import ChatDelta, Sampling
from samantha.types import Message

SILENCE_S = 60.0
"""Seconds without a single byte after which a server counts as hung."""
PATIENCE_S = 600.0
"""Seconds without a word, however many signs of life: about a full context read on a slow machine."""
WHY = "the brain"


class Endpoint(NamedTuple):
    """Where a server listens: its base address with `/v1`, and its key."""

    url: str
    key: str | None


class LocalBrain(Protocol):
    """Our own child process, as the adapter sees it."""

    @property
    def up(self) -> Endpoint | None:
        """Where it listens now, None while there is no process that listens."""
        ...

    async def ready(self) -> Endpoint:
        """Where it listens, once it does. Raises BrainError when it cannot be started."""
        ...

    def restart(self) -> None:
        """End the process, with every word it holds; a new one starts by itself."""
        ...

    def lost(self, endpoint: Endpoint) -> None:
        """The connection to `endpoint` failed: whatever is left of that process is ended, and counts as dead."""
        ...


class OpenAIChat:
    """One model at one address. Implements the `Chat` port."""

    def __init__(
        self,
        net: Net,
        url: str,
        model: str,
        key: str | None = None,
        *,
        local: LocalBrain | None = None,
        head: KeptHead | None = None,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._net = net
        self._fixed = Endpoint(url.rstrip("/"), key)
        self._model = model
        self.local = local
        """Our own child process, None for any other server."""
        self._head = head
        self._headed: Endpoint | None = None
        """The child that has the head in a slot."""
        self._silence_s = silence_s
        self._streams = 0
        self._warming: tuple[anyio.CancelScope, anyio.Event] | None = None
        self._unsettled = False

    @classmethod
    def from_config(cls, net: Net, brain: BrainConfig, env: Mapping[str, str] = os.environ) -> Self:
        """The model at `brain.url`. Raises ConfigError (`config.key_env`) when its key's variable is not set."""
        key = env.get(brain.key_env) if brain.key_env else None
        if brain.key_env and not key:
            raise ConfigError(
                f"brain.key_env names {brain.key_env}, which is not set.",
                f"Set it, or go back to the built-in brain: {DEFAULT}",
                code="config.key_env",
            )
        return cls(net, brain.url, brain.model, key)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    @property
    def where(self) -> str:
        """`this machine`, or the host that words are sent to."""
        if self.local is not None:
            return "this machine"
        return words_go_to(self._fixed.url, self._model)

    @property
    def continues(self) -> bool:
        """True for our own child only: other servers differ in what a last assistant message means."""
        return self.local is not None

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),  # noqa: B008 frozen
    ) -> AsyncGenerator[ChatDelta, None]:
        """Answer piece by piece; see `ports.Chat.stream` for the errors. Close it to stop the decoding."""
        await self._stop_warming()
        self._streams += 1
        whole = False
        try:
            await self._bring_head(read=False)
            body = self._body(messages, tools, schema, sampling)
            async with aclosing(self._asked(body)) as deltas:
                async for delta in deltas:
                    yield delta
            whole = True
        finally:
            self._streams -= 1
            self._unsettled |= not whole

    async def _asked(self, body: dict[str, Any], again: bool = True) -> AsyncGenerator[ChatDelta, None]:
        """The deltas, with faults as BrainErrors. A child that died before its first word is asked once more."""
        endpoint = await self._endpoint()
        try:
            async with aclosing(self._deltas(endpoint, body)) as deltas:
                async for delta in deltas:
                    again = False
                    yield delta
            return
        except NetError as fault:
            if self.local is None:
                raise not_reached(fault) from fault
            self.local.lost(endpoint)
            if fault.fault == "timeout" or not again:
                raise (timeout if fault.fault == "timeout" else died)("this machine") from fault
        async with aclosing(self._asked(body, again=False)) as deltas:
            async for delta in deltas:
                yield delta

    async def warm(self, messages: Sequence[Message]) -> None:
        """Let our own child read `messages` ahead. A `stream` or `warm` that comes meanwhile ends it at once."""
        if self.local is None or self._streams or not messages:
            return
        await self._stop_warming()
        scope, over = anyio.CancelScope(), anyio.Event()
        self._warming = (scope, over)
        whole = False
        try:
            with scope:
                await self._bring_head(read=True)
                await self._read(messages)
                whole = True
        except BrainError:
            return  # reading ahead is a kindness; the stream that follows says what is wrong
        finally:
            self._unsettled |= not whole
            self._warming = None
            over.set()

    async def _bring_head(self, *, read: bool) -> None:
        """Have the head in a slot of this child: from its file, or, if `read`, by reading it and keeping the file."""
        if self._head is None:
            return
        endpoint = await self._endpoint()
        if self._headed == endpoint:
            return
        place = self._net, endpoint.url.removesuffix("/v1"), _headers(endpoint)
        there = await self._head.restore(*place)
        if not there and read:
            await self._read(self._head.messages, id_slot=SLOT)
            there = await self._head.save(*place)
        if there or read:
            self._headed = endpoint

    async def _read(self, messages: Sequence[Message], **more: int) -> None:
        """Let our own child read `messages` and say nothing."""
        body = self._body(messages, (), None, Sampling(max_tokens=0, temperature=0.0)) | more
        async with aclosing(self._asked(body)) as deltas:
            async for _ in deltas:
                pass

    async def clear(self) -> None:
        """Empty every slot of our own child; where that fails, end the process, and the words with it."""
        if self.local is None:
            return
        await self._stop_warming()
        self._headed = None
        endpoint = self.local.up
        if endpoint is None:
            return
        try:
            for slot in await self._slots(endpoint):
                root = endpoint.url.removesuffix("/v1")
                answer = await self._net.ask(
                    "POST", f"{root}/slots/{slot}?action=erase", why=WHY, headers=_headers(endpoint)
                )
                if answer.status_code != 200:
                    self.local.restart()
                    return
        except (NetError, BrainError):
            self.local.restart()

    async def _endpoint(self) -> Endpoint:
        return self._fixed if self.local is None else await self.local.ready()

    def _body(
        self, messages: Sequence[Message], tools: Sequence[dict[str, Any]], schema: dict[str, Any] | None, s: Sampling
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.text} for m in messages],
            "stream": True,
            "max_tokens": s.max_tokens,
            "temperature": s.temperature,
        }
        if s.stop:
            body["stop"] = list(s.stop)
        if s.seed is not None:
            body["seed"] = s.seed
        if s.n > 1:
            body["n"] = s.n
        if tools:
            body["tools"] = list(tools)
        if schema is not None:
            form = {"name": "answer", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        if self.local is not None:
            # Signs of life while it reads: without them llama.cpp notices a closed stream only after the reading.
            body |= {"return_progress": True, "cache_prompt": True}
        return body

    async def _deltas(self, endpoint: Endpoint, body: dict[str, Any]) -> AsyncGenerator[ChatDelta, None]:
        host = "this machine" if self.local is not None else host_of(endpoint.url)
        async with self._net.stream(
            "POST",
            f"{endpoint.url}/chat/completions",
            why=WHY,
            json=body,
            headers=_headers(endpoint),
            read_s=self._silence_s,
        ) as response:
            if response.status_code >= 300:
                raise refusal(response.status_code, await _start_of(response), host=host, model=self._model)
            answer = Answer(host, self._model)
            heard = anyio.current_time()
            async with aclosing(events_of(response)) as events:
                async for data in events:
                    deltas = answer.read(data)
                    if deltas:
                        heard = anyio.current_time()
                    elif anyio.current_time() - heard > PATIENCE_S:
                        raise timeout(host)
                    for delta in deltas:
                        yield delta
                    if answer.done:
                        break
                with anyio.move_on_after(0.25):  # to its end, so that the connection can be used again
                    async for _ in events:
                        pass
            # Without a framing of its own, an end of the connection may be an end of the server.
            framed = "transfer-encoding" in response.headers or "content-length" in response.headers
            if not framed and not answer.ended:
                raise died(host)
            for delta in answer.close():
                yield delta

    async def _stop_warming(self) -> None:
        if self._warming is not None:
            scope, over = self._warming
            scope.cancel()
            await over.wait()
        if self._unsettled and self.local is not None and not self._streams:
            self._unsettled = False
            await self._settle()

    async def _settle(self) -> None:
        """Wait until no slot decodes: a question sent earlier would get a slot that does not hold its prefix."""
        endpoint = self.local.up if self.local is not None else None
        if endpoint is None:
            return
        with anyio.move_on_after(3.0):
            try:
                while any((await self._slots(endpoint)).values()):  # noqa: ASYNC110 it is another process
                    await anyio.sleep(0.02)
            except (NetError, BrainError):
                return

    async def _slots(self, endpoint: Endpoint) -> dict[int, bool]:
        """Each slot of our child and whether it is at work."""
        root = endpoint.url.removesuffix("/v1")
        answer = await self._net.ask("GET", f"{root}/slots", why=WHY, headers=_headers(endpoint))
        if answer.status_code != 200:
            return {}
        return {int(slot["id"]): bool(slot["is_processing"]) for slot in answer.json()}


def words_go_to(url: str, model: str) -> str:
    """`this machine`, or the host that reads what is sent to `model` at `url`."""
    host = host_of(url)
    if not is_loopback(host):
        return host
    # Ollama passes models with this ending on to its own servers.
    return "ollama.com" if model.endswith("-cloud") else "this machine"


async def _start_of(response: Response, limit: int = 65536) -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) >= limit:
            break
    return body


def _headers(endpoint: Endpoint) -> Mapping[str, str]:
    return {"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
