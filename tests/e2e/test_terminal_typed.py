"""A talk at a real (pseudo) terminal: streaming, stopping, leaving, pasting, the up arrow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from tests.e2e.terminal import CTRL_C, CTRL_D, ENTER, UP, terminal
from tests.e2e.terminal_fake import KEY

from samantha.clock import SystemClock
from samantha.store import episodes
from samantha.store.sqlite import open_store
from samantha.types import Episode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
FAKE = "tests.e2e.terminal_fake"
HELLO = "not a human being."


def journal(home: Path) -> list[Episode]:
    """Everything in the journal, oldest first."""

    async def read() -> list[Episode]:
        async with open_store(home, KEY, read_only=True, clock=SystemClock()) as store:
            return await store.read(episodes.recent, 1000)

    return anyio.run(read)


def test_a_talk_streams_and_ends_with_good_night(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("I saw Ana today" + ENTER)
        t.wait_for("I heard you: I saw Ana today")
        t.type(CTRL_D)
        assert t.ended() == 0
        assert t.text.rstrip().endswith(("Good night.", "Take care."))
    assert [(e.kind, e.text) for e in journal(tmp_path)] == [
        ("heard", "I saw Ana today"),
        ("said", "I heard you: I saw Ana today"),
    ]


def test_a_sign_of_thinking_comes_and_goes(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("hello" + ENTER)
        t.wait_for("I heard you")
        shown, _, after = t.raw.partition("…")
        assert "I heard you" not in shown
        assert after.index("\x1b[K") < after.index("I heard you")


def test_ctrl_c_stops_the_reply_and_keeps_what_was_shown(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("tell me a long story" + ENTER)
        t.wait_for("word3 ")
        t.type(CTRL_C)
        end = t.wait_for("(stopped)")
        t.type("still there?" + ENTER)
        t.wait_for("I heard you: still there?", after=end)
        t.type(CTRL_D)
        assert t.ended() == 0
        shown = t.text[t.text.index("word0") : t.text.index("(stopped)")].split()
    said = next(e for e in journal(tmp_path) if e.kind == "said")
    assert said.cut
    assert said.text.split() == shown
    assert len(shown) < 200


def test_ctrl_c_cuts_a_real_turn_and_the_journal_says_so() -> None:
    with terminal("tests.e2e.terminal_slow", env={"SAMANTHA_BRAIN_URL": "echo"}) as t:
        t.wait_for("Then press Enter.")
        t.type(ENTER * 3)
        t.wait_for("What's on your mind?")
        t.type("I walked to the harbour." + ENTER)
        t.wait_for("harbour was quiet")
        t.type(CTRL_C)
        t.wait_for("(stopped)")
        t.type(CTRL_D)
        assert t.ended() == 0
    listed = subprocess.run([sys.executable, "-m", "samantha", "memory", "--json"], capture_output=True, check=True)
    said = [json.loads(line) for line in listed.stdout.splitlines()][-1]
    assert said["kind"] == "said" and said["cut"]
    assert said["text"].startswith("The harbour was quiet") and "gulls" not in said["text"]


def test_ctrl_c_on_an_empty_line_says_how_to_leave_and_on_a_begun_one_clears_it(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        at = t.wait_for("›")
        t.type(CTRL_C)
        at = t.wait_for("(Ctrl-D, or /quit, says good night.)", after=at)
        t.wait_for("›", after=at)
        t.type("this was not meant" + CTRL_C + "this was" + ENTER)
        t.wait_for("I heard you: this was")
        t.type("/quit" + ENTER)
        assert t.ended() == 0
    assert [e.text for e in journal(tmp_path) if e.kind == "heard"] == ["this was"]


def test_a_paste_of_many_lines_is_one_turn_and_typed_ahead_text_waits(tmp_path: Path) -> None:
    pasted = "first line\nשלום עולם\n日本語 and 👍🏽\n" + "x" * 50_000
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.paste(pasted)
        t.type(ENTER)
        at = t.wait_for("I heard you: first line")
        t.type("tell me a long story" + ENTER)
        t.wait_for("word2", after=at)
        t.type("typed ahead" + ENTER)
        t.type(CTRL_C)
        t.wait_for("I heard you: typed ahead")
        t.type(CTRL_D)
        assert t.ended() == 0
    assert [e.text for e in journal(tmp_path) if e.kind == "heard"] == [pasted, "tell me a long story", "typed ahead"]


def test_held_down_enter_says_nothing(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type(ENTER * 40 + "   " + ENTER + "hello" + ENTER)
        t.wait_for("I heard you: hello")
        t.type(CTRL_D)
        assert t.ended() == 0
    assert [e.kind for e in journal(tmp_path)] == ["heard", "said"]


def test_past_lines_come_back_from_the_journal_and_lie_in_no_plain_file(tmp_path: Path) -> None:
    for press in ("the blue bicycle" + ENTER, UP + " again" + ENTER):
        with terminal(FAKE, str(tmp_path)) as t:
            t.wait_for(HELLO)
            t.type(press)
            t.wait_for("I heard you: the blue bicycle")
            t.type(CTRL_D)
            assert t.ended() == 0
    heard = [e.text for e in journal(tmp_path) if e.kind == "heard"]
    assert heard == ["the blue bicycle", "the blue bicycle again"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"bicycle" in path.read_bytes()]


def test_a_brain_that_dies_leaves_its_words_and_the_turn_can_be_answered_again(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("die" + ENTER)
        at = t.wait_for("I heard")
        at = t.wait_for("It is starting again. (/again", after=at)
        t.type("/again" + ENTER)
        at = t.wait_for("I heard you: die", after=at)
        t.type("/again" + ENTER)
        t.wait_for("Nothing of yours waits", after=at)
        t.type(CTRL_D)
        assert t.ended() == 0


def test_a_turn_left_without_an_answer_is_offered_at_the_next_start(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("die" + ENTER)
        t.wait_for("It is starting again.")
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for("Your last words had no answer: “die”")
        t.type("y" + ENTER)
        t.wait_for("I heard you: die")


def test_commands_and_the_slash_that_is_meant(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for(HELLO)
        t.type("my sister Ana lives in Lisbon" + ENTER)
        at = t.wait_for("I heard you: my sister")
        for line, answer in [
            ("/help", "/memory WORDS"),
            ("/memory lisbon", "my sister Ana lives in Lisbon"),
            ("/memory xylophone", "nothing with those words"),
            ("/brain", "I think with echo, on this machine."),
            ("/foo", "There is no /foo."),
            ("//foo bar", "I heard you: /foo bar"),
            ("/etc/hosts", "I heard you: /etc/hosts"),
        ]:
            t.type(line + ENTER)
            at = t.wait_for(answer, after=at)


def test_the_first_start_asks_gently_and_every_question_can_be_skipped(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path / "a"), "new") as t:
        t.wait_for("ABCD-EFGH-JKMN")
        t.type(ENTER)
        t.wait_for("What shall I call you?")
        t.type("I'm Theo" + ENTER)
        at = t.wait_for("Good to meet you, Theo.")
        t.wait_for("someone or something", after=at)
        t.type("Ana is my sister" + ENTER)
        t.wait_for("I'll remember that.")
        t.type(CTRL_D)
        assert t.ended() == 0
    told = [e.text for e in journal(tmp_path / "a")]
    assert told == ["I'm Theo", "Good to meet you, Theo.", "Ana is my sister", "Thank you. I'll remember that."]
    with terminal(FAKE, str(tmp_path / "a")) as t:
        t.wait_for("›")
        assert "no answer" not in t.text
    with terminal(FAKE, str(tmp_path / "b"), "new") as t:
        t.type(ENTER * 3)
        t.wait_for("What's on your mind?")
        t.type("hello" + ENTER)
        t.wait_for("I heard you: hello")
    assert "hello" in [e.text for e in journal(tmp_path / "b")]


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(tmp_path: Path, env: dict[str, str]) -> None:
    with terminal(FAKE, str(tmp_path), env=env) as t:
        t.wait_for(HELLO)
        t.type("hello" + ENTER)
        t.wait_for("I heard you: hello")
        t.type("/help" + ENTER)
        t.wait_for("Ctrl-C stops a reply.")
        t.type(CTRL_D)
        assert t.ended() == 0
        assert "\x1b[38" not in t.raw and "\x1b[2m" not in t.raw
        if env.get("TERM") == "dumb":
            assert "\x1b" not in t.raw


def test_her_words_break_at_their_ends_in_a_narrow_terminal(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path), columns=24) as t:
        t.wait_for(HELLO.split()[-1])
        t.type("tell me a long story" + ENTER)
        t.wait_for("word20")
        t.type(CTRL_C)
        t.wait_for("(stopped)")
        story = t.text[t.text.index("word0") : t.text.index("(stopped)")]
    assert all(len(line) <= 24 for line in story.split("\n"))
    assert set(story.split()) <= {f"word{number}" for number in range(200)}


def test_it_ends_softly_when_the_system_asks(tmp_path: Path) -> None:
    with terminal(FAKE, str(tmp_path)) as t:
        t.wait_for("›")
        t.process.terminate()
        assert t.ended() != 0
        assert "Traceback" not in t.text
