"""Another program's page in the same browser, and whoever has no pass: nothing is read, written or opened."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser import PATIENCE, Served, browser, context, served

from samantha.web.guard import headers

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def there(tmp_path: Path) -> Generator[Served]:
    with served(tmp_path / "home") as page:
        yield page


class Stranger(BaseHTTPRequestHandler):
    """A page of somebody else's, and the cookies that a browser hands it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>stranger</title><p>hello")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def stranger() -> Generator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_of_another_origin_gets_nothing_although_the_browser_has_a_pass(there: Served) -> None:
    with stranger() as elsewhere, browser() as chromium:
        person = context(chromium)
        ours = person.new_page()
        ours.goto(there.address)
        expect(ours.locator("#state")).to_contain_text("Not listening yet")
        assert ours.evaluate(OPENS, there.origin.replace("http", "ws") + "/live") == "open"
        theirs = person.new_page()
        for name in ("127.0.0.1", "localhost"):
            theirs.goto(elsewhere.replace("127.0.0.1", name))
            assert theirs.evaluate(OPENS, there.origin.replace("http", "ws") + "/live") == "refused"
            assert theirs.evaluate(READS, there.origin + "/") == "refused"
            assert theirs.evaluate(LOADS, there.origin + "/page.js") == "refused"
            theirs.evaluate(FRAMES, there.origin + "/")
            assert [frame.locator("#lines").count() for frame in theirs.frames[1:]] == [0]
        expect(ours.locator("#state")).to_contain_text("in another tab")  # by our own second socket, above


OPENS = """url => new Promise(done => {
  const socket = new WebSocket(url);
  socket.onopen = () => { socket.send('{"do":"hello"}'); done("open"); };
  socket.onerror = () => done("refused");
})"""
READS = """url => fetch(url, { credentials: "include" }).then(() => "read", () => "refused")"""
LOADS = """url => new Promise(done => {
  const script = document.createElement("script");
  script.src = url;
  script.onload = () => done("loaded");
  script.onerror = () => done("refused");
  document.head.append(script);
})"""
FRAMES = """url => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.src = url;
  frame.onload = () => done();
  document.body.append(frame);
})"""


def asked(there: Served, path: str, method: str = "GET", **said: str) -> tuple[int, dict[str, str], str]:
    """What a program that sends these headers gets."""
    line = http.client.HTTPConnection(there.origin.removeprefix("http://"), timeout=30)
    try:
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in said.items()})
        answer = line.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    finally:
        line.close()


def test_without_a_pass_nothing_is_shown_and_a_token_opens_once(there: Served) -> None:
    port = int(there.origin.rpartition(":")[2])
    for path in ("/", "/page.js", "/live", "/nothing", "/enter", "/enter?token=guess"):
        status, said, words = asked(there, path)
        assert status == 403 and "samantha page" in words
        assert headers(port).items() <= said.items()
    enter = there.address.removeprefix(there.origin)
    assert asked(there, enter, "HEAD")[0] == 403  # a look ahead does not use it up
    status, said, _ = asked(there, enter)
    assert status == 303 and said["location"] == "/"
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(said["set-cookie"].split("; "))
    cookie = said["set-cookie"].partition(";")[0]
    assert asked(there, enter)[0] == 403
    assert asked(there, enter, cookie=cookie)[0] == 303
    status, said, words = asked(there, "/", cookie=cookie)
    assert status == 200 and "<h1>Samantha</h1>" in words and headers(port).items() <= said.items()
    assert asked(there, "/../room.py", cookie=cookie)[0] == 404
    assert asked(there, "/", cookie=cookie.replace("=", "=x"))[0] == 403


def test_another_name_another_origin_and_a_form_are_refused_with_a_pass_too(there: Served) -> None:
    cookie = asked(there, there.address.removeprefix(there.origin))[1]["set-cookie"].partition(";")[0]
    host = there.origin.removeprefix("http://")
    assert asked(there, "/", cookie=cookie, host="evil.example")[0] == 403
    assert asked(there, "/", "POST", cookie=cookie)[0] == 403
    assert asked(there, "/", "POST", cookie=cookie, origin="http://evil.example")[0] == 403
    assert asked(there, "/", "POST", cookie=cookie, origin=there.origin)[0] == 405
    assert asked(there, "/", cookie=cookie, sec_fetch_site="same-site", sec_fetch_mode="no-cors")[0] == 403
    upgrade = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
    upgrade["sec_websocket_key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    for origin in ({}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": f"https://{host}"}):
        assert asked(there, "/live", cookie=cookie, **upgrade, **origin)[0] == 403
    assert asked(there, "/live", **upgrade, origin=there.origin)[0] == 403  # the right page without a pass
    assert asked(there, "/live", cookie=cookie, **upgrade, origin=there.origin)[0] == 101
