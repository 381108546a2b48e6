"""The embedded brain: starts the child process that holds the model, watches over it, and starts it again when it dies.

Guarantees: the child listens on loopback only, at a random port, under a random key that travels over a pipe; it never
outlives `open_brain`; after three deaths in a minute it is left in peace until the next question.
Does not: block while the model loads (the first `stream` waits for it); nor know what is asked.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import tempfile
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import anyio
import psutil
from anyio.abc import ByteReceiveStream, Process

from samantha.errors import BrainError
from samantha.models.chat import Endpoint, OpenAIChat
from samantha.models.kept_head import KeptHead
from samantha.net import Net
from samantha.ports import Clock
from samantha.types import Message

SLOTS = 4
"""How many answers can be decoded together."""
BACK_OFF_S = (0.1, 1.0)
"""Waits before the second and the third start within a minute."""
CHILD = Path(__file__).with_name("brain_child.py")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no brain now."""

    code: str
    what: str
    next: str

    def error(self) -> BrainError:
        """A new error each time: one that is raised twice grows a wrong traceback."""
        return BrainError(self.what, self.next, code=self.code)


NO_MEMORY = Trouble(
    "brain.no_memory",
    "There is not enough free memory for this model.",
    "Close something, or take a smaller one with: samantha brain use small",
)
BAD_MODEL = Trouble(
    "brain.bad_model",
    "This file is not a model that can be read here.",
    "Choose another with: samantha brain use FILE.gguf",
)
SLOW_START = Trouble(
    "brain.start",
    "The brain did not come up in time.",
    "Ask again, or take a smaller one with: samantha brain use small",
)
KEEPS_DYING = Trouble(
    "brain.start",
    "The brain stopped three times within a minute.",
    "Ask again to start it once more; if that does not help: samantha doctor",
)


@asynccontextmanager
async def open_brain(
    gguf: Path,
    net: Net,
    *,
    threads: int = 0,
    context: int = 8192,
    clock: Clock,
    head: Sequence[Message] = (),
    heads: Path | None = None,
) -> AsyncGenerator[OpenAIChat, None]:
    """The model in `gguf` as a Chat, for as long as the block runs. Returns at once; the model loads meanwhile.

    `threads` 0 means as many as there are cores; `context` is in tokens, over all slots. `head` is what opens every
    prompt, kept read in the folder `heads`; it must hold no word of any person. Its streams raise BrainError:
    `brain.bad_model`, `brain.no_memory`, `brain.start`, `brain.died`, `brain.timeout`.
    """
    brain = Brain(gguf, threads=threads or cores(), context=context, clock=clock)
    with tempfile.TemporaryDirectory(prefix="samantha-", ignore_cleanup_errors=True) as empty:
        raised: Exception | None = None
        async with anyio.create_task_group() as tasks:
            kept = kept_head(head, gguf, heads)
            tasks.start_soon(brain.keep, kept.folder if kept else Path(empty))
            try:
                yield OpenAIChat(net, "", gguf.stem, local=brain, head=kept)
            except Exception as error:  # noqa: BLE001 raised below, so that no task group wraps it
                raised = error
            tasks.cancel_scope.cancel()
        if raised is not None:
            raise raised


def kept_head(head: Sequence[Message], gguf: Path, folder: Path | None) -> KeptHead | None:
    """The head's file, or None where there is no head, no model yet, or no folder that can be written."""
    if not head or folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return KeptHead(head, gguf, folder)
    except OSError:
        return None


