"""`samantha memory why`, `facts`, `correct`, `retire`, `history`, `undo`: a real home, the real command line."""

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
from samantha.memory.relearn import relearn
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import Draft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
Says = Callable[..., str]


class Told:
    """A home that is told things, a day apart."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.key, _ = create_home(home, ByFile(), FixedClock(AT))

    def __call__(self, *texts: str) -> None:
        async def write() -> None:
            async with open_store(self.home, self.key, clock=FixedClock(AT)) as store:
                for n, text in enumerate(texts):
                    await store.run(keep, Draft(AT + timedelta(days=n), "heard", "person", text))

        anyio.run(write)

    def rebuild(self) -> None:
        async def write() -> None:
            async with open_store(self.home, self.key, clock=FixedClock(AT)) as store:
                await store.run(relearn)

        anyio.run(write)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "home")


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """Run `samantha memory …`; gives what it printed."""

    def run(*argv: str, status: int = 0) -> str:
        assert main(["memory", *argv]) == status
        out, err = capsys.readouterr()
        return out + err

    return run


def test_nothing_is_believed_in_a_new_home(says: Says) -> None:
    assert "Nothing is believed yet" in says("facts")
    assert "Nothing is believed yet" in says("why", "anything")


def test_why_shows_the_exact_words_and_what_was_before(told: Told, says: Says) -> None:
    told("Morning! I live in Brno, near the market.", "I moved to Ghent last week. It rains.")
    shown = says("why", "where", "I", "live")
    assert "You live in Ghent." in shown
    assert "“I moved to Ghent last week.”" in shown
    assert "before: You live in Brno." in shown
    assert "until 23 Feb" in shown
    assert "you said so" in shown


def test_words_about_nothing_say_so(told: Told, says: Says) -> None:
    told("I live in Brno.")
    assert "Nothing is believed about that" in says("why", "zirconium", status=1)


def test_facts_as_json_hold_the_words(told: Told, says: Says) -> None:
    told("My sister Rachel is allergic to peanuts.", "I live in Brno.", "I moved to Ghent.")
    now = [json.loads(line) for line in says("facts", "--json").splitlines()]
    assert {fact["text"] for fact in now} >= {"Rachel cannot have peanuts.", "You live in Ghent."}
    assert "You live in Brno." not in {fact["text"] for fact in now}
    peanuts = next(fact for fact in now if fact["slot"] == "allergy")
    assert (peanuts["about"], peanuts["sources"][0]["words"]) == ("Rachel", "My sister Rachel is allergic to peanuts")
    past = [json.loads(line) for line in says("facts", "--all", "--json").splitlines()]
    assert "You live in Brno." in {fact["text"] for fact in past}


def test_an_edit_is_shown_as_the_persons_and_survives_a_rebuild(told: Told, says: Says) -> None:
    told("My boss is Martin.")
    assert "Your boss is Martina." in says("correct", "boss", "Martina")
    told.rebuild()
    shown = says("why", "boss")
    assert "Your boss is Martina." in shown
    assert "put right by you" in shown
    assert "Martin. (you said so, you put it right)" in says("facts", "--all")
    assert "believes again: Your boss is Martin." in says("undo")
    assert "Nothing was corrected yet" in says("undo", status=1)


def test_a_whole_sentence_puts_right_too(told: Told, says: Says) -> None:
    told("I live in Brno.")
    assert "You live in Ghent." in says("correct", "1", "I", "live", "in", "Ghent.")


def test_retiring_gives_back_what_held_before(told: Told, says: Says) -> None:
    told("I live in Brno.", "I moved to Ghent.")
    assert "What holds now: You live in Brno." in says("retire", "Ghent")
    assert "Ghent" not in says("facts")
    assert "you took it back" in says("history", "home")


def test_history_is_told_from_the_oldest(told: Told, says: Says) -> None:
    told("I live in Brno.", "I moved to Ghent.", "I moved to Lisbon.")
    shown = says("history", "home")
    assert shown.index("Brno") < shown.index("Ghent") < shown.index("Lisbon")


def test_an_edit_of_several_or_of_none_is_refused(told: Told, says: Says) -> None:
    told("My sister Rachel is allergic to peanuts.", "My sister Rachel lives in Rome.")
    assert "give one of the numbers" in says("retire", "Rachel", status=1)
    assert "Nothing is believed about that" in says("retire", "zirconium", status=1)
    assert "There is no fact 99." in says("retire", "99", status=1)
    assert "There is no fact" in says("correct", "9" * 40, "x", status=1)
