"""A talk written as WhatsApp writes it, on either phone and in any of its clocks, is read back word for word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from tests.given import Pieces, TextPiece, given, items, turns

from samantha.study.turns import Choice, LeftOut, Note, Turn, Unread
from samantha.study.whatsapp import FORM, HEADER, talk_name

DATA = Path(__file__).parents[1] / "data" / "import"
L = "\N{LEFT-TO-RIGHT MARK}"
N = "\N{NARROW NO-BREAK SPACE}"


def half(at: datetime) -> str:
    return "PM" if at.hour >= 12 else "AM"


def twelve(at: datetime) -> int:
    return at.hour % 12 or 12


PHONES: dict[str, Callable[[datetime], str]] = {
    "android, 24 h": lambda t: f"{t:%d/%m/%Y, %H:%M} - ",
    "android, US": lambda t: f"{t.month}/{t.day}/{t:%y}, {twelve(t)}:{t:%M}{N}{half(t)} - ",
    "android, dots": lambda t: f"{t:%d.%m.%y}, {t:%H:%M} - ",
    "android, Spanish": lambda t: f"{t.day}/{t.month}/{t:%y}, {twelve(t)}:{t:%M} {half(t)[0].lower()}. m. - ",
    "android, Brazil": lambda t: f"{t:%d/%m/%Y %H:%M} - ",
    "android, Sweden": lambda t: f"{t:%Y-%m-%d %H:%M} - ",
    "iphone, 24 h": lambda t: f"[{t:%d.%m.%y, %H:%M:%S}] ",
    "iphone, US": lambda t: f"[{t.month}/{t.day}/{t:%y}, {twelve(t)}:{t:%M:%S}{N}{half(t)}] ",
    "iphone, China": lambda t: f"[{t:%Y/%m/%d %H:%M:%S}] ",
    "iphone, Denmark": lambda t: f"[{t:%d/%m/%Y %H.%M.%S}] ",
}


@dataclass(frozen=True)
class Message:
    at: datetime
    speaker: str
    text: str


names = st.sampled_from(["Iris", "Jo Marsh", "Ærø-Lise O'Neill", "+32 470 12 34 56", "母", "Tom 🚲"])
line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)
text = (
    st.lists(line, min_size=1, max_size=3)
    .map("\n".join)
    .filter(
        lambda t: (
            t.strip() == t
            and t != ""
            and not any(mark in t for mark in "\u200e\u2068\u2069\ufeff\u200f")
            and not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in t)
            and not any(HEADER.match(piece) for piece in t.split("\n"))
        )
    )
)
gaps = st.lists(st.tuples(st.integers(0, 60 * 60 * 24 * 5), names, text), min_size=1, max_size=12)
beginnings = st.datetimes(datetime(2012, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(microsecond=0))


def chat(begin: datetime, steps: list[tuple[int, str, str]]) -> list[Message]:
    """Messages in order of time; the last on a day above the twelfth, so that the order of day and month is sure."""
    out: list[Message] = []
    for seconds, speaker, words in steps:
        begin += timedelta(seconds=seconds)
        out.append(Message(begin, speaker, words))
    return [*out, Message((begin + timedelta(days=40)).replace(day=28), "Iris", "the end")]


def written(messages: list[Message], stamp: Callable[[datetime], str]) -> str:
    return "".join(f"{stamp(m.at)}{m.speaker}: {m.text}\n" for m in messages)


@pytest.mark.parametrize("phone", PHONES)
@over(beginnings, gaps)
def test_what_was_written_is_read_back(phone: str, begin: datetime, steps: list[tuple[int, str, str]]) -> None:
    messages = chat(begin, steps)
    stamp = PHONES[phone]
    seconds = timedelta(0) if "iphone" in phone else timedelta(seconds=59)
    read = turns(FORM, given("WhatsApp Chat with Iris.txt", written(messages, stamp)))
    assert [(m.speaker, m.text) for m in messages] == [(t.speaker, t.text) for t in read]
    assert all(t.at is not None and timedelta(0) <= m.at - t.at <= seconds for m, t in zip(messages, read, strict=True))


def test_an_android_group_with_all_that_may_stand_in_it() -> None:
    name = "WhatsApp Chat with Iris.txt"
    found = items(FORM, given(name, (DATA / name).read_text(encoding="utf-8")))
    read = [item for item in found if isinstance(item, Turn)]
    assert [(t.speaker, t.text) for t in read] == [
        ("Iris", "Are you still up?"),
        ("Jo Marsh", "Just about.\nReading the last chapter, and the kettle is on:\n1) tea\n2) bed"),
        ("Iris", "ok"),
        ("Iris", "ok"),
        ("Iris", "[attached: IMG-20260228-WA0003.jpg]\nLook who came home"),
        ("Iris", "Remember that Jo wants to give me the bicycle."),
        ("Jo Marsh", "My new flat is in Ghent"),
        ("Iris", "Time: 10:30 works"),
    ]
    assert read[0].at == datetime(2026, 2, 28, 21, 58)
    assert read[0].talk == "Iris"
    assert len([item for item in found if isinstance(item, LeftOut)]) == 3
    assert not [item for item in found if isinstance(item, Unread | Note)]


def test_an_iphone_group_with_all_that_may_stand_in_it() -> None:
    found = items(FORM, given("_chat.txt", (DATA / "_chat.txt").read_text(encoding="utf-8")))
    assert [(i.speaker, i.text) for i in found if isinstance(i, Turn)] == [
        ("Noor", "Who brings the rice?"),
        ("Jo", "I do. @Tomas brings plates"),
        ("Tomas", "[attached: 00000012-PHOTO-2026-03-09.jpg]"),
        ("Tomas", "Late, but home."),
        ("Jo", "Noon already"),
    ]
    assert {i.talk for i in found if isinstance(i, Turn)} == {"Cooking club"}
    times = [i.at for i in found if isinstance(i, Turn)]
    assert times[-2:] == [datetime(2026, 3, 14, 0, 5), datetime(2026, 3, 14, 12, 6)]


@pytest.mark.parametrize(
    "words", ["image omitted", "the document omitted a date", "null", "Missed call", "<3", "I added you", "omitted"]
)
def test_what_a_person_may_write_is_not_taken_for_the_programs(words: str) -> None:
    read = turns(FORM, given("a.txt", f"28/02/2026, 21:58 - Iris: {words}\n"))
    assert [t.text for t in read] == [words]


@pytest.mark.parametrize(
    "rest",
    [
        "Iris: <Media omitted>",
        "Iris: This message was deleted",
        "Iris changed the subject from “Trip: one” to “Trip: two”",
        f"Iris: {L}image omitted",
        f"Iris: {L}Missed voice call, {L}Tap to call back",
        f"Cooking club: {L}Iris added you",
        "You created group “Trip”",
    ],
)
def test_what_the_program_writes_is_nobodys_turn(rest: str) -> None:
    found = items(FORM, given("a.txt", f"28/02/2026, 21:58 - {rest}\n"))
    assert [type(item) for item in found] == [LeftOut]


ONE = "0{}/0{}/2024, 10:00 - Iris: hello\n"


@pytest.mark.parametrize(
    ("dates", "first", "sure"),
    [
        ([(3, 4), (3, 5), (3, 6), (4, 1)], datetime(2024, 3, 4, 10), True),
        ([(9, 4), (1, 5)], datetime(2024, 4, 9, 10), True),
        ([(3, 4), (4, 4), (5, 4)], datetime(2024, 4, 3, 10), False),
        ([(3, 4)], datetime(2024, 4, 3, 10), False),
    ],
)
def test_the_order_of_day_and_month_is_what_runs_forward_and_a_doubt_is_said(
    dates: list[tuple[int, int]], first: datetime, sure: bool
) -> None:
    found = items(FORM, given("a.txt", "".join(ONE.format(*pair) for pair in dates)))
    assert next(item.at for item in found if isinstance(item, Turn)) == first
    assert any(isinstance(item, Note) for item in found) != sure


def test_the_order_can_be_said() -> None:
    text = ONE.format(3, 4)
    assert [t.at for t in turns(FORM, given("a.txt", text), Choice(days_first=False))] == [datetime(2024, 3, 4, 10)]
    assert not [i for i in items(FORM, given("a.txt", text), Choice(days_first=True)) if isinstance(i, Note)]


def test_a_line_that_only_looks_like_a_beginning_stays_with_the_message_above() -> None:
    text = "28/02/2026, 21:58 - Iris: the log says\n99/99/9999, 10:00 - Jo: boom\nand stops\n"
    assert [t.text for t in turns(FORM, given("a.txt", text))] == [
        "the log says\n99/99/9999, 10:00 - Jo: boom\nand stops"
    ]


def test_words_before_the_first_message_are_named_by_their_line() -> None:
    found = items(FORM, given("a.txt", "\ufeff\nsome heading\n28/02/2026, 21:58 - Iris: hi\n"))
    assert [(i.piece, i.line) for i in found if isinstance(i, Unread)] == [("a.txt", 2)]


@pytest.mark.parametrize(
    ("given_as", "piece", "name"),
    [
        ("WhatsApp Chat with Iris.txt", "WhatsApp Chat with Iris.txt", "Iris"),
        ("WhatsApp Chat with Iris (2).txt", "WhatsApp Chat with Iris (2).txt", "Iris"),
        ("WhatsApp Chat - Cooking club.zip", "_chat.txt", "Cooking club"),
        ("WhatsApp Chat mit Jo.zip", "WhatsApp Chat mit Jo.txt", "Jo"),
        ("_chat.txt", "_chat.txt", ""),
        ("chats", "old/Tomas.txt", "Tomas"),
    ],
)
def test_the_talk_is_named_by_its_file(given_as: str, piece: str, name: str) -> None:
    assert talk_name(given_as, piece) == name


def test_a_text_without_messages_is_no_such_talk() -> None:
    assert not FORM.fits(given("a.txt", "On 28/02/2026 at 21:58 Iris wrote\n"))
    talk = TextPiece("chat.txt", "28/02/2026, 21:58 - Iris: hi\n")
    assert not FORM.fits(Pieces("x.zip", (talk, TextPiece("conversations.json", "[]"))))
    beside = Pieces("x.zip", (talk, TextPiece("notes.txt", "no talk")))
    assert [type(item) for item in FORM.read(beside, Choice())].count(LeftOut) == 1
