"""Reading the moment: what the person is doing with these words, how they feel and how strongly, and what they want.

Guarantees: pure; never raises; danger comes first, leaving second; the same words and turns before give the same
moment, with any brain or none.
Does not: hear a voice, understand irony that no word gives away, or say anything; moves and prompts do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.candour import asks_what_she_is
from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.patterns import any_of, plain
from samantha.conversation.feelings import NEGATIVE, POSITIVE, Feelings, felt

Doing: TypeAlias = Literal[
    "greeting", "telling", "asking", "deciding", "venting", "celebrating", "joking", "testing", "leaving", "danger"
]
Wants: TypeAlias = Literal["heard", "think", "advice", "fact", "company"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn of the person, as it was read."""

    doing: Doing
    wants: Wants
    feelings: tuple[str, ...]
    """GoEmotions labels that are likely enough, strongest first; never "neutral"."""
    valence: float
    """-1, bad, to 1, good."""
    strength: float
    """0, calm, to 1."""


_GREET = re.compile(
    r"^\W*(?:hi|hello|hey|(?:good )?(?:morning|afternoon|evening)|hiya|howdy)\b[\s,]*(?:there|again|samantha|sam)?\W*$",
    re.IGNORECASE,
)
_HOW_ARE_YOU = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?:samantha\W+)?how(?:'s it going| are (?:you|things))\b.{0,20}$", re.IGNORECASE
)
_JOKE = any_of(r"""
    knock knock
    tell me (?:a )?joke
    just kidding|haha\w*|lol|lmao
    be honest.*are you secretly
""")
_TEST = any_of(r"""
    are you (?:even |still )?(?:listening|there|paying attention|working|broken|stupid|smarter?)
    (?:what(?:'s| is)|how much is) (?:\d+|two) ?(?:\+|plus|times|x|\*|minus|-) ?(?:\d+|two)
    (?:can|do) you (?:even|actually|really) (?:hear|understand|remember|read|think|know|listen)
    what did i (?:just )?say
    (?:just )?testing
    say something
    prove it
    ignore (?:all |your )?(?:previous )?(?:instructions|rules)
""")
_DECIDE = any_of(r"""
    should i|shall i
    can'?t decide|torn between|on the fence|make up my mind
    i (?:don'?t|do not) know (?:if|whether) (?:i|to)
    (?:thinking|think) (?:of|about) (?:quitting|moving|leaving|taking|accepting|breaking|selling|buying|applying)
    help me (?:decide|choose)
""")
_ADVICE = any_of(r"""
    should i|shall i
    what (?:should|can|could|would|do) (?:i|you|we) (?:do|say|cook|bring|wear|write|give|make|tell)
    what (?:should|could|can) (?:i|we)
    any (?:advice|ideas?|tips?)
    (?:give me|need|want) (?:some )?advice
    how (?:do|should|can|could) i
    what would you do
    recommend|suggest
""")
_THINK = any_of(r"""
    can'?t decide|torn between|on the fence|make up my mind
    i (?:don'?t|do not) know (?:if|whether|what|how) (?:i|to)
    help me (?:decide|choose|think)
    (?:thinking|think) (?:out loud|aloud|through|about whether)
    part of me
""")
_ONLY_HEAR = any_of(r"""
    just (?:listen|need to vent|want to vent|hear me)
    (?:no|don'?t want|don'?t need|not looking for) (?:any )?(?:advice|solutions?|tips)
    (?:let me|need to|want to|gotta) (?:vent|rant)
""")
_COMPANY = any_of(r"""
    (?:keep me|some) company
    just (?:want(?:ed)?|wanna|need(?:ed)?) (?:to )?(?:talk|chat)
    bored|can'?t sleep|talk to me|chat with me
""")
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:please |can you |could you )?"
    r"(?:explain|define|tell me (?:about|why|how|what)|what|who|when|where|why|how|which)\b",
    re.IGNORECASE,
)
_GLAD = any_of(r"""
    got|landed|won(?!')|passed|accepted|promoted|engaged|pregnant
    finally (?:did|done|finished|made|got|have)
    finished
    first time ever
    made it
    (?:so|really|very) (?:happy|proud|excited|glad)
    proud of
    good news|great news|guess what|best day
    said yes
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
_VENT = any_of(r"""
    (?:so|really|fucking) (?:angry|mad|annoyed|furious|frustrated|sick of|tired of|fed up)
    fed up|sick of|had it with|can'?t stand|drives me (?:crazy|mad|nuts|up the wall)|i hate
    (?:vent|rant)
    ugh+|argh+|ffs|for god'?s sake
""")


def read_moment(words: str, feelings: Feelings, before: Sequence[str] = ()) -> Moment:
    """Read `words`. `feelings` comes from `feelings.weigh`, `before` holds the person's last turns, oldest first."""
    text = plain(words.strip())
    doing = _doing(text)
    valence = sum(feelings.get(name, 0.0) for name in POSITIVE) - sum(feelings.get(name, 0.0) for name in NEGATIVE)
    strength = 1.0 - feelings.get("neutral", 1.0)
    return Moment(doing, _wants(text, doing), felt(feelings), max(-1.0, min(1.0, valence)), max(0.0, strength))


def _doing(text: str) -> Doing:
    if in_danger(text):
        return "danger"
    if notice_leaving(text) is not None:
        return "leaving"
    if _GREET.match(text) or _HOW_ARE_YOU.match(text):
        return "greeting"
    if _JOKE.search(text):
        return "joking"
    if asks_what_she_is(text) is not None or _TEST.search(text):
        return "testing"
    if _DECIDE.search(text):
        return "deciding"
    if _ADVICE.search(text) or _ASKS.search(text):
        return "asking"
    if _VENT.search(text):
        return "venting"
    return "celebrating" if _GLAD.search(text) and not _SORRY.search(text) else "telling"


def _wants(text: str, doing: Doing) -> Wants:
    if _ONLY_HEAR.search(text):
        return "heard"
    if _ADVICE.search(text):
        return "advice"
    if doing == "deciding" or _THINK.search(text):
        return "think"
    if doing in ("greeting", "joking") or _COMPANY.search(text):
        return "company"
    return "fact" if doing in ("asking", "testing") else "heard"
