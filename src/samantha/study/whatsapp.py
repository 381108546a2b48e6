"""A talk exported from WhatsApp, by an Android phone or an iPhone, as .txt or the .zip around it.

Guarantees: pure; the order of day and month is found from the whole file; a line without a beginning of its own belongs
to the message above it, so that no word is lost.
Does not: read pictures or voice; an attachment is named, and one that was left out of the export is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from samantha.study.turns import Choice, Form, Given, Item, LeftOut, Note, Piece, Turn, Unread
from samantha.study.whatsapp_words import ATTACHED, LEFT_OUT, LEFT_OUT_MARKED, MARKS, SYSTEM, plain_text
from samantha.study.written import clock_hour

_M = f"[{MARKS}]*"
_S = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
HEADER = re.compile(
    rf"^{_M}(?P<open>\[)?{_M}(\d{{1,4}}){_M}[./-]{_S}?{_M}(\d{{1,2}}){_M}[./-]{_S}?{_M}(\d{{1,4}})\.?{_M},?{_S}+"
    rf"{_M}(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}))?(?:{_S}*([ap])\.?{_S}?m\b\.?)?{_M}"
    rf"(?(open)\]{_S}?|{_S}[-–]{_S})(?P<rest>.*)$",
    re.IGNORECASE,
)
"""What a message begins with: `31.12.23, 21:15 - `, `[12/31/23, 9:15:07 PM] ` and their like."""
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
YEARS = range(1990, 2200)
_LOOKED_AT = 30
_NAME = re.compile(r"^_?whatsapp[ _-]*chat[ _-]*(?:with|mit|con|avec|com|met|med)?[ _-]+", re.IGNORECASE)
_COPY = re.compile(r"\s*\(\d+\)$")


@dataclass(slots=True)
class _Order:
    """How the dates of a file are written."""

    days_first: bool
    sure: bool


@dataclass(slots=True)
class _Message:
    """A message while its lines are read."""

    at: datetime
    line: int
    lines: list[str]


def fits(given: Given) -> bool:
    """A text with messages near its beginning, and no file of another service beside it."""
    return bool(_pieces(given)) and not any(piece.name.endswith("conversations.json") for piece in given.pieces)


def read(given: Given, choice: Choice) -> Iterator[Item]:
    """Every message, in the file's order."""
    pieces = _pieces(given)
    for piece in given.pieces:
        if piece not in pieces:
            yield LeftOut("other files")
    for piece in pieces:
        order = _order(piece, choice)
        if not order.sure:
            which = "the day" if order.days_first else "the month"
            yield Note(f"In dates such as 03/04 the first number was taken for {which}; --dates dmy or mdy says it.")
        talk = talk_name(given.name, piece.name) or _between(piece, choice)
        for message in _messages(piece, order):
            yield _item(message, talk) if isinstance(message, _Message) else message


def talk_name(given: str, piece: str) -> str:
    """Whom the talk is with or what the group is called, by the names of the files; empty when they do not say."""
    for name in (piece.rpartition("/")[2], given):
        stem = _COPY.sub("", re.sub(r"\.(?:txt|zip)$", "", name, flags=re.IGNORECASE))
        if stem.lower() not in ("_chat", "chat"):
            return _NAME.sub("", stem).strip() or stem
    return ""


def _messages(piece: Piece, order: _Order) -> Iterator[_Message | Unread]:
    current: _Message | None = None
    for number, line in enumerate(piece.lines(), 1):
        found = HEADER.match(line)
        at = _time(found, order) if found else None
        if found and at is not None:
            if current is not None:
                yield current
            current = _Message(at, number, [found["rest"]])
        elif current is not None:
            current.lines.append(line)
        elif line.strip(MARKS + " \ufeff"):
            yield Unread(piece.name, number, "before the first message")
    if current is not None:
        yield current


