"""Our stubs: each is for a package that is installed and that the code imports."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.meta.sources import ROOT, imports, modules

STUBS = sorted(path for path in (ROOT / "stubs").iterdir() if path.is_dir())


@pytest.mark.parametrize("stub", STUBS, ids=lambda path: path.name)
def test_a_stub_is_for_a_package_in_use(stub: Path) -> None:
    assert find_spec(stub.name) is not None
    assert any(name.partition(".")[0] == stub.name for module in modules() for name in imports(module.tree))
