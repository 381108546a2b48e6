"""The set-up knows when there is nothing to do, says plainly what is missing, and an old Python can read it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from dev import ready


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with locks, and an environment in it that is ready for development."""
    for name in (*ready.LOCKS.values(), "pyproject.toml"):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(ready, "ROOT", tmp_path)
    python = Path(ready.python_of(tmp_path / "venv"))
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "venv" / ready.STAMP).write_text("\n".join(ready.fingerprints("dev")), encoding="utf-8")
    return tmp_path


def test_development_holds_what_a_talk_needs(checkout: Path) -> None:
    assert ready.is_ready(checkout / "venv", "dev")
    assert ready.is_ready(checkout / "venv", "runtime")


def test_a_talk_needs_less_than_development(checkout: Path) -> None:
    (checkout / "venv" / ready.STAMP).write_text("\n".join(ready.fingerprints("runtime")), encoding="utf-8")
    assert ready.is_ready(checkout / "venv", "runtime")
    assert not ready.is_ready(checkout / "venv", "dev")


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_noticed(checkout: Path, name: str) -> None:
    (checkout / name).write_text("other\n", encoding="utf-8")
    assert not ready.is_ready(checkout / "venv", "runtime")


def test_an_environment_that_moved_with_its_checkout_is_noticed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = checkout.with_name(checkout.name + "-moved")
    checkout.rename(moved)
    monkeypatch.setattr(ready, "ROOT", moved)
    assert not ready.is_ready(moved / "venv", "runtime")


def test_an_environment_without_its_python_is_noticed(checkout: Path) -> None:
    Path(ready.python_of(checkout / "venv")).unlink()
    assert not ready.is_ready(checkout / "venv", "runtime")


def test_what_pip_said_last_is_shown_when_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    program = "import sys; print('no such part'); sys.exit(1)"
    with pytest.raises(ready.Trouble, match="no such part"):
        ready.follow([sys.executable, "-c", program], 1)
    assert capsys.readouterr().out == ""


def test_an_old_python_can_read_it() -> None:
    ast.parse(Path(ready.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert ready.try_newer_python(["venv"]) == 1
    assert "needs Python 3.11" in capsys.readouterr().err


def test_standard_input_is_left_to_the_talk() -> None:
    program = f"import sys; sys.path.insert(0, {str(ready.ROOT)!r}); from dev import ready; "
    program += "ready.quiet([sys.executable, '-c', 'input()']); print(input())"
    done = subprocess.run([sys.executable, "-c", program], input="a line\n", capture_output=True, text=True, check=True)
    assert done.stdout == "a line\n"
