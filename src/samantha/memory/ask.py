"""Is this a question about the person's own life, to be answered from memory, and what kind of answer does it want?

Guarantees: pure. None for small talk, for asking advice, for questions about Samantha and for plain general knowledge.
Does not: look into memory; whether there is an answer is `answer.judge`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.memory.personal import names_in, of_their_own, question_itself, surely_personal
from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import FUNCTION, Word, sentences, words

Wants: TypeAlias = Literal["name", "who", "when", "where", "number", "colour", "what", "yes_no", "why", "how"]
"""What kind of thing would answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for memory."""

    question: str
    """The sentence that asks, in the person's words."""
    wants: Wants
    before: str = ""
    """What was said in front of it, for its he, she and they."""
    sure: bool = True
    """False when it might also be meant generally: then no line in memory does not mean that she should say so."""
    names: tuple[str, ...] = ()
    """Names in it: it is sure after all where one of them belongs to somebody who was told of."""


_TELL = re.compile(
    r"\b(?:remind me|tell me (?:again )?(?:what|who|when|where|which|how|why|if|whether|about|the name)|"
    r"do you (?:still )?(?:remember|recall|know)|can you (?:remember|recall|tell me|remind me)|"
    r"could you (?:remember|recall|tell me|remind me)|have you any idea|what do you (?:know|remember) about|"
    r"i (?:forget|can'?t remember|don'?t remember|cannot remember|can'?t recall)"
    r"(?! (?:it|that|this|them|everything|things|to)\b)|"
    r"(?:i forgot|i'?ve forgotten) (?:again )?(?:what|who|when|where|which|how|whether|if|the name)|"
    r"(?:did|have) i (?:ever )?(?:tell|told|mention|mentioned|say|said))\b",
    re.IGNORECASE,
)
_WH = r"(?:what|who|whom|whose|when|where|which|how|why)"
_AUX = r"(?:am|is|are|was|were|do|does|did|have|has|had|will|would|can|could|shall|should|must|may|might)"
_ASKS = re.compile(
    rf"^(?:and|so|but|ok(?:ay)?|hey|hi|well|um|oh|samantha|wait|hm+|actually|now|right|also|please|by the way|[,.\s])*"
    rf"(?:(?:{_WH})(?:'s|'re|'d|'ll|s)?|{_AUX}(?:n't)?)\b",
    re.IGNORECASE,
)
_WH_INSIDE = re.compile(rf"\b(?:{_WH})\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:should (?:i|we)|what (?:do|would) you (?:think|suggest|recommend|advise|do)|what can (?:i|we) (?:do|say|"
    r"give|get|make|cook)|"
    r"what could (?:i|we)|how (?:do|can|could|should|would) (?:i|we|you|one) (?!(?:know|reach|contact|get to|"
    r"get in touch|like|take|call|meet)\b)|how to\b|any (?:ideas?|advice|tips|thoughts|suggestions?)|"
    r"what if (?:i|we)|why (?:do|does|am|is|are|can'?t) (?:i|we|people|everyone|it|life) .*(?:feel|always|never|so)|"
    r"(?:can|could|will|would) you (?:help|please help|suggest|recommend|give|write|make|explain|play|sing|do|be|"
    r"stay|talk|listen)|"
    r"what(?:'s| is) the (?:best|right|easiest) way|would you rather|is it (?:normal|ok|okay|bad|wrong|weird|silly|"
    r"right|true)|"
    r"am i (?:wrong|right|bad|crazy|silly|stupid|being|too|a (?:bad|terrible|good)|overreacting)|do you think|"
    r"don'?t you think|"
    r"may i|shall (?:i|we)|can i (?:ask|tell|talk|say)|guess what|you know what|what(?:'s| is) the point|what now|"
    r"why me)\b",
    re.IGNORECASE,
)
_HERSELF = re.compile(
    r"\b(?:who|what|how(?: old)?|where) are you\b|\bare you\b|\bwhat(?:'s| is) your\b|\byour (?:name|age|birthday|"
    r"favou?rite|opinion|day|dream)\b"
    r"|\b(?:do|did|can|could|will|would|have) you (?!.*\b(?:remember|recall|know|tell me|remind)\b)|\bhow do you\b|"
    r"\bdo you (?:feel|love|like|have|sleep|dream|want|miss)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^\W*(?:how are (?:you|things)|how'?s it going|what'?s up|how do you do|really|you know|right|ok(?:ay)?|"
    r"isn'?t it|is it|what|why|who|when|where|how|"
    r"how come|what about you|and you|how about you|how was your day|what'?s new|seriously|huh|eh|yes|no|is that so|"
    r"are you there|can you hear me|"
    r"what do you mean|so what|why not|how so|what else|what next|what happened|guess who)\W*$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:capital (?:city )?of|president of|prime minister|king of|queen of|population|invented|invent|discovered|"
    r"wrote|painted|composed|directed|"
    r"mean(?:s|ing of)?|definition|define|translate|spell|synonym|opposite of|planets?|solar system|speed of light|"
    r"boil|freeze|"
    r"how many (?:\w+ ){0,2}(?:are (?:there )?in an?|in an?|does an? |do \w+s have)|what (?:is|are) an? |"
    r"who was the first|world war|largest|tallest|deepest|"
    r"longest|square root|divided by|times \d|plus \d|minus \d|\d+ ?[*x+/\u00d7\u00f7-] ?\d+|what year did|continent|"
    r"currency|atom|molecule|"
    r"dinosaurs?|difference between|history of|the best|the news|the internet|the moon|president|"
    r"sky|sun|moon|earth|weather|what time is it|what day is it|what(?:'s| is) the (?:date|time|"
    r"day)(?: today| now)?\W*$|"
    r"how (?:does|do) (?:a|an|the )?\w+ work|why (?:is|are|do|does) (?:the )?(?:sky|sea|cats?|dogs?|people|birds?|we|"
    r"leaves|grass))\b",
    re.IGNORECASE,
)
_COOKS = re.compile(
    r"\bhow (?:long|much|many|hot|often) \w* ?(?:do|should|must|does|can) (?:i|we|you|one) (?:boil|cook|bake|fry|roast|"
    r"simmer|steep|steam|grill|poach|knead|soak|freeze|defrost|brew|iron|wash)\b(?!.*\b(?:my|our)\b)",
    re.IGNORECASE,
)
"""Asked of anybody who knows, not of a memory, although it says "I"."""


