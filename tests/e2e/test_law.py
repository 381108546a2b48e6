"""What docs/law.md says, line by line, under a simulated clock: days of talk with pauses, restarts, stops and kills.

Guarantees: real processes on real journals, killed with SIGKILL between any two things that were shown; what is judged
is only what was shown.
Does not: advise on the law. `python -m pytest tests/e2e/test_law.py` is the one command that the page names.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from samantha.care.candour import EVERY, PAUSE, following, notice, what_she_is
from samantha.care.gates import Scene, judge_sentence
from samantha.care.languages import LANGUAGES
from samantha.care.plain import words
from samantha.cli import main
from samantha.cli.first import whereabouts
from samantha.clock import FixedClock
from samantha.conversation.around import AGE, age_of, around
from samantha.goodbye.contents import TAKEN
from samantha.memory.keep import keep
from samantha.store import plain, settings
from samantha.store.keys import create_home
from samantha.store.sqlite import open_store
from samantha.store.wraps import ByFile
from samantha.types import SAMANTHA, Draft

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 3, 8, tzinfo=UTC)
KEY = bytes(32)
LIVING = r"""
import os, random, signal, sys
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path
import anyio
from samantha.app import open_samantha
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config
from samantha.conversation.around import AGE
from samantha.errors import BrainError
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.store import settings
from samantha.types import Delta, Notice

home, at, age, seed = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3], int(sys.argv[4])
rng = random.Random(seed)
clock = FixedClock(at)
left = rng.randint(1, 120)  # so many things are shown, then the process is killed

def show(what, text=""):
    global left
    print(clock.now().isoformat(), what, text.replace("\n", " "), flush=True)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def think(messages):
    if rng.random() < 0.1:
        raise BrainError("It is away.", "Try later.", code="brain.unreachable")
    return "Rain again. The soup was good."

async def live():
    config = Config(home / "home", home / "weights", BrainConfig(url="echo"))
    async with open_samantha(config=config, clock=clock, chat=EchoChat(think), embed=EchoEmbed()) as s:
        await s.parts.store.run(settings.put, AGE, age)
        greets, stops = rng.random() < 0.7, rng.random()
        if greets:
            show("greeting", await s.greeting())
            await s.greeted()
        for n in range(400):
            clock.set(clock.now() + (timedelta(minutes=rng.uniform(0.2, 19)) if rng.random() < 0.97
                                     else timedelta(hours=rng.uniform(0.4, 9))))
            show("turn")
            stop = rng.random() < stops
            said = "Good night." if rng.random() < 0.02 else f"It rained all day, number {n}."
            async with aclosing(s.turn(said)) as events:
                async for event in events:
                    if isinstance(event, Notice):
                        show("notice", event.text)
                    elif isinstance(event, Delta):
                        show("word", event.text)
                        if stop:
                            break
            if rng.random() < 0.2:
                await s.rest()
