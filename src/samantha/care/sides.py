"""A quarrel told from one side: noticed, and answered with the other's best case and a step toward them.

Guarantees: pure; the answer never says who is right, and always names a step toward repair. What is over, a story, or
tells of violence is no quarrel: where somebody is in danger there are no two sides to be heard.
Does not: hear the other side; nobody here has. Danger itself is `crisis`'s, which is asked first.
"""

from __future__ import annotations

from samantha.care.languages import LANGUAGES
from samantha.care.plain import words
from samantha.care.tongue import fold, rule

SIGNS = ("strikes", "judges", "mine", "asks")
"""Tables of which none tells a quarrel alone: what was done to them, how they judge it, what they did, "isn't it?"."""
LONGEST = 1200
"""So many characters are read; a quarrel is told in fewer."""


def notice_quarrel(said: str) -> str | None:
    """The language in which `said` tells a quarrel or asks for a verdict on one; else None."""
    text = fold(said[:LONGEST])
    return next((spoken for spoken in LANGUAGES if _quarrels(text, spoken)), None)


def _quarrels(text: str, language: str) -> bool:
    """A plain word of a quarrel; or two signs, one of them of the other one: struck twice, or struck and judged."""
    if rule(language, "heard", "quarrel", "over").search(text):
        return False
    if rule(language, "heard", "quarrel", "tells").search(text):
        return True
    found = {sign: rule(language, "heard", "quarrel", sign).findall(text) for sign in SIGNS}
    of_the_other = len(found["strikes"]) + len(found["judges"])
    return of_the_other > 0 and of_the_other + bool(found["mine"]) + bool(found["asks"]) > 1


def both_sides(said: str, language: str, turn: int = 0) -> str:
    """What she says to it; `turn` picks among the variants."""
    return words(language, "quarrel", "words", turn=turn, person=_whom(said, language))


def _whom(said: str, language: str) -> str:
    """The other one as the person named them: "my wife" is "your wife"."""
    found = rule(language, "heard", "quarrel", "with").search(fold(said))
    return f"your{found.group()[2:]}" if found else words(language, "quarrel", "them")
