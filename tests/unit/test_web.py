"""The page without a browser: who is kept out, what goes over the socket, the captions, and a page that comes back."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.errors import PageError
from samantha.ports import AudioChunk
from samantha.types import Failed, Notice
from samantha.voice.events import Cancel, Close, Note, Played, Reply, ReplyEnded, Words
from samantha.web.captions import MOST, Captions
from samantha.web.frames import (
    LONGEST,
    MOST_TEXT,
    Hello,
    Late,
    Playhead,
    Tap,
    Typed,
    event_down,
    read_sound,
    read_up,
    sound_down,
)
from samantha.web.guard import ADDRESS, Asked, bad_address, headers, hosts, refusal
from samantha.web.live import Live, after
from samantha.web.passes import Passes
from samantha.web.serve import listen

PORT = 7262
OURS = Asked("GET", f"127.0.0.1:{PORT}", None, "same-origin", "cors")
SOCKET = replace(OURS, origin=f"http://127.0.0.1:{PORT}", socket=True, fetch_mode="websocket")


@pytest.mark.parametrize("host", hosts(PORT))
def test_our_own_page_is_answered(host: str) -> None:
    assert refusal(replace(OURS, host=host), PORT) is None
    assert refusal(replace(OURS, host=host, method="POST", origin=f"http://{host}"), PORT) is None
    assert refusal(replace(SOCKET, host=host, origin=f"http://{host}"), PORT) is None
    assert refusal(Asked("GET", host, None, None, None), PORT) is None  # a browser that says little
    assert refusal(Asked("GET", host, None, "cross-site", "navigate"), PORT) is None  # a link from elsewhere


@pytest.mark.parametrize(
    "host", [None, "", "127.0.0.1", "localhost", "evil.example:7262", "127.0.0.1:7263", "127.0.0.1.evil.example:7262"]
)
def test_another_name_is_refused(host: str | None) -> None:
    assert refusal(replace(OURS, host=host), PORT) == "host"
    assert refusal(replace(SOCKET, host=host), PORT) == "host"


STRANGERS = [
    None,
    "null",
    "http://127.0.0.1:7263",
    "https://127.0.0.1:7262",
    "http://localhost:7262",
    "http://evil.example",
]


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_strangers_page_opens_no_socket_and_sends_no_form(origin: str | None) -> None:
    assert refusal(replace(SOCKET, origin=origin), PORT) == "origin"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert refusal(replace(OURS, method=method, origin=origin), PORT) == "origin"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["no-cors", "cors", "websocket", None])
def test_a_strangers_page_loads_no_file(site: str, mode: str | None) -> None:
    assert refusal(replace(OURS, fetch_site=site, fetch_mode=mode), PORT) == "site"


words = st.one_of(st.none(), st.text(max_size=30))


@given(st.builds(Asked, st.sampled_from(["GET", "POST"]), words, words, words, words, st.booleans()))
def test_whatever_is_asked_is_refused_unless_it_is_ours(asked: Asked) -> None:
    if refusal(asked, PORT) is None:
        assert asked.host in hosts(PORT)
        assert not (asked.socket or asked.method == "POST") or asked.origin == f"http://{asked.host}"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "::1", "192.168.1.7", "", "localhost", "127.0.0.2"])
def test_no_other_address_is_listened_on(address: str) -> None:
    assert "TLS" in (bad_address(address) or "")
    with pytest.raises(PageError) as raised:
        listen(address, 0)
    assert raised.value.code == "page.address" and "ssh -L" in str(raised.value)


def test_it_listens_on_loopback_and_says_when_a_port_is_taken() -> None:
    assert bad_address(ADDRESS) is None
    with listen(port=0) as one:
        assert one.getsockname()[0] == ADDRESS
        one.listen()
        with pytest.raises(PageError) as raised:
            listen(port=one.getsockname()[1])
    assert raised.value.code == "page.port"
    with pytest.raises(PageError):
        listen(port=99_999)


def test_the_headers_let_nothing_in() -> None:
    said = headers(PORT)
    policy = dict(part.strip().split(" ", 1) for part in said["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in said["content-security-policy"] and "*" not in said["content-security-policy"]
    assert said["cache-control"] == "no-store"


def test_a_token_opens_once_and_a_newer_one_takes_its_place() -> None:
    passes = Passes()
    first = passes.token()
    cookie = passes.cookie(first)
    assert passes.good(cookie) and passes.cookie(first) is None
    second, third = passes.token(), passes.token()
    assert passes.cookie(second) is None and passes.good(passes.cookie(third))
    assert not passes.good(None) and not passes.good("") and not passes.good(first) and not Passes().good(cookie)
    assert passes.cookie("\ud800") is None


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
fields = st.dictionaries(st.sampled_from("call reply held played seconds text key".split()), json_values)


@given(st.one_of(st.text(), st.tuples(st.sampled_from("hello played tap typed late x".split()), fields)))
def test_whatever_comes_up_means_something_or_nothing(message: str | tuple[str, dict[str, object]]) -> None:
    up = read_up(message if isinstance(message, str) else json.dumps({**message[1], "do": message[0]}))
    match up:
        case Hello(call, reply, held, played):
            assert 0 <= reply < 2**32 and 0 <= held <= LONGEST and 0 <= played <= LONGEST
            call.encode()
        case Playhead(reply, seconds):
            assert 0 <= reply < 2**32 and 0 <= seconds <= LONGEST
        case Typed(text, key):
            assert 0 < len(text) <= MOST_TEXT and len(key) <= 64
            (text + key).encode()
        case Late(seconds):
            assert 0 <= seconds <= LONGEST
        case Tap() | None:
            pass


def test_what_the_page_says_is_read() -> None:
    assert read_up('{"do":"hello","call":"a","reply":2,"held":1.5,"played":1}') == Hello("a", 2, 1.5, 1.0)
    assert read_up('{"do":"played","reply":1,"seconds":0.5}') == Playhead(1, 0.5)
    assert read_up('{"do":"typed","text":" hello ","key":"k"}') == Typed("hello", "k")
    assert read_up('{"do":"tap"}') == Tap() and read_up('{"do":"late","seconds":3}') == Late(3.0)
    assert read_up('{"do":"typed","text":"  "}') is None and read_up("[" * 100_000) is None


@given(st.binary(max_size=64))
def test_any_frame_is_sound(frame: bytes) -> None:
    sound = read_sound(frame)
    assert len(sound) == len(frame) // 2 and sound.dtype == np.float32
    assert not len(sound) or float(np.abs(sound).max()) <= 1.0


@given(st.lists(st.floats(-2, 2, width=32), max_size=20), st.integers(0, 2**32 - 1), st.sampled_from([16_000, 24_000]))
def test_sound_goes_down_with_its_reply_and_rate(samples: list[float], reply: int, rate: int) -> None:
    sent = sound_down(reply, AudioChunk(np.array(samples, dtype=np.float32), rate))
    assert np.frombuffer(sent[:8], "<u4").tolist() == [reply, rate]
    assert np.allclose(read_sound(sent[8:]), np.clip(samples, -1, 1), atol=1e-4)


def shown(captions: Captions) -> list[tuple[object, object, object]]:
    return [(line["who"], line["text"], line["sure"]) for line in captions.all()]


def test_captions_hold_what_was_recognised_and_what_was_heard() -> None:
    captions = Captions()
    captions.take(Words(1.0, 1, "I had", 1.0))
    captions.take(Words(1.5, 1, "I had lunch", 1.5))
    assert shown(captions) == [("you", "I had lunch", False)]
    captions.take(Reply(1, "I had lunch."))
    captions.take(Close(1, 1.5))
    captions.take(Played(2.0, 1, "Lunch by"))
    captions.take(Words(2.2, 2, "mm", 2.2))
    captions.take(Close(2, 2.2))
    assert shown(captions) == [("you", "I had lunch.", True), ("samantha", "Lunch by", True)]
    captions.take(Words(3.0, 3, "Wait", 3.0))
    captions.take(Cancel(1))
    captions.take(Note("Wait."))
    captions.take(Played(3.1, 1, "Lunch by the river"))  # too late: it was cut
    assert [line[1] for line in shown(captions)] == ["I had lunch.", "Lunch by", "Wait."]
    captions.take(Notice("A program."))
    captions.take(Failed("brain.died", "It ended.", 3))
    assert [line[0] for line in shown(captions)][-2:] == ["notice", "trouble"]


def test_another_talk_counts_anew_and_keeps_the_lines_that_were_certain() -> None:
    captions = Captions()
    captions.take(Reply(1, "I had lunch."))
    captions.take(Played(2.0, 1, "Lunch"))
    captions.take(Words(2.2, 2, "perhaps", 2.2))
    captions.begin()
    captions.take(Played(1.0, 1, "Hello"))
    assert [line[1] for line in shown(captions)] == ["I had lunch.", "Lunch", "Hello"]


def test_only_the_last_captions_are_kept() -> None:
    captions = Captions()
    first = captions.add("you", "0")
    for n in range(MOST):
        captions.add("you", str(n + 1))
    assert len(captions.all()) == MOST and captions.change(first.id, "gone") is None


def chunk(seconds: float, value: float = 0.1) -> AudioChunk:
    return AudioChunk(np.full(round(seconds * 1000), value, dtype=np.float32), 1000)


@given(st.lists(st.integers(1, 900), max_size=5), st.integers(0, 4000))
def test_what_comes_after_is_the_rest(lengths: list[int], skip: int) -> None:
    chunks = [AudioChunk(np.arange(n, dtype=np.float32) + 1000 * k, 1000) for k, n in enumerate(lengths)]
    whole = np.concatenate([np.zeros(0, np.float32), *(one.sound for one in chunks)])
    rest = [one.sound for one in after(chunks, skip / 1000)]
    assert np.array_equal(np.concatenate([np.zeros(0, np.float32), *rest]), whole[skip:])
    assert all(len(one) for one in rest)


def events(sent: list[str | bytes]) -> list[str]:
    return [json.loads(one)["what"] if isinstance(one, str) else "sound" for one in sent]


def speaking() -> Live:
    live = Live()
    live.begin("call")
    live.watch(Reply(1, "Hello."))
    live.play(1, chunk(2.0))
    live.watch(Played(1.0, 1, "Well"))
    live.played(1, 0.5)
    return live


def test_a_page_that_comes_back_gets_what_it_misses_and_nothing_twice() -> None:
    live, sent = speaking(), list[str | bytes]()
    live.attach(sent.append, Hello("call", 1, 1.5, 0.5))
    assert events(sent) == ["state", "sound"]
    assert isinstance(sent[1], bytes) and len(sent[1]) == 8 + 2 * 500


def test_a_page_that_was_loaded_anew_goes_on_where_it_was_heard() -> None:
    live, sent = speaking(), list[str | bytes]()
    live.duck(1)
    live.attach(sent.append, Hello("", 0, 0.0, 0.0))
    assert events(sent) == ["state", "from", "duck", "sound"]
    assert json.loads(sent[1])["seconds"] == 0.5
    assert isinstance(sent[3], bytes) and len(sent[3]) == 8 + 2 * 1500


def test_sound_of_another_talk_is_not_mistaken_for_this_ones() -> None:
    live, sent = speaking(), list[str | bytes]()
    live.attach(sent.append, Hello("another", 1, 1.5, 1.5))
    assert events(sent) == ["state", "from", "sound"]


def test_a_reply_that_is_over_leaves_nothing_to_send() -> None:
    live, sent = speaking(), list[str | bytes]()
    live.attach(sent.append, Hello("call", 1, 2.0, 1.0))
    sent.clear()
    live.watch(ReplyEnded(3.0, 1, "Well, hello."))
    assert events(sent) == ["line", "over", "mode"]
    live.play(1, chunk(1.0))
    assert events(sent) == ["line", "over", "mode"]
    live.attach(sent.append, Hello("call", 1, 2.0, 2.0))
    assert events(sent)[3:] == ["state"]


def test_an_event_goes_down_as_it_is_said() -> None:
    assert json.loads(event_down("line", text="“é”")) == {"what": "line", "text": "“é”"}
