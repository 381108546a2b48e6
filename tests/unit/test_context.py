"""What the brain reads: a still prefix, a short end, a bounded whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.context import (
    HISTORY_TOKENS,
    build_context,
    move_window,
    recalled_line,
    shorten,
    stable_part,
    tokens,
)
from samantha.conversation.days import name_day, name_moment, part_of_day
from samantha.conversation.persona import head, manners, version
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

AT = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


def talk(*texts: str) -> list[Episode]:
    return [Episode(n + 1, AT, "heard", PERSON if n % 2 == 0 else SAMANTHA, text) for n, text in enumerate(texts)]


@given(st.lists(st.text(max_size=40), max_size=12), st.text(max_size=40))
def test_a_turn_begins_with_what_the_turn_before_it_read(texts: list[str], words: str) -> None:
    history = talk(*texts)
    shorter = stable_part(head(), history[: len(history) // 2 * 2 - 2] if len(history) > 1 else [])
    longer = build_context(head(), history, words, "brief")
    if all(text.strip() for text in texts):
        assert longer[: len(shorter)] == shorter


@given(st.lists(st.text(max_size=40), max_size=12))
def test_the_sides_speak_in_turn(texts: list[str]) -> None:
    messages = build_context(head(), talk(*texts), "hello", "brief")
    roles = [message.role for message in messages]
    assert roles[0] == "system" and roles[-1] == "user"
    assert all(a != b for a, b in pairwise(roles))


@given(st.text(max_size=5000))
def test_a_long_turn_is_read_in_part(text: str) -> None:
    assert len(shorten(text)) <= max(len(text), 1700)
    assert len(shorten(text)) <= 1604 or len(text) <= 1600


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_the_window_fits_and_never_goes_back(sizes: list[int]) -> None:
    history = talk(*["word " * size for size in sizes])
    start = move_window(history, 1)
    inside = [episode for episode in history if episode.id >= start]
    assert start >= 1
    assert len(inside) <= 1 or sum(tokens(shorten(e.text)) + 6 for e in inside) <= HISTORY_TOKENS + 1
    assert move_window(history, start) == start, "it stands still until it is full again"


def test_emoji_cost_a_token_each() -> None:
    assert tokens("🌧️" * 50) >= 100


def test_a_recalled_line_says_who_when_and_the_words() -> None:
    line = Recollection(Episode(7, AT, "heard", PERSON, "Rachel is allergic to peanuts."), 0.9)
    day = name_day(AT, AT + timedelta(days=1))
    assert recalled_line(line, day) == "they told you, yesterday: “Rachel is allergic to peanuts.”"
    mail = Recollection(Episode(8, AT, "read", "Amy", "Come on Sunday."), 0.9)
    assert recalled_line(mail, "today") == "Amy wrote, today: “Come on Sunday.”"


def test_days_are_named_as_friends_name_them() -> None:
    assert name_day(AT, AT) == "today"
    assert name_day(AT, AT + timedelta(days=3)) == "Tuesday"
    assert name_day(AT, AT + timedelta(days=30)) == "3 March"
    assert name_day(AT, AT + timedelta(days=400)) == "3 March 2026"
    assert name_day(AT + timedelta(days=1), AT) == "4 March", "a clock set back names the date"
    assert name_moment(AT) == "Tuesday 3 March 2026, 21:14"
    assert part_of_day(AT) == "Good evening"


def test_the_head_is_ours_and_still() -> None:
    assert head() == head() and head()[0].role == "system"
    assert len(version()) == 12
    assert all(manner.brief and manner.plain and manner.examples for manner in manners().values())
