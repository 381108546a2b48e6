"""`samantha rehearse` as a person uses it: begun, left in the middle, gone on with, listed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from subprocess import PIPE, CompletedProcess, Popen

import pytest

from samantha.cli.rehearse import BEGIN, GO_ON, sentence
from samantha.conversation.rehearsal_wish import resumes, wish

ENV = {"SAMANTHA_BRAIN_URL": "echo", "PYTHONIOENCODING": "utf-8"}


def samantha(*command: str, said: str = "") -> CompletedProcess[str]:
    """Run a command with `said` on standard input, on a stand-in for the brain."""
    done = subprocess.run(
        [sys.executable, "-m", "samantha", *command],
        input=said.encode(),
        capture_output=True,
        env={**os.environ, **ENV},
        timeout=100,
        check=False,
    )
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def listed() -> list[dict[str, object]]:
    done = samantha("rehearse", "--list", "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_begun_left_gone_on_with_and_listed() -> None:
    assert "Nothing was practised yet" in samantha("rehearse", "--list").stdout
    first = samantha("rehearse", "Mum", "--about", "the weekend", said="start\nMum, we are not coming.\n")
    assert first.returncode == 0, first.stderr
    replies = first.stdout.splitlines()
    assert "What do you want out of it" in replies[0] and "not what they would really say" in replies[1]
    assert replies[2].startswith("[as Mum] “")
    assert "(You: Let's practise talking to Mum about the weekend.)" in first.stderr
    (left,) = listed()
    assert (left["other"], left["about"], left["step"]) == ("Mum", "about the weekend", "play")
    assert "left in the middle" in samantha("rehearse", "--list").stdout
    then = samantha("rehearse", said="stop\nfine\nenough\non 24 December at the kitchen table\n")
    assert then.stdout.splitlines()[0].startswith("Back in the play: Mum")
    (done,) = listed()
    assert done["step"] == "done" and done["plan"] == "on 24 December at the kitchen table" and done["asked"] is False
    assert str(done["real"])[5:10] == "12-24" and str(done["ask"])[5:10] == "12-25"
    assert "kitchen table" in samantha("rehearse", "--list").stdout


def test_without_a_name_it_asks_with_whom() -> None:
    done = samantha("rehearse", said="my boss\n")
    assert done.stdout.splitlines()[0].startswith("Whom is the talk with?")
    assert "What is it about?" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_stopped_or_killed_in_the_middle_it_is_kept(name: str) -> None:
    assert samantha("rehearse", "Tom", said="start\nTom, it is about the rent.\n").returncode == 0
    command = [sys.executable, "-m", "samantha", "rehearse"]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env={**os.environ, **ENV}) as running:
        assert running.stdin is not None and running.stdout is not None
        assert b"Back in the play" in running.stdout.readline()
        running.stdin.write(b"Tom, the rent is due on Friday.\n")
        running.stdin.flush()
        assert running.stdout.readline().startswith(b"[as Tom]")
        time.sleep(0.2)
        running.send_signal(getattr(signal, name))
        running.wait(30)
    (kept,) = listed()
    assert kept["step"] == "play"
    again = samantha("rehearse", said="Tom, did you hear about the rent?\n")
    assert again.stdout.splitlines()[1].startswith("[as Tom]")


@pytest.mark.parametrize("name", ["Mum", "my boss", "Dr. Ortega", "my best friend Tom", "Anne-Marie"])
@pytest.mark.parametrize("about", ["", "the rent", "about the rent", "that I move out"])
def test_what_is_said_to_begin_begins(name: str, about: str) -> None:
    found = wish(sentence(name, about))
    assert found is not None and found.other == name
    assert bool(found.about) == bool(about) and about in f"about {found.about} {found.about}"


def test_the_other_sentences_mean_what_they_say() -> None:
    assert wish(BEGIN) is not None and resumes(GO_ON) and sentence("", "") == ""
    about = wish(sentence("", "the rent"))
    assert about is not None and about.other == "" and "the rent" in about.about