MOST = 6000
"""Characters, counted from the end, in which a question is looked for."""
LONGEST = 400
"""Characters of a question, counted from its end."""


def ask_kind(text: str) -> Ask | None:
    """The last question of `text` when it is one for memory, else None."""
    pieces = [piece[-LONGEST:] for piece in sentences(text[-MOST:])]
    for n in range(len(pieces) - 1, -1, -1):
        piece = pieces[n]
        told = _TELL.search(piece)
        if not told and not _is_question(piece):
            continue
        if _SMALL.match(piece):
            return None
        return _sort(piece, " ".join(pieces[:n]), bool(told))
    return None


def is_question(sentence: str) -> bool:
    """True for a sentence that asks, and so tells nothing: it can be no evidence."""
    return _is_question(sentence) or bool(_TELL.search(sentence))


_TAG = re.compile(
    r",? ?(?:is|isn't|are|aren't|was|wasn't|do|don't|does|doesn't|did|didn't|has|hasn't|have|haven't|will|won't|can|"
    r"can't|right|you know|eh|huh|no|okay|ok)"
    r"(?: (?:i|you|it|he|she|we|they|that|there))?\?$",
    re.IGNORECASE,
)


def _is_question(sentence: str) -> bool:
    tag = _TAG.search(sentence.replace("\u2019", "'"))
    if tag and "," in tag.group() and not _ASKS.match(sentence):
        return False
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return True
    return bool(_ASKS.match(sentence)) and not sentence.rstrip().endswith("!") and _aux_first(sentence)


_INVERTED = re.compile(
    rf"^\W*(?:(?:and|so|but|ok(?:ay)?|hey|well|also)\W+)*(?:(?:what|who|where|when|how|why|"
    rf"which)(?:'s)?\b.*?\b(?:{_AUX})|(?:what|who|where|when|how)'s|"
    rf"(?:am|is|are|was|were|do|does|did|have|has|will|can|could)(?:n't)? (?:i|we|he|she|they|it|there|you|my|the|our)|"
    rf"who \w+(?:ed|s)|what \w+)\b",
    re.IGNORECASE,
)


def _aux_first(sentence: str) -> bool:
    """Without a question mark: "what is my brother called" asks, "when I was small we lived in York" tells."""
    if re.match(r"^\W*(?:when|while|how|what|where|why)\s+(?:i|we|he|she|they|it|my|the|a)\b", sentence, re.IGNORECASE):
        return False
    return bool(_INVERTED.match(sentence))


