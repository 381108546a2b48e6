"""`samantha brain use`: what a word means, what is tried, and when words may leave the machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.openai_server import Server, serving, told

from samantha.cli import main
from samantha.cli.brain import in_words
from samantha.cli.brain_choice import address, choose, kind_of
from samantha.clock import FixedClock
from samantha.config import BrainConfig, Config, load_config
from samantha.errors import BrainError, ConfigError, WeightsError
from samantha.models.hub_gguf import HubGguf, fetch_gguf
from samantha.models.hub_gguf import choose as choose_gguf
from samantha.models.nearby import find_nearby, list_models
from samantha.net import Net

pytestmark = pytest.mark.anyio
GGUF = b"GGUF" + (3).to_bytes(4, "little") + bytes(range(256)) * 40


@asynccontextmanager
async def net_open() -> AsyncGenerator[Net, None]:
    async with Net(FixedClock(datetime(2026, 1, 1, tzinfo=UTC))) as net:
        yield net


def config(tmp_path: Path, brain: BrainConfig | None = None) -> Config:
    return Config(tmp_path / "home", tmp_path / "weights", brain or BrainConfig())


def listing(*models: str) -> Server:
    body = json.dumps({"data": [{"id": model} for model in models]}).encode()
    return Server(told(["Yes."]), routes={"/v1/models": (("content-type: application/json",), body)})


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("default", "default"),
        ("small", "small"),
        ("http://127.0.0.1:11434/v1", "address"),
        ("/models/a.gguf", "file"),
        ("~/a.gguf", "file"),
        ("a.gguf", "file"),
        ("owner/repo", "hub"),
        ("owner/repo-GGUF:q8_0", "hub"),
        ("owner/repo:folder/file.gguf", "hub"),
        ("owner", "unclear"),
        ("a b", "unclear"),
        ("", "unclear"),
    ],
)
def test_what_a_word_means(word: str, kind: str) -> None:
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"),
        ("https://api.example.org/v1/", "https://api.example.org/v1"),
        ("https://example.org/llm/api", "https://example.org/llm/api"),
        ("http://[::1]:1234/v1", "http://[::1]:1234/v1"),
    ],
)
def test_an_address_is_made_whole(word: str, base: str) -> None:
    assert address(word) == base


@given(st.text(max_size=60))
@example("@0")
def test_no_address_keeps_a_secret_or_breaks(text: str) -> None:
    for word in (text, f"https://{text}", f"https://me:{text}@example.org/v1"):
        try:
            base = address(word)
        except ConfigError:
            continue
        assert "@" not in base.split("/")[2] and "?" not in base and "#" not in base


async def test_a_server_on_this_machine_is_tried_and_taken(tmp_path: Path) -> None:
    async with net_open() as net, serving(listing("one")) as server:
        before = BrainConfig(threads=3, context=4096, model="old")
        got = await choose(server.url, config(tmp_path, before), net)
        assert got == BrainConfig(url=server.url, model="one", threads=3, context=4096)
        (trial,) = [body for body in server.bodies if body]
        assert trial["messages"] == [{"role": "user", "content": "Say yes."}]


async def test_several_models_want_a_name(tmp_path: Path) -> None:
    error: ConfigError | None = None
    async with net_open() as net, serving(listing("one", "two")) as server:
        try:
            await choose(server.url, config(tmp_path), net)
        except ConfigError as caught:
            error = caught
        named = await choose(server.url, config(tmp_path), net, model="two")
        assert named is not None and named.model == "two"
    assert error is not None and "one, two" in str(error)


async def test_what_does_not_answer_is_not_taken(tmp_path: Path) -> None:
    async with net_open() as net:
        for model in ("", "m"):
            with pytest.raises(BrainError) as caught:
                await choose("http://127.0.0.1:9/v1", config(tmp_path), net, model=model)
            assert caught.value.code == "brain.unreachable"


def no(question: str) -> str:
    return "no"


async def test_words_leave_only_after_a_yes_and_nothing_is_sent_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = "http://llm.example.invalid/v1"
    async with net_open() as net:
        with pytest.raises(ConfigError) as caught:
            await choose(where, config(tmp_path), net, model="m")
        assert caught.value.code == "config.confirm"
        assert "llm.example.invalid" in str(caught.value) and "not encrypted" in str(caught.value)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", no)
        assert await choose(where, config(tmp_path), net, model="m") is None
        assert "llm.example.invalid" in capsys.readouterr().out
        assert net.connections() == ()


async def test_a_model_that_runs_elsewhere_behind_loopback_wants_a_yes_too(tmp_path: Path) -> None:
    error: ConfigError | None = None
    async with net_open() as net, serving(listing("big:120b-cloud")) as server:
        try:
            await choose(server.url, config(tmp_path), net)
        except ConfigError as caught:
            error = caught
        assert not [body for body in server.bodies if body]
        assert await choose(server.url, config(tmp_path), net, yes=True) is not None
    assert error is not None and "ollama.com" in str(error)


async def test_a_file_is_taken_only_if_it_is_a_gguf(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.gguf", tmp_path / "b.gguf"
    good.write_bytes(GGUF)
    bad.write_bytes(b"not a model")
    async with net_open() as net:
        got = await choose(str(good), config(tmp_path, BrainConfig(url="http://x/v1", key_env="K")), net)
        assert got == BrainConfig(model=str(good))
        for word in (str(bad), str(tmp_path / "c.gguf")):
            with pytest.raises(BrainError) as caught:
                await choose(word, config(tmp_path), net)
            assert caught.value.code == "brain.bad_model"
        assert await choose("default", config(tmp_path, got), net) == BrainConfig()


def hub(*, body: bytes = GGUF, stated: str | None = None) -> Server:
    lfs = {"oid": stated or hashlib.sha256(GGUF).hexdigest(), "size": len(GGUF)}
    rows = [{"path": "README.md"}, {"path": "m-q4_k_m.gguf", "lfs": lfs}, {"path": "m-q8_0.gguf"}, 7]
    tree = json.dumps(rows).encode()
    return Server(
        routes={
            "/api/models/owner/repo/tree/main?recursive=true": (("content-type: application/json",), tree),
            "/owner/repo/resolve/main/m-q4_k_m.gguf": ((), body),
        }
    )


async def test_a_repository_on_a_hub_is_fetched_checked_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with net_open() as net, serving(hub()) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url.removesuffix("/v1"))
        got = await choose("owner/repo", config(tmp_path), net)
        assert got is not None and _bytes(got.model) == GGUF
        asked = len(server.heads)
        assert await choose("owner/repo:q4_k_m", config(tmp_path), net) == got
        assert len(server.heads) == asked + 1  # the listing only
        assert "authorization" not in "".join(server.heads).lower()


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (hub(stated="0" * 64), "weights.wrong_hash"),
        (hub(body=GGUF + b"more"), "weights.wrong_hash"),
        (hub(body=GGUF[:-1]), "weights.wrong_hash"),
        (Server(status="404 Not Found", headers=("content-length: 0",)), "weights.unknown"),
        (Server(status="500 No", headers=("content-length: 0",)), "weights.unreachable"),
    ],
    ids=["other bytes", "too many", "too few", "no repository", "broken hub"],
)
async def test_what_a_hub_gets_wrong_leaves_no_file(tmp_path: Path, server: Server, code: str) -> None:
    error: WeightsError | None = None
    async with net_open() as net, serving(server):
        try:
            await fetch_gguf("owner/repo", tmp_path, net, env={"HF_ENDPOINT": server.url.removesuffix("/v1")})
        except WeightsError as caught:
            error = caught
    assert error is not None and error.code == code
    assert _files(tmp_path) == []


def _bytes(path: str | Path) -> bytes:
    return Path(path).read_bytes()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.gguf*") if path.is_file()]


async def test_a_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "hub" / "owner--repo").mkdir(parents=True)
    (tmp_path / "hub" / "owner--repo" / "m-q4_k_m.gguf.part").write_bytes(GGUF[:100])
    shown: list[tuple[int, int]] = []
    async with net_open() as net, serving(hub()) as server:
        env = {"HF_ENDPOINT": server.url.removesuffix("/v1")}
        path = await fetch_gguf(
            "owner/repo", tmp_path, net, env=env, show=lambda done, total: shown.append((done, total))
        )
    assert "range: bytes=100-" in server.heads[1].lower()
    assert _bytes(path) == GGUF and _files(tmp_path) == [path]
    assert shown[-1] == (len(GGUF), len(GGUF))


async def test_a_full_disk_is_said_before_anything_comes(tmp_path: Path) -> None:
    error: WeightsError | None = None
    async with net_open() as net, serving(hub()) as server:
        env = {"HF_ENDPOINT": server.url.removesuffix("/v1")}
        try:
            await fetch_gguf("owner/repo", tmp_path, net, env=env, free=lambda folder: 10)
        except WeightsError as caught:
            error = caught
        assert len(server.heads) == 1
    assert error is not None and error.code == "weights.no_space"


def test_which_file_of_a_repository_is_meant() -> None:
    files = tuple(HubGguf("o/r", path, 1, "0" * 64) for path in ("a-q4_k_m.gguf", "a-q8_0.gguf", "b/a-f16.gguf"))
    assert choose_gguf("o/r", files).path == "a-q4_k_m.gguf"
    assert choose_gguf("o/r:Q8_0", files).path == "a-q8_0.gguf"
    assert choose_gguf("o/r:b/a-f16.gguf", files).path == "b/a-f16.gguf"
    for reference, some in (("o/r:q5", files), ("o/r", ()), ("o/r:a-", files[1:])):
        with pytest.raises(WeightsError) as caught:
            choose_gguf(reference, some)
        assert caught.value.code == "weights.unknown"


async def test_servers_nearby_are_found_and_others_are_not(tmp_path: Path) -> None:
    async with net_open() as net:
        async with (
            serving(listing("llama3", "nomic-embed-text", "big-cloud")) as ollama,
            serving(Server([b"<html>"], headers=("content-length: 6",))) as page,
            serving(listing("far-cloud")) as cloud,
            serving(Server([b"late"], pause_s=5)) as slow,
        ):
            ports = [int(server.url.split(":")[2].split("/")[0]) for server in (ollama, page, cloud, slow)]
            known = [(f"Program {at}", port) for at, port in enumerate([*ports, 9])]
            (found,) = await find_nearby(net, known)
            assert (found.name, found.url, found.models, found.model) == (
                "Program 0",
                ollama.url,
                ("llama3",),
                "llama3",
            )
        assert not net.leaves_machine
        assert await list_models(net, "http://127.0.0.1:9/v1") is None


def test_in_words_where_the_words_go(tmp_path: Path) -> None:
    here = "Your words stay on this machine."
    assert in_words(config(tmp_path))[-1] == here
    assert in_words(config(tmp_path, BrainConfig(model="/x/some.gguf")))[0].startswith("She thinks with some.gguf")
    near = BrainConfig(url="http://localhost:11434/v1", model="llama3")
    assert in_words(config(tmp_path, near))[-1] == here
    assert in_words(config(tmp_path, replace(near, model="x-cloud")))[-1] == "Your words go to ollama.com."
    far = in_words(config(tmp_path, BrainConfig(url="https://api.example.org/v1", model="m", key_env="THE_KEY")))
    assert far[-1] == "Your words go to api.example.org." and "THE_KEY" in far[0]


def test_the_verb_changes_the_setting_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, model = tmp_path / "a home", tmp_path / "a.gguf"
    model.write_bytes(GGUF)
    assert main(["--home", str(home), "brain", "use", str(model)]) == 0
    assert "a.gguf" in capsys.readouterr().out
    assert load_config(home).brain.model == str(model)
    assert main(["--home", str(home), "brain", "use", "https://api.example.invalid/v1", "--model", "m"]) == 1
    assert "config.confirm" in capsys.readouterr().err
    assert load_config(home).brain.model == str(model)
    assert main(["--home", str(home), "brain", "use", "default"]) == 0
    assert load_config(home).brain == BrainConfig()
    assert main(["--home", str(home), "brain"]) == 0
    assert "stay on this machine" in capsys.readouterr().out
