"""`samantha talk` as it is, with a stand-in for the brain that speaks slowly: `python -m tests.e2e.terminal_slow`.

Guarantees: everything but the brain and the embedder is the real thing, from the keys to the journal.
Does not: think.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import anyio

from samantha import app, cli
from samantha.models.echo import EchoChat
from samantha.ports import ChatDelta, Sampling
from samantha.types import Message

STORY = "The harbour was quiet, and the boats lay still in the grey light of the morning while the gulls slept."


class SlowChat(EchoChat):
    """Says one thing, a word every 0.2 s after its first clause."""

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[dict[str, Any]] = (),
        schema: dict[str, Any] | None = None,
        *,
        sampling: Sampling = Sampling(),  # noqa: B008 frozen
    ) -> AsyncGenerator[ChatDelta, None]:
        """As its parent, slower."""
        async for delta in super().stream(messages, tools, schema, sampling=sampling):
            await anyio.sleep(0.2 if messages[-1].role == "assistant" else 0.01)
            yield delta


if __name__ == "__main__":
    app.EchoChat = lambda: SlowChat(lambda _: STORY)  # type: ignore[assignment,misc]
    sys.exit(cli.main(["talk"]))
