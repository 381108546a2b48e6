"""Which kind of reply is due: a pure reading of what the person just said.

Guarantees: the same words give the same move, with any brain or none.
Does not: read feelings finely or follow a rhythm over turns; this is the first cut.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

MoveName: TypeAlias = Literal[
    "greet", "listen", "celebrate", "think", "inform", "remember", "unknown", "night", "play", "candour"
]

_I = re.IGNORECASE
_NIGHT = re.compile(
    r"\b(good ?night|night night|nighty|sleep well|sweet dreams|good ?bye|bye(?:[- ]bye)?|see you (?:soon|later|tomorrow)"
    r"|talk (?:to you )?(?:soon|later|tomorrow)|(?:i(?:'m| am) )?(?:off|going|heading) to (?:bed|sleep)"
    r"|(?:i )?(?:should|must|need to|have to|gotta|will|'ll) (?:sleep|go to (?:bed|sleep)|get some sleep|get going|go now)"
    r"|that(?:'s| is) (?:all|it) for (?:today|tonight|now)|i(?:'m| am) leaving(?: now)?$)\b",
    _I,
)
_NOT_LEAVING = re.compile(
    r"\b(can'?t|cannot|couldn'?t|never|don'?t|didn'?t|told|said|says|asked|when|before|after)\b", _I
)
_GREET = re.compile(
    r"^\W*(hi|hello|hey|good (?:morning|afternoon|evening)|morning|evening|hiya|howdy)\b[\s,]*(there|samantha|sam)?\W*$",
    _I,
)
_HOW_ARE_YOU = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?:samantha\W+)?how(?:'s it going| are (?:you|things))\b.{0,20}$", _I
)
_ABOUT_HER = re.compile(
    r"\b(are|aren'?t) you (?:\w+ ){0,3}(?:human|alive|real|a (?:real )?(?:person|woman|man|human|robot|bot|machine|program|computer|girl)|an ai|"
    r"conscious|sentient)\b|\b(do|can|did|will) you (?:\w+ ){0,2}(?:feel|love|miss|cry|dream|have feelings|get (?:sad|lonely|tired))\b"
    r"|\bwho are you\b|\bwhat are you\b(?! (?:doing|thinking|up to|saying))|\bare you (?:sad|lonely|happy|jealous|in love|hurt)\b",
    _I,
)
_GLAD = re.compile(
    r"\b(got|landed|won|passed|accepted|promoted|engaged|pregnant|finally (?:did|done|finished|made|got|have)|first time ever|made it"
    r"|(?:so|really|very) (?:happy|proud|excited|glad)|proud of|good news|great news|guess what|best day|said yes|she'?s here"
    r"|(?:we|i) did it|healthy|all clear|(?:is|was) born|can'?t believe (?:it|how good)|without stopping)\b",
    _I,
)
_SORRY = re.compile(
    r"\b(died|dead|death|funeral|cancer|fired|lost|losing|divorce|ending|broke up|scared|afraid|alone|lonely|yelled|cried|crying"
    r"|hate|hurt|sick|ill|worried|anxious|sad|miss(?:ed|ing)?|failed|didn'?t|never|nobody|no one|not)\b",
    _I,
)
_ADVICE = re.compile(
    r"\b(should i|shall i|what (?:should|can|could|would|do) (?:i|you|we) (?:do|say|cook|bring|wear|write|give|make|tell|suggest|recommend)"
    r"|what (?:should|could|can) (?:i|we)|any (?:advice|ideas?|tips?)|(?:give me|need|want) (?:some )?advice|how (?:do|should|can|could) i"
    r"|i (?:don'?t|do not) know (?:if|whether|what|how) (?:i|to)|can'?t decide|torn between|help me (?:decide|choose|think)"
    r"|what would you do|recommend|suggest)\b",
    _I,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:please |can you |could you )?(?:explain|define|tell me (?:about|why|how|what)|what|who|when|where|why|how|which)\b",
    _I,
)
_JOKE = re.compile(r"\b(knock knock|tell me (?:a )?joke|just kidding|haha|lol|be honest.*are you secretly)\b", _I)


def choose_move(words: str, *, from_memory: bool | None = None) -> MoveName:
    """The move for `words`. `from_memory` says what memory decided about a question of the person's own life:
    True, a recalled line answers it; False, none does; None, it is no such question.
    """
    text = words.strip().replace("’", "'")
    if from_memory is not None and not _ABOUT_HER.search(text):
        return "remember" if from_memory else "unknown"
    if _leaving(text):
        return "night"
    if _GREET.match(text) or _HOW_ARE_YOU.match(text):
        return "greet"
    if _ABOUT_HER.search(text):
        return "candour"
    if _JOKE.search(text):
        return "play"
    if _ADVICE.search(text):
        return "think"
    if _ASKS.search(text):
        return "inform"
    if _GLAD.search(text) and not _SORRY.search(text):
        return "celebrate"
    return "listen"


def _leaving(text: str) -> bool:
    last = re.split(r"[.!?\n]+\s*", text.rstrip(" .!?\n"))[-1]
    return bool(_NIGHT.search(last)) and not _NOT_LEAVING.search(last) and not text.rstrip().endswith("?")
