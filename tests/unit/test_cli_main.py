"""The command line's own manners: errors in words, exit statuses, nothing personal in a trace."""

from __future__ import annotations

import argparse
import os

import pytest

from samantha import cli
from samantha.errors import HomeBusy

SECRET = "my sister's name is Ana"


def ending_with(error: BaseException | None, status: int = 0) -> object:
    """A parser whose verb raises `error`, or returns `status`."""

    def run(args: argparse.Namespace) -> int:
        if error is not None:
            raise error
        return status

    parser = argparse.ArgumentParser()
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--home")
    parser.set_defaults(run=run)
    return lambda: parser


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (None, 0, ""),
        (HomeBusy("Another has it.", "Close it."), 1, "Another has it. Close it. [home.busy]\n"),
        (ExceptionGroup("", [ValueError("x"), HomeBusy("Busy.")]), 1, "Busy. [home.busy]\n"),
        (KeyboardInterrupt(), 130, ""),
        (BaseExceptionGroup("", [KeyboardInterrupt()]), 130, ""),
        (SystemExit(7), 7, ""),
    ],
)
def test_errors_become_words_and_a_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException | None,
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(cli, "build_parser", ending_with(error))
    assert cli.main([]) == status
    assert capsys.readouterr().err == said


def test_a_bug_is_said_softly_and_its_trace_holds_no_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "build_parser", ending_with(ValueError(SECRET)))
    assert cli.main([]) == 1
    soft = capsys.readouterr().err
    assert "went wrong" in soft and "--trace" in soft and "ending_with" not in soft
    monkeypatch.setenv("SAMANTHA_TRACE", "1")
    assert cli.main([]) == 1
    trace = capsys.readouterr().err
    assert "test_cli_main.py" in trace and "ValueError" in trace
    assert SECRET not in soft + trace


def test_home_holds_for_one_command_only(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ["SAMANTHA_HOME"]
    seen: list[str] = []

    def run(args: argparse.Namespace) -> int:
        seen.append(os.environ["SAMANTHA_HOME"])
        return 0

    parser = argparse.ArgumentParser()
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--home")
    parser.set_defaults(run=run)
    monkeypatch.setattr(cli, "build_parser", lambda: parser)
    assert cli.main(["--home", "/somewhere/else"]) == 0
    assert seen == ["/somewhere/else"]
    assert os.environ["SAMANTHA_HOME"] == before


def test_every_verb_can_be_asked_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in cli.VERBS:
        assert cli.main([verb, "--help"]) == 0
        assert verb in capsys.readouterr().out
