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
from typing import Any, TypeVar

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
class VoiceConfig:
    """`[voice]`: how she listens and sounds."""

    ear: str = ""
    """`tiny` (English, quick), `base` (many languages), or a Wyoming server, `tcp://host:port`. Empty: by language."""
    language: str = ""
    """ISO 639-1, what is spoken to her. Empty: English with `tiny`, any with `base`."""
    mouth: str = ""
    """`kokoro`, `piper`, or a Wyoming server. Empty: what this machine keeps up with, measured once."""
    voice: str = "af_nicole"
    """Which of kokoro's voices, or of the server's."""
    pace: int = 100
    """Per cent of the voice's own speed, 50 to 200."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set, with its default."""

    home: Path
    """The folder of one person."""
    weights: Path
    """Where model files are kept; shared between homes, holds nothing private."""
    brain: BrainConfig = field(default_factory=BrainConfig)
    voice: VoiceConfig = field(default_factory=VoiceConfig)


def default_home() -> Path:
    """SAMANTHA_HOME, or `home` in the user's data folder."""
    env = os.environ.get("SAMANTHA_HOME")
    return Path(env).expanduser() if env else Path(platformdirs.user_data_dir("samantha")) / "home"


def default_weights() -> Path:
    """SAMANTHA_WEIGHTS, or `weights` in the user's data folder."""
    env = os.environ.get("SAMANTHA_WEIGHTS")
    return Path(env).expanduser() if env else Path(platformdirs.user_data_dir("samantha")) / "weights"


def load_config(home: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """Read `home/config.toml`, then SAMANTHA_BRAIN_URL, SAMANTHA_VOICE_EAR and so on for every key.

    Raises ConfigError (`config.invalid`) for a file that is not TOML, an unknown key or a wrong type.
    """
    home = home or default_home()
    path = home / FILE
    table = _read_toml(path)
    unknown = set(table) - {"brain", "voice"}
    if unknown:
        raise ConfigError(f"{path} has a section that means nothing here: {', '.join(sorted(unknown))}.", "Remove it.")
    brain = _section(BrainConfig(), "brain", table.get("brain", {}), path, env)
    voice = _section(VoiceConfig(), "voice", table.get("voice", {}), path, env)
    return Config(home=home, weights=default_weights(), brain=brain, voice=voice)


def save_brain(home: Path, brain: BrainConfig) -> None:
    """Write `[brain]` to the settings file, whole or not at all. Defaults are left out. Raises ConfigError."""
    _save(home, brain, _section(VoiceConfig(), "voice", _read_toml(home / FILE).get("voice", {}), home / FILE, {}))


def save_voice(home: Path, voice: VoiceConfig) -> None:
    """Write `[voice]`, likewise."""
    _save(home, _section(BrainConfig(), "brain", _read_toml(home / FILE).get("brain", {}), home / FILE, {}), voice)


def _save(home: Path, brain: BrainConfig, voice: VoiceConfig) -> None:
    lines = ["# Samantha's settings; see docs/settings.md"]
    for name, section in (("brain", brain), ("voice", voice)):
        kept = [
            f"{f.name} = {_toml(value)}" for f in fields(section) if (value := getattr(section, f.name)) != f.default
        ]
        lines += [f"[{name}]", *kept] if kept or name == "brain" else []
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


Section = TypeVar("Section", BrainConfig, VoiceConfig)


def _section(section: Section, name: str, table: object, path: Path, env: Mapping[str, str]) -> Section:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [{name}] must be a table.", "See docs/settings.md.")
    for key, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        section = _set(section, name, str(key), value, str(path))  # pyright: ignore[reportUnknownArgumentType]
    for f in fields(section):
        value = env.get(f"SAMANTHA_{name.upper()}_{f.name.upper()}")
        if value is not None:
            section = _set(section, name, f.name, value, "the environment")
    return section


def _set(section: Section, name: str, key: str, value: object, where: str) -> Section:
    known: dict[str, type[object]] = {f.name: type(getattr(section, f.name)) for f in fields(section)}
    if key not in known:
        raise ConfigError(f"{where} sets {name}.{key}, which does not exist.", f"Known: {', '.join(sorted(known))}.")
    want = known[key]
    if want is int and isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, want) or isinstance(value, bool):
        raise ConfigError(
            f"{where} sets {name}.{key} to something that is not {want.__name__}.", "See docs/settings.md."
        )
    return replace(section, **{key: value})


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
