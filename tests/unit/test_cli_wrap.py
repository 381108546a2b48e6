"""Words break at their ends, whatever the script and however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from samantha.cli.wrap import Wrap

WORDS = st.lists(st.text("abcdé日本שלו👍", min_size=1, max_size=12), max_size=40)
WIDTHS = st.integers(min_value=1, max_value=90)


def wrapped(pieces: list[str], width: int, indent: str = "") -> str:
    wrap = Wrap(width, indent)
    return "".join(wrap.feed(piece) for piece in pieces) + wrap.flush()


@given(WORDS, WIDTHS)
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(words: list[str], width: int) -> None:
    out = wrapped([" ".join(words)], width)
    assert all(wcswidth(line) <= max(8, width) for line in out.split("\n"))
    assert "".join(out.split()) == "".join(words)


@given(WORDS, WIDTHS, st.integers(min_value=1, max_value=7))
def test_how_the_stream_is_cut_does_not_matter(words: list[str], width: int, size: int) -> None:
    text = " ".join(words)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert wrapped(pieces, width) == wrapped([text], width)


@given(st.text("abc \n", max_size=200))
def test_on_an_endless_line_only_spaces_at_line_starts_and_ends_go(text: str) -> None:
    lines = wrapped([text], 1 << 30).split("\n")
    assert lines == [line.strip(" ") for line in text.split("\n")]


def test_a_word_waits_until_it_is_whole() -> None:
    wrap = Wrap(20)
    assert wrap.feed("good") == ""
    assert wrap.feed("bye ") == "goodbye"
    assert wrap.feed("now") == ""
    assert wrap.flush() == " now"
    assert wrap.flush() == ""


@given(
    st.lists(st.text("abcdefg", min_size=1, max_size=12), max_size=40),
    st.integers(min_value=30, max_value=90),
    st.integers(1, 7),
)
def test_a_word_shown_early_is_not_torn_when_more_of_it_comes(words: list[str], width: int, size: int) -> None:
    text = " ".join(words)
    wrap, out = Wrap(width), ""
    for at in range(0, len(text), size):
        out += wrap.feed(text[at : at + size]) + wrap.early()
    out += wrap.flush()
    assert out.split() == words
    assert all(len(line) <= width for line in out.split("\n"))


def test_a_word_in_the_middle_of_a_line_is_shown_at_once() -> None:
    wrap = Wrap(40)
    assert wrap.feed("it is quiet") + wrap.early() == "it is quiet"
    assert wrap.feed(", and") + wrap.early() == ", and"
    assert wrap.feed(" still the very") + wrap.early() == " still the"


def test_every_line_is_indented_and_empty_ones_are_bare() -> None:
    assert wrapped(["one two three\n\nfour"], 10, "  ") == "  one two\n  three\n\n  four"


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "👍🏽", "❤️", "é", "🇵🇹"])
def test_what_is_seen_as_one_letter_is_never_split(cluster: str) -> None:
    out = wrapped(["".join([cluster] * 30)], 9)
    assert "\n" in out
    assert all(line.replace(cluster, "") == "" for line in out.split("\n"))


def test_scripts_without_spaces_stream_letter_by_letter_and_keep_their_full_stop() -> None:
    wrap = Wrap(8)
    assert wrap.feed("日本") == "日"
    assert wrapped(["日本語日本。語"], 8) == "日本語\n日本。語" or "\n。" not in wrapped(["日本語日本。語"], 8)
