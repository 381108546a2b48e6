"""Model files for tests that are marked `real`.

Guarantees: without them a test skips on a laptop and fails in CI.
Does not: fetch anything, nor read a whole file to check it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from samantha.config import default_weights
from samantha.models.weights import load_manifest


def weight(name: str) -> Path:
    """The file of that name in the weights folder; skips, or fails where CI is set, when it is not there."""
    file = load_manifest().files[name]
    path = default_weights() / file.file
    if path.is_file() and path.stat().st_size == file.bytes:
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{path} is missing: samantha weights fetch {name}")
    pytest.skip(f"{name} is not in {default_weights()}")
