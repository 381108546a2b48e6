"""The loudspeaker and the captions of a talk, at the other end of a socket that may be lost and come back.

Guarantees: a page that comes back gets what it misses of the live reply and no sound twice; one that was loaded anew
goes on where the reply was last heard; nothing here waits for a page.
Does not: take turns (`voice.call`), nor decide who may be here (`room`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal, TypeAlias

from samantha.ports import AudioChunk
from samantha.voice.call import Happened
from samantha.voice.events import Cancel, Played, Reply, ReplyEnded
from samantha.web.captions import Captions, Line
from samantha.web.frames import Hello, event_down, sound_down

Mode: TypeAlias = Literal["listening", "thinking", "speaking"]
Send: TypeAlias = Callable[[str | bytes], None]
"""Puts a message in the queue of a page."""


@dataclass(slots=True)
class Sounding:
    """The live reply."""

    reply: int
    chunks: list[AudioChunk] = field(default_factory=list[AudioChunk])
    ducked: bool = False
    played: float = 0.0
    """Seconds, as the page last said."""


def _nobody(message: str | bytes) -> None:
    """No page is there."""


class Live:
    """What a page shows and plays of one talk after the other. Implements `voice.call.Player`."""

    def __init__(self) -> None:
        self.captions = Captions()
        self.mode: Mode = "listening"
        self._call = ""
        self._sounding: Sounding | None = None
        self._send: Send = _nobody

    def begin(self, call: str) -> None:
        """Another talk: replies are counted anew."""
        self._call, self._sounding, self.mode = call, None, "listening"
        self.captions.begin()

    def holds(self, hello: Hello) -> bool:
        """The page has sound of the live reply; one of another talk, or loaded anew, has none."""
        return self._sounding is not None and (hello.call, hello.reply) == (self._call, self._sounding.reply)

    def attach(self, send: Send, hello: Hello) -> None:
        """A page is there; it gets everything that it misses."""
        self._send = send
        send(event_down("state", call=self._call, mode=self.mode, lines=self.captions.all()))
        live = self._sounding
        if live is None:
            return
        held = hello.held if self.holds(hello) else None
        if held is None:
            send(event_down("from", reply=live.reply, seconds=live.played))
        if live.ducked:
            send(event_down("duck", reply=live.reply))
        for chunk in after(live.chunks, live.played if held is None else held):
            send(sound_down(live.reply, chunk))

    def detach(self) -> None:
        """The page is gone."""
        self._send = _nobody

    def play(self, reply: int, chunk: AudioChunk) -> None:
        """Play this after what of the reply came before."""
        if self._sounding is not None and self._sounding.reply == reply:
            self._sounding.chunks.append(chunk)
            self._send(sound_down(reply, chunk))

    def duck(self, reply: int) -> None:
        """Soft, or held back while nothing of it was played."""
        self._soften(reply, ducked=True)

    def resume(self, reply: int) -> None:
        """As before."""
        self._soften(reply, ducked=False)

    def stop(self, reply: int) -> None:
        """Silent at once; what waits is thrown away."""
        self._send(event_down("stop", reply=reply))

    def played(self, reply: int, seconds: float) -> None:
        """The page says how far it is."""
        if self._sounding is not None and self._sounding.reply == reply:
            self._sounding.played = max(self._sounding.played, seconds)

    def watch(self, happened: Happened) -> None:
        """What happened in the talk, before it is done about."""
        self.show(self.captions.take(happened))
        match happened:
            case Reply(reply, _):
                self._sounding = Sounding(reply)
                self.turn("thinking")
            case Played(_, reply, _) if self._sounding is not None and self._sounding.reply == reply:
                self.turn("speaking")
            case Cancel(reply) | ReplyEnded(_, reply):
                self._over(reply)
            case _:
                pass

    def show(self, line: Line | None) -> None:
        """A line that is new or changed."""
        if line is not None:
            self._send(event_down("line", **asdict(line)))

    def turn(self, mode: Mode) -> None:
        """Say what she does now."""
        if mode != self.mode:
            self.mode = mode
            self._send(event_down("mode", mode=mode))

    def _over(self, reply: int) -> None:
        if self._sounding is None or self._sounding.reply != reply:
            return
        self._sounding = None
        self._send(event_down("over", reply=reply))
        self.turn("listening")

    def _soften(self, reply: int, *, ducked: bool) -> None:
        if self._sounding is not None and self._sounding.reply == reply:
            self._sounding.ducked = ducked
        self._send(event_down("duck" if ducked else "resume", reply=reply))


def after(chunks: Iterable[AudioChunk], seconds: float) -> Iterator[AudioChunk]:
    """What comes after so many seconds."""
    for chunk in chunks:
        long = len(chunk.sound) / chunk.rate
        skip = round(min(max(seconds, 0.0), long) * chunk.rate)
        if skip < len(chunk.sound):
            yield AudioChunk(chunk.sound[skip:], chunk.rate)
        seconds -= long
