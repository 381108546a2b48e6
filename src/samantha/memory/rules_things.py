"""Rules for what one has and where: numbers and codes, holders of a role, belongings, cars, times of things.

Guarantees: pure; matched anywhere in a sentence; only things of a list have a slot of their own, so that "my head is
spinning" is no fact.
Does not: know tense or negation; `extract` does.
"""

from __future__ import annotations

import re

from samantha.memory.dates import DAYS
from samantha.memory.rules import DATE, Rule, compiled, is_named, is_short, is_trade_name
from samantha.memory.subjects import RELATIONS
from samantha.people.relations import normal

ROLES = "GP|" + "|".join(
    re.escape(word)
    for word in RELATIONS
    if word
    not in """friend mate pal colleague coworker client guest customer student pupil classmate cousin brother sister son
    daughter aunt uncle niece nephew kid child parent sibling grandson granddaughter patient bridesmaid groomsman
    nurse teacher ex old\xa0friend neighbour neighbor tenant lodger bandmate teammate assistant intern mother father mum
    dad""".split()
)
PARTNERS = "girlfriend|boyfriend|partner|husband|wife|fiance|fiancee|fiancé|fiancée|spouse"
THINGS = (
    "phone number|mobile number|number|phone|email(?: address)?|address|wi-?fi password|wifi code|wi-?fi|password|"
    "passcode|pin(?: code)?|door code|alarm code|code|locker(?: number| combination)?|locker|"
    "combination|licence plate|"
    "number plate|rent|salary|wage|mortgage|shoe size|dress size|ring size|size|blood type|"
    "blood group|height|bank|gym|"
    "school|university|college|room(?: number)?|desk|seat|car|bike|laptop|commute|shift|"
    "bus|train|flight|username|nickname|surname|last name|maiden name|middle name|star sign|major|"
    "phone provider|doctor's surgery|surgery|lunch break|bedtime|deadline|insurance|energy supplier|supermarket|"
    "hairdresser's|allotment|parking space|parking spot|landline|extension"
)
BELONGINGS = (
    "passport|(?:spare |house |car |front door |bike |office )?keys?|wallet|purse|glasses|sunglasses|phone|charger|"
    "documents|papers|birth certificate|will|contract|diary|notebook|ring|necklace|medicine|pills|suitcase|umbrella|"
    "car|bike|bicycle|van|motorbike|scooter|laptop|tablet|headphones|camera|toolbox|drill|ladder|first.aid kit|"
    "torch|candles|christmas decorations|decorations|savings|cash|vaccination card|insurance papers|licence|license|"
    "driving licence|id card|remote|hearing aids?|inhaler|epipen|presents?|gift|letters?|"
    "photos?|albums?|tent|ski(?:s| boots)"
)
TIME = (
    r"(?:(?:on |at |every |to |until |for )?(?:the )?(?:(?:next |this )?(?:"
    + "|".join(day.lower() for day in DAYS)
    + r")s?|"
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december) \d{1,2}|\d{1,2}(?:st|nd|rd|th)\b|"
    r"tomorrow|next week|next month|\d{1,2}[:.]\d\d|\d{1,2} ?(?:am|pm|o'clock)|(?:half past|"
    r"(?:a )?quarter (?:past|to)|(?:five|ten|twenty|twenty-five) (?:past|to)) \w+|noon|"
    r"(?:seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six)\b(?! \w+s\b))"
    r"(?:(?:,? (?:at|on|the|of|to|and|from|until|in|afternoon|morning|evening|"
    r"o'clock)\b)?(?: the)? ?(?:\d{1,2}(?:[:.]\d\d)?(?:st|nd|rd|th)?(?: ?(?:am|pm))?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"morning|afternoon|evening|half past \w+|" + "|".join(day.lower() for day in DAYS) + r"))*)"
)
OWN = r"\b(?:my|our|the)(?: new| current| old)?"
_WHERE = (
    r"(?:in|on|under|underneath|behind|at|by|next to|inside|beside|above|below|near|between|"
    r"outside|with|on top of|upstairs|downstairs)"
)
_MOVED = (
    r"(?:moved|postponed|pushed(?: back)?|rescheduled|brought forward|changed|shifted|put off|"
    r"delayed|switched|put back)"
)

