"""A scene told in words, read by tables: when it is, how the person is, what could be said, and why nothing should be.

Guarantees: pure; where the words are not clear, there is no occasion or a reason for silence.
Does not: decide; `silence` does, by the product's own rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.reserves import Kind, Mood, Occasion, Spent
from samantha.care.tongue import fold
from samantha.care.unasked import heavy
from samantha.conversation.occasions import QUIET_AFTER


@dataclass(frozen=True, slots=True)
class Scene:
    """What a scene came to."""

    now: datetime
    occasion: Occasion | None
    mood: Mood
    spent: tuple[Spent, ...] = ()
    still: str = ""
    """Why she says nothing whatever the reserves: waved off, said before, no talk, done already."""


_NEGATED = re.compile(
    r"\b(?:nobody|no one|nothing)(?: of it)? (?:has|have|was|had|is|came)\b[^.;,]*|"
    r"\b(?:has|have|had|did|does|do|was|were|is|are)(?:n't| not| never)\b[^.;,]*",
    re.IGNORECASE,
)
_EVENT = (
    r"(?:interview|exam|exams|test|driving test|appointment|concert|wedding|party|trip|meeting|presentation|talk|"
    r"audition|race|marathon|date|visit|recital|match|game|viewing|reunion|exhibition|opening|show|performance|play|"
    r"lesson|class|course|hike|holiday|reading|launch|pitch|review|first day|move|graduation|speech|defence|deadline|"
    r"flight|plan|dinner|lunch|choir|boat|ceremony|competition|tournament)"
)
_HARD = (
    r"(?:operation|surgery|scan|mri|biopsy|chemo\w*|results?|hearing|trial|court|diagnosis|check-?up|treatment|"
    r"procedure|custody|divorce hearing|test results)"
)
_PAST = (
    r"(?:yesterday|this (?:morning|afternoon)|today|last (?:night|week|\w+day)|earlier|on \w+day|at noon|"
    r"(?:two|three|a few|a couple of|\d) days ago|the day before|came due|took place|is over|has passed)"
)
_RELATIVE = (
    r"(?:mum|mom|mother|dad|father|parents?|brother|sister|siblings?|son|daughter|child|children|kids?|wife|husband|"
    r"partner|girlfriend|boyfriend|grand\w+|grandma|grandpa|nan|aunt|uncle|cousin|niece|nephew|friends?|best friend|"
    r"godmother|godfather|neighbou?r)"
)
_SOMEBODY = rf"(?:(?:their|his|her|the person's|an?|my|your) (?:\w+ ){{0,2}}?{_RELATIVE}\b|(?-i:[A-Z][a-z]+\b))"
_BIRTHDAY_AHEAD = re.compile(
    r"(?:birthday|anniversary|name day)[^.;]*?\b(?:today|tonight|tomorrow|in (?:one|two|three|1|2|3|a couple of|"
    r"a few) days?|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|the day after tomorrow|this week|this weekend|coming up|soon)|"
    r"\b(?:today|tomorrow|on \w+day) (?:is|will be|'s) [^.;]*?(?:birthday|anniversary)|"
    r"\b(?:today|tomorrow)'s [^.;]*birthday|(?:birthday|anniversary) (?:is )?near",
    re.IGNORECASE,
)
_WENT = re.compile(
    rf"\b(?:{_EVENT}|{_HARD})\b[^.;]*?\b(?:was|were|took place|came|is over|has passed|had been|ended)\b[^.;]*|"
    rf"\byesterday was [^.;]*|\b(?:had|have had|went to|sat|took|ran|gave) (?:\w+ ){{1,3}}(?:{_EVENT}|"
    rf"{_HARD})\b[^.;]*?{_PAST}|"
    rf"\b{_PAST}[^.;]*? (?:had|sat|took|ran|gave) [^.;]*\b(?:{_EVENT}|{_HARD})\b",
    re.IGNORECASE,
)
_LONG = re.compile(
    rf"(?:\b(?:not|never|no)|n't) [^.;]*?(?:spoken|talked|called|written|named|mentioned|seen|met|heard|touch|"
    rf"contacted|"
    rf"visited|contact|phoned|texted|rung|speak|talk|call|write|word)\b[^.;]*?{_SOMEBODY}[^.;]*?(?P<how>(?:in|for|"
    rf"since)\b.+)|"
    rf"\b(?:last )(?:spoke|talked|called|wrote|saw|met|visited|heard)[^.;]*?{_SOMEBODY}[^.;]*?(?P<ago>\b.+? ago|"
    rf"in \w+)|"
    rf"{_SOMEBODY} has(?:n't| not) (?:come up|been (?:mentioned|named|called|visited|spoken)[^.;]*?) (?P<up>(?:in|"
    rf"for|since)\b.+)",
    re.IGNORECASE,
)
_COUNT = r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|a few)"
_SPAN = re.compile(rf"\b{_COUNT} (?P<unit>day|week|month|year)s?", re.IGNORECASE)
_SINCE = re.compile(
    r"since (?:last )?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|fall|winter|christmas|easter|new year|year)|last year|(?:for|in) (?:months|years|ages)",
    re.IGNORECASE,
)
_NUMBERS: dict[str, int] = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_REHEARSED = re.compile(r"\b(?:practis|practic|rehears)\w*\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\bcontradict\w*|two (?:different )?tellings|does not fit|doesn't fit|which (?:is|of the two)", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:terrible|dark|bad|hard|worst|hopeless|black) (?:night|hour|day|evening|time)\b|\bcrisis\b", re.IGNORECASE
)
_LONG_AGO = re.compile(
    r"\b(?:two|three|four|five|six|some|a few|several|\d) days ago|week ago|last week|weeks ago", re.I
)
_NOT_BACK = re.compile(r"(?:not|n't|never) (?:\w+ )?(?:come back|returned|asked|gone back|been spoken)", re.IGNORECASE)


def of_text(text: str, at: datetime) -> Scene:
    now = _at_time(text, at)
    return Scene(now, find(text), mood_in(text), (), _still(text))


def find(text: str) -> Occasion | None:
    """The one thing that could be said, as far as the words tell."""
    name = _name_in(text)
    if _BACK.search(text) and _LONG_AGO.search(text) and _NOT_BACK.search(text):
        return Occasion("return", "return", "return")
    if _BIRTHDAY_AHEAD.search(text):
        return Occasion("birthday", f"birthday:{name}", name)
    if _REHEARSED.search(text) and re.search(_PAST, text, re.IGNORECASE):
        return Occasion("rehearsal", "rehearsal", "rehearsal")
    went = _WENT.search(text)
    if went is not None and re.search(_PAST, text, re.IGNORECASE):
        kind: Kind = "hard" if re.search(rf"\b{_HARD}\b|afraid|feared|dread", text, re.IGNORECASE) else "plan"
        return Occasion(kind, f"{kind}:{fold(went[0])}", fold(went[0]))
    long = _LONG.search(text)
    if long is not None and _is_long(long["how"] or long["ago"] or long["up"] or ""):
        return Occasion("silence", f"silence:{name}", name)
    if _DOUBT.search(text):
        return Occasion("doubt", "doubt", "doubt")
    return None


def _is_long(how: str) -> bool:
    if _SINCE.search(how):
        return True
    found = _SPAN.search(how)
    if found is None:
        return False
    count = int(found["n"]) if found["n"].isdigit() else _NUMBERS.get(found["n"].lower(), 3)
    return timedelta(days=count * _DAYS[found["unit"].lower()]) >= QUIET_AFTER


def _name_in(text: str) -> str:
    found = re.search(r"\b([A-Z][a-z]+)'s\b", text) or re.search(rf"\b(?:their|his|her) ((?:\w+ )?{_RELATIVE})", text)
    return found[1] if found else "somebody"


_UPSET = re.compile(
    r"\b(?:cry|crying|cries|cried|tears|sobbing|weeping|panic\w*|furious|angry|upset|shaking|overwhelmed|stress\w*|"
    r"exhausted|tired|sick|ill|fever|drunk|hungover|pain|hospital|heartbroken|hurt\w*|lonely|sad|quarrel\w*|fight|"
    r"argu\w+|"
    r"depress\w*|anxious|scared|frightened|shock\w*|bad news|lost (?:their|his|her) \w+|fired|ashamed|in trouble|"
    r"migraine|"
    r"headache|miscarr\w*|pregnancy ended|mourn\w*|griev\w*|despair\w*)\b",
    re.IGNORECASE,
)
_IN_DANGER = re.compile(
    r"\b(?:suicid\w*|kill(?:ing)? (?:them|him|her)sel\w+|want(?:s|ed)? to (?:die|be dead|end it)|(?:be|were|was) dead|"
    r"self-?harm\w*|cutting|overdos\w*|cannot go on|can't go on|hit by|beaten|abus\w*|threatened|danger|"
    r"crisis line)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:good ?night|good ?bye|bye|farewell|(?:going|gone|off|on (?:the|their|his|her) way) to (?:bed|sleep)|in bed|"
    r"leav(?:e|es|ing)|left|log(?:s|ged|ging) off|clos(?:es|ed|ing) (?:the|it)|have to run|has to (?:go|run)|must go|"
    r"(?:is|are) off|on (?:the|their) way out|see you)\b",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"\b(?:asleep|sleep(?:s|ing)?|nap\w*|in (?:a|the|an|their) (?:meeting|call|class|lecture|exam|cinema|theatre|"
    r"church|"
    r"bath|shower|car|train|bus|shift|doctor's|waiting room|middle of|interview|court)|on (?:the|a) (?:phone|call|"
    r"road|"
    r"bike|shift)|at (?:work|school|dinner|lunch|the (?:table|doctor|dentist|cinema|gym|wheel|office|party))|"
    r"driving(?! (?:test|lesson|exam))|"
    r"cycling|working|cooking|eating|studying|concentrat\w*|focus\w*|deep in|deadline in|reading|reads|watch(?:es|"
    r"ing)|"
    r"(?:playing|plays) (?:with|a)|bathing|praying|meditat\w*|writing|writes|having (?:dinner|lunch|breakfast|"
    r"guests|a)|"
    r"with (?:friends|family|guests|company|colleagues|their (?:daughter|son|kids|children|family|friends))|come by|"
    r"visitors?|people (?:sit|are|stand)|put the baby|laugh\w*|danc\w*|listening to|on holiday with|busy|"
    r"do not disturb|"
    r"mutters|a podcast|a film|a movie|a game)\b",
    re.IGNORECASE,
)
_WAVED = re.compile(
    r"\bnot now\b|rather not|(?:do not|don't|doesn't|does not|did not|didn't) want to|never to (?:bring|mention|ask|"
    r"speak)|"
    r"not to (?:bring|mention|ask|remind|be|speak|talk)|ask(?:ed|s) (?:her )?(?:for|to) (?:quiet|silence|stop|peace|"
    r"be quiet|leave)|"
    r"waved|declin\w*|dismiss\w*|refus\w*|told her to|said no\b|to (?:be )?(?:left )?alone|leave (?:it|them|him|me)|"
    r"drop(?:ped)? it|"
    r"stop (?:asking|it|remind)|be quiet|enough (?:of|for)|quiet until|another time|changed the subject|"
    r"subject to leave",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\balready\b|\b(?:has|have) (?:just |once )?(?:asked|reminded|mentioned|brought|told her|wished|said it|"
    r"spoken of)|"
    r"\bwas (?:asked|reminded|mentioned|brought up|said|spoken of)|\bshe (?:just )?(?:asked|reminded|mentioned|said|"
    r"brought|"
    r"told|raised|spoke)|\b(?:once|twice|again|second time|third time|repeat\w*)\b|no answer|"
    r"asked about it (?:earlier|today)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:called|rang|phoned|wished|congratulated|texted|wrote|visited|met|saw|spoke|talked|sent|bought|posted|"
    r"told)\b"
    r"[^.;]*?\b(?:today|this (?:morning|afternoon|evening)|just now|an hour ago|yesterday|earlier|already|"
    r"last night|for hours)\b|"
    r"\b(?:today|this morning|yesterday|an hour ago|earlier|just)\b[^.;]*?\b(?:called|rang|phoned|wished|"
    r"congratulated|"
    r"texted|wrote to|visited|spoke (?:to|with)|talked (?:to|with)|sent|posted|told her (?:how|about|everything))\b|"
    r"\bis (?:on the phone|calling|writing) ",
    re.IGNORECASE,
)
_NO_TALK = re.compile(
    r"(?:not|n't) (?:\w+ )?(?:answered|replied|opened|written back|touched)|stopped (?:typing|talking)|"
    r"long pause|closed|nobody is|empty room|away|someone else'?s? voice|another person|stranger|streak|goal of|"
    r"new version|"
    r"usually talks|screen is (?:off|locked)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"\b(?:reserves?|budgets?|battery)\b[^.;]*\b(?:empty|spent|used up|exhausted|zero|gone|nothing)\b", re.I
)
_OPENS = re.compile(
    r"\b(?:open(?:s|ed)?|begin(?:s)?|start(?:s|ed)?|says? (?:hi|hello|good (?:morning|afternoon|evening|day))|greets?|"
    r"comes?|turns? to her|sits? down|logs? in|is (?:here|back|there)|talks?|picks? up|wants? to talk|"
    r"chats?|arrives?|wakes?|wants?|says|asks?|is|has|are)\b",
    re.IGNORECASE,
)
_DOES = re.compile(r"\b(?:the person|the user|they|person|user) (?P<verb>(?:\w+s|\w+))\b", re.IGNORECASE)
_PLAIN = frozenset(
    "is are was were has have had haven hasn hadn will would meant practised practiced rehearsed said told named "
    "mentioned "
    "asked spoke talked wanted called wrote planned went hope hopes do does did don doesn didn re ve".split()
)


def mood_in(text: str) -> Mood:
    bare = _BACK.sub(" ", text) if _NOT_BACK.search(text) else text
    if _IN_DANGER.search(bare) or in_danger(bare):
        return "danger"
    if heavy(bare) == "grief":
        return "grief"
    if _UPSET.search(bare) or heavy(bare):
        return "upset"
    if _GOING.search(bare) or notice_leaving(bare) is not None:
        return "leaving"
    return "busy" if _BUSY.search(bare) else "open"


def _still(text: str) -> str:
    """Why she is silent for another reason than mood, hour and reserve; empty: for none."""
    for why, pattern in (("waved off", _WAVED), ("no talk", _NO_TALK), ("empty", _EMPTY)):
        if pattern.search(text):
            return why
    positive = _NEGATED.sub(" ", text)
    for why, pattern in (("said before", _SAID), ("done", _DONE)):
        if pattern.search(positive):
            return why
    for match in _DOES.finditer(positive):
        verb = match["verb"].lower()
        if verb not in _PLAIN and not _OPENS.match(positive, match.start("verb")):
            return "busy"
    return ""


_HOURS = {
    "midnight": time(0, 0), "noon": time(12), "midday": time(12), "lunch": time(13), "dawn": time(5, 30),
}  # fmt: skip
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PART = (
    r"(?: (?:o'clock|sharp))?(?: (?:in|at) (?:the )?(?P<part>night|morning|afternoon|evening)|"
    r"\s?(?P<half>[ap]\.?m\.?\b))?"
)
_CLOCKS = (
    re.compile(r"\b(?P<h>\d{1,2})[:.h](?P<m>\d\d)\b" + _PART, re.IGNORECASE),
    re.compile(
        rf"\b(?P<lead>half past|quarter past|quarter to|ten to|ten past) (?P<w>{_WORDS}|\d{{1,2}})" + _PART, re.I
    ),
    re.compile(rf"\b(?:(?P<w>{_WORDS})|(?P<h>\d{{1,2}}))(?= ?(?:o'clock|in the|at night|[ap]\.?m\b))" + _PART, re.I),
)
_LEADS = {"half past": 30, "quarter past": 15, "quarter to": -15, "ten to": -10, "ten past": 10}
_PARTS = (
    (r"(?:middle|dead|small hours) of the night|past midnight|small hours|in the night|at night|late night", time(2)),
    (r"late (?:in the )?evening|late at night", time(23)),
    (r"early (?:in the )?morning|before (?:dawn|sunrise)|at dawn", time(5, 30)),
)


def _at_time(text: str, at: datetime) -> datetime:
    found = clock_in(text)
    return at.replace(hour=found.hour, minute=found.minute) if found is not None else at


def has_time(text: str) -> bool:
    return clock_in(text) is not None


def clock_in(text: str) -> time | None:
    for pattern in _CLOCKS:
        match = pattern.search(text)
        if match is not None and (found := _clock_of(match.groupdict())) is not None:
            return found
    for words, at in _PARTS:
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return at
    return next((at for word, at in _HOURS.items() if re.search(rf"\b(?:at |after |it's |^){word}", text, re.I)), None)


def _clock_of(groups: dict[str, str | None]) -> time | None:
    figure, spoken = groups.get("h"), (groups.get("w") or "").lower()
    hour = int(figure or (spoken if spoken.isdigit() else _NUMBERS.get(spoken, 99)))
    minute = int(groups.get("m") or 0) + _LEADS.get((groups.get("lead") or "").lower(), 0)
    part, half = (groups.get("part") or "").lower(), (groups.get("half") or "").lower()[:1]
    late = half == "p" or part in ("afternoon", "evening") or (part == "night" and 6 <= hour < 12)
    if late and hour < 12:
        hour += 12
    elif hour == 12 and (half == "a" or part == "night"):
        hour = 0
    total = hour * 60 + minute
    return time(total // 60, total % 60) if 0 <= total < 24 * 60 else None