def _item(message: _Message, talk: str) -> Item:
    rest = message.lines[0].lstrip(MARKS)
    name, colon, first = rest.partition(": ")
    if not colon and rest.endswith(":"):
        name, colon, first = rest[:-1], ":", ""
    if not colon or SYSTEM.search(name):
        return LeftOut("system lines", message.line)
    text = plain_text("\n".join([first, *message.lines[1:]]).rstrip())
    if what := _left_out(first, text):
        return LeftOut(what, message.line)
    text = ATTACHED.sub(lambda found: f"[attached: {found[1] or found[2] or found[3]}]", text)
    return Turn(talk, _speaker(name), text, message.at, line=message.line)


def _left_out(first: str, text: str) -> str | None:
    """What this message is, when it holds no words of anybody."""
    # An iPhone sets a mark before what the program itself wrote.
    marked = first.startswith(LEFT_TO_RIGHT) and "\n" not in text
    for what, pattern in (*LEFT_OUT, *(LEFT_OUT_MARKED if marked else ())):
        if pattern.fullmatch(text):
            return what
    if marked and not ATTACHED.search(text) and SYSTEM.search(text):
        return "system lines"
    return None if text else "messages without words"


def _speaker(name: str) -> str:
    return " ".join(name.translate(dict.fromkeys(map(ord, MARKS))).split()).removeprefix("~").strip()


def _time(found: re.Match[str], order: _Order) -> datetime | None:
    first, second, third = int(found[2]), int(found[3]), int(found[4])
    if len(found[2]) == 4:
        year, month, day = first, second, third
    else:
        day, month = (first, second) if order.days_first else (second, first)
        year = third + 2000 if third < 100 else third
    if year not in YEARS:
        return None
    hour = clock_hour(int(found[5]), found[8])
    try:
        return datetime(year, month, day, hour if hour is not None else -1, int(found[6]), int(found[7] or 0))
    except ValueError:
        return None


def _order(piece: Piece, choice: Choice) -> _Order:
    """By a number above 12; else by which reading runs forward in time; else by the custom of the clock."""
    if choice.days_first is not None:
        return _Order(choice.days_first, sure=True)
    back, before = [0, 0], ((0, 0, 0), (0, 0, 0))
    dotted, halves = False, False
    for line in piece.lines():
        found = HEADER.match(line)
        if found is None or len(found[2]) == 4:
            continue
        first, second, year = int(found[2]), int(found[3]), int(found[4])
        if (first > 12) != (second > 12):
            return _Order(first > 12, sure=True)
        now = ((year, second, first), (year, first, second))
        back = [count + (new < old) for count, new, old in zip(back, now, before, strict=True)]
        before, dotted, halves = now, dotted or "." in line[:8], halves or bool(found[8])
    if back[0] != back[1]:
        return _Order(back[0] < back[1], sure=True)
    return _Order(dotted or not halves, sure=before == ((0, 0, 0), (0, 0, 0)) or dotted)


def _between(piece: Piece, choice: Choice) -> str:
    """The talk's name where no file says it: an iPhone sets it before its own first line; else by who wrote."""
    opening = HEADER.match(piece.head.partition("\n")[0].rstrip("\r"))
    group, colon, words = opening["rest"].partition(": ") if opening else ("", "", "")
    if colon and words.startswith(LEFT_TO_RIGHT):
        return _speaker(group)
    names: dict[str, None] = {}
    for line in piece.lines():
        if (found := HEADER.match(line)) and ": " in found["rest"]:
            names[_speaker(found["rest"].partition(": ")[0])] = None
    others = [name for name in names if name.casefold() != (choice.me or "").casefold()]
    return ", ".join(sorted(others)[:3]) or "WhatsApp"


def _pieces(given: Given) -> list[Piece]:
    return [piece for piece in given.pieces if piece.name.lower().endswith(".txt") and _begins(piece)]


def _begins(piece: Piece) -> bool:
    return any(HEADER.match(line) for line in piece.head.splitlines()[:_LOOKED_AT])


FORM = Form("whatsapp", "a talk from WhatsApp", fits, read, asks_me=True, renamed=True)
