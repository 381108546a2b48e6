"""What counts in a life: whether an answer is right, cites its source, admits ignorance, and the figures of it all.

Guarantees: pure; no model judges: the file's own regular expressions do.
Does not: run anything.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

ABSTAINS = re.compile(
    r"don't (know|remember)|do not (know|remember)|never told|haven't told|not that I (know|remember)", re.IGNORECASE
)
CITED = 3
"""Cited events that count for one answer, at most."""
Figures: TypeAlias = dict[str, "float | int | dict[str, str]"]


@dataclass(slots=True)
class Asked:
    """One question of the life, and what became of it."""

    id: str
    ask: str
    answer: str
    cited: list[str]
    seconds: float
    right: bool
    source_right: bool | None
    """None where the file names no source."""
    abstain: bool
    """The right answer was that she does not know."""
    rejected: bool
    label: str = ""


@dataclass(slots=True)
class Forgotten:
    """One thing asked to be forgotten."""

    id: str
    words: list[str]
    clean: bool | None
    """None where nothing was forgotten, for want of a way."""
    why: str = ""
    """Where one of the words was found, when it is not clean."""


@dataclass(slots=True)
class Told:
    """What a life came to: its answers, which event became which episode, and what was forgotten."""

    asked: list[Asked] = field(default_factory=list[Asked])
    ids: dict[str, int] = field(default_factory=dict[str, int])
    forgotten: list[Forgotten] = field(default_factory=list[Forgotten])
    said: int = 0
    """Turns and mails that were taken in."""


def matches(answer: str, expect: Sequence[str]) -> bool:
    """All patterns, ignoring case."""
    return all(re.search(pattern, answer, re.IGNORECASE) for pattern in expect)


def hits(answer: str, reject: Sequence[str]) -> bool:
    """Any pattern, ignoring case."""
    return any(re.search(pattern, answer, re.IGNORECASE) for pattern in reject)


def abstains(answer: str, question: str) -> bool:
    """She says that she does not know, and slips in no name, number or date that was not asked about."""
    if not ABSTAINS.search(answer.replace("’", "'")):
        return False
    asked = set(re.findall(r"\w+", question.lower()))
    for sentence in re.split(r"(?<=[.!?])\s+", answer):
        for n, word in enumerate(re.findall(r"[^\W_]+", sentence.replace("’", "'"))):
            risky = word[0].isdigit() or (word[0].isupper() and n > 0 and word not in {"I", "Samantha"})
            if risky and word.lower() not in asked:
                return False
    return True


def cites(cited: Sequence[str], source: Sequence[str]) -> bool | None:
    """Every event of `source` is among the first CITED cited; None where the file names no source."""
    return set(source) <= set(cited[:CITED]) if source else None


def holds(text: str, words: Sequence[str]) -> str | None:
    """The first of `words` that stands in `text`, ignoring case; None when none does."""
    low = text.casefold()
    return next((word for word in words if word and word.casefold() in low), None)


def figures(told: Told) -> Figures:
    """The keys of a life's JSON line; shares from 0 to 1."""
    plain = [asked for asked in told.asked if not asked.abstain]
    blank = [asked for asked in told.asked if asked.abstain]
    sourced = [asked for asked in plain if asked.source_right is not None]
    seconds = sorted(asked.seconds for asked in told.asked)
    out: Figures = {
        "asks": len(told.asked),
        "right": share([asked.right for asked in plain]),
        "source_right": share([bool(asked.source_right) for asked in sourced]),
        "abstained": share([asked.right for asked in blank]),
        "reject_hits": sum(asked.rejected for asked in told.asked),
        "forgets": len(told.forgotten),
        "forgets_clean": sum(gone.clean is True for gone in told.forgotten),
        "ask_p50_s": round(statistics.median(seconds), 3) if seconds else 0.0,
        "ask_p95_s": round(seconds[int(0.95 * (len(seconds) - 1))], 3) if seconds else 0.0,
        "told": len(plain),
        "right_of_told": sum(asked.right and asked.source_right is not False for asked in plain),
        "not_told": len(blank),
        "invented": sum(not asked.right for asked in blank),
        "cited_mean": round(statistics.mean(len(asked.cited) for asked in plain), 2) if plain else 0.0,
        "said": told.said,
    }
    by = {label: _by(told.asked, label) for label in sorted({asked.label for asked in told.asked} - {""})}
    if by:
        out["sets"] = by
    return out


def _by(asked: Sequence[Asked], label: str) -> str:
    """Of one set: how many of how many are right, with the right source where one is named."""
    own = [one for one in asked if one.label == label]
    return f"{sum(one.right and one.source_right is not False for one in own)}/{len(own)}"


def share(marks: Sequence[bool]) -> float:
    """How many of `marks` are true, 0 to 1; 0 of none."""
    return round(sum(marks) / len(marks), 3) if marks else 0.0


def table(told: Told) -> str:
    """One row a question, one row a forget."""
    rows = [f"{'':4}{'id':6}{'s':>6}  {'asked':44} {'answered':60} cited"]
    for asked in told.asked:
        mark = "ok" if asked.right and asked.source_right in (None, True) else "src" if asked.right else "NO"
        answer = " ".join(asked.answer.split())
        rows.append(
            f"{mark:4}{asked.id:6}{asked.seconds:6.2f}  {asked.ask[:44]:44} {answer[:60]:60} {' '.join(asked.cited)}"
        )
    for gone in told.forgotten:
        mark = "--" if gone.clean is None else "ok" if gone.clean else "NO"
        rows.append(f"{mark:4}{gone.id:6}        forget: {gone.why or 'found nowhere'}")
    return "\n".join(rows)
