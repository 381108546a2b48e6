"""The line that says how many are done: one line on a terminal, a few in a file, never wider than the screen."""

from __future__ import annotations

import io

import pytest
from wcwidth import wcswidth

from samantha.cli.counting import CountLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, counts: list[tuple[str, int, int]]) -> str:
    """What is written while `counts` come in, a second apart."""
    seconds = iter(range(10_000))
    with CountLine(lambda: float(next(seconds)), stream) as line:
        for count in counts:
            line(*count)
    return stream.getvalue()


def test_on_a_terminal_it_is_one_line_that_goes_away() -> None:
    said = drawn(Terminal(), [("keeping:", n, 4000) for n in range(0, 4001, 200)])
    assert "\n" not in said
    assert "keeping: 4,000 of 4,000" in said
    assert " left" in said
    assert said.endswith("\r\x1b[K")


def test_it_is_never_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    for part in drawn(Terminal(), [("keeping turns of a long talk:", n, 9) for n in range(9)]).split("\r"):
        assert wcswidth(part.replace("\x1b[K", "")) <= 19


def test_in_a_file_it_is_a_line_a_tenth() -> None:
    said = drawn(io.StringIO(), [("keeping:", n, 1000) for n in range(1001)])
    assert len(said.splitlines()) == 11
    assert "\x1b" not in said


def test_each_work_has_its_own_lines_and_an_unknown_end_needs_one() -> None:
    said = drawn(io.StringIO(), [("reading:", 0, 0), ("reading:", 5000, 0), ("keeping:", 1, 1), ("indexing:", 1, 1)])
    assert [line.split(",")[0] for line in said.splitlines()] == ["reading:", "keeping: 1 of 1", "indexing: 1 of 1"]


def test_nothing_to_say_writes_nothing() -> None:
    assert drawn(Terminal(), []) == ""
