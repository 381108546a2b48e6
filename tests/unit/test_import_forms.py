"""ChatGPT's export, notes by day, talks in JSON Lines, and times as files write them: made, written, read back."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from tests.given import Pieces, TextPiece, given, items, turns

from samantha.cli.import_ import KINDS
from samantha.errors import ImportFailed
from samantha.study import chatgpt, markdown_days, talks, whatsapp
from samantha.study.forms import FORMS, recognise
from samantha.study.json_array import Broken, elements
from samantha.study.turns import Choice, LeftOut, Note, Turn, Unread
from samantha.study.written import read_time

DATA = Path(__file__).parents[1] / "data" / "import"
CHOICE = Choice()
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@over(st.lists(values), st.integers(1, 9))
def test_an_array_is_read_element_by_element_wherever_its_seams_are(array: list[Any], step: int) -> None:
    for indent in (None, 1):
        text = json.dumps(array, indent=indent)
        assert list(elements(TextPiece("a", text, step).chunks())) == array


@over(st.lists(st.dictionaries(words, words), min_size=1, max_size=4), st.data())
def test_an_array_that_ends_early_is_never_taken_for_whole(array: list[Any], data: st.DataObject) -> None:
    text = json.dumps(array)
    cut = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises(Broken):
        list(elements(TextPiece("a", text[:cut]).chunks()))


@pytest.mark.parametrize("text", ["", "{}", "[1 2]", "[{]", "nothing", '["a",'])
def test_what_is_no_array_is_an_error(text: str) -> None:
    with pytest.raises(Broken):
        list(elements(iter([text])))


def tree(said: list[tuple[str, str]], begun: float) -> dict[str, Any]:
    """A talk as ChatGPT exports it, with a forsaken branch beside every message."""
    nodes: dict[str, Any] = {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    at = "root"
    for n, (role, text) in enumerate(said):
        for id, content in ((f"{begun}-{n}-other", "forsaken"), (f"{begun}-{n}", text)):
            message = {
                "author": {"role": role},
                "create_time": begun + n,
                "content": {"content_type": "text", "parts": [content]},
                "recipient": "all",
            }
            nodes[id] = {"id": id, "message": message, "parent": at, "children": []}
        at = f"{begun}-{n}"
    return {"title": f"Talk {begun}", "conversation_id": str(begun), "mapping": nodes, "current_node": at}


said = st.lists(
    st.tuples(st.sampled_from(["user", "assistant"]), words.map(str.strip).filter(bool)), min_size=1, max_size=5
).filter(lambda talk: not any("\ue200" in text for _, text in talk))


@over(st.lists(said, min_size=1, max_size=4))
def test_of_each_talk_with_chatgpt_the_open_branch_is_read_oldest_talk_first(
    chats: list[list[tuple[str, str]]],
) -> None:
    exported = [tree(chat, 1_700_000_000.5 + 1000 * n) for n, chat in enumerate(chats)][::-1]
    files = given("conversations.json", json.dumps(exported))
    read = turns(chatgpt.FORM, files)
    roles = {"user": "person", "assistant": "tool"}
    assert [(t.role, t.text) for t in read] == [(roles[role], text) for chat in chats for role, text in chat]
    assert [t.at for t in read] == sorted(t.at for t in read if t.at)
    assert len({t.id for t in read}) == len(read)
    found = Counter(item.what for item in items(chatgpt.FORM, files) if isinstance(item, LeftOut))
    assert found["messages on branches that were left"] == len(read)


def test_what_chatgpt_hides_is_left_out_and_counted() -> None:
    found = items(chatgpt.FORM, given("conversations.json", (DATA / "conversations.json").read_text(encoding="utf-8")))
    assert [(i.talk, i.role, i.text) for i in found if isinstance(i, Turn)] == [
        ("Bread", "person", "My sourdough does not rise."),
        ("Bread", "tool", "Is the kitchen cold?"),
        ("Moving to Ghent", "person", "I move to Ghent in May. What should I pack first?"),
        ("Moving to Ghent", "tool", "Begin with what you use least."),
        ("Moving to Ghent", "person", "Here is the shelf\n[a picture]"),
        ("Moving to Ghent", "tool", "Forty boxes."),
    ]
    assert sum(isinstance(i, LeftOut) for i in found) == 4


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
def test_a_chatgpt_export_that_breaks_off_is_refused_whole(cut: float) -> None:
    text = (DATA / "conversations.json").read_text(encoding="utf-8")
    with pytest.raises(ImportFailed) as refused:
        list(chatgpt.FORM.read(given("conversations.json", text[: int(cut * len(text))]), CHOICE))
    assert refused.value.code == "import.damaged"


@over(values)
def test_odd_talks_with_chatgpt_are_named_and_do_no_harm(odd: object) -> None:
    nodes = {"a": {"message": odd, "parent": "b"}, "b": {"message": {"content": odd, "author": odd}, "parent": "a"}}
    text = json.dumps([odd, {"mapping": odd}, {"mapping": nodes, "current_node": odd}])
    assert all(not isinstance(i, Turn) for i in chatgpt.FORM.read(given("conversations.json", text), CHOICE))


entry = st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=40).map(lambda t: f"I {t}".strip())
days = st.dictionaries(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.lists(entry, min_size=1, max_size=5), min_size=1
)


@over(days, st.sampled_from(["- ", "", "* ", "1. "]))
def test_a_diary_is_read_back_whether_its_days_are_files_or_headings(diary: dict[date, list[str]], bullet: str) -> None:
    gap = "\n" if bullet else "\n\n"
    pages = {day: gap.join(bullet + text for text in texts) + "\n" for day, texts in sorted(diary.items())}
    as_files = Pieces(
        "Daily", tuple(TextPiece(f"{day}.md", f"---\ntags: x\n---\n{page}") for day, page in pages.items())
    )
    as_headings = given(
        "diary.md", "".join(f"## {day:%A}, {day.day} {day:%B %Y}\n\n{page}\n" for day, page in pages.items())
    )
    wanted = [(day, bullet + text) for day, texts in sorted(diary.items()) for text in texts]
    for files in (as_files, as_headings):
        read = turns(markdown_days.FORM, files)
        assert [(t.at.date() if t.at else None, t.text) for t in read] == wanted
        assert {t.role for t in read} == {"person"}


def test_a_folder_of_notes_with_all_that_may_stand_in_it() -> None:
    pieces = tuple(TextPiece(p.name, p.read_text(encoding="utf-8")) for p in sorted((DATA / "journal").iterdir()))
    found = items(markdown_days.FORM, Pieces("journal", pieces))
    assert [(i.at, i.role, i.text) for i in found if isinstance(i, Turn)] == [
        (datetime(2026, 3, 3, 12), "person", "Walked along the canal with Rachel.\nShe is allergic to peanuts."),
        (datetime(2026, 3, 3, 8, 15), "person", "- 08:15 coffee with Tom"),
        (datetime(2026, 3, 3, 12), "person", "- bought a bicycle\n    - blue, second-hand"),
        (datetime(2026, 3, 3, 12), "person", "- [ ] call the landlord"),
        (datetime(2026, 3, 3, 12), None, "> Whoever wants to fly has to leave the nest."),
        (datetime(2026, 3, 4, 12), "person", "Rain all day."),
        (datetime(2026, 3, 4, 21, 14), "person", "Could not sleep."),
        (datetime(2026, 3, 4, 21, 14), "person", "Still the same evening."),
    ]
    assert [(i.piece, i.line) for i in found if isinstance(i, Unread)] == [("year.md", 1)]


def test_a_note_without_a_day_is_named() -> None:
    files = Pieces("n", (TextPiece("2026-03-03.md", "one\n"), TextPiece("ideas.md", "# 3 things about May 2024\nx\n")))
    found = items(markdown_days.FORM, files)
    assert [type(item) for item in found] == [Turn, Unread]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("---\ndate: 2024-05-03\n---\nwords\n", date(2024, 5, 3)),
        ('---\ntitle: x\ncreated: "2024-05-03T10:11"\n---\nwords\n', date(2024, 5, 3)),
        ("# Friday, May 3rd, 2024 - by the sea\nwords\n", date(2024, 5, 3)),
        ("### 03.05.2024\nwords\n", date(2024, 5, 3)),
        ("# [[2024-05-03]]\nwords\n", date(2024, 5, 3)),
    ],
)
def test_a_day_stands_in_properties_or_headings(head: str, day: date) -> None:
    read = [i for i in markdown_days.FORM.read(given("note.md", head), CHOICE) if isinstance(i, Turn)]
    assert [(t.at.date() if t.at else None, t.text) for t in read] == [(day, "words")]


def test_a_block_of_code_is_one_entry_with_its_blank_lines() -> None:
    text = "before\n```\na\n\n- b\n```\n\nafter\n"
    assert [t.text for t in turns(markdown_days.FORM, given("2024-05-03.md", text))] == [
        "before\n```\na\n\n- b\n```",
        "after",
    ]


turn = st.fixed_dictionaries(
    {"id": words, "session": st.integers(1, 40), "speaker": words, "text": words},
    optional={"at": st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1)).map(datetime.isoformat)},
)


@over(st.lists(st.lists(turn, max_size=6), min_size=1, max_size=4))
def test_talks_in_json_lines_are_read_back(chats: list[list[dict[str, Any]]]) -> None:
    text = "\n".join(json.dumps({"conversation": f"c{n}", "turns": chat}) for n, chat in enumerate(chats))
    read = turns(talks.FORM, given("talks.jsonl", text))
    assert [(t.talk, t.id, t.session, t.speaker, t.text) for t in read] == [
        (f"c{n}", one["id"], str(one["session"]), one["speaker"], one["text"])
        for n, chat in enumerate(chats)
        for one in chat
    ]
    for got, one in zip(read, (one for chat in chats for one in chat), strict=True):
        assert "at" not in one or (got.at and got.at.isoformat()) == one["at"]


def test_talks_with_faults_are_read_as_far_as_they_go() -> None:
    found = items(talks.FORM, given("talks.jsonl", (DATA / "talks.jsonl").read_text(encoding="utf-8")))
    assert sum(isinstance(i, Turn) for i in found) == 5
    assert [i.line for i in found if isinstance(i, Unread)] == [2, 3]
    assert sum(isinstance(i, Note) for i in found) == 1
    first = next(i for i in found if isinstance(i, Turn) and i.talk == "t2")
    assert first.at == datetime(2024, 3, 15, 12)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("1:56 pm on 8 May, 2023", datetime(2023, 5, 8, 13, 56)),
        ("12:05 am on 1 January, 2024", datetime(2024, 1, 1, 0, 5)),
        ("March-15-2024", datetime(2024, 3, 15, 12)),
        ("2023/05/20 (Sat) 02:21", datetime(2023, 5, 20, 2, 21)),
        ("2023-05-20", datetime(2023, 5, 20, 12)),
        ("2023-05-20T10:00:00Z", datetime(2023, 5, 20, 10, tzinfo=UTC)),
        ("2023-05-20 10:00+02:00", datetime(2023, 5, 20, 10, tzinfo=timezone(timedelta(hours=2)))),
        ("Mon, 20 Nov 1995 19:12:08 -0500", datetime(1995, 11, 21, 0, 12, 8, tzinfo=UTC)),
        ("May 8, 2023 1:56 PM", datetime(2023, 5, 8, 13, 56)),
        ("8th of May 2023", datetime(2023, 5, 8, 12)),
        ("31/12/2023 21:15", datetime(2023, 12, 31, 21, 15)),
        ("3.4.2024", datetime(2024, 4, 3, 12)),
        (1700000000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (1700000000000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000.5", datetime(2023, 11, 14, 22, 13, 20, 500000, tzinfo=UTC)),
        ("3/4/2024", None),
        ("May 2024", None),
        ("8 May", None),
        ("maybe on 8 2023", None),
        ("2023-13-40", None),
        ("25:00 on 8 May 2023", None),
        (float("nan"), None),
        (float("inf"), None),
        (1e300, None),
        (True, None),
        ([], None),
        ("", None),
    ],
)
def test_times_as_files_write_them(value: object, at: datetime | None) -> None:
    assert read_time(value) == at


@over(st.text(max_size=40) | st.floats() | st.integers())
def test_any_value_is_a_time_or_none(value: object) -> None:
    at = read_time(value)
    assert at is None or 1800 <= at.year < 3000


def test_the_command_knows_every_form_and_each_file_is_recognised_as_what_it_is() -> None:
    assert tuple(form.name for form in FORMS) == KINDS
    for name, form in (("conversations.json", "chatgpt"), ("talks.jsonl", "jsonl"), ("_chat.txt", "whatsapp")):
        assert recognise(given(name, (DATA / name).read_text(encoding="utf-8"))).name == form
    with pytest.raises(ImportFailed) as refused:
        recognise(given("a.txt", "Dear diary"))
    assert refused.value.code == "import.unknown"


pieces_of_anything = st.sampled_from(
    [
        *"\n\n-#>[]{}:,\"'`*| ",
        "28/02/2026, 21:58 - Iris: ",
        "[3/9/26, 9:15:07 PM] Jo: ",
        "## 2026-03-03",
        "```",
        "---",
        '{"turns": [',
        '{"text": "a", "speaker": "b", "at": 1}',
        '"mapping"',
        "\ud800",
        "\x00",
        "\u200e",
    ]
)


@over(st.lists(pieces_of_anything | st.text(max_size=5), max_size=30).map("".join))
def test_whatever_stands_in_a_file_it_is_read_or_refused(text: str) -> None:
    for form, name in zip(FORMS, ("a.jsonl", "conversations.json", "a.txt", "a.md"), strict=True):
        form.fits(given(name, text))
        try:
            list(form.read(given(name, text), CHOICE))
        except ImportFailed as error:
            assert error.code == "import.damaged"


@pytest.mark.parametrize("blank", [" ", "\t", "#", "*", "- ", "\u200e", "(", "2026-03-03 "])
def test_a_long_run_of_anything_is_read_in_reasonable_time(blank: str) -> None:
    run = blank * 30_000
    assert turns(markdown_days.FORM, given("2026-03-03.md", f"# {run}x\n\n{run}x\n\nlast\n"))[-1].text == "last"
    text = f"28/02/2026, 21:58 - Iris: {run}x\n28/02/2026, 21:58 - {run}\n28/02/2026, 21:58 - Jo: last\n"
    assert turns(whatsapp.FORM, given("a.txt", text))[-1].text == "last"
    assert read_time(run + "8 May 2024") != datetime(2024, 5, 8, 12)
