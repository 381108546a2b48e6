"""Debian's Chromium, headless, with a file in place of its microphone, before a page of hers.

Guarantees: without Chromium a test skips on a laptop and fails in CI; every request that a page makes is kept.
Does not: fetch a browser.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import wave
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.e2e.page_server import PITCHES

from samantha.app import open_memory
from samantha.config import BrainConfig, Config
from samantha.ports import HEARD_RATE, Sound
from samantha.store import episodes
from samantha.types import Episode

ROOT = Path(__file__).parent.parent
FLAGS = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 60_000
"""Milliseconds that a browser waits for something that must come, on a machine that is busy with other things."""


@dataclass(slots=True)
class Served:
    """A page of hers, served by a process of its own."""

    home: Path
    address: str
    """The first address, with its token."""
    process: subprocess.Popen[str]
    addresses: list[str] = field(default_factory=list[str])

    @property
    def origin(self) -> str:
        return self.address.partition("/enter")[0]

    def end(self) -> int:
        """Ctrl-C; returns the exit status."""
        self.process.terminate()
        self.process.communicate(timeout=30)
        return self.process.returncode

    def journal(self) -> list[Episode]:
        """What was kept. The server must have ended."""
        return ThreadPoolExecutor(1).submit(anyio.run, _journal, self.home).result()


async def _journal(home: Path) -> list[Episode]:
    async with open_memory(config=Config(home, home.parent / "weights", BrainConfig(url="echo"))) as parts:
        return await parts.store.read(episodes.recent, 100)


@contextmanager
def served(home: Path, command: Sequence[str] = ("tests/e2e/page_server.py",)) -> Generator[Served]:
    """Start a server of a page; by default one whose ear, mouth and brain are scripted."""
    env = {**os.environ, "SAMANTHA_HOME": str(home), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        found = None
        while found is None and (line := process.stdout.readline()):
            found = re.search(r"http://\S+", line)
        assert found is not None, "the server did not start"
        yield Served(home, found.group(), process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=30)
        process.stdout.close() if process.stdout else None


def chromium() -> str:
    """Debian's Chromium; skips, or fails where CI is set, when there is none."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is not installed")
    return found


@contextmanager
def browser(sound: Path | None = None) -> Generator[Browser]:
    """A browser whose microphone is a file, played once, or none at all."""
    flags = [*FLAGS, "--use-fake-device-for-media-stream"]
    if sound is not None:
        flags.append(f"--use-file-for-fake-audio-capture={sound}%noloop")
    with sync_playwright() as playwright:
        here = playwright.chromium.launch(executable_path=chromium(), args=flags)
        try:
            yield here
        finally:
            here.close()


def context(browser: Browser, *, microphone: bool = True) -> BrowserContext:
    """A person's browser: its own cookies, and permission for the microphone or none."""
    made = browser.new_context(permissions=["microphone"] if microphone else [])
    made.set_default_timeout(PATIENCE)
    return made


def recording(path: Path, *pieces: float | str | Sound) -> Path:
    """A WAV file: seconds of silence, words that the scripted ear knows, or any sound."""
    sounds = [
        np.zeros(round(piece * HEARD_RATE), dtype=np.float32)
        if isinstance(piece, int | float)
        else hummed(piece)
        if isinstance(piece, str)
        else piece
        for piece in pieces
    ]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HEARD_RATE)
        file.writeframes((np.concatenate(sounds) * 32_000).astype("<i2").tobytes())
    return path


def hummed(words: str, seconds: float = 1.6) -> Sound:
    """A voice without words, by whose pitch the scripted ear knows them."""
    at = np.arange(round(seconds * HEARD_RATE)) / HEARD_RATE
    pitch = next(pitch for pitch, known in PITCHES.items() if known == words)
    swing = 2 * np.pi * (pitch * at + 4.0 * np.sin(2 * np.pi * 3.0 * at) / (2 * np.pi))
    voice = sum(np.sin(n * swing) / n for n in range(1, 6))
    loud = 0.55 + 0.45 * np.sin(2 * np.pi * 5.0 * at)
    return (0.2 * loud * voice).astype(np.float32)


def frames_of(messages: Sequence[str | bytes], what: str) -> list[dict[str, object]]:
    """The events of one kind among what went over a socket."""
    parsed = [json.loads(message) for message in messages if isinstance(message, str)]
    return [message for message in parsed if message.get("what") == what or message.get("do") == what]
