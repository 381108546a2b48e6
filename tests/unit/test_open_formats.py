"""File names, calendar and cards: what comes out can be read by a plain reader of the standards, whatever goes in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st

from samantha.goodbye.content_lines import WIDTH, line, text
from samantha.goodbye.filenames import LONGEST, RESERVED, file_name
from samantha.goodbye.ics import Event, calendar
from samantha.goodbye.vcard import Card, cards

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXTS = st.text(max_size=200)
DAYS = st.dates()
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.timezones())


def unfolded(file: str) -> list[str]:
    """The lines of a file as a reader of either standard sees them."""
    assert file.endswith("\r\n")
    raw = file.split("\r\n")[:-1]
    assert all(len(one.encode()) <= WIDTH and "\n" not in one for one in raw)
    lines: list[str] = []
    for one in raw:
        if one.startswith(" "):
            lines[-1] += one[1:]
        else:
            lines.append(one)
    return lines


def unescaped(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", value, re.DOTALL), value
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], value, flags=re.DOTALL)


def value_of(lines: list[str], name: str) -> str:
    return next(one.partition(":")[2] for one in lines if re.match(rf"{name}[:;]", one))


def readable(told: str) -> str:
    """What of `told` the formats can hold."""
    plain = told.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", plain)


@given(TEXTS)
@example("a" * 74 + "\N{SNOWMAN}" * 40)
@example("back\\slash; semi, comma\nline")
def test_a_text_comes_back_as_it_went_in(told: str) -> None:
    (one,) = unfolded(line("SUMMARY", text(told)))
    assert unescaped(one.removeprefix("SUMMARY:")) == readable(told)


@given(st.lists(st.tuples(TEXTS, TEXTS, DAYS | MOMENTS, st.booleans()), max_size=4))
def test_a_calendar_holds_every_event_with_what_the_standard_requires(
    told: list[tuple[str, str, date | datetime, bool]],
) -> None:
    events = [Event(f"{n}@home", title, start, AT, note, yearly) for n, (title, note, start, yearly) in enumerate(told)]
    lines = unfolded(calendar(events))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samantha//export//EN"]
    assert lines[-1] == "END:VCALENDAR"
    starts = [n for n, one in enumerate(lines) if one == "BEGIN:VEVENT"]
    assert len(starts) == len(events)
    for begin, event in zip(starts, events, strict=True):
        entry = lines[begin : lines.index("END:VEVENT", begin)]
        assert value_of(entry, "UID") == event.uid
        assert value_of(entry, "DTSTAMP") == "20261123T080000Z"
        assert unescaped(value_of(entry, "SUMMARY")) == readable(event.title)
        start = value_of(entry, "DTSTART")
        if isinstance(event.start, datetime):
            told_at = datetime.strptime(start, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            assert told_at == event.start.astimezone(UTC).replace(microsecond=0)
        else:
            assert date(int(start[:4]), int(start[4:6]), int(start[6:])) == event.start


def test_a_time_is_written_in_utc_and_a_day_as_a_day() -> None:
    zone = timezone(timedelta(hours=2))
    moment, day = datetime(2026, 5, 1, 0, 30, tzinfo=zone), date(2026, 5, 1)
    lines = unfolded(calendar([Event("1", "a", moment, AT), Event("2", "b", day, AT, yearly=True)]))
    assert "DTSTART:20260430T223000Z" in lines
    assert lines[13:16] == ["DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260502", "RRULE:FREQ=YEARLY"]


def test_a_birthday_on_a_leap_day_comes_every_year() -> None:
    assert "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" in calendar(
        [Event("1", "a", date(2024, 2, 29), AT, yearly=True)]
    )


@given(TEXTS, st.lists(TEXTS, max_size=3), st.none() | TEXTS, TEXTS)
def test_a_card_holds_every_name(name: str, also: list[str], relation: str | None, note: str) -> None:
    lines = unfolded(cards([Card("urn:uuid:1", name, tuple(also), relation, (None, 2, 9), (), note)]))
    assert [lines[0], lines[1], lines[-1]] == ["BEGIN:VCARD", "VERSION:4.0", "END:VCARD"]
    assert unescaped(value_of(lines, "FN")) == readable(name)
    assert value_of(lines, "BDAY") == "--0209"
    if also:
        found = re.split(r"(?<!\\)(?:\\\\)*,", value_of(lines, "NICKNAME"))
        assert len(found) == len(also)
    if note:
        assert unescaped(value_of(lines, "NOTE")) == readable(note)


def test_a_card_without_much_is_a_card() -> None:
    assert cards([Card("u", "my landlord", birthday=(1970, 1, 2))]) == (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nUID:u\r\nFN:my landlord\r\nBDAY:19700102\r\nEND:VCARD\r\n"
    )


def lower(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", name.upper().lower())


UGLY = st.sampled_from(["Rachel", "rachel", "Ra\u0308", "R\u00e4", "CON", "aux.txt", ".."])


@given(st.lists(st.text(max_size=120) | UGLY))
@example(["Rachel", "rachel", "RACHEL", "rachel-2"])
@example(["a" * 300, "a" * 301, "\N{SNOWMAN}" * 99])
def test_file_names_are_safe_on_every_system_and_unlike_each_other(names: list[str]) -> None:
    taken: set[str] = set()
    found = [file_name(name, taken) for name in names]
    for name in found:
        assert 0 < len(name.encode()) <= LONGEST + 1
        assert not re.search(r'[\x00-\x20<>:"/\\|?*.\x7f\ud800-\udfff]', name)
        assert name.partition(".")[0] not in RESERVED
    assert len({lower(name) for name in found}) == len(found)


def test_file_names_read_as_names() -> None:
    taken: set[str] = set()
    told = ["Rachel", "Rachel", "Zoë O'Hara", "李雷", "my landlord", "../../etc", "Nul", "!!!"]
    found = [file_name(name, taken) for name in told]
    assert found == ["rachel", "rachel-2", "zoë-o-hara", "李雷", "my-landlord", "etc", "nul_", "somebody"]
