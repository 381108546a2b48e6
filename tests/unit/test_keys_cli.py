"""`samantha key`, as it is typed, on a home without a keychain."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samantha.cli import main
from samantha.clock import FixedClock
from samantha.store import wraps
from samantha.store.keys import create_home, unlock
from samantha.store.recovery import to_paper
from samantha.store.wraps import ByFile

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home that SAMANTHA_HOME names, with passphrases that cost little."""
    monkeypatch.setitem(wraps.ARGON2, "memory_kib", 64)
    monkeypatch.setitem(wraps.ARGON2, "passes", 1)
    return tmp_path / "home"


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let these lines come from standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def paper_in(text: str) -> str:
    """The recovery key in what was printed: two lines of seven groups."""
    return "".join(line.strip() for line in text.splitlines() if line.count("-") >= 6)


def test_status_says_how_it_is_locked_and_asks_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["key"]) == 0
    assert "no home here yet" in capsys.readouterr().out
    create_home(home, ByFile(), CLOCK)
    assert main(["key", "status"]) == 0
    said = capsys.readouterr().out
    assert "key file" in said and "whole disk" in said and "samantha key passphrase" in said


def test_the_recovery_key_is_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, paper = create_home(home, ByFile(), CLOCK)
    assert main(["key", "show-recovery"]) == 0
    assert paper_in(capsys.readouterr().out) == paper == to_paper(key)


def test_a_passphrase_is_set_used_changed_and_removed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, _ = create_home(home, ByFile(), CLOCK)
    typed(monkeypatch, "blue kettle on the sill")
    assert main(["key", "passphrase"]) == 0
    assert unlock(home, passphrase="blue kettle on the sill") == key
    typed(monkeypatch, "wrong", "green kettle")
    assert main(["key", "passphrase"]) == 1
    typed(monkeypatch, "blue kettle on the sill", "short")
    assert main(["key", "passphrase"]) == 0
    assert "short" in capsys.readouterr().err
    typed(monkeypatch, "short", "")
    assert main(["key", "passphrase"]) == 1
    typed(monkeypatch, "short")
    assert main(["key", "passphrase", "--remove"]) == 0
    assert unlock(home) == key


def test_the_key_is_rotated_and_the_new_paper_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, paper = create_home(home, ByFile(), CLOCK)
    assert main(["key", "rotate"]) == 0
    new_paper = paper_in(capsys.readouterr().out)
    assert new_paper != paper
    assert unlock(home, recovery=new_paper) == unlock(home) != key


def test_a_home_is_recovered_from_paper(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, paper = create_home(home, ByFile(), CLOCK)
    typed(monkeypatch, paper[:-1] + ("2" if paper[-1] != "2" else "3"), "")
    assert main(["key", "recover"]) == 1
    told = capsys.readouterr().err
    assert "group 14" in told and "home.recovery_typo" in told and paper[:4] not in told
    typed(monkeypatch, paper, "a new blue kettle")
    assert main(["key", "recover"]) == 0
    assert unlock(home, passphrase="a new blue kettle") == key
    typed(monkeypatch, paper.lower(), "")
    assert main(["key", "recover"]) == 0
    assert unlock(home) == key
