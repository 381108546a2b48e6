"""A recogniser and a voice on a Wyoming server, as the Home Assistant world has them.

Guarantees: one connection an errand, counted in the list of connections before it is opened; a server that is away,
hangs, leaves or talks nonsense is a VoiceError.
Does not: stream, encrypt, or choose a server: sound and words go to the one that is set, and `where` names it.
Source: https://github.com/OHF-Voice/wyoming
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import numpy as np

from samantha.errors import ConfigError, VoiceError
from samantha.net import Net, is_loopback
from samantha.ports import HEARD_RATE, AudioChunk, Sound, Transcript

if TYPE_CHECKING:
    from wyoming.client import AsyncTcpClient
    from wyoming.event import Event

SCHEME = "tcp://"
CONNECT_S, ANSWER_S = 3.0, 20.0
"""Seconds until a connection and until the next word of an answer."""
QUIET = 1e-4
"""Root mean square below which nothing is sent: nobody spoke."""
USUAL_RATE = 22_050
_PIECE_S = 0.5
_BROKEN = (OSError, EOFError, TimeoutError, ValueError, KeyError, TypeError, AttributeError)
"""What a server that is away, hangs or talks nonsense comes to in the library."""


@dataclass(frozen=True, slots=True)
class Place:
    """A server."""

    host: str
    port: int

    @property
    def name(self) -> str:
        """For the person."""
        return "this machine" if is_loopback(self.host) else self.host


def place_of(setting: str, key: str) -> Place:
    """`tcp://host:port`. Raises ConfigError."""
    try:
        parts = urlsplit(setting)
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return Place(parts.hostname, parts.port)
    except ValueError:
        pass
    raise ConfigError(f"{key} is {setting}, which names no server.", "It is written tcp://host:port.")


class WyomingSTT:
    """Implements the `STT` port."""

    def __init__(self, place: Place, net: Net | None = None, *, answer_s: float = ANSWER_S) -> None:
        self._errand = _Errand(place, net, "what you say to her", "voice.recogniser", answer_s)

    @property
    def name(self) -> str:
        """The server."""
        return f"wyoming {self._errand.place.host}:{self._errand.place.port}"

    @property
    def where(self) -> str:
        """`this machine`, or the host that sound is sent to."""
        return self._errand.place.name

    async def transcribe(self, sound: Sound, *, language: str | None = None) -> Transcript:
        """What is said in `sound`. Raises VoiceError `voice.recogniser`, `voice.missing`."""
        if not len(sound) or float(np.sqrt(np.mean(np.square(sound)))) < QUIET:
            return Transcript("", language or "en", 0.0)
        from wyoming import asr, audio

        shape = {"rate": HEARD_RATE, "width": 2, "channels": 1}
        raw = (np.clip(sound, -1.0, 1.0) * 32767).round().astype("<i2").tobytes()
        size = 2 * round(_PIECE_S * HEARD_RATE)
        pieces = [audio.AudioChunk(audio=raw[n : n + size], **shape) for n in range(0, len(raw), size)]
        asked = [asr.Transcribe(language=language), audio.AudioStart(**shape), *pieces, audio.AudioStop()]
        async with aclosing(self._errand.run([one.event() for one in asked])) as events:
            async for event in events:
                if asr.Transcript.is_type(event.type):
                    return _transcript(event, language)
        raise self._errand.failed("ended before it had answered")


class WyomingTTS:
    """Implements the `TTS` port."""

    def __init__(self, place: Place, net: Net | None = None, *, voice: str = "", answer_s: float = ANSWER_S) -> None:
        """`voice` is one of the server's; empty: its usual one."""
        self._errand = _Errand(place, net, "what she says aloud", "voice.speaker", answer_s)
        self._voice = voice
        self._rate = USUAL_RATE

    @property
    def name(self) -> str:
        """The server, and the voice when one was chosen."""
        return f"wyoming {self._errand.place.host}:{self._errand.place.port} {self._voice}".rstrip()

    @property
    def where(self) -> str:
        """`this machine`, or the host that words are sent to."""
        return self._errand.place.name

    @property
    def rate(self) -> int:
        """Samples a second, as the server's last answer had it."""
        return self._rate

    async def speak(self, phrase: str) -> AsyncGenerator[AudioChunk, None]:
        """The phrase as it comes from the server. Raises VoiceError `voice.speaker`, `voice.missing`."""
        if not any(c.isalnum() for c in phrase):
            return
        from wyoming import audio, tts

        voice = tts.SynthesizeVoice(name=self._voice) if self._voice else None
        async with aclosing(self._errand.run([tts.Synthesize(text=phrase, voice=voice).event()])) as events:
            async for event in events:
                if audio.AudioStop.is_type(event.type):
                    return
                if audio.AudioChunk.is_type(event.type):
                    chunk = self._chunk(event)
                    if len(chunk.sound):
                        yield chunk
        raise self._errand.failed("ended in the middle of a phrase")

    def _chunk(self, event: Event) -> AudioChunk:
        try:
            rate, width, channels = (int(event.data[key]) for key in ("rate", "width", "channels"))
            if width != 2 or rate <= 0 or channels <= 0:
                raise ValueError(width)
            raw = np.frombuffer(event.payload or b"", dtype="<i2").reshape(-1, channels)
        except _BROKEN as error:
            raise self._errand.failed("sent sound that cannot be read") from error
        self._rate = rate
        return AudioChunk((raw.mean(axis=1) / 32768.0).astype(np.float32), rate)


