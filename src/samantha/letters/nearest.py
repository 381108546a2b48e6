"""Which of the answers that were given beforehand fits a question: by the words they share and the part it asks about.

Guarantees: pure; an answer is given once; where nothing is near enough, none is.
Does not: use a model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from samantha.memory.words import telling

CUES: dict[str, str] = {
    "whom": r"\bwho(?:m)?\b.*\b(?:to|about|for|is it|are they|write)|recipient|relation",
    "occasion": (
        r"what for|what(?:'s| is) (?:it|this|the letter) (?:for|about)|occasion"
        r"|why (?:now|are you writing|do you)|reason|thank (?:them|her|him|you)? ?for|what brings"
        r"|who died|congratulat\w+ .* on|how long|ending|which birthday|made you think"
        r"|what are you thanking"
    ),
    "moment": (
        r"moment|remember|memory|what happened|when (?:was|did)|story|scene|example|specific|picture"
        r"|tell me about a time|one time"
    ),
    "meaning": r"\bmean|matter|difference|change[ds]?|without|feel|felt|learn|taught|do to you|important",
    "know": (
        r"want (?:them|her|him|everyone|everybody|the \w+|\w+) to know|to know|tell (?:them|her|him)"
        r"|wish|hope|say to|one sentence|said out loud|take (?:home|away)|ask of|stay"
        r"|last (?:sentence|thing)|offer"
    ),
    "wrong": (
        r"what did you do|your (?:own )?part|wrong|sorry for|apologi[sz]\w+ for|take back|regret"
        r"|what happened"
    ),
    "hurt": (
        r"do to (?:them|her|him)|hurt|affect|feel(?:ing)? (?:for|to) (?:them|her|him)"
        r"|how did (?:they|she|he)|saw in"
    ),
    "repair": (
        r"put (?:it|this) right|make (?:it|this) (?:right|good|up)|repair|differently|mend"
        r"|will you do|offer|from now on|change"
    ),
    "truth": r"hard|truth|need to say|difficult|bother|honest|problem|one sentence",
    "care": r"value|good (?:in|about)|like about|love about|appreciate|care|all the same",
    "now": r"since then|now|these days|your life|happened in your",
}
"""Part -> what a question about it says."""
_COMPILED = {slot: re.compile(pattern, re.IGNORECASE) for slot, pattern in CUES.items()}
_NEAR = 1.0


def slot_of(question: str, slots: Sequence[str]) -> str | None:
    """The part of the letter that a question is about; None where it is about none of `slots`."""
    found = [(len(_COMPILED[slot].findall(question)), -at, slot) for at, slot in enumerate(slots) if slot in _COMPILED]
    best = max(found, default=(0, 0, ""))
    return best[2] if best[0] else None


def nearest(question: str, slot: str, given: Sequence[str], used: Collection[int], slots: Sequence[str]) -> int | None:
    """Which of the questions `given` is near to `question`, which asks about `slot`; None for none.

    `used` are left out. `slots`: every part of this kind of letter.
    """
    wanted = set(telling(question))
    best: tuple[float, int] | None = None
    for at, other in enumerate(given):
        if at in used:
            continue
        words = set(telling(other))
        shared = len(wanted & words) / max(1.0, (len(wanted) * len(words)) ** 0.5)
        theirs = slot_of(other, slots)
        score = 2.0 * shared + (1.0 if theirs == slot else -1.0 if theirs is not None else 0.0)
        if _COMPILED[slot].search(other) and theirs != slot:
            score += 1.2
        if score >= _NEAR and (best is None or score > best[0]):
            best = (score, at)
    return best[1] if best is not None else None
