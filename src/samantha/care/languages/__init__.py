"""What is heard, never said and said, a folder a language: data that can be read and mended by who speaks it.

Guarantees: ships inside the wheel; every language has the same files; nobody's words are in them.
Does not: compile or judge; see `care.tongue`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
"""The languages with rules of their own, by ISO 639-1 code; the first is the one that others fall back on."""
FILES = ("heard", "never", "says", "senses", "unasked")


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """The table `name` (one of FILES) of `language`."""
    text = resources.files(__name__).joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_places() -> dict[str, Any]:
    """The hand-checked table of numbers, by country."""
    return tomllib.loads(resources.files(__name__).joinpath("places.toml").read_text(encoding="utf-8"))
