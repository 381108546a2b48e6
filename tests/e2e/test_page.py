"""The page in Chromium: a talk by ear and mouth, breaking in, reloading, losing the connection, no microphone."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import PATIENCE, Served, browser, context, recording, served
from tests.e2e.page_server import PITCHES, REPLY

expect.set_options(timeout=PATIENCE)
FIRST, SECOND, STOP = PITCHES.values()


@pytest.fixture
def there(tmp_path: Path) -> Generator[Served]:
    with served(tmp_path / "home") as page:
        yield page


def open_page(there: Served, page: Page, *, begin: bool = True) -> None:
    """Open it with its token, and let her hear."""
    page.goto(there.address)
    expect(page.locator("#state")).to_have_text(re.compile("Not listening yet"))
    if begin:
        page.click("#begin")
        expect(page.locator("body")).to_have_attribute("data-mic", "on")


def said(page: Page, who: str) -> str:
    """The newest line of somebody, without the name before it."""
    return page.locator(f"#lines .{who}").last.evaluate("line => line.lastChild.textContent")


def test_a_sentence_in_and_her_voice_out(there: Served, tmp_path: Path) -> None:
    requests: list[str] = []
    with browser(recording(tmp_path / "one.wav", 1.0, FIRST, 60.0)) as chromium:
        page = context(chromium).new_page()
        page.on("request", lambda request: requests.append(request.url))
        open_page(there, page)
        expect(page.locator("header")).to_contain_text("I am a computer program and not a human being")
        expect(page.locator("#lines .you")).to_contain_text(FIRST)
        expect(page.locator("body")).to_have_attribute("data-state", "speaking")
        page.wait_for_function("() => Number(document.documentElement.style.getPropertyValue('--stir')) > 0.2")
        expect(page.locator("#lines .samantha").last).to_contain_text("Lunch by the river")
        expect(page.locator("body")).to_have_attribute("data-state", "listening")
        assert said(page, "samantha") == REPLY
    assert there.end() == 0
    kept = [(one.who, one.text, one.cut, one.origin) for one in there.journal()]
    assert kept == [("person", FIRST, False, "spoken"), ("samantha", REPLY, False, "spoken")]
    assert requests and all(url.startswith(f"{there.origin}/") for url in requests)


def test_breaking_in_cuts_her_where_she_was_heard(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "two.wav", 1.0, FIRST, 8.0, SECOND, 60.0)) as chromium:
        page = context(chromium).new_page()
        open_page(there, page)
        expect(page.locator("#lines .you").last).to_contain_text(SECOND)
        page.wait_for_function("() => document.querySelectorAll('#lines .you:not(.unsure)').length === 2")
        cut = page.locator("#lines .samantha").nth(1).evaluate("line => line.lastChild.textContent")
    assert there.end() == 0
    first, reply, second, *_ = there.journal()
    assert (first.text, second.text) == (FIRST, SECOND)
    assert reply.cut and reply.text == cut
    assert REPLY.startswith(cut) and 0 < len(cut) < len(REPLY)


def test_stop_and_escape_stop_her(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "one.wav", 1.0, FIRST, 60.0)) as chromium:
        page = context(chromium).new_page()
        open_page(there, page)
        expect(page.locator("body")).to_have_attribute("data-state", "speaking")
        page.keyboard.press("Escape")
        expect(page.locator("body")).to_have_attribute("data-state", "listening")
        page.wait_for_function("() => document.documentElement.style.getPropertyValue('--stir') === '0.000'")
        cut = said(page, "samantha")
        expect(page.locator("#lines .samantha")).to_have_count(2)
    assert there.end() == 0
    assert [(one.text, one.cut) for one in there.journal()] == [(FIRST, False), (cut, True)]
    assert len(cut) < len(REPLY)


def test_a_page_that_was_loaded_anew_goes_on_with_her_reply(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "late.wav", 6.0, FIRST, 60.0)) as chromium:
        page = context(chromium).new_page()
        open_page(there, page)
        expect(page.locator("body")).to_have_attribute("data-state", "speaking")
        before = said(page, "samantha")
        page.reload()
        expect(page.locator("#lines .you")).to_contain_text(FIRST)
        assert said(page, "samantha").startswith(before)
        page.click("#begin")
        page.wait_for_function(
            "long => [...document.querySelectorAll('#lines .samantha')].at(-1).lastChild.textContent.length > long + 8",
            arg=len(before),
        )
    assert there.end() == 0
    reply = there.journal()[1]
    assert reply.cut and reply.text.startswith(before) and REPLY.startswith(reply.text)


def test_a_lost_socket_comes_back_and_loses_no_word(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "later.wav", 5.0, FIRST, 60.0)) as chromium:
        page = context(chromium).new_page()
        page.add_init_script(CUTTABLE)
        open_page(there, page)
        page.evaluate("cut(true)")
        expect(page.locator("body")).to_have_attribute("data-state", "lost")
        expect(page.locator("#state")).to_contain_text("The connection is lost")
        page.wait_for_timeout(8_000)  # the sentence is said meanwhile
        page.fill("#words", "And I typed this.")
        page.keyboard.press("Enter")
        page.evaluate("cut(false)")
        expect(page.locator("#lines")).to_contain_text(FIRST)
        expect(page.locator("#lines")).to_contain_text("And I typed this.")
        expect(page.locator("#lines .samantha")).to_have_count(3)
    assert there.end() == 0
    heard = [(one.text, one.origin) for one in there.journal() if one.who == "person"]
    assert sorted(heard) == [("And I typed this.", "typed"), (FIRST, "spoken")]


CUTTABLE = """
const Real = WebSocket;
let down = false, last = null;
window.WebSocket = class extends Real {
  constructor(url) { super(down ? url.replace(/live$/, "nowhere") : url); last = this; }
};
window.cut = (value) => { down = value; if (down) last.close(); };
"""


def test_her_sound_goes_on_over_a_lost_socket(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "one.wav", 1.0, FIRST, 60.0)) as chromium:
        page = context(chromium).new_page()
        page.add_init_script(CUTTABLE)
        open_page(there, page)
        expect(page.locator("body")).to_have_attribute("data-state", "speaking")
        page.evaluate("cut(true)")
        page.wait_for_timeout(1_500)
        page.evaluate("cut(false)")
        expect(page.locator("body")).to_have_attribute("data-state", "speaking")
        expect(page.locator("body")).to_have_attribute("data-state", "listening")
        assert said(page, "samantha") == REPLY
    assert there.end() == 0
    assert [(one.text, one.cut) for one in there.journal()] == [(FIRST, False), (REPLY, False)]


def test_without_permission_it_says_so_and_typing_works(there: Served) -> None:
    with browser() as chromium:
        page = context(chromium, microphone=False).new_page()
        open_page(there, page, begin=False)
        page.click("#begin")
        expect(page.locator("#trouble")).to_contain_text("The browser does not let this page hear you.")
        expect(page.locator("#state")).to_have_text("No microphone. You can type.")
        page.fill("#words", "I had lunch with Amy.")
        page.keyboard.press("Enter")
        expect(page.locator("#lines .you")).to_contain_text("I had lunch with Amy.")
        expect(page.locator("#lines .samantha")).to_have_count(2)
        expect(page.locator("#told")).to_have_text(said(page, "samantha"))
    assert there.end() == 0
    assert [(one.who, one.origin) for one in there.journal()] == [("person", "typed"), ("samantha", "typed")]


def test_where_the_address_is_not_safe_it_says_which_would_be(there: Served) -> None:
    with browser() as chromium:
        page = context(chromium).new_page()
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { get: () => false })")
        page.goto(there.address)
        expect(page.locator("#trouble")).to_contain_text(there.origin)
        expect(page.locator("#begin")).to_be_disabled()
        expect(page.locator("#words")).to_be_enabled()


def test_mute_ends_the_track_and_time_goes_on(there: Served, tmp_path: Path) -> None:
    sent: list[int] = []
    with browser(recording(tmp_path / "one.wav", 30.0)) as chromium:
        page = context(chromium).new_page()
        page.add_init_script(TRACKS)
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(len(frame))))
        open_page(there, page)
        assert page.evaluate("tracks.map(track => track.readyState)") == ["live"]
        page.click("#mute")
        expect(page.locator("#state")).to_contain_text("Muted")
        assert page.evaluate("tracks.map(track => track.readyState)") == ["ended"]
        before = len(sent)
        page.wait_for_timeout(500)
        assert len(sent) > before
        page.click("#mute")
        expect(page.locator("body")).to_have_attribute("data-mic", "on")
        assert page.evaluate("tracks.map(track => track.readyState)") == ["ended", "live"]


TRACKS = """
window.tracks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (what) => {
  const stream = await ask(what);
  tracks.push(...stream.getTracks());
  return stream;
};
"""


def test_a_microphone_that_is_pulled_out_is_told(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "one.wav", 30.0)) as chromium:
        page = context(chromium).new_page()
        page.add_init_script(TRACKS)
        open_page(there, page)
        page.evaluate("tracks[0].dispatchEvent(new Event('ended'))")
        expect(page.locator("#trouble")).to_contain_text("The microphone went away.")
        expect(page.locator("body")).to_have_attribute("data-mic", "none")
        page.click("#begin")
        expect(page.locator("body")).to_have_attribute("data-mic", "on")


def test_another_microphone_can_be_chosen(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "one.wav", 30.0)) as chromium:
        page = context(chromium).new_page()
        page.add_init_script(TRACKS)
        open_page(there, page)
        chosen = page.get_by_label("Microphone")
        other = page.evaluate("[...document.querySelectorAll('#device option')].find(one => !one.selected).value")
        chosen.select_option(other)
        page.wait_for_function("() => tracks.length === 2")
        assert page.evaluate("tracks.map(track => track.readyState)") == ["ended", "live"]
        assert page.evaluate("tracks[1].getSettings().deviceId") == other
        expect(chosen).to_have_value(other)


def test_a_program_that_was_started_anew_wants_a_new_pass(there: Served) -> None:
    with browser() as chromium:
        page = context(chromium).new_page()
        open_page(there, page, begin=False)
        assert there.end() == 0
        expect(page.locator("#state")).to_contain_text("The connection is lost")
        port = there.origin.rpartition(":")[2]
        with served(there.home, ("tests/e2e/page_server.py", port)) as again:
            expect(page.locator("#state")).to_contain_text("`samantha page` shows an address that opens it anew")
            page.goto(again.address)
            expect(page.locator("#state")).to_contain_text("Not listening yet")


def test_of_two_tabs_the_newer_has_the_microphone(there: Served, tmp_path: Path) -> None:
    with browser(recording(tmp_path / "one.wav", 60.0)) as chromium:
        person = context(chromium)
        older = person.new_page()
        older.add_init_script(TRACKS)
        open_page(there, older)
        newer = person.new_page()
        newer.goto(there.origin)
        expect(newer.locator("#state")).to_contain_text("Not listening yet")
        expect(older.locator("#state")).to_contain_text("She is in another tab now")
        assert older.evaluate("tracks.map(track => track.readyState)") == ["ended"]
        older.click("#begin")
        expect(older.locator("body")).to_have_attribute("data-mic", "on")
        expect(newer.locator("#state")).to_contain_text("She is in another tab now")


def test_a_phone_sized_window_shows_it_all_by_keyboard(there: Served) -> None:
    with browser() as chromium:
        page = context(chromium).new_page()
        page.set_viewport_size({"width": 360, "height": 640})
        open_page(there, page, begin=False)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        reached: list[str] = []
        for _ in range(6):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        assert reached[:5] == ["lines", "begin", "stop", "words", "BUTTON"]
        names = [page.get_by_role("button", name=name) for name in ("Let her hear you", "Stop", "Say it")]
        assert [name.count() for name in names] == [1, 1, 1]
        assert page.get_by_role("textbox", name="Or type").count() == 1
