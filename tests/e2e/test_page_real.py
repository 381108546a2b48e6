"""The command itself in Chromium, with the models that ship: what Piper says into the microphone is recognised, and
what she answers sounds and is kept."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import anyio
import numpy as np
import pytest
from playwright.sync_api import expect
from tests.browser import PATIENCE, browser, context, recording, served
from tests.e2e.terminal import CTRL_C, ENTER, terminal
from tests.voices import said_in, words_wrong
from tests.weights_here import weight

from samantha.models.piper import Piper

expect.set_options(timeout=PATIENCE)
SENTENCE = "I had lunch with Amy by the river today."
COMMAND = ("-m", "samantha", "page", "--no-open", "--port")


@pytest.mark.real
def test_a_spoken_sentence_is_recognised_answered_aloud_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("smart-turn", "silero", "whisper-tiny"):
        weight(name)
    mouth = Piper(*map(weight, ("piper-joe", "piper-joe-config", "spelling")), varied=False)
    spoken = anyio.run(said_in, mouth, SENTENCE)
    quiet = np.zeros(16_000, dtype=np.float32)
    monkeypatch.setenv("SAMANTHA_BRAIN_URL", "echo")
    monkeypatch.setenv("SAMANTHA_VOICE_MOUTH", "piper")
    with served(tmp_path / "home", (*COMMAND, "0")) as there:
        with browser(recording(tmp_path / "one.wav", quiet, spoken, 60.0)) as chromium:
            page = context(chromium).new_page()
            page.goto(there.address)
            page.click("#begin")
            expect(page.locator("body")).to_have_attribute("data-state", "speaking")
            page.wait_for_function("() => Number(document.documentElement.style.getPropertyValue('--stir')) > 0.05")
            expect(page.locator("body")).to_have_attribute("data-state", "listening")
            shown = page.locator("#lines .samantha").last.evaluate("line => line.lastChild.textContent")
        assert there.end() == 0
        heard, said, *_ = there.journal()
    assert heard.origin == said.origin == "spoken"
    assert words_wrong(SENTENCE, heard.text) <= 1
    assert said.text == shown and not said.cut


def test_another_address_is_refused_before_a_home_is_opened(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *COMMAND, "0", "--address", "0.0.0.0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "page.address" in done.stderr and "ssh -L" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.real
def test_enter_shows_another_address_and_ctrl_c_ends_it() -> None:
    for name in ("smart-turn", "silero"):
        weight(name)
    echo = {"SAMANTHA_BRAIN_URL": "echo", "SAMANTHA_VOICE_EAR": "echo", "SAMANTHA_VOICE_MOUTH": "echo"}
    with terminal(*COMMAND[1:], "0", env=echo) as screen:
        at = screen.wait_for("Ctrl-C ends it.")
        screen.type(ENTER)
        screen.wait_for("token=", after=at)
        screen.type(CTRL_C)
        assert screen.ended() == 0
        tokens = re.findall(r"token=([\w-]+)", screen.text)
    assert len(set(tokens)) == 2
