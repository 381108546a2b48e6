"""What goes over a socket is counted, and loopback stays on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.openai_server import Server, serving

from samantha.clock import FixedClock
from samantha.net import Net, NetError, host_of, is_loopback

pytestmark = pytest.mark.anyio
AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
PLAIN = ("content-type: text/plain", "content-length: 2")


async def test_every_connection_is_recorded_with_its_reason() -> None:
    clock = FixedClock(AT)
    async with Net(clock) as net, serving(Server([b"ok"], headers=PLAIN)) as server:
        assert net.connections() == () and not net.leaves_machine
        assert (await net.ask("GET", server.url, why="a test")).text == "ok"
        clock.advance(60)
        await net.ask("GET", server.url, why="a test")
        await net.ask("GET", server.url, why="another")
        first, second = net.connections()
        assert (first.host, first.why, first.requests, first.opened) == ("127.0.0.1", "a test", 2, 2)
        assert (first.first, first.last) == (AT, AT + timedelta(seconds=60))
        assert (second.why, second.requests) == ("another", 1)
        assert not net.leaves_machine


async def test_what_other_programs_open_is_noted() -> None:
    async with Net(FixedClock(AT)) as net:
        net.note("packages.example.org", "model files")
        net.note("packages.example.org", "model files")
        (only,) = net.connections()
        assert (only.host, only.port, only.requests) == ("packages.example.org", 443, 2)
        assert only.leaves_machine and net.leaves_machine


async def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(Server([b"no"], headers=PLAIN)) as proxy, serving(Server([b"ok"], headers=PLAIN)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("NO_PROXY", "")
        async with Net(FixedClock(AT)) as net:
            assert (await net.ask("GET", server.url, why="a test")).text == "ok"
            assert (await net.ask("GET", "http://elsewhere.invalid/", why="a test")).text == "no"
            assert {(c.host, c.requests, c.opened) for c in net.connections()} >= {("elsewhere.invalid", 1, 0)}
            assert net.leaves_machine
        assert len(proxy.heads) == 1


async def test_a_redirect_is_followed_only_when_asked_and_is_counted() -> None:
    async with Net(FixedClock(AT)) as net, serving(Server([b"ok"], headers=PLAIN)) as end:
        moved = Server(status="302 Found", headers=(f"location: {end.url}", "content-length: 0"))
        async with serving(moved):
            assert (await net.ask("GET", moved.url, why="a")).status_code == 302
            async with net.stream("GET", moved.url, why="b", follow=True) as response:
                assert response.status_code == 200
        assert sum(c.requests for c in net.connections() if c.why == "b") == 2


@pytest.mark.parametrize(
    ("url", "fault"), [("http://127.0.0.1:9/", "unreachable"), ("nonsense", "address"), ("http://[::", "address")]
)
async def test_faults_have_a_kind(url: str, fault: str) -> None:
    async with Net(FixedClock(AT)) as net:
        with pytest.raises(NetError) as caught:
            await net.ask("GET", url, why="a test")
        assert caught.value.fault == fault


@given(st.ip_addresses())
def test_loopback_is_what_the_address_says(address: object) -> None:
    assert is_loopback(str(address)) == getattr(address, "is_loopback")  # noqa: B009 either kind of address


def test_names_that_only_look_like_this_machine() -> None:
    assert is_loopback("localhost") and is_loopback("127.8.0.1") and is_loopback("::1") and is_loopback("[::1]")
    for name in ("localhost.example.org", "127.0.0.1.example.org", "0.0.0.0", "", "notlocalhost"):
        assert not is_loopback(name)


@given(st.text(max_size=40))
def test_no_text_breaks_host_of(text: str) -> None:
    assert isinstance(host_of(text), str)
