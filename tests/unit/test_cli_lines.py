"""What comes in as a line becomes words: odd bytes, escapes, empty lines, commands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.cli import lines
from samantha.cli.lines import Command, Line, clean, cut_lines, read_command, read_line, shown

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=200))
def test_plain_words_stay_letter_for_letter(text: str) -> None:
    assert clean(text) == text


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    line = read_line(raw)
    assert clean(line.text) == line.text
    assert not (line.binary and line.text)


@given(st.binary(max_size=400), st.integers(min_value=1, max_value=50))
def test_lines_are_cut_the_same_however_they_arrive(raw: bytes, size: int) -> None:
    buffer, found = bytearray(), list[bytes]()
    for at in range(0, len(raw), size):
        buffer += raw[at : at + size]
        found += cut_lines(buffer)
    found += cut_lines(buffer, end=True)
    assert b"".join(found) == raw
    assert all(b"\n" not in line[:-1] for line in found)


def test_an_endless_line_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    buffer = bytearray(b"a" * 25)
    assert list(cut_lines(buffer)) == [b"a" * 10, b"a" * 10]
    assert list(cut_lines(buffer, end=True)) == [b"a" * 5]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"hello\r\n", "hello"),
        (b"  hello  ", "hello"),
        (b"no end", "no end"),
        (b"a\x00b\x07c\n", "abc"),
        (b"\x1b[31mred\x1b[0m and \x1b]0;title\x07plain", "red and plain"),
        (b"one\rtwo", "one\ntwo"),
        ("👍🏽 👩‍👩‍👧".encode(), "👍🏽 👩‍👩‍👧"),
        ("שלום \u200fעולם".encode(), "שלום \u200fעולם"),
        (b"\n", ""),
        (b"   \t \n", ""),
        ("\u200b\u200d\n".encode(), ""),
        (b"x" * 50_000, "x" * 50_000),
    ],
)
def test_lines_as_they_come(raw: bytes, text: str) -> None:
    assert read_line(raw) == Line(text)


def test_a_few_bytes_of_another_encoding_are_replaced_and_counted() -> None:
    assert read_line("un café à Évora".encode("latin-1")) == Line("un caf\ufffd \ufffd \ufffdvora", replaced=3)


def test_a_replacement_character_that_was_typed_is_not_counted() -> None:
    assert read_line("odd \ufffd mark".encode()) == Line("odd \ufffd mark")


@pytest.mark.parametrize("raw", [bytes(range(128, 256)), b"\x00\x01\x02\x03" * 20, "hello there".encode("utf-16-le")])
def test_what_is_not_text_is_told_apart(raw: bytes) -> None:
    assert read_line(raw) == Line("", binary=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hello", "hello"),
        ("/help", Command("help", "")),
        ("/memory  my sister ", Command("memory", "my sister")),
        ("//help", "/help"),
        ("/etc/hosts is odd", "/etc/hosts is odd"),
        ("/ alone", "/ alone"),
        ("/", "/"),
    ],
)
def test_commands(typed: str, meant: str | Command) -> None:
    assert read_command(typed) == meant


@given(ANY_TEXT)
def test_nothing_shown_can_move_the_cursor_or_turn_the_line_round(text: str) -> None:
    for letter in shown(text):
        assert unicodedata.category(letter) != "Cc"
        assert letter not in "\u202d\u202e\u2066\u2067\u2068"
