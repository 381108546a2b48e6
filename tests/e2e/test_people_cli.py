"""`samantha people` as a person uses it: a real home, the real command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from samantha.cli import main
from samantha.clock import FixedClock
from samantha.memory.keep import keep
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import Draft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
Says = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., None]:
    """Tell things, a day apart, into the home of the test."""
    home = tmp_path / "home"
    key, _ = create_home(home, ByFile(), FixedClock(AT))

    def tell(*texts: str) -> None:
        async def write() -> None:
            async with open_store(home, key, clock=FixedClock(AT)) as store:
                for n, text in enumerate(texts):
                    await store.run(keep, Draft(AT + timedelta(days=n), "heard", "person", text))

        anyio.run(write)

    return tell


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """Run a command line; gives what it printed."""

    def run(*argv: str, status: int = 0) -> str:
        assert main(["people", *argv]) == status
        out, err = capsys.readouterr()
        return out + err

    return run


def test_nobody_yet(says: Says, told: Callable[..., None]) -> None:
    told("It rained.")
    assert "Nobody has come up yet" in says()
    assert says("--json") == ""


def test_without_a_home_nothing_is_made(says: Says, tmp_path: Path) -> None:
    assert "Nobody has come up yet" in says()
    assert "[home.missing]" in says("rename", "Amy", "Ann", status=1)
    assert not (tmp_path / "home").exists()


def test_the_list_and_a_page(says: Says, told: Callable[..., None]) -> None:
    told("My sister Rachel is allergic to peanuts.", "I called Rachel.", "Mum rang me.")
    listed = says()
    assert listed.index("Mum") < listed.index("Rachel")
    assert "your sister" in listed
    page = says("rachel")
    assert "“My sister Rachel is allergic to peanuts.”" in page
    assert "Mon 2 Mar" in page and "Tue 3 Mar" in page
    assert "you said" in page
    assert says("my", "sister") == page
    fields = json.loads(says("rachel", "--json"))
    assert fields["first"]["words"] == "My sister Rachel"
    assert fields["last_spoken_with"] == "2026-03-03"
    assert {fact["how"] for fact in fields["facts"]} == {"said"}
    assert any("peanuts" in fact["text"] for fact in fields["facts"])


def test_a_merge_and_back(says: Says, told: Callable[..., None]) -> None:
    told("Mum rang.", "Helen laughed.")
    before = says("--json")
    assert "They are one person now" in says("merge", "Helen", "Mum")
    assert len(says("--json").splitlines()) == 1
    assert json.loads(says("mum", "--json"))["names"] == ["Helen", "Mum"]
    assert "They are two again" in says("unmerge", "mum")
    assert says("--json") == before
    assert "[person.single]" in says("unmerge", "mum", status=1)


def test_what_the_person_writes_outranks_what_is_said(says: Says, told: Callable[..., None]) -> None:
    told("My colleague Tom laughed.")
    says("rename", "Tom", "Thomas")
    says("relation", "Thomas", "friend")
    told("My colleague Tom laughed again.")
    fields = json.loads(says("Thomas", "--json"))
    assert (fields["names"], fields["relation"]) == (["Thomas", "Tom"], "friend")
    says("rename", "Tom", "Tommy")
    says("relation", "Tom", "none")
    fields = json.loads(says("tom", "--json"))
    assert (fields["names"], fields["relation"]) == (["Tommy", "Tom"], None)
    assert "[person.name]" in says("rename", "Tom", "?!", status=1)


def test_two_of_one_name_are_asked_about(says: Says, told: Callable[..., None]) -> None:
    told("My aunt Anna rang.", "Anna from work rang.")
    assert "Several people are called that" in says("anna")
    assert "[person.several]" in says("rename", "anna", "Ann", status=1)
    second = json.loads(says("anna", "--json").splitlines()[0])["id"]
    says("rename", str(second), "Anna B")
    assert "colleague" in says("anna", "b")
    assert "Nobody of that name" in says("zoe", status=1)


def test_a_wrong_number_of_names_is_explained(says: Says) -> None:
    with pytest.raises(SystemExit):
        from samantha.cli import build_parser

        args = build_parser().parse_args(["people", "merge", "A"])
        args.run(args)
