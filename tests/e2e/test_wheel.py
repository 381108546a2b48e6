"""The wheel: everything the package needs is inside, and it runs from a bare environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.meta.sources import PACKAGE, ROOT, tracked

pytestmark = pytest.mark.timeout(900)
NO_REGISTRY = ("Could not find a version", "No matching distribution", "NewConnectionError", "ConnectTimeoutError")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    built = run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)])
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The programs' folder of a new environment that holds the wheel and what the wheel itself asks for."""
    folder = tmp_path_factory.mktemp("bare")
    pins = re.findall(r"(?m)^[\w.-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    (folder / "pins.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    assert run([sys.executable, "-m", "venv", str(folder / "venv")]).returncode == 0
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    installed = run([*pip, "--constraint", str(folder / "pins.txt"), str(wheel)])
    if any(word in installed.stderr for word in NO_REGISTRY) and not os.environ.get("CI"):
        pytest.skip("no package registry within reach")
    assert installed.returncode == 0, installed.stderr
    yield programs
    shutil.rmtree(folder)


def run(command: list[str], words: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command outside the checkout; `settings` join its environment."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
    return subprocess.run(
        command, cwd=Path(sys.prefix), env=env, input=words, capture_output=True, text=True, check=False, timeout=800
    )


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {path.relative_to(PACKAGE.parent).as_posix() for path in tracked() if PACKAGE in path.parents}
    assert inside == package


def test_the_wheel_holds_prompts_weights_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for pattern in (
        r"samantha/prompts/\w+\.md",
        r"samantha/models/weights\.toml",
        r"samantha/conversation/weights/feelings\.npz",
        r"samantha/conversation/cues/en\.toml",
        r".*/licenses/LICENSE",
    ):
        assert any(re.fullmatch(pattern, name) for name in names), pattern


def test_it_says_its_version(bare: Path, wheel: Path) -> None:
    done = run([str(bare / "samantha"), "--version"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"samantha {wheel.name.split('-')[1]}"


def test_doctor_names_what_is_missing(bare: Path, tmp_path: Path) -> None:
    done = run([str(bare / "samantha"), "doctor"], SAMANTHA_WEIGHTS=str(tmp_path / "none"))
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert "samantha weights fetch" in done.stdout


def test_it_talks_with_the_stand_in_brain(bare: Path) -> None:
    done = run([str(bare / "samantha"), "talk"], words="Hello there.\n", SAMANTHA_BRAIN_URL="echo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
