"""`make talk` on a checkout that is set up: the pipe carries the talk and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dev.ready import is_ready
from tests.meta.sources import ROOT


@pytest.fixture
def make() -> str:
    """The program `make`, where this environment is the checkout's own and set up by it."""
    program = shutil.which("make")
    if program is None or not is_ready(Path(sys.prefix), "dev"):
        if os.environ.get("CI"):
            pytest.fail("CI runs in an environment that make set up")
        pytest.skip("this environment was not set up by make")
    return program


def test_a_piped_talk_prints_her_words_only(make: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "echo")
    words = "My sister Iris moves to Lisbon in May.\nWhere does my sister move?\n"
    command = [make, "--no-print-directory", "talk", f"VENV={sys.prefix}"]
    done = subprocess.run(command, cwd=ROOT, input=words, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert "Lisbon" in done.stdout.splitlines()[1]
    assert "Setting up" not in done.stderr
