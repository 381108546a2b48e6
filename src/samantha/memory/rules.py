"""What a rule of reading is: words that follow somebody, or stand anywhere, and the slot that they fill.

Guarantees: pure; a rule says nothing by itself, `extract` minds tense, negation and whose words they are.
Does not: hold the rules; those stand by theme in `rules_life`, `rules_body` and `rules_things`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Pattern

from samantha.memory.facts import Change
from samantha.memory.intents import is_trade
from samantha.memory.subjects import NAME
from samantha.memory.whose import CALENDAR
from samantha.memory.words import FUNCTION, stem

_STOP = re.compile(
    r"(?:\s+(?:and|but|because|so|since|as|when|where|while|which|who|that|after|before|until|"
    r"till|though|although|if|"
    r"now|again|anymore|these|too|also|either|already|yesterday|today|tomorrow|tonight|currently|lately|recently|"
    r"please|right|finally|instead|for|with|last|next|this|any ?more|any longer|from now|at the moment|at last|"
    r"is|are|was|were|has|have|will)\b|[,;:!?()\n…]|"
    r"(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)\.(?:\s|$)|\s[-–—]\s).*",
    re.IGNORECASE | re.DOTALL,
)
_TIMED = re.compile(
    r"\s+(?:(?:in|on|at|since|by|from|during|around) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)?\b|(?:19|20)\d\d|early|late|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|"
    r"winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|morning|afternoon|evening)|"
    r"(?:a|two|three|four|five|six|\d+) (?:days?|weeks?|months?|years?) ago|every|each|daily|once|twice).*",
    re.IGNORECASE | re.DOTALL,
)

_MONTH = "[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec"
DATE = (
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})[a-z]*|"
    rf"(?:{_MONTH})[a-z]* (?:the )?\d{{1,2}}(?:st|nd|rd|th)?)(?:,? (?:19|20)\d\d)?"
)
"""A day of the year, as it is written."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that tell a fact."""

    name: str
    slot: str
    """May hold `{t}`: the thing that group `t` names."""
    pattern: Pattern[str]
    """Matched right after the subject and its auxiliary verb; group `v` is the value, `t` the thing, `was` a past form
    ("lived") that makes it past, `x` what it ends."""
    aux: str = "nh"
    """What may stand before: n nothing, h have or has, b am, is or are."""
    change: Change | None = None
    """How it tells; None: by its tense and by words of change beside it."""
    ok: Callable[[str], bool] | None = None
    value: str | None = None
    """The value where the words name none."""
    thing_ok: Callable[[str], bool] | None = None
    """What `t` must be."""
    known: bool = False
    """Only where something like it was known before: "I left the library" ends work there, or nothing."""
    context: Pattern[str] | None = None
    """What the whole text must hold; its group `t` names the thing where the pattern names none."""
    about: bool = False
    """The subject itself is what begins or ends for the speaker: of "Dev moved out" it is Dev."""
    long: bool = False
    """The value goes on over "with" and "for", to the next comma."""


def compiled(pattern: str) -> Pattern[str]:
    """`pattern` with NAME for a name and VALUE for words up to the end of the clause."""
    return re.compile(pattern.replace("NAME", NAME).replace("VALUE", r"[^;:!?\n]{1,90}"))


def trimmed(value: str, *, long: bool = False) -> str:
    """The first words of `value` that belong to it, without what the sentence goes on with."""
    cut = (
        re.split(r"[;:!?()\n…,]|(?<!\bSt)(?<!\bDr)\.(?:\s|$)|\s[-–—]\s", value, maxsplit=1)[0]
        if long
        else _STOP.sub("", value)
    )
    return _TIMED.sub("", cut).rstrip(" .,'\"“”")


