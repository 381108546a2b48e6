"""doctor and uninstall on homes as they are found: none, new, locked, damaged, crowded with other people's files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anyio
import pytest
from tests.e2e.terminal import ENTER, terminal

from samantha.app import open_samantha
from samantha.cli import main
from samantha.clock import SystemClock
from samantha.store.keyplaces import key_folder
from samantha.store.writer_lock import writer_lock

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Model files of this test alone."""
    monkeypatch.setenv("SAMANTHA_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "echo")
    return tmp_path / "weights"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which a few words were said."""
    folder = tmp_path / "home"

    async def live() -> None:
        async with open_samantha(folder) as s:
            await s.tell("the blue bicycle is Ana's")

    anyio.run(live)
    return folder


def doctor(out: Out, *flags: str) -> tuple[int, dict[str, list[tuple[str, str]]]]:
    """The exit status, and for each matter its states and texts."""
    status = main(["doctor", "--json", *flags])
    found: dict[str, list[tuple[str, str]]] = {}
    for line in out.readouterr().out.splitlines():
        finding = json.loads(line)
        found.setdefault(finding["matter"], []).append((finding["state"], finding["text"] + finding["todo"]))
    return status, found


def test_a_bare_machine_is_well(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMANTHA_BRAIN_URL")
    status, found = doctor(capsys, "--deep", "--measure")
    assert status == 0
    assert found["home"][0][0] == "note" and "samantha talk" in found["home"][0][1]
    assert "not here yet" in found["model files"][0][1]
    assert "stay on this machine" in found["words"][0][1]
    assert "speed" in found and found["speed"][0][0] == "note"


def test_a_living_home_is_well_and_its_lock_is_explained(capsys: Out, home: Path) -> None:
    status, found = doctor(capsys, "--deep")
    assert status == 0
    assert "key file" in found["lock"][0][1] and "Whoever takes this whole disk" in found["lock"][0][1]
    assert [state for state, _ in found["journal"]] == ["well", "well"]
    assert "1 episode in it" in found["journal"][0][1]
    assert main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "bicycle" not in printed and str(home) in printed


def test_damage_is_found_and_said_with_what_to_do(capsys: Out, home: Path) -> None:
    journal = home / "journal.db"
    data = bytearray(journal.read_bytes())
    data[len(data) // 2] ^= 0xFF
    journal.write_bytes(data)
    status, found = doctor(capsys, "--deep")
    assert status == 1
    assert any(state == "wrong" and "backup" in text for state, text in found["journal"])


def test_a_lost_key_file_and_wrong_settings_are_found(capsys: Out, home: Path) -> None:
    for path in key_folder().iterdir():
        path.unlink()
    status, found = doctor(capsys)
    assert status == 1
    assert "samantha key recover" in found["journal"][0][1]
    (home / "config.toml").write_text("[brian]\n")
    status, found = doctor(capsys)
    assert status == 1
    assert "brian" in found["settings"][0][1]


def test_a_damaged_model_file_is_found(capsys: Out, own_weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from samantha.models.weights import load_manifest

    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "http://127.0.0.1:9/v1")
    own_weights.mkdir()
    tokenizer = load_manifest().files["minilm-tokenizer"]
    (own_weights / tokenizer.file).write_bytes(b"\0" * tokenizer.bytes)
    status, found = doctor(capsys, "--deep")
    assert status == 1
    assert any(state == "wrong" and "samantha weights fetch" in text for state, text in found["model files"])


def test_words_that_leave_the_machine_are_said(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "https://models.example/v1")
    monkeypatch.setenv("SAMANTHA_BRAIN_KEY_ENV", "A_KEY_THAT_IS_NOT_SET")
    status, found = doctor(capsys)
    assert status == 1
    assert found["words"][0] == ("note", found["words"][0][1]) and "models.example" in found["words"][0][1]
    assert found["words"][1][0] == "wrong" and "A_KEY_THAT_IS_NOT_SET" in found["words"][1][1]


def test_uninstall_in_a_pipe_only_shows(capsys: Out, home: Path) -> None:
    before = sorted(home.iterdir())
    assert main(["uninstall"]) == 0
    shown = capsys.readouterr().out
    assert str(home) in shown and str(key_folder()) in shown and "--yes" in shown and "samantha goodbye" in shown
    assert sorted(home.iterdir()) == before


def test_uninstall_takes_what_is_hers_and_nothing_else(capsys: Out, home: Path, own_weights: Path) -> None:
    from samantha.models.weights import load_manifest

    own_weights.mkdir()
    (own_weights / load_manifest().files["minilm"].file).write_bytes(b"x")
    (own_weights / "hub" / "someone--model").mkdir(parents=True)
    (own_weights / "hub" / "someone--model" / "model.gguf").write_bytes(b"x")
    (own_weights / "notes.txt").write_text("mine")
    (home / "letter.txt").write_text("mine too")
    assert main(["uninstall", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "letter.txt (not hers)" in shown and "notes.txt (not hers)" in shown
    assert [path.name for path in home.iterdir()] == ["letter.txt"]
    assert [path.name for path in own_weights.iterdir()] == ["notes.txt"]
    assert not key_folder().exists()
    assert main(["uninstall", "--yes"]) == 0
    assert "nothing of hers" in capsys.readouterr().out
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_uninstall_goes_ahead_only_with_the_word(home: Path) -> None:
    for typed, there in [("yes", True), ("", True), ("goodbye", False)]:
        with terminal("samantha", "uninstall") as t:
            t.wait_for("type goodbye")
            t.type(typed + ENTER)
            assert t.ended() == 0
            assert ("It is gone." in t.text) is not there
        assert (home / "journal.db").exists() is there


def test_uninstall_can_leave_the_words(home: Path, own_weights: Path) -> None:
    from samantha.models.weights import load_manifest

    own_weights.mkdir()
    (own_weights / load_manifest().files["minilm"].file).write_bytes(b"x")
    assert main(["uninstall", "--yes", "--keep-home"]) == 0
    assert not own_weights.exists()
    assert (home / "journal.db").exists() and list(key_folder().iterdir())


def test_uninstall_waits_for_an_open_talk_to_end(capsys: Out, home: Path) -> None:
    with writer_lock(home, SystemClock()):
        assert main(["uninstall", "--yes"]) == 1
    assert "[home.busy]" in capsys.readouterr().err
    assert (home / "journal.db").exists() and list(key_folder().iterdir())
