"""What the README promises, done as it says: the ten lines with the real brain, and leaving with everything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.meta.examples import EXAMPLE, read, run_example
from tests.meta.sources import ROOT
from tests.weights_here import weight

from samantha.config import default_weights

TOLD = ["My sister Iris moves to Lisbon in May.", "I'm allergic to walnuts."]


@pytest.mark.real
@pytest.mark.timeout(700)
def test_the_ten_lines_speak(tmp_path: Path) -> None:
    (text,) = EXAMPLE.findall(read(ROOT / "README.md"))
    for name in ("brain", "minilm", "minilm-tokenizer"):
        weight(name)
    done = run_example(text, tmp_path, {"SAMANTHA_WEIGHTS": str(default_weights())})
    assert done.returncode == 0, done.stderr
    assert re.search(r"\w+", done.stdout)
    assert not re.search(r"<\|im_|assistant:", done.stdout)


def test_leaving_with_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "echo")
    verbs = re.findall(r"^samantha (export|backup) (\S+)", read(ROOT / "README.md"), re.MULTILINE)
    assert [verb for verb, _ in verbs] == ["export", "backup"]
    samantha("talk", words="\n".join(TOLD) + "\n")
    samantha("export", str(tmp_path / "life"))
    kept = [json.loads(row) for row in (tmp_path / "life" / "data" / "episodes.jsonl").read_text("utf-8").splitlines()]
    assert [row["text"] for row in kept if row["who"] == "person"] == TOLD
    [day] = (tmp_path / "life" / "days").rglob("*.md")
    assert all(told in day.read_text("utf-8") for told in TOLD)


def samantha(*arguments: str, words: str = "") -> str:
    """Run one command in the test's own home; returns what it printed."""
    command = [sys.executable, "-m", "samantha", *arguments]
    return subprocess.run(command, input=words, capture_output=True, text=True, check=True, timeout=60).stdout
