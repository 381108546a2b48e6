"""`samantha forget` as it is typed: shown first, done when said so, undone, verified, in scripts and by a person."""

from __future__ import annotations

import json
from contextlib import aclosing
from pathlib import Path

import pytest

from samantha.cli import main
from samantha.cli.forget import numbers
from samantha.config import FILE

TOLD = (
    "My sister Rachel is a nurse in Ghent.",
    "On Monday I went to the clinic for a biopsy.",
    "Dr. Ortega said it will take a week.",
    "The clinic smells of mint.",
    "I had plums.",
)


@pytest.fixture(autouse=True)
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a few lines in it, without models."""
    home = tmp_path / "home"
    home.mkdir()
    (home / FILE).write_text('[brain]\nurl = "echo"\n', encoding="utf-8")
    monkeypatch.setenv("SAMANTHA_WEIGHTS", str(tmp_path / "weights"))
    import anyio

    from samantha.app import open_samantha

    async def tell() -> None:
        async with open_samantha(home) as s:
            for text in TOLD:
                await s.tell(text)

    anyio.run(tell)
    return home


def found(capsys: pytest.CaptureFixture[str], word: str) -> list[str]:
    assert main(["memory", "search", word, "--json"]) == 0
    return [json.loads(line)["text"] for line in capsys.readouterr().out.splitlines()]


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["forget", *args])
    return status, capsys.readouterr().out


def test_a_dry_run_and_a_pipe_without_yes_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, "everything about the clinic", "--dry-run")
    assert status == 0 and out.count("[x]") == 2 and "smells of mint" in out
    status, out = run(capsys, "everything", "about", "the", "clinic")
    assert status == 0 and "Nothing was changed." in out
    assert len(found(capsys, "clinic")) == 2


def test_at_once_with_a_receipt_that_verifies(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    paper = tmp_path / "receipt.json"
    status, out = run(capsys, "everything about the clinic", "--yes", "--save", str(paper))
    assert status == 0 and "Forgotten: 2 episodes" in out and "after, in none" in out
    assert found(capsys, "clinic") == []
    assert run(capsys, "--verify", str(paper))[0] == 0
    assert run(capsys, "--verify", "--words", "clinic", "biopsy")[0] == 0
    status, out = run(capsys, "--verify", "--words", "Ghent")
    assert status == 1 and "Found in" in out
    changed = json.loads(paper.read_text())
    changed["statement"]["rows"]["episodes"] = 1
    paper.write_text(json.dumps(changed))
    assert run(capsys, "--verify", str(paper))[0] == 1
    assert "nothing left" in run(capsys, "--receipts")[1]
    assert run(capsys, "--undo") == (1, "")


def test_held_and_brought_back(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, "--words", "clinic", "--hold", "--yes")
    assert status == 0 and "--undo" in out
    assert found(capsys, "clinic") == []
    assert run(capsys, "--undo")[0] == 0
    assert len(found(capsys, "clinic")) == 2


def test_ids_a_time_and_a_person_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, "--person", "Rachel", "--dry-run", "--json")
    assert status == 0 and [part["id"] for part in json.loads(out)["episodes"]] == [1]
    status, out = run(capsys, "5", "--yes", "--json")
    assert status == 0 and json.loads(out)["statement"]["rows"]["episodes"] == 1
    status, out = run(capsys, "today", "--dry-run", "--json")
    assert [part["id"] for part in json.loads(out)["episodes"]] == [1, 2, 3, 4]
    status, out = run(capsys, "--from", "2001-01-01", "--to", "2001-12-31", "--yes", "--json")
    assert status == 0 and json.loads(out)["episodes"] == []


def test_a_person_unticks_and_chooses_how(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["2", "", "f"])
    monkeypatch.setattr("samantha.cli.forget._someone_is_there", lambda: True)
    monkeypatch.setattr("builtins.input", lambda prompt="": next(typed))
    status, out = run(capsys, "everything about the clinic")
    assert status == 0 and "Forgotten: 1 episode" in out
    assert found(capsys, "clinic") == [TOLD[3]]


def test_a_person_thinks_better_of_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samantha.cli.forget._someone_is_there", lambda: True)
    monkeypatch.setattr("builtins.input", lambda prompt="": "q")
    assert "Nothing was changed." in run(capsys, "everything about the clinic")[1]
    assert len(found(capsys, "clinic")) == 2


def test_asked_in_a_talk_she_says_how_it_is_done(told: Path) -> None:
    import anyio

    from samantha.app import open_samantha
    from samantha.types import Delta

    async def ask() -> str:
        async with open_samantha(told) as s, aclosing(s.turn("Please forget what I said about the clinic.")) as turn:
            return "".join([event.text async for event in turn if isinstance(event, Delta)])

    assert "`samantha forget`" in anyio.run(ask)


def test_what_was_typed_as_numbers() -> None:
    assert numbers("2 5-7, 9") == {2, 5, 6, 7, 9}
    assert numbers("x -3 4-") == {4}


def test_saying_nothing_or_two_things_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget"]) == 2
    assert main(["forget", "1", "--now", "--hold"]) == 2
