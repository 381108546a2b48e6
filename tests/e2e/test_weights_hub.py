"""A hub on loopback: tried first, by ranges, and left alone when it is away, slow of speech or wrong."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.weights_index import Index

from samantha.clock import SystemClock
from samantha.errors import WeightsError
from samantha.models.weights import Manifest, ensure, load_manifest
from samantha.models.weights_hub import hub_address
from samantha.net import Net

pytestmark = pytest.mark.anyio


class Hub(http.server.ThreadingHTTPServer):
    """Gives one file, by ranges, behind a redirect as the real one does."""

    daemon_threads = True

    def __init__(self, data: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.data = data
        self.ranges: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Asked(http.server.BaseHTTPRequestHandler):
    """One request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        """The first question: is it there?"""
        self.answer(body=False)

    def do_GET(self) -> None:
        """A range of it."""
        self.answer(body=True)

    def answer(self, body: bool) -> None:
        """A redirect, then the bytes."""
        assert isinstance(self.server, Hub)
        assert "Authorization" not in self.headers
        if self.path == "/owner/repo/resolve/main/brain.gguf":
            self.send_response(302)
            self.send_header("Location", "/there")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path != "/there":
            self.send_error(404)
            return
        data, wanted = self.server.data, self.headers.get("Range")
        if wanted and (found := re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)):
            data = data[int(found[1]) : int(found[2]) + 1]
            self.server.ranges.append(wanted)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """No package of `brain` to be had, so that what comes, comes from the hub."""
    made = Index(tmp_path / "index")
    for name, value in made.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    return made


def with_hub(index: Index, file: str = "brain.gguf") -> Manifest:
    """The manifest, with a hub for `brain`."""
    hub = f'hub = [{{ repo = "owner/repo", file = "{file}" }}]\npieces'
    return load_manifest(index.text.replace("pieces", hub, 1))


@pytest.fixture
def hub(index: Index, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has `brain`."""
    with Hub(index.brain) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server
        server.shutdown()
        thread.join()


async def test_the_hub_is_asked_first_by_ranges_and_counted(index: Index, hub: Hub, tmp_path: Path) -> None:
    index.drop("brain-part1", "brain-part2", "brain-part3")
    async with Net(SystemClock()) as net:
        paths = await ensure(["brain"], tmp_path / "w", manifest=with_hub(index), net=net)
        assert {(c.host, c.why) for c in net.connections()} == {("127.0.0.1", "model files")}
    assert paths["brain"].read_bytes() == index.brain
    assert sorted(hub.ranges) == ["bytes=0-99999", "bytes=100000-199999", "bytes=200000-249999"]


async def test_other_bytes_at_the_hub_are_not_used_and_carriers_bring_the_right_ones(
    index: Index, hub: Hub, tmp_path: Path
) -> None:
    hub.data = bytes(len(hub.data))
    paths = await ensure(["brain"], tmp_path / "w", manifest=with_hub(index))
    assert paths["brain"].read_bytes() == index.brain


async def test_a_hub_that_lacks_the_file(index: Index, hub: Hub, tmp_path: Path) -> None:
    paths = await ensure(["brain"], tmp_path / "w", manifest=with_hub(index, "other.gguf"))
    assert paths["brain"].read_bytes() == index.brain
    assert hub.ranges == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense", "http://"])
async def test_a_hub_that_is_away(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(WeightsError) as caught:
        await ensure(["brain"], tmp_path / "w", manifest=with_hub(index), sources=("hub",))
    assert caught.value.code == "weights.unreachable"


async def test_an_offline_hub_is_not_asked(
    index: Index, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(WeightsError):
        await ensure(["brain"], tmp_path / "w", manifest=with_hub(index), sources=("hub",))
    assert hub.ranges == []


def test_the_real_addresses() -> None:
    found = {hub_address(h, {}) for f in load_manifest().files.values() for h in f.hub}
    assert all(address.startswith("https://huggingface.co/") for address in found)
    assert hub_address(load_manifest().files["brain"].hub[0], {"HF_ENDPOINT": "http://here/"}).startswith(
        "http://here/Qw"
    )