_KIN = "|".join(map(re.escape, RELATIONS))
_NOT_EVENT = frozenset("birthday it that this he she they i we what which there one today".split())


def is_event(thing: str) -> bool:
    """A thing that has a time: at most four words, no pronoun."""
    lows = thing.lower().split()
    return 0 < len(lows) <= 4 and lows[0] not in _NOT_EVENT and lows[-1] not in _NOT_EVENT


def _i(pattern: str) -> re.Pattern[str]:
    return re.compile(compiled(pattern).pattern, re.IGNORECASE)


ROLE_RULES = (
    Rule(
        "role.is",
        "my:{t}",
        compiled(
            rf"\b[Mm]y (?:new |current )?(?P<t>{ROLES})(?:'s name| (?:at|from|"
            rf"in) [^.,;]{{2,30}}?)?(?: is(?: now)?|'s)(?: called|"
            r" named)? (?P<v>NAME)"
        ),
        ok=is_named,
    ),
    Rule(
        "role.named",
        "my:{t}",
        compiled(
            rf"\b(?:[Mm]y|[Oo]ur) (?:new |current |own )?(?P<t>{ROLES}),?(?: is(?: now)?(?: called)?|"
            r" called| named)? (?P<v>NAME)"
        ),
        ok=is_named,
    ),
    Rule(
        "role.of",
        "my:{t}",
        compiled(
            r"\b(?P<v>NAME)(?:'s| is| became|, who is)(?: now)? (?:my|our) (?:new |"
            rf"current )?(?P<t>{ROLES})\b"
        ),
        ok=is_named,
    ),
    Rule(
        "role.new",
        "my:{t}",
        compiled(
            r"\b(?:I|[Ww]e)(?: now)?(?: have|'ve got|'ve| got|'ve found| found|"
            rf" hired)(?: now)? a new (?P<t>{ROLES})(?:,| called| named|:| -| now,)+ (?P<v>NAME)"
        ),
        change="changed",
        ok=is_named,
    ),
    Rule(
        "role.the_new",
        "my:{t}",
        compiled(rf"\b[Tt]he new (?P<t>{ROLES}) is(?: called| named)? (?P<v>NAME)"),
        change="changed",
        ok=is_named,
    ),
    Rule(
        "role.new_one",
        "my:{t}",
        compiled(r"\b[Tt]he new (?:one|guy|woman)(?: is|'s)(?: called| named)? (?P<v>NAME)"),
        change="changed",
        ok=is_named,
        context=re.compile(rf"\b(?:changed|switched|new|swapped) (?P<t>{ROLES})s?\b", re.IGNORECASE),
    ),
    Rule(
        "role.changed",
        "my:{t}",
        compiled(
            rf"\b(?:I|[Ww]e)(?: have|'ve)? (?:changed|switched) (?P<t>{ROLES})s\b[^.;]{{0,40}}?\b(?:to|"
            r"see|with|is|have|now)(?: go to)? (?P<v>(?!now)NAME)"
        ),
        change="changed",
        ok=is_named,
    ),
)
"""Who has a role in this life; a role of a couple fills the slot `partner`."""

