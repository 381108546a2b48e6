"""Events out of bytes, however they are cut and whatever ends a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.models import sse
from samantha.models.sse import Events, TooLong

texts = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1, max_size=20)
ends = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(st.lists(texts, max_size=6), ends, st.lists(st.integers(1, 7), min_size=1, max_size=30), st.booleans())
def test_the_same_events_however_the_bytes_are_cut(
    data: list[str], end: bytes, cuts: list[int], comments: bool
) -> None:
    frames = [b"data: " + text.encode() + end + end for text in data]
    if comments:
        frames = [b": keep-alive" + end + end + b"event: message" + end + frame for frame in frames]
    stream, events, got, at = b"".join(frames), Events(), list[str](), 0
    while at < len(stream):
        size = cuts[at % len(cuts)]
        got += events.feed(stream[at : at + size])
        at += size
    assert got + events.close() == data


@given(st.lists(texts, min_size=2, max_size=4))
def test_several_data_lines_are_one_event(lines: list[str]) -> None:
    stream = b"".join(b"data:" + b" " + line.encode() + b"\n" for line in lines) + b"\n"
    assert Events().feed(stream) == ["\n".join(lines)]


def test_a_line_separator_inside_the_text_ends_nothing() -> None:
    assert Events().feed("data: a\u2028b\x85c\n\n".encode()) == ["a\u2028b\x85c"]


def test_a_last_event_without_its_empty_line_is_read() -> None:
    events = Events()
    assert events.feed(b"data: [DONE]") == []
    assert events.close() == ["[DONE]"]
    assert events.close() == []


def test_an_event_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LIMIT", 100)
    events = Events()
    with pytest.raises(TooLong):
        for _ in range(50):
            events.feed(b"data: abcdef\n")


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    events = Events()
    events.feed(data)
    events.close()
