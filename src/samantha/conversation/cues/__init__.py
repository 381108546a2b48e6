"""What people say when they do or want something with their words: tables of phrases, data that can be read and mended.

Guarantees: reads only what ships inside the package; the same name gives the same pattern.
Does not: decide which of two counts more (`conversation.doings`), or know another language than English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from samantha.care.patterns import any_of


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern that finds any line of the table `name`, between word ends. Raises KeyError for one not shipped."""
    table = _table()
    lines: str = table["cues"][name]
    for part, filled in table["parts"].items():
        lines = lines.replace(f"{{{part}}}", filled)
    return any_of(lines)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath("en.toml").read_text(encoding="utf-8"))
