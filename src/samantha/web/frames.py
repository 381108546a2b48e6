"""What goes over the socket: sound and small JSON up, events and sound down.

Guarantees: pure; whatever comes up is either something that means something or None; sound keeps to -1…1.
Does not: send, nor know what a message does.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np

from samantha.ports import AudioChunk, Sound

MOST_TEXT = 8_000
"""Letters of one typed turn, at most."""
LONGEST = 86_400.0
"""Seconds that a message may speak of; what speaks of more, or of less than none, speaks of none."""
_SOUND = struct.Struct("<II")
"""What stands before sound that goes down: the reply's number, samples a second."""
_LOUD = 32767.0


@dataclass(frozen=True, slots=True)
class Hello:
    """A page is there. First message of every socket."""

    call: str
    """The talk that it was in; empty for a page that was opened or loaded anew."""
    reply: int
    """The reply that it holds sound of; 0: none."""
    held: float
    """Seconds of it that came."""
    played: float
    """Seconds of it that sounded."""


@dataclass(frozen=True, slots=True)
class Playhead:
    """So many seconds of a reply have sounded."""

    reply: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Tap:
    """Stop; or: it is your turn."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A turn by keyboard."""

    text: str
    key: str
    """Made by the page; the same turn sent twice is one."""


@dataclass(frozen=True, slots=True)
class Late:
    """The next so many seconds of sound were said while the connection was lost."""

    seconds: float


Up: TypeAlias = Hello | Playhead | Tap | Typed | Late


def read_up(text: str) -> Up | None:
    """A message of the page; None for what means nothing here."""
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    fields = cast("dict[str, Any]", parsed)
    match fields.get("do"):
        case "hello":
            return Hello(_text(fields, "call"), _number(fields, "reply"), _s(fields, "held"), _s(fields, "played"))
        case "played":
            return Playhead(_number(fields, "reply"), _s(fields, "seconds"))
        case "tap":
            return Tap()
        case "typed":
            words = _text(fields, "text").strip()[:MOST_TEXT]
            return Typed(words, _text(fields, "key")[:64]) if words else None
        case "late":
            return Late(_s(fields, "seconds"))
        case _:
            return None


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode("utf-8")  # half a letter is no text


def _number(fields: dict[str, Any], name: str) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) and 0 <= value < 2**32 else 0


def _s(fields: dict[str, Any], name: str) -> float:
    """Seconds, 0 to LONGEST."""
    value = fields.get(name)
    if not isinstance(value, int | float) or not 0 <= value <= LONGEST:
        return 0.0
    return float(value)


def read_sound(frame: bytes) -> Sound:
    """float32[n] of 16 bit samples, lowest byte first; half a sample at the end is let go."""
    whole = np.frombuffer(frame[: len(frame) // 2 * 2], dtype="<i2")
    return whole.astype(np.float32) / 32768.0


def sound_down(reply: int, chunk: AudioChunk) -> bytes:
    """A piece of a reply's sound: two whole numbers of 32 bits before its 16 bit samples."""
    samples = np.rint(np.clip(chunk.sound, -1.0, 1.0) * _LOUD).astype("<i2")
    return _SOUND.pack(reply, chunk.rate) + samples.tobytes()


def event_down(what: str, **fields: object) -> str:
    """An event for the page."""
    return json.dumps({"what": what, **fields}, ensure_ascii=False)
