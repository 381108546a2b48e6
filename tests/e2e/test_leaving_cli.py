"""export, backup, restore and goodbye as they are typed: what is said, what is asked, what each exit status is."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TypeAlias

import anyio
import pytest
from tests import whole_home
from tests.e2e.terminal import ENTER, terminal

from samantha.cli import main
from samantha.clock import SystemClock
from samantha.config import default_home
from samantha.store.belongings import known, pending
from samantha.store.by_key import open_by_key
from samantha.store.keys import unlock
from samantha.store.writer_lock import writer_lock

Out: TypeAlias = pytest.CaptureFixture[str]
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")


def leave_it(home: Path, key: bytes) -> None:
    """In place of rows that mean nothing."""


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A home where `main` looks for it, with rows that mean something only; its recovery key."""
    monkeypatch.setattr(whole_home, "fill", leave_it)
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "echo")
    monkeypatch.chdir(tmp_path)
    return anyio.run(whole_home.make, default_home())[1]


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text + "\n"))


def copies() -> list[tuple[str, str]]:
    async def run() -> list[tuple[str, str]]:
        home = default_home()
        async with open_by_key(home, unlock(home), SystemClock()) as store:
            return [(copy.kind, copy.path) for copy in await store.read(known)]

    return anyio.run(run)


def test_an_export_is_written_noted_and_checked(capsys: Out, paper: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["export", str(out)]) == 0
    assert "not locked" in capsys.readouterr().out
    assert copies() == [("export", str(out))]
    assert main(["export", "--check", str(out)]) == 0
    assert "as they were written" in capsys.readouterr().out
    assert main(["export", str(out)]) == 1
    assert "[export.not_empty]" in capsys.readouterr().err
    (out / "about-you.md").write_text("other")
    assert main(["export", "--check", str(out)]) == 1
    assert "about-you.md" in capsys.readouterr().err


def test_a_copy_that_is_made_while_she_talks_is_noted_beside(capsys: Out, paper: str, tmp_path: Path) -> None:
    with writer_lock(default_home(), SystemClock()):
        assert main(["export", str(tmp_path / "out")]) == 0
        assert main(["backup", str(tmp_path / "b")]) == 0
    assert [copy.kind for copy in pending(default_home())] == ["export", "backup"]
    assert main(["export", str(tmp_path / "out 2")]) == 0
    assert [kind for kind, _ in copies()] == ["export", "backup", "export"]


