"""What a server's refusal means, in words for the person and with a stable code.

Guarantees: a body of any shape gives a BrainError; nothing of the body is repeated but short identifiers.
Does not: decide whether to try again.
"""

from __future__ import annotations

import json
from typing import Any, cast

from samantha.errors import BrainError
from samantha.net import NetError

DEFAULT = "samantha brain use default"
"""The command that always leads back to a brain of one's own."""
_TOO_LONG = ("context_length", "exceed_context", "context size", "context length", "too many tokens")


def refusal(status: int, body: bytes, *, host: str, model: str) -> BrainError:
    """The error for an HTTP `status` of 400 or more. `host` and `model` are named to the person."""
    low = body[:4000].decode("utf-8", "replace").lower()
    if status in (401, 403):
        return BrainError(
            f"The model server at {host} did not accept the key.",
            "Put the right key into the environment variable that brain.key_env names.",
            code="brain.refused",
        )
    if status in (408, 504):
        return timeout(host)
    if status in (429, 503, 529):
        return BrainError(f"The model server at {host} is busy.", "Wait a little, then ask again.", code="brain.busy")
    if status >= 500:
        return died(host)
    if any(sign in low for sign in _TOO_LONG):
        return BrainError(
            "This was longer than the model can read at once.", "Say it in smaller pieces.", code="brain.refused"
        )
    if status == 404:
        return BrainError(
            f"The model server at {host} knows no model {model!r}, or its address lacks /v1.",
            "See what there is with: samantha brain",
            code="brain.refused",
        )
    return BrainError(
        f"The model server at {host} did not take the question (HTTP {status}).",
        "See which brain is set with: samantha brain",
        code="brain.refused",
    )


def broken_off(error: Any, *, host: str, model: str) -> BrainError:
    """The error for an error object inside a stream, whatever its shape."""
    fields = cast(dict[str, Any], error) if isinstance(error, dict) else {}
    code = fields.get("code")
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    return refusal(status, json.dumps(error, default=str).encode(), host=host, model=model)


def died(host: str) -> BrainError:
    """The answer stopped in the middle."""
    return BrainError(f"The brain ({host}) stopped in the middle of its answer.", "Ask again.", code="brain.died")


def timeout(host: str) -> BrainError:
    """Nothing came for too long."""
    return BrainError(f"The brain ({host}) was silent for too long.", "Ask again.", code="brain.timeout")


def not_reached(fault: NetError) -> BrainError:
    """The error for a request that failed below HTTP."""
    if fault.fault == "timeout":
        return timeout(fault.host)
    if fault.fault == "broken":
        return died(fault.host)
    if fault.fault == "address":
        return BrainError(
            "The brain's address cannot be used.",
            "Set one like http://127.0.0.1:11434/v1 with: samantha brain use ADDRESS",
            code="brain.unreachable",
        )
    return BrainError(
        f"The model server at {fault.host} does not answer.",
        f"Start it, or go back to the built-in brain: {DEFAULT}",
        code="brain.unreachable",
    )
