"""The audio thread of the page, rendered in Chromium without a clock: rates, playhead, duck, resume and stop."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from tests.browser import browser, context, served

from samantha.ports import Sound

RATE = 48_000
RENDER = """async ({ rate, seconds, messages, tone }) => {
  const context = new OfflineAudioContext(1, rate * seconds, rate);
  await context.audioWorklet.addModule("/worklet.js");
  const frames = [], reports = [];
  let node;
  if (tone) {
    node = new AudioWorkletNode(context, "ear", { channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }) => frames.push(...new Int16Array(data));
    const source = new OscillatorNode(context, { frequency: tone });
    source.connect(node);
    source.start();
    source.stop(seconds / 2);
  } else {
    node = new AudioWorkletNode(context, "mouth", { numberOfInputs: 0, outputChannelCount: [1] });
    node.port.onmessage = ({ data }) => reports.push(data);
  }
  node.connect(context.destination);
  for (const { at, ...message } of messages) {
    const send = () => {
      if (message.samples) message.samples = Float32Array.from(message.samples);
      node.port.postMessage(message);
    };
    if (!at) send();
    else context.suspend(at).then(async () => {
      send();
      await new Promise((done) => setTimeout(done, 50));
      context.resume();
    });
  }
  await new Promise((done) => setTimeout(done, 50));
  const out = (await context.startRendering()).getChannelData(0);
  await new Promise((done) => setTimeout(done, 100));
  return { out: Array.from(out), frames, reports };
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Generator[Page]:
    with pytest.MonkeyPatch.context() as patch:
        folder: Path = tmp_path_factory.mktemp("page")
        patch.setenv("SAMANTHA_KEY_DIR", str(folder / "keys"))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        with served(folder / "home") as there, browser() as chromium:
            page = context(chromium).new_page()
            page.goto(there.address)
            yield page


def render(page: Page, seconds: float, *messages: dict[str, Any], rate: int = RATE, tone: float = 0) -> dict[str, Any]:
    return page.evaluate(RENDER, {"rate": rate, "seconds": seconds, "messages": list(messages), "tone": tone})


def sound(reply: int, seconds: float, at: float = 0, rate: int = 24_000) -> dict[str, Any]:
    """A steady level, so that every gap and every gain shows."""
    return {"what": "sound", "reply": reply, "rate": rate, "samples": [0.5] * round(seconds * rate), "at": at}


def of(out: dict[str, Any], begin: float, end: float) -> Sound:
    return np.array(out["out"][round(begin * RATE) : round(end * RATE)], dtype=np.float32)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000, 16_000])
def test_the_ear_gives_16_kilohertz_of_any_rate_and_time_goes_on_in_silence(page: Page, rate: int) -> None:
    heard = np.array(render(page, 2.0, rate=rate, tone=440)["frames"]) / 32767
    assert len(heard) % 320 == 0 and abs(len(heard) - 32_000) <= 640
    spectrum = np.abs(np.fft.rfft(heard[1600:14_400]))
    assert abs(np.argmax(spectrum) * 16_000 / 12_800 - 440) <= 1.25
    assert 0.97 < np.abs(heard[1600:14_400]).max() < 1.03
    assert np.abs(heard[17_600:]).max() < 1e-3


def test_what_a_lower_rate_cannot_hold_does_not_fold_back(page: Page) -> None:
    heard = np.array(render(page, 1.0, tone=11_000)["frames"]) / 32767
    assert np.abs(heard[1600:7000]).max() < 0.02


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
def test_the_playhead_counts_what_sounded_and_nothing_else(page: Page, rate: int) -> None:
    done = render(page, 2.0, sound(1, 0.5, rate=rate), sound(1, 0.5, at=1.0, rate=rate))
    assert np.allclose(of(done, 0.05, 0.45), 0.5, atol=0.01) and np.allclose(of(done, 1.05, 1.45), 0.5, atol=0.01)
    assert np.abs(of(done, 0.55, 0.95)).max() < 0.01
    reports = [report["seconds"] for report in done["reports"]]
    assert {report["reply"] for report in done["reports"]} == {1}
    assert reports == sorted(reports) and abs(reports[-1] - 1.0) < 0.005
    assert max(b - a for a, b in pairwise(reports)) < 0.12


def test_no_gap_between_the_pieces_of_a_reply(page: Page) -> None:
    done = render(page, 1.0, *(sound(1, 0.1, rate=22_050) for _ in range(8)))
    assert np.allclose(of(done, 0.01, 0.78), 0.5, atol=0.01)


def test_a_duck_is_soft_within_50_milliseconds_and_goes_back(page: Page) -> None:
    done = render(
        page, 2.0, sound(1, 2.0), {"what": "duck", "reply": 1, "at": 0.5}, {"what": "resume", "reply": 1, "at": 1.0}
    )
    assert np.allclose(of(done, 0.1, 0.49), 0.5, atol=0.01)
    assert np.allclose(of(done, 0.56, 0.99), 0.1, atol=0.01)
    assert np.allclose(of(done, 1.06, 1.9), 0.5, atol=0.01)
    assert any(abs(report["seconds"] - 0.5) < 0.02 for report in done["reports"])


def test_a_duck_before_the_first_sound_holds_it_back(page: Page) -> None:
    duck, resume = {"what": "duck", "reply": 1}, {"what": "resume", "reply": 1, "at": 0.5}
    done = render(page, 1.5, duck, sound(1, 0.5), resume)
    assert np.abs(of(done, 0, 0.49)).max() == 0
    assert np.allclose(of(done, 0.56, 0.95), 0.5, atol=0.01)
    assert abs(done["reports"][-1]["seconds"] - 0.5) < 0.005


def test_stop_is_silence_at_once_and_what_comes_late_is_not_played(page: Page) -> None:
    done = render(
        page, 1.5, sound(1, 1.5), {"what": "stop", "reply": 1, "at": 0.5}, sound(1, 0.5, at=0.7), sound(2, 0.2, at=1.0)
    )
    assert np.abs(of(done, 0.51, 0.99)).max() == 0
    assert np.allclose(of(done, 1.02, 1.18), 0.5, atol=0.01)
    first = [report["seconds"] for report in done["reports"] if report["reply"] == 1]
    assert abs(first[-1] - 0.5) < 0.01
    assert any(report["reply"] == 2 for report in done["reports"])


def test_a_reply_goes_on_from_where_it_was_heard(page: Page) -> None:
    done = render(page, 1.0, {"what": "from", "reply": 4, "seconds": 2.5}, sound(4, 0.5))
    assert abs(done["reports"][-1]["seconds"] - 3.0) < 0.005 and done["reports"][0]["seconds"] >= 2.5