def test_a_backup_becomes_a_home_elsewhere(
    capsys: Out, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, home = tmp_path / "b", tmp_path / "new"
    assert main(["backup", str(file)]) == 0
    assert main(["backup", str(file)]) == 1
    assert "[backup.exists]" in capsys.readouterr().err
    typing(monkeypatch, paper)
    assert main(["backup", "--check", str(file)]) == 0
    assert "10 episodes" in capsys.readouterr().out
    typing(monkeypatch, paper.lower()[:-1] + ("0" if paper[-1] != "0" else "1"))
    assert main(["restore", str(file), "--home", str(home)]) == 1
    assert "[home.recovery_typo]" in capsys.readouterr().err
    assert not home.exists()
    monkeypatch.setenv("SAMANTHA_BACKUP_PASSWORD", paper)
    assert main(["restore", str(file)]) == 1
    assert "[backup.not_empty]" in capsys.readouterr().err
    assert main(["restore", str(file), "--home", str(home)]) == 0
    assert "10 episodes" in capsys.readouterr().out
    assert main(["--home", str(home), "memory", "recent", "-n", "1"]) == 0
    assert "That is turn 4." in capsys.readouterr().out


def test_a_backup_has_a_passphrase_of_its_own(
    capsys: Out, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b"
    typing(monkeypatch, "four plain words here")
    assert main(["backup", str(file), "--passphrase"]) == 0
    typing(monkeypatch, "five plain words here")
    assert main(["backup", "--check", str(file)]) == 1
    assert "[backup.password]" in capsys.readouterr().err
    typing(monkeypatch, "four plain words here")
    assert main(["restore", str(file), "--home", str(tmp_path / "new")]) == 0


def test_a_plan_is_chosen_shown_and_ended(capsys: Out, paper: str, tmp_path: Path) -> None:
    assert main(["backup", "--plan"]) == 0
    assert "No backups are written by themselves" in capsys.readouterr().out
    assert main(["backup", "--every", "day", "--to", str(tmp_path / "nowhere")]) == 2
    stick = tmp_path / "stick"
    stick.mkdir()
    assert main(["backup", "--every", "week", "--keep", "2", "--to", str(stick)]) == 0
    assert "every week" in capsys.readouterr().out
    assert main(["doctor", "--json"]) in (0, 1)
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(one["matter"] == "backups" and "every week" in one["text"] for one in findings)
    assert main(["backup", "--never"]) == 0
    assert main(["backup", "--plan"]) == 0
    assert "No backups are written by themselves" in capsys.readouterr().out


@pytest.mark.parametrize("verb", [["export", "x"], ["backup", "x"], ["goodbye"], ["backup", "--plan"]])
def test_without_a_home_there_is_nothing_to_take(capsys: Out, verb: list[str]) -> None:
    assert main(verb) == 1
    assert "[home.missing]" in capsys.readouterr().err
    assert not default_home().exists()


def test_goodbye_in_a_pipe_only_shows(capsys: Out, paper: str) -> None:
    for more in ([], ["--dry-run"]):
        assert main(["goodbye", *more]) == 0
        shown = capsys.readouterr().out
        assert "My sister Rachel moves to Ghent in May" in shown
        assert "cannot be reached" in shown
        assert "Nothing was removed." in shown
    assert unlock(default_home())
    assert main(["goodbye", "--yes"]) == 2
    assert unlock(default_home())


def test_goodbye_hands_over_destroys_and_proves_it(capsys: Out, paper: str, tmp_path: Path) -> None:
    out, receipt = tmp_path / "mine", tmp_path / "r.json"
    assert main(["backup", str(tmp_path / "b")]) == 0
    assert main(["goodbye", "--yes", "--to", str(out), "--receipt", str(receipt)]) == 0
    shown = capsys.readouterr().out
    assert f"backup: {tmp_path / 'b'}" in shown
    assert f"export: {out}" in shown
    assert not default_home().exists()
    assert "Dear you" in (out / "letters/last-letter.md").read_text(encoding="utf-8")
    assert main(["export", "--check", str(out)]) == 0
    assert main(["goodbye", "--verify", str(receipt)]) == 0
    assert "10 episodes in" in capsys.readouterr().out
    receipt.write_text(receipt.read_text().replace('"episodes": 10', '"episodes": 11'))
    assert main(["goodbye", "--verify", str(receipt)]) == 1
    assert "not as it was signed" in capsys.readouterr().out
    assert main(["goodbye", "--verify", str(out / "README.txt")]) == 1
    assert "[goodbye.not_one]" in capsys.readouterr().err


def test_goodbye_waits_for_an_open_talk_to_end(capsys: Out, paper: str) -> None:
    with writer_lock(default_home(), SystemClock()):
        assert main(["goodbye", "--yes", "--no-export"]) == 1
    assert "[home.busy]" in capsys.readouterr().err
    assert unlock(default_home())


@on_unix
@pytest.mark.parametrize("said", ["", "yes", "pause"])
def test_goodbye_goes_ahead_only_with_the_word(said: str, paper: str) -> None:
    with terminal("samantha", "goodbye") as t:
        t.wait_for("Enter keeps it")
        t.type("none" + ENTER)
        t.wait_for("Enter to skip")
        t.type(ENTER)
        t.wait_for("type goodbye")
        assert "rests" not in t.text
        t.type(said + ENTER)
        assert t.ended() == 0
        assert ("nobody asks" in t.text) is (said == "pause")
    assert unlock(default_home())


@on_unix
def test_the_letter_is_the_persons_to_shorten_and_the_word_ends_it(paper: str, tmp_path: Path) -> None:
    with terminal("samantha", "goodbye") as t:
        t.wait_for("Enter keeps it")
        t.type("1, 3" + ENTER)
        t.wait_for("Left out: 1, 3")
        t.type(ENTER)
        t.wait_for("Enter to skip")
        t.type(str(tmp_path / "mine") + ENTER)
        t.wait_for("type goodbye")
        t.type("goodbye" + ENTER)
        assert t.ended() == 0
    assert not default_home().exists()
    letter = (tmp_path / "mine/letters/last-letter.md").read_text(encoding="utf-8")
    assert "Rachel moves to Ghent" not in letter.partition("---")[0]
    assert "They are from 5 days" in letter
    (receipt,) = tmp_path.glob("samantha-goodbye-*.json")
    assert main(["goodbye", "--verify", str(receipt)]) == 0