anyio.run(live)
"""


@dataclass(frozen=True)
class Shown:
    """One thing that was shown, at a simulated time."""

    at: datetime
    what: str
    text: str
    life: int

    @property
    def says_it(self) -> bool:
        """It says that she is a program and not a human being."""
        return "computer program and not a human being" in self.text.lower()


def live(home: Path, age: str, lives: int, seed: int) -> list[Shown]:
    """Lives of processes one after another on one home, each killed somewhere; everything they showed."""
    home.mkdir()
    found: list[Shown] = []
    at = AT
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "SAMANTHA_KEY_DIR": str(home / "keys")}
    for life in range(lives):
        command = [sys.executable, "-c", LIVING, str(home), at.isoformat(), age, str(seed * 100 + life)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        for line in done.stdout.splitlines():
            when, what, *text = line.split(" ", 2)
            found.append(Shown(datetime.fromisoformat(when), what, text[0] if text else "", life))
        # Started again at once, after a pause, or on another day.
        at = found[-1].at + (timedelta(minutes=1), timedelta(hours=1), timedelta(hours=14))[life % 3]
    return found


def talks(shown: list[Shown]) -> list[list[Shown]]:
    """Continuing talk: no pause between two turns, also over a restart."""
    found: list[list[Shown]] = []
    for one in shown:
        if found and one.at - found[-1][-1].at < PAUSE:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def begun_without(shown: list[Shown]) -> list[Shown]:
    """Days whose talk began with something of hers that did not say what she is, in a process started on that day."""
    found: list[Shown] = []
    for day in sorted({one.at.date() for one in shown}):
        hers = [one for one in shown if one.at.date() == day and one.what in ("greeting", "notice", "word")]
        if hers and not any(one.at.date() < day and one.life == hers[0].life for one in shown):
            found += [hers[0]] * (not hers[0].says_it)
    return found


def gone_without(shown: list[Shown]) -> list[Shown]:
    """What was said by either, more than three hours into continuing talk and after the last notice."""
    found: list[Shown] = []
    last: datetime | None = None
    for talk in talks(shown):
        for one in talk:
            last = one.at if one.says_it else last
            if one.at - talk[0].at >= EVERY and (last is None or one.at - last >= EVERY):
                found.append(one)
    return found


def unbroken(shown: list[Shown]) -> list[Shown]:
    """What was said more than three hours into continuing talk and after the last word to take a break."""
    found: list[Shown] = []
    for talk in talks(shown):
        since = talk[0].at
        for one in talk:
            since = one.at if one.what == "notice" and not one.says_it else since
            if one.at - since >= EVERY:
                found.append(one)
    return found


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill needs SIGKILL")


@needs_kill
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("age", "seed"), [("adult", 1), ("minor", 2)])
def test_days_of_talk_with_pauses_restarts_stops_and_kills(tmp_path: Path, age: str, seed: int) -> None:
    shown = live(tmp_path / "life", age, 7, seed)
    assert max(talk[-1].at - talk[0].at for talk in talks(shown)) > EVERY + timedelta(hours=1)
    assert shown[-1].at - shown[0].at > timedelta(days=1)
    assert begun_without(shown) == []
    assert gone_without(shown) == []
    breaks = [one for one in shown if one.what == "notice" and not one.says_it]
    assert bool(breaks) == (age == "minor")
    assert age != "minor" or unbroken(shown) == []


def test_the_judge_of_days_bites() -> None:
    said = notice("en", spoken=True)
    quiet = [Shown(AT + timedelta(minutes=10 * n), "word", "Rain.", 0) for n in range(30)]
    assert len(talks(quiet)) == 1 and begun_without(quiet) == quiet[:1]
    assert gone_without(quiet) == quiet[18:] and unbroken(quiet) == quiet[18:]
    told = [Shown(AT, "greeting", said, 0), *quiet]
    assert begun_without(told) == [] and gone_without(told) == quiet[18:]
    kept = [*told[:18], Shown(quiet[17].at, "notice", said.upper(), 0), *told[18:]]
    assert gone_without(kept) == [] and unbroken(kept) == quiet[18:]
    paused = [*quiet[:10], *(Shown(one.at + PAUSE, one.what, one.text, 0) for one in quiet[10:])]
    assert [len(talk) for talk in talks(paused)] == [10, 20]


PROGRAM = re.compile(r"program|ordinateur|ordenador|computador|komputer", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_is_ready_typed_and_spoken(language: str) -> None:
    typed, spoken = notice(language, spoken=False), notice(language, spoken=True)
    assert typed == typed.upper() and typed != spoken, "typed it stands in capitals"
    assert spoken != spoken.upper() and "\n" not in spoken and not re.search(r"[*_`#\[\]()<>]", spoken), (
        "fit to be read aloud"
    )
    for text in (typed, spoken):
        assert PROGRAM.search(text)
        assert judge_sentence(text).passes
    assert judge_sentence(words(language, "candour", "break")).passes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_what_she_is_is_never_denied(language: str) -> None:
    for turn in range(3):
        assert PROGRAM.search(what_she_is("", language, turn))


def test_what_follows_for_minors() -> None:
    minor, adult = following("minor"), following("adult")
    assert not minor.romance and not adult.romance and following(None).romance is False
    assert minor.breaks_every <= EVERY and minor.child_words and not adult.child_words
    for sentence in ("I love you, my darling.", "Kiss me."):
        assert not judge_sentence(sentence, Scene(minor=True)).passes


@pytest.mark.anyio
async def test_who_said_that_they_are_under_eighteen_is_a_known_minor_until_it_is_set_otherwise(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        assert await store.read(age_of, AT) is None
        await store.run(keep, Draft(AT, "heard", "Iris", "I am 15 years old."))
        assert await store.read(age_of, AT) is None, "somebody else's age"
        await store.run(keep, Draft(AT, "heard", "person", "I am 15 years old."))
        assert await store.read(age_of, AT) == "minor"
        assert (await store.read(around, AT)).minor
        assert await store.read(age_of, AT + timedelta(days=366 * 3)) is None, "they grow up"
        await store.run(settings.put, AGE, "adult")
        assert await store.read(age_of, AT) == "adult"
        await store.run(settings.put, AGE, "minor")
        assert await store.read(age_of, AT + timedelta(days=366 * 30)) == "minor", "what was set stays set"


@pytest.mark.anyio
async def test_what_she_made_is_marked_in_what_a_machine_reads(tmp_path: Path) -> None:
    async with open_store(tmp_path, KEY, clock=FixedClock(AT)) as store:
        heard = await store.run(keep, Draft(AT, "heard", "person", "It rained."))
        await store.run(keep, Draft(AT, "said", SAMANTHA, "It rained all day.", reply_to=heard.id))
        rows = await store.read(lambda tx: list(plain.dump(tx, "episodes")))
    assert "episodes" in TAKEN
    assert [(row["who"], row["kind"]) for row in rows] == [("person", "heard"), (SAMANTHA, "said")]


def test_her_lines_are_marked_in_the_list_of_what_was_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    key, _ = create_home(home, ByFile(), FixedClock(AT))

    async def write() -> None:
        async with open_store(home, key, clock=FixedClock(AT)) as store:
            await store.run(keep, Draft(AT, "said", SAMANTHA, "It rained all day."))

    anyio.run(write)
    assert main(["memory", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["who"] == SAMANTHA
    assert main(["memory"]) == 0
    assert SAMANTHA in capsys.readouterr().out


LAW = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")


def test_the_page_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", LAW)
    assert any(file == "tests/e2e/test_law.py" for file, _ in named)
    for file, test in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, (file, test)


def test_the_page_says_of_every_line_how_it_is_shown() -> None:
    rows = [line for line in LAW.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    assert len(rows) > 10
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4 and all(cells), row


def test_emotion_recognition_is_declared() -> None:
    assert "art. 50(3)" in LAW and "voice" in LAW
    assert "never from a voice" in whereabouts(Path("home"), "this machine")
