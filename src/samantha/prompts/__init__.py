"""The words the brain reads before the person's: persona and moves, as data, versioned by their hash.

Guarantees: ships inside the wheel; `version()` changes when and only when a prompt's text changes.
Does not: hold a word of any person; what is here may be cached on disk.
"""

from __future__ import annotations

import hashlib
from importlib import resources


def load(name: str) -> str:
    """The text of the prompt file `name`, without trailing blanks.

    Raises FileNotFoundError for a name that is not shipped.
    """
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8").strip()


def version(*names: str) -> str:
    """The first 12 hex digits of the SHA-256 over the named files' texts."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(load(name).encode() + b"\0")
    return digest.hexdigest()[:12]