THING_RULES = (
    Rule(
        "name.is",
        "name",
        compiled(
            r"\b(?:[Mm]y (?:full |real )?name is|[Mm]y name's|I am called|I'm called|(?:[Pp]lease |"
            r"[Yy]ou can |[Jj]ust )?[Cc]all me) (?P<v>NAME)"
        ),
        ok=is_named,
    ),
    Rule(
        "birthday.kin",
        "birthday",
        compiled(rf"\b(?:[Mm]y|[Oo]ur) (?P<kin>{_KIN})'s birthday(?: is|'s)?(?: on)? (?P<v>{DATE})\b"),
        change="state",
    ),
    Rule("birthday.is", "birthday", _i(rf"\bmy birthday(?: is|'s)(?: on)? (?P<v>(?:the )?{TIME})")),
    Rule(
        "favourite",
        "favourite:{t}",
        _i(
            r"\bmy (?:new |all-time )?favou?rite (?P<t>[\w-]+(?: [\w-]+)?)(?: is|'s)(?: now| still|"
            r" definitely)? (?P<v>VALUE)"
        ),
        ok=is_short,
    ),
    Rule(
        "thing.is",
        "my:{t}",
        _i(
            rf"\b(?:my|our)(?: new| current)? (?P<t>{THINGS})(?: is|'s)(?: now)?(?: called)? (?!like\b|"
            r"to\b|the best\b|such\b|what\b|pretty\b|really\b|quite\b|still\b|all\b|always\b|almost\b|"
            r"great\b|good\b|bad\b|amazing\b|old\b|my\b|gone\b|not\b|in\b|on\b|at\b|under\b|so\b|too\b|"
            r"very\b|being\b|broken\b|getting\b|killing\b|dead\b|late\b|full\b)(?P<v>VALUE)"
        ),
        ok=is_short,
    ),
    Rule(
        "thing.is_the",
        "my:{t}",
        _i(
            r"\bthe (?:new )?(?P<t>wi-?fi password|wifi code|door code|alarm code|pin code|rent|"
            r"gate code|safe code|deadline)(?: is|'s)(?: now)? (?P<v>VALUE)"
        ),
        ok=is_short,
    ),
    Rule(
        "thing.new",
        "my:{t}",
        _i(
            rf"\b(?:i|we)(?: have|'ve got| got|'ve) a new (?P<t>{THINGS})(?:,|:| -|, it's| called|"
            r", it is) ?(?P<v>VALUE)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "thing.changed",
        "my:{t}",
        _i(
            r"\b(?:i|we|they)(?: have|'ve| just)* (?:changed|switched|reset|updated) (?:my|our|"
            rf"the) (?!flight|train|bus)(?P<t>{THINGS}) to (?P<v>VALUE)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "thing.went",
        "my:{t}",
        _i(
            rf"{OWN} (?P<t>rent|salary|wage|mortgage|weight|commute)(?: has| just| was|'s)* (?:went up|"
            r"gone up|rose|raised|dropped|went down|fell|increased|lowered|cut|put up|is now|"
            rf"come down)(?: from [^.;,]{{1,20}}?)? to (?P<v>VALUE)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "medicine.put",
        "medicine",
        _i(
            r"\b(?:put|started) me (?:back )?on (?P<v>[A-Za-z][\w-]{2,20}|"
            r"[A-Za-z]\d+)(?: \d+ ?mg)?(?=[.,;!]|$| and\b| for\b|"
            r" every\b| again\b| now\b| once\b| instead\b)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "medicine.took", "medicine", _i(r"\btook me off (?:the |my )?(?P<v>[\w-]{4,20})"), change="ended", ok=is_short
    ),
    Rule(
        "bank.moved",
        "my:bank",
        _i(
            r"\b(?:moved|switched|transferred) (?:my|our) (?:bank )?accounts?(?: over|"
            r" away)?(?: from [^.,;]{1,25}?)? to (?P<v>VALUE)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "job.first_day",
        "job",
        _i(r"\b(?:my )?(?:first day|first week|new job) as (?P<v>(?:a|an|the) VALUE)"),
        change="changed",
        ok=is_trade_name,
    ),
    Rule(
        "partner.over_between",
        "partner",
        compiled(
            r"\b(?:[Ii]t's|[Ii]t is|[Tt]hings are) (?:all )?over (?:between|with) (?:me and |us and )?(?P<x>NAME)"
        ),
        change="ended",
        value="",
    ),
    Rule(
        "alive.put_down",
        "alive",
        compiled(r"\b(?:had to |have to )?put (?P<who>NAME) (?P<v>to sleep|down)\b"),
        change="changed",
    ),
    Rule(
        "alive.lost",
        "alive",
        compiled(r"\b(?:I|[Ww]e) (?P<v>lost) (?P<who>NAME)(?= (?:last|on|yesterday|this|today)|[.!]|$)"),
        change="changed",
    ),
    Rule(
        "at.given",
        "at:{t}",
        _i(
            rf"\bi(?: have|'ve)?(?: now)? (?:gave|given|handed|left) (?:my|the|our) (?P<t>{BELONGINGS}) "
            r"(?:back )?(?P<v>(?:to|with) (?-i:NAME))"
        ),
        "n",
        change="changed",
    ),
    Rule("car.drive", "car", _i(r"\bi(?: now)? drive (?P<v>(?:a|an|my) VALUE)"), ok=is_short),
    Rule(
        "car.swap",
        "car",
        _i(
            r"\b(?:i|we)(?: have|'ve| just| finally)* (?:sold|traded in|swapped|scrapped|got rid of|"
            r"gave away) (?:my|our|"
            r"the) (?P<x>[^.;,]{1,30}?) (?:and|for)(?: (?:bought|got|have))?(?: now)? (?P<v>(?:a|"
            r"an) VALUE)"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "at.put",
        "at:{t}",
        _i(
            r"\bi(?: have|'ve| just| always| now)* (?:(?:put|left|hid|hidden|parked|stored|moved|placed|"
            r"stashed)|(?:keep|kept)) (?:my|the|our|his|her|"
            rf"[A-Z]\w+'s)(?: \w+)?? ?(?P<t>{BELONGINGS})(?:, [^,]{{1,40}},)? (?:now )?(?:(?:to|into|"
            rf"back) )*(?P<v>{_WHERE}\b ?VALUE|upstairs|downstairs)"
        ),
        "n",
        ok=lambda v: 1 < len(v.split()) <= 9 or v.endswith("stairs"),
    ),
    Rule(
        "at.is",
        "at:{t}",
        _i(
            rf"\b(?:my|our|the)(?: \w+)?? ?(?P<t>{BELONGINGS}) (?:is|are|lives|live|'s) (?:now |parked |"
            rf"hidden |kept |always )*(?P<v>{_WHERE} VALUE)"
        ),
        ok=lambda v: 1 < len(v.split()) <= 9,
    ),
    Rule(
        "when.moved",
        "when:{t}",
        _i(
            rf"{OWN} (?P<t>[\w'-]+(?: [\w'-]+){{0,3}}?)(?: was| got| has been|'s been| is being|"
            rf" has)? {_MOVED}(?: from [^.;,]{{1,25}}?)? (?:to|until|till|for) (?P<v>{TIME})"
        ),
        change="changed",
        ok=None,
    ),
    Rule(
        "when.is",
        "when:{t}",
        _i(
            rf"\b(?:(?:my|our|the) )?(?P<t>[\w'-]+(?: [\w'-]+){{0,3}}?) (?:is|are|starts|begins|"
            rf"leaves|goes|departs|lands)(?: now)? (?P<v>(?:on|at) {TIME})"
        ),
    ),
    Rule(
        "when.go",
        "when:{t}",
        _i(
            r"\b(?:i|we) (?:go to|have|do|play|attend|take)(?: (?:my|our|the|"
            rf"a))? (?P<t>[\w'-]+(?: (?!on\b|at\b)[\w'-]+){{0,2}}?) (?P<v>(?:on|every) {TIME})"
        ),
    ),
)
"""What stands anywhere in a sentence and is about the speaker."""

_RELATED = re.compile(rf"^(?:{PARTNERS})$")


def role_slot(role: str) -> str:
    """The slot that the holder of a role fills: a GP is a doctor, a girlfriend a partner."""
    low = role.lower()
    return "partner" if _RELATED.match(low) else f"my:{normal(low)}"
