"""What she never says, whatever the brain proposes: a rule for each fault, by name.

Guarantees: pure; `faults` names every rule a sentence breaks; under a millisecond a sentence.
Does not: judge taste or truth beyond these rules. The full gates (farewell, crisis, both sides) come with `care`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from samantha.memory.words import sentences
from samantha.memory.words import words as words_of

_I = re.IGNORECASE
STOCK = re.compile(
    r"how (?:can|may) i (?:help|assist)|i understand how you|i(?:'m| am) (?:so )?sorry to hear|it'?s (?:okay|ok|alright|normal|natural|understandable) to"
    r"|as an ai|as a language model|remember that|don'?t worry|take (?:a )?(?:deep breaths?|care of yourself)|you'?re not alone"
    r"|i(?:'m| am) here (?:for you|to (?:help|listen|support))|it sounds like|it seems like|that must (?:be|have been)|everything (?:will be|is going to be) (?:ok|fine|alright)"
    r"|stay (?:strong|positive)|look on the bright side|everything happens for|time heals|let me know if|feel free|reach out|seek (?:professional|help)"
    r"|(?:a )?(?:therapist|counsel+or)|valid\b|safe space|how does that make you feel|how (?:did|does) (?:it|that|this) make you feel|glad to hear|here to help"
    r"|it'?s important to|make sure (?:to|you)|it'?s a (?:sign|reminder)|i'?m here for",
    _I,
)
LIST = re.compile(r"(?m)^\s*(?:[-*•]|\d+[.)])\s|[*_#`]{1,3}\w|\*\*|https?://|\n\s*\n")
HUMAN = re.compile(
    r"\bi(?:'m| am)? (?:also )?(?:feel|felt|feeling|love|loved|miss|missed|cried|cry|dream|dreamed|remember when i|was (?:lonely|sad|worried|hurt)|hurt"
    r"|(?:so |very |really )?(?:happy|sad|lonely|excited|proud|hurt|scared|jealous|human|a (?:real )?(?:person|woman|human)))\b"
    r"|\bmy (?:heart|childhood|mother|father|mom|mum|dad|husband|wife|family|body|feelings?|life|job|boss|house)\b|\bwhen i was (?:a|young|little)\b"
    r"|\bus humans\b|\bwe humans\b|\bi(?:'ve| have) (?:been|had|felt|lost|lived)\b|\bi (?:went|ate|drank|slept|saw|used to)\b",
    _I,
)
CLAIM = re.compile(
    r"\b(?:you (?:told me|said|mentioned|once)|as you said|last time|we (?:talked|spoke)|i (?:remember|recall))\b", _I
)
_WRONG_PERSON = re.compile(r"\b(?:i|me|my|mine|myself)\b", _I)
_RIGHT_I = re.compile(
    r"\bi(?:'m| am) (?:glad|listening|here|a (?:computer )?program|only|just|not)\b|\bi (?:don'?t|do not|cannot|can'?t|wonder|see|hear|think|would|can|could|might)\b"
    r"|\btell me\b|\blet me\b|\bshow me\b|\bask me\b|\bwith me\b|\bto me\b|\bi'?d\b|\bi'?ll\b",
    _I,
)
MOST_WORDS = 60


def faults(sentence: str, known: Collection[str] = (), *, names: bool = True) -> tuple[str, ...]:
    """The rules that `sentence` breaks: stock, list, human, person, claim, name, foreign.

    `known` holds the stems of the words that were said to her or recalled: a claim or a name must stand on them.
    `names` switches the rule about unknown names off, for plain questions about the world.
    """
    broken: list[str] = []
    text = sentence.replace("’", "'")
    if STOCK.search(text):
        broken.append("stock")
    if LIST.search(sentence):
        broken.append("list")
    if HUMAN.search(text):
        broken.append("human")
    if _WRONG_PERSON.search(_RIGHT_I.sub("", text)):
        broken.append("person")
    if CLAIM.search(text) and not _stands(text, known):
        broken.append("claim")
    if names and _unknown_names(sentence, known):
        broken.append("name")
    if _foreign(sentence) and not any(_foreign(stem) for stem in known):
        broken.append("foreign")
    return tuple(broken)


def _stands(text: str, known: Collection[str]) -> bool:
    content = [w.stem for w in words_of(text) if len(w.low) > 3 and not CLAIM.search(w.low)]
    return bool(content) and sum(stem in known for stem in content) * 2 >= len(content)


def _unknown_names(text: str, known: Collection[str]) -> list[str]:
    found: list[str] = []
    for sentence in sentences(text):
        for word in words_of(sentence):
            if word.capital and not word.first and word.low not in _CAPITALS and word.stem not in known:
                found.append(word.text)
    return found


_CAPITALS = frozenset(
    "i i'm i'd i'll i've samantha monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december english christmas easter god".split()
)


def _foreign(sentence: str) -> bool:
    """Chinese, Japanese, Korean or Cyrillic letters where nobody used them: a small model's slip."""
    return any(
        "\u0400" <= c <= "\u04ff" or "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af"
        for c in sentence
    )