def is_place(value: str) -> bool:
    """It may be where somebody lives: a proper name, an address, a kind of home or region."""
    lows = value.lower().split()
    if not lows or len(lows) > 7 or lows[0] in CALENDAR:
        return False
    if re.match(r"\d+\w? [A-ZÀ-Þ]|[A-ZÀ-Þ]", value) and lows[0] not in {"i", "english", "french"}:
        return True
    if re.search(rf"\b(?:{_HOMES})\b", value, re.IGNORECASE) and lows[0] in {
        "a",
        "an",
        "the",
        "our",
        "my",
        "his",
        "her",
    }:
        return True
    return len(lows) == 1 and lows[0].isalpha() and lows[0] not in _NO_PLACE and stem(lows[0]) not in FUNCTION


_HOMES = (
    "flat|apartment|house|studio|room|cottage|village|town|city|country|countryside|suburbs?|coast|seaside|farm|"
    "boat|caravan|van|dorm|student house|shared house|attic|basement|centre|center|street|road|lane|avenue|island"
)
_NO_PLACE = frozenset(
    "bed tears silence fear hope sin peace pieces place position first second third another different better bigger "
    "smaller new old next front back side left right work school home hospital town denial there here it this that "
    "hell sweatpants chaos limbo pyjamas ruins harmony constant".split()
)


def is_trade_name(value: str) -> bool:
    """It names a trade: "a nurse", "a freelance translator"."""
    lows = re.findall(r"[a-z][a-z'-]*", value.lower())
    if any(low in _JUDGED for low in lows):
        return False
    return (0 < len(lows) <= 5 and any(is_trade(stem(low)) and low not in _NO_TRADE for low in lows[-2:])) or any(
        low in _TRADES for low in lows[:4]
    )


_JUDGED = frozenset(
    "terrible bad good great awful better worse keen big huge lousy decent natural lapsed former bit fan member poor "
    "proud happy light heavy hopeless brilliant amazing mean best worst useless passionate lousy slow fast lot few "
    "real total complete such wreck".split()
)
_NO_TRADE = frozenset(
    "friend mate pal neighbour neighbor client guest customer captain patient crush tenant lodger partner boss "
    "classmate roommate flatmate housemate bridesmaid groomsman twin godmother godfather".split()
)
_TRADES = frozenset(
    """florist midwife paramedic welder roofer potter tailor butcher grocer farmer fisherman sailor soldier judge
    dancer actor actress musician singer painter sculptor photographer poet author novelist editor director producer
    scientist researcher biologist chemist physicist economist analyst consultant manager assistant apprentice intern
    trainee freelancer contractor carer caretaker janitor guard bartender baker cook courier bricklayer glazier
    plasterer surveyor geologist historian archivist curator paralegal notary broker banker teller clerk salesman
    saleswoman seller hairdresser stylist beautician masseur paediatrician surgeon anaesthetist radiographer orderly
    psychologist statistician webdesigner administrator technician machinist operator dispatcher conductor""".split()
)


def is_firm(value: str) -> bool:
    """It may be where somebody works."""
    lows = value.lower().split()
    return bool(lows) and len(lows) <= 8 and lows[0] not in _NO_FIRM and not re.match(r"(?:a|an|the|my)?\s*$", value)


_NO_FIRM = frozenset(
    "home night nights weekends weekend all once least first last it that this him her them me myself you something "
    "half noon midnight five six seven eight nine ten two three four one peace".split()
)


def is_short(value: str) -> bool:
    """A thing, not a tale: at most five words."""
    return 0 < len(value.split()) <= 5


def is_named(value: str) -> bool:
    """It begins like a name, and is no day and no nationality."""
    bare = re.sub(r"^(?:Dr|Mr|Mrs|Ms|Prof)\.? ", "", value)
    lows = bare.lower().split()
    if not lows or lows[0] in CALENDAR or re.match(r"[A-ZÀ-Þ]", bare) is None:
        return False
    return lows[0] not in _PEOPLES and stem(lows[0]) not in FUNCTION


_PEOPLES = frozenset(
    """english french german dutch belgian flemish spanish italian portuguese greek turkish polish czech slovak russian
    ukrainian swedish danish norwegian finnish irish scottish welsh british american canadian mexican brazilian
    australian indian chinese japanese korean thai vietnamese african european asian jewish muslim christian catholic
    buddhist hindu leo virgo aries taurus gemini cancer libra scorpio aquarius pisces""".split()
) - {"christian"}
