"""Pipecat in its own environment and its own process, put on our stage.

Guarantees: the environment is made at first use in the cache folder, from `peers/requirements.txt`, with the numpy,
ONNX Runtime and CTranslate2 that we run with; its process ends with the block.
Does not: import Pipecat.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import numpy as np
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream
from voice_ours import Kept
from voice_stage import Stage

from samantha.config import default_weights
from samantha.conversation.persona import head
from samantha.errors import VoiceError
from samantha.models import weights
from samantha.models.chat import Endpoint

PEERS = ("stock", "tuned")
HERE = Path(__file__).resolve().parent / "peers"
SAME = ("numpy", "onnxruntime", "ctranslate2", "tokenizers")
RATE = 24_000
MOST = 1 << 24


@dataclass
class Piped:
    """One process that holds the models of both peers."""

    process: Process
    lines: BufferedByteReceiveStream

    async def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One line there, one back. Raises VoiceError."""
        assert self.process.stdin is not None
        await self.process.stdin.send(json.dumps(asked).encode() + b"\n")
        try:
            answer: dict[str, Any] = json.loads(await self.lines.receive_until(b"\n", MOST))
        except (anyio.IncompleteRead, anyio.EndOfStream, anyio.ClosedResourceError) as error:
            raise VoiceError("The peer ended.", "Look at what it wrote above.", code="bench.peer") from error
        if "error" in answer:
            raise VoiceError(f"The peer failed: {answer['error']}.", code="bench.peer")
        return answer


@dataclass
class Peer:
    """One of them as `voice.Agent`."""

    kind: str
    piped: Piped
    warm: Callable[[], Awaitable[None]]
    rate: int = RATE

    async def run(self, stage: Stage) -> Kept:
        """One scene in the other process; its tracks become this stage's."""
        scene = stage.scene
        await self.warm()
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            sounds, tracks = Path(folder) / "sounds.npz", Path(folder) / "tracks.npz"
            over = {} if scene.interjects is None else {"over": scene.interjects}
            np.savez(sounds, **{"sound": scene.sound, **over})  # pyright: ignore[reportArgumentType]
            numbers = {name: getattr(scene, name) for name in ("ends", "after", "echo", "silence", "reply")}
            asked = {"kind": self.kind, "scene": numbers, "sounds": str(sounds), "tracks": str(tracks)}
            done = await self.piped.ask(asked)
            with np.load(tracks) as given:
                stage.person, agent = [given["person"]], given["agent"]
        stage.speaker.take(agent, done["spans"], done["gains"], done["stops"])
        stage.interjected, stage.notes = done["interjected"], done["notes"]
        said = [(str(one["content"]), False) for one in done["messages"] if one["role"] == "assistant"]
        if stage.interjected is not None and said:
            said[0] = (said[0][0], bool(done["stops"]))
        heard = tuple(str(one["content"]) for one in done["messages"] if one["role"] == "user")
        return Kept(heard, tuple(said))


@asynccontextmanager
async def open_peers(
    folder: Path,
    kinds: Sequence[str],
    endpoint: Endpoint,
    engine: str,
    whisper: Path,
    warm: Callable[[], Awaitable[None]],
) -> AsyncGenerator[dict[str, Peer], None]:
    """The peers by name. Makes their environment in `folder` at first use. Raises VoiceError."""
    python = await anyio.to_thread.run_sync(environment, folder)
    config = {
        "engine": engine,
        "voice": [str(path) for path in await _voice(engine)],
        "whisper": str(whisper),
        "kinds": list(kinds),
        "url": endpoint.url,
        "key": endpoint.key,
        "messages": [{"role": one.role, "content": one.text} for one in head()],
    }
    process = await anyio.open_process([python, str(HERE / "pipecat_agent.py")], stderr=None, env=_env())
    assert process.stdout is not None
    try:
        piped = Piped(process, BufferedByteReceiveStream(process.stdout))
        await piped.ask(config)
        yield {kind: Peer(kind, piped, warm) for kind in kinds}
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        with anyio.CancelScope(shield=True):
            await process.aclose()


def environment(folder: Path) -> str:
    """The Python of the peers, made at first use: minutes, and some 700 MB."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    wanted += "".join(f"{name}=={version(name)}\n" for name in SAME)
    made = folder / "made-from.txt"
    if made.exists() and made.read_text(encoding="utf-8") == wanted:
        return str(python)
    print(f"Making an environment for Pipecat in {folder}, once.", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    listed = folder / "wanted.txt"
    listed.write_text(wanted, encoding="utf-8")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(listed)], check=True)
    made.write_text(wanted, encoding="utf-8")
    return str(python)


async def _voice(engine: str) -> list[Path]:
    """What the voice is opened with: the files that we speak with too."""
    names = {
        "piper": ("piper-joe", "piper-joe-config", "spelling"),
        "kokoro": ("kokoro", "kokoro-vocabulary", "kokoro-af-nicole", "spelling"),
    }[engine]
    files = await weights.ensure(names, default_weights())
    return [files[name] for name in names]


def _env() -> dict[str, str]:
    """Nothing is fetched and nothing is reported while it runs."""
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PIPECAT_TELEMETRY": "0", "DO_NOT_TRACK": "1"}
