"""`samantha write` as a person and a script use it, and a kill between the draft and the seal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen

import pytest

from samantha.cli.write_talk import LEFT, NONE, SEALED
from samantha.letters.interview import NOTHING
from samantha.letters.papers import NAMES

ENV = {"SAMANTHA_BRAIN_URL": "echo", "PYTHONIOENCODING": "utf-8"}
ANSWERS = {
    "kind": "thanks",
    "to": "my sister Rachel",
    "from": "Jo",
    "answers": [
        {"q": "What for?", "a": "For coming when I was ill."},
        {"q": "One moment?", "a": "In March she drove four hours through the snow. She sat by my bed all night."},
        {"q": "What did it mean?", "a": "I was scared and she made me feel safe. Café, Ωmega, привет 🌷."},
        {"q": "What should she know?", "a": "That I love her."},
    ],
}
MOMENT = "When I had the operation in March, she drove four hours through the snow."


def samantha(*command: str, said: str = "") -> CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "samantha", *command],
        input=said.encode(),
        capture_output=True,
        env={**os.environ, **ENV},
        timeout=100,
        check=False,
    )
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def a_home() -> None:
    assert samantha("talk", said="My sister Rachel drove me to the coast in June.\n").returncode == 0


def test_a_whole_letter_out_of_a_file(tmp_path: Path) -> None:
    file, out = tmp_path / "answers.json", tmp_path / "out"
    file.write_text(json.dumps(ANSWERS), encoding="utf-8")
    done = samantha("write", "--answers", str(file), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == set(NAMES)
    fields = json.loads((out / "letter.json").read_text(encoding="utf-8"))
    ledger = {entry["id"]: entry for entry in json.loads((out / "ledger.json").read_text(encoding="utf-8"))}
    audit = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    assert fields["sealed"] and audit["may_seal"] and fields["bridges_share"] <= 0.2 and fields["questions"] <= 12
    assert all(one["made"] == "bridge" or ledger[one["ids"][0]]["use"] == "usable" for one in fields["sentences"])
    text = (out / "letter.txt").read_text(encoding="utf-8")
    assert text.startswith("Dear Rachel,\n\nThank you for coming when I was ill.") and text.endswith("Jo\n")
    assert "привет 🌷" in text and "X-Unsent: 1" in (out / "letter.eml").read_text(encoding="utf-8")
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert samantha("write", "--answers", str(file), "--out", str(out)).returncode == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "letter.answers"), ("[]", "letter.answers"), ('{"kind": "tax"}', "letter.kind"),
     ('{"kind": "love", "answers": [1]}', "letter.answers")],
)  # fmt: skip
def test_a_file_that_is_none_is_said_in_words(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.json").write_text(text)
    done = samantha("write", "--answers", str(tmp_path / "a.json"), "--out", str(tmp_path / "out"))
    assert done.returncode == 1 and f"[{code}]" in done.stderr and not (tmp_path / "out").exists()


def test_who_says_nothing_usable_gets_no_letter_and_a_kind_word(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"kind": "love", "to": "Sam", "answers": [{"q": "?", "a": "dunno"}]}))
    done = samantha("write", "--answers", str(tmp_path / "a.json"), "--out", str(tmp_path / "out"))
    assert done.returncode == 1 and NOTHING in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ledger.json"]


def test_left_gone_on_with_mended_and_sealed(tmp_path: Path) -> None:
    assert NONE in samantha("write", "--list").stdout
    missing = samantha("write", "--kind", "thanks")
    assert missing.returncode == 1 and "[home.missing]" in missing.stderr
    a_home()
    first = samantha(
        "write", "--kind", "thanks", "--to", "my sister Rachel", said=f"yes\nFor the help.\n{MOMENT}\n/stop\n"
    )
    assert first.returncode == 0 and LEFT in first.stdout, first.stderr
    assert "You told me before: “My sister Rachel drove me to the coast in June.”" in first.stdout
    assert "left in the middle" in samantha("write", "--list").stdout
    out = tmp_path / "out"
    rest = f"I was scared and she made me feel safe.\nI love her.\nsay She snores.\ncut 6\n1\nout {out}\nseal\n"
    then = samantha("write", said=rest)
    assert then.returncode == 0 and SEALED in then.stdout, then.stderr
    assert "We go on." in then.stdout and "“For the help.”" in then.stdout
    assert "You drove me to the coast in June." in (out / "letter.txt").read_text(encoding="utf-8")
    (listed,) = [json.loads(line) for line in samantha("write", "--list", "--json").stdout.splitlines()]
    assert listed["sealed"] and listed["to"] == "Rachel"
    found = [json.loads(line) for line in samantha("memory", "recent", "--json").stdout.splitlines()]
    assert found[-1]["kind"] == "wrote" and "through the snow" in found[-1]["text"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_kill_between_the_draft_and_the_seal_loses_nothing_and_seals_nothing() -> None:
    a_home()
    said = f"no\nFor the help.\n{MOMENT}\nI was scared and she made me feel safe.\nI love her.\n"
    command = [sys.executable, "-m", "samantha", "write", "--kind", "thanks", "--to", "my sister Rachel"]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env={**os.environ, **ENV}) as running:
        assert running.stdin is not None and running.stdout is not None
        running.stdin.write(said.encode())
        running.stdin.flush()
        while b"a number: the words" not in running.stdout.readline():
            pass
        time.sleep(0.2)
        running.send_signal(signal.SIGKILL)
        running.wait(30)
    (listed,) = [json.loads(line) for line in samantha("write", "--list", "--json").stdout.splitlines()]
    assert not listed["sealed"] and listed["answers"] == 4
    assert SEALED in samantha("write", said="seal\n").stdout
    (listed,) = [json.loads(line) for line in samantha("write", "--list", "--json").stdout.splitlines()]
    assert listed["sealed"]
