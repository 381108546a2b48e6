"""What is meant by common ways of asking: what one must not eat, how old, what for a living, how much money.

Guarantees: pure. Each intent has words it is asked by and words it is told by, which may share nothing.
Does not: know whom it is about; `cover` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern

from samantha.memory.topics import ROLES, likeness
from samantha.memory.words import stem


@dataclass(frozen=True, slots=True)
class Intent:
    """A thing asked for whose words in question and answer may differ wholly."""

    name: str
    asked: Pattern[str]
    told: Pattern[str]
    absorbs: frozenset[str]
    """Stems that it stands for: units within these topics need not be covered by themselves."""
    personal: bool = False
    """Only a sentence about somebody tells it."""


def _pattern(*parts: str) -> Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


def _set(text: str) -> frozenset[str]:
    return frozenset(stem(low) for low in text.split())


_NO = (
    r"(?:can(?:no|'?)t|must ?n[o']?t|mustn't|must not|should(?:n't| not)|not allowed|avoid\w*|won't|doesn't|don't|"
    r"not|never|"
    r"safe|careful|leave out|keep out|off limits|off the menu|stay away)"
)
_FARE = (
    r"(?:eat|have|cake|food|foods|cook|serve|bake|dinner|lunch|meal|recipe|dish|go in|put in|feed|drink|menu|biscuits?|"
    r"cookies?|bread|eating|snacks?|desserts?|get|touch|ingredients?|dairy|wheat|gluten|milk|nuts?|meat|fish|eggs?|"
    r"shellfish)"
)
_NO_TOLD = (
    r"(?:can(?:no|'?)t|must ?n[o']?t|mustn't|must not|not allowed|avoids?|won't|doesn't|don't|never|no|stopped|gave up|"
    r"off|without|cut(?:ting)? (?:out|down))"
)
_FARE_TOLD = (
    r"(?:eat\w*|touch|have|nuts?|milk|eggs?|cheese|wheat|shellfish|dairy|meat|fish|pork|sugar|peanuts?|prawns?|"
    r"drink\w*|"
    r"gluten|bread|alcohol|caffeine|salt)"
)
DIET = Intent(
    "*diet",
    _pattern(
        r"\ballerg\w*|\bintoleran\w*|\bdietary\b|\bdiet\b",
        rf"\b{_NO}\b.*\b{_FARE}\b",
        r"\b(?:anything|what|any food) .*\b(?:ill|sick)\b",
        rf"\b{_FARE}\b.*\b{_NO}\b",
        r"\bvegetarian\b|\bvegan\b|\bco?eliac\b|\bdo(?:es)? \w+ eat (?:meat|fish|pork|nuts)",
        r"\b(?:bak|cook|serv|feed|food|eat|meal|cake|dish)\w*\b.*\b(?:leave out|keep out|dangerous|unsafe|harm\w*|"
        r"avoid|safe|bad for|not|n.t)\b",
        r"\b(?:dangerous|unsafe|harmful)\b.*\b(?:food|eat|dish)\b|\bfoods? .*\b(?:dangerous|unsafe|harmful|"
        r"forbidden)\b",
    ),
    _pattern(
        r"\b(?:allerg\w*|intoleran\w*|co?eliac|vegan|vegetarian|anaphyla\w*|epi-?pen|lactose|gluten|diabetic|halal|"
        r"kosher|"
        r"react\w*|swells? up|hives)\b",
        rf"\b{_NO_TOLD}\b.*\b{_FARE_TOLD}\b",
        r"\bmakes? (?:me|her|him|them|\w+) (?:ill|sick)\b",
    ),
    _set(
        """eat food diet meal dinner lunch breakfast supper cake bake cook recipe dish ingredient menu snack biscuit
        bread dessert serve safe avoid dietary party restriction requirement allergic allergy intolerant feed drink
        careful ill
        sick bad touch birthday put dangerous unsafe harmful leave"""
    ),
)
_ONE_TO_NINETY = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|"
    r"seventy|eighty|ninety|hundred)(?:-\w+)?"
)
AGE = Intent(
    "*age",
    _pattern(r"\bhow old\b", r"\b(?:what|which) age\b", r"\bage (?:is|are|was)\b", r"\b's age\b"),
    _pattern(
        rf"\b{_ONE_TO_NINETY}(?: and a half)?[- ](?:years?|months?|weeks?)[- ]old\b",
        rf"\b(?:aged?|turn(?:s|ed|ing)?|be|age of) (?:only |just |nearly |almost )?{_ONE_TO_NINETY}\b",
        rf"(?:\b(?:is|am|are|was)|'m|'s|'re) (?:only |just |nearly |almost |already )?{_ONE_TO_NINETY}"
        r"(?= ?(?:[.,;!?)]|$|and\b|now|already|today|next|in\b|this\b|on\b|years?))",
        rf"\b{_ONE_TO_NINETY}(?:th|st|nd|rd) birthday\b",
        r"\bborn in (?:19|20)\d\d\b",
    ),
    _set("old age year turn"),
    personal=True,
)
JOB = Intent(
    "*job",
    _pattern(
        r"\bfor a living\b",
        r"\bwhat (?:does|do|did) (?!you\b)(?:[\w']+ ){1,4}do\s*(?:for work|now|these days|as a job|"
        r"professionally)?\W*$",
        r"\bwhat(?:'s| is| was) .*\b(?:job|profession|occupation|work|trade)\b",
        r"\bwhat kind of (?:work|job)\b",
        r"\bwhat (?:does|do|did) .*\bwork as\b",
        r"\bwhat did (?:[\w']+ ){1,3}do before\b|\bwhat did (?:[\w']+ ){1,3}use(?:d)? to do\b",
    ),
    _pattern(
        r"\b(?:works?|worked|working) (?:as|in|for|at|on|with)\b",
        r"\bjob\b",
        r"\bused to (?:run|work|teach|be an?|drive|sell|own)\b",
        r"\bself-employed\b",
        r"\bretired\b",
        r"\bruns? an?\b",
        r"\b(?:teaches|sells|keeps|drives|writes|builds|paints|repairs|cleans|designs|studies|owns|manages)\b",
    ),
    _set("before retire do living job work profession occupation trade live kind"),
    personal=True,
)
MONEY = Intent(
    "*money",
    _pattern(
        r"\bhow much .*\b(?:pay|paid|cost|charge|spend|spent|price|earn|worth|for)\b",
        r"\bwhat (?:did|does|do|will|was|is|were) .*\b(?:pay|paid|cost|charge|price|fee|bill|salary|worth)\b",
        r"\b(?:price|cost|fee) of\b",
        r"\bhow (?:expensive|much was|much is|much were|much are)\b",
    ),
    _pattern(
        r"[£$€¥]\s?\d",
        r"\b\d[\d.,]* ?(?:euros?|pounds?|dollars?|quid|bucks|francs?|forints?|zloty|crowns?|kr|usd|eur|gbp|huf|p|k|"
        r"pence|cents?|a month|per month|each)\b",
        r"\b(?:cost\w*|pric\w+|paid|pay\w*|charg\w+|bill|fee|rent|owes?|spent|bought|sold|salary|earns?|worth|"
        r"deposit)\b.*\d",
        r"\b(?:hundred|thousand|\w+ty|\w+teen|ten|twenty|five) (?:euros?|pounds?|dollars?|quid|bucks)\b",
    ),
    _set("pay cost charge spend price money expensive bill fee much"),
)
LONG = Intent(
    "*long",
    _pattern(r"\bhow long\b"),
    _pattern(
        rf"\b(?:for|in|after|within|takes?|took|lasts?|last) (?:about |around |almost |nearly |only |over |"
        rf"another )?(?:an? |the )?(?:whole |few |couple of |{_ONE_TO_NINETY} )?(?:\w+ )?"
        r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnight|months?|years?|weekend|evening|summer|term)\b",
        rf"\b{_ONE_TO_NINETY}[- ](?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b",
        r"\b(?:since|until|till)\b",
    ),
    _set("stay long take last be spend still wait"),
)
ADDRESS = Intent(
    "*address",
    _pattern(r"(?<!mail )(?<!email )(?<!e-mail )\baddress\b", r"\bwhat (?:street|road)\b", r"\bhouse number\b"),
    _pattern(
        r"(?-i:\b\d+\w? (?!January|February|March|April|May|June|July|August|September|October|November|"
        r"December)[A-Z]\w+ (?:[A-Z]\w+|$|\W))",
        r"\b(?:live|lives|living|moved|house|flat|home|address|apartment)\b.*\b(?:street|road|lane|avenue|row|square|"
        r"drive|close|court|crescent|terrace|boulevard|hill|gardens|strasse|utca|flat \d+|number \d+|rue|via|calle)\b",
    ),
    _set("address live street road house number home"),
)
ORIGIN = Intent(
    "*origin",
    _pattern(
        r"\bwhere (?:is|are|was|am|'s) (?:(?!\w+ing\b)[\w']+ ){1,3}(?:originally )?from\b",
        r"\bcome from\b",
        r"\bwhere (?:does|do|did) .* come from\b",
    ),
    _pattern(
        r"\b(?:is|am|are|was|'m|'s|comes?|came|born|originally|grew up)\b.*\b(?:from|in)\b",
        r"\bgrew up\b",
        r"\bnative\b",
    ),
    _set("come from originally town city country place grow"),
    personal=True,
)
INTENTS = (ORIGIN, DIET, AGE, JOB, MONEY, LONG, ADDRESS)
BY_NAME = {intent.name: intent for intent in INTENTS}


def intent_of(question: str) -> Intent | None:
    """The intent that `question` asks, if one of these."""
    plain = question.replace("’", "'")
    return next((intent for intent in INTENTS if intent.asked.search(plain)), None)


def absorbs(intent: Intent, key: str) -> bool:
    """The unit `key` is part of what the intent asks."""
    return key in intent.absorbs


def is_trade(key: str) -> bool:
    """`key` is something one can be by trade."""
    return key in ROLES or likeness(stem("job"), key) >= 0.9
