"""A language model server that is found nearby is offered, and taken only with a yes."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from samantha.cli.first import offer_nearby, whereabouts
from samantha.cli.prompt import Prompt
from samantha.cli.screen import Abilities, Screen
from samantha.config import BrainConfig, load_config
from samantha.models.nearby import Nearby

OLLAMA = Nearby("Ollama", "http://127.0.0.1:11434/v1", ("qwen3:8b",))
LM_STUDIO = Nearby("LM Studio", "http://127.0.0.1:1234/v1", ("gemma",))


def finding(*found: Nearby) -> Callable[[], Awaitable[tuple[Nearby, ...]]]:
    async def find() -> tuple[Nearby, ...]:
        return found

    return find


async def offered(home: Path, keys: str, *found: Nearby) -> tuple[bool, str]:
    """Whether she goes on, and what was shown, when these keys answer."""
    out = io.StringIO()
    screen = Screen(out, Abilities(colour=False, moves=False))
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        prompt = Prompt(screen, keys=pipe, out=DummyOutput())
        return await offer_nearby(home, BrainConfig(), screen, prompt, finding(*found)), out.getvalue()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("keys", "goes_on", "url"),
    [
        ("y\r", True, OLLAMA.url),
        ("Yes\r", True, OLLAMA.url),
        ("\r\r", True, ""),
        ("no\r\r", True, ""),
        ("\ry\r", True, LM_STUDIO.url),
        ("\x03\x03", True, ""),
        ("\x04", False, ""),
    ],
)
async def test_only_a_yes_takes_it(tmp_path: Path, keys: str, goes_on: bool, url: str) -> None:
    went_on, shown = await offered(tmp_path, keys, OLLAMA, LM_STUDIO)
    assert went_on is goes_on
    assert "Ollama" in shown and "qwen3:8b" in shown
    assert load_config(tmp_path, {}).brain.url == url


@pytest.mark.anyio
async def test_nothing_is_asked_where_nothing_is_found(tmp_path: Path) -> None:
    assert await offered(tmp_path, "") == (True, "")


def test_where_words_go_is_said_only_when_they_leave() -> None:
    assert "sent to" not in whereabouts(Path("h"), "this machine")
    assert "sent to models.example" in whereabouts(Path("h"), "models.example")


def test_that_feelings_are_read_is_said_and_how_to_end_it() -> None:
    said = whereabouts(Path("h"), "this machine")
    assert "never from a voice" in said
    assert "samantha care --feelings off" in said
