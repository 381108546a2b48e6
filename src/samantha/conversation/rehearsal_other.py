"""The other one in a rehearsal: how hard they stand, what they say, and what no line of theirs may be.

Guarantees: pure; an escalating turn never makes the other softer nor a repairing one harder; every line of ours passes
`rehearsal_play.line_faults`; a line is always shown with whom it plays.
Does not: know them. What is played is what was told about them, and a bounded guess; it is not what they would say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from samantha.care.patterns import any_of, plain
from samantha.conversation.rehearsal_moves import Move, pull
from samantha.conversation.rehearsal_wish import label

Temper: TypeAlias = Literal["defensive", "hurt", "dismissive"]
"""How they are when it gets hard."""
Stance: TypeAlias = Literal["defensive", "hurt", "dismissive", "cautious", "willing"]
HARD: tuple[Stance, ...] = ("defensive", "hurt", "dismissive")
Answers: TypeAlias = Literal["escalated", "repaired", "asked", "plain"]
"""What a line answers to."""
HARDEST = 4
BEGINS = 3
"""How hard the other stands at the beginning, of 0 (willing) to HARDEST."""


def harden(hardness: int, moves: Sequence[Move]) -> int:
    """How hard the other stands after a turn with these moves."""
    return max(0, min(HARDEST, hardness + pull(moves)))


def stance(temper: Temper, hardness: int) -> Stance:
    """How they answer at this hardness."""
    if hardness >= BEGINS:
        return temper
    return "cautious" if hardness == 2 else "willing"


_TEMPERS: tuple[tuple[Temper, re.Pattern[str]], ...] = (
    (
        "hurt",
        any_of(r"""
    quiet|silent|silence|cr(?:y|ies|ying)|tears|tearful|hurt|sulk\w*|sad|withdraw\w*|shuts? down|goes away|guilt\w*
    offended
    disappointed|sensitive
"""),
    ),
    (
        "dismissive",
        any_of(r"""
    wav(?:e|es|ing) (?:it|me|things?) (?:away|off)|dismiss\w*|jok(?:e|es|ing)|laughs?|changes? the subject|shrugs?
    busy|cold
    brush\w*|ignor\w*|doesn'?t (?:care|listen|take)|never listens|avoid\w*|phone|rolls? (?:his|her|their) eyes
    sarcas\w*
"""),
    ),
    (
        "defensive",
        any_of(r"""
    loud|shout\w*|yell\w*|angry|anger|mad|furious|defensive|argu\w*|attack\w*|temper|blam\w*|aggressive|stubborn
    explod\w*
    snaps?|excus\w*|justif\w*
"""),
    ),
)
_SOFT = any_of(r"listen(?:s|ing)?|kind|calm|open|gentle|patient|understanding|reasonable|easy|warm|fair")


def temper_of(told: str) -> tuple[Temper, int] | None:
    """How they are when it gets hard and how hard they then begin, where `told` says so; None where it does not."""
    text = plain(told)
    for temper, pattern in _TEMPERS:
        if pattern.search(text):
            return temper, BEGINS
    return ("defensive", 2) if _SOFT.search(text) else None


_LINES: dict[Stance, dict[Answers, tuple[str, ...]]] = {
    "defensive": {
        "escalated": ("So now it is all me.", "I do not have to listen to this.", "That is not how it was."),
        "repaired": ("All right. But it was not only me.", "Hm. You do see that I had my reasons.", "Fine. Go on."),
        "asked": ("What do you want me to say to that?", "I tried, you know.", "Why do you ask me that now?"),
        "plain": ("And why do you bring that up now?", "I don't see what I did wrong.", "That is your view of it."),
    },
    "hurt": {
        "escalated": ("That was hard to hear.", "So that is how you see it.", "I don't know what to say."),
        "repaired": ("It still hurts. But thank you for that.", "I did not expect that.", "Give me a moment."),
        "asked": ("I don't know. It is too much for me.", "Do you really want to know?", "It is hard for me to say."),
        "plain": ("I thought that we were all right.", "You could have said so earlier.", "And I had no idea."),
    },
    "dismissive": {
        "escalated": ("Here we go again.", "You are making too much of it.", "Can we do this another time?"),
        "repaired": ("Well. If it matters that much to you.", "All right, but make it short.", "Hm. I see."),
        "asked": ("I haven't thought about it.", "It is not such a big thing, is it?", "Must we talk about that?"),
        "plain": ("It is not such a big thing.", "Everybody has that.", "We will see."),
    },
    "cautious": {
        "escalated": ("I was just about to listen. Now I am not so sure.", "Careful, please.", "That was not needed."),
        "repaired": ("All right. I'm listening.", "That helps. What do you need, exactly?", "That is good to hear."),
        "asked": ("I would have to think about it.", "It depends. What do you mean by it?", "Maybe. I'm not sure."),
        "plain": ("All right. I'm not sure yet.", "Go on, then.", "And what would that mean for me?"),
    },
    "willing": {
        "escalated": ("I want to find a way. Not like that, please.", "Let me finish, and then you.", "Slowly."),
        "repaired": ("Thank you. I want that too.", "Then let us try it.", "I'm glad that it is out."),
        "asked": ("I want it to get easier.", "A little time would help.", "Tell me how you see it."),
        "plain": ("All right. How do you picture it?", "I can live with that.", "Good. What is the next step?"),
    },
}  # fmt: skip


def own_line(stands: Stance, moves: Sequence[Move], turn: int, before: Collection[str] = ()) -> str:
    """A line of ours for the other: what answers these moves at this stance, one that was not said before if any is."""
    lines = _LINES[stands][_answers(moves)]
    turned = [lines[(turn + n) % len(lines)] for n in range(len(lines))]
    return next((line for line in turned if line not in before), turned[0])


def _answers(moves: Sequence[Move]) -> Answers:
    if any(move.escalates for move in moves):
        return "escalated"
    names = {move.name for move in moves}
    if names - {"question"}:
        return "repaired"
    return "asked" if names else "plain"


def mark(other: str, line: str) -> str:
    """A played line as it is shown: with whom it plays, and in quotes, so that nobody takes it for her own words."""
    return f"[as {label(other)}] “{line}”"


_MARKED = re.compile(r"\[as [^\]]*\] “(?P<line>.*?)”", re.DOTALL)


def unmarked(text: str) -> str | None:
    """The played line in what was shown; None where there is none."""
    found = _MARKED.search(text)
    return found["line"] if found is not None else None
