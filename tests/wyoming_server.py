"""A Wyoming server in a process of its own, with the voices that cost nothing behind it.

    python -m tests.wyoming_server PORT

Guarantees: the protocol is the library's own server's.
Does not: any more than recognise and speak.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event
from wyoming.server import AsyncEventHandler, AsyncServer
from wyoming.tts import Synthesize

from samantha.models.echo_voice import EchoSTT, EchoTTS

SHAPE = {"rate": 16_000, "width": 2, "channels": 1}


class Handler(AsyncEventHandler):
    """One connection."""

    heard = b""

    async def handle_event(self, event: Event) -> bool:
        if Transcribe.is_type(event.type):
            self.heard = b""
        elif AudioChunk.is_type(event.type):
            self.heard += AudioChunk.from_event(event).audio
        elif AudioStop.is_type(event.type):
            sound = (np.frombuffer(self.heard, dtype="<i2") / 32767).astype(np.float32)
            said = await EchoSTT().transcribe(sound)
            await self.write_event(Transcript(text=said.text, language="en").event())
        elif Synthesize.is_type(event.type):
            await self.write_event(AudioStart(**SHAPE).event())
            async for chunk in EchoTTS().speak(Synthesize.from_event(event).text):
                raw = (chunk.sound * 32767).round().astype("<i2").tobytes()
                await self.write_event(AudioChunk(audio=raw, **SHAPE).event())
            await self.write_event(AudioStop().event())
        return True


def free_port() -> int:
    """One that nothing listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def wyoming_server() -> Generator[int]:
    """Its port, once it listens."""
    port = free_port()
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen([sys.executable, "-m", "tests.wyoming_server", str(port)], cwd=root) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    import time

    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError("the Wyoming server did not start")


async def main(port: int) -> None:
    """Serve until killed."""
    await AsyncServer.from_uri(f"tcp://127.0.0.1:{port}").run(Handler)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
