"""The import contracts hold, and a forbidden import in a copy of the package breaks the right one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.meta.sources import PACKAGE, ROOT

CANARIES = [
    ("types.py", "import samantha.conversation", "Upper layers import lower ones"),
    ("store/__init__.py", "import samantha.models", "Upper layers import lower ones"),
    ("store/__init__.py", "import samantha.ports, samantha.memory", "Upper layers import lower ones"),
    ("memory/__init__.py", "import apsw", "SQL and keys live in store"),
    ("conversation/__init__.py", "import sqlite3", "SQL and keys live in store"),
    ("models/__init__.py", "import keyring", "SQL and keys live in store"),
    ("models/__init__.py", "import httpx", "HTTP goes out through net only"),
    ("cli/__init__.py", "import starlette", "HTTP servers live in web"),
    ("app.py", "import samantha.web", "Upper layers import lower ones"),
    ("memory/__init__.py", "import onnxruntime", "Model engines live in models"),
    ("conversation/__init__.py", "import samantha.store.sqlite", "Only app names adapters"),
    ("memory/__init__.py", "from samantha.models import echo", "Only app names adapters"),
    ("cli/__init__.py", "import samantha.models.chat", "Only app names adapters"),
    ("conversation/__init__.py", "import samantha.models.weights", "Models are opened by app"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be spoilt."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "samantha", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def lint(root: Path) -> tuple[int, str]:
    """Run the linter over the package in `root/src`; its exit code and what it printed."""
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(lint_imports), "--no-cache", "--config", str(root / ".importlinter")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_contracts_hold(copy: Path) -> None:
    code, printed = lint(copy)
    assert code == 0, printed


@pytest.mark.parametrize(("place", "line", "contract"), CANARIES)
def test_a_forbidden_import_is_caught(copy: Path, place: str, line: str, contract: str) -> None:
    target = copy / "src" / "samantha" / place
    target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    code, printed = lint(copy)
    broken = [row for row in printed.splitlines() if " BROKEN" in row]
    assert code == 1, printed
    assert any(contract in row for row in broken), printed
