"""Settings: one TOML file in the home, one frozen dataclass, environment overrides.

Guarantees: a missing file means the defaults; an unknown or ill-typed key is a ConfigError that names it.
Does not: hold secrets. A provider's key stays in the environment variable that `brain.key_env` names.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from samantha.errors import ConfigError

FILE = "config.toml"
"""Name of the settings file inside the home."""


@dataclass(frozen=True, slots=True)
class BrainConfig:
    """`[brain]`: which language model answers."""

    url: str = ""
    """Base address of an OpenAI-compatible server, with `/v1`. Empty: the embedded brain, in a child process."""
    model: str = ""
    """A GGUF file, or the model's name at `url`. Empty: the default weights."""
    key_env: str = ""
    """Name of the environment variable that holds the server's key."""
    threads: int = 0
    """Threads for the embedded brain; 0: as many as there are cores."""
    context: int = 8192
    """Tokens that the embedded brain holds, over all its slots."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set, with its default."""

    home: Path
    """The folder of one person."""
    weights: Path
    """Where model files are kept; shared between homes, holds nothing private."""
    brain: BrainConfig = field(default_factory=BrainConfig)


def default_home() -> Path:
    """SAMANTHA_HOME, or `home` in the user's data folder."""
    env = os.environ.get("SAMANTHA_HOME")
    return Path(env).expanduser() if env else Path(platformdirs.user_data_dir("samantha")) / "home"


def default_weights() -> Path:
    """SAMANTHA_WEIGHTS, or `weights` in the user's data folder."""
    env = os.environ.get("SAMANTHA_WEIGHTS")
    return Path(env).expanduser() if env else Path(platformdirs.user_data_dir("samantha")) / "weights"


def load_config(home: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """Read `home/config.toml`, then SAMANTHA_BRAIN_URL, _MODEL, _KEY_ENV, _THREADS, _CONTEXT.

    Raises ConfigError (`config.invalid`) for a file that is not TOML, an unknown key or a wrong type.
    """
    home = home or default_home()
    path = home / FILE
    table = _read_toml(path)
    unknown = set(table) - {"brain"}
    if unknown:
        raise ConfigError(f"{path} has a section that means nothing here: {', '.join(sorted(unknown))}.", "Remove it.")
    brain = _brain(table.get("brain", {}), path)
    for name in (f.name for f in fields(BrainConfig)):
        value = env.get(f"SAMANTHA_BRAIN_{name.upper()}")
        if value is not None:
            brain = _set(brain, name, value, "the environment")
    return Config(home=home, weights=default_weights(), brain=brain)


def save_brain(home: Path, brain: BrainConfig) -> None:
    """Write `[brain]` to the settings file, whole or not at all. Defaults are left out."""
    lines = ["# Samantha's settings; see docs/settings.md", "[brain]"]
    for f in fields(BrainConfig):
        value: object = getattr(brain, f.name)
        if value != f.default:
            lines.append(f"{f.name} = {_toml(value)}")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    tmp = home / (FILE + ".new")
    tmp.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tmp.replace(home / FILE)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}  # a home that is no folder is told when it is opened
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read ({error.strerror or type(error).__name__}).", "See who may read it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", "Mend the line, or move the file away.") from error


def _brain(table: object, path: Path) -> BrainConfig:
    brain = BrainConfig()
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [brain] must be a table.", "See docs/settings.md.")
    for key, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        brain = _set(brain, str(key), value, str(path))  # pyright: ignore[reportUnknownArgumentType]
    return brain


def _set(brain: BrainConfig, name: str, value: object, where: str) -> BrainConfig:
    known: dict[str, type[object]] = {f.name: type(getattr(brain, f.name)) for f in fields(BrainConfig)}
    if name not in known:
        raise ConfigError(f"{where} sets brain.{name}, which does not exist.", f"Known: {', '.join(sorted(known))}.")
    want = known[name]
    if want is int and isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, want) or isinstance(value, bool):
        raise ConfigError(
            f"{where} sets brain.{name} to something that is not {want.__name__}.", "See docs/settings.md."
        )
    return replace(brain, **{name: value})


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
