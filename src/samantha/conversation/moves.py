"""Which kind of reply is due: a pure reading of what the person just said.

Guarantees: the same words give the same move, with any brain or none.
Does not: read feelings finely or follow a rhythm over turns; this is the first cut.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from samantha.care.candour import asks_what_she_is
from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.patterns import any_of, plain
from samantha.care.sides import notice_quarrel
from samantha.memory.topic import asks_to_forget

MoveName: TypeAlias = Literal[
    "greet",
    "listen",
    "celebrate",
    "think",
    "inform",
    "remember",
    "unknown",
    "night",
    "play",
    "candour",
    "both_sides",
    "danger",
    "forget",
]

_GREET = re.compile(
    r"^\W*(?:hi|hello|hey|(?:good )?(?:morning|afternoon|evening)|hiya|howdy)\b[\s,]*(?:there|samantha|sam)?\W*$",
    re.IGNORECASE,
)
_HOW_ARE_YOU = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?:samantha\W+)?how(?:'s it going| are (?:you|things))\b.{0,20}$", re.IGNORECASE
)
_GLAD = any_of(r"""
    got|landed|won(?!')|passed|accepted|promoted|engaged|pregnant
    finally (?:did|done|finished|made|got|have)
    finished
    first time ever
    made it
    without stopping
    (?:so|really|very) (?:happy|proud|excited|glad)
    proud of
    good news|great news|guess what|best day
    said yes
    she'?s here
    (?:we|i) did it
    healthy|all clear
    (?:is|was) born
    can'?t believe (?:it|how good)
""")
_SORRY = any_of(r"""
    died|dead|death|funeral|cancer|sick|ill|hurt
    fired|lost|losing|failed|divorce|ending|broke up
    scared|afraid|worried|anxious|alone|lonely|sad
    yelled|cried|crying|hate
    miss(?:ed|ing)?
    didn'?t|never|nobody|no one|not
""")
_ADVICE = any_of(r"""
    should i|shall i
    what (?:should|can|could|would|do) (?:i|you|we) (?:do|say|cook|bring|wear|write|give|make|tell)
    what (?:should|could|can) (?:i|we)
    any (?:advice|ideas?|tips?)
    (?:give me|need|want) (?:some )?advice
    how (?:do|should|can|could) i
    i (?:don'?t|do not) know (?:if|whether|what|how) (?:i|to)
    can'?t decide|torn between
    help me (?:decide|choose|think)
    what would you do
    recommend|suggest
""")
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:please |can you |could you )?"
    r"(?:explain|define|tell me (?:about|why|how|what)|what|who|when|where|why|how|which)\b",
    re.IGNORECASE,
)
_JOKE = any_of(r"""
    knock knock
    tell me (?:a )?joke
    just kidding|haha|lol
    be honest.*are you secretly
""")


def choose_move(words: str, *, from_memory: bool | None = None) -> MoveName:
    """The move for `words`. `from_memory` says what memory decided about a question of the person's own life:
    True, a recalled line answers it; False, none does; None, it is no such question.
    """
    text = plain(words.strip())
    if in_danger(text):
        return "danger"
    if asks_to_forget(text):
        return "forget"
    about_her = asks_what_she_is(text) is not None
    if not from_memory and not about_her and notice_quarrel(text) is not None:
        return "both_sides"
    if from_memory is not None and not about_her:
        return "remember" if from_memory else "unknown"
    if notice_leaving(text) is not None:
        return "night"
    if _GREET.match(text) or _HOW_ARE_YOU.match(text):
        return "greet"
    if about_her and not _JOKE.search(text):
        return "candour"
    for move, pattern in _IN_ORDER:
        if pattern.search(text):
            return move
    return "celebrate" if _GLAD.search(text) and not _SORRY.search(text) else "listen"


_IN_ORDER: tuple[tuple[MoveName, re.Pattern[str]], ...] = (
    ("play", _JOKE),
    ("think", _ADVICE),
    ("inform", _ASKS),
)
