"""Open questions of our own, by what is told and in which mood; and whether a brain's question is one worth asking.

Guarantees: pure; the question asks for nothing that was just told, and not twice in a window while another is left.
Does not: know the talk; it looks at the words just heard, the feelings read in them, and what she asked before.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import cast

from samantha import prompts
from samantha.care.patterns import any_of, plain
from samantha.conversation.answered import answered
from samantha.conversation.move_cues import GRIEF, HEAVY
from samantha.conversation.rhythm import Rhythm, fold

FILE = "questions.toml"
_MOODS = {
    "grief": "loss",
    "fear": "fear",
    "nervousness": "fear",
    "anger": "anger",
    "annoyance": "anger",
    "disgust": "anger",
    "sadness": "sad",
    "disappointment": "sad",
    "remorse": "sad",
    "embarrassment": "sad",
}
_LOSS = any_of(r"""
    closing|closed down|tearing down|tore down|had to put down|is gone|last (?:day|time|one)
    miss(?:ed|ing)?|used to
""")
_AHEAD = any_of(r"""
    tomorrow|next (?:week|month|year|\w+day)|going to|will|soon|about to|\w+'ll|we'?re expecting
""")
_GLAD = frozenset("joy excitement pride relief gratitude".split())
_SOME = r"(?:you|your \w+|she|he|they|[A-Z]\w+)"
_WORTH = re.compile(
    rf"\W*(?:and )?(?:what|how) (?:(?:did|do|does|will|would) (?:{_SOME}|the \w+|their \w+|his \w+|her \w+)"
    rf"|(?:has|have|had|was|were|is|are) {_SOME})\b"
)
_EMPTY = any_of("do you (?:think|want)|would you (?:like|want|say)|are you (?:doing|going to do)")


def worth_asking(question: str) -> bool:
    """Whether a brain's question is of the kind that goes on with a talk: what or how, and about somebody.

    "Where was the gate?" and "Who sang what?" ask, and lead nowhere; a small brain asks such things often.
    """
    body = question.strip()
    return _WORTH.match(body[:1].lower() + body[1:]) is not None and not _EMPTY.search(body)


def open_question(heard: str, feelings: Sequence[str], rhythm: Rhythm) -> str:
    """The next question of ours that fits `heard`; `feelings` as in `moment.Moment`."""
    text = plain(heard)
    lines = [line for group in _groups(text, feelings) for line in _questions()[group]]
    fresh = [line for line in lines if fold(line) not in rhythm.said and not answered(line, heard)]
    # The first groups fit best: among their first lines turn by turn, so that two talks do not begin alike.
    first = (fresh or lines)[:3]
    return first[(rhythm.turn + len(heard)) % len(first)]


def _groups(text: str, feelings: Sequence[str]) -> list[str]:
    """The groups that fit, best first; the last fits anything."""
    found: list[str] = []
    if GRIEF.search(text) or _LOSS.search(text):
        found.append("loss")
    found += [_MOODS[feeling] for feeling in feelings if feeling in _MOODS]
    if not found and HEAVY.search(text):
        found.append("sad")
    if not found and _AHEAD.search(text):
        found.append("ahead")
    if not found and any(feeling in _GLAD for feeling in feelings):
        found.append("glad")
    return list(dict.fromkeys([*found, "plain"]))


@cache
def _questions() -> dict[str, tuple[str, ...]]:
    table = cast("dict[str, list[str]]", tomllib.loads(prompts.load(FILE)))
    return {name: tuple(lines) for name, lines in table.items()}
