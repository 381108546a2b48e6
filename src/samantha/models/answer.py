"""One streamed answer of an OpenAI-compatible server, from bytes to deltas.

Guarantees: comments, empty choices, whole answers instead of streams, and a missing finish are all read; what cannot be
read is a BrainError without the text of it.
Does not: know how the answer was asked for, nor keep what was said.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any, cast

from samantha.models.refusals import broken_off, died
from samantha.models.sse import Events, TooLong
from samantha.net import Response, host_of
from samantha.ports import ChatDelta


class Answer:
    """One streamed answer, read event by event. Pure."""

    def __init__(self, host: str, model: str) -> None:
        self.done = False
        """True after `[DONE]`."""
        self._host = host
        self._model = model
        self._open: set[int] = set()
        self._closed: set[int] = set()

    @property
    def ended(self) -> bool:
        """True when the server said that it is over: `[DONE]`, or a finish for each choice that began."""
        return self.done or (bool(self._closed) and not self._open)

    def read(self, data: str) -> list[ChatDelta]:
        """The deltas in one event. Raises BrainError for an error object, and for what is no JSON object."""
        if data.strip() == "[DONE]":
            self.done = True
            return []
        try:
            event = json.loads(data)
        except json.JSONDecodeError as error:
            raise died(self._host) from error
        if not isinstance(event, dict):
            raise died(self._host)
        fields = cast(dict[str, Any], event)
        if fields.get("error"):
            raise broken_off(fields["error"], host=self._host, model=self._model)
        choices = cast(list[Any], fields.get("choices") or [])
        return [delta for choice in choices if (delta := self._choice(choice)) is not None]

    def close(self) -> list[ChatDelta]:
        """The last deltas of choices that a server left without a finish; at least choice 0 is finished."""
        left = sorted(self._open) or ([] if self._closed else [0])
        return [ChatDelta("", choice, "stop") for choice in left]

    def _choice(self, choice: Any) -> ChatDelta | None:
        if not isinstance(choice, dict):
            return None
        fields = cast(dict[str, Any], choice)
        index = fields.get("index")
        number = index if isinstance(index, int) else 0
        # A server that does not stream answers with `message` instead of `delta`.
        piece: object = fields.get("delta") or fields.get("message")
        said = cast(dict[str, object], piece).get("content") if isinstance(piece, dict) else None
        text = said if isinstance(said, str) else ""
        reason = fields.get("finish_reason")
        finish = None if reason is None else ("length" if reason == "length" else "stop")
        if number in self._closed or (not text and finish is None):
            return None
        (self._open.discard if finish else self._open.add)(number)
        if finish:
            self._closed.add(number)
        return ChatDelta(text, number, finish)


async def events_of(response: Response) -> AsyncGenerator[str, None]:
    """The data of each event; the whole body as one event where the server did not stream."""
    if "application/json" in response.headers.get("content-type", ""):
        yield (await response.aread()).decode("utf-8", "replace")
        return
    events = Events()
    try:
        async for piece in response.aiter_bytes():
            for data in events.feed(piece):
                yield data
    except TooLong as error:
        raise died(host_of(str(response.url))) from error
    for data in events.close():
        yield data
