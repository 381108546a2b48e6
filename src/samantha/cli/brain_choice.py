"""Choosing another brain: what the word on the command line means, whether it works, whether it may be.

Guarantees: the choice is given back only after the model answered, or the file is a GGUF; words leave this machine only
after a plain yes.
Does not: write the setting, nor send a word of the person to try a model out.
"""

from __future__ import annotations

import os
import sys
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

from samantha.config import BrainConfig, Config
from samantha.errors import BrainError, ConfigError
from samantha.net import Net
from samantha.ports import Chat, Sampling
from samantha.types import Message

Kind: TypeAlias = Literal["default", "small", "address", "file", "hub", "unclear"]
TRIAL = "Say yes."
"""All that is sent to try a model out."""


def kind_of(word: str) -> Kind:
    """What `word` is, by its look; a file wins over a repository of the same name."""
    from samantha.models.hub_gguf import REFERENCE

    if word == "default":
        return "default"
    if word == "small":
        return "small"
    if "://" in word:
        return "address"
    if Path(word).expanduser().is_file() or word.startswith(("/", "~", ".")):
        return "file"
    if REFERENCE.fullmatch(word):
        return "hub"
    return "file" if word.endswith(".gguf") else "unclear"


async def choose(
    word: str, config: Config, net: Net, *, model: str = "", key_env: str = "", yes: bool = False
) -> BrainConfig | None:
    """The setting that `word` stands for, tried out; None when the person said no. Threads and context stay.

    Raises BrainError, ConfigError (`config.invalid`, `config.confirm`, `config.key_env`), WeightsError.
    """
    plain = replace(config.brain, url="", model="", key_env="")
    kind = kind_of(word)
    if kind == "unclear":
        raise ConfigError(
            f"{word!r} is no file, repository or address.",
            "Say FILE.gguf, OWNER/REPO[:FILE], http://HOST:PORT/v1, default or small.",
        )
    if kind == "default":
        return plain
    if kind == "address":
        return await _at_address(replace(plain, url=address(word), model=model, key_env=key_env), net, yes)
    return replace(plain, model=str(await _file(kind, word, config, net)))


def address(word: str) -> str:
    """`word` as a base address: without a slash at its end, with `/v1` where it has no path. Raises ConfigError."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(word)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ConfigError("That address cannot be used.", "Say one like http://127.0.0.1:11434/v1.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            "An address must not hold a name, a key or a question.",
            "Put the key into an environment variable, and name that with --key-env.",
        )
    path = parts.path.rstrip("/") or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


async def _file(kind: Kind, word: str, config: Config, net: Net) -> Path:
    from samantha.models.brain import check_gguf

    if kind == "small":
        from samantha.cli.progress import ProgressLine
        from samantha.models.weights import ensure

        with ProgressLine() as show:
            return (await ensure(("brain-small",), config.weights, progress=show, net=net))["brain-small"]
    if kind == "hub":
        from samantha.cli.progress import ProgressLine
        from samantha.models.hub_gguf import fetch_gguf
        from samantha.models.weights_meter import Progress

        with ProgressLine() as line:
            path = await fetch_gguf(
                word, config.weights, net, show=lambda done, total: line(Progress("downloading", word, done, total))
            )
    else:
        path = _resolved(word)
    check_gguf(path)
    return path


def _resolved(word: str) -> Path:
    return Path(word).expanduser().resolve()


async def _at_address(brain: BrainConfig, net: Net, yes: bool) -> BrainConfig | None:
    from samantha.models.chat import OpenAIChat, words_go_to
    from samantha.models.nearby import list_models

    def may_go(model: str) -> bool:
        where = words_go_to(brain.url, model)
        return where == "this machine" or yes or confirmed(where, brain.url)

    # Asked before the first connection, for even listing the models tells that host that someone is here.
    if not may_go(brain.model):
        return None
    key = os.environ.get(brain.key_env) if brain.key_env else None
    if not brain.model:
        brain = replace(brain, model=_only(await list_models(net, brain.url, key, timeout_s=5.0), brain.url))
        if brain.model.endswith("-cloud") and not may_go(brain.model):
            return None
    await _try(OpenAIChat.from_config(net, brain))
    return brain


def _only(models: tuple[str, ...] | None, url: str) -> str:
    if models is None:
        raise BrainError(
            f"Nothing at {url} lists its models.",
            "Start the server, check the address, or name the model with --model.",
            code="brain.unreachable",
        )
    if len(models) != 1:
        raise ConfigError(
            f"The server at {url} has {len(models)} models: {', '.join(models[:20])}.", "Name one with --model."
        )
    return models[0]


def confirmed(where: str, url: str) -> bool:
    """Whether the person says yes to words going to `where`. Raises ConfigError where nobody can be asked."""
    open_line = " The line there is not encrypted." if url.startswith("http://") else ""
    warning = f"Everything you say, and what she recalls for it, would be sent to {where}; whoever runs it can read it."
    if not sys.stdin.isatty():
        raise ConfigError(warning + open_line, "If you want that, say it with --yes.", code="config.confirm")
    print(warning + open_line)
    return input("Do you want that? (yes or no) ").strip().casefold() in ("y", "yes")


async def _try(chat: Chat) -> None:
    """Ask for one word. Raises BrainError when none comes."""
    async with aclosing(chat.stream([Message("user", TRIAL)], sampling=Sampling(max_tokens=4))) as deltas:
        async for _ in deltas:
            return