def _sort(piece: str, before: str, told: bool) -> Ask | None:
    question = question_itself(piece)
    own = of_their_own(question)
    named = has_name(words(piece))
    if not told:
        if _ADVICE.search(piece) and not _safe_food(piece):
            return None
        if _HERSELF.search(piece) and not _about_me(piece):
            return None
    general = bool(_GENERAL.search(question))
    if (general and not own) or (_COOKS.search(piece) and not named):
        return None
    sure = surely_personal(piece)
    if not sure and wants(question) == "yes_no" and not (named or _anchored(piece)):
        return None
    return Ask(piece, wants(piece), before, sure=sure, names=names_in(piece))


def _safe_food(piece: str) -> bool:
    return bool(
        re.search(r"\b(?:allerg|not eat|can'?t eat|must not|mustn'?t|avoid|shouldn'?t)\b", piece, re.IGNORECASE)
    )


def _about_me(piece: str) -> bool:
    """ "What did I tell you?" and "do you know where I parked?" are about the person, "do you like me?" is not."""
    return bool(
        re.search(
            r"\b(?:i (?:tell|told|mention|mentioned|say|said|asked?)|told you|tell you|my)\b", piece, re.IGNORECASE
        )
    )


def _anchored(piece: str) -> bool:
    """It speaks of one certain thing or person: "the spare key", "she", "that train", "on Friday"."""
    return bool(
        re.search(
            r"\b(?:the|those|these|he|she|they|him|her|his|their|them|today|tomorrow|tonight|yesterday|"
            r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|next week|last week)\b",
            piece,
            re.IGNORECASE,
        )
    )


_TIMES = frozenset(name.lower() for name in (*DAYS, *MONTHS)) | frozenset(
    "christmas easter english french german spanish italian samantha".split()
)


def has_name(items: list[Word]) -> bool:
    """True when a word inside the sentence has a capital that only a name would have."""
    return any(
        w.capital and not w.first and w.low not in _TIMES and w.low != "i" and w.stem not in FUNCTION for w in items
    ) or any(w.first and w.owner and w.stem not in FUNCTION and w.capital for w in items)


_KINDS: tuple[tuple[str, Wants], ...] = (
    (r"\bwhat colou?r|\bwhich colou?r|\bcolou?r of\b", "colour"),
    (
        r"\bhow (?:many|much|old|tall|long|far|big|often|heavy|deep|high)\b|\bwhat (?:number|age|size|percentage|"
        r"amount|price)\b|\bnumber of\b|"
        r"\b(?:phone|mobile|telephone|house|flat|room|door|gate|seat|platform|account|pin|post) ?(?:number|code)\b|"
        r"\bwhat(?:'s| is| was)? .*\bnumber\b|"
        r"\bpin\b|\bwhat .*\b(?:cost|price|rent|salary)\b|\bwhich (?:floor|platform|gate|seat|room|number)\b|"
        r"\bwhat (?:floor|platform|gate|seat|room)\b",
        "number",
    ),
    (
        r"\bwhen\b|\bwhat (?:day|date|time|month|year|week|days|times)\b|\bwhich (?:day|date|month|year|week|"
        r"weekday)\b|\bhow soon\b|\b(?:what|which) .*\bbirthday\b.*\?|"
        r"\bthe (?:date|time|day) (?:of|for|that)\b|\bwhat(?:'s| is) the (?:date|time|day)\b",
        "when",
    ),
    (
        r"\bwhere\b|\b(?:what|which) (?:city|town|country|street|place|village|address|shop|restaurant|hospital|"
        r"island|part)\b|\baddress\b|\bwhereabouts\b",
        "where",
    ),
    (r"\bwhat (?:did|do|does|will|shall|should) .*\b(?:call|name)\b", "name"),
    (r"\b(?:called|named|names?|surname|nickname)\b", "name"),
    (
        r"\bwho(?:m|se|'s|s)?\b|\bwhich (?:friend|person|colleague|doctor|teacher|relative|brother|sister|one of)\b",
        "who",
    ),
    (r"\bwhy\b|\bwhat reason\b|\bhow come\b", "why"),
    (r"\bwhat|\bwhich\b", "what"),
    (r"\bhow\b", "how"),
)


def wants(question: str) -> Wants:
    """The kind of answer that `question` asks for."""
    low = question[-LONGEST:].replace("’", "'").lower()
    if re.search(r"\bwho (?:is|was|are|'s)\b|\bwho's\b", low) and not re.search(r"\bname", low):
        return "who"
    if not _WH_INSIDE.search(low) and not _TELL.search(low):
        return "yes_no"
    for pattern, kind in _KINDS:
        if re.search(pattern, low):
            return kind
    return "yes_no" if not re.search(r"\babout\b", low) else "what"
