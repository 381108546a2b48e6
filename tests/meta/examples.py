"""Examples in the pages: found as a reader sees them, and run in a process, a home and a keychain of their own.

Guarantees: an example sees no real home and no real keychain.
Does not: change an example before it runs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.meta.sources import ROOT

EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
"""Every example runs, with the echo stand-ins for models. One that must not run is written as ```py."""


def read(path: Path) -> str:
    """The page's text."""
    return path.read_text(encoding="utf-8")


def place(path: object) -> str:
    """A short name for a test's id."""
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else str(path)


def run_example(text: str, folder: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run an example in a process and a home of its own, without the keychain of the machine."""
    (folder / "example.py").write_text(text, encoding="utf-8")
    env = {**os.environ, **settings, "HOME": str(folder), "SAMANTHA_HOME": str(folder / "home")}
    env |= {"XDG_DATA_HOME": str(folder / "data"), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    return subprocess.run(
        [sys.executable, "-W", "error", "example.py"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
