"""The README's ten lines, as they stand there, with the real brain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.meta.examples import EXAMPLE, read, run_example
from tests.meta.sources import ROOT

from samantha.config import default_weights


@pytest.mark.real
def test_the_ten_lines_speak(tmp_path: Path) -> None:
    (text,) = EXAMPLE.findall(read(ROOT / "README.md"))
    done = run_example(text, tmp_path, {"SAMANTHA_WEIGHTS": str(default_weights())})
    assert done.returncode == 0, done.stderr
    assert re.search(r"\w+", done.stdout)
    assert not re.search(r"<\|im_|assistant:", done.stdout)
