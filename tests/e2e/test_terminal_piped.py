"""A talk through a pipe, as a script has it: every kind of input, and what comes out where."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import CompletedProcess, Popen

import pytest

STARTED = "I am a computer program"


def samantha(*command: str, said: bytes = b"", env: dict[str, str] | None = None) -> CompletedProcess[str]:
    """Run a command with `said` on standard input, on a stand-in for the brain."""
    done = subprocess.run(
        [sys.executable, "-m", "samantha", *command],
        input=said,
        capture_output=True,
        env={**os.environ, "SAMANTHA_BRAIN_URL": "echo", "PYTHONIOENCODING": "utf-8", **(env or {})},
        timeout=100,
        check=False,
    )
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def kept() -> list[dict[str, str]]:
    """What is in the journal, oldest first."""
    listed = samantha("memory", "recent", "-n", "1000", "--json")
    assert listed.returncode == 0, listed.stderr
    return [json.loads(line) for line in listed.stdout.splitlines()]


def heard() -> list[str]:
    return [episode["text"] for episode in kept() if episode["kind"] == "heard"]


def test_a_line_is_a_turn_and_a_reply_a_line_and_nothing_else_is_on_standard_output() -> None:
    done = samantha("talk", said=b"I saw Ana today\n\n   \r\nShe was well")
    assert done.returncode == 0, done.stderr
    replies = [episode["text"] for episode in kept() if episode["kind"] == "said"]
    assert done.stdout.splitlines() == replies
    assert len(replies) == 2
    assert heard() == ["I saw Ana today", "She was well"]
    assert STARTED in done.stderr and "samantha key show-recovery" in done.stderr
    again = samantha(said=b"")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_odd_lines_are_taken_as_far_as_they_are_words() -> None:
    lines = {
        "👍🏽 🙂": "👍🏽 🙂".encode(),
        "שלום עולם \u200f(טוב)": "שלום עולם \u200f(טוב)".encode(),
        "y" * 50_000: b"y" * 50_000,
        "red words": b"\x1b[31mred\x1b[0m\x00 wo\x07rds\r",
        "un caf\ufffd noir": "un café noir".encode("latin-1"),
        "/quit": b"/quit",
        "-- --help": b"-- --help",
    }
    done = samantha("talk", said=b"\xef\xbb\xbf" + b"\n".join(lines.values()))
    assert done.returncode == 0, done.stderr
    assert heard() == list(lines)
    assert len(done.stdout.splitlines()) == len(lines)
    assert "1 bytes of a line were not UTF-8" in done.stderr
    assert "\x1b" not in done.stdout


def test_binary_input_is_refused_after_a_few_lines_and_what_came_before_is_kept() -> None:
    noise = bytes(range(128, 256)) + b"\n"
    done = samantha("talk", said=b"hello\n" + noise + b"still here\n" + noise * 2 + b"never read\n")
    assert done.returncode == 1
    assert "[input.binary]" in done.stderr
    assert heard() == ["hello", "still here"]


def test_a_pipe_that_nobody_reads_any_more_is_left_quietly() -> None:
    command = [sys.executable, "-m", "samantha", "talk"]
    with Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SAMANTHA_BRAIN_URL": "echo"},
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(b"one\ntwo\nthree\n")
        process.stdin.close()
        notes = process.stderr.read().decode()
        assert process.wait(60) == 141
    assert "Traceback" not in notes and "went wrong" not in notes
    assert heard()[:1] == ["one"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_quietly_when_told_to_while_it_waits_for_a_line(number: int, status: int) -> None:
    command = [sys.executable, "-m", "samantha", "talk"]
    with Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SAMANTHA_BRAIN_URL": "echo"},
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"hello\n")
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(0.2)  # let it go back to waiting
        process.send_signal(number)
        assert process.wait(60) == status
        notes = process.stderr.read().decode()
    assert "Traceback" not in notes and "Fatal" not in notes


def test_memory_reads_while_a_talk_is_open_and_a_second_talk_is_told_so() -> None:
    command = [sys.executable, "-m", "samantha", "talk"]
    with Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SAMANTHA_BRAIN_URL": "echo"},
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"the blue bicycle is Ana's\n")
        process.stdin.flush()
        process.stdout.readline()
        found = samantha("memory", "search", "bicycle")
        assert "you\n  the blue bicycle is Ana's" in found.stdout
        second = samantha("talk", said=b"hello\n")
        assert second.returncode == 1
        assert "[home.busy]" in second.stderr
        assert second.stdout == ""
        process.stdin.close()
        assert process.wait(60) == 0


def test_memory_is_kind_when_there_is_nothing() -> None:
    assert "samantha talk" in samantha("memory").stdout
    assert samantha("memory", "--json").stdout == ""
    samantha("talk", said=b"hello\n")
    assert "Nothing with those words" in samantha("memory", "search", "xylophone").stdout


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="rights of Unix, and not for root")
def test_a_home_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    done = samantha("talk", said=b"hello\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "[home." in done.stderr


def test_a_home_that_is_a_file_and_settings_that_are_not_toml_are_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = samantha("--home", str(tmp_path / "file"), "talk", said=b"hello\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and done.stderr.rstrip().endswith("]")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "config.toml").write_text("[brain\n")
    done = samantha("--home", str(tmp_path / "other"), "talk", said=b"hello\n")
    assert done.returncode == 1
    assert "[config.invalid]" in done.stderr


def test_help_comes_without_anything_slow_and_names_every_verb() -> None:
    heavy = "numpy apsw onnxruntime httpx prompt_toolkit cryptography anyio psutil keyring tokenizers"
    probe = (
        "import sys, samantha.cli as c\n"
        "try: c.main(['--help'])\n"
        f"finally: print([m for m in '{heavy}'.split() if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    for verb in ("talk", "memory", "key", "brain", "weights", "doctor", "uninstall", "SAMANTHA_HOME", "Ctrl-D"):
        assert verb in done.stdout


def test_an_unknown_verb_ends_with_two_and_the_version_is_said() -> None:
    assert samantha("sing").returncode == 2
    assert samantha("--version").stdout.startswith("samantha ")