class _Errand:
    """Something asked of a server, and its answer event by event."""

    def __init__(self, place: Place, net: Net | None, why: str, code: str, answer_s: float) -> None:
        self.place = place
        self._net, self._why, self._code, self._answer_s = net, why, code, answer_s

    def failed(self, how: str) -> VoiceError:
        """The error for a server that did this."""
        at = f"{self.place.host}:{self.place.port}"
        return VoiceError(
            f"The Wyoming server at {at} {how}.",
            "See that it runs, or let her use this machine's own: samantha voice --help.",
            code=self._code,
        )

    async def run(self, asked: list[Event]) -> AsyncGenerator[Event, None]:
        """Send `asked`; the events of the answer until the server leaves."""
        async with self._connected() as client:
            with self._told("does not listen"):
                for event in asked:
                    with anyio.fail_after(self._answer_s):
                        await client.write_event(event)
            while True:
                with self._told("does not answer"):
                    with anyio.fail_after(self._answer_s):
                        event = await client.read_event()
                if event is None:
                    return
                if event.type == "error":
                    raise self.failed("could not do it")
                yield event

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[AsyncTcpClient, None]:
        try:
            from wyoming.client import AsyncTcpClient
        except ImportError as error:
            raise VoiceError(
                "What speaks with Wyoming servers is not installed.",
                "Install Samantha with its voice: samantha-os[voice].",
                code="voice.missing",
            ) from error
        if self._net is not None:
            self._net.note(self.place.host, self._why, self.place.port)
        client = AsyncTcpClient(self.place.host, self.place.port)
        async with AsyncExitStack() as stack:
            with self._told("is away"):
                with anyio.fail_after(CONNECT_S):
                    await client.connect()
            stack.push_async_callback(_leave, client)
            yield client

    def _told(self, how: str) -> _Told:
        return _Told(self, how)


class _Told:
    """Turns what a broken connection raises into words."""

    def __init__(self, errand: _Errand, how: str) -> None:
        self._errand, self._how = errand, how

    def __enter__(self) -> None:
        """Nothing to open."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _BROKEN):
            raise self._errand.failed(self._how) from error


async def _leave(client: AsyncTcpClient) -> None:
    with anyio.CancelScope(shield=True), anyio.move_on_after(1.0), suppress(OSError):
        await client.disconnect()


def _transcript(event: Event, language: str | None) -> Transcript:
    text = str(event.data.get("text", "")).strip()
    said_in = event.data.get("language") or language or "en"
    return Transcript(text, str(said_in), 1.0 if text else 0.0)
