"""The kinds of letters: what good ones do, what must be in them, what is asked, and its bounds; data to be mended.

Guarantees: reads only what ships inside the package; the same name gives the same kind.
Does not: ask or write anything; `letters.interview` and `letters.compose` do.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

NAMES = (
    "thanks", "love", "apology", "condolence", "congratulation", "reaching_out", "hard_truth", "goodbye", "birthday",
    "eulogy", "speech",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter."""

    name: str
    title: str
    """`an apology`"""
    also: tuple[str, ...]
    """What people call it too."""
    good: tuple[str, ...]
    """What good ones do; docs/letters.md says on what ground."""
    says: tuple[str, ...]
    """Stems that the choice of the kind says by itself: who chooses an apology says sorry."""
    order: tuple[str, ...]
    """The parts, first to last."""
    needs: tuple[str, ...]
    """The parts without which it is not asked to an end."""
    most_words: int
    """Longer than this is remarked on."""
    ask: dict[str, tuple[str, ...]]
    """Part -> a question, and another where the first gave nothing."""
    warm: str
    """What is asked of whoever hesitates."""
    frames: dict[str, str]
    """`for` -> how an answer that begins with "for" goes on; `because` -> what opens a letter on a death."""
    addressed: bool
    """False: it is said about somebody, to others."""
    whom: str
    """The first question."""


@cache
def kind_named(name: str) -> LetterKind:
    """The kind of one of `NAMES`."""
    table = tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return LetterKind(
        name=name,
        title=table["title"],
        also=tuple(table["also"]),
        good=tuple(table["good"]),
        says=tuple(table["says"]),
        order=tuple(table["order"]),
        needs=tuple(table["needs"]),
        most_words=int(table["most_words"]),
        ask={part: tuple(asked) for part, asked in table["ask"].items() if part != "warm"},
        warm=table["ask"]["warm"],
        frames=dict(table.get("frames", {})),
        addressed=bool(table.get("addressed", True)),
        whom=table.get("whom", "Whom is it to, and what are they to you?"),
    )


def find_kind(words: str) -> LetterKind | None:
    """The kind that `words` name: `thanks`, `thank you`, `Reaching out after long`; None where none is named."""
    low = " ".join(words.casefold().replace("_", " ").replace("-", " ").split())
    kinds = [kind_named(name) for name in NAMES]
    for kind in kinds:
        if low in (kind.name.replace("_", " "), kind.title, *kind.also):
            return kind
    for kind in kinds:
        if any(called in low for called in (kind.name.replace("_", " "), *kind.also)):
            return kind
    return None
