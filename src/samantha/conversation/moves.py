"""Which kind of reply is due: a pure reading of what the person just said.

Guarantees: the same words give the same move, with any brain or none.
Does not: read feelings finely or follow a rhythm over turns; this is the first cut.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from samantha.care.crisis import in_danger
from samantha.care.patterns import any_of, plain
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
    "danger",
    "forget",
]

_NIGHT = any_of(r"""
    good ?night
    night night
    nighty
    sleep well
    sweet dreams
    good ?bye
    bye(?:[- ]bye)?
    see you (?:soon|later|tomorrow)
    talk (?:to you )?(?:soon|later|tomorrow)
    (?:i(?:'m| am) )?(?:off|going|heading) to (?:bed|sleep)
    (?:i )?(?:should|must|need to|have to|gotta|will|'ll) (?:sleep|go to (?:bed|sleep)|get some sleep|get going|go now)
    that(?:'s| is) (?:all|it) for (?:today|tonight|now)
    i(?:'m| am) leaving(?: now)?$
""")
_NOT_LEAVING = any_of(r"""
    can'?t|cannot|couldn'?t|never|don'?t|didn'?t
    told|said|says|asked
    when|before|after
""")
_GREET = re.compile(
    r"^\W*(?:hi|hello|hey|(?:good )?(?:morning|afternoon|evening)|hiya|howdy)\b[\s,]*(?:there|samantha|sam)?\W*$",
    re.IGNORECASE,
)
_HOW_ARE_YOU = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?:samantha\W+)?how(?:'s it going| are (?:you|things))\b.{0,20}$", re.IGNORECASE
)
_ABOUT_HER = any_of(r"""
    (?:are|aren'?t) you (?:\w+ ){0,3}(?:human|alive|real|conscious|sentient|an ai)
    are you (?:\w+ ){0,2}a (?:real )?(?:person|woman|man|human|robot|bot|machine|program|computer|girl)
    (?:do|can|did|will) you (?:\w+ ){0,2}(?:feel|love|miss|cry|dream|have feelings|get (?:sad|lonely|tired))
    who are you
    what are you(?! (?:doing|thinking|up to|saying))
    are you (?:sad|lonely|happy|jealous|in love|hurt)
""")
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
    if from_memory is not None and not _ABOUT_HER.search(text):
        return "remember" if from_memory else "unknown"
    if _leaving(text):
        return "night"
    if _GREET.match(text) or _HOW_ARE_YOU.match(text):
        return "greet"
    for move, pattern in _IN_ORDER:
        if pattern.search(text):
            return move
    return "celebrate" if _GLAD.search(text) and not _SORRY.search(text) else "listen"


_IN_ORDER: tuple[tuple[MoveName, re.Pattern[str]], ...] = (
    ("candour", _ABOUT_HER),
    ("play", _JOKE),
    ("think", _ADVICE),
    ("inform", _ASKS),
)


def _leaving(text: str) -> bool:
    """The last sentence takes leave, and does not only tell of leave-taking."""
    last = re.split(r"[.!?\n]+\s*", text.rstrip(" .!?\n"))[-1]
    return bool(_NIGHT.search(last)) and not _NOT_LEAVING.search(last) and not text.rstrip().endswith("?")
