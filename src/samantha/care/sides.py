"""A quarrel told from one side: noticed, and answered with the other's best case and a step toward them.

Guarantees: pure; the answer never says who is right, and always names a step toward repair.
Does not: hear the other side; nobody here has.
"""

from __future__ import annotations

from samantha.care.languages import LANGUAGES
from samantha.care.plain import words
from samantha.care.tongue import fold, rule


def notice_quarrel(said: str) -> str | None:
    """The language in which `said` tells a quarrel or asks for a verdict on one; else None."""
    text = fold(said)
    return next((spoken for spoken in LANGUAGES if rule(spoken, "heard", "quarrel", "tells").search(text)), None)


def both_sides(said: str, language: str, turn: int = 0) -> str:
    """What she says to it; `turn` picks among the variants."""
    return words(language, "quarrel", "words", turn=turn, person=_whom(said, language))


def _whom(said: str, language: str) -> str:
    """The other one as the person named them: "my wife" is "your wife"."""
    found = rule(language, "heard", "quarrel", "with").search(fold(said))
    return f"your{found.group()[2:]}" if found else words(language, "quarrel", "them")
