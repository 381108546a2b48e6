"""A turn of a file becomes an episode: whose it is, when it was, and the key that makes twice once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from samantha.clock import MachineZone
from samantha.study.becoming import Becoming, opaque, outsider, placed
from samantha.study.turns import Choice, Turn
from samantha.types import PERSON, SAMANTHA, Draft

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BEGIN = datetime(2024, 5, 3, 10, 0)


def drafts(turns: list[Turn], me: str | None = None, within: str = "") -> list[Draft]:
    becoming = Becoming("whatsapp", Choice(me=me), BRUSSELS, NOW, within=within)
    return [becoming.draft(turn) for turn in turns]


def at_minute(part: tuple[str, str, int]) -> Turn:
    speaker, text, minute = part
    return Turn("Iris", speaker, text, BEGIN + timedelta(minutes=minute))


parts = st.tuples(st.sampled_from(["Iris", "Jo"]), st.sampled_from(["ok", "ok.", "yes"]), st.integers(0, 3))
messages = st.lists(parts.map(at_minute), max_size=12)


@over(messages, messages)
def test_a_longer_export_has_the_old_keys_and_as_many_new_ones_as_messages(old: list[Turn], more: list[Turn]) -> None:
    before = [draft.key for draft in drafts(old)]
    after = [draft.key for draft in drafts(old + more)]
    assert after[: len(old)] == before
    assert len(set(after)) == len(after)


@over(messages)
def test_a_contact_that_was_renamed_keeps_its_keys(old: list[Turn]) -> None:
    renamed = [Turn("Iris (work)", "I. Marsh" if t.speaker == "Iris" else t.speaker, t.text, t.at) for t in old]
    assert [d.key for d in drafts(renamed, within="Iris")] == [d.key for d in drafts(old)]


def test_two_talks_do_not_share_keys() -> None:
    one, other = (Turn(talk, "Iris", "Happy new year!", BEGIN) for talk in ("Iris", "Choir"))
    assert drafts([one])[0].key != drafts([other])[0].key


@over(st.text(max_size=12), st.sampled_from([None, "Jo", ""]))
def test_nobody_else_is_ever_the_person_or_samantha_or_a_program(name: str, me: str | None) -> None:
    draft = drafts([Turn("t", name, "x", BEGIN)], me)[0]
    mine = me == "Jo" and " ".join(name.split()).casefold() == "jo"
    assert (draft.kind, draft.who == PERSON) == (("heard", True) if mine else ("read", False))
    assert draft.who not in ("", SAMANTHA)
    assert not draft.who.casefold().startswith("tool:") or draft.who.endswith(")")


@pytest.mark.parametrize("name", ["person", "Person", " person ", "samantha", "tool:chatgpt", "TOOL:x"])
def test_a_speaker_with_a_name_that_means_something_here_is_told_apart(name: str) -> None:
    assert outsider(name) not in (PERSON, SAMANTHA, name.strip())


def test_who_wrote_what() -> None:
    kept = drafts(
        [
            Turn("t", "jo  marsh", "mine", BEGIN),
            Turn("t", "Iris", "hers", BEGIN),
            Turn("t", "person", "to a program", BEGIN, role="person"),
            Turn("t", "chatgpt", "by a program", BEGIN, role="tool"),
        ],
        me="Jo Marsh",
    )
    assert [(d.kind, d.who) for d in kept] == [
        ("heard", PERSON),
        ("read", "Iris"),
        ("heard", PERSON),
        ("read", "tool:chatgpt"),
    ]
    assert {d.origin for d in kept} == {"import:whatsapp"}


def test_a_silence_of_more_than_two_hours_begins_a_session_named_by_its_beginning() -> None:
    hours = [0, 1, 2.9, 5, 5.1]
    kept = drafts([Turn("Iris", "Iris", str(h), BEGIN + timedelta(hours=h)) for h in hours])
    assert [d.thread for d in kept] == [
        *[f"import:{opaque('Iris')}#2024-05-03T10.00"] * 3,
        *[f"import:{opaque('Iris')}#2024-05-03T15.00"] * 2,
    ]


def test_sessions_of_the_file_are_kept() -> None:
    kept = drafts([Turn("c", "Ann", str(n), BEGIN, session=str(n // 2)) for n in range(4)])
    assert [d.thread for d in kept] == [f"import:{opaque('c')}#{n}" for n in (0, 0, 1, 1)]


def test_the_hour_that_comes_twice_is_told_apart_by_the_order_of_the_lines() -> None:
    # Clocks went back on 27 October 2024 at 03:00.
    walls = [(2, 5), (2, 55), (2, 10), (2, 9), (2, 50), (3, 5)]
    kept = drafts([Turn("t", "Iris", str(n), datetime(2024, 10, 27, *wall)) for n, wall in enumerate(walls)])
    assert [d.at.utcoffset() for d in kept] == [timedelta(hours=h) for h in (2, 2, 1, 1, 1, 1)]
    assert [(d.at.hour, d.at.minute) for d in kept] == walls


def test_an_hour_that_never_was_is_the_one_after() -> None:
    at = placed(datetime(2024, 3, 31, 2, 30), BRUSSELS, None)
    assert (at.hour, at.minute, at.utcoffset()) == (3, 30, timedelta(hours=2))


def test_a_zone_of_the_file_is_kept_and_utc_is_only_how_it_counts() -> None:
    own = datetime(2024, 7, 1, 10, tzinfo=timezone(timedelta(hours=-7)))
    kept = drafts([Turn("t", "a", "1", own), Turn("t", "a", "2", own.astimezone(UTC)), Turn("t", "a", "3", None)])
    assert [d.at.utcoffset() for d in kept] == [timedelta(hours=h) for h in (-7, 2, 2)]
    assert kept[0].at == kept[1].at == kept[2].at


def test_a_talk_without_any_time_has_that_of_the_import() -> None:
    assert drafts([Turn("t", "a", "1", None)])[0].at == NOW


@over(st.datetimes(datetime(1980, 1, 1), datetime(2035, 1, 1)))
def test_the_machines_zone_without_a_name_has_the_machines_offset(naive: datetime) -> None:
    at = naive.replace(tzinfo=MachineZone())
    assert at.utcoffset() == naive.astimezone().utcoffset()
    assert at.astimezone(UTC).astimezone(MachineZone()).astimezone(UTC) == at.astimezone(UTC)
