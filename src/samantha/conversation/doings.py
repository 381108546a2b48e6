"""What somebody is doing with their words and what they want with them: tables of phrases, in the order they count.

Guarantees: pure; danger and leaving come first, and are looked for in every language that `care` knows.
Does not: understand; the rest of the tables is English. What no line of a table says is told, or asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from samantha.care.candour import asks_what_she_is
from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.conversation.cues import cue

Doing: TypeAlias = Literal[
    "greeting", "telling", "asking", "deciding", "venting", "celebrating", "joking", "testing", "leaving", "danger"
]
Wants: TypeAlias = Literal["heard", "think", "advice", "fact", "company"]
Mood: TypeAlias = Literal["angry", "glad", "sad", ""]
"""The strongest of what was felt, where it is strong enough to settle a doubt."""

_HELLO = r"(?:hi|hello|hey|hiya|howdy|(?:good\ )?(?:morning|afternoon|evening))"
_GREET = re.compile(
    rf"""^\W*(?:{_HELLO}(?:,?\ (?:there|you|again|to\ you|samantha|sam))*|samantha|sam)?\W*
    (?:it'?s\ (?:me|only\ me|\w+)(?:\ again)?|i'?m\ (?:back|here|home)|here\ i\ am(?:\ again)?
    |how(?:'s\ it\ going|\ are\ (?:you|things))(?:\ (?:today|tonight|this\ \w+|doing|you))*
    |how\ (?:have\ you\ been|was\ your\ \w+)|what'?s\ up|are\ you\ there)?[\s,]*(?:samantha|sam)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_LAUGH = re.compile(
    r"\b(?:(?:ba|mua)?ha(?:[\s-]?ha)+h?|hehe\w*|lo+l|lmf?ao|rofl)\b|[\U0001f602\U0001f923\U0001f605\U0001f606]|:-?P\b",
    re.IGNORECASE,
)
_JOKE = cue("joke")
_TEST = cue("test")
_SUM = cue("sum")
_DECIDE = cue("decide")
_DECIDED = cue("decided")
_ADVICE = cue("advice")
_THINK = cue("think")
_ONLY_HEAR = cue("only_hear")
_COMPANY = cue("company")
_OF_ME = cue("of_me")
_GUESS = cue("guess")
_ASKS = re.compile(
    r"\?['\")\s]*$|^\W*(?:please |so |and |but |can you |could you |would you |i wonder,? )*"
    r"(?:explain|define|translate|tell me (?:about|why|how|what|when|where|who)|what|who|when|where|why|how|which"
    r"|(?:is|are|was|were|do|does|did|has|have|can|could|will|would) (?:it|s?he|they|there|the|an?|you|we)\b.*\?)"
    r"\b",
    re.IGNORECASE,
)
_GLAD = cue("glad")
_SORRY = cue("sorry")
_VENT = cue("vent")
_AGAIN = re.compile(r"\b(?:AGAIN|NEVER|NOBODY|EVERY|ALWAYS|HOURS|ENOUGH|SICK|STOP|HATE|WHY)\b|!{2,}")
_WEIGHS = cue("weighs")
_GOES_ON = re.compile(r"^\W*(?:and|but|because|so|then|also|even|plus|without|with|every|after|not even|or)\b", re.I)
_SHORT = 8
"""So few words may only carry on what was said before."""
MOST = 1600
"""So many characters are read for phrases: what is done with words is said where they begin or end."""


def doing_of(text: str, mood: Mood = "", before: Sequence[str] = ()) -> Doing:
    """What somebody is doing with `text`, with straight quotes. `mood` settles what the words leave open."""
    if in_danger(text):
        return "danger"
    if notice_leaving(text) is not None:
        return "leaving"
    found = _by_words(brief(text), mood)
    if found == "telling" and before:
        return _carried_on(brief(text), brief(before[-1]), mood)
    return found


def brief(text: str) -> str:
    """The beginning and the end of a long text; a short one as it is."""
    return text if len(text) <= MOST else f"{text[: MOST // 2]} {text[-MOST // 2 :]}"


def wants_of(text: str, doing: Doing) -> Wants:
    """What somebody who is `doing` that with `text`, which is brief, wants with it."""
    if doing in ("leaving", "danger", "celebrating") or _ONLY_HEAR.search(text):
        return "heard"
    if doing in ("greeting", "joking"):
        return "company"
    if doing == "testing":
        return "fact" if _SUM.search(text) else "company"
    if doing == "deciding":
        return "advice" if text.rstrip("'\") ").endswith("?") or _ADVICE.search(text) else "think"
    if doing == "venting":
        return "advice" if _ADVICE.search(text) and _ASKS.search(_last(text)) else "heard"
    return _wants_otherwise(text, doing)


def _wants_otherwise(text: str, doing: Doing) -> Wants:
    if _COMPANY.search(text):
        return "company"
    if _THINK.search(text):
        return "think"
    if _ADVICE.search(text) and (doing == "telling" or _OF_ME.search(text) or "you" in text.casefold()):
        return "advice"
    return "fact" if doing == "asking" else "heard"


def _by_words(text: str, mood: Mood) -> Doing:
    if text and _GREET.match(text) and re.search(r"\w", text):
        return "greeting"
    if _JOKE.search(text) or _LAUGH.search(text):
        return "joking"
    if _TEST.search(text) or asks_what_she_is(text) is not None:
        return "testing"
    vents = _vents(text, mood)
    if _DECIDE.search(text) and not _DECIDED.search(text) and not vents:
        return "deciding"
    asks = _ASKS.search(_last(text)) is not None
    if vents and not (asks and _ADVICE.search(text) and not _VENT.search(text)):
        return "venting"
    if _celebrates(text, mood, asks):
        return "celebrating"
    if _COMPANY.search(text):
        return "telling"
    return "asking" if asks else "telling"


def _vents(text: str, mood: Mood) -> bool:
    """Anger is in the words; or it was read, and the words are loud or about somebody near."""
    if _VENT.search(text) or (_ONLY_HEAR.search(text) and mood == "angry"):
        return True
    return mood == "angry" and (_AGAIN.search(text) is not None or not text.rstrip().endswith("?"))


def _celebrates(text: str, mood: Mood, asks: bool) -> bool:
    if _GUESS.search(text):
        return mood not in ("angry", "sad") and not _SORRY.search(text)
    if asks or mood in ("angry", "sad"):
        return False
    if _GLAD.search(text):
        return not _SORRY.search(text)
    return mood == "glad" and "!" in text and _OF_ME.search(text) is not None and not _SORRY.search(text)


def _carried_on(text: str, last: str, mood: Mood) -> Doing:
    """What a short or joining turn carries on of the one before it."""
    was = _by_words(last, "")
    short = len(text.split()) <= _SHORT
    joins = _GOES_ON.match(text) is not None
    if was == "deciding" and (_WEIGHS.search(text) or joins):
        return "deciding"
    if was == "venting" and mood not in ("glad", "sad") and (joins or (short and "!" in text)):
        return "venting"
    if was == "celebrating" and mood not in ("angry", "sad") and (joins or short) and "!" in text:
        return "celebrating"
    return "telling"


def _last(text: str) -> str:
    """The last sentence of `text`."""
    parts = [part for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]
    return parts[-1] if parts else ""
