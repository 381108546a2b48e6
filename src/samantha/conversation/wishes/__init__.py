"""How people wish something of her manner, and what she says to it: a file a language, data to be read and mended.

Guarantees: reads only what ships inside the package; the same name gives the same table.
Does not: match (`conversation.growth_wishes`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(language: str) -> dict[str, Any]:
    """The table of a language of `care.languages`. Raises FileNotFoundError for one that is not shipped."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
