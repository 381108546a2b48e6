"""Notes by day in Markdown: a diary file with dates as headings, or a folder with a file a day, as Obsidian keeps it.

Guarantees: pure; a paragraph, or a bullet with what is indented under it, is one entry, in its exact words; a quotation
is somebody else's.
Does not: guess a day; a note without one is named and not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from samantha.study.turns import Choice, Form, Given, Item, LeftOut, Piece, Turn, Unread
from samantha.study.written import NOON, clock_hour, read_time

_SUFFIXES = (".md", ".markdown")
_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_./]?(\d{2})[-_./]?(\d{2})(?!\d)")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s(.*)$")
_BULLET = re.compile(r"^[-*+]\s|^\d{1,3}[.)]\s")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([\w-]*)")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_DATED = re.compile(
    r"^\W*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?[a-z]{3,9}\.?,?\s+\d{4}"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?!\d)",
    re.IGNORECASE,
)
"""A heading that is a day, or begins with one."""
_HOUR = re.compile(
    r"^(?:[-*+]\s+|\d{1,3}[.)]\s+)?(?:\[.\]\s+)?[*_(]*(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([ap])\.?m\b\.?)?", re.I
)
_EMPTY = re.compile(r"(?:[-*+]|\d{1,3}[.)])?\s*(?:\[.\]\s*)?")
_CALLOUT = re.compile(r"^>\s*\[!")
_MACHINE = ("dataview", "dataviewjs", "tasks", "query", "button")
_DATE_KEYS = ("date", "day", "created")
WITHIN = "days"
"""Names every such collection in a key: the same note is the same, also when its folder was renamed."""


@dataclass(slots=True)
class _Block:
    """Lines that belong together."""

    line: int
    lines: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The words, without blank lines at the ends."""
        return "\n".join(self.lines).strip("\n").rstrip()


@dataclass(slots=True)
class _Page:
    """Where the reading of one file stands."""

    day: date | None
    hour: time | None = None


def fits(given: Given) -> bool:
    """Markdown with a day in a file's name, or in a heading near the beginning."""
    return any(_day_of(piece) or _has_day(piece.head) for piece in _pieces(given))


def read(given: Given, choice: Choice) -> Iterator[Item]:
    """Every entry, day after day as the files' names go."""
    talk = re.sub(r"\.\w+$", "", given.name) or "notes"
    for piece in _pieces(given):
        page = _Page(_day_of(piece))
        blocks = list(_blocks(piece))
        if page.day is None and not any(_heading_day(block, choice.days_first) for block in blocks):
            yield Unread(piece.name, 1, "no day in its name, its properties or its headings")
            continue
        for block in blocks:
            yield from _item(block, page, piece, talk, choice.days_first)


def _item(block: _Block, page: _Page, piece: Piece, talk: str, days_first: bool | None) -> Iterator[Item]:
    heading = _HEADING.match(block.lines[0])
    if heading:
        day = _heading_day(block, days_first)
        page.day = day or page.day
        page.hour = _hour(
            _DATED.sub("", heading[1].strip(" \t#")).lstrip(" ,–-") if day else heading[1].strip(" \t#")
        ) or (None if day else page.hour)
        yield LeftOut("headings", block.line)
        return
    if _RULE.match(block.text) or _EMPTY.fullmatch(block.text):
        return
    fence = _FENCE.match(block.lines[0])
    if fence and fence[2] in _MACHINE:
        yield LeftOut("queries of the note program", block.line)
    elif page.day is None:
        yield Unread(piece.name, block.line, "before the first day")
    else:
        at = datetime.combine(page.day, _hour(block.text) or page.hour or time(NOON))
        quoted = block.lines[0].startswith(">") and not _CALLOUT.match(block.lines[0])
        yield Turn(
            talk,
            "a quotation" if quoted else "person",
            block.text,
            at,
            session=page.day.isoformat(),
            within=WITHIN,
            role=None if quoted else "person",
            line=block.line,
        )


def _blocks(piece: Piece) -> Iterator[_Block]:
    """Headings, paragraphs, bullets with what hangs on them, fences; without the properties at the top."""
    block: _Block | None = None
    fence, gap = "", False
    lines = enumerate(piece.lines(), 1)
    for number, line in _after_properties(lines):
        opened = _FENCE.match(line)
        if fence:
            block = _added(block, number, line)
            fence = "" if opened and opened[1].startswith(fence) and not opened[2] else fence
        elif not line.strip():
            gap = True
        else:
            if block is not None and _begins(line, block, gap):
                yield block
                block = None
            elif block is not None and gap:
                block.lines.append("")
            block, gap = _added(block, number, line), False
            fence = opened[1] if opened else ""
    if block is not None:
        yield block


def _begins(line: str, block: _Block, gap: bool) -> bool:
    """Does a new block begin with `line`?"""
    first = block.lines[0]
    if _HEADING.match(line) or _HEADING.match(first) or _RULE.match(line):
        return True
    if line[0] in " \t" and _BULLET.match(first):
        return False
    return gap or bool(_BULLET.match(line)) or line.startswith(">") != first.startswith(">")


def _added(block: _Block | None, number: int, line: str) -> _Block:
    block = block or _Block(number)
    block.lines.append(line)
    return block


def _after_properties(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    first = next(lines, None)
    if first is None:
        return
    if first[1].strip() != "---":
        yield first
        yield from lines
        return
    kept = [first]
    for number, line in lines:
        kept.append((number, line))
        if line.strip() in ("---", "..."):
            kept = []
            break
    # A line that only looked like the beginning of properties hides nothing.
    yield from kept
    yield from lines


def _day_of(piece: Piece) -> date | None:
    """The day of a whole file: by its name or path, else by its properties."""
    found = _IN_NAME.search(piece.name)
    named = read_time("-".join(found.groups())) if found else None
    if named is not None:
        return named.date()
    head = piece.head.split("\n")
    if head[0].strip() != "---":
        return None
    for line in head[1:]:
        if line.strip() in ("---", "..."):
            break
        key, _, value = line.partition(":")
        at = read_time(value.strip().strip("\"'[]")) if key.strip().lower() in _DATE_KEYS else None
        if at is not None:
            return at.date()
    return None


def _has_day(head: str) -> bool:
    return any(_heading_day(_Block(0, [line]), True) for line in head.split("\n") if line.startswith("#"))


def _heading_day(block: _Block, days_first: bool | None) -> date | None:
    heading = _HEADING.match(block.lines[0])
    dated = _DATED.match(heading[1].strip(" \t#")) if heading else None
    at = read_time(dated[0].strip("[]*_ "), days_first) if dated else None
    return at.date() if at else None


def _hour(text: str) -> time | None:
    """The hour that an entry or a heading begins with, or that ends a heading with a date."""
    found = _HOUR.match(text)
    of_24 = clock_hour(int(found[1]), found[3]) if found else None
    return time(of_24, int(found[2])) if found and of_24 is not None and int(found[2]) < 60 else None


def _pieces(given: Given) -> list[Piece]:
    return [piece for piece in given.pieces if piece.name.lower().endswith(_SUFFIXES)]


FORM = Form("markdown", "notes by day in Markdown", fits, read)
