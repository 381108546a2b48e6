"""What opens every prompt, kept read on disk: so that a new child begins where the last one had come to.

Guarantees: only our own words are kept (persona and examples, never the person's); a file of another model, another
head or another llama.cpp has another name; one that does not fit is thrown away, and the head is read anew.
Does not: matter for anything but time; losing the file costs one reading of the head.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import Path

from samantha.net import Net, NetError
from samantha.types import Message

SLOT = 0
WHY = "the brain"


class KeptHead:
    """One head's file for one model."""

    def __init__(self, messages: Sequence[Message], gguf: Path, folder: Path) -> None:
        """`folder` is the one that the child saves slots in."""
        self.messages = tuple(messages)
        self.folder = folder
        stat = gguf.stat()
        version = importlib.metadata.version("xllamacpp")
        parts = [gguf.name, str(stat.st_size), str(stat.st_mtime_ns), version, *(m.role + m.text for m in messages)]
        self.name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24] + ".head"

    @property
    def path(self) -> Path:
        """Where the file is, or will be."""
        return self.folder / self.name

    async def restore(self, net: Net, root: str, headers: Mapping[str, str]) -> bool:
        """Load the file into the child's slot; False when there is none that fits."""
        if not self.path.exists():
            return False
        restored = await self._act("restore", net, root, headers, "n_restored", self.name)
        if not restored:
            self.path.unlink(missing_ok=True)
        return restored

    async def save(self, net: Net, root: str, headers: Mapping[str, str]) -> bool:
        """Keep what the slot holds, which must be the head alone; older heads go."""
        fresh = self.folder / (self.name + ".new")
        saved = await self._act("save", net, root, headers, "n_saved", fresh.name)
        if saved:
            fresh.replace(self.path)
            for old in self.folder.glob("*.head"):
                if old.name != self.name:
                    old.unlink(missing_ok=True)
        return saved

    async def _act(self, action: str, net: Net, root: str, headers: Mapping[str, str], count: str, file: str) -> bool:
        url = f"{root}/slots/{SLOT}?action={action}"
        try:
            answer = await net.ask("POST", url, why=WHY, headers=headers, json={"filename": file})
        except NetError:
            return False
        return answer.status_code == 200 and int(answer.json().get(count, 0)) > 0
