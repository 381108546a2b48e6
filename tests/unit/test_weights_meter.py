"""The meter never promises nonsense, and the line says it in words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.cli.progress import ProgressLine, in_words, time_left
from samantha.models.weights_meter import Meter, Progress, size_in_words

EVENTS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 2000), st.integers(0, 1000)), max_size=30)


@given(st.integers(1, 5000), st.integers(0, 5000), EVENTS)
def test_done_stays_within_the_total(total: int, kept: int, events: list[tuple[str, int, int]]) -> None:
    meter = Meter(total, min(kept, total))
    for at, (key, count, expected) in enumerate(events):
        meter.flying(key, count, expected)
        if count % 3 == 0:
            meter.landed(key, expected)
        elif count % 3 == 1:
            meter.lost(key)
        left = meter.seconds_left(float(at))
        assert 0 <= meter.done <= total
        assert left is None or left >= 0


def test_what_was_kept_is_not_speed() -> None:
    meter = Meter(1000, 900)
    assert meter.seconds_left(0.0) is None
    meter.flying("a", 10, 100)
    assert meter.seconds_left(1.0) == pytest.approx(9.0)


def test_speed_is_that_of_late() -> None:
    meter = Meter(10_000)
    for second in range(100):
        meter.flying("a", second * 10, 10_000)
        meter.seconds_left(float(second))
    for second in range(100, 129):
        meter.flying("a", 990 + (second - 99) * 100, 10_000)
        meter.seconds_left(float(second))
    meter.flying("a", 3990, 10_000)
    left = meter.seconds_left(129.0)
    assert left == pytest.approx((10_000 - 3990) / 100)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 bytes"), (999, "999 bytes"), (466_247, "466 kB"), (1_117_320_768, "1.12 GB")]
)
def test_sizes_in_words(count: int, words: str) -> None:
    assert size_in_words(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "about 5 s left"), (42, "about 40 s left"), (200, "about 3 min left"), (9000, "about 2.5 h left")],
)
def test_time_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_is_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    screen = Terminal()
    with ProgressLine(screen) as line:
        for done in range(50):
            line(Progress("downloading", "brain", done, 50, 1, 22, 30.0))
    assert "\n" not in screen.getvalue()
    assert all(len(drawn.removesuffix("\x1b[K")) <= 29 for drawn in screen.getvalue().split("\r"))
    assert screen.getvalue().endswith("\r\x1b[K")


def test_elsewhere_it_is_a_few_plain_lines_and_notes_stay() -> None:
    out = io.StringIO()
    with ProgressLine(out) as line:
        for done in range(1001):
            line(Progress("downloading", "brain", done, 1000, 1, 22, 30.0))
        line(Progress("checking", "brain", note="brain was damaged."))
        line(Progress("ready", "brain", 1000, 1000))
    lines = out.getvalue().splitlines()
    assert len(lines) == 13
    assert lines[-2:] == ["brain was damaged.", "brain is here and right"]
    assert "\x1b" not in out.getvalue()


def test_the_line_says_size_time_and_part() -> None:
    said = in_words(Progress("downloading", "brain", 412_000_000, 1_170_000_000, 8, 24, 25.0))
    assert said == "fetching brain, 412 MB of 1.17 GB, about 25 s left, part 9 of 24"