class Brain:
    """The child process and its supervision. Implements `chat.LocalBrain`."""

    def __init__(self, gguf: Path, *, threads: int, context: int, clock: Clock) -> None:
        self._gguf = gguf
        self._threads = threads
        self._context = context
        self._clock = clock
        self._endpoint: Endpoint | None = None
        self._trouble: Trouble | None = None
        self._changed = anyio.Event()
        self._wanted = anyio.Event()
        self._process: Process | None = None
        self._on_purpose = False
        self._lines: deque[bytes] = deque(maxlen=16)

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return None if self._process is None else self._process.pid

    @property
    def log(self) -> str:
        """The last few kilobytes that the child wrote; kept in memory only."""
        return b"".join(self._lines).decode("utf-8", "replace")

    @property
    def up(self) -> Endpoint | None:
        """Where the child listens now, None while it does not."""
        return self._endpoint

    async def ready(self) -> Endpoint:
        """Where the child listens; waits while it starts, and asks for a new start after it was given up."""
        if self._trouble is not None:
            self._trouble = None
            self._wanted.set()
        while self._endpoint is None:
            if self._trouble is not None:
                raise self._trouble.error()
            await self._changed.wait()
        return self._endpoint

    def restart(self) -> None:
        """End the child, and with it every word that it holds; `keep` starts a new one."""
        if self._process is not None:
            self._on_purpose = True
            self._endpoint = None
            _kill(self._process)

    def lost(self, endpoint: Endpoint) -> None:
        """The connection to `endpoint` failed: if that child still runs, it is ended; it counts as a death."""
        if self._endpoint == endpoint and self._process is not None:
            self._endpoint = None
            _kill(self._process)

    async def keep(self, prefixes: Path) -> None:
        """Keep a child alive until cancelled. `prefixes` is the folder for slot files."""
        deaths: deque[float] = deque(maxlen=len(BACK_OFF_S) + 1)
        while True:
            self._on_purpose = False
            trouble = await self._live(prefixes)
            now = self._clock.monotonic()
            if not self._on_purpose:
                deaths.append(now)
            recent = [death for death in deaths if now - death < 60]
            if trouble is None and len(recent) > len(BACK_OFF_S):
                trouble = KEEPS_DYING
            if trouble is not None:
                self._wanted = anyio.Event()
                self._tell(trouble=trouble)
                await self._wanted.wait()
                deaths.clear()
            elif recent:
                await self._clock.sleep(BACK_OFF_S[len(recent) - 1])

    async def _live(self, prefixes: Path) -> Trouble | None:
        """One life of the child, from start to death. Trouble where another start would not help."""
        trouble = _unfit(self._gguf, self._context)
        if trouble is not None:
            return trouble
        key = secrets.token_urlsafe(32)
        # By its path, not as a module of the package: importing all of Samantha there would cost time and memory.
        process = await anyio.open_process(
            [sys.executable, "-P", str(CHILD)], stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        self._process = process
        try:
            async with anyio.create_task_group() as tasks:
                assert process.stdout is not None and process.stderr is not None
                tasks.start_soon(self._collect, process.stderr)
                trouble, url = await self._start(process, key, prefixes)
                if url:
                    self._tell(endpoint=Endpoint(url, key))
                    await process.wait()
                tasks.cancel_scope.cancel()
            return trouble
        finally:
            self._endpoint, self._process = None, None
            with anyio.CancelScope(shield=True):
                await _end(process)

    async def _start(self, process: Process, key: str, prefixes: Path) -> tuple[Trouble | None, str]:
        """Send the configuration, wait for the report: where it listens, or empty when it did not get that far."""
        config = {
            "gguf": str(self._gguf),
            "key": key,
            "threads": self._threads,
            "context": self._context,
            "slots": SLOTS,
            "prefixes": str(prefixes) + os.sep,
            "parent": os.getpid(),
        }
        assert process.stdin is not None and process.stdout is not None
        line = b""
        with anyio.move_on_after(60 + self._gguf.stat().st_size / 20e6) as patience:
            with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
                await process.stdin.send(json.dumps(config).encode() + b"\n")
            with suppress(anyio.EndOfStream):
                while not line.endswith(b"\n"):
                    line += await process.stdout.receive()
        if patience.cancelled_caught:
            return SLOW_START, ""
        report: dict[str, str] = json.loads(line) if line.endswith(b"\n") else {}
        return (BAD_MODEL if "error" in report else None), report.get("url", "")

    async def _collect(self, errors: ByteReceiveStream) -> None:
        with suppress(anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
            while True:
                self._lines.append((await errors.receive(4096))[-512:])

    def _tell(self, *, endpoint: Endpoint | None = None, trouble: Trouble | None = None) -> None:
        self._endpoint, self._trouble = endpoint, trouble
        self._changed.set()
        self._changed = anyio.Event()


def check_gguf(path: Path) -> None:
    """Raise BrainError (`brain.bad_model`) unless `path` is a file that begins as a GGUF file of a known version."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise BrainError(f"{path} cannot be read.", "Check the path.", code="brain.bad_model") from error
    if head[:4] != b"GGUF" or int.from_bytes(head[4:], "little") not in (2, 3):
        raise BrainError(f"{path} is not a GGUF file.", "Choose a file that ends in .gguf.", code="brain.bad_model")


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)))
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


def _unfit(gguf: Path, context: int) -> Trouble | None:
    try:
        check_gguf(gguf)
    except BrainError as error:
        return Trouble(error.code, error.what, error.next)
    # The weights once, about 32 kB a token of context for models of this size, and 0.2 GB of work space.
    if psutil.virtual_memory().available < gguf.stat().st_size + 32_000 * context + 200_000_000:
        return NO_MEMORY
    return None


async def _end(process: Process) -> None:
    _kill(process)
    await process.aclose()


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        elif process.returncode is None:
            # Not process.kill(): it would reap a child that just died, and asyncio would miss how it ended.
            os.kill(process.pid, signal.SIGKILL)
